/* Standard input, output and error of a program. Layer 0. */
#ifndef BASE_STREAMS_H
#define BASE_STREAMS_H

/* First thing in main: which of the three the program was started without, something else stands
 * for, so that no file that is opened later is written to as standard output. Reading and writing
 * fail as before, with EBADF. */
void streams_hold(void);

#endif
