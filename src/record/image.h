/*
 * The image: what a recording's writer and its reader both know of the newest frame. Layer 5. A
 * frame in a file says how the image changes: rows that go, rows that come, words that differ.
 *
 * Rows are in ascending order of directory index, and lie one behind the other in words of 8 bytes,
 * as in a frame; what lies behind a row's last byte is 0. To lay all of them out again takes longer
 * than most frames do, so a row that goes leaves its place to one of the same index and size; until
 * that comes it is a dead row.
 */
#ifndef RECORD_IMAGE_H
#define RECORD_IMAGE_H

#include "sample/frame.h"
#include "sample/pages.h"

struct image_row {
    const memglass_type *type;
    const char *label; /* a reader's; NULL in a writer's */
    uint64_t created_ns;
    uint64_t first_word, words;
    uint32_t index, generation, count;
    bool dead;
};

/* A row's mark as of a tick: if that is not the newest one, quiet ticks followed. */
struct image_mark {
    struct row_mark mark;
    uint64_t tick;
};

struct image {
    struct pages row_pages[2], mark_pages[2], word_pages[2]; /* in use, and for the next layout */
    struct pages end_pages;
    struct image_row *rows;
    struct image_mark *marks; /* one for each row, apart: what a frame touches lies dense */
    uint64_t *ends;           /* of each row, the word behind its last: for finding a word's row */
    uint64_t *words;
    size_t count, dead_count; /* of rows, and of those that are dead */
    uint64_t word_count;
    uint64_t layouts; /* how often all rows were laid out anew */
    uint64_t tick, time_ns, wall_ns;
    enum frame_cut cut;
    memglass_session_info session;
};

/* Zeroed is empty. */
void image_fini(struct image *m);
/* No rows; the memory stays. */
void image_clear(struct image *m);

/* Rows that go, by their places, and rows that come; both ascending. */
struct image_change {
    const uint64_t *gone; /* they are not dead */
    size_t gone_count;
    const struct image_row *come; /* first_word is not looked at */
    size_t come_count;
    bool anew; /* there are to be no dead rows, as in version 1 */
};

/*
 * Rows that come are zeros. One whose index is above all others lies behind them, one that has the
 * index and size of a dead row takes its place. When there is no such place for one of them, or
 * more than half of the rows are dead, all are laid out anew, without dead ones. E_NOMEM, or
 * E_LIMIT when it would take more than `limit` bytes, or E_CORRUPT when the order is not ascending:
 * it is empty then.
 */
int image_change(struct image *m, const struct image_change *change, uint64_t limit);

/* The first row of an index not below that, dead or not. */
size_t image_find(const struct image *m, uint32_t index);
/* Rows that are not dead. */
static inline size_t image_rows(const struct image *m)
{
    return m->count - m->dead_count;
}

/* The copy's rows point to the same labels. E_NOMEM: its tick is 0 then. */
int image_copy(struct image *to, const struct image *from);
/* The same, where the layout is the same already. */
void image_copy_values(struct image *to, const struct image *from);

/* Words of an object of that size. */
static inline uint64_t image_words(uint64_t size)
{
    return size / 8 + (size % 8 != 0);
}

#endif
