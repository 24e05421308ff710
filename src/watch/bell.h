/* A descriptor that one thread makes readable and another waits for. Layer 1. */
#ifndef WATCH_BELL_H
#define WATCH_BELL_H

/* A new bell, closed by close(2); or -1 and errno. */
int bell_open(void);

/* It is readable from here on, until it is cleared. Any thread; never waits. */
void bell_ring(int bell);
void bell_clear(int bell);

#endif
