/* --when in the dashboard. Layer 8. */
#include "top/alarm.h"

#include "base/error.h"
#include "query/uptime.h"
#include "view/text.h"
#include "watch/bell.h"
#include "when/when.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MARK_MAX = 1024 };

struct alarm {
    struct when *when; /* the sampler's thread's, and what follows */
    char session[MEMGLASS_NAME_MAX + 1];
    struct uptime uptime;
    char mark[MARK_MAX]; /* of the frame that is looked at; "": none */
    unsigned marks;
    struct alarm_news found; /* in that frame */
    unsigned lines;
    char complaint[256]; /* the last that was told: once is enough */
    int bell;

    pthread_mutex_t lock; /* guards what follows; held for no work */
    struct alarm_news news;
    bool is_new;
};

/* --- what fires, on the sampler's thread -------------------------------------------------------
 */

/* Of several in a frame the first is shown. */
static void print(const struct when *w, const struct row *row, void *ctx)
{
    struct alarm *a = ctx;
    struct strbuf line;
    if (a->lines++)
        return;
    strbuf_init(&line, a->found.text, sizeof a->found.text);
    text_clock(&line, row->frame->wall_ns);
    strbuf_text(&line, "  ");
    when_line(w, row, &line);
    strbuf_finish(&line);
}

static void ring(void *ctx)
{
    struct alarm *a = ctx;
    a->found.rings = true;
}

static int mark(const char *text, void *ctx, memglass_error *err)
{
    struct alarm *a = ctx;
    (void)err;
    if (!a->marks++)
        snprintf(a->mark, sizeof a->mark, "%s", text);
    return MEMGLASS_OK;
}

/* Beside what fired, when something did. */
static void complain(const char *text, void *ctx)
{
    struct alarm *a = ctx;
    size_t used = strlen(a->found.text);
    struct strbuf line;
    strbuf_init(&line, a->found.text + used, sizeof a->found.text - used);
    strbuf_printf(&line, "%s%s", used ? "  " : "", text);
    strbuf_finish(&line);
}

/* The first line of a message that says where a mistake is. */
static void complain_once(struct alarm *a, memglass_error *err)
{
    err->message[strcspn(err->message, "\n")] = '\0';
    if (strcmp(err->message, a->complaint) == 0)
        return;
    snprintf(a->complaint, sizeof a->complaint, "%s", err->message);
    snprintf(a->found.text, sizeof a->found.text, "%s", err->message);
    a->found.bad = true;
}

static void count_others(char *text, size_t size, unsigned count)
{
    size_t used = strlen(text);
    if (count > 1 && used < size)
        snprintf(text + used, size - used, "  and %u more", count - 1);
}

static void publish(struct alarm *a)
{
    struct alarm_news *f = &a->found;
    f->exits = when_wants_exit(a->when);
    if (!f->text[0] && !f->rings && !f->exits)
        return;
    pthread_mutex_lock(&a->lock);
    f->rings = f->rings || a->news.rings;
    if (!f->text[0]) {
        memcpy(f->text, a->news.text, sizeof f->text);
        f->bad = a->news.bad;
    }
    a->news = *f;
    a->is_new = true;
    pthread_mutex_unlock(&a->lock);
    bell_ring(a->bell);
}

const char *alarm_look(struct alarm *a, const struct snapshot *s, const struct history *history)
{
    memglass_error err = {0};
    bool follows = s->prev && frame_same_session(s->prev, s->cur);
    uptime_note(&a->uptime, s->cur);
    const struct row_source source = {.cur = s->cur,
                                      .prev = follows ? s->prev : NULL,
                                      .history = history,
                                      .now_ns = uptime_ns(&a->uptime, s->cur)};
    a->found = (struct alarm_news){0};
    a->lines = a->marks = 0;
    if (when_look(a->when, &source, &err) < 0)
        complain_once(a, &err);
    count_others(a->found.text, sizeof a->found.text, a->lines);
    count_others(a->mark, sizeof a->mark, a->marks);
    publish(a);
    return a->marks ? a->mark : NULL;
}

/* --- the screen's thread -----------------------------------------------------------------------
 */

int alarm_fd(const struct alarm *a)
{
    return a->bell;
}

bool alarm_take(struct alarm *a, struct alarm_news *out)
{
    bell_clear(a->bell);
    pthread_mutex_lock(&a->lock);
    bool is_new = a->is_new;
    *out = a->news;
    a->is_new = false;
    a->news = (struct alarm_news){0};
    pthread_mutex_unlock(&a->lock);
    return is_new;
}

/* --- life --------------------------------------------------------------------------------------
 */

static int open_when(struct alarm *a, const struct when_options *o, bool has_past,
                     memglass_error *err)
{
    const struct when_hooks hooks = {.print = print,
                                     .bell = ring,
                                     .mark = has_past ? mark : NULL,
                                     .complain = complain,
                                     .ctx = a};
    return when_open(o, a->session, 1u << WHEN_PRINT | (unsigned)has_past << WHEN_MARK, true,
                     &hooks, &a->when, err);
}

int alarm_check(const struct when_options *o, memglass_error *err)
{
    struct alarm scratch = {0};
    int status = open_when(&scratch, o, true, err);
    when_close(&scratch.when);
    return status;
}

int alarm_open(const struct when_options *o, const char *session, bool has_past, struct alarm **out,
               memglass_error *err)
{
    *out = NULL;
    if (!o->expression)
        return MEMGLASS_OK;
    struct alarm *a = calloc(1, sizeof *a);
    if (!a)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "--when: out of memory");
    snprintf(a->session, sizeof a->session, "%s", session);
    pthread_mutex_init(&a->lock, NULL);
    a->bell = bell_open();
    int status = a->bell < 0 ? error_sys(err, MEMGLASS_E_SYSTEM, errno, "--when") : MEMGLASS_OK;
    if (!status)
        status = open_when(a, o, has_past, err);
    if (status)
        alarm_close(&a);
    *out = a;
    return status;
}

void alarm_close(struct alarm **alarm)
{
    struct alarm *a = *alarm;
    *alarm = NULL;
    if (!a)
        return;
    when_close(&a->when);
    pthread_mutex_destroy(&a->lock);
    if (a->bell >= 0)
        close(a->bell);
    free(a);
}
