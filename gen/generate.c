/* memglass-gen-clang: reads headers, writes their type descriptions; memglass-gen runs it when
 * there is something to do. Layer: gen. */
#include "emit.h"
#include "options.h"
#include "output.h"
#include "parse.h"
#include "paths.h"
#include "seen.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXIT_INPUT 1
#define EXIT_USAGE 2

struct run {
    int argc;
    char **argv;
    struct options options;
    struct pool *pool;
    const char **toolchain;
    size_t toolchain_count;
    struct type_pattern *patterns; /* --type; found: by the output being made */
};

/* ---- how clang is called ----------------------------------------------------------------------*/

static bool is_cxx_name(const char *name)
{
    static const char *const endings[] = {".hpp", ".hh",  ".hxx", ".h++",
                                          ".H",   ".cpp", ".cc",  ".cxx"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++)
        if (strcmp(dot, endings[i]) == 0)
            return true;
    return false;
}

/* The command line decides, then the build, then the header's name. */
static bool is_cxx(const struct options *o, const struct compile_flags *flags, const char *header)
{
    if (o->language != LANGUAGE_BY_NAME)
        return o->language == LANGUAGE_CXX;
    if (o->standard)
        return strstr(o->standard, "++") != NULL || is_cxx_name(header);
    if (flags->language)
        return strncmp(flags->language, "c++", 3) == 0;
    if (flags->standard)
        return strstr(flags->standard, "++") != NULL;
    return is_cxx_name(flags->file ? flags->file : header);
}

static void add(struct run *run, struct parse_request *request, const char *arg)
{
    request->args = pool_grow(run->pool, request->args, request->arg_count, sizeof *request->args);
    request->args[request->arg_count++] = arg;
}

static bool find_flags(struct run *run, const char *header, struct compile_flags *flags)
{
    const char *folder = run->options.compile_db;
    if (!folder)
        return true;
    switch (parse_compile_flags(run->pool, folder, header, flags)) {
    case COMPILE_FLAGS_FOUND:
        return true;
    case COMPILE_FLAGS_NO_FILE:
        fprintf(stderr,
                "memglass-gen: %s/compile_commands.json has no file of the name of %s and none in "
                "its folder\n",
                folder, header);
        return false;
    default:
        fprintf(stderr, "memglass-gen: cannot read %s/compile_commands.json\n", folder);
        return false;
    }
}

static struct parse_request make_request(struct run *run, const struct compile_flags *flags,
                                         const char *header)
{
    const struct options *o = &run->options;
    struct parse_request request = {.header = header, .cxx = is_cxx(o, flags, header)};
    request.select = o->all_included ? SELECT_ALL_INCLUDED : o->all ? SELECT_ALL : SELECT_ANNOTATED;
    request.patterns = run->patterns;
    request.pattern_count = o->type_count;
    const char *standard = request.cxx ? "c++17" : "gnu11";
    if (o->standard || flags->standard)
        standard = o->standard ? o->standard : flags->standard;
    add(run, &request, "-x");
    add(run, &request, request.cxx ? "c++-header" : "c-header");
    add(run, &request, pool_format(run->pool, "-std=%s", standard));
    if (!request.cxx) /* [[memglass::observe]] before C23 */
        add(run, &request, "-fdouble-square-bracket-attributes");
    add(run, &request, "-DMEMGLASS_GENERATING=1");
    add(run, &request, "-w"); /* warnings are the user's own compiler's business */
    for (size_t i = 0; i < run->toolchain_count; i++)
        add(run, &request, run->toolchain[i]);
    for (size_t i = 0; i < flags->count; i++)
        if (strncmp(flags->args[i], "-std=", 5) != 0)
            add(run, &request, flags->args[i]);
    for (size_t i = 0; i < o->clang_count; i++)
        add(run, &request, o->clang[i]);
    return request;
}

static void show_request(const struct parse_request *request)
{
    fputs("memglass-gen: clang", stderr);
    for (size_t i = 0; i < request->arg_count; i++)
        fprintf(stderr, " %s", request->args[i]);
    fprintf(stderr, " %s\n", request->header);
}

/* ---- what comes out ---------------------------------------------------------------------------*/

static void show_types(const struct model *model, FILE *out)
{
    for (size_t i = 0; i < model->type_count; i++) {
        const struct model_type *type = model->types[i];
        fprintf(out, "  %s: size %llu, fields %u%s\n", type->d.name,
                (unsigned long long)type->d.size, type->d.field_count,
                type->observed ? "" : " (nested)");
    }
}

static const char *depend_path(const struct run *run, const struct emit_target *target)
{
    const char *path = run->options.depend_file;
    return path ? path : path_depend(run->pool, target->output);
}

static int write_depend(struct run *run, const struct model *model,
                        const struct emit_target *target)
{
    char *text = NULL;
    size_t size;
    const char *path = depend_path(run, target);
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die_out_of_memory();
    output_depend(model, target->output, target->headers[0], out);
    if (fclose(out) != 0)
        die_out_of_memory();
    int result = output_write(run->pool, path, text, size, stderr);
    free(text);
    return result;
}

static int write_model(struct run *run, const struct model *model, const struct emit_target *target)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die_out_of_memory();
    if (run->options.json)
        emit_json(model, target, out);
    else if (run->options.layout)
        emit_layout(model, target, out);
    else
        emit_header(model, target, out);
    if (fclose(out) != 0)
        die_out_of_memory();
    int result = output_write(run->pool, target->output, text, size, stderr);
    free(text);
    if (result == 0 && run->options.depend)
        result = write_depend(run, model, target);
    return result;
}

/* ---- what it was made from --------------------------------------------------------------------*/

static bool is_regular(const char *path)
{
    struct stat status;
    return strcmp(path, "-") != 0 && stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* Of all that was seen so far, what holds now, as it will be looked at again. NULL: not to be told.
 */
static char *inputs_now(struct run *run, const struct model *model,
                        const struct emit_target *target)
{
    const struct inputs *seen = seen_so_far(model->files, model->file_count);
    struct inputs inputs;
    uint64_t newest;
    if (!seen)
        return NULL;
    inputs_init(&inputs, run->pool);
    inputs_note_command(&inputs, run->argc, run->argv);
    inputs_note(&inputs, INPUT_MADE, target->output);
    if (run->options.depend)
        inputs_note(&inputs, INPUT_MADE, depend_path(run, target));
    inputs_add(&inputs, seen);
    return inputs_hold(&inputs, run->argc, run->argv, &newest) ? inputs_text(&inputs) : NULL;
}

/* A run that had something to say is not remembered: the next one says it again. */
static void remember(struct run *run, const struct model *model, const struct emit_target *target,
                     const struct diag *diag)
{
    const char *path = inputs_path(run->pool, target->output);
    if (!is_regular(target->output))
        return;
    char *text = diag->said == 0 ? inputs_now(run, model, target) : NULL;
    if (text)
        output_write(run->pool, path, text, strlen(text), stderr);
    else
        unlink(path);
    free(text);
}

static struct emit_target make_target(struct run *run, const char **headers, size_t count)
{
    const struct options *o = &run->options;
    struct emit_target target = {.output = o->output, .headers = headers, .header_count = count};
    if (!target.output)
        target.output = o->json || o->layout ? "-" : path_default_output(run->pool, headers[0]);
    const char *named = strcmp(target.output, "-") != 0
                            ? target.output
                            : path_default_output(run->pool, headers[0]);
    target.stem = path_stem_identifier(run->pool, named);
    target.guard = path_guard(run->pool, named);
    return target;
}

/* ---- one output -------------------------------------------------------------------------------*/

static bool is_readable(const char *header)
{
    struct stat status;
    FILE *in = fopen(header, "rb");
    const char *why = in ? NULL : strerror(errno);
    if (in && fstat(fileno(in), &status) == 0 && S_ISDIR(status.st_mode))
        why = "it is a folder";
    if (in)
        fclose(in);
    if (why)
        fprintf(stderr, "memglass-gen: cannot read %s: %s\n", header, why);
    return !why;
}

static void require_types(const struct run *run, const struct model *model, struct diag *diag,
                          const char *header)
{
    struct place place = {.file = header};
    for (size_t i = 0; diag->errors == 0 && i < run->options.type_count; i++)
        if (!run->patterns[i].found)
            diag_error(diag, place, "no complete struct or union fits --type '%s'",
                       run->patterns[i].glob);
    if (diag->errors > 0 || model_observed_count(model) > 0)
        return;
    if (run->options.all || run->options.all_included || run->options.type_count > 0)
        diag_error(diag, place, "no type to observe: it defines no complete struct or union");
    else
        diag_error(diag, place,
                   "no observed type: annotate one with MEMGLASS_OBSERVE or pass --all");
}

static void begin_patterns(struct run *run)
{
    const struct options *o = &run->options;
    run->patterns = pool_alloc(run->pool, o->type_count * sizeof *run->patterns);
    for (size_t i = 0; i < o->type_count; i++)
        run->patterns[i].glob = o->types[i];
}

static int generate(struct run *run, const char **headers, size_t count)
{
    struct model model;
    struct diag diag = {.out = stderr};
    struct emit_target target = make_target(run, headers, count);
    model_init(&model, run->pool);
    begin_patterns(run);
    for (size_t i = 0; i < count; i++) {
        struct compile_flags flags = {0};
        if (!is_readable(headers[i]) || !find_flags(run, headers[i], &flags))
            return EXIT_INPUT;
        struct parse_request request = make_request(run, &flags, headers[i]);
        if (run->options.verbose)
            show_request(&request);
        parse_header(&model, &diag, &request);
    }
    require_types(run, &model, &diag, headers[0]);
    if (diag.errors > 0)
        return EXIT_INPUT;
    if (run->options.dry_run)
        printf("%s: %zu type%s\n", target.output, model.type_count,
               model.type_count == 1 ? "" : "s");
    if (run->options.dry_run || run->options.verbose)
        show_types(&model, run->options.dry_run ? stdout : stderr);
    if (run->options.dry_run)
        return 0;
    seen_pause();
    bool written = write_model(run, &model, &target) == 0;
    if (written)
        remember(run, &model, &target, &diag);
    seen_resume();
    return written ? 0 : EXIT_INPUT;
}

/* With -o (or JSON, or a listing) all headers make one output, else each its own. */
static int generate_all(struct run *run)
{
    const struct options *o = &run->options;
    int result = 0;
    if (o->output || o->json || o->layout)
        return generate(run, o->headers, o->header_count);
    for (size_t i = 0; i < o->header_count; i++) {
        int one = generate(run, &o->headers[i], 1);
        result = one ? one : result;
    }
    return result;
}

static int run_program(struct run *run)
{
    if (options_parse(&run->options, run->pool, run->argc, run->argv, stderr) < 0)
        return EXIT_USAGE;
    parse_toolchain_args(run->pool, &run->toolchain, &run->toolchain_count);
    return generate_all(run);
}

int main(int argc, char **argv)
{
    struct run run = {.argc = argc, .argv = argv, .pool = pool_create()};
    int status = run_program(&run);
    pool_destroy(&run.pool);
    if (fflush(stdout) != 0 && status == 0) {
        fprintf(stderr, "memglass-gen: cannot write to stdout: %s\n", strerror(errno));
        status = EXIT_INPUT;
    }
    return status;
}
