/* Painting: what is sent brings any terminal from one grid to the next, and nothing is sent for
 * nothing. A terminal of 40 lines checks it. Tests only; no layer. */
#include "unit.h"

#include "tui/paint.h"

#include <locale.h>
#include <memglass/base.h>
#include <string.h>

#define WIDTH  17
#define HEIGHT 5

#define JOINER "\u200d"

/* Understands \x01xy (move), \x02s (style s), and characters of one or two cells; what comes behind
 * a JOINER is shown with what is before it, as some terminals do. */
struct fake {
    struct canvas_cell cells[HEIGHT][WIDTH];
    int x, y;
    unsigned char role, cursor;
};

static void move(void *ctx, int x, int y, struct outbuf *out)
{
    (void)ctx;
    char bytes[] = {1, (char)(x + 1), (char)(y + 1)};
    outbuf_bytes(out, bytes, sizeof bytes);
}

static void make_terminal(struct paint_terminal *t)
{
    memset(t, 0, sizeof *t);
    t->move = move;
    for (int cursor = 0; cursor < 2; cursor++)
        for (int role = 0; role < VIEW_ROLE_COUNT; role++) {
            t->styles[cursor][role][0] = 2;
            t->styles[cursor][role][1] = (char)(1 + role + 64 * cursor);
        }
}

static const char *next_size(const char *at, size_t *size)
{
    *size = 1;
    while (((unsigned char)at[*size] & 0xc0) == 0x80)
        (*size)++;
    return at + *size;
}

/* The cell that the character belongs to which comes now: the one before, if they are joined. */
static struct canvas_cell *joined(struct fake *f, const char *start)
{
    struct canvas_cell *before = f->x > 0 ? &f->cells[f->y][f->x - 1] : NULL;
    if (before && f->x > 1 && !before->text[0])
        before--;
    if (!before)
        return NULL;
    size_t length = strlen(before->text), joiner = strlen(JOINER);
    bool ends = length > joiner && strcmp(before->text + length - joiner, JOINER) == 0;
    ends = ends && (unsigned char)start[0] >= 0xf0; /* pictures only */
    return ends || strncmp(start, JOINER, joiner) == 0 ? before : NULL;
}

static void receive(struct fake *f, const char *bytes, size_t size)
{
    const char *at = bytes, *end = bytes + size;
    while (at < end) {
        if (*at == 1) {
            f->x = at[1] - 1;
            f->y = at[2] - 1;
            at += 3;
        } else if (*at == 2) {
            f->role = (unsigned char)((at[1] - 1) % 64);
            f->cursor = (unsigned char)((at[1] - 1) / 64);
            at += 2;
        } else {
            size_t length;
            const char *start = at;
            at = next_size(at, &length);
            struct canvas_cell *before = joined(f, start);
            if (before) {
                if (strlen(before->text) + length < sizeof before->text)
                    strncat(before->text, start, length);
                continue;
            }
            ck_assert(f->x >= 0 && f->x < WIDTH && f->y >= 0 && f->y < HEIGHT);
            struct canvas_cell *cell = &f->cells[f->y][f->x];
            memset(cell, 0, sizeof *cell);
            memcpy(cell->text, start, length);
            cell->role = f->role;
            cell->cursor = f->cursor;
            f->x++;
            if (length == 4 || (length == 3 && (unsigned char)start[0] >= 0xe4)) { /* wide */
                f->cells[f->y][f->x] = *cell;
                f->cells[f->y][f->x++].text[0] = '\0';
            }
        }
    }
}

static void scribble(struct canvas *c, unsigned *seed)
{
    static const char *const words[] = {"a", "hello", "\u65e5\u672c", "   ", "\u2588\u2584", "x y"};
    for (int i = 0; i < 8; i++) {
        unsigned r = *seed = *seed * 1103515245u + 12345u;
        canvas_text(c, (int)(r >> 8) % WIDTH, (int)(r >> 16) % HEIGHT, WIDTH, words[(r >> 20) % 6],
                    (enum view_role)((r >> 24) % 5));
        if (r % 5 == 0)
            canvas_mark_cursor(c, (struct rect){0, (int)(r >> 12) % HEIGHT, WIDTH, 1});
    }
}

START_TEST(test_the_terminal_ends_up_with_the_wanted_grid)
{
    struct paint_terminal terminal;
    struct canvas shown, wanted;
    struct outbuf out;
    struct fake fake = {.x = -1};
    unsigned seed = 7;
    setlocale(LC_CTYPE, "C.UTF-8");
    make_terminal(&terminal);
    canvas_init(&shown);
    canvas_init(&wanted);
    outbuf_init(&out);
    canvas_resize(&shown, WIDTH, HEIGHT);
    canvas_resize(&wanted, WIDTH, HEIGHT);
    memcpy(fake.cells, shown.cells, sizeof fake.cells);
    for (int round = 0; round < 300; round++) {
        if (round % 10 == 0)
            canvas_clear(&wanted);
        scribble(&wanted, &seed);
        outbuf_clear(&out);
        paint_difference(&terminal, &shown, &wanted, &out);
        outbuf_bytes(&out, "\0\0\0\0", 4);
        receive(&fake, out.bytes, out.used - 4);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            const struct canvas_cell *has = &fake.cells[i / WIDTH][i % WIDTH];
            ck_assert_msg(strcmp(has->text, wanted.cells[i].text) == 0 || !has->text[0],
                          "round %d, cell %d: '%s', not '%s'", round, i, has->text,
                          wanted.cells[i].text);
            ck_assert_int_eq(has->role, wanted.cells[i].role);
            ck_assert_int_eq(has->cursor, wanted.cells[i].cursor);
        }
        size_t before = out.used;
        paint_difference(&terminal, &shown, &wanted, &out);
        ck_assert_uint_eq(out.used, before); /* nothing for nothing */
    }
    canvas_fini(&shown);
    canvas_fini(&wanted);
    outbuf_fini(&out);
}
END_TEST

/* A family is three people, or one picture, as the terminal likes; nothing else shows through. */
START_TEST(test_where_a_terminal_joins_characters_nothing_old_stays)
{
    struct paint_terminal terminal;
    struct canvas shown, wanted;
    struct outbuf out;
    struct fake fake = {.x = -1};
    setlocale(LC_CTYPE, "C.UTF-8");
    make_terminal(&terminal);
    canvas_init(&shown);
    canvas_init(&wanted);
    outbuf_init(&out);
    canvas_resize(&shown, WIDTH, HEIGHT);
    canvas_resize(&wanted, WIDTH, HEIGHT);
    canvas_text(&shown, 0, 0, WIDTH, "all the old words", VIEW_ROLE_PLAIN);
    memcpy(fake.cells, shown.cells, sizeof fake.cells);
    canvas_text(&wanted, 1, 0, WIDTH, "\U0001f468" JOINER "\U0001f469" JOINER "\U0001f467 new",
                VIEW_ROLE_PLAIN);
    paint_difference(&terminal, &shown, &wanted, &out);
    outbuf_bytes(&out, "\0\0\0\0", 4);
    receive(&fake, out.bytes, out.used - 4);
    for (int x = 0; x < WIDTH; x++) {
        const char *text = fake.cells[0][x].text;
        bool letter = text[0] >= 'a' && text[0] <= 'z';
        ck_assert_msg(letter == (x >= 8 && x <= 10), "cell %d has '%s'", x, text);
    }
    ck_assert_str_eq(fake.cells[0][8].text, "n");
    canvas_fini(&shown);
    canvas_fini(&wanted);
    outbuf_fini(&out);
}
END_TEST

START_TEST(test_one_changed_cell_is_few_bytes)
{
    struct paint_terminal terminal;
    struct canvas shown, wanted;
    struct outbuf out;
    make_terminal(&terminal);
    canvas_init(&shown);
    canvas_init(&wanted);
    outbuf_init(&out);
    canvas_resize(&shown, WIDTH, HEIGHT);
    canvas_resize(&wanted, WIDTH, HEIGHT);
    canvas_text(&wanted, 3, 2, 5, "x", VIEW_ROLE_PLAIN);
    paint_difference(&terminal, &shown, &wanted, &out);
    ck_assert_uint_eq(out.used, 3 + 2 + 1); /* move, style, x */
    terminal.no_last_cell = true;
    outbuf_clear(&out);
    canvas_text(&wanted, WIDTH - 1, HEIGHT - 1, 1, "x", VIEW_ROLE_PLAIN);
    paint_difference(&terminal, &shown, &wanted, &out);
    ck_assert_uint_eq(out.used, 0);
    canvas_fini(&shown);
    canvas_fini(&wanted);
    outbuf_fini(&out);
}
END_TEST

MEMGLASS_SUITE("tui/paint", test_the_terminal_ends_up_with_the_wanted_grid,
               test_where_a_terminal_joins_characters_nothing_old_stays,
               test_one_changed_cell_is_few_bytes)
