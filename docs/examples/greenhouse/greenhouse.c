/* A greenhouse to look at: `greenhouse [SESSION [still]]`, then `memglass-top greenhouse`. When it
 * is still, no value changes: the screens of docs/tour.md are taken so. */
#include "greenhouse.h"
#include "greenhouse.memglass.h"

#include <memglass/memglass.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { BEDS = 8, TURNS_A_SECOND = 20 };

static volatile sig_atomic_t ended;

static void end(int signal)
{
    (void)signal;
    ended = 1;
}

/* Goes up and down around `middle`, once in `turns`. */
static float wave(float middle, float height, int turn, int turns)
{
    float phase = (float)(turn % turns) / (float)turns;
    return middle + height * (phase < 0.5f ? 4 * phase - 1 : 3 - 4 * phase);
}

static void plant(struct bed *b, int number)
{
    static const char *const plants[] = {"tomato", "basil", "pepper", "lettuce"};
    struct place place = {1.5f * (float)(number % 4), 2.0f * (float)(number / 4)};

    snprintf(b->plant, sizeof b->plant, "%s", plants[number % 4]);
    b->stage = (enum stage)(number % 4);
    memglass_guarded_store(&b->place, &place);
    for (int i = 0; i < 12; i++)
        b->roots[i] = (int16_t)(40 * number - 25 * i);
}

static void tend(struct bed *b, int number, int turn)
{
    b->moisture = wave(30 + 8 * (float)number, 6, turn, 300 + 40 * number);
    b->warmth = wave(21, 1 + 0.5f * (float)number, turn, 900);
    b->open = (b->moisture < 34 ? 1u : 0u) | (number % 2 ? 2u : 0u);
    b->watered += b->open & 1 ? 1000 / TURNS_A_SECOND : 0;
}

static void work(struct pump *p, int turn)
{
    memglass_write_begin(p); /* all of it, or nothing of it */
    p->pressure = wave(2.5f, 0.4f, turn, 120);
    p->running = turn % 200 < 120;
    p->litres += p->running;
    p->fault.word = turn % 4000 > 3900 ? 0x01020304 : 0;
    memglass_write_end(p);
}

static int fail(memglass_session *session, memglass_error *err)
{
    if (session)
        memglass_last_error(session, err);
    fprintf(stderr, "greenhouse: %s\n", err->message);
    memglass_close(session);
    return 1;
}

int main(int argc, char **argv)
{
    memglass_error err;
    bool still = argc > 2 && strcmp(argv[2], "still") == 0;
    const char *name = argc > 1 ? argv[1] : "greenhouse";
    memglass_session *session = memglass_open(&(memglass_config){.name = name}, &err);
    if (!session)
        return fail(session, &err);

    signal(SIGINT, end);
    signal(SIGTERM, end);
    struct bed *beds[BEDS];
    struct pump *pump = memglass_create(session, pump, "pump");
    if (!pump)
        return fail(session, &err);
    for (int i = 0; i < BEDS; i++) {
        char label[16];
        snprintf(label, sizeof label, "bed_%d", i + 1);
        beds[i] = memglass_create(session, bed, label);
        if (!beds[i])
            return fail(session, &err);
        plant(beds[i], i);
    }
    for (int turn = 0; !ended; turn++) {
        for (int i = 0; i < BEDS && !(still && turn); i++)
            tend(beds[i], i, turn);
        if (!still || !turn)
            work(pump, turn);
        memglass_tick(session); /* the screen shows turns a second */
        nanosleep(&(struct timespec){.tv_nsec = 1000000000 / TURNS_A_SECOND}, NULL);
    }
    memglass_close(session);
    return 0;
}
