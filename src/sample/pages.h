/* Large private memory straight from the kernel, on huge pages where there are any. Layer 4. */
#ifndef SAMPLE_PAGES_H
#define SAMPLE_PAGES_H

#include <stdint.h>

struct pages {
    unsigned char *at; /* NULL: none */
    uint64_t size;
};

/*
 * Makes room for `bytes`, and gives back what is far too large. What was there is lost when it has
 * to move. MEMGLASS_E_NOMEM: p is empty then.
 */
int pages_fit(struct pages *p, uint64_t bytes);
/* The same on small pages: what is never touched is no memory. */
int pages_fit_sparse(struct pages *p, uint64_t bytes);
/* Addresses for exactly so many bytes; memory is taken as they are touched. E_NOMEM. */
int pages_reserve(struct pages *p, uint64_t bytes);
void pages_free(struct pages *p);

#endif
