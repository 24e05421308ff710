/* Filters as they are typed: the last good one stays in force. Layer 6. */
#include "base/hash.h"
#include "view/builder.h"

#include <stdio.h>
#include <string.h>

void typed_filter_fini(struct typed_filter *t)
{
    filter_release(&t->good);
    filter_release(&t->proven);
    *t = (struct typed_filter){0};
}

/* One that no types have proven yet is in force until they refute it. */
static void adopt(struct typed_filter *t, struct filter *filter, bool proven)
{
    if (!proven && t->good_is_proven)
        t->proven = t->good;
    else
        filter_release(&t->good);
    if (proven)
        filter_release(&t->proven);
    t->good = filter;
    t->good_is_proven = proven;
    if (filter && filter_is_empty(filter))
        filter_release(&t->good);
}

static void return_to_proven(struct typed_filter *t)
{
    if (t->good_is_proven)
        return;
    filter_release(&t->good);
    t->good = t->proven;
    t->proven = NULL;
    t->good_is_proven = true;
}

/* A mistake of writing, then one that the types show. True: neither is there. */
static bool look_at(struct typed_filter *t, const struct type_count *types, size_t count)
{
    t->error = (struct filter_error){0};
    struct filter *filter = filter_compile(t->text, &t->error);
    bool fits = filter && (!count || filter_check(filter, types, count, &t->error));
    if (!fits)
        filter_release(&filter);
    if (!fits && count)
        return_to_proven(t);
    if (!fits)
        return false;
    t->error.message[0] = '\0';
    adopt(t, filter, count > 0);
    return true;
}

/* Of types that are known; 0: none is. */
static uint64_t mark_of(const struct arrangement *known)
{
    uint64_t mark = HASH_SEED;
    for (size_t i = 0; known && i < known->type_count; i++)
        mark = hash_bytes(mark, &known->types[i].type, sizeof known->types[i].type);
    return known && known->type_count ? mark : 0;
}

/* What these types have proven, fewer do not refute; a mistake may be none when more are there. */
static bool is_settled(const struct typed_filter *t, uint64_t types, uint64_t instance)
{
    return !types || (t->instance == instance && (t->fits || t->types == types));
}

void typed_filter_set(struct typed_filter *t, const char *text, const struct arrangement *known)
{
    uint64_t types = mark_of(known);
    uint64_t instance = types ? known->source.cur->session.instance : 0;
    if (strcmp(t->text, text) == 0 && is_settled(t, types, instance))
        return;
    snprintf(t->text, sizeof t->text, "%s", text);
    t->types = types;
    t->instance = instance;
    t->fits = look_at(t, types ? known->types : NULL, types ? known->type_count : 0);
}
