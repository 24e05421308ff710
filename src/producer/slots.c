/* Chunks of slots. Layer 2. */
#include "base/error.h"
#include "producer/rows.h"

#include <stdlib.h>

int slots_reach(struct slots *s, uint64_t index, memglass_error *err)
{
    uint64_t within;
    uint32_t last = format_chunk_of(index, ROWS_BASE_LOG2, &within);
    if (s->chunks[last])
        return MEMGLASS_OK;
    uint64_t entries = format_chunk_entries(last, ROWS_BASE_LOG2);
    s->chunks[last] = calloc(entries, sizeof *s->chunks[last]);
    if (!s->chunks[last])
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for %llu objects",
                         (unsigned long long)entries);
    return MEMGLASS_OK;
}

void slots_fini(struct slots *s)
{
    for (uint32_t chunk = 0; chunk < FORMAT_CHUNKS; chunk++)
        free(s->chunks[chunk]);
    *s = (struct slots){0};
}
