/* The texts that rosters point to: blocks of five sizes, cut from chunks. Layer 4. */
#include "sample/label_pool.h"

#include "base/error.h"
#include "sample/pages.h"

#include <stddef.h>
#include <string.h>

enum { SMALLEST = 32, CHUNK = 1 << 20 };

struct label {
    struct label *next; /* in a list of idle or of retired ones */
    uint64_t born;
    char text[];
};

struct label_chunk {
    struct pages pages; /* this chunk's own */
    struct label_chunk *next;
};

static struct label *label_of(const char *text)
{
    return (struct label *)(text - offsetof(struct label, text));
}

static unsigned class_of(size_t length)
{
    size_t bytes = sizeof(struct label) + length + 1;
    unsigned class = 0;
    while ((size_t)SMALLEST << class < bytes)
        class ++;
    REQUIRE(class < LABEL_CLASSES);
    return class;
}

static bool add_chunk(struct label_pool *l)
{
    struct pages pages = {0};
    if (pages_fit(&pages, CHUNK))
        return false;
    struct label_chunk *chunk = (void *)pages.at;
    *chunk = (struct label_chunk){.pages = pages, .next = l->chunks};
    l->chunks = chunk;
    l->at = pages.at + SMALLEST;
    l->end = pages.at + pages.size;
    return true;
}

/* The rest of a chunk that is too small for this block is left: at most one block of each chunk. */
static struct label *take_block(struct label_pool *l, unsigned class)
{
    struct label *label = l->idle[class];
    if (label) {
        l->idle[class] = label->next;
        return label;
    }
    size_t bytes = (size_t)SMALLEST << class;
    if ((size_t)(l->end - l->at) < bytes && !add_chunk(l))
        return NULL;
    label = (void *)l->at;
    l->at += bytes;
    return label;
}

void label_pool_fini(struct label_pool *l)
{
    while (l->chunks) {
        struct pages pages = l->chunks->pages;
        l->chunks = l->chunks->next;
        pages_free(&pages);
    }
    *l = (struct label_pool){0};
}

const char *label_pool_add(struct label_pool *l, const char *text, uint64_t born)
{
    size_t length = strlen(text);
    struct label *label = take_block(l, class_of(length));
    if (!label)
        return NULL;
    label->born = born;
    memcpy(label->text, text, length + 1);
    return label->text;
}

uint64_t label_born(const char *text)
{
    return label_of(text)->born;
}

void label_pool_free(struct label_pool *l, const char *text)
{
    unsigned class = class_of(strlen(text));
    struct label *label = label_of(text);
    label->next = l->idle[class];
    l->idle[class] = label;
}

void label_list_add(struct label_list *list, const char *text)
{
    struct label *label = label_of(text);
    label->next = list->first;
    list->first = label;
    if (!list->last)
        list->last = label;
}

void label_list_join(struct label_list *list, struct label_list *from)
{
    if (!from->first)
        return;
    from->last->next = list->first;
    list->first = from->first;
    if (!list->last)
        list->last = from->last;
    *from = (struct label_list){0};
}

void label_list_prune(struct label_list *list, struct label_pool *l, uint64_t after)
{
    struct label *label = list->first;
    *list = (struct label_list){0};
    while (label) {
        struct label *next = label->next;
        if (label->born > after)
            label_pool_free(l, label->text);
        else
            label_list_add(list, label->text);
        label = next;
    }
}
