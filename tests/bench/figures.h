/* The figures that memglass is to reach: the table of docs/performance.md and of `make bench`. A
 * row of a bench that has such a name is judged by its reach; other rows inform. Tests only; no
 * layer. */
#ifndef BENCH_FIGURES_H
#define BENCH_FIGURES_H

/* X(name of the row, at most so much). A ratio to the row's baseline; where there is no baseline,
 * the measured value itself. */
#define BENCH_FIGURES(X)                   \
    X("field write", 1.05)                 \
    X("field write, four observers", 1.05) \
    X("guarded write, 24 B", 2.4)          \
    X("guarded write, 64 B", 1.6)          \
    X("guarded read, tries", 1.03)         \
    X("guarded read, flat out, most", 69)  \
    X("guarded read, not marked", 0)       \
    X("create", 6)                         \
    X("create, cold", 4)                   \
    X("destroy and create again", 6)       \
    X("memory beyond the payload", 64)     \
    X("capture, warm", 1.4)                \
    X("capture, cold", 1.6)                \
    X("diff, 1% changed", 1.3)             \
    X("diff, 10% changed", 2.0)            \
    X("dirty pages", 0.2)                  \
    X("find", 1.5)                         \
    X("find, 1,000 to a million", 6)       \
    X("refresh, nothing changed", 20)      \
    X("refresh, 1% changed", 0.05)         \
    X("screen", 0.75)                      \
    X("screen, writes a frame", 1)         \
    X("screen, static", 1)                 \
    X("screen, static, bytes", 0)          \
    X("first frame, 10,000", 1.75)         \
    X("first frame, 100,000", 4)           \
    X("resident", 2.5)                     \
    X("keys, move", 50)                    \
    X("keys, find", 50)                    \
    X("keys, freeze", 50)                  \
    X("keys, inspect", 50)                 \
    X("keys, screens", 50)                 \
    X("generator", 1.25)                   \
    X("generator, nothing to do", 2)

#endif
