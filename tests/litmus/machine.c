/* A small machine that is as weak as C11 allows. Tests only; no layer. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

enum { STORES = 10 }; /* of one word, with the first 0 */

/* For each word, the store (its number, not its position) that must be seen. */
struct view {
    uint8_t seen[MACHINE_WORDS];
};

struct store {
    uint8_t value;
    bool tied; /* to the store before it, which it has read: nothing comes in between */
    struct view left;
};

struct word {
    struct store stores[STORES];
    uint8_t order[STORES];    /* position -> number */
    uint8_t position[STORES]; /* number -> position */
    uint8_t count;
};

struct thread {
    struct view now, acquired, released; /* acquired: what an acquire fence would show */
    int registers[MACHINE_REGISTERS];
    int at;
    bool done;
};

struct state {
    struct word words[MACHINE_WORDS];
    struct thread threads[MACHINE_THREADS];
};

struct run {
    const struct machine_program *program;
    enum litmus_order without;
    struct machine_result result;
};

/* --- views --- */

static void join(const struct state *s, struct view *to, const struct view *from)
{
    for (int w = 0; w < MACHINE_WORDS; w++)
        if (s->words[w].position[from->seen[w]] > s->words[w].position[to->seen[w]])
            to->seen[w] = from->seen[w];
}

static void saw(const struct state *s, struct thread *t, int word, uint8_t number, bool acquiring)
{
    const struct store *store = &s->words[word].stores[number];
    t->now.seen[word] = number;
    join(s, &t->acquired, &t->now);
    join(s, &t->acquired, &store->left);
    if (acquiring)
        join(s, &t->now, &store->left);
}

/* Puts a store at a position of its word's order; its number. */
static uint8_t insert(struct word *w, uint8_t position, int value, bool tied)
{
    uint8_t number = w->count++;
    if (number >= STORES || value < 0 || value > UINT8_MAX)
        abort();
    memmove(&w->order[position + 1], &w->order[position], (size_t)(number - position));
    w->order[position] = number;
    for (uint8_t p = position; p < w->count; p++)
        w->position[w->order[p]] = p;
    w->stores[number] = (struct store){.value = (uint8_t)value, .tied = tied};
    return number;
}

static void leave(struct state *s, struct thread *t, int word, uint8_t number, bool releasing,
                  const struct view *read)
{
    struct store *store = &s->words[word].stores[number];
    t->now.seen[word] = number;
    join(s, &t->acquired, &t->now);
    store->left = releasing ? t->now : t->released;
    store->left.seen[word] = number;
    if (read)
        join(s, &store->left, read);
}

/* --- one instruction --- */

static void go_on(struct run *run, const struct state *s);

static enum machine_order order_of(const struct run *run, const struct machine_code *code)
{
    return code->name != LITMUS_NONE && code->name == run->without ? RELAXED : code->order;
}

static void load(struct run *run, const struct state *s, int thread,
                 const struct machine_code *code)
{
    const struct word *w = &s->words[code->word];
    uint8_t oldest = w->position[s->threads[thread].now.seen[code->word]];
    for (uint8_t p = oldest; p < w->count; p++) {
        struct state next = *s;
        struct thread *t = &next.threads[thread];
        uint8_t number = w->order[p];
        if (code->op == OP_AWAIT && w->stores[number].value != code->value)
            continue;
        t->registers[code->reg] = w->stores[number].value;
        t->at++;
        saw(&next, t, code->word, number, order_of(run, code) == ACQUIRE);
        go_on(run, &next);
    }
}

static bool is_tied(const struct word *w, uint8_t position)
{
    return position < w->count && w->stores[w->order[position]].tied;
}

static void store(struct run *run, const struct state *s, int thread,
                  const struct machine_code *code)
{
    const struct word *w = &s->words[code->word];
    const struct thread *before = &s->threads[thread];
    int value = (code->reg >= 0 ? before->registers[code->reg] : 0) + code->value;
    uint8_t first = (uint8_t)(w->position[before->now.seen[code->word]] + 1);
    for (uint8_t p = first; p <= w->count; p++) {
        if (is_tied(w, p))
            continue;
        struct state next = *s;
        struct thread *t = &next.threads[thread];
        uint8_t number = insert(&next.words[code->word], p, value, false);
        t->at++;
        leave(&next, t, code->word, number, order_of(run, code) == RELEASE, NULL);
        go_on(run, &next);
    }
}

/* OP_LOCK and OP_ADD: what is read and what is stored are neighbours in the word's order. */
static void exchange(struct run *run, const struct state *s, int thread,
                     const struct machine_code *code)
{
    bool locks = code->op == OP_LOCK;
    const struct word *w = &s->words[code->word];
    uint8_t oldest = w->position[s->threads[thread].now.seen[code->word]];
    for (uint8_t p = oldest; p < w->count; p++) {
        uint8_t read = w->order[p];
        if ((locks && w->stores[read].value % 2) || is_tied(w, (uint8_t)(p + 1)))
            continue;
        struct state next = *s;
        struct thread *t = &next.threads[thread];
        t->registers[code->reg] = w->stores[read].value;
        t->at++;
        saw(&next, t, code->word, read, order_of(run, code) == ACQUIRE);
        struct view left = w->stores[read].left;
        uint8_t number = insert(&next.words[code->word], (uint8_t)(p + 1),
                                w->stores[read].value + (locks ? 1 : code->value), true);
        leave(&next, t, code->word, number, order_of(run, code) == RELEASE, &left);
        go_on(run, &next);
    }
}

static void fence(const struct run *run, struct thread *t, const struct machine_code *code)
{
    switch (order_of(run, code)) {
    case ACQUIRE:
        t->now = t->acquired;
        break;
    case RELEASE:
        t->released = t->now;
        break;
    case RELAXED:
        break;
    }
}

/* What a thread does alone, up to its next look at memory. False: the reader has ended. */
static bool settle(struct run *run, struct thread *t, const struct machine_code *code, bool reader)
{
    while (!t->done) {
        const struct machine_code *c = &code[t->at];
        bool jump = false;
        switch (c->op) {
        case OP_FENCE:
            fence(run, t, c);
            break;
        case OP_SET:
            t->registers[c->reg] = c->value;
            break;
        case OP_GOTO:
            t->at = c->value - 1;
            break;
        case OP_UNLESS:
            jump = t->registers[c->reg] != c->value;
            break;
        case OP_UNLESS_SAME:
            jump = t->registers[c->reg] != t->registers[c->value];
            break;
        case OP_UNLESS_EVEN:
            jump = t->registers[c->reg] % 2 != 0;
            break;
        case OP_CLAIM:
            run->result.claims++;
            run->result.wrong += run->program->wrong(t->registers);
            t->done = true;
            break;
        case OP_DONE:
            t->done = true;
            break;
        default:
            return true;
        }
        t->at = jump ? c->target : t->at + 1;
    }
    run->result.executions += reader;
    return !reader;
}

static void step(struct run *run, const struct state *s, int thread)
{
    const struct machine_code *code = &run->program->threads[thread][s->threads[thread].at];
    switch (code->op) {
    case OP_LOAD:
    case OP_AWAIT:
        load(run, s, thread, code);
        break;
    case OP_STORE:
        store(run, s, thread, code);
        break;
    case OP_LOCK:
    case OP_ADD:
        exchange(run, s, thread, code);
        break;
    default:
        break;
    }
}

/* Thread 0 is the reader: when it has ended, what the others would still do does not matter. */
static void go_on(struct run *run, const struct state *s)
{
    struct state settled = *s;
    for (int t = 0; t < MACHINE_THREADS; t++)
        if (!settle(run, &settled.threads[t], run->program->threads[t], t == 0))
            return;
    for (int t = 0; t < MACHINE_THREADS; t++)
        if (!settled.threads[t].done)
            step(run, &settled, t);
}

/* --- all executions --- */

struct machine_result machine_run(const struct machine_program *program, enum litmus_order without)
{
    struct run run = {.program = program, .without = without};
    struct state start = {0};
    for (int w = 0; w < MACHINE_WORDS; w++)
        start.words[w].count = 1; /* the first 0 */
    go_on(&run, &start);
    return run.result;
}

bool machine_has(const struct machine_program *program, enum litmus_order name)
{
    for (int t = 0; t < MACHINE_THREADS; t++)
        for (int i = 0; i < MACHINE_CODE; i++)
            if (program->threads[t][i].name == name)
                return true;
    return false;
}
