/* The file of what a run depended on: a line for each fact, and one that tells whether all before
 * it are there as they were written. Layer: gen. */
#include "inputs.h"

#include "base/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TITLE "memglass-gen inputs 1: memglass-gen rests while all of this holds; may be deleted\n"

static const char *const words[] = {
#define INPUT_WORD(id, word) word,
    INPUT_LIST(INPUT_WORD)
#undef INPUT_WORD
};

/* ---- writing ----------------------------------------------------------------------------------*/

char *inputs_text(const struct inputs *inputs)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die_out_of_memory();
    fputs(TITLE, out);
    bool fits = true;
    for (size_t i = 0; i < inputs->count; i++) {
        const struct input *fact = &inputs->items[i];
        const struct input_stamp *stamp = &fact->stamp;
        fits &= fact->name[0] && !strchr(fact->name, '\n');
        fprintf(out,
                "%s %" PRIx64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %s\n",
                words[fact->kind], fact->hash, stamp->size, stamp->mtime_ns, stamp->ctime_ns,
                stamp->device, stamp->inode, fact->name);
    }
    if (fflush(out) != 0)
        die_out_of_memory();
    fprintf(out, "end %" PRIx64 "\n", hash_bytes(HASH_SEED, text, size));
    if (fclose(out) != 0)
        die_out_of_memory();
    if (!fits) {
        free(text);
        return NULL;
    }
    return text;
}

/* ---- reading ----------------------------------------------------------------------------------*/

static char *whole_file(const char *path)
{
    char *text = NULL;
    size_t room = 0;
    FILE *in = fopen(path, "rb");
    if (!in)
        return NULL;
    ssize_t got = getdelim(&text, &room, '\0', in); /* no text of ours has a NUL */
    bool whole = got > 0 && feof(in) && strlen(text) == (size_t)got;
    fclose(in);
    if (whole)
        return text;
    free(text);
    return NULL;
}

static bool kind_of(const char *word, enum input_kind *kind)
{
    for (size_t i = 0; i < INPUT_KIND_COUNT; i++)
        if (strcmp(words[i], word) == 0) {
            *kind = (enum input_kind)i;
            return true;
        }
    return false;
}

/* The next number of the line. */
static uint64_t number(char **at, int base)
{
    return strtoull(*at, at, base);
}

static bool read_fact(struct inputs *inputs, char *line)
{
    struct input fact = {0};
    char *at = strchr(line, ' ');
    if (!at)
        return false;
    *at++ = '\0';
    if (!kind_of(line, &fact.kind))
        return false;
    fact.hash = number(&at, 16);
    fact.stamp.size = number(&at, 10);
    fact.stamp.mtime_ns = number(&at, 10);
    fact.stamp.ctime_ns = number(&at, 10);
    fact.stamp.device = number(&at, 10);
    fact.stamp.inode = number(&at, 10);
    if (*at != ' ')
        return false;
    fact.name = pool_copy(inputs->pool, at + 1);
    inputs->items = pool_grow(inputs->pool, inputs->items, inputs->count, sizeof *inputs->items);
    inputs->items[inputs->count++] = fact;
    return true;
}

/* Cuts the last line off; whether it fits what stands before. */
static bool is_whole(char *text)
{
    char expected[40];
    size_t length = strlen(text);
    if (length < 2 || text[length - 1] != '\n')
        return false;
    text[length - 1] = '\0';
    char *end = strrchr(text, '\n');
    if (!end)
        return false;
    snprintf(expected, sizeof expected, "end %" PRIx64,
             hash_bytes(HASH_SEED, text, (size_t)(end + 1 - text)));
    bool fits = strcmp(end + 1, expected) == 0;
    end[1] = '\0';
    return fits && strncmp(text, TITLE, strlen(TITLE)) == 0;
}

bool inputs_read(struct inputs *inputs, const char *path)
{
    char *text = whole_file(path);
    bool good = text && is_whole(text);
    char *line = good ? text + strlen(TITLE) : NULL;
    while (good && *line) {
        char *end = strchr(line, '\n');
        *end = '\0';
        good = read_fact(inputs, line);
        line = end + 1;
    }
    free(text);
    return good;
}
