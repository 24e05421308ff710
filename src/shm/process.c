/* What the operating system says of this process and thread. Layer 1. */
#include "shm/shm.h"

#include <sys/random.h>
#include <unistd.h>

void shm_executable(char *out, size_t size)
{
    ssize_t length = readlink("/proc/self/exe", out, size - 1);
    out[length > 0 ? length : 0] = '\0';
}

uint32_t shm_thread_id(void)
{
    return (uint32_t)gettid();
}

bool shm_random(void *out, size_t size)
{
    return getrandom(out, size, 0) == (ssize_t)size;
}
