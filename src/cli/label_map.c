/* Rows of a frame by label. Layer 8. */
#include "cli/label_map.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

static bool is_passed(const struct label_map *m, size_t slot, bool filling)
{
    uint32_t row = m->slots[slot & m->mask];
    return row && (filling || m->taken[row - 1]);
}

/* The first slot for a label that is free, while the map is filled, or else that may have a row to
 * take. Many objects may have the same label, and slots only ever become full, rows taken: what was
 * passed once is not passed again. */
static size_t map_begin(struct label_map *m, const char *label, bool filling)
{
    size_t home = hash_label(label, strlen(label)) & m->mask, at = home + m->ahead[home];
    while (is_passed(m, at, filling))
        at++;
    m->ahead[home] = (uint32_t)(at - home);
    return at & m->mask;
}

bool label_map_init(struct label_map *m, const struct frame *f)
{
    size_t size = 16;
    while (size < 2 * f->roster->count)
        size *= 2;
    *m = (struct label_map){.frame = f,
                            .slots = calloc(size, sizeof *m->slots),
                            .ahead = calloc(size, sizeof *m->ahead),
                            .taken = calloc(f->roster->count + 1, sizeof *m->taken),
                            .mask = size - 1};
    if (!m->slots || !m->ahead || !m->taken)
        return false;
    for (size_t i = 0; i < f->roster->count; i++)
        m->slots[map_begin(m, f->roster->rows[i].label, true)] = (uint32_t)i + 1;
    memset(m->ahead, 0, size * sizeof *m->ahead);
    return true;
}

void label_map_fini(struct label_map *m)
{
    free(m->slots);
    free(m->ahead);
    free(m->taken);
}

long label_map_take(struct label_map *m, const struct roster_row *like)
{
    for (size_t at = map_begin(m, like->label, false); m->slots[at]; at = (at + 1) & m->mask) {
        size_t row = m->slots[at] - 1;
        const struct roster_row *r = &m->frame->roster->rows[row];
        if (m->taken[row] || frame_gone(m->frame, row) || strcmp(r->label, like->label) != 0 ||
            strcmp(r->type->name, like->type->name) != 0)
            continue;
        m->taken[row] = true;
        return (long)row;
    }
    return -1;
}
