/*
 * How the user wants a field's value written: as a number of another base, a character, a time.
 * Layer 6. Remembered by type and path, for all elements of an array alike.
 */
#ifndef VIEW_FORMATS_H
#define VIEW_FORMATS_H

#include "field/field.h"

/* X(id, name): what the key x goes through, as far as it suits the field. */
#define VALUE_FORMAT_LIST(X) \
    X(AUTO, "auto")          \
    X(DEC, "decimal")        \
    X(HEX, "hex")            \
    X(OCT, "octal")          \
    X(BIN, "binary")         \
    X(CHAR, "character")     \
    X(TIME, "time")

enum value_format {
#define VALUE_FORMAT_ENUM(id, name) VALUE_FORMAT_##id,
    VALUE_FORMAT_LIST(VALUE_FORMAT_ENUM)
#undef VALUE_FORMAT_ENUM
        VALUE_FORMAT_COUNT
};

const char *value_format_name(enum value_format format);

/* Whether a leaf, or each element of an array of leaves, can be written so. */
bool value_format_suits(const struct field_ref *ref, enum value_format format);
/* The next one that suits; AUTO when none does. */
enum value_format value_format_next(const struct field_ref *ref, enum value_format format);

/*
 * The text of a leaf, or of an array of leaves. AUTO, and what does not suit, is field_text with
 * human units. TIME takes the number as the time since 1970 in the field's unit (ns, us, ms, s);
 * without a unit its size decides.
 */
void value_format_text(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                       enum value_format format, struct strbuf *out);

/* --- what was chosen ---------------------------------------------------------------------------
 */

struct formats {
    struct format_entry *entries;
    size_t count, capacity;
};

void formats_init(struct formats *f);
void formats_fini(struct formats *f);
void formats_clear(struct formats *f);

/* path: as the tree writes it. Running out of memory leaves it as it was. */
void formats_set(struct formats *f, const char *type, const char *path, enum value_format format);
enum value_format formats_get(const struct formats *f, const char *type, const char *path);

#endif
