/* Ctrl-C and the like as a wish to end, not as an end. Layer 8. */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

/* From now on SIGINT, SIGTERM and SIGHUP interrupt waiting, and are remembered. A SIGHUP that is
 * ignored stays so. SIGUSR1 does nothing: it is meant for recorders. */
void interrupt_install(void);
/* SIGUSR1 interrupts waiting, and is remembered. Behind interrupt_install. */
void interrupt_take_asking(void);
/* A pipe that nobody reads is an error of writing into it, and not the end. */
void interrupt_outlive_pipes(void);

/* The first that came, 0: none. SIGUSR1 is none. */
int interrupt_came(void);
/* Whether SIGUSR1 came since it was last asked. */
_Bool interrupt_asked(void);

#endif
