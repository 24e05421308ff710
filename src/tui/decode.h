/* From the bytes that a terminal sends to key codes. Layer 7. Pure; terminfo's sequences are given.
 */
#ifndef TUI_DECODE_H
#define TUI_DECODE_H

#include "tui/background.h"
#include "view/hit.h"

#define DECODE_SEQUENCE_BYTES 16
#define DECODE_SEQUENCES_MAX  96

struct decoder {
    struct {
        char bytes[DECODE_SEQUENCE_BYTES];
        int code;
    } sequences[DECODE_SEQUENCES_MAX];
    size_t sequence_count;
    unsigned char pending[256];
    size_t used;
    struct view_mouse mouse; /* of the last VIEW_KEY_MOUSE */
    bool takes_mouse;        /* the terminal was told to send it */
    bool takes_pastes;       /* ... and to say where a paste begins and ends */
    bool awaits_background;  /* ... and asked for its background: nothing was heard yet */
    enum background background;
    bool pasting;     /* within one ... */
    bool pasted, gap; /* ... of which there was text; and a blank is due before more of it */
};

/* Knows what most terminals send, until more is added. */
void decoder_init(struct decoder *d);
/* A key's sequence, from terminfo; the first of equal ones counts. NULL and "" are passed over. */
void decoder_add(struct decoder *d, const char *sequence, int code);

/* The keypad of rxvt: what is digits elsewhere moves the cursor there. */
void decoder_add_rxvt(struct decoder *d);

/* How many more bytes it can take. */
size_t decoder_room(const struct decoder *d);
/* Bytes as they came; what there is no room for is dropped. */
void decoder_feed(struct decoder *d, const unsigned char *bytes, size_t size);

/*
 * The next key, VIEW_KEY_MOUSE with d->mouse, or VIEW_KEY_NONE. A lone escape, or the beginning of
 * a sequence, waits for more unless `settled`: nothing came for a while, so it is what it is. With
 * a character right behind it, it is VIEW_KEY_ALT.
 *
 * Characters of a paste are told by VIEW_KEY_PASTED. Between ESC [ 200 ~ and ESC [ 201 ~ nothing is
 * a key: ends of lines and tabs between text are one blank, other control characters are left out.
 * Should the end never come, an Escape with nothing behind it, as a hand types it, ends it too.
 */
int decoder_next(struct decoder *d, bool settled);

/* Whether something waits to be settled. */
bool decoder_waits(const struct decoder *d);

#endif
