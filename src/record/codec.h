/*
 * Frames to bytes and back. Layer 5. A frame is fourteen streams, each with its length before it,
 * so that like stands by like and packs well:
 *
 *     meta      tick, times, what the session says of itself
 *     rows      which rows go and which come
 *     marked    how many rows with words that differ are foretold before one that is in marks
 *     marks     how many fields changed in that row, its truth, what of its mark follows
 *     activity, totals, ages   of each of these that has all of its mark here
 *     quiet     rows without such words of which there is something to say
 *     gaps      how many rows are alike before each row with words that differ
 *     words     of each such word, how many before it in its row are alike, and whether more follow
 *     columns   how the three below are divided: words of one place in their rows lie together
 *     shapes    one byte for each: where the bytes lie by which it differs, and their sign
 *     lows      the lowest of these bytes
 *     highs     and the others
 *
 * The first frame of a KEY block refers to an image of nothing, and so is whole; that of a LEAP
 * block refers to the frame with which the KEY block before it begins, the base.
 */
#ifndef RECORD_CODEC_H
#define RECORD_CODEC_H

#include "record/bytes.h"
#include "record/image.h"
#include "record/schema.h"

/* X(field): numbers of memglass_session_info that a frame stores, as differences. */
#define CODEC_SESSION_LIST(X) \
    X(state)                  \
    X(pid)                    \
    X(uid)                    \
    X(instance)               \
    X(start_wall_ns)          \
    X(start_monotonic_ns)     \
    X(heartbeats)             \
    X(ticks)                  \
    X(created)                \
    X(destroyed)              \
    X(reclaimed)              \
    X(failures)               \
    X(live_objects)           \
    X(payload_bytes)          \
    X(region_bytes)           \
    X(region_count)           \
    X(type_count)

enum codec_stream {
    CODEC_META,
    CODEC_ROWS,
    CODEC_MARKED,
    CODEC_MARKS,
    CODEC_ACTIVITY,
    CODEC_TOTALS,
    CODEC_AGES,
    CODEC_QUIET,
    CODEC_GAPS,
    CODEC_WORDS,
    CODEC_COLUMNS,
    CODEC_SHAPES,
    CODEC_LOWS,
    CODEC_HIGHS,
    CODEC_STREAM_COUNT
};

/* Shapes, lows and highs, which are divided by columns: the n-th word of a row is of column n
 * modulo how many there are, a power of two. */
enum { CODEC_DIVIDED = CODEC_STREAM_COUNT - CODEC_SHAPES, CODEC_COLUMNS_LOG2 = 4 };
#define CODEC_COLUMNS_MOST  (1u << CODEC_COLUMNS_LOG2)
#define CODEC_PLACE(stream) ((stream)-CODEC_SHAPES) /* among those that are divided */

/* When the ticks were whose changes `activity` knows: this one, the one before, ...; 0: not known.
 */
#define CODEC_RECENT 16
struct codec_recent {
    uint64_t ns[CODEC_RECENT];
};

/* A writer's memory from frame to frame. Zeroed is empty. */
struct encoder {
    struct image image; /* of the frame before */
    struct image base;  /* tick 0: none */
    struct bytes streams[CODEC_SHAPES];
    struct bytes divided[CODEC_DIVIDED][CODEC_COLUMNS_MOST]; /* by CODEC_PLACE */
    struct bytes gone, come;                                 /* uint64_t, struct image_row */
    struct codec_recent recent;
    uint64_t recent_tick; /* of the newest of these */
    uint64_t row_words;   /* of the longest row of the image */
    bool leaps;           /* the next frame refers to the base */
    /* Of the last frame. */
    uint64_t changed_words, changes;
    size_t born, died;
};

void encoder_fini(struct encoder *e);
/* The next frame refers to nothing; there is no base any more. */
void encoder_restart(struct encoder *e);
/* The frame before becomes the base. E_NOMEM: there is none then. */
int encoder_keep_base(struct encoder *e);
/* The next frame refers to the base, which there must be. E_NOMEM: as encoder_restart. */
int encoder_leap(struct encoder *e);
/* Which rows of a frame are recorded. */
typedef bool encoder_keep_fn(const struct frame *f, size_t row, void *ctx);
/*
 * Appends a frame, and to `cuts` where its streams, and columns in these, begin (uint64_t places in
 * `out`). Types of its rows must have numbers. keep may be NULL: all. E_NOMEM, E_LIMIT: the encoder
 * begins anew.
 */
int encoder_frame(struct encoder *e, const struct schema_numbers *numbers, const struct frame *f,
                  encoder_keep_fn *keep, void *ctx, struct bytes *out, struct bytes *cuts);

/* Where words of one column have come to. */
struct decoder_column {
    const unsigned char *shapes, *shapes_end, *lows, *highs;
};

/* A frame that is being read: where its streams have come to. */
struct decoder_frame {
    struct reading streams[CODEC_STREAM_COUNT];
    struct decoder_column columns[CODEC_COLUMNS_MOST];
    uint64_t column_mask; /* how many of these there are, less one */
    struct codec_recent recent;
    uint64_t tick, time_ns;
    uint64_t row, quiet_row; /* the next of gaps and of quiet; UINT64_MAX: none */
    uint64_t foretold;       /* rows of gaps before the next of marks; UINT64_MAX: none */
};

enum { DECODER_FRAMES = 64 };

/* A reader's. Zeroed but for limit and version is empty. */
struct decoder_state {
    struct image image, base; /* base.tick 0: there is none */
    uint64_t limit;           /* bytes that an image may take */
    uint32_t version;         /* of the format that is read */
    bool defers;              /* frames are applied by decoder_state_settle, many at once */
    uint64_t layouts;         /* how often the layout changed */
    uint64_t base_layouts;    /* the layout is the base's as long as layouts is this */
    size_t born, died;        /* in the last frame */
    struct bytes gone, come;
    struct decoder_frame frames[DECODER_FRAMES]; /* that are not applied yet: tick, times and
                                                    session of the image are the last one's */
    size_t frame_count;
    struct codec_labels *labels;      /* that rows point to: those of the base first */
    struct codec_labels *base_labels; /* the last of the base's ... */
    size_t base_labels_used;          /* ... and how much of it */
};

void decoder_state_fini(struct decoder_state *d);
/* The next frame refers to nothing; there is no base any more. */
void decoder_state_restart(struct decoder_state *d);
/* The image becomes the base. E_NOMEM: there is none then. */
int decoder_state_keep_base(struct decoder_state *d);
/* The base becomes the image; there must be one. E_NOMEM: as decoder_state_restart. */
int decoder_state_leap(struct decoder_state *d);
/* Applies the next frame to the image; one that is deferred needs the bytes of `in` until it is
 * settled. BYTES_SLACK more bytes lie behind them, as of the payload of a block. E_CORRUPT,
 * E_NOMEM, E_LIMIT: the image is not to be used until the next restart or leap.
 */
int decoder_state_frame(struct decoder_state *d, const struct schema *schema, struct reading *in);
/* Applies what was deferred. Likewise. */
int decoder_state_settle(struct decoder_state *d);
/* Passes over a frame; its ticks and nanoseconds since the one before. False: bad. */
bool codec_skip_frame(uint32_t version, struct reading *in, uint64_t *ticks, uint64_t *ns);

/* --- what both know ----------------------------------------------------------------------------
 */

/* 1: one change, 2: two or three, ... 15: 2^14 or more; as src/sample/diff.c does it. */
static inline uint64_t codec_activity(uint64_t changes)
{
    unsigned log2 = changes ? 63 - (unsigned)__builtin_clzll(changes) : 0;
    return changes ? (log2 < 14 ? log2 + 1 : 15) : 0;
}

/* The mark of a row, so many ticks later, where so many fields have changed in it; with no ticks,
 * it stays. */
static inline void codec_mark_go_on(struct row_mark *mark, uint64_t ticks, uint64_t now_ns,
                                    uint64_t changes)
{
    if (!ticks)
        return;
    mark->activity = (ticks < 16 ? mark->activity << (4 * ticks) : 0) | codec_activity(changes);
    mark->changed_total += changes;
    mark->changes = (uint32_t)changes;
    mark->last_change_ns = changes ? now_ns : mark->last_change_ns;
    mark->born = 0;
    mark->gone = 0;
}

static inline struct row_mark codec_next_mark(const struct row_mark *before, uint64_t ticks,
                                              uint64_t now_ns, uint64_t changes)
{
    struct row_mark mark = *before;
    codec_mark_go_on(&mark, ticks, now_ns, changes);
    return mark;
}

bool codec_same_mark(const struct row_mark *a, const struct row_mark *b);

/* When a row changed last, as a whole mark has it that does not say so: its activity tells. */
static inline uint64_t codec_last_change(const struct codec_recent *recent, uint64_t activity,
                                         uint64_t before_ns)
{
    return activity ? recent->ns[__builtin_ctzll(activity) / 4] : before_ns;
}

/* What marks and quiet say of a row, as bits below the number of changes. A row with words that
 * differ is foretold when nothing is to be said and as many fields changed as words differ. */
#define CODEC_MARK_TRUTH 1u /* truth differs: it follows */
#define CODEC_MARK_WHOLE 2u /* the mark follows, since it is not codec_next_mark's */
#define CODEC_MARK_AGE   4u /* with it, when it changed last, since it is not codec_last_change */
#define CODEC_MARK_BORN  8u /* with it, that it was born in this tick */
#define CODEC_MARK_BITS  4

/* A shape: the lowest byte of the difference (bits 4 to 6), how many bytes from there, less one
 * (bits 0 to 3), and whether it is subtracted instead of added (bit 7). */
#define CODEC_SHAPE(first, count) ((unsigned char)((first) << 4 | ((count)-1)))
#define CODEC_SHAPE_FIRST(shape)  ((unsigned)(shape) >> 4 & 7u)
#define CODEC_SHAPE_COUNT(shape)  (((unsigned)(shape)&15u) + 1)
#define CODEC_SHAPE_LESS          0x80u

#endif
