/* Ctrl-C and the like as a wish to end, not as an end. Layer 8. */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

/* From now on SIGINT, SIGTERM and SIGHUP interrupt waiting, and are remembered; so is SIGUSR1. A
 * SIGHUP that is ignored stays so. */
void interrupt_install(void);

/* The first that came, 0: none. SIGUSR1 is none. */
int interrupt_came(void);
/* Whether SIGUSR1 came since it was last asked. */
_Bool interrupt_asked(void);

#endif
