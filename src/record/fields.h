/*
 * Chosen fields: frames of which only these are left, to be recorded. Layer 5. A type keeps its
 * name, size and places, and has the chosen fields alone; its other bytes, and other bits, are 0.
 * Objects of a type with none of them are left out. One thread: the one that captures.
 */
#ifndef RECORD_FIELDS_H
#define RECORD_FIELDS_H

#include "sample/frame.h"

struct record_fields;

/* "health,player.status,*.rss": names of fields, behind a name of a type where only its fields are
 * meant; * and ? stand for others. NULL and err: E_INVALID, E_NOMEM. */
struct record_fields *record_fields_create(const char *names, memglass_error *err);
/* Before the source of the frames is closed. */
void record_fields_destroy(struct record_fields **f);

/* E_INVALID: the objects that there are have no field that one of the names means. Nothing is said
 * of a frame without objects, nor once it was found out. E_NOMEM. */
int record_fields_check(struct record_fields *f, const struct frame *whole, memglass_error *err);

/* What is left of a frame, held by this until the next call: its changes are those of the chosen
 * fields, against the call before. E_NOMEM. */
int record_fields_of(struct record_fields *f, const struct frame *whole, const struct frame **out,
                     memglass_error *err);
/* The row of the whole frame that a row of the last result is. */
size_t record_fields_row(const struct record_fields *f, size_t row);

#endif
