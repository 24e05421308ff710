/* The image of the newest frame, and its layout. Layer 5. */
#include "record/image.h"

#include "base/checked.h"

#include <assert.h>
#include <string.h>

void image_fini(struct image *m)
{
    for (int i = 0; i < 2; i++) {
        pages_free(&m->row_pages[i]);
        pages_free(&m->mark_pages[i]);
        pages_free(&m->word_pages[i]);
    }
    pages_free(&m->end_pages);
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
        !checked_add(bytes, rows * (sizeof(struct image_row) + sizeof(struct image_mark)),
                     &bytes) ||
        bytes > limit)
        return MEMGLASS_E_LIMIT;
    return MEMGLASS_OK;
}

/* The layout that is being made. */
struct layout {
    struct image_row *rows;
    struct image_mark *marks;
    uint64_t *words;
    size_t count;
    uint64_t word_count;
};

static bool add_row(struct layout *to, const struct image_row *row)
{
    if (to->count && to->rows[to->count - 1].index >= row->index)
        return false;
    to->rows[to->count] = *row;
    to->rows[to->count++].first_word = to->word_count;
    to->word_count += row->words;
    return true;
}

static bool add_new(struct layout *to, const struct image_row *row)
{
    if (!add_row(to, row))
        return false;
    to->marks[to->count - 1] = (struct image_mark){.tick = 0};
    memset(to->words + to->word_count - row->words, 0, row->words * 8);
    return true;
}

static bool add_old(struct layout *to, const struct image *m, size_t i)
{
    if (!add_row(to, &m->rows[i]))
        return false;
    to->marks[to->count - 1] = m->marks[i];
    memcpy(to->words + to->word_count - m->rows[i].words, m->words + m->rows[i].first_word,
           m->rows[i].words * 8);
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
            if (!add_new(to, &c->come[come]))
                return false;
        if (!add_old(to, m, i))
            return false;
    }
    for (; come < c->come_count; come++)
        if (!add_new(to, &c->come[come]))
            return false;
    return true;
}

static void swap(struct pages pair[2])
{
    struct pages first = pair[0];
    pair[0] = pair[1];
    pair[1] = first;
}

/* An empty image is laid out where it is: memory that was never touched costs more to touch than
 * what is written into it. */
int image_change(struct image *m, const struct image_change *change, uint64_t limit)
{
    uint64_t words;
    int next = m->count ? 1 : 0;
    size_t rows = m->count - change->gone_count + change->come_count;
    int status = measure(m, change, limit, &words);
    if (!status)
        status = pages_fit(&m->row_pages[next], rows * sizeof(struct image_row));
    if (!status)
        status = pages_fit(&m->mark_pages[next], rows * sizeof(struct image_mark));
    if (!status)
        status = pages_fit(&m->word_pages[next], words * 8);
    if (!status)
        status = pages_fit(&m->end_pages, rows * sizeof(uint64_t));
    struct layout to = {.rows = (void *)m->row_pages[next].at,
                        .marks = (void *)m->mark_pages[next].at,
                        .words = (void *)m->word_pages[next].at};
    if (!status && !merge(m, change, &to))
        status = MEMGLASS_E_CORRUPT;
    if (status) {
        image_clear(m);
        return status;
    }
    if (next) {
        swap(m->row_pages);
        swap(m->mark_pages);
        swap(m->word_pages);
    }
    m->rows = to.rows;
    m->marks = to.marks;
    m->words = to.words;
    m->ends = (void *)m->end_pages.at;
    m->count = to.count;
    m->word_count = to.word_count;
    for (size_t i = 0; i < m->count; i++)
        m->ends[i] = m->rows[i].first_word + m->rows[i].words;
    return MEMGLASS_OK;
}

static void copy_values(struct image *to, const struct image *from)
{
    if (from->count)
        memcpy(to->marks, from->marks, from->count * sizeof(struct image_mark));
    if (from->word_count)
        memcpy(to->words, from->words, from->word_count * 8);
    to->tick = from->tick;
    to->time_ns = from->time_ns;
    to->wall_ns = from->wall_ns;
    to->cut = from->cut;
    to->session = from->session;
}

void image_copy_values(struct image *to, const struct image *from)
{
    assert(to->count == from->count && to->word_count == from->word_count);
    copy_values(to, from);
}

int image_copy(struct image *to, const struct image *from)
{
    int status = pages_fit(&to->row_pages[0], from->count * sizeof(struct image_row));
    if (!status)
        status = pages_fit(&to->mark_pages[0], from->count * sizeof(struct image_mark));
    if (!status)
        status = pages_fit(&to->end_pages, from->count * sizeof(uint64_t));
    if (!status)
        status = pages_fit(&to->word_pages[0], from->word_count * 8);
    to->tick = 0;
    image_clear(to);
    if (status)
        return status;
    to->rows = (void *)to->row_pages[0].at;
    to->marks = (void *)to->mark_pages[0].at;
    to->ends = (void *)to->end_pages.at;
    to->words = (void *)to->word_pages[0].at;
    if (from->count) {
        memcpy(to->rows, from->rows, from->count * sizeof(struct image_row));
        memcpy(to->ends, from->ends, from->count * sizeof(uint64_t));
    }
    to->count = from->count;
    to->word_count = from->word_count;
    copy_values(to, from);
    return MEMGLASS_OK;
}
