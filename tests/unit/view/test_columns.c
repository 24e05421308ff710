/* The columns of the table of objects: which there are, what is chosen, and the screen of columns.
 */
#include "unit.h"
#include "user.h"

#include "view/chosen.h"

#include <math.h>
#include <string.h>

/* --- prefs -------------------------------------------------------------------------------------
 */

static void check_list(const char *text, const char *again)
{
    struct prefs_column columns[PREFS_COLUMNS_MAX];
    size_t count;
    memglass_error err = {0};
    char written[500];
    struct strbuf out;
    ck_assert_msg(prefs_parse_list(text, columns, &count, &err) == MEMGLASS_OK, "%s: %s", text,
                  err.message);
    strbuf_init(&out, written, sizeof written);
    prefs_list_text(columns, count, &out);
    ck_assert_str_eq(written, again);
}

static void check_mistake(const char *text, const char *message)
{
    struct prefs_column columns[PREFS_COLUMNS_MAX];
    size_t count = 77;
    memglass_error err = {0};
    ck_assert_int_eq(prefs_parse_list(text, columns, &count, &err), MEMGLASS_E_INVALID);
    ck_assert_msg(strstr(err.message, message), "%s: says '%s'", text, err.message);
    ck_assert_uint_eq(count, 77);
}

START_TEST(test_lists_are_written_as_they_are_read)
{
    check_list("label", "label");
    check_list("label=20,rss,rss:rate,-state=3,.size,pos.x:p99", "label=20,rss,rss:rate,-state=3,"
                                                                 ".size,pos.x:p99");
    check_mistake("", "a column's name is missing");
    check_mistake("a,,b", "a column's name is missing");
    check_mistake("label=", "the width of column 'label' is ''");
    check_mistake("label=0", "the width of column 'label' is '0'");
    check_mistake("label=+5", "not 1 to 200");
    check_mistake("label=201", "not 1 to 200");
    check_mistake("rss:peak", "column 'rss:peak': no aspect 'peak'");
    check_mistake("rss,rss", "'rss' is there twice");
}
END_TEST

START_TEST(test_prefs_are_kept_by_type)
{
    struct prefs prefs = {0};
    const struct prefs_column one = {.name = "rss"}, two[] = {{.name = "a"}, {.name = "b"}};
    static const char *const types[] = {"m", "b", "z", "", "k", "c", "x", "y", "w", "v"};
    ck_assert_ptr_null(prefs_get(&prefs, ""));
    for (size_t i = 0; i < 10; i++)
        ck_assert_int_eq(prefs_set(&prefs, types[i], two, 2), MEMGLASS_OK);
    ck_assert_int_eq(prefs_set(&prefs, "k", &one, 1), MEMGLASS_OK);
    ck_assert_uint_eq(prefs.count, 10);
    for (size_t i = 1; i < prefs.count; i++)
        ck_assert_int_lt(strcmp(prefs.lists[i - 1].type, prefs.lists[i].type), 0);
    ck_assert_uint_eq(prefs_get(&prefs, "k")->count, 1);
    ck_assert_str_eq(prefs_get(&prefs, "z")->columns[1].name, "b");
    prefs_remove(&prefs, "k");
    prefs_remove(&prefs, "nothing");
    ck_assert_ptr_null(prefs_get(&prefs, "k"));
    ck_assert_uint_eq(prefs_get(&prefs, "")->count, 2);
    prefs_fini(&prefs);
}
END_TEST

/* --- the table ---------------------------------------------------------------------------------
 */

static void choose(struct user *u, const char *type, const char *list)
{
    struct prefs_column columns[PREFS_COLUMNS_MAX];
    size_t count;
    ck_assert_int_eq(prefs_parse_list(list, columns, &count, NULL), MEMGLASS_OK);
    ck_assert_int_eq(prefs_set(&u->model.prefs, type, columns, count), MEMGLASS_OK);
    look(u);
}

/* The heads, with a blank between. */
static const char *heads(const struct user *u)
{
    static char text[500];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    for (size_t i = 0; i < u->state.table.column_count; i++)
        strbuf_printf(&out, "%s%s", out.len ? " " : "", u->state.table.columns[i].title);
    return text;
}

START_TEST(test_chosen_columns_are_shown_in_their_order)
{
    struct user u;
    start(&u, 3);
    sort_by(&u, "pid", true);
    choose(&u, "process", "rss,-cpu,pid=9,nothing,label=5,pos.y:max");
    ck_assert_str_eq(heads(&u), "rss pid LABEL pos.y m max");
    ck_assert_int_eq(u.state.table.columns[2].width, 9);
    ck_assert_int_eq(u.state.table.columns[3].width, 5);
    ck_assert_str_eq(text_at(&u, 0, "LABEL"), "p2");
    u.width = 40;
    look(&u);
    ck_assert_int_eq(u.state.table.columns[2].width, 9);
    leave(&u);
}
END_TEST

START_TEST(test_what_is_sorted_by_is_always_shown)
{
    struct user u;
    start(&u, 3);
    choose(&u, "process", "label");
    sort_by(&u, "rss:max", true);
    ck_assert_str_eq(heads(&u), "LABEL rss max");
    ck_assert_str_eq(text_at(&u, 0, "rss max"), "7M");
    leave(&u);
}
END_TEST

START_TEST(test_several_types_have_their_own_choice)
{
    struct user u;
    start(&u, 2);
    scene_add_machine(&u.scene, "box");
    tick(&u);
    choose(&u, "process", "pid");
    ck_assert(column(&u, "TYPE") != SIZE_MAX);
    choose(&u, "", "type,label,changes,rss");
    ck_assert_str_eq(heads(&u), "TYPE LABEL CHG/S rss");
    leave(&u);
}
END_TEST

START_TEST(test_changes_instead_of_values)
{
    struct user u;
    start(&u, 2);
    sort_by(&u, "rss", true);
    process(&u, 0)->rss += 3 << 20;
    process(&u, 1)->rss -= 1 << 20;
    tick(&u);
    press(&u, 'd');
    ck_assert_str_eq(text_at(&u, 0, "rss \u0394"), "+3M");
    ck_assert_str_eq(text_at(&u, 1, "rss \u0394"), "-1M");
    ck_assert(column(&u, "rss") == SIZE_MAX);
    ck_assert(column(&u, "state") != SIZE_MAX);
    ck_assert_str_eq(u.state.title[2].text, "changes since the previous tick");
    ck_assert_str_eq(u.model.sort, "rss");
    press(&u, 'd');
    ck_assert(column(&u, "rss \u0394first") != SIZE_MAX);
    press(&u, 'd');
    ck_assert_str_eq(u.state.title[2].text, "changes since the baseline, which b sets");
    ck_assert_str_eq(text_at(&u, 0, "rss \u0394base"), "-");
    press(&u, 'd');
    ck_assert(column(&u, "rss") != SIZE_MAX);
    ck_assert(!u.model.changes);
    leave(&u);
}
END_TEST

START_TEST(test_a_baseline_is_kept)
{
    struct user u;
    start(&u, 2);
    sort_by(&u, "rss", true);
    press(&u, 'b');
    ck_assert_str_eq(text_at(&u, 0, "rss \u0394base"), "0B");
    process(&u, 0)->rss += 5 << 20;
    for (int i = 0; i < 40; i++)
        tick(&u);
    process(&u, 0)->rss += 1 << 20;
    tick(&u);
    ck_assert_str_eq(text_at(&u, 0, "rss \u0394base"), "+6M");
    ck_assert_str_eq(u.state.title[2].text, "changes since the baseline 40s ago");
    scene_add_process(&u.scene, "new")->rss = 100;
    tick(&u);
    ck_assert_str_eq(text_at(&u, 2, "rss \u0394base"), "-");
    press(&u, 'b');
    ck_assert_str_eq(text_at(&u, 0, "rss \u0394base"), "0B");
    leave(&u);
}
END_TEST

/* What is sorted by while changes are shown is a change; values come back with their own name. */
START_TEST(test_sorting_follows_to_changes_and_back)
{
    struct user u;
    start(&u, 3);
    process(&u, 2)->rss += 9 << 20;
    tick(&u);
    sort_by(&u, "rss", true);
    press(&u, 'd');
    ck_assert_str_eq(text_at(&u, 0, "LABEL"), "p2");
    press(&u, '<');
    press(&u, '>');
    ck_assert_str_eq(u.model.sort, "rss:change");
    press(&u, 'd');
    press(&u, 'd');
    press(&u, 'd');
    ck_assert_str_eq(u.model.sort, "rss");
    leave(&u);
}
END_TEST

START_TEST(test_titles_without_unicode)
{
    struct user u;
    start(&u, 1);
    choose(&u, "process", "rss:change,rss:first,faults:rate,faults:max,rss:p99");
    ck_assert_str_eq(heads(&u), "rss \u0394 rss \u0394first faults/s faults max/s rss p99 CHG/S");
    u.ascii = true;
    look(&u);
    ck_assert_str_eq(heads(&u), "rss delta rss dfirst faults/s faults max/s rss p99 CHG/S");
    leave(&u);
}
END_TEST

/* --- the screen --------------------------------------------------------------------------------
 */

/* The line at the cursor: its cells, with a blank between. */
static const char *line_at_cursor(const struct user *u)
{
    static char text[500];
    struct strbuf out;
    const struct view_table *table = &u->state.table;
    ck_assert_int_ge(table->cursor, 0);
    strbuf_init(&out, text, sizeof text);
    for (size_t i = 0; i < 4; i++)
        strbuf_printf(&out, "%s%s", i ? " " : "",
                      table->cells[(size_t)table->cursor * table->column_count + i].text);
    return text;
}

static void go_to(struct user *u, const char *name)
{
    press(u, 'g');
    for (uint64_t i = 0; i < u->state.table.total; i++) {
        if (strcmp(text_at(u, (size_t)u->state.table.cursor, "COLUMN"), name) == 0)
            return;
        press(u, 'j');
    }
    ck_abort_msg("no column %s", name);
}

static const char *prefs_text(const struct user *u, const char *type)
{
    static char text[1000];
    struct strbuf out;
    const struct prefs_list *list = prefs_get(&u->model.prefs, type);
    strbuf_init(&out, text, sizeof text);
    if (list)
        prefs_list_text(list->columns, list->count, &out);
    return text;
}

START_TEST(test_the_screen_lists_what_can_be_shown)
{
    struct user u;
    start(&u, 1);
    u.height = 40;
    press(&u, 'c');
    ck_assert_str_eq(u.state.title[1].text, "of process");
    ck_assert_str_eq(line_at_cursor(&u), "shown label auto ");
    go_to(&u, "cpu");
    ck_assert_str_eq(line_at_cursor(&u), "shown cpu auto ");
    ck_assert_str_eq(text_at(&u, (size_t)u.state.table.cursor, "WHAT IT IS"),
                     "share of one processor");
    go_to(&u, "type");
    ck_assert_str_eq(line_at_cursor(&u), "- type auto ");
    press(&u, VIEW_KEY_ESCAPE);
    ck_assert_int_eq(u.model.screen, VIEW_SCREEN_OBJECTS);
    leave(&u);
}
END_TEST

START_TEST(test_columns_are_hidden_moved_and_widened)
{
    struct user u;
    start(&u, 1);
    u.height = 40;
    choose(&u, "process", "label,pid,rss");
    press(&u, 'c');
    go_to(&u, "rss");
    press(&u, '[');
    ck_assert_str_eq(prefs_text(&u, "process"), "label,rss,pid");
    ck_assert_str_eq(line_at_cursor(&u), "shown rss auto ");
    press(&u, '[');
    press(&u, '[');
    ck_assert_str_eq(prefs_text(&u, "process"), "rss,label,pid");
    press(&u, ']');
    press(&u, ' ');
    ck_assert_str_eq(prefs_text(&u, "process"), "label,-rss,pid");
    press(&u, ' ');
    go_to(&u, "pid");
    press(&u, ' ');
    ck_assert_str_eq(prefs_text(&u, "process"), "label,rss");
    ck_assert_str_eq(line_at_cursor(&u), "- pid auto ");
    go_to(&u, "rss");
    press(&u, '>');
    press(&u, '>');
    press(&u, '<');
    ck_assert_ptr_nonnull(strstr(prefs_text(&u, "process"), "label,rss="));
    press(&u, 'x');
    ck_assert_ptr_null(prefs_get(&u.model.prefs, "process"));
    ck_assert_str_eq(line_at_cursor(&u), "shown rss auto ");
    leave(&u);
}
END_TEST

/* From the width that it has on the screen. */
START_TEST(test_a_width_starts_from_what_is_shown)
{
    struct user u;
    start(&u, 1);
    size_t at = column(&u, "rss");
    int width = u.state.table.columns[at].width;
    u.height = 40;
    press(&u, 'c');
    go_to(&u, "rss");
    press(&u, '>');
    char text[20];
    snprintf(text, sizeof text, "%d", width + 1);
    ck_assert_str_eq(text_at(&u, (size_t)u.state.table.cursor, "WIDTH"), text);
    press(&u, 'q');
    ck_assert_int_eq(u.state.table.columns[column(&u, "rss")].width, width + 1);
    for (int i = 0; i < 300; i++)
        u.model.column = COLUMNS_NARROWER, u.model.screen = VIEW_SCREEN_COLUMNS, look(&u);
    ck_assert_ptr_nonnull(strstr(prefs_text(&u, "process"), "rss=1,"));
    leave(&u);
}
END_TEST

START_TEST(test_aspects_go_round)
{
    struct user u;
    start(&u, 1);
    u.height = 40;
    choose(&u, "process", "label,faults,rss,rss:max");
    press(&u, 'c');
    go_to(&u, "faults");
    press(&u, 'a');
    ck_assert_str_eq(prefs_text(&u, "process"), "label,faults,faults:rate,rss,rss:max");
    ck_assert_str_eq(line_at_cursor(&u), "shown faults:rate auto ");
    model_apply(&u.model, VIEW_INTENT_COLUMN_ASPECT);
    ck_assert(model_must_build(&u.model, VIEW_INTENT_COLUMN_ASPECT));
    u.model.column = COLUMNS_NONE;
    press(&u, 'a');
    ck_assert_str_eq(prefs_text(&u, "process"), "label,faults,faults:first,rss,rss:max");
    go_to(&u, "rss");
    press(&u, 'a');
    ck_assert_str_eq(line_at_cursor(&u), "shown rss:change auto ");
    for (int i = 0; i < 9; i++)
        press(&u, 'a');
    ck_assert_str_eq(line_at_cursor(&u), "shown rss:p99 auto ");
    press(&u, 'a');
    ck_assert_str_eq(line_at_cursor(&u), "shown rss auto ");
    ck_assert_str_eq(prefs_text(&u, "process"), "label,faults,faults:first,rss,rss:max");
    go_to(&u, "label");
    press(&u, 'a');
    tick(&u);
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "Only numbers"));
    leave(&u);
}
END_TEST

START_TEST(test_sorting_from_the_screen)
{
    struct user u;
    start(&u, 5);
    press(&u, 'c');
    u.height = 40;
    go_to(&u, "rss");
    press(&u, VIEW_KEY_ENTER);
    ck_assert_str_eq(line_at_cursor(&u), "shown rss auto 1 \u25bc");
    press(&u, VIEW_KEY_ENTER); /* the way is told before any order was made of it */
    ck_assert_str_eq(line_at_cursor(&u), "shown rss auto 1 \u25b2");
    press(&u, VIEW_KEY_ENTER);
    press(&u, '2');
    ck_assert_str_eq(u.state.message.text, "The column decides first already.");
    ck_assert_str_eq(u.model.sort2, "");
    go_to(&u, "pid");
    press(&u, '2');
    ck_assert_str_eq(line_at_cursor(&u), "shown pid auto 2 \u25bc");
    ck_assert_str_eq(u.model.sort, "rss");
    ck_assert_str_eq(u.model.sort2, "pid");
    press(&u, 'q');
    ck_assert_str_eq(u.model.sort, "rss");
    ck_assert(u.model.descending);
    press(&u, 'c');
    go_to(&u, "rss");
    ck_assert_str_eq(line_at_cursor(&u), "shown rss auto 1 \u25bc");
    press(&u, VIEW_KEY_ENTER);
    ck_assert(!u.model.descending);
    go_to(&u, "pid");
    press(&u, VIEW_KEY_ENTER); /* the first and the second now */
    press(&u, 'q');
    for (size_t i = 0; i < VIEW_TITLE_PARTS && u.state.title[i].text; i++)
        ck_assert_ptr_null(strstr(u.state.title[i].text, "then"));
    press(&u, 'c');
    go_to(&u, "pid");
    press(&u, '2');
    ck_assert_str_eq(u.model.sort2, "");
    leave(&u);
}
END_TEST

START_TEST(test_all_can_be_hidden)
{
    struct user u;
    start(&u, 1);
    choose(&u, "process", "-label");
    ck_assert_str_eq(heads(&u), "CHG/S");
    press(&u, 'c');
    press(&u, ' ');
    press(&u, ' ');
    ck_assert_str_eq(prefs_text(&u, "process"), "-label"); /* which can be read again */
    press(&u, 'q');
    ck_assert_str_eq(heads(&u), "CHG/S");
    leave(&u);
}
END_TEST

MEMGLASS_SUITE("view/columns", test_lists_are_written_as_they_are_read, test_prefs_are_kept_by_type,
               test_chosen_columns_are_shown_in_their_order, test_what_is_sorted_by_is_always_shown,
               test_several_types_have_their_own_choice, test_changes_instead_of_values,
               test_a_baseline_is_kept, test_sorting_follows_to_changes_and_back,
               test_titles_without_unicode, test_the_screen_lists_what_can_be_shown,
               test_columns_are_hidden_moved_and_widened, test_a_width_starts_from_what_is_shown,
               test_aspects_go_round, test_sorting_from_the_screen, test_all_can_be_hidden)
