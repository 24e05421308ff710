/*
 * The readers of the litmus suite: every way in which memglass copies an object, and a judge who
 * takes each copy at its word: what is called exact must be whole, of one moment, of the object
 * that it is said to be of, and no older than what was read before. Tests only; no layer.
 */
#ifndef LITMUS_READER_H
#define LITMUS_READER_H

#include "shapes.h"

#include <memglass/observer.h>
#include <memglass/producer.h>

/* X(NAME, "text") */
#define READER_PATH_LIST(X)         \
    X(READ, "memglass_read")        \
    X(FIELD, "memglass_read_field") \
    X(FRAME, "frames")              \
    X(RUN, "runs")

enum reader_path {
#define READER_PATH_ENUM(name, text) READER_##name,
    READER_PATH_LIST(READER_PATH_ENUM)
#undef READER_PATH_ENUM
        READER_PATHS
};

struct reader_tally {
    uint64_t checked; /* copies that said they may be believed, and were looked at */
    uint64_t torn;    /* that said they may not */
    uint64_t broken;  /* of the checked ones, what should not have been believed */
};

struct looker;

/* Readers of a session of another process. NULL and err as memglass_attach. */
struct looker *reader_open(const char *session, memglass_error *err);
/* Readers of a session of this process, which read it where the producer writes it: a sanitizer
 * knows memory by its address. Frames are not among their ways. */
struct looker *reader_open_here(const char *session, memglass_session *s, memglass_error *err);
void reader_close(struct looker *r);

/* Everything once, in every way. */
void reader_round(struct looker *r);

struct reader_tally reader_tally(const struct looker *r, enum reader_path path);
struct reader_tally reader_sum(const struct looker *r);
/* Frames that were one cut, and all of them. */
void reader_cuts(const struct looker *r, uint64_t *cuts, uint64_t *frames);
/* What was wrong with the first broken copy, "" when there is none. */
const char *reader_complaint(const struct looker *r);

/* Objects that are known and not there, or there and not known: by a look at all of them from
 * anew. */
uint64_t reader_missed(struct looker *r, const char *session);

/* The moment that an object of a tag has now, by memglass_read; UINT64_MAX: it has none. */
uint64_t reader_moment(struct looker *r, uint16_t tag);

#endif
