/* From the bytes that a terminal sends to key codes. Layer 7. */
#include "tui/decode.h"

#include <stdio.h>
#include <string.h>

#define ESC          0x1b
#define KEYPAD_SHIFT 0x40 /* from what stands on a key of the keypad to the end of its sequence */
#define PASTE_START  "\033[200~"
#define PASTE_END    "\033[201~"

static void add_common(struct decoder *d)
{
    static const struct {
        const char *end; /* behind ESC [ and ESC O */
        int code;
    } finals[] = {{"A", VIEW_KEY_UP},   {"B", VIEW_KEY_DOWN}, {"C", VIEW_KEY_RIGHT},
                  {"D", VIEW_KEY_LEFT}, {"H", VIEW_KEY_HOME}, {"F", VIEW_KEY_END},
                  {"P", VIEW_KEY_F1},   {"Q", VIEW_KEY_F2},   {"R", VIEW_KEY_F3},
                  {"S", VIEW_KEY_F4}},
      numbers[] = {{"1~", VIEW_KEY_HOME},   {"2~", VIEW_KEY_INSERT},  {"3~", VIEW_KEY_DELETE},
                   {"4~", VIEW_KEY_END},    {"5~", VIEW_KEY_PAGE_UP}, {"6~", VIEW_KEY_PAGE_DOWN},
                   {"7~", VIEW_KEY_HOME},   {"8~", VIEW_KEY_END},     {"11~", VIEW_KEY_F1},
                   {"12~", VIEW_KEY_F2},    {"13~", VIEW_KEY_F3},     {"14~", VIEW_KEY_F4},
                   {"15~", VIEW_KEY_F5},    {"17~", VIEW_KEY_F6},     {"18~", VIEW_KEY_F7},
                   {"19~", VIEW_KEY_F8},    {"20~", VIEW_KEY_F9},     {"21~", VIEW_KEY_F10},
                   {"Z", VIEW_KEY_BACKTAB}, {"[A", VIEW_KEY_F1},      {"[B", VIEW_KEY_F2},
                   {"[C", VIEW_KEY_F3},     {"[D", VIEW_KEY_F4},      {"[E", VIEW_KEY_F5}};
    char sequence[DECODE_SEQUENCE_BYTES];
    for (size_t i = 0; i < sizeof finals / sizeof *finals; i++) {
        snprintf(sequence, sizeof sequence, "\033[%s", finals[i].end);
        decoder_add(d, sequence, finals[i].code);
        snprintf(sequence, sizeof sequence, "\033O%s", finals[i].end);
        decoder_add(d, sequence, finals[i].code);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        snprintf(sequence, sizeof sequence, "\033[%s", numbers[i].end);
        decoder_add(d, sequence, numbers[i].code);
    }
}

void decoder_init(struct decoder *d)
{
    *d = (struct decoder){0};
    add_common(d);
}

void decoder_add(struct decoder *d, const char *sequence, int code)
{
    if (!sequence || !sequence[0] || strlen(sequence) >= DECODE_SEQUENCE_BYTES)
        return;
    for (size_t i = 0; i < d->sequence_count; i++)
        if (strcmp(d->sequences[i].bytes, sequence) == 0)
            return;
    if (d->sequence_count == DECODE_SEQUENCES_MAX)
        return;
    strcpy(d->sequences[d->sequence_count].bytes, sequence);
    d->sequences[d->sequence_count++].code = code;
}

/* It sends them while NumLock is off, and plain digits while it is on. */
void decoder_add_rxvt(struct decoder *d)
{
    static const struct {
        char digit;
        int code;
    } keys[] = {{'0', VIEW_KEY_INSERT},    {'1', VIEW_KEY_END},  {'2', VIEW_KEY_DOWN},
                {'3', VIEW_KEY_PAGE_DOWN}, {'4', VIEW_KEY_LEFT}, {'6', VIEW_KEY_RIGHT},
                {'7', VIEW_KEY_HOME},      {'8', VIEW_KEY_UP},   {'9', VIEW_KEY_PAGE_UP},
                {'.', VIEW_KEY_DELETE}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char sequence[] = {ESC, 'O', (char)(keys[i].digit + KEYPAD_SHIFT), '\0'};
        decoder_add(d, sequence, keys[i].code);
    }
}

size_t decoder_room(const struct decoder *d)
{
    return sizeof d->pending - d->used;
}

void decoder_feed(struct decoder *d, const unsigned char *bytes, size_t size)
{
    size_t room = decoder_room(d);
    size = size < room ? size : room;
    memcpy(d->pending + d->used, bytes, size);
    d->used += size;
}

static int take(struct decoder *d, size_t size, int code)
{
    memmove(d->pending, d->pending + size, d->used - size);
    d->used -= size;
    return code;
}

/* The longest sequence at the start of what is pending, or NULL; *partial: more may come. */
static int match(const struct decoder *d, size_t *length, bool *partial)
{
    int code = VIEW_KEY_NONE;
    *length = 0;
    *partial = false;
    for (size_t i = 0; i < d->sequence_count; i++) {
        const char *sequence = d->sequences[i].bytes;
        size_t size = strlen(sequence), common = size < d->used ? size : d->used;
        if (memcmp(sequence, d->pending, common) != 0)
            continue;
        if (size > d->used) {
            *partial = true;
        } else if (size > *length) {
            *length = size;
            code = d->sequences[i].code;
        }
    }
    return code;
}

/* The mouse as ESC [ < BUTTON ; COLUMN ; LINE M, or m when a button is let go; else as ESC [ M and
 * three bytes. Its whole length; 0 when it is none, or not whole yet. */
static size_t mouse_length(const struct decoder *d)
{
    if (!d->takes_mouse || d->used < 3 || d->pending[1] != '[')
        return 0;
    if (d->pending[2] == 'M')
        return d->used >= 6 ? 6 : 0;
    if (d->pending[2] != '<')
        return 0;
    for (size_t i = 3; i < d->used; i++)
        if (d->pending[i] == 'M' || d->pending[i] == 'm')
            return i + 1;
    return 0;
}

#define MOUSE_MOTION 32
#define MOUSE_WHEEL  64

/* Presses of the left button and the wheel; the rest means nothing here. */
static bool read_mouse(struct decoder *d, size_t length)
{
    unsigned button, x, y;
    char text[32];
    if (d->pending[2] == 'M') {
        button = d->pending[3] - 32u;
        x = d->pending[4] - 32u;
        y = d->pending[5] - 32u;
    } else {
        snprintf(text, sizeof text, "%.*s", (int)length - 3, (const char *)d->pending + 3);
        if (d->pending[length - 1] == 'm' || sscanf(text, "%u;%u;%u", &button, &x, &y) != 3)
            return false;
    }
    bool wheel = button & MOUSE_WHEEL;
    if ((button & MOUSE_MOTION) || (button & 3) > (wheel ? 1u : 0u) || !x || !y || x > 9999 ||
        y > 9999)
        return false;
    d->mouse = (struct view_mouse){.x = (int)x - 1, .y = (int)y - 1};
    d->mouse.button = !wheel ? VIEW_BUTTON_LEFT : button & 1 ? VIEW_WHEEL_DOWN : VIEW_WHEEL_UP;
    return true;
}

/* A control sequence that nobody knows: its length; 0 when it is none, or not whole yet. One that
 * stays without its end was one, too: rxvt ends those of Shift with a $, which ends none. */
static size_t unknown_length(const struct decoder *d, bool settled)
{
    size_t i = 2;
    if (d->used < 3 || (d->pending[1] != '[' && d->pending[1] != 'O'))
        return 0;
    if (d->takes_mouse && d->pending[1] == '[' && d->pending[2] == 'M')
        return settled && d->used < 6 ? d->used : mouse_length(d);
    while (i < d->used && d->pending[i] >= 0x20 && d->pending[i] < 0x40)
        i++;
    if (i == d->used)
        return settled ? i : 0;
    return d->pending[i] >= 0x40 && d->pending[i] <= 0x7e ? i + 1 : i;
}

static bool may_become_control(const struct decoder *d)
{
    return d->used < 3
               ? d->used < 2 || d->pending[1] == '[' || d->pending[1] == 'O'
               : (d->pending[1] == '[' || d->pending[1] == 'O') && !unknown_length(d, false);
}

/* An Escape with a character right behind it that begins no sequence. */
static bool is_alt(const struct decoder *d)
{
    return d->used > 1 && d->pending[1] >= 0x20 && d->pending[1] <= 0x7f && d->pending[1] != '[' &&
           d->pending[1] != 'O';
}

/* Where the keypad sends sequences of its own, these are ESC O and what stands on the key, shifted:
 * 0 to 9, * + , - . / and Enter. 0: it is none. */
static int keypad_character(const struct decoder *d)
{
    if (d->used < 3 || d->pending[1] != 'O')
        return 0;
    int last = d->pending[2];
    return last == 'M' || (last >= 'j' && last <= 'y') ? last - KEYPAD_SHIFT : 0;
}

/* One code point; malformed bytes are passed over. */
static int next_character(struct decoder *d, bool settled)
{
    const unsigned char *at = d->pending;
    size_t length = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    if (length == 1)
        return take(d, 1, at[0]);
    bool may_begin = at[0] >= 0xc2 && at[0] <= 0xf4;
    if (may_begin && d->used < length && !settled)
        return VIEW_KEY_NONE;
    if (!may_begin || d->used < length)
        return take(d, 1, 0xfffd);
    int code = at[0] & (0xff >> (length + 1));
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return take(d, 1, 0xfffd);
    for (size_t i = 1; i < length; i++)
        code = code << 6 | (at[i] & 0x3f);
    return take(d, length, code);
}

/* --- pastes ------------------------------------------------------------------------------------
 */

static bool starts_with(const struct decoder *d, const char *mark)
{
    size_t size = strlen(mark);
    return d->used >= size && memcmp(d->pending, mark, size) == 0;
}

/* All that is pending is the beginning of the end's mark. */
static bool may_become_end(const struct decoder *d)
{
    return d->used < strlen(PASTE_END) && memcmp(d->pending, PASTE_END, d->used) == 0;
}

/* What a paste goes on with; false: something that means nothing was passed over. */
static bool next_pasted(struct decoder *d, bool settled, int *code)
{
    unsigned char first = d->pending[0];
    *code = VIEW_KEY_NONE;
    if (starts_with(d, PASTE_END)) {
        d->pasting = false;
        take(d, strlen(PASTE_END), VIEW_KEY_NONE);
        return false;
    }
    if (may_become_end(d)) {
        if (settled && d->used == 1) {
            d->pasting = false;
            *code = take(d, 1, VIEW_KEY_ESCAPE);
        }
        return true;
    }
    if (first < 0x20) {
        d->gap = d->pasted && (d->gap || first == '\n' || first == '\r' || first == '\t');
        take(d, 1, VIEW_KEY_NONE);
        return false;
    }
    int text = d->gap ? ' ' : next_character(d, settled);
    d->gap = false;
    if (text != VIEW_KEY_NONE) {
        d->pasted = true;
        *code = VIEW_KEY_PASTED | text;
    }
    return true;
}

/* --- what the terminal was asked ---------------------------------------------------------------
 */

/* The answer has begun, by more than a hand types at once. It is no key, however long it takes. */
static bool is_answering(const struct decoder *d)
{
    bool partial = false;
    enum background unsaid;
    return d->awaits_background && d->used > 2 &&
           background_read(d->pending, d->used, &partial, &unsaid) == 0 && partial;
}

static bool take_answer(struct decoder *d)
{
    bool partial;
    size_t length =
        d->awaits_background ? background_read(d->pending, d->used, &partial, &d->background) : 0;
    if (!length)
        return false;
    d->awaits_background = false;
    take(d, length, VIEW_KEY_NONE);
    return true;
}

/* A hand may type the first two bytes, too. */
static bool may_become_answer(const struct decoder *d, bool settled)
{
    return is_answering(d) || (!settled && d->awaits_background && d->used == 2 &&
                               d->pending[0] == ESC && d->pending[1] == ']');
}

/* --- all of it ---------------------------------------------------------------------------------
 */

/* The next key; false: something that means nothing was passed over. */
static bool next_key(struct decoder *d, bool settled, int *code)
{
    size_t length;
    bool partial;
    if (take_answer(d))
        return false;
    if (may_become_answer(d, settled)) {
        *code = VIEW_KEY_NONE;
        return true;
    }
    *code = match(d, &length, &partial);
    bool escape = d->pending[0] == ESC;
    if (!settled && (partial || (escape && !length && may_become_control(d)))) {
        *code = VIEW_KEY_NONE;
        return true;
    }
    if (length || !escape) {
        *code = length ? take(d, length, *code) : next_character(d, settled);
        return true;
    }
    if (is_alt(d)) {
        *code = VIEW_KEY_ALT | d->pending[1];
        take(d, 2, VIEW_KEY_NONE);
        return true;
    }
    if (d->takes_pastes && starts_with(d, PASTE_START)) {
        d->pasting = true;
        d->pasted = d->gap = false;
    }
    length = mouse_length(d);
    bool mouse = length && read_mouse(d, length);
    int keypad = keypad_character(d);
    length = length ? length : unknown_length(d, settled);
    *code = mouse ? VIEW_KEY_MOUSE : keypad ? keypad : length ? VIEW_KEY_NONE : VIEW_KEY_ESCAPE;
    take(d, length ? length : 1, VIEW_KEY_NONE);
    return *code != VIEW_KEY_NONE;
}

int decoder_next(struct decoder *d, bool settled)
{
    int code;
    while (d->used)
        if (d->pasting ? next_pasted(d, settled, &code) : next_key(d, settled, &code))
            return code;
    return VIEW_KEY_NONE;
}

/* The end of a paste, or an answer, that has come in part says nothing until it is whole. */
bool decoder_waits(const struct decoder *d)
{
    bool in_part = d->pasting ? d->used > 1 && may_become_end(d) : is_answering(d);
    return d->used > 0 && !in_part;
}
