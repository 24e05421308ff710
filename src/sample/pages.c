/* Large private memory: mmap, aligned and advised for huge pages. Layer 4. */
#include "sample/pages.h"

#include "base/checked.h"

#include <memglass/base.h>
#include <sys/mman.h>

enum { PAGE = 4096, HUGE = 2 << 20 };

void pages_free(struct pages *p)
{
    if (p->at)
        munmap(p->at, p->size);
    *p = (struct pages){0};
}

static unsigned char *map(uint64_t size)
{
    void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return at == MAP_FAILED ? NULL : at;
}

/* A mapping that starts anywhere loses the huge page at each of its ends. Only what fills huge
 * pages is to have them: of one that is touched at its head, all is memory. */
static unsigned char *map_huge(uint64_t size, uint64_t used)
{
    unsigned char *raw = map(size + HUGE);
    if (!raw)
        return NULL;
    unsigned char *at = raw + (-(uintptr_t)raw & (HUGE - 1));
    if (at > raw)
        munmap(raw, (size_t)(at - raw));
    if (at < raw + HUGE)
        munmap(at + size, (size_t)(raw + HUGE - at));
    uint64_t filled = used & ~(uint64_t)(HUGE - 1);
    madvise(at, filled, MADV_HUGEPAGE);
    madvise(at + filled, size - filled, MADV_NOHUGEPAGE);
    return at;
}

/* And not far too large. */
static bool fits(const struct pages *p, uint64_t bytes)
{
    bool wasteful = p->size > HUGE && p->size / 4 > bytes;
    return p->at && p->size >= bytes && !wasteful;
}

/* Addresses for an eighth more than asked for, so that a session that grows slowly does not move
 * each tick. */
static uint64_t roomy(uint64_t bytes)
{
    uint64_t size = bytes + bytes / 8;
    return round_up(size ? size : 1, size >= HUGE ? HUGE : PAGE);
}

int pages_fit(struct pages *p, uint64_t bytes)
{
    if (fits(p, bytes))
        return MEMGLASS_OK;
    pages_free(p);
    if (bytes > UINT64_MAX / 4)
        return MEMGLASS_E_NOMEM;
    uint64_t size = roomy(bytes);
    unsigned char *at = size >= HUGE ? map_huge(size, bytes) : map(size);
    if (!at)
        return MEMGLASS_E_NOMEM;
    *p = (struct pages){.at = at, .size = size};
    return MEMGLASS_OK;
}

int pages_fit_sparse(struct pages *p, uint64_t bytes)
{
    if (fits(p, bytes))
        return MEMGLASS_OK;
    pages_free(p);
    if (bytes > UINT64_MAX / 4 || pages_reserve(p, roomy(bytes)))
        return MEMGLASS_E_NOMEM;
    madvise(p->at, p->size, MADV_NOHUGEPAGE);
    return MEMGLASS_OK;
}

int pages_reserve(struct pages *p, uint64_t bytes)
{
    void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED)
        return MEMGLASS_E_NOMEM;
    *p = (struct pages){.at = at, .size = bytes};
    return MEMGLASS_OK;
}
