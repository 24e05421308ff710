/* A producer that looks at itself: what an outside program needs of an installed memglass. */
#include "game.h"
#include "game.memglass.h"
#include <memglass/memglass.h>
#include <memglass/observer.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int fail(const char *what, const memglass_error *err)
{
    fprintf(stderr, "%s: %s\n", what, err->message);
    return 1;
}

static int look(const char *session, memglass_error *err)
{
    memglass_observer *observer = memglass_attach(session, err);
    if (!observer)
        return fail("attach", err);

    memglass_object found;
    memglass_value health;
    memset(&health, 0, sizeof health);
    int status = memglass_find(observer, "player_1", &found);
    if (status == MEMGLASS_OK)
        status = memglass_read_field(observer, &found, "health", &health);
    memglass_detach(observer);
    if (status != MEMGLASS_OK || health.as.i != 42) {
        fprintf(stderr, "read: %s: \"%s\"\n", memglass_strerror(status), health.text);
        return 1;
    }
    return 0;
}

int main(void)
{
    char name[64];
    memglass_error err;
    memset(&err, 0, sizeof err);
    snprintf(name, sizeof name, "t-install-%ld", (long)getpid());

    memglass_config config;
    memset(&config, 0, sizeof config);
    config.name = name;
    memglass_session *session = memglass_open(&config, &err);
    if (!session)
        return fail("open", &err);

    int status = 1;
    struct player *player = memglass_create(session, player, "player_1");
    if (player) {
        player->health = 42;
        status = look(name, &err);
    } else {
        memglass_last_error(session, &err);
        fail("create", &err);
    }
    memglass_close(session);
    return status;
}
