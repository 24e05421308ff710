/* What a compiler says of a record: its debugging information, flattened as memglass-gen flattens
 * (bases first, members of anonymous members in place). Layer: tests. */
#ifndef TESTS_DWARF_H
#define TESTS_DWARF_H

#include <elfutils/libdwfl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEMBER_DIMS 8

struct member {
    char *name;
    const char *kind;    /* a name of memglass_kind */
    const char *skipped; /* why the model does not have it; NULL: it must have it */
    uint64_t bit_offset; /* of the first element */
    uint64_t bit_size;   /* of one element */
    uint64_t dims[MEMBER_DIMS];
    size_t rank;
    Dwarf_Die type; /* of one element, when it is a record or an enum */
};

struct members {
    struct member *items;
    size_t count;
};

struct object {
    Dwfl *dwfl;
    Dwarf_Die unit;
};

/* false, with a message on stderr. The object has one compilation unit. */
bool object_open(struct object *object, const char *path);
void object_close(struct object *object);

/* The record that the variable `name` points to. */
bool object_pointee(const struct object *object, const char *name, Dwarf_Die *record);

/* Calls visit with each complete record that has a name of its own or from a typedef. */
typedef void object_visit(Dwarf_Die *record, const char *name, void *data);
void object_records(const struct object *object, object_visit *visit, void *data);

void members_read(struct members *members, Dwarf_Die *record);
void members_free(struct members *members);

#endif
