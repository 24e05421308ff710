/*
 * Every read of memglass, under writers that do their worst: from 1 to 8 threads of another
 * process, and, for ThreadSanitizer, of this one. LITMUS_READS=100000000 in the environment makes
 * it long (make litmus). Tests only; no layer.
 */
#include "suite.h"
#include "unit.h"

/* ThreadSanitizer slows each read down; gcc and clang say so in two ways. */
#if defined(__SANITIZE_THREAD__)
#    define DEFAULT_READS 200000
#elif defined(__has_feature)
#    if __has_feature(thread_sanitizer)
#        define DEFAULT_READS 200000
#    endif
#endif
#ifndef DEFAULT_READS
#    define DEFAULT_READS 1000000
#endif

#define U(number) ((unsigned long long)(number))

static uint64_t wanted_reads(void)
{
    const char *wanted = getenv("LITMUS_READS");
    return wanted ? strtoull(wanted, NULL, 10) : DEFAULT_READS;
}

static void add(struct suite_result *to, const struct suite_result *from)
{
    to->sum.checked += from->sum.checked;
    to->sum.torn += from->sum.torn;
    to->sum.broken += suite_broken(from);
    to->own_reads += from->own_reads;
    to->sections += from->sections;
    to->seconds += from->seconds;
}

static void show(const char *what, unsigned threads, const struct suite_result *r)
{
    static const char *const paths[] = {
#define PATH_NAME(name, text) text,
        READER_PATH_LIST(PATH_NAME)
#undef PATH_NAME
    };
    printf("%s, %u threads, %.1f s\n", what, threads, r->seconds);
    for (int p = 0; p < READER_PATHS; p++)
        if (r->tallies[p].checked)
            printf("  %-22s %12llu checked %10llu torn %6llu inconsistent\n", paths[p],
                   U(r->tallies[p].checked), U(r->tallies[p].torn), U(r->tallies[p].broken));
    printf("  %-22s %12llu checked %28llu inconsistent\n", "memglass_guarded_load", U(r->own_reads),
           U(r->own_broken));
    printf("  %-22s %12llu %34llu lost\n", "write sections", U(r->sections), U(r->lost));
    printf("  %-22s %47llu missed\n", "objects", U(r->missed));
    if (r->frames)
        printf("  %-22s %12llu of %llu are one cut\n", "frames", U(r->cuts), U(r->frames));
    fflush(stdout);
}

static void run_all(const char *what, bool here)
{
    static const unsigned threads[] = {1, 2, 4, 8};
    struct suite_result all = {0};
    for (int i = 0; i < 4; i++) {
        struct suite_plan plan = {.threads = threads[i],
                                  .here = here,
                                  .reads = wanted_reads() / 4,
                                  .seconds = getenv("LITMUS_READS") ? 3600 : 50};
        struct suite_result result = suite_run(&plan);
        show(what, threads[i], &result);
        ck_assert_msg(suite_broken(&result) == 0, "%s", result.complaint);
        /* On a machine that has no time, as many as there is time for. */
        ck_assert_uint_ge(result.sum.checked, plan.reads / (getenv("LITMUS_READS") ? 1 : 100));
        add(&all, &result);
    }
    printf("total: %llu checked reads of %s, %llu marked torn, %llu inconsistent\n",
           U(all.sum.checked), what, U(all.sum.torn), U(all.sum.broken));
}

START_TEST(test_every_read_of_another_process_is_what_it_says)
{
    run_all("another process", false);
}
END_TEST

START_TEST(test_every_read_of_this_process_is_what_it_says)
{
    run_all("this process", true);
}
END_TEST

MEMGLASS_SUITE("litmus/litmus", test_every_read_of_another_process_is_what_it_says,
               test_every_read_of_this_process_is_what_it_says)
