/* Whether the program that is looked at still runs. Layer 8. */
#include "cli/life.h"

#include <stdio.h>

void life_note(struct life *life, const char *name, const memglass_session_info *session)
{
    bool over = session->state == MEMGLASS_STATE_DEAD || session->state == MEMGLASS_STATE_GONE;
    long pid = (long)session->pid;
    if (over && !life->over)
        fprintf(stderr,
                "memglass: the program of %s (pid %ld) has ended: these are its last values\n",
                name, pid);
    else if (life->over && !over)
        fprintf(stderr, "memglass: %s is back, of pid %ld\n", name, pid);
    life->over = over;
}
