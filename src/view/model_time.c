/* Going to a time that is typed. Layer 6. */
#include "base/clock.h"
#include "view/model.h"

#include <stdlib.h>
#include <string.h>

void model_open_time(struct model *m)
{
    prompt_open(&m->prompt, PROMPT_TIME, "");
}

/* "14:03", "14:03:20.5"; seconds since midnight. */
static bool parse_clock(const char *text, double *seconds)
{
    char *end;
    unsigned long hours = strtoul(text, &end, 10);
    if (end == text || *end != ':' || hours > 23)
        return false;
    const char *at = end + 1;
    unsigned long minutes = strtoul(at, &end, 10);
    double rest = 0;
    if (end == at || minutes > 59)
        return false;
    if (*end == ':') {
        at = end + 1;
        rest = strtod(at, &end);
        if (end == at || !(rest >= 0 && rest < 60))
            return false;
    }
    *seconds = (double)(hours * 3600 + minutes * 60) + rest;
    return *end == '\0';
}

/* Seconds of a unit: "s", "m", "h", "d", or none; 0: there is no such unit. */
static double take_unit(const char **text)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = {{"ms", 1e-3}, {"d", 86400}, {"h", 3600}, {"m", 60}, {"s", 1}};
    if (**text == '\0')
        return 1;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strncmp(*text, units[i].name, strlen(units[i].name)) == 0) {
            *text += strlen(units[i].name);
            return units[i].seconds;
        }
    return 0;
}

/* "12m30s", "1.5h", "90". */
static bool parse_span(const char *text, double *seconds)
{
    *seconds = 0;
    do {
        char *end;
        if (*text < '0' || *text > '9')
            return false;
        double number = strtod(text, &end);
        text = end;
        double unit = take_unit(&text);
        if (unit == 0)
            return false;
        *seconds += number * unit;
    } while (*text);
    return *seconds < 1e9;
}

bool time_text_parse(const char *text, struct time_text *out)
{
    double seconds;
    bool here = text[0] == '-' || text[0] == '+';
    *out = (struct time_text){.from = here ? TIME_FROM_HERE : TIME_FROM_BEGIN};
    if (strchr(text, ':')) {
        out->from = TIME_OF_DAY;
        if (!parse_clock(text, &seconds))
            return false;
    } else if (!parse_span(text + here, &seconds)) {
        return false;
    }
    out->ns = (int64_t)(seconds * (double)NS_PER_SEC);
    out->ns = text[0] == '-' ? -out->ns : out->ns;
    return true;
}

/* Enter does not leave a mistake behind. */
void model_time_changed(struct model *m, enum prompt_outcome what)
{
    struct prompt *p = &m->prompt;
    struct time_text unused;
    bool good = !p->text[0] || time_text_parse(p->text, &unused);
    if (what == PROMPT_CANCELLED)
        return;
    if (!good)
        prompt_error(p, "a time is 12m30s, -30s or 14:03:20", 0, strlen(p->text));
    if (what != PROMPT_ACCEPTED)
        return;
    p->open = !good;
    if (!good || !p->text[0])
        return;
    m->time.wish = TIME_TEXT;
    memcpy(m->time.text, p->text, sizeof m->time.text);
}
