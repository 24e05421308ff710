/*
 * The prompt: one line of text that is typed in the message line. Layer 6. Pure: keys in, text out;
 * what the text means is its kind's business (view/model.h: model_prompt_key).
 */
#ifndef VIEW_PROMPT_H
#define VIEW_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

/* X(ID, "label", what model_prompt_key calls with what happened: void f(struct model *, enum
 * prompt_outcome); NULL: nothing is to be done before the next build). */
#define VIEW_PROMPT_LIST(X)                           \
    X(FIND, "Find", model_find_changed)               \
    X(FILTER, "Filter", model_filter_changed)         \
    X(SESSION, "Find session", model_session_changed) \
    X(FIELD, "Find field", inspecting_found)          \
    X(GOTO, "Go to", inspecting_goto)                 \
    X(TIME, "Go to the time", model_time_changed)

enum prompt_kind {
#define PROMPT_ENUM(id, ...) PROMPT_##id,
    VIEW_PROMPT_LIST(PROMPT_ENUM)
#undef PROMPT_ENUM
        PROMPT_KIND_COUNT
};

#define PROMPT_TEXT_MAX 256 /* bytes with the NUL */
#define PROMPT_HISTORY  16  /* lines that are remembered of each kind */

/* What a key did. After ACCEPTED and CANCELLED the prompt is closed; the text is still there. */
enum prompt_outcome { PROMPT_MOVED, PROMPT_EDITED, PROMPT_ACCEPTED, PROMPT_CANCELLED };

/* Accepted lines, the newest last. */
struct prompt_history {
    char lines[PROMPT_HISTORY][PROMPT_TEXT_MAX];
    size_t count;
};

struct prompt {
    bool open;
    enum prompt_kind kind;
    char text[PROMPT_TEXT_MAX];
    size_t cursor; /* byte of the text that the cursor stands on */
    struct {
        char message[160]; /* "": the text is fine */
        size_t at, length; /* bytes of the text that it is about */
    } error;
    struct prompt_history history[PROMPT_KIND_COUNT];
    size_t back;                 /* how far into the history Up has led: 0 not at all */
    char typed[PROMPT_TEXT_MAX]; /* what Down returns to */
};

const char *prompt_label(enum prompt_kind kind);

/* Opens the prompt with a text to be changed, "" for an empty one; the cursor is at its end. */
void prompt_open(struct prompt *p, enum prompt_kind kind, const char *initial);

/* One key: a character, or an enum view_key of view/keys.h. The prompt must be open. Each edit
 * takes the error away. */
enum prompt_outcome prompt_key(struct prompt *p, int code);

/* Whether Alt with this character edits the text. Where it does not, it is Escape and the
 * character. */
bool prompt_knows_alt(int code);

/* Says what is wrong with the text and where; length 0: it is too short. "" or NULL: nothing. */
void prompt_error(struct prompt *p, const char *message, size_t at, size_t length);

#endif
