/* The tab bar and the bottom line, placed. Layer 6. */
#include "view/builder.h"
#include "view/width.h"

#include <stdlib.h>
#include <string.h>

#define TAB_GAP 2
#define KEY_GAP 2

/* --- tabs --------------------------------------------------------------------------------------
 */

static int tab_width(const struct view_tab *tab)
{
    return width_of(tab->key) + (tab->title[0] ? 1 + width_of(tab->title) : 0);
}

static int tabs_width(const struct view_tab *tabs, size_t count)
{
    int width = 0;
    for (size_t i = 0; i < count; i++)
        width += tab_width(&tabs[i]) + (i ? TAB_GAP : 0);
    return width;
}

/* Without room for all titles, the tab that is shown has one, or none has. */
static void shorten_tabs(struct view_tab *tabs, size_t count, int room)
{
    for (int shown = 0; shown < 2; shown++)
        for (size_t i = 0; i < count && tabs_width(tabs, count) > room; i++)
            if (tabs[i].shown == shown)
                tabs[i].title = "";
}

static void place_tabs(struct view_tab *tabs, size_t count, const struct rect *area)
{
    int x = area->x + area->width - tabs_width(tabs, count);
    for (size_t i = 0; i < count; i++) {
        tabs[i].x = x;
        tabs[i].width = tab_width(&tabs[i]);
        x += tabs[i].width + TAB_GAP;
    }
}

#define HEADER_GAP 3 /* cells between two items of the header */

/* Where tabs stand in the line of the session's name and state, these go before their titles. */
static int tabs_room(const struct view_state *out)
{
    const struct view_header *h = &out->header;
    int room = out->layout.tabs.width;
    if (out->layout.tabs.y != out->layout.header.y || !h->session.text || !h->state.text)
        return room;
    int used = 1 + width_of("memglass ") + width_of(h->session.text) + HEADER_GAP + 2 +
               width_of(h->state.text) + HEADER_GAP;
    used += h->since.text ? width_of(h->since.text) + HEADER_GAP : 0;
    int left = out->layout.width - used - 1;
    return left < room ? left : room;
}

static void build_tabs(struct view_builder *b, const struct model *m, struct view_state *out)
{
    int room = tabs_room(out);
    struct view_tab *tabs = view_arena_alloc(&b->arena, VIEW_SCREEN_COUNT * sizeof *tabs);
    size_t count = 0;
    for (int i = 0; i < VIEW_SCREEN_COUNT; i++) {
        enum view_screen screen = (enum view_screen)i;
        if (view_screen_row(screen)->place != VIEW_PLACE_TAB)
            continue;
        tabs[count++] =
            (struct view_tab){.key = view_key_row(view_tab_intent(screen))->labels,
                              .title = view_screen_name(screen),
                              .screen = screen,
                              .shown = view_screen_row(model_under(m))->within == screen};
    }
    shorten_tabs(tabs, count, room);
    if (tabs_width(tabs, count) > room)
        return;
    place_tabs(tabs, count, &out->layout.tabs);
    out->tabs = tabs;
    out->tab_count = count;
}

/* --- the bottom line ---------------------------------------------------------------------------
 */

static int key_width(const struct view_bar_key *key)
{
    return width_of(key->key) + (key->word[0] ? 1 + width_of(key->word) : 0);
}

/* Enter first, then the function keys by number, then the others as in the table. */
static int rank_of(const char *key)
{
    if (strcmp(key, "Enter") == 0)
        return 0;
    return key[0] == 'F' && key[1] >= '1' && key[1] <= '9' ? atoi(key + 1) : 100;
}

static void insert(struct view_bar_key *keys, size_t count, struct view_bar_key key)
{
    size_t at = count;
    for (; at && rank_of(keys[at - 1].key) > rank_of(key.key); at--)
        keys[at] = keys[at - 1];
    keys[at] = key;
}

/* Keys from the left as far as they fit whole. */
static void build_keys(struct view_builder *b, const struct model *m, struct view_state *out)
{
    struct view_bar_key *keys = view_arena_alloc(&b->arena, VIEW_INTENT_COUNT * sizeof *keys);
    const struct rect *area = &out->layout.keys;
    size_t count = 0;
    for (int i = 0; i < VIEW_INTENT_COUNT; i++) {
        const struct view_key_row *row = view_key_row((enum view_intent)i);
        if ((row->screens & (1u << m->screen)) && row->bar_key[0])
            insert(keys, count++,
                   (struct view_bar_key){.key = row->bar_key, .word = row->bar_word, .intent = i});
    }
    for (int x = area->x + 1; out->key_count < count; out->key_count++) {
        struct view_bar_key *key = &keys[out->key_count];
        key->x = x;
        key->width = key_width(key);
        if (x + key->width >= area->x + area->width)
            break;
        x += key->width + KEY_GAP;
    }
    out->keys = keys;
}

void build_bars(struct view_builder *b, const struct view_input *in, const struct model *m,
                struct view_state *out)
{
    if (in->batch)
        return;
    build_tabs(b, m, out);
    build_keys(b, m, out);
}
