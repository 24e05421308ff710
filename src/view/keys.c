/* Looking a key up in the key table. Layer 6. */
#include "view/keys.h"

const struct view_key_row *view_key_row(enum view_intent intent)
{
    static const struct view_key_row rows[] = {
#define ROW(intent_name, on, keys, what, bar, word, ...) \
    {.labels = (keys),                                   \
     .help = (what),                                     \
     .bar_key = (bar),                                   \
     .bar_word = (word),                                 \
     .screens = (on),                                    \
     .codes = {__VA_ARGS__}},
        VIEW_KEY_TABLE(ROW)
#undef ROW
    };
    return &rows[intent];
}

static enum view_intent find(enum view_screen screen, int code, unsigned in_time)
{
    if (code == '\n')
        code = VIEW_KEY_ENTER;
    if (code == '\b')
        code = VIEW_KEY_BACKSPACE;
    for (int intent = 0; intent < VIEW_INTENT_COUNT; intent++) {
        const struct view_key_row *row = view_key_row((enum view_intent)intent);
        if (!(row->screens & (1u << screen)) || (row->screens & VIEW_IN_TIME) != in_time)
            continue;
        for (int i = 0; i < VIEW_KEYS_PER_INTENT && row->codes[i]; i++)
            if (row->codes[i] == code)
                return (enum view_intent)intent;
    }
    return VIEW_INTENT_NONE;
}

enum view_intent view_key_intent(enum view_screen screen, int code)
{
    return find(screen, code, 0);
}

enum view_intent view_key_intent_in_time(enum view_screen screen, int code)
{
    enum view_intent intent = find(screen, code, VIEW_IN_TIME);
    return intent == VIEW_INTENT_NONE ? find(screen, code, 0) : intent;
}

enum view_intent view_tab_intent(enum view_screen screen)
{
/* Not every screen is a tab, and only tabs have a row in the key table. */
#define INTENT_TAB(id)    VIEW_INTENT_TAB_##id
#define INTENT_INSIDE(id) VIEW_INTENT_NONE
#define INTENT_OVER(id)   VIEW_INTENT_NONE
    static const enum view_intent intents[] = {
#define INTENT(id, word, title, place, ...) INTENT_##place(id),
        VIEW_SCREEN_LIST(INTENT)
#undef INTENT
    };
    return intents[screen];
}
