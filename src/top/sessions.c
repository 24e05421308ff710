/* The sessions of this machine. Layer 8. */
#include "top/sessions.h"

#include "base/array.h"
#include "base/error.h"
#include "shm/shm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sessions_init(struct sessions *s)
{
    *s = (struct sessions){0};
}

void sessions_fini(struct sessions *s)
{
    free(s->entries);
    sessions_init(s);
}

static int add(const memglass_session_info *info, const memglass_error *error, void *ctx)
{
    struct sessions *s = ctx;
    if (!array_reserve(&s->entries, sizeof *s->entries, &s->capacity, s->count + 1))
        return 1;
    struct session_entry *entry = &s->entries[s->count++];
    *entry = (struct session_entry){.info = *info};
    /* Neighbours in the list are most often of one user: that one is looked up once. */
    if (s->count > 1 && entry[-1].info.uid == info->uid)
        memcpy(entry->owner, entry[-1].owner, sizeof entry->owner);
    else
        shm_user_name(info->uid, entry->owner);
    if (error && error->code)
        snprintf(entry->error, sizeof entry->error, "%s", error->message);
    return 0;
}

static int rank_of(const struct session_entry *e)
{
    bool lives = e->info.state == MEMGLASS_STATE_ALIVE || e->info.state == MEMGLASS_STATE_STALLED;
    return e->error[0] ? 2 : lives ? 0 : 1;
}

/* What dead programs left can be much: it comes behind what lives. */
static int compare_entries(const void *a, const void *b)
{
    const struct session_entry *x = a, *y = b;
    int ranks = rank_of(x) - rank_of(y);
    return ranks ? ranks : strcmp(x->info.name, y->info.name);
}

int sessions_refresh(struct sessions *s, const memglass_attach_options *attach, memglass_error *err)
{
    s->count = 0;
    int found = memglass_list_sessions_with(attach, add, s, err);
    if (found < 0)
        return found;
    if ((size_t)found > s->count)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    if (s->count)
        qsort(s->entries, s->count, sizeof *s->entries, compare_entries);
    return MEMGLASS_OK;
}
