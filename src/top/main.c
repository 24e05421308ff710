/* memglass-top: the dashboard of live objects. Layer 8. */
#include "base/streams.h"
#include "top/batch.h"
#include "top/choices.h"
#include "top/loop.h"
#include "tui/rescue.h"
#include "watch/signals.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#define EXIT_USAGE 2

/* What is larger is the system's again once it is freed: what is there of many objects comes and
 * goes. */
#define LARGE_BYTES (1 << 20)

static int fail(const memglass_error *err)
{
    fprintf(stderr, "memglass-top: %s\n", err->message);
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    struct top_options options;
    struct top_mistake mistake;
    memglass_error err = {0};
    streams_hold();
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
#endif
    choices_set_locale();
    if (top_options_parse(argc, argv, &options, &mistake, &err) != MEMGLASS_OK) {
        fail(&err);
        top_mistake_print(&mistake, stderr);
        fputs("Try 'memglass-top --help'.\n", stderr);
        return EXIT_USAGE;
    }
    if (options.help) {
        top_options_help();
        return EXIT_SUCCESS;
    }
    if (options.version) {
        printf("memglass-top %s\n", memglass_version());
        return EXIT_SUCCESS;
    }
    if (options.batch)
        return top_batch(&options, stdout, &err) ? fail(&err) : EXIT_SUCCESS;
    rescue_install();
    int ended = top_loop(&options, &err);
    if (ended < 0)
        return fail(&err);
    if (ended > 0)
        signals_die_of(ended);
    return EXIT_SUCCESS;
}
