/*
 * A small machine that is as weak as C11 allows: it runs a few threads of a few instructions in
 * every order, with every value that a load may give, and counts the executions in which a reader
 * believes what it must not. Tests only; no layer.
 *
 * Memory keeps all stores to a word, in their modification order. A thread has views: how far down
 * each word's stores it must see. A load may give any store that is not older than the thread's
 * view; a store may be put anywhere behind it, so stores to two words may be seen in either order.
 * An acquiring load takes over the view that a releasing store has left in the word; a relaxed one
 * does so at the next acquire fence, and a relaxed store leaves the view of the last release fence.
 * This is the machine of Kang, Hur, Lahav, Vafeiadis, Dreyer, "A Promising Semantics for
 * Relaxed-Memory Concurrency" (POPL 2017) without promises, which is RC11: C11 without values out
 * of thin air. Words start with 0.
 */
#ifndef LITMUS_MACHINE_H
#define LITMUS_MACHINE_H

#include "orders.h"

#include <stdbool.h>
#include <stdint.h>

enum { MACHINE_WORDS = 6, MACHINE_THREADS = 3, MACHINE_REGISTERS = 8, MACHINE_CODE = 24 };

enum machine_op {
    OP_DONE,        /* ends the thread (also: no more code) */
    OP_LOAD,        /* r = word */
    OP_AWAIT,       /* load of `value`: waits until there is one to be had */
    OP_STORE,       /* word = (reg: r, else 0) + value */
    OP_LOCK,        /* r = word, word = r + 1, at once; waits until r is even */
    OP_ADD,         /* r = word, word = r + value, at once */
    OP_FENCE,       /* */
    OP_SET,         /* r = value */
    OP_GOTO,        /* to instruction `value` */
    OP_UNLESS,      /* when r != value, to instruction `target` */
    OP_UNLESS_SAME, /* when r != register value, to `target` */
    OP_UNLESS_EVEN, /* when r is odd, to `target` */
    OP_CLAIM,       /* the reader believes what it has read: checked here */
};

enum machine_order { RELAXED, ACQUIRE, RELEASE };

struct machine_code {
    enum machine_op op;
    int word, reg, value, target;
    enum machine_order order;
    enum litmus_order name; /* of `order`: which is RELAXED while it is taken away */
};

/* Whether a claim with these registers is false. */
typedef bool machine_wrong(const int registers[MACHINE_REGISTERS]);

struct machine_program {
    const char *name;
    machine_wrong *wrong;
    struct machine_code threads[MACHINE_THREADS][MACHINE_CODE];
};

struct machine_result {
    uint64_t executions; /* ends of the reader, one for each way that led there */
    uint64_t claims;     /* of these, what it believed */
    uint64_t wrong;      /* of these, what was false */
};

/* All executions, without one order (LITMUS_NONE: with all). */
struct machine_result machine_run(const struct machine_program *program, enum litmus_order without);

/* Whether the program has that order. */
bool machine_has(const struct machine_program *program, enum litmus_order name);

#endif
