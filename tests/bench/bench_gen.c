/* What generating costs: memglass-gen against a compiler that only parses, and ten times the
 * structs against a tenth. */
#include "bench.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char folder[] = "/tmp/memglass-bench-XXXXXX", generator[4096];

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
    char *small[6], *large[6], *parse[] = {"clang", "-x", "c", "-fsyntax-only", "few.h", NULL};
    snprintf(generator, sizeof generator, "%s/memglass-gen", build ? build : "build");
    if (!mkdtemp(folder)) {
        perror(folder);
        return EXIT_FAILURE;
    }
    write_header("few.h", 5);
    write_header("many.h", 5000);
    if (chdir(folder) != 0)
        return EXIT_FAILURE;
    bench_pin();
    struct bench_side few = generating("memglass-gen", "few.h", small);
    struct bench_side many = generating("memglass-gen, 5,000", "many.h", large);
    few.ctx = small;
    if (system("command -v clang >/dev/null") == 0)
        bench_compare("header of 5 structs", &few,
                      &(struct bench_side){"clang, parse", run, parse});
    else
        puts("header of 5 structs          left out: there is no clang to compare with");
    few.name = "5 structs";
    bench_compare("header of 5,000 structs", &many, &few);
    unlink("few.h");
    unlink("many.h");
    return rmdir(folder) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
