/* A descriptor that one thread makes readable and another waits for. Layer 1. */
#include "watch/bell.h"

#include <sys/eventfd.h>

int bell_open(void)
{
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

void bell_ring(int bell)
{
    eventfd_write(bell, 1);
}

void bell_clear(int bell)
{
    eventfd_t rings;
    eventfd_read(bell, &rings);
}
