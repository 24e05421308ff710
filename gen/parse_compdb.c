/* The flags that a build gives to the compiler, out of compile_commands.json. Layer: gen. */
#include "parse.h"

#include <clang-c/CXCompilationDatabase.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct choice {
    struct pool *pool;
    const char *header; /* absolute */
    CXCompileCommand command;
    int rank; /* of the best so far; 0: none */
    size_t distance;
};

/* ---- which command ----------------------------------------------------------------------------*/

static const char *text_of(struct pool *pool, CXString text)
{
    const char *c = clang_getCString(text);
    const char *copy = pool_copy(pool, c ? c : "");
    clang_disposeString(text);
    return copy;
}

static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* A file need not be there any more, or yet: then it is its folder that is looked up. */
static const char *absolute(struct pool *pool, const char *folder, const char *path)
{
    const char *joined = *path == '/' ? path : pool_format(pool, "%s/%s", folder, path);
    size_t length = folder_length(joined);
    char *real = realpath(joined, NULL);
    char *above = real ? NULL : realpath(pool_copy_part(pool, joined, length), NULL);
    const char *copy = joined;
    if (real)
        copy = pool_copy(pool, real);
    else if (above)
        copy = pool_format(pool, "%s/%s", above, joined + length);
    free(real);
    free(above);
    return copy;
}

static size_t stem_length(const char *path)
{
    const char *base = path + folder_length(path), *dot = strrchr(base, '.');
    return dot && dot != base ? (size_t)(dot - base) : strlen(base);
}

/* How many letters of the two names are not the same: "net_in.c" is nearer to "net.h" than "x.c".
 */
static size_t name_distance(const char *a, const char *b)
{
    size_t same = 0, length_a = stem_length(a), length_b = stem_length(b);
    a += folder_length(a);
    b += folder_length(b);
    while (same < length_a && same < length_b && a[same] == b[same])
        same++;
    return length_a + length_b - 2 * same;
}

/* 4: the file itself; 3: its stem, in its folder; 2: its stem elsewhere; 1: its folder. */
static int rank_of(const char *header, const char *file)
{
    size_t folder = folder_length(header);
    bool same_folder = folder == folder_length(file) && strncmp(header, file, folder) == 0;
    bool same_stem = name_distance(header, file) == 0;
    if (strcmp(header, file) == 0)
        return 4;
    return same_stem ? 2 + same_folder : same_folder;
}

static void consider(struct choice *choice, CXCompileCommand command)
{
    const char *folder = text_of(choice->pool, clang_CompileCommand_getDirectory(command));
    const char *name = text_of(choice->pool, clang_CompileCommand_getFilename(command));
    const char *file = absolute(choice->pool, folder, name);
    int rank = rank_of(choice->header, file);
    size_t distance = name_distance(choice->header, file);
    if (rank == 0 || rank < choice->rank || (rank == choice->rank && distance >= choice->distance))
        return;
    choice->command = command;
    choice->rank = rank;
    choice->distance = distance;
}

/* ---- which of its flags -----------------------------------------------------------------------*/

/* Flags with a path, joined or apart. */
static const char *const path_flags[] = {
    "-I",       "-isystem",  "-iquote",    "-idirafter", "-include",
    "-imacros", "-isysroot", "--sysroot=", "-F",
};

/* What changes types or what the preprocessor sees. All else is for warnings, code and linking, in
 * words that clang may not know. */
static const char *const kept_flags[] = {
    "-D",
    "-U",
    "-std=",
    "-m32",
    "-m64",
    "-mx32",
    "-march=",
    "-mabi=",
    "-mms-bitfields",
    "-msse",
    "-mavx",
    "--target=",
    "-fpack-struct",
    "-fshort-enums",
    "-fshort-wchar",
    "-fsigned-char",
    "-funsigned-char",
    "-fms-extensions",
    "-fno-rtti",
    "-fno-exceptions",
    "-fchar8_t",
    "-fno-char8_t",
    "-fopenmp",
    "-pthread",
    "-O",
    "-nostdinc",
};

struct flags {
    struct pool *pool;
    CXCompileCommand command;
    const char *folder;
    struct compile_flags *out;
};

static void keep(struct flags *flags, const char *flag)
{
    struct compile_flags *out = flags->out;
    out->args = pool_grow(flags->pool, out->args, out->count, sizeof *out->args);
    out->args[out->count++] = flag;
}

static const char *argument(const struct flags *flags, unsigned i)
{
    if (i >= clang_CompileCommand_getNumArgs(flags->command))
        return "";
    return text_of(flags->pool, clang_CompileCommand_getArg(flags->command, i));
}

/* How many arguments were taken. */
static unsigned keep_path(struct flags *flags, const char *flag, unsigned i)
{
    for (size_t k = 0; k < sizeof path_flags / sizeof *path_flags; k++) {
        size_t length = strlen(path_flags[k]);
        if (strncmp(flag, path_flags[k], length) != 0)
            continue;
        bool apart = flag[length] == '\0';
        const char *path = apart ? argument(flags, i + 1) : flag + length;
        if (path_flags[k][length - 1] == '=') {
            keep(flags, pool_format(flags->pool, "%s%s", path_flags[k],
                                    absolute(flags->pool, flags->folder, path)));
            return 1;
        }
        keep(flags, path_flags[k]);
        keep(flags, absolute(flags->pool, flags->folder, path));
        return apart ? 2 : 1;
    }
    return 0;
}

static unsigned keep_other(struct flags *flags, const char *flag, unsigned i)
{
    bool apart = strcmp(flag, "-D") == 0 || strcmp(flag, "-U") == 0;
    if (strcmp(flag, "-x") == 0) {
        flags->out->language = argument(flags, i + 1);
        return 2;
    }
    for (size_t k = 0; k < sizeof kept_flags / sizeof *kept_flags; k++)
        if (strncmp(flag, kept_flags[k], strlen(kept_flags[k])) == 0) {
            keep(flags, flag);
            if (apart)
                keep(flags, argument(flags, i + 1));
            break;
        }
    if (strncmp(flag, "-std=", 5) == 0)
        flags->out->standard = flag + 5;
    return apart || strcmp(flag, "-o") == 0 || strcmp(flag, "-MF") == 0 ? 2 : 1;
}

static void keep_flags(struct flags *flags)
{
    unsigned count = clang_CompileCommand_getNumArgs(flags->command);
    for (unsigned i = 1; i < count;) {
        const char *flag = argument(flags, i);
        unsigned taken = keep_path(flags, flag, i);
        i += taken ? taken : keep_other(flags, flag, i);
    }
}

/* ---- the database -----------------------------------------------------------------------------*/

int parse_compile_flags(struct pool *pool, const char *folder, const char *header,
                        struct compile_flags *out)
{
    CXCompilationDatabase_Error error;
    struct choice choice = {.pool = pool, .header = absolute(pool, ".", header)};
    if (access(pool_format(pool, "%s/compile_commands.json", folder), R_OK) != 0)
        return COMPILE_FLAGS_NO_DATABASE;
    CXCompilationDatabase database = clang_CompilationDatabase_fromDirectory(folder, &error);
    if (error != CXCompilationDatabase_NoError)
        return COMPILE_FLAGS_NO_DATABASE;
    CXCompileCommands all = clang_CompilationDatabase_getAllCompileCommands(database);
    for (unsigned i = 0; all && i < clang_CompileCommands_getSize(all); i++)
        consider(&choice, clang_CompileCommands_getCommand(all, i));
    if (choice.rank > 0) {
        struct flags flags = {.pool = pool, .command = choice.command, .out = out};
        flags.folder = text_of(pool, clang_CompileCommand_getDirectory(choice.command));
        out->file = text_of(pool, clang_CompileCommand_getFilename(choice.command));
        keep_flags(&flags);
    }
    if (all)
        clang_CompileCommands_dispose(all);
    clang_CompilationDatabase_dispose(database);
    return choice.rank > 0 ? COMPILE_FLAGS_FOUND : COMPILE_FLAGS_NO_FILE;
}
