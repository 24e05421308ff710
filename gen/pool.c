/* Memory that lives as long as one run of the generator. Layer: gen. */
#include "pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POOL_ALIGN ((size_t)16)
#define POOL_BLOCK ((size_t)64 * 1024)

struct block {
    struct block *next;
    size_t used, size;
};

struct pool {
    struct block *blocks;
};

static size_t round_up(size_t size)
{
    return (size + POOL_ALIGN - 1) / POOL_ALIGN * POOL_ALIGN;
}

void die_out_of_memory(void)
{
    fputs("memglass-gen: out of memory\n", stderr);
    exit(1);
}

struct pool *pool_create(void)
{
    struct pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        die_out_of_memory();
    return pool;
}

void pool_destroy(struct pool **pool)
{
    if (!*pool)
        return;
    for (struct block *b = (*pool)->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(*pool);
    *pool = NULL;
}

static struct block *add_block(struct pool *pool, size_t size)
{
    size_t header = round_up(sizeof(struct block));
    size_t room = header + (size > POOL_BLOCK ? size : POOL_BLOCK);
    struct block *b = calloc(1, room);
    if (!b)
        die_out_of_memory();
    b->used = header;
    b->size = room;
    b->next = pool->blocks;
    pool->blocks = b;
    return b;
}

void *pool_alloc(struct pool *pool, size_t size)
{
    struct block *b = pool->blocks;
    size = round_up(size ? size : 1);
    if (!b || b->size - b->used < size)
        b = add_block(pool, size);
    void *memory = (char *)b + b->used;
    b->used += size;
    return memory;
}

char *pool_copy_part(struct pool *pool, const char *text, size_t length)
{
    char *copy = pool_alloc(pool, length + 1);
    memcpy(copy, text, length);
    return copy;
}

char *pool_copy(struct pool *pool, const char *text)
{
    return pool_copy_part(pool, text, strlen(text));
}

char *pool_format(struct pool *pool, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        die_out_of_memory();
    char *text = pool_alloc(pool, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void *pool_grow(struct pool *pool, void *array, size_t count, size_t element_size)
{
    if (count == 0)
        return pool_alloc(pool, 4 * element_size);
    if (count < 4 || (count & (count - 1)) != 0)
        return array;
    void *larger = pool_alloc(pool, 2 * count * element_size);
    memcpy(larger, array, count * element_size);
    return larger;
}
