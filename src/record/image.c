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
    m->count = m->dead_count = 0;
    m->word_count = 0;
}

/* --- a new layout ------------------------------------------------------------------------------
 */

/* What a layout takes, or is. */
struct layout {
    struct image_row *rows;
    struct image_mark *marks;
    uint64_t *words;
    size_t count;
    uint64_t word_count;
};

static int check_limit(const struct layout *l, uint64_t limit)
{
    uint64_t bytes;
    if (!checked_mul(l->word_count, 8, &bytes) ||
        !checked_add(bytes, l->count * (sizeof(struct image_row) + sizeof(struct image_mark)),
                     &bytes) ||
        bytes > limit)
        return MEMGLASS_E_LIMIT;
    return MEMGLASS_OK;
}

static int add_sizes(struct layout *l, const struct image_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        l->count += rows[i].dead ? 0 : 1;
        if (!checked_add(l->word_count, rows[i].dead ? 0 : rows[i].words, &l->word_count))
            return MEMGLASS_E_LIMIT;
    }
    return MEMGLASS_OK;
}

/* Without dead rows. */
static int measure(const struct image *m, const struct image_change *c, uint64_t limit,
                   struct layout *out)
{
    *out = (struct layout){0};
    int status = add_sizes(out, m->rows, m->count);
    if (!status)
        status = add_sizes(out, c->come, c->come_count);
    return status ? status : check_limit(out, limit);
}

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
    if (m->rows[i].dead)
        return true;
    if (!add_row(to, &m->rows[i]))
        return false;
    to->marks[to->count - 1] = m->marks[i];
    memcpy(to->words + to->word_count - m->rows[i].words, m->words + m->rows[i].first_word,
           m->rows[i].words * 8);
    return true;
}

static bool merge(const struct image *m, const struct image_change *c, struct layout *to)
{
    size_t come = 0;
    for (size_t i = 0; i < m->count; i++) {
        for (; come < c->come_count && c->come[come].index < m->rows[i].index; come++)
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

/* Room for so many rows and words, in the pages in use (0) or the next ones (1). */
static int make_room(struct image *m, int which, struct layout *l)
{
    int status = pages_fit(&m->row_pages[which], l->count * sizeof(struct image_row));
    if (!status)
        status = pages_fit(&m->mark_pages[which], l->count * sizeof(struct image_mark));
    if (!status)
        status = pages_fit(&m->word_pages[which], l->word_count * 8);
    if (!status)
        status = pages_fit(&m->end_pages, l->count * sizeof(uint64_t));
    *l = (struct layout){.rows = (void *)m->row_pages[which].at,
                         .marks = (void *)m->mark_pages[which].at,
                         .words = (void *)m->word_pages[which].at};
    return status;
}

static void use(struct image *m, int which, const struct layout *l)
{
    if (which) {
        swap(m->row_pages);
        swap(m->mark_pages);
        swap(m->word_pages);
    }
    m->rows = l->rows;
    m->marks = l->marks;
    m->words = l->words;
    m->ends = (void *)m->end_pages.at;
    m->count = l->count;
    m->word_count = l->word_count;
    for (size_t i = 0; i < m->count; i++)
        m->ends[i] = m->rows[i].first_word + m->rows[i].words;
}

/* An empty image is laid out where it is: memory that was never touched costs more to touch than
 * what is written into it. */
static int lay_out(struct image *m, const struct image_change *change, uint64_t limit)
{
    struct layout to;
    int next = m->count ? 1 : 0;
    int status = measure(m, change, limit, &to);
    if (!status)
        status = make_room(m, next, &to);
    if (!status && !merge(m, change, &to))
        status = MEMGLASS_E_CORRUPT;
    if (status)
        return status;
    use(m, next, &to);
    m->dead_count = 0;
    m->layouts++;
    return MEMGLASS_OK;
}

/* --- in place ----------------------------------------------------------------------------------
 */

size_t image_find(const struct image *m, uint32_t index)
{
    size_t low = 0, high = m->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->rows[middle].index < index)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether there is a place for each row that comes: that of a dead one, or behind all. */
static bool has_places(const struct image *m, const struct image_change *c)
{
    for (size_t i = 0; i < c->come_count; i++) {
        size_t at = image_find(m, c->come[i].index);
        const struct image_row *row = &m->rows[at];
        bool dead = at < m->count && row->dead && row->index == c->come[i].index &&
                    row->words == c->come[i].words;
        if (at < m->count && !dead)
            return false;
        if (i && c->come[i - 1].index >= c->come[i].index)
            return false;
    }
    return true;
}

static void revive(struct image *m, const struct image_row *row)
{
    size_t at = image_find(m, row->index);
    uint64_t first_word = m->rows[at].first_word;
    m->rows[at] = *row;
    m->rows[at].first_word = first_word;
    m->marks[at] = (struct image_mark){.tick = 0};
    memset(m->words + first_word, 0, row->words * 8);
    m->dead_count--;
}

/* Room for more rows behind the last, of so many words together. */
static int grow(struct image *m, size_t rows, uint64_t words, uint64_t limit)
{
    struct layout to = {.count = m->count + rows, .word_count = m->word_count};
    if (!checked_add(to.word_count, words, &to.word_count) || check_limit(&to, limit))
        return MEMGLASS_E_LIMIT;
    if (to.count * sizeof(struct image_row) <= m->row_pages[0].size &&
        to.count * sizeof(struct image_mark) <= m->mark_pages[0].size &&
        to.word_count * 8 <= m->word_pages[0].size &&
        to.count * sizeof(uint64_t) <= m->end_pages.size)
        return MEMGLASS_OK;
    int status = make_room(m, 1, &to);
    if (status)
        return status;
    memcpy(to.rows, m->rows, m->count * sizeof *to.rows);
    memcpy(to.marks, m->marks, m->count * sizeof *to.marks);
    memcpy(to.words, m->words, m->word_count * 8);
    to.count = m->count;
    to.word_count = m->word_count;
    use(m, 1, &to);
    return MEMGLASS_OK;
}

/* Those from `first` on come behind all. */
static int append(struct image *m, const struct image_change *c, size_t first, uint64_t limit)
{
    struct layout more = {0};
    int status = add_sizes(&more, c->come + first, c->come_count - first);
    if (!status && more.count)
        status = grow(m, more.count, more.word_count, limit);
    if (status)
        return status;
    struct layout to = {m->rows, m->marks, m->words, m->count, m->word_count};
    for (size_t i = first; i < c->come_count; i++) {
        add_new(&to, &c->come[i]);
        m->ends[to.count - 1] = to.word_count;
    }
    m->count = to.count;
    m->word_count = to.word_count;
    return MEMGLASS_OK;
}

static int change_in_place(struct image *m, const struct image_change *c, uint64_t limit)
{
    size_t i = 0;
    for (; i < c->come_count && image_find(m, c->come[i].index) < m->count; i++)
        revive(m, &c->come[i]);
    return append(m, c, i, limit);
}

int image_change(struct image *m, const struct image_change *c, uint64_t limit)
{
    for (size_t i = 0; i < c->gone_count; i++)
        m->rows[c->gone[i]].dead = true;
    m->dead_count += c->gone_count;
    bool stays = m->count && !c->anew && m->dead_count <= m->count / 2 && has_places(m, c);
    int status = stays ? change_in_place(m, c, limit) : lay_out(m, c, limit);
    if (status)
        image_clear(m);
    return status;
}

/* --- copies ------------------------------------------------------------------------------------
 */

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
    to->dead_count = from->dead_count;
    to->word_count = from->word_count;
    copy_values(to, from);
    return MEMGLASS_OK;
}
