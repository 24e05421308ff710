/*
 * The types that a run has found, in the order in which they must be emitted (what is nested comes
 * first): parse fills it, check completes it, emit and json read it. Layer: gen.
 */
#ifndef GEN_MODEL_H
#define GEN_MODEL_H

#include "diag.h"
#include "map.h"

#include <memglass/type.h>
#include <stdbool.h>

struct model_type;

/* `d` is what will be emitted; d.type is not used, `type` is. */
struct model_field {
    memglass_field d;
    const struct model_type *type;
    struct place place;
    uint64_t member_offset; /* bytes: of the member that `name` names, the wrapper when guarded */
    uint64_t member_bytes;  /* of the whole member, arrays and wrapper included */
    bool assert_offset;     /* offsetof(type, name) can be written, and is member_offset */
};

/* What would move as one if the fields were put in another order: a member, an anonymous struct or
 * union, a run of bit-fields. */
struct model_part {
    const char *name;
    uint64_t size, align;      /* bytes */
    uint64_t begin_bits, bits; /* of a run of bit-fields */
    uint32_t rank;
};

struct model_type {
    memglass_type d;          /* d.fields is not used, `fields` is */
    const char *ident;        /* what stands in memglass_type_<ident> */
    const char *cxx_spelling; /* as d.spelling, where a C header is read by a C++ compiler */
    struct place place;
    struct model_field *fields;
    struct model_part *parts;
    uint32_t part_count;
    bool fixed_order;     /* base classes, alignment attributes: no other order is suggested */
    bool observed;        /* to be registered; the others are only nested */
    bool reachable;       /* generated code may name it */
    bool plain_align;     /* its spelling may not be more strictly aligned (a typedef may) */
    bool standard_layout; /* offsetof is defined for it in C++ */
    bool refused;         /* cannot be observed: never gets into the output */
};

/* A second name (typedef) of a type, for memglass_create(s, name, ...). */
struct model_alias {
    const char *ident, *spelling;
    struct model_type *type;
};

struct model {
    struct pool *pool;
    struct model_type **types;
    size_t type_count;
    struct model_alias *aliases;
    size_t alias_count;
    const char **files; /* every file that was read, for -MD; no duplicates */
    size_t file_count;
    struct map by_usr, by_ident, by_file;
};

void model_init(struct model *model, struct pool *pool);

/* A type that was begun, also when it turned out to be refused or is not finished; or NULL. usr:
 * clang's name of a declaration, the same in every parse. */
struct model_type *model_find(const struct model *model, const char *usr);
struct model_type *model_begin_type(struct model *model, const char *usr, struct place place);
/* The type (an alias's own) that is written so in generated code, or NULL. */
const struct model_type *model_find_ident(const struct model *model, const char *ident);
/* Puts a type, all fields filled in, at the end of the output; its ident must be free. */
void model_add_type(struct model *model, struct model_type *type);
void model_add_alias(struct model *model, struct model_alias alias);
void model_add_file(struct model *model, const char *path);
struct model_part *model_add_part(struct model *model, struct model_type *type);
struct model_field *model_add_field(struct model *model, struct model_type *type);

size_t model_observed_count(const struct model *model);

/* "game::player" -> "game_player": runs of what no identifier holds become one '_', "*" "_ptr". */
const char *model_identifier(struct pool *pool, const char *name);

#endif
