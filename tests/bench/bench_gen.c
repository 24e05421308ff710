/* What generating costs: memglass-gen against a program that only parses the same header with
 * libclang, against nothing when the output is there already, and a thousand times the structs.
 * Tests only; no layer. */
#include "bench.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char folder[] = "/tmp/memglass-bench-XXXXXX", generator[4096], parser[4096];

static void run(void *ctx, size_t n)
{
    char *const *argv = ctx;
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    for (size_t i = 0; i < n; i++) {
        pid_t pid;
        int status = 1;
        if (posix_spawnp(&pid, argv[0], &quiet, NULL, argv, environ) == 0)
            waitpid(pid, &status, 0);
        if (status) {
            fprintf(stderr, "bench_gen: %s failed\n", argv[0]);
            exit(EXIT_FAILURE);
        }
    }
    posix_spawn_file_actions_destroy(&quiet);
}

static void write_header(const char *name, int structs)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "w");
    if (!out)
        exit(EXIT_FAILURE);
    fputs("#include <stdint.h>\n", out);
    for (int i = 0; i < structs; i++)
        fprintf(out, "struct s%d { int32_t a; double b; char c[16]; uint64_t d[4]; };\n", i);
    fclose(out);
}

static struct bench_side generating(const char *name, char *header, char **argv)
{
    char *const words[] = {generator, "--all", "-o", "-", header, NULL};
    memcpy(argv, words, sizeof words);
    return (struct bench_side){name, run, argv};
}

int main(void)
{
    const char *build = getenv("MEMGLASS_BUILD");
    char path[4096];
    if (!realpath(build ? build : "build", path))
        bench_fail("no build folder");
    snprintf(generator, sizeof generator, "%.4000s/memglass-gen", path);
    snprintf(parser, sizeof parser, "%.4000s/tests/bench/parse_once", path);
    if (!mkdtemp(folder))
        bench_fail("no folder to write to");
    write_header("few.h", 5);
    write_header("many.h", 5000);
    if (chdir(folder) != 0)
        return EXIT_FAILURE;
    char *small[6], *large[6], *parse[] = {parser, "few.h", NULL}, *nothing[] = {"/bin/true", NULL};
    char *again[] = {generator, "--all", "-o", "few.memglass.h", "few.h", NULL};
    bench_begin();
    struct bench_side few = generating("memglass-gen, 5 structs", "few.h", small);
    struct bench_side many = generating("memglass-gen, 5,000", "many.h", large);
    bench_compare("generator", &few, &(struct bench_side){"libclang, parse once", run, parse});
    bench_compare("generator, nothing to do",
                  &(struct bench_side){"memglass-gen, output is there", run, again},
                  &(struct bench_side){"/bin/true", run, nothing});
    if (!bench_quick())
        bench_compare("generator, 5,000 structs", &many, &few);
    unlink("few.h");
    unlink("few.memglass.h");
    unlink(".few.memglass.h.inputs");
    unlink("many.h");
    return rmdir(folder) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
