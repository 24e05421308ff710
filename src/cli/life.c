/* Whether the program that is looked at still runs, and what is missing from its frames. Layer 8.
 */
#include "cli/life.h"

#include <stdio.h>
#include <string.h>

void life_note(struct life *life, const char *name, const memglass_session_info *session,
               const memglass_error *missing)
{
    const char *text = missing->code ? missing->message : "";
    if (strcmp(text, life->missing) != 0 && *text)
        fprintf(stderr, "memglass: %s\n", text);
    snprintf(life->missing, sizeof life->missing, "%s", text);
    bool over = session->state == MEMGLASS_STATE_DEAD || session->state == MEMGLASS_STATE_GONE;
    if (session->state == MEMGLASS_STATE_RESTARTED) /* what is known is of the one before still */
        return;
    long pid = (long)session->pid;
    if (over && !life->over)
        fprintf(stderr,
                "memglass: the program of %s (pid %ld) has ended: these are its last values\n",
                name, pid);
    else if (life->over && !over)
        fprintf(stderr, "memglass: %s is back, of pid %ld\n", name, pid);
    life->over = over;
}
