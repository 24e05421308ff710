/* A game that can be looked at: `game [SECONDS]`, then `memglass-top game`. */
#include "game.h"
#include "game.memglass.h"

#include <memglass/memglass.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PLAYERS = 3, TURNS_A_SECOND = 60 };

static volatile sig_atomic_t ended;

static void end(int signal)
{
    (void)signal;
    ended = 1;
}

/* 0 to 1 and back again, once in so many turns. */
static float swing(int turn, int turns)
{
    float phase = (float)(turn % turns) / (float)turns;
    return phase < 0.5f ? 2 * phase : 2 - 2 * phase;
}

static void move_player(struct player *p, int turn, int number)
{
    struct vec2 pos = {20 * swing(turn, 300 + 70 * number), 10 * swing(turn, 200)};

    memmove(&p->trail[1], &p->trail[0], 3 * sizeof p->trail[0]); /* plain stores */
    p->trail[0] = p->pos.value;
    memglass_guarded_store(&p->pos, &pos); /* readers see this x with this y */

    p->health = 100 * swing(turn, 900 + 300 * number);
    p->mood = p->health < 20 ? MOOD_FLEEING : p->health < 60 ? MOOD_ALERT : MOOD_CALM;
    p->status = (p->mood == MOOD_FLEEING ? 1u : 0u) | (turn % 300 < 60 ? 2u : 0u);
    p->steps++;
}

static void sum_up(struct world *w, struct player *players[PLAYERS], int turn)
{
    float total = 0;
    for (int i = 0; i < PLAYERS; i++)
        total += players[i]->health;

    memglass_write_begin(w); /* all of it, or nothing of it */
    w->turn = (uint32_t)turn;
    w->total_hp = total;
    w->mean_hp = total / PLAYERS;
    for (int i = 0; i < 6; i++)
        w->wind[i / 3][i % 3] = 5 * swing(turn + 50 * i, 1200);
    memglass_write_end(w);
}

static int fail(memglass_session *session, memglass_error *err)
{
    if (session)
        memglass_last_error(session, err);
    fprintf(stderr, "game: %s\n", err->message);
    memglass_close(session);
    return 1;
}

int main(int argc, char **argv)
{
    memglass_error err;
    memglass_session *session = memglass_open(&(memglass_config){.name = "game"}, &err);
    if (!session)
        return fail(session, &err);

    struct player *players[PLAYERS];
    struct world *world = memglass_create(session, world, "world");
    if (!world)
        return fail(session, &err);
    for (int i = 0; i < PLAYERS; i++) {
        char label[16];
        snprintf(label, sizeof label, "player_%d", i + 1);
        players[i] = memglass_create(session, player, label);
        if (!players[i])
            return fail(session, &err);
        snprintf(players[i]->name, sizeof players[i]->name, "Player %d", i + 1);
    }

    signal(SIGINT, end);
    signal(SIGTERM, end);
    int turns = argc > 1 ? atoi(argv[1]) * TURNS_A_SECOND : -1;
    for (int turn = 0; !ended && turn != turns; turn++) {
        for (int i = 0; i < PLAYERS; i++)
            move_player(players[i], turn, i);
        sum_up(world, players, turn);
        memglass_tick(session); /* the screen shows turns a second */
        nanosleep(&(struct timespec){.tv_nsec = 1000000000 / TURNS_A_SECOND}, NULL);
    }
    memglass_close(session);
    return 0;
}
