/* Memory of one view state: a list of chunks that is used again at each build. Layer 6. */
#include "view/arena.h"

#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES ((size_t)64 << 10)

struct view_chunk {
    struct view_chunk *next;
    size_t size;
    _Alignas(16) unsigned char bytes[];
};

void view_arena_init(struct view_arena *a)
{
    *a = (struct view_arena){0};
}

void view_arena_fini(struct view_arena *a)
{
    for (struct view_chunk *chunk = a->first, *next; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    view_arena_init(a);
}

void view_arena_reset(struct view_arena *a)
{
    a->now = a->first;
    a->used = 0;
}

static struct view_chunk *chunk_create(size_t size)
{
    struct view_chunk *chunk = malloc(sizeof *chunk + size);
    REQUIRE(chunk && "out of memory");
    chunk->next = NULL;
    chunk->size = size;
    return chunk;
}

/* The next chunk that holds `bytes`: a kept one, or a new one put between. */
static void advance(struct view_arena *a, size_t bytes)
{
    struct view_chunk **next = a->now ? &a->now->next : &a->first;
    if (!*next || (*next)->size < bytes) {
        struct view_chunk *chunk = chunk_create(bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES);
        chunk->next = *next;
        *next = chunk;
    }
    a->now = *next;
    a->used = 0;
}

void *view_arena_alloc(struct view_arena *a, size_t bytes)
{
    bytes = (bytes + 15) & ~(size_t)15;
    if (!a->now || bytes > a->now->size - a->used)
        advance(a, bytes);
    void *piece = a->now->bytes + a->used;
    a->used += bytes;
    return memset(piece, 0, bytes);
}

const char *view_arena_text(struct view_arena *a, const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(view_arena_alloc(a, size), text, size);
}

const char *view_arena_printf(struct view_arena *a, const char *format, ...)
{
    char text[VIEW_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return view_arena_text(a, text);
}
