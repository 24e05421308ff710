/*
 * Keeps the screens of docs/tour.md true: takes each one from the dashboard on a pseudo-terminal.
 * Tests only.
 *
 *   tour write PAGE    puts the screens of today into the page
 *   tour check PAGE    fails when one of them is not what the page has
 *   tour show COLUMNSxROWS KEYS SESSION    prints one screen
 *
 * In the page, "<!-- screen COLUMNSxROWS KEYS -->" stands before the block of a screen. KEYS are
 * words with blanks between them: Enter Esc Down F2 ...; what is no name is typed as it stands,
 * with "^" for a blank. The session is docs/examples/greenhouse, whose values stand still; with
 * "live" for "screen" they do not. Times, ages, what the machine costs and how full graphs are
 * differ from run to run: they are not compared, nor are other sessions shown.
 */
#include "screen.h"

#include <ctype.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MARK       "<!-- screen "
#define MARK_LIVE  "<!-- live "
#define NAME       "greenhouse" /* what the page calls the session */
#define SCREEN_MAX (64 << 10)
#define LINE_MAX_  2048
#define QUIET_MS   700 /* a screen to be written is finished when nothing comes for so long, ... */
#define PATIENCE   8   /* ... or after so many times that; */
#define LIVE_MS    40000 /* one with graphs, when they have filled */
#define FAILED_MAX 3     /* screens that differ, until the rest is not looked at */

static const struct {
    const char *name, *bytes;
} named[] = {{"Enter", "\r"},     {"Esc", "\033"},    {"Tab", "\t"},       {"BackTab", "\033[Z"},
             {"Up", "\033[A"},    {"Down", "\033[B"}, {"Right", "\033[C"}, {"Left", "\033[D"},
             {"Space", " "},      {"F1", "\033OP"},   {"F2", "\033OQ"},    {"F3", "\033OR"},
             {"F4", "\033OS"},    {"F5", "\033[15~"}, {"F6", "\033[17~"},  {"PgDn", "\033[6~"},
             {"PgUp", "\033[5~"}, {"Home", "\033[H"}, {"End", "\033[F"}};

static void type_word(struct screen *s, char *word)
{
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strcmp(named[i].name, word) == 0) {
            screen_type(s, named[i].bytes);
            return;
        }
    for (char *at = word; *at; at++)
        if (*at == '^')
            *at = ' ';
    screen_type(s, word);
}

/* At a person's pace: an escape is not the start of the next key. */
static void type_keys(struct screen *s, const char *keys)
{
    char word[128];
    int length = 0;
    for (; sscanf(keys, "%127s%n", word, &length) == 1; keys += length) {
        type_word(s, word);
        screen_listen(s, 100);
    }
}

/* --- text --------------------------------------------------------------------------------------
 */

static void replace(char *line, size_t size, const char *from, const char *to)
{
    char rest[LINE_MAX_];
    char *at = strstr(line, from);
    if (!at)
        return;
    snprintf(rest, sizeof rest, "%s", at + strlen(from));
    snprintf(at, size - (size_t)(at - line), "%s%s", to, rest);
}

/* Where a program lies is of no interest. */
static void hide_folder(char *line)
{
    char *path = strstr(line, "  /");
    if (path)
        strcpy(path, "  /.../" NAME);
}

static void trim_end(char *line)
{
    size_t length = strlen(line);
    while (length && line[length - 1] == ' ')
        line[--length] = '\0';
}

#define LIST_HEAD 5 /* the row of the head of the list of sessions, at full height */

/* Without the scroll bar, with the session's name of the page, empty lines once. */
static void tidy(const char *screen, const char *session, bool list, char *out, size_t size)
{
    size_t used = 0;
    bool empty = false;
    for (int row = 0; *screen; row++) {
        char line[LINE_MAX_], name[80];
        size_t length = strcspn(screen, "\n");
        snprintf(line, sizeof line, "%.*s", (int)length, screen);
        screen += length + (screen[length] == '\n');
        replace(line, sizeof line, "\u2590", "");
        replace(line, sizeof line, "\u2595", "");
        bool foreign = list && row > LIST_HEAD && line[0] && !strstr(line, session);
        if (foreign && strncmp(line, " Enter", 6) != 0)
            continue;
        snprintf(name, sizeof name, "%-*s", list && row > LIST_HEAD ? (int)strlen(session) : 0,
                 NAME);
        replace(line, sizeof line, session, name);
        if (list)
            hide_folder(line);
        trim_end(line);
        if (!line[0] && empty)
            continue;
        empty = !line[0];
        used += (size_t)snprintf(out + used, size - used, "%s\n", line);
    }
}

/* A graph: nothing but blocks, lines and dots. */
static bool is_graph(const char *word)
{
    for (const unsigned char *c = (const unsigned char *)word; *c; c++)
        if (*c < 0x80 || (c[0] == 0xe2 && c[1] < 0x94))
            return false;
    return true;
}

static bool has_digit(const char *word)
{
    for (; *word; word++)
        if (isdigit((unsigned char)*word))
            return true;
    return false;
}

/* Words that mean the same in each run: of the first lines, which tell of the machine, the first.
 */
static void compared(const char *text, bool exact, char *out, size_t size)
{
    size_t used = 0;
    for (int row = 0; *text; row++) {
        char line[LINE_MAX_], *next = NULL;
        size_t length = strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)length, text);
        text += length + (text[length] == '\n');
        char *before = line;
        for (char *w = strtok_r(line, " ,", &next); w;
             before = w, w = strtok_r(NULL, " ,", &next)) {
            bool duration = isdigit((unsigned char)w[0]) &&
                            strspn(w, "0123456789.hmsudn") == strlen(w) &&
                            !isdigit((unsigned char)w[strlen(w) - 1]);
            if (is_graph(w) || strcmp(before, "thread") == 0 || duration || w[0] == '/' ||
                (!exact && has_digit(w)))
                continue;
            used += (size_t)snprintf(out + used, size - used, "%s ", w);
            if (row < 3)
                break;
        }
        used += (size_t)snprintf(out + used, size - used, "\n");
    }
}

/* --- one screen --------------------------------------------------------------------------------
 */

struct shot {
    int columns, rows;
    char keys[256], session[64];
    bool exact; /* its numbers are compared */
    bool live;
    bool list; /* of sessions: others are left out */
    const char *wanted;
    char tidied[SCREEN_MAX], now[SCREEN_MAX], then[SCREEN_MAX];
};

static bool is_wanted(struct screen *s, void *ctx)
{
    struct shot *shot = ctx;
    tidy(screen_text(s), shot->session, shot->list, shot->tidied, sizeof shot->tidied);
    compared(shot->tidied, shot->exact, shot->now, sizeof shot->now);
    compared(shot->wanted, shot->exact, shot->then, sizeof shot->then);
    return strcmp(shot->now, shot->then) == 0;
}

/* Takes the screen; with shot->wanted, as soon as it is that one: whether it was. */
static bool take(struct shot *shot)
{
    const char *const argv[] = {"memglass-top", "-d", "0.2", shot->session, NULL};
    const char *const env[] = {"XDG_CONFIG_HOME", "HOME=/home/you", NULL};
    struct screen *s = screen_start(shot->columns, shot->rows, env, argv);
    bool good = screen_wait_text(s, "LABEL") && screen_wait_text(s, "bed_1");
    type_keys(s, shot->keys);
    if (shot->wanted)
        good = good && screen_wait(s, is_wanted, shot);
    if (!shot->wanted && shot->live)
        screen_listen(s, LIVE_MS);
    for (int i = 0; !shot->wanted && i < PATIENCE && screen_listen(s, QUIET_MS); i++)
        ;
    tidy(screen_text(s), shot->session, shot->list, shot->tidied, sizeof shot->tidied);
    screen_stop(&s);
    return good;
}

/* --- the page ----------------------------------------------------------------------------------
 */

static char *read_page(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 1 << 20);
    if (!file || !text) {
        perror(path);
        exit(2);
    }
    text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
    fclose(file);
    return text;
}

/* The block behind a mark: its text; *end is the closing line. */
static char *block_of(char *mark, char **end)
{
    char *start = strstr(mark, "\n```");
    start = start ? strchr(start + 1, '\n') : NULL;
    *end = start ? strstr(start, "\n```") : NULL;
    return *end ? start + 1 : NULL;
}

static bool do_block(struct shot *shot, char *mark, char (*sessions)[64], const char *block,
                     const char *end, FILE *out)
{
    static char wanted[SCREEN_MAX];
    shot->live = strncmp(mark, MARK_LIVE, strlen(MARK_LIVE)) == 0;
    mark += strlen(shot->live ? MARK_LIVE : MARK);
    if (sscanf(mark, "%dx%d %255[^\n]", &shot->columns, &shot->rows, shot->keys) < 2)
        return false;
    char *close = strstr(shot->keys, "-->");
    if (close)
        *close = '\0';
    shot->list = shot->keys[0] == '3';
    shot->exact = !shot->live && !shot->list && !strchr(shot->keys, '$'); /* own cost */
    snprintf(shot->session, sizeof shot->session, "%s", sessions[shot->live]);
    snprintf(wanted, sizeof wanted, "%.*s\n", (int)(end - block), block);
    shot->wanted = out ? NULL : wanted;
    bool good = take(shot);
    if (out)
        fputs(shot->tidied, out);
    else if (!good)
        printf("%dx%d %s: the page has\n%s\nand the screen\n%s\n", shot->columns, shot->rows,
               shot->keys, wanted, shot->tidied);
    return good;
}

static char *next_mark(char *at)
{
    char *still = strstr(at, MARK), *live = strstr(at, MARK_LIVE);
    return !live || (still && still < live) ? still : live;
}

/* sessions: the still one and the live one. */
static int do_page(struct shot *shot, char (*sessions)[64], const char *path, bool write)
{
    char *page = read_page(path), *at = page, temporary[4096];
    snprintf(temporary, sizeof temporary, "%s.new", path);
    FILE *out = write ? fopen(temporary, "w") : NULL;
    int failed = 0;
    for (char *mark; failed < FAILED_MAX && (mark = next_mark(at));) {
        char *end, *block = block_of(mark, &end);
        if (!block)
            break;
        if (out)
            fwrite(at, 1, (size_t)(block - at), out);
        shot->keys[0] = '\0';
        failed += !do_block(shot, mark, sessions, block, end, out);
        at = out ? end + 1 : end;
    }
    if (out) {
        fputs(at, out);
        fclose(out);
        failed += rename(temporary, path) != 0;
    }
    free(page);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static pid_t start_greenhouse(char session[64], bool live)
{
    char path[256];
    snprintf(session, 64, "t-tour-%s-%d", live ? "live" : "still", (int)getpid());
    snprintf(path, sizeof path, "/dev/shm/memglass_%s_header", session);
    const char *const argv[] = {"examples/greenhouse", session, live ? NULL : "still", NULL};
    pid_t pid = start_program(argv);
    for (int tries = 0; access(path, R_OK) != 0 && tries < 400; tries++)
        usleep(25000);
    return pid;
}

int main(int argc, char **argv)
{
    static struct shot shot;
    setlocale(LC_ALL, "C.UTF-8");
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc == 5 && strcmp(argv[1], "show") == 0 &&
        sscanf(argv[2], "%dx%d", &shot.columns, &shot.rows) == 2) {
        snprintf(shot.keys, sizeof shot.keys, "%s", argv[3]);
        snprintf(shot.session, sizeof shot.session, "%s", argv[4]);
        take(&shot);
        fputs(shot.tidied, stdout);
        return EXIT_SUCCESS;
    }
    if (argc != 3 || (strcmp(argv[1], "write") != 0 && strcmp(argv[1], "check") != 0)) {
        fputs("usage: tour write|check PAGE\n", stderr);
        return 2;
    }
    char sessions[2][64];
    pid_t producers[2];
    for (int live = 0; live < 2; live++)
        producers[live] = start_greenhouse(sessions[live], live);
    int status = do_page(&shot, sessions, argv[2], strcmp(argv[1], "write") == 0);
    stop_program(&producers[0], SIGTERM);
    stop_program(&producers[1], SIGTERM);
    return status;
}
