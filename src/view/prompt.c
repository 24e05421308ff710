/* The prompt: editing one line. Layer 6. */
#include "view/prompt.h"

#include "base/strbuf.h"
#include "view/keys.h"
#include "view/width.h"

#include <stdio.h>
#include <string.h>

const char *prompt_label(enum prompt_kind kind)
{
    static const char *const labels[] = {
#define LABEL(id, label, ...) label,
        VIEW_PROMPT_LIST(LABEL)
#undef LABEL
    };
    return labels[kind];
}

static void set_text(struct prompt *p, const char *text)
{
    memmove(p->text, text, strlen(text) + 1);
    p->cursor = strlen(p->text);
}

void prompt_open(struct prompt *p, enum prompt_kind kind, const char *initial)
{
    p->open = true;
    p->kind = kind;
    p->back = 0;
    p->typed[0] = '\0';
    snprintf(p->text, sizeof p->text, "%s", initial);
    p->cursor = strlen(p->text);
    prompt_error(p, NULL, 0, 0);
}

void prompt_error(struct prompt *p, const char *message, size_t at, size_t length)
{
    size_t end = strlen(p->text);
    snprintf(p->error.message, sizeof p->error.message, "%s", message ? message : "");
    p->error.at = at < end ? at : end;
    p->error.length = length < end - p->error.at ? length : end - p->error.at;
}

/* --- the text ----------------------------------------------------------------------------------
 */

/* The byte where the character before `at` begins: with what combines with it. */
static size_t before(const struct prompt *p, size_t at)
{
    struct glyph glyph;
    size_t found = 0;
    for (const char *c = p->text; *c && c < p->text + at;) {
        found = (size_t)(c - p->text);
        c = glyph_next(c, &glyph);
    }
    return found;
}

static size_t behind(const struct prompt *p, size_t at)
{
    struct glyph glyph;
    return p->text[at] ? (size_t)(glyph_next(p->text + at, &glyph) - p->text) : at;
}

static enum prompt_outcome move_to(struct prompt *p, size_t at)
{
    p->cursor = at;
    return PROMPT_MOVED;
}

static enum prompt_outcome edited(struct prompt *p)
{
    p->back = 0;
    prompt_error(p, NULL, 0, 0);
    return PROMPT_EDITED;
}

/* Takes [from, to) out; the cursor is where it was. */
static enum prompt_outcome cut(struct prompt *p, size_t from, size_t to)
{
    p->cursor = from;
    if (from == to)
        return PROMPT_MOVED;
    memmove(p->text + from, p->text + to, strlen(p->text + to) + 1);
    return edited(p);
}

/* Where the word before the cursor begins. */
static size_t word_start(const struct prompt *p)
{
    size_t at = p->cursor;
    while (at && p->text[at - 1] == ' ')
        at--;
    while (at && p->text[at - 1] != ' ')
        at--;
    return at;
}

/* Where the word behind the cursor ends. */
static size_t word_end(const struct prompt *p)
{
    size_t at = p->cursor;
    at += strspn(p->text + at, " ");
    return at + strcspn(p->text + at, " ");
}

static size_t encode(int code, char out[4])
{
    size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = length - 1; i; i--, code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3f));
    out[0] = (char)(leads[length] | (unsigned)code);
    return length;
}

static enum prompt_outcome insert(struct prompt *p, int code)
{
    char bytes[4];
    code &= ~VIEW_KEY_PASTED;
    bool text = code >= 0 && code < VIEW_KEY_BASE && strbuf_is_text((uint32_t)code);
    size_t length = text ? encode(code, bytes) : 0, used = strlen(p->text);
    if (!length || used + length >= sizeof p->text)
        return PROMPT_MOVED;
    memmove(p->text + p->cursor + length, p->text + p->cursor, used - p->cursor + 1);
    memcpy(p->text + p->cursor, bytes, length);
    p->cursor += length;
    return edited(p);
}

/* --- the history -------------------------------------------------------------------------------
 */

static void remember(struct prompt *p)
{
    struct prompt_history *h = &p->history[p->kind];
    if (!p->text[0])
        return;
    size_t same = 0;
    while (same < h->count && strcmp(h->lines[same], p->text) != 0)
        same++;
    size_t gone = same < h->count ? same : h->count == PROMPT_HISTORY ? 0 : h->count;
    if (gone < h->count)
        memmove(h->lines[gone], h->lines[gone + 1], (--h->count - gone) * sizeof *h->lines);
    memcpy(h->lines[h->count++], p->text, sizeof p->text);
}

static enum prompt_outcome go_back(struct prompt *p, size_t back)
{
    const struct prompt_history *h = &p->history[p->kind];
    if (back > h->count || back == p->back)
        return PROMPT_MOVED;
    if (!p->back)
        memcpy(p->typed, p->text, sizeof p->text);
    set_text(p, back ? h->lines[h->count - back] : p->typed);
    edited(p);
    p->back = back;
    return PROMPT_EDITED;
}

static enum prompt_outcome closed(struct prompt *p, enum prompt_outcome how)
{
    p->open = false;
    if (how == PROMPT_ACCEPTED)
        remember(p);
    return how;
}

bool prompt_knows_alt(int code)
{
    return code == 'b' || code == 'f' || code == 'd' || code == VIEW_KEY_BACKSPACE;
}

enum prompt_outcome prompt_key(struct prompt *p, int code)
{
    switch (code) {
    case VIEW_KEY_ENTER:
    case '\n':
        return closed(p, PROMPT_ACCEPTED);
    case VIEW_KEY_ESCAPE:
    case VIEW_KEY_CTRL('G'):
        return closed(p, PROMPT_CANCELLED);
    case VIEW_KEY_LEFT:
    case VIEW_KEY_CTRL('B'):
        return move_to(p, before(p, p->cursor));
    case VIEW_KEY_RIGHT:
    case VIEW_KEY_CTRL('F'):
        return move_to(p, behind(p, p->cursor));
    case VIEW_KEY_HOME:
    case VIEW_KEY_CTRL('A'):
        return move_to(p, 0);
    case VIEW_KEY_END:
    case VIEW_KEY_CTRL('E'):
        return move_to(p, strlen(p->text));
    case VIEW_KEY_BACKSPACE:
    case '\b':
        return cut(p, before(p, p->cursor), p->cursor);
    case VIEW_KEY_DELETE:
    case VIEW_KEY_CTRL('D'):
        return cut(p, p->cursor, behind(p, p->cursor));
    case VIEW_KEY_CTRL('U'):
        return cut(p, 0, p->cursor);
    case VIEW_KEY_CTRL('K'):
        return cut(p, p->cursor, strlen(p->text));
    case VIEW_KEY_CTRL('W'):
    case VIEW_KEY_ALT | VIEW_KEY_BACKSPACE:
        return cut(p, word_start(p), p->cursor);
    case VIEW_KEY_ALT | 'b':
        return move_to(p, word_start(p));
    case VIEW_KEY_ALT | 'f':
        return move_to(p, word_end(p));
    case VIEW_KEY_ALT | 'd':
        return cut(p, p->cursor, word_end(p));
    case VIEW_KEY_UP:
    case VIEW_KEY_CTRL('P'):
        return go_back(p, p->back + 1);
    case VIEW_KEY_DOWN:
    case VIEW_KEY_CTRL('N'):
        return go_back(p, p->back ? p->back - 1 : 0);
    default:
        return insert(p, code);
    }
}
