/* Memory that lives as long as one run of the generator: nothing is freed one by one. Layer: gen.
 */
#ifndef GEN_POOL_H
#define GEN_POOL_H

#include <stddef.h>

struct pool;

struct pool *pool_create(void);
void pool_destroy(struct pool **pool);

/* Zeroed memory, aligned for any type. These never return NULL: without memory the run ends. */
void *pool_alloc(struct pool *pool, size_t size);
char *pool_copy(struct pool *pool, const char *text);
char *pool_copy_part(struct pool *pool, const char *text, size_t length);
char *pool_format(struct pool *pool, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room for one more element in an array that holds count: the array, or a larger copy of it. */
void *pool_grow(struct pool *pool, void *array, size_t count, size_t element_size);

/* What open_memstream promises, without its failure. */
void die_out_of_memory(void) __attribute__((noreturn));

#endif
