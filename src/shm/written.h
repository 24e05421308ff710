/*
 * Which pages of a mapping were written to, as the kernel knows it: Linux 6.7 and later. Pages are
 * write-protected by a userfaultfd that resolves its own faults (UFFD_FEATURE_WP_ASYNC): the first
 * store to a page takes the protection away, and that is what is found. Layer 1.
 *
 * Only stores through the mapping that was armed are seen, those of the kernel for its process
 * among them; not those of other processes, nor of a forked child.
 */
#ifndef SHM_WRITTEN_H
#define SHM_WRITTEN_H

#include "shm/shm.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* A descriptor by which this process arms mappings of its own, or -1: this kernel has none, or does
 * not allow it. Closing it disarms them. */
int shm_written_open(void);
/* All pages count as written until they are first protected. */
bool shm_written_arm(int tracker, void *base, uint64_t size);

/* The pages of a process, to be asked about: a descriptor that stays with it, whoever has its
 * number later. -1: it is gone, or this process may not look. */
int shm_pagemap_open(pid_t pid);
/* Where that process has the file of a segment that was opened mapped for writing, in one piece of
 * its size. 0: nowhere, or more than once. */
uint64_t shm_mapped_at(pid_t pid, const struct shm_segment *segment);

/* Whole pages: bytes from the start of what is asked about. */
typedef void shm_written_fn(void *ctx, uint64_t from, uint64_t to);

/* Calls fn for the pages in [start, start + size) that were written to since they were last
 * protected, and protects them again when that is asked for (of the own process only). False: not
 * all of them are armed, or the process is gone; what was told then is not all. */
bool shm_written_each(int pagemap, uint64_t start, uint64_t size, bool protect, shm_written_fn *fn,
                      void *ctx);

#endif
