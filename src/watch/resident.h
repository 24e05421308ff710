/* How much memory this process has. Layer 1. */
#ifndef WATCH_RESIDENT_H
#define WATCH_RESIDENT_H

#include <stdint.h>

/* Bytes of physical memory, shared ones included; 0 when the system does not say. */
uint64_t resident_bytes(void);

#endif
