/* The image of the newest frame, and its layout. Layer 5. */
#include "record/image.h"

#include "base/checked.h"

#include <string.h>

void image_fini(struct image *m)
{
    for (int i = 0; i < 2; i++) {
        pages_free(&m->row_pages[i]);
        pages_free(&m->word_pages[i]);
    }
    *m = (struct image){0};
}

void image_clear(struct image *m)
{
    m->count = 0;
    m->word_count = 0;
}

/* What the new layout takes. */
static int measure(const struct image *m, const struct image_change *c, uint64_t limit,
                   uint64_t *words)
{
    uint64_t bytes;
    *words = m->word_count;
    for (size_t i = 0; i < c->gone_count; i++)
        *words -= m->rows[c->gone[i]].words;
    for (size_t i = 0; i < c->come_count; i++)
        if (!checked_add(*words, c->come[i].words, words))
            return MEMGLASS_E_LIMIT;
    uint64_t rows = m->count - c->gone_count + c->come_count;
    if (!checked_mul(*words, 8, &bytes) ||
        !checked_add(bytes, rows * sizeof(struct image_row), &bytes) || bytes > limit)
        return MEMGLASS_E_LIMIT;
    return MEMGLASS_OK;
}

/* The layout that is being made. */
struct layout {
    struct image_row *rows;
    uint64_t *words;
    size_t count;
    uint64_t word_count;
};

/* from: the row's words so far; NULL: zeros. */
static bool add_row(struct layout *to, const struct image_row *row, const uint64_t *from)
{
    if (to->count && to->rows[to->count - 1].index >= row->index)
        return false;
    struct image_row *added = &to->rows[to->count++];
    *added = *row;
    added->first_word = to->word_count;
    if (from)
        memcpy(to->words + to->word_count, from, row->words * 8);
    else
        memset(to->words + to->word_count, 0, row->words * 8);
    to->word_count += row->words;
    return true;
}

static bool merge(const struct image *m, const struct image_change *c, struct layout *to)
{
    size_t gone = 0, come = 0;
    for (size_t i = 0; i < m->count; i++) {
        const struct image_row *row = &m->rows[i];
        if (gone < c->gone_count && c->gone[gone] == i) {
            gone++;
            continue;
        }
        for (; come < c->come_count && c->come[come].index < row->index; come++)
            if (!add_row(to, &c->come[come], NULL))
                return false;
        if (!add_row(to, row, m->words + row->first_word))
            return false;
    }
    for (; come < c->come_count; come++)
        if (!add_row(to, &c->come[come], NULL))
            return false;
    return true;
}

static void swap(struct pages pair[2])
{
    struct pages first = pair[0];
    pair[0] = pair[1];
    pair[1] = first;
}

int image_change(struct image *m, const struct image_change *change, uint64_t limit)
{
    uint64_t words;
    size_t rows = m->count - change->gone_count + change->come_count;
    int status = measure(m, change, limit, &words);
    if (!status)
        status = pages_fit(&m->row_pages[1], rows * sizeof(struct image_row));
    if (!status)
        status = pages_fit(&m->word_pages[1], words * 8);
    struct layout to = {.rows = (void *)m->row_pages[1].at, .words = (void *)m->word_pages[1].at};
    if (!status && !merge(m, change, &to))
        status = MEMGLASS_E_CORRUPT;
    if (status) {
        image_clear(m);
        return status;
    }
    swap(m->row_pages);
    swap(m->word_pages);
    m->rows = to.rows;
    m->words = to.words;
    m->count = to.count;
    m->word_count = to.word_count;
    return MEMGLASS_OK;
}
