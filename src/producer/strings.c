/* The strings table: every distinct string once. Layer 2. */
#include "producer/strings.h"

#include "base/error.h"
#include "base/hash.h"
#include "format/words.h"

#include <stdlib.h>
#include <string.h>

static const char *string_at(const struct registry *r, uint32_t index)
{
    return table_entry(r->store, FORMAT_TABLE_strings, index);
}

/* The slot that holds the string, or the empty one where it belongs. */
static size_t slot_of(const struct registry *r, const uint32_t *slots, size_t capacity,
                      const char *text)
{
    size_t i = (size_t)hash_bytes(HASH_SEED, text, strlen(text)) & (capacity - 1);
    while (slots[i] && strcmp(string_at(r, slots[i]), text) != 0)
        i = (i + 1) & (capacity - 1);
    return i;
}

static bool grow(struct registry *r)
{
    size_t capacity = r->string_slots ? r->string_slots * 2 : 256;
    uint32_t *slots = calloc(capacity, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < r->string_slots; i++)
        if (r->strings[i])
            slots[slot_of(r, slots, capacity, string_at(r, r->strings[i]))] = r->strings[i];
    free(r->strings);
    r->strings = slots;
    r->string_slots = capacity;
    return true;
}

int string_intern(struct registry *r, const char *text, uint32_t *index, memglass_error *err)
{
    if (!text || !*text) {
        *index = 0;
        return MEMGLASS_OK;
    }
    if (r->string_count * 2 >= r->string_slots && !grow(r))
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for the strings of the session");
    size_t slot = slot_of(r, r->strings, r->string_slots, text), size = strlen(text) + 1;
    if (!r->strings[slot]) {
        uint64_t first;
        int code = table_append(r->store, FORMAT_TABLE_strings, size, &first, err);
        if (code)
            return code;
        store_bytes(table_entry(r->store, FORMAT_TABLE_strings, first), text, size);
        table_publish(r->store, FORMAT_TABLE_strings);
        r->strings[slot] = (uint32_t)first;
        r->string_count++;
    }
    *index = r->strings[slot];
    return MEMGLASS_OK;
}
