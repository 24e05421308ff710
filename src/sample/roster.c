/* Making rosters, and keeping them and their labels for as long as a frame needs them. Layer 4. */
#include "sample/roster.h"

#include "base/array.h"
#include "base/checked.h"
#include "base/error.h"
#include "sample/history.h"
#include "sample/pages.h"

#include <stdlib.h>
#include <string.h>

enum {
    SPARES = 4, /* as many frames may be given back at once */
    REFUSED = 64,
    CARRIED = 4096 /* stretches: where there are more, they are no shorter way */
};

struct kept_roster {
    struct roster roster; /* first: what others see of it */
    struct kept_roster *older, *younger;
    struct anchor *anchor;
    unsigned holders;
    bool wanting;   /* rows may have a history once there is more room than there was for them */
    uint64_t room;  /* so much */
    size_t settled; /* rows of which is known which are alike */
    /* Named by `older`, not by this one; born no later than `older`. */
    struct blob_list retired_labels, retired_firsts;
    struct pages rows;
    struct roster_stretch *carried;
    size_t carried_capacity;
    bool scattered; /* there are more stretches than are kept */
};

void anchor_drop(struct anchor *a)
{
    REQUIRE(a->holders);
    if (--a->holders == 0)
        a->free(a);
}

static struct kept_roster *kept(const struct roster *r)
{
    return (struct kept_roster *)r;
}

static void free_roster(struct kept_roster *k)
{
    pages_free(&k->rows);
    free(k->carried);
    free(k);
}

/* Keeps the memory for the next roster: when objects come and go, each tick needs one. */
static void put_aside(struct roster_store *s, struct kept_roster *k)
{
    anchor_drop(k->anchor);
    if (s->spares == SPARES) {
        free_roster(k);
        return;
    }
    *k = (struct kept_roster){.rows = k->rows,
                              .older = s->spare,
                              .carried = k->carried,
                              .carried_capacity = k->carried_capacity};
    s->spare = k;
    s->spares++;
}

static struct kept_roster *take_spare(struct roster_store *s)
{
    struct kept_roster *k = s->spare;
    if (!k)
        return calloc(1, sizeof *k);
    s->spare = k->older;
    s->spares--;
    k->older = NULL;
    return k;
}

static void free_chain(struct kept_roster *k)
{
    while (k) {
        struct kept_roster *older = k->older;
        if (k->anchor)
            anchor_drop(k->anchor);
        free_roster(k);
        k = older;
    }
}

void roster_store_fini(struct roster_store *s)
{
    free_chain(s->youngest);
    free_chain(s->spare);
    blob_pool_fini(&s->labels);
    blob_pool_fini(&s->firsts);
    *s = (struct roster_store){0};
}

static uint64_t chain_bytes(const struct kept_roster *k)
{
    uint64_t sum = 0;
    for (; k; k = k->older)
        sum += k->rows.size;
    return sum;
}

uint64_t roster_store_bytes(const struct roster_store *s)
{
    return chain_bytes(s->youngest) + chain_bytes(s->spare);
}

struct roster *roster_begin(struct roster_store *s, struct anchor *anchor, size_t rows)
{
    struct kept_roster *k = take_spare(s);
    if (!k)
        return NULL;
    if (pages_fit(&k->rows, rows * sizeof(struct roster_row))) {
        free_roster(k);
        return NULL;
    }
    k->anchor = anchor;
    anchor->holders++;
    k->holders = 1;
    k->roster.rows = (void *)k->rows.at;
    k->roster.serial = ++s->serial;
    return &k->roster;
}

void roster_carried(struct roster *r, size_t before, size_t row, size_t count)
{
    struct kept_roster *k = kept(r);
    struct roster_stretch *last = r->carried_count ? &k->carried[r->carried_count - 1] : NULL;
    if (last && last->before + last->count == before && last->row + last->count == row) {
        last->count += count;
        return;
    }
    k->scattered |=
        r->carried_count == CARRIED ||
        !array_reserve(&k->carried, sizeof *k->carried, &k->carried_capacity, r->carried_count + 1);
    if (!k->scattered)
        k->carried[r->carried_count++] =
            (struct roster_stretch){.before = before, .row = row, .count = count};
}

const char *roster_label(struct roster_store *s, const struct roster *r, const char *text)
{
    size_t size = strlen(text) + 1;
    char *label = blob_pool_add(&s->labels, size, r->serial, UINT64_MAX);
    return label ? memcpy(label, text, size) : NULL;
}

static const unsigned char *first_copy(struct roster_store *s, const struct frame *f, size_t row)
{
    uint8_t state = f->states[row];
    uint64_t size = f->roster->rows[row].size;
    if (s->first_bytes == 0 || state & ROW_GONE || (state & ROW_TRUTH) == MEMGLASS_TORN)
        return NULL;
    void *copy = blob_pool_add(&s->firsts, size, f->roster->serial, s->first_bytes);
    return copy ? memcpy(copy, frame_data(f, row), size) : NULL;
}

static void keep_first(struct roster_store *s, struct roster *r, const struct frame *f, size_t row)
{
    if (r->rows[row].first_due)
        r->rows[row].first = first_copy(s, f, row);
    r->rows[row].first_due = 0;
}

void roster_keep_firsts(struct roster_store *s, struct roster *r, const struct frame *f)
{
    REQUIRE(f->roster == r);
    for (size_t i = 0; i < r->count; i++)
        keep_first(s, r, f, i);
}

void roster_keep_firsts_of(struct roster_store *s, struct roster *r, const struct frame *f,
                           const uint32_t *rows, size_t count)
{
    REQUIRE(f->roster == r);
    for (size_t i = 0; i < count; i++)
        keep_first(s, r, f, rows[i]);
}

void roster_abort(struct roster_store *s, struct roster *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (blob_born(r->rows[i].label) == r->serial)
            blob_pool_free(&s->labels, r->rows[i].label);
    put_aside(s, kept(r));
}

static void retire(struct kept_roster *young, const struct roster_row *row, struct history *history)
{
    blob_list_add(&young->retired_labels, row->label);
    if (row->first)
        blob_list_add(&young->retired_firsts, row->first);
    history_close(history, row->history);
}

static void retire_missing(const struct kept_roster *old, struct kept_roster *young,
                           struct history *history)
{
    bool same = old->anchor == young->anchor;
    struct roster_cursor rest = roster_cursor(same ? &young->roster : NULL);
    for (size_t i = 0; i < old->roster.count; i++) {
        const struct roster_row *row = &old->roster.rows[i];
        if (!roster_seek(&rest, row->index, row->generation))
            retire(young, row, history);
    }
}

/* Objects of a kind for which there was no room: there is none for the next one either. Where most
 * objects are without a history, that is most of the time that a roster takes. */
struct refused {
    const memglass_type *type;
    uint32_t count;
};

static struct refused *refused_like(struct refused known[REFUSED], const struct roster_row *row)
{
    return &known[((uintptr_t)row->type / 64 + row->count) % REFUSED];
}

/* Whether the row has to do without. */
static bool open_history(struct roster_row *row, struct refused known[REFUSED],
                         struct history *history)
{
    if (row->history != HISTORY_NONE)
        return false;
    struct refused *refused = refused_like(known, row);
    if (refused->type == row->type && refused->count == row->count)
        return true;
    row->history = history_open(history, row->type, row->count);
    if (row->history != HISTORY_NONE)
        return false;
    *refused = (struct refused){row->type, row->count};
    return true;
}

static void open_histories(struct kept_roster *k, struct history *history)
{
    struct refused known[REFUSED] = {{0}};
    k->wanting = false;
    for (size_t i = 0; i < k->roster.count; i++)
        k->wanting |= open_history(&k->roster.rows[i], known, history);
    k->room = history_room(history);
}

/* Of rows that are new, and of those that had to do without in the roster before where there is
 * more room now. */
static void open_histories_of(struct kept_roster *k, const struct kept_roster *before,
                              const struct roster_changes *changes, struct history *history)
{
    struct refused known[REFUSED] = {{0}};
    if (before->wanting && history_room(history) > before->room) {
        open_histories(k, history);
        return;
    }
    k->wanting = before->wanting;
    for (size_t i = 0; i < changes->born_count; i++)
        k->wanting |= open_history(&k->roster.rows[changes->born[i]], known, history);
    uint64_t room = history_room(history);
    k->room = before->wanting && before->room < room ? before->room : room;
}

static bool lies_behind(const struct roster_row *a, const struct roster_row *b)
{
    return a->type == b->type && a->count == b->count && a->size == b->size &&
           b->data == a->data + round_up(a->size, 8);
}

/* Of a block that is filled in. */
static void count_alike(struct roster_row *rows, size_t count)
{
    for (size_t i = count; i-- > 0;) {
        uint32_t behind = i + 1 < count ? rows[i + 1].alike : 0;
        bool goes_on = behind && lies_behind(&rows[i], &rows[i + 1]);
        rows[i].alike = (goes_on ? behind + 1 : 1) & INT32_MAX;
    }
}

static void settle(struct kept_roster *k, size_t least)
{
    struct roster *r = &k->roster;
    while (r->count - k->settled >= least && k->settled < r->count) {
        size_t left = r->count - k->settled, count = left < ROSTER_BLOCK ? left : ROSTER_BLOCK;
        count_alike(&r->rows[k->settled], count);
        k->settled += count;
    }
}

void roster_settle(struct roster *r)
{
    settle(kept(r), ROSTER_BLOCK);
}

static void make_youngest(struct roster_store *s, struct kept_roster *young)
{
    settle(young, 1);
    if (s->youngest)
        s->youngest->younger = young;
    young->older = s->youngest;
    s->youngest = young;
}

void roster_commit(struct roster_store *s, struct roster *r, struct history *history)
{
    if (s->youngest)
        retire_missing(s->youngest, kept(r), history);
    open_histories(kept(r), history);
    make_youngest(s, kept(r));
}

void roster_commit_changes(struct roster_store *s, struct roster *r,
                           const struct roster_changes *changes, struct history *history)
{
    struct kept_roster *young = kept(r);
    REQUIRE(s->youngest && s->youngest->anchor == young->anchor);
    for (size_t i = 0; i < changes->lost_count; i++)
        retire(young, &s->youngest->roster.rows[changes->lost[i]], history);
    open_histories_of(young, s->youngest, changes, history);
    r->since = young->scattered ? 0 : s->youngest->roster.serial;
    r->carried = young->carried;
    make_youngest(s, young);
}

/* See the head of roster.h. What the youngest one names goes with the store. */
static void bury(struct roster_store *s, struct kept_roster *k)
{
    struct kept_roster *older = k->older, *younger = k->younger;
    if (older)
        older->younger = younger;
    if (younger) {
        uint64_t after = older ? older->roster.serial : 0;
        blob_list_prune(&younger->retired_labels, &s->labels, after);
        blob_list_join(&younger->retired_labels, &k->retired_labels);
        blob_list_prune(&younger->retired_firsts, &s->firsts, after);
        blob_list_join(&younger->retired_firsts, &k->retired_firsts);
        younger->older = older;
    } else {
        s->youngest = older;
    }
    put_aside(s, k);
}

const struct anchor *roster_anchor(const struct roster *r)
{
    return kept(r)->anchor;
}

void roster_hold(const struct roster *r)
{
    kept(r)->holders++;
}

void roster_drop(struct roster_store *s, const struct roster *r)
{
    REQUIRE(kept(r)->holders);
    if (--kept(r)->holders == 0)
        bury(s, kept(r));
}

struct roster_cursor roster_cursor(const struct roster *r)
{
    if (!r)
        return (struct roster_cursor){0};
    return (struct roster_cursor){.at = r->rows, .end = r->rows + r->count};
}

const struct roster_row *roster_seek(struct roster_cursor *c, uint32_t index, uint32_t generation)
{
    while (c->at < c->end && c->at->index < index)
        c->at++;
    bool found = c->at < c->end && c->at->index == index && c->at->generation == generation;
    return found ? c->at : NULL;
}
