/* Rows of text in aligned columns. Layer 8. */
#include "cli/columns.h"

#include "base/array.h"
#include "base/error.h"
#include "view/width.h"

#include <stdlib.h>
#include <string.h>

void columns_init(struct columns *c, const struct column *columns, size_t count)
{
    REQUIRE(count <= COLUMNS_MAX);
    *c = (struct columns){.columns = columns, .count = count};
}

void columns_fini(struct columns *c)
{
    for (size_t i = 0; i < c->used; i++)
        free(c->cells[i]);
    free(c->cells);
    *c = (struct columns){0};
}

void columns_add(struct columns *c, const char *text)
{
    bool room = array_reserve(&c->cells, sizeof *c->cells, &c->capacity, c->used + 1);
    char *copy = room ? strdup(text) : NULL;
    if (copy)
        c->cells[c->used++] = copy;
    else
        c->failed = true;
}

/* One long text does not put a screenful of blanks behind each of the others: it pushes what
 * follows in its own row. */
enum { WIDE = 80 };

static void print_cell(const struct columns *c, size_t column, const char *text, int width,
                       FILE *out)
{
    bool last = column + 1 == c->count;
    int taken = width_of(text), pad = taken < width ? width - taken : 0;
    if (c->columns[column].right)
        fprintf(out, "%*s%s", pad, "", text);
    else
        fprintf(out, "%s%*s", text, last ? 0 : pad, "");
    fputs(last ? "\n" : "  ", out);
}

int columns_print(const struct columns *c, FILE *out, memglass_error *err)
{
    int widths[COLUMNS_MAX];
    if (c->failed)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    for (size_t i = 0; i < c->count; i++)
        widths[i] = width_of(c->columns[i].title);
    for (size_t i = 0; i < c->used; i++) {
        int width = width_of(c->cells[i]);
        if (width > widths[i % c->count] && width <= WIDE)
            widths[i % c->count] = width;
    }
    for (size_t i = 0; i < c->count; i++)
        print_cell(c, i, c->columns[i].title, widths[i], out);
    for (size_t i = 0; i < c->used; i++)
        print_cell(c, i % c->count, c->cells[i], widths[i % c->count], out);
    return MEMGLASS_OK;
}
