/* The answer to OSC 11: "ESC ] 11 ; rgb:ffff/ffff/ffff", and BEL or ESC \ behind it. Layer 7. */
#include "tui/background.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ESC 0x1b
#define BEL 0x07

enum { ANSWER_MOST = 64 };

static const char begin[] = "\033]11;";
enum { BEGIN = sizeof begin - 1 };

/* A part of a colour in one to four hexadecimal digits, of 1; less than 0: it is none. */
static double part_of(const char *text, char **end)
{
    static const double most[] = {0, 0xf, 0xff, 0xfff, 0xffff};
    unsigned long value = strtoul(text, end, 16);
    ptrdiff_t digits = *end - text;
    return digits >= 1 && digits <= 4 ? (double)value / most[digits] : -1;
}

/* "rgb:ffff/ffff/ffff", with what may stand behind it; by how bright the colour is to the eye. */
static enum background read_color(const char *text)
{
    static const double weights[] = {0.299, 0.587, 0.114};
    const char *at = strchr(text, ':');
    double bright = 0;
    if (strncmp(text, "rgb", 3) != 0 || !at)
        return BACKGROUND_UNKNOWN;
    for (int i = 0; i < 3; i++) {
        char *end;
        double part = i == 0 || *at == '/' ? part_of(at + 1, &end) : -1;
        if (part < 0)
            return BACKGROUND_UNKNOWN;
        bright += weights[i] * part;
        at = end;
    }
    return bright > 0.5 ? BACKGROUND_LIGHT : BACKGROUND_DARK;
}

size_t background_read(const unsigned char *bytes, size_t size, bool *partial, enum background *out)
{
    size_t at = BEGIN;
    *partial = size < BEGIN && memcmp(bytes, begin, size) == 0;
    if (size < BEGIN || memcmp(bytes, begin, BEGIN) != 0)
        return 0;
    while (at < size && at < ANSWER_MOST && bytes[at] != BEL && bytes[at] != ESC)
        at++;
    *partial = at == size || (bytes[at] == ESC && at + 1 == size);
    if (*partial || at == ANSWER_MOST || (bytes[at] == ESC && bytes[at + 1] != '\\'))
        return 0;
    char text[ANSWER_MOST];
    snprintf(text, sizeof text, "%.*s", (int)(at - BEGIN), (const char *)bytes + BEGIN);
    enum background said = read_color(text);
    *out = said == BACKGROUND_UNKNOWN ? *out : said;
    return at + (bytes[at] == ESC ? 2 : 1);
}
