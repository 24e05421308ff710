/* Room in the queue of ended rows. Layer 2. */
#include "producer/queue.h"

#include "base/error.h"

#include <stdlib.h>

int queue_reserve(struct queue *q, uint64_t rows, memglass_error *err)
{
    struct queue larger = {.capacity = q->capacity ? q->capacity : 1};
    while (larger.capacity < rows)
        larger.capacity *= 2;
    if (larger.capacity == q->capacity)
        return MEMGLASS_OK;
    larger.rows = malloc(larger.capacity * sizeof *larger.rows);
    if (!larger.rows)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for %llu objects",
                         (unsigned long long)rows);
    for (uint64_t i = 0; i < queue_length(q); i++)
        queue_push(&larger, queue_at(q, i));
    queue_fini(q);
    *q = larger;
    return MEMGLASS_OK;
}

void queue_fini(struct queue *q)
{
    free(q->rows);
    *q = (struct queue){0};
}
