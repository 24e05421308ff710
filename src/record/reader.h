/*
 * Reading a recording: the frames that were recorded, in order or at a moment. Layer 5. One thread
 * at a time; frames that are held stay valid after the reader is closed.
 *
 * A block that is damaged is a gap: reading goes on at the next whole frame.
 */
#ifndef RECORD_READER_H
#define RECORD_READER_H

#include "record/file.h"
#include "sample/frame.h"

struct record_reader;

/* limit_bytes: what a frame may take; 0: a quarter of the machine's memory. NULL and err: those of
 * record_file_open, and E_CORRUPT when there is no frame in it. */
struct record_reader *record_reader_open(const char *path, uint64_t limit_bytes,
                                         memglass_error *err);
/* What is in a ring now; the same, but for the names of errors. */
struct record_reader *record_reader_of_ring(struct record_ring *ring, memglass_error *err);
/* What is in the file by now that a recorder is at work in, or (ring: not NULL) in the ring: 1, and
 * the reader stands nowhere; types, frames and the past stay. 0: the file has nothing new, and it
 * stands where it stood. An error leaves it without frames. */
int record_reader_renew(struct record_reader *r, struct record_ring *ring, memglass_error *err);
void record_reader_close(struct record_reader **r);

struct record_about {
    uint64_t first_tick, last_tick;
    uint64_t first_ns, last_ns; /* CLOCK_MONOTONIC of the machine that recorded */
    uint64_t first_wall_ns, interval_ns;
    uint64_t frames; /* as the blocks' heads say */
    uint64_t damaged_bytes, cut_bytes;
    uint32_t sessions; /* how many of one name followed each other */
    bool closed;       /* false: the recorder was killed, or is still at work */
    bool at_work;      /* when the file was opened, or renewed: more may be in it now */
};

void record_reader_about(const struct record_reader *r, struct record_about *out);

/* How many frames are lost: in a block whose checksum is not that of its bytes, or in one that
 * needs it. Reads all of the file and decodes nothing. The reader stands nowhere then. */
uint64_t record_reader_lost(struct record_reader *r);

/*
 * Goes to the newest frame at or before a time (to the first when there is none). MEMGLASS_OK,
 * E_NOTFOUND when nothing there can be read, E_NOMEM, E_LIMIT.
 */
int record_reader_seek(struct record_reader *r, uint64_t time_ns, memglass_error *err);
/* The same, by tick. */
int record_reader_seek_tick(struct record_reader *r, uint64_t tick, memglass_error *err);
/* The same, by the number of the frame: 0 is the first, and block heads say how many there are.
 * Where frames are lost to damage, the next that can be read. Going on from where the reader stands
 * costs what record_reader_next does. */
int record_reader_seek_number(struct record_reader *r, uint64_t number, memglass_error *err);
/* The last frame that can be read. Where the end is damaged, what comes before it is read to find
 * out.
 */
int record_reader_seek_last(struct record_reader *r, memglass_error *err);
/* The number of the newest frame at or before a time (of the first when there is none). */
uint64_t record_reader_number_at(struct record_reader *r, uint64_t time_ns);
/* The next frame: 1; 0 at the end; negative as above. After opening, the first. */
int record_reader_next(struct record_reader *r, memglass_error *err);

/* The frame that the reader stands at, with a reference; NULL: out of memory, or none yet. */
const struct frame *record_reader_frame(struct record_reader *r);

/*
 * Past values of numeric fields, as a sampler keeps them: called before the first frame is taken,
 * with a budget. Each frame that is to be part of the past is then noted, in order. NULL: out of
 * memory. Lives as long as the reader.
 */
const struct history *record_reader_remember(struct record_reader *r, uint64_t budget_bytes);
void record_reader_note_past(struct record_reader *r, const struct frame *f);
/* Forgets the past, so that frames of another time can be noted. Of frames that were given out
 * before, nothing is known any more. */
void record_reader_begin_past(struct record_reader *r);

/* An object of the frame that the reader stands at, without making a frame of it. False: it is not
 * there. Bytes, and the label, are valid until the reader moves. */
struct record_object {
    const memglass_type *type;
    const char *label; /* printable */
    const unsigned char *bytes;
    uint64_t size, count;
    uint64_t created_ns;
    uint32_t index, generation;
    uint32_t changes; /* fields that changed in this frame */
    uint8_t truth;
};

bool record_reader_object(const struct record_reader *r, uint32_t index, uint32_t generation,
                          struct record_object *out);
/* All of them, in ascending order of index; 0 while the reader stands nowhere. False also without
 * memory. */
size_t record_reader_objects(const struct record_reader *r);
bool record_reader_object_at(struct record_reader *r, size_t i, struct record_object *out);

/* Which objects there are, with labels that live as long; held once. The same as before while none
 * came or went. NULL: out of memory, or the reader stands nowhere. Dropped before the reader is
 * closed. */
const struct roster *record_reader_roster(struct record_reader *r);
void record_reader_roster_drop(struct record_reader *r, const struct roster **roster);

/* Types of the session that the reader stands in: their number, and one of them. */
size_t record_reader_types(const struct record_reader *r);
const memglass_type *record_reader_type_at(const struct record_reader *r, size_t i);

/* False: the reader stands nowhere, and what follows is not to be asked for. */
bool record_reader_stands(const struct record_reader *r);
const memglass_session_info *record_reader_session(const struct record_reader *r);
uint64_t record_reader_wall_ns(const struct record_reader *r);
enum frame_cut record_reader_cut(const struct record_reader *r);
uint64_t record_reader_tick(const struct record_reader *r);
uint64_t record_reader_time_ns(const struct record_reader *r);
uint64_t record_reader_number(const struct record_reader *r);
uint64_t record_reader_instance(const struct record_reader *r); /* of the session */
/* Frames before this one were lost to damage. */
bool record_reader_behind_gap(const struct record_reader *r);

/* The blocks with frames, in order: what happened when, without reading it. Those of the reader. */
size_t record_reader_blocks(const struct record_reader *r);
const struct record_block *record_reader_block(const struct record_reader *r, size_t i);

/* Marks: their number, and one of them; text lives until the reader is closed. */
struct record_note {
    uint64_t tick, time_ns;
    const char *text;
};

size_t record_reader_notes(const struct record_reader *r, const struct record_note **out);

#endif
