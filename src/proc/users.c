/* Names of users, looked up once each. Layer 8. */
#include "proc/users.h"

#include "base/array.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void users_init(struct users *u)
{
    *u = (struct users){0};
}

void users_fini(struct users *u)
{
    free(u->rows);
    users_init(u);
}

static void look_up(uint32_t uid, char out[USER_NAME_SIZE])
{
    char buffer[16384];
    struct passwd entry, *found = NULL;
    memset(out, 0, USER_NAME_SIZE);
    if (getpwuid_r((uid_t)uid, &entry, buffer, sizeof buffer, &found) == 0 && found &&
        *found->pw_name)
        snprintf(out, USER_NAME_SIZE, "%s", found->pw_name);
    else
        snprintf(out, USER_NAME_SIZE, "%u", uid);
}

/* Out of memory is no failure: the user is looked up again the next time. */
static void remember(struct users *u, uint32_t uid, const char name[USER_NAME_SIZE])
{
    if (!array_reserve(&u->rows, sizeof *u->rows, &u->capacity, u->count + 1))
        return;
    struct user *row = &u->rows[u->count++];
    row->uid = uid;
    memcpy(row->name, name, USER_NAME_SIZE);
}

void users_name(struct users *u, uint32_t uid, char out[USER_NAME_SIZE])
{
    for (size_t i = 0; i < u->count; i++)
        if (u->rows[i].uid == uid) {
            memcpy(out, u->rows[i].name, USER_NAME_SIZE);
            return;
        }
    look_up(uid, out);
    remember(u, uid, out);
}
