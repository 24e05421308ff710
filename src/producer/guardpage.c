/* Blocks that end where a page ends, before one that cannot be touched. Layer 2. */
#include "producer/guardpage.h"

#include "base/array.h"
#include "base/checked.h"
#include "base/error.h"
#include "producer/block.h"
#include "producer/sizeclass.h"

#include <errno.h>
#include <stdlib.h>

void guardpage_fini(struct guardpage *g)
{
    free(g->blocks);
    ptrmap_fini(&g->rows);
    *g = (struct guardpage){0};
}

/* Payloads end at the page's end, so they are aligned to no more than the type asks for. */
static uint64_t payload_bytes(uint64_t size, uint64_t align)
{
    return round_up(size, align > 8 ? align : 8);
}

uint32_t guardpage_class(struct guardpage *g, uint64_t size, uint64_t align)
{
    g->page = shm_page_bytes();
    /* Whole pages are classes of their own. */
    return sizeclass_of(round_up(sizeof(memglass_prefix) + payload_bytes(size, align), g->page));
}

static unsigned char *guard_of(const struct guardpage *g, const struct store *s, uint32_t row,
                               uint32_t size_class)
{
    return (unsigned char *)region_pointer(s, g->blocks[row]) + sizeclass_bytes(size_class);
}

static int refused(int error, memglass_error *err)
{
    return error_sys(err, MEMGLASS_E_NOMEM, error,
                     "cannot protect a guard page (sysctl vm.max_map_count limits how many)");
}

static int reach(struct guardpage *g, uint32_t row, memglass_error *err)
{
    if (array_reserve(&g->blocks, sizeof *g->blocks, &g->capacity, (size_t)row + 1))
        return MEMGLASS_OK;
    return error_set(err, MEMGLASS_E_NOMEM, ENOMEM, "out of memory for guard pages");
}

int guardpage_new(struct guardpage *g, struct store *s, uint32_t row, uint32_t size_class,
                  memglass_error *err)
{
    uint64_t place;
    int code = reach(g, row, err);
    if (code == MEMGLASS_OK)
        code = arena_take(s, sizeclass_bytes(size_class) + g->page, g->page, 0, &place, err);
    if (code)
        return code;
    g->blocks[row] = place;
    unsigned char *guard = guard_of(g, s, row, size_class);
    block_seal(guard, 0, row); /* for good: it is the row's, whatever object is in the block */
    int error = shm_protect(guard, g->page, false);
    return error ? refused(error, err) : MEMGLASS_OK;
}

int guardpage_open(struct guardpage *g, struct store *s, uint32_t row, uint32_t size_class,
                   uint64_t size, uint64_t align, uint64_t *place, memglass_error *err)
{
    uint64_t bytes = sizeclass_bytes(size_class);
    uint64_t at = g->blocks[row] + bytes - payload_bytes(size, align);
    if (!ptrmap_put(&g->rows, region_pointer(s, at), row))
        return error_set(err, MEMGLASS_E_NOMEM, ENOMEM, "out of memory for guard pages");
    int error = shm_protect(region_pointer(s, g->blocks[row]), bytes, true);
    if (error)
        return refused(error, err);
    *place = at;
    return MEMGLASS_OK;
}

bool guardpage_has_canary(const struct guardpage *g, const struct store *s, uint32_t row,
                          uint32_t size_class, const void *payload, uint64_t size)
{
    return (const unsigned char *)payload + round_up(size, 8) < guard_of(g, s, row, size_class);
}

void guardpage_close(const struct guardpage *g, struct store *s, uint32_t row, uint32_t size_class)
{
    /* When the system refuses, a store to it is not caught; nothing else is lost. */
    shm_protect(region_pointer(s, g->blocks[row]), sizeclass_bytes(size_class), false);
}
