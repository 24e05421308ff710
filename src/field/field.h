/*
 * Fields: from a path to a place in bytes, from bytes and a type to a value, from a value to text.
 * Pure: no memory but the caller's, no other process. Layer 1. Bytes are a copy that the caller
 * owns; type descriptions are trusted (the observer checked them).
 */
#ifndef FIELD_FIELD_H
#define FIELD_FIELD_H

#include "base/strbuf.h"

#include <memglass/observer.h>
#include <memglass/type.h>
#include <stdbool.h>

#define FIELD_NO_GUARD UINT64_MAX

/* One thing that a path names: the whole object, one of its elements, a field, an array part of a
 * field, or one element. */
struct field_ref {
    const memglass_type *type;   /* the struct it lies in; with field NULL: the thing itself */
    const memglass_field *field; /* NULL: an object (or an element of an array object) */
    uint64_t bit_offset;         /* from the start of the object's bytes */
    uint64_t guard_offset;       /* bytes from the start of the object to the guard that covers it,
                                    or FIELD_NO_GUARD */
    uint64_t elements;           /* field NULL: elements of the object that are meant (1 for one) */
    uint32_t dims_used;          /* leading dimensions fixed by indexes: rank - dims_used remain */
};

/* The whole object: `count` elements of `type`. */
struct field_ref field_whole(const memglass_type *type, uint64_t count);

/*
 * Resolves "pos.x", "pos[2].x", "[3].health", "grid[1][2]" or "" from a ref. E_PATH: error->message
 * says which part and what there is instead.
 */
int field_resolve(const struct field_ref *from, const char *path, struct field_ref *out,
                  memglass_error *err);

/* --- walking --------------------------------------------------------------------------------- */

/* Children as the inspector shows them: array elements one dimension at a time, then the members of
 * a struct or union. 0: a leaf. */
uint64_t field_child_count(const struct field_ref *ref);
struct field_ref field_child(const struct field_ref *ref, uint64_t i);

/* "x", "[2]": the last step of a path. */
void field_step_text(const struct field_ref *parent, uint64_t i, struct strbuf *out);

/* What is under ref is one value: a scalar, a string, or bytes. */
bool field_is_leaf(const struct field_ref *ref);
/* A leaf that is a number of at most 64 bits (bool, int, uint, float, enum, char). */
bool field_is_numeric(const struct field_ref *ref);

/* Calls fn for each leaf of a type's `count` elements, in order of declaration, until it returns
 * non-zero, which is returned. */
int field_each_leaf(const struct field_ref *from,
                    int (*fn)(const struct field_ref *leaf, void *ctx), void *ctx);
/* How many leaves that would be; saturates. */
uint64_t field_leaf_count(const struct field_ref *from);

/* The declared type of what a ref names: "uint32_t", "char[16]", "int16_t[4][2]", "unsigned:3",
 * "struct player". */
void field_type_text(const struct field_ref *ref, struct strbuf *out);

/* --- layout ---------------------------------------------------------------------------------- */

/* Elements of all dimensions of a field; 1 when it is no array. Saturates. */
uint64_t field_elements(const memglass_field *field);
/* Whole bytes that one element takes, with those that a bit-field shares. */
uint64_t field_element_bytes(const memglass_field *field);
/* From one element's guard to the next: 0 when one guard covers a whole array. */
uint64_t field_guard_stride(const memglass_field *field);

/* --- values ---------------------------------------------------------------------------------- */

/* Bytes that a ref covers (whole bytes around a bit-field). */
uint64_t field_ref_bytes(const struct field_ref *ref);

/*
 * Decodes a leaf out of the object's bytes. truth: what the copy of the whole object was; a guarded
 * field, and a naturally aligned scalar of up to 8 bytes, have a truth of their own. Never fails:
 * what lies outside size is kind BYTES with the text "?". Fills everything but text and field of
 * out; text comes from field_text.
 */
void field_decode(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                  memglass_truth truth, memglass_value *out);

/* A leaf as double for charts and sorting; NaN when it is no number or torn. */
double field_number(const struct field_ref *ref, const unsigned char *bytes, uint64_t size);

/* Whether field_integer tells the values of a leaf: an integer kind, or a pointer, of at most 64
 * bits. */
bool field_is_integer(const struct field_ref *ref);
bool field_is_signed(const struct field_ref *ref);
/* Its value without rounding, sign-extended when it is signed; false: torn, or outside size. */
bool field_integer(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                   uint64_t *out);

/* How text is made. */
struct field_style {
    bool no_unit; /* for table columns, whose head names the unit */
    bool humane;  /* bytes as 1.5G, times as 2h03m when the unit says B, KiB, ns, ms, s ... */
    bool exact;   /* the digits from which the same number is read again, not those worth a look */
    bool no_format; /* for programs: the format of a field is passed over */
};

/* Any ref as text: a leaf "12.5 hp", an enum's name, flags "RUNNING|LOCKED", a string as it is, an
 * array
 * "[1, 2, 3]", a struct "{x=1, y=2}". */
void field_text(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                const struct field_style *style, struct strbuf *out);

/* Any ref as observers give it out: field_decode, with field and text. */
void field_value(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                 memglass_truth truth, memglass_value *out);

/* A number in the way of a field (its format, unit and style), for rates, deltas and axes that are
 * not a field's own bytes. */
void field_number_text(const memglass_field *field, double number, const struct field_style *style,
                       struct strbuf *out);

#endif
