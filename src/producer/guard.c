/* Waiting for another writer thread to leave a write section or a guarded store. Layer 2. */
#include <memglass/guard.h>

#include <sched.h>

#define SPINS 64

static void relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

void memglass_guard_wait(const uint32_t *sequence)
{
    for (int i = 0; i < SPINS; i++) {
        if (!(__atomic_load_n(sequence, __ATOMIC_RELAXED) & 1u))
            return;
        relax();
    }
    /* The writer inside may be waiting for this core. */
    sched_yield();
}
