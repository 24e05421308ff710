/* Which comments and attributes a declaration gets, by the tokens around it. Tests only. */
#include "../../../gen/annotation.h"
#include "unit.h"

#include <string.h>

static struct source *source_of(struct pool *pool, const char *text)
{
    return source_create(pool, "x.h", text, strlen(text));
}

/* What the notes of the member called `name` say, each in brackets; it is declared from `begin` on.
 */
static const char *notes_of(struct pool *pool, const char *text, const char *begin,
                            const char *name)
{
    struct source *source = source_of(pool, text);
    struct note_list notes = {0};
    const char *start = strstr(text, begin), *said = "";
    ck_assert_ptr_nonnull(start);
    source_notes_of_member(source, pool, (size_t)(start - text),
                           (size_t)(strstr(start, name) - text), &notes);
    for (size_t i = 0; i < notes.count; i++)
        said = pool_format(pool, "%s[%.*s]", said, (int)notes.items[i].length, notes.items[i].text);
    return said;
}

START_TEST(test_trailing_comment_belongs_to_its_line)
{
    struct pool *pool = pool_create();
    const char *text = "struct s {\n  int a; // one\n  int b; /* two */ int c;\n  int d;\n};";
    ck_assert_str_eq(notes_of(pool, text, "int a", "a;"), "[ one]");
    ck_assert_str_eq(notes_of(pool, text, "int b", "b;"), "[ two ]");
    ck_assert_str_eq(notes_of(pool, text, "int c", "c;"), "");
    ck_assert_str_eq(notes_of(pool, text, "int d", "d;"), "");
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_comment_above_needs_no_blank_line_between)
{
    struct pool *pool = pool_create();
    const char *text = "struct s {\n // far\n\n // near\n // nearer\n int a;\n};";
    ck_assert_str_eq(notes_of(pool, text, "int a", "a;"), "[ near][ nearer]");
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_continued_trailing_comment_stays_with_its_field)
{
    struct pool *pool = pool_create();
    const char *text = "struct s {\n int a; // one\n        // two\n int b;\n};";
    ck_assert_str_eq(notes_of(pool, text, "int a", "a;"), "[ one][ two]");
    ck_assert_str_eq(notes_of(pool, text, "int b", "b;"), "");
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_declarators_of_one_line_share_its_comment)
{
    struct pool *pool = pool_create();
    const char *text = "struct s { int a, b; // both\n int c, // first\n d; // second\n};";
    ck_assert_str_eq(notes_of(pool, text, "int a", "a,"), "[ both]");
    ck_assert_str_eq(notes_of(pool, text, "int a", "b;"), "[ both]");
    ck_assert_str_eq(notes_of(pool, text, "int c", "c,"), "[ first]");
    ck_assert_str_eq(notes_of(pool, text, "int c", "d;"), "[ second]");
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_attributes_are_found_before_and_behind)
{
    struct pool *pool = pool_create();
    const char *text = "struct s {\n [[memglass::field(\"x\")]] int a;\n"
                       " int b [[using memglass: field(\"y\")]];\n};";
    ck_assert_str_eq(notes_of(pool, text, "int a", "a;"), "[x]");
    ck_assert_str_eq(notes_of(pool, text, "int b", "b "), "[y]");
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_inner_struct_keeps_its_comments)
{
    struct pool *pool = pool_create();
    const char *text = "struct s {\n /* above */\n struct { int x; /* inner */ } p;\n};";
    ck_assert_str_eq(notes_of(pool, text, "struct { int", "p;"), "[ above ]");
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_strings_and_directives_hide_comments)
{
    struct pool *pool = pool_create();
    const char *text = "#define X // no \\\n  still no\n"
                       "const char *t = \"// no\"; char c = '\"'; auto r = R\"x( // no )\" )x\";\n"
                       "struct s {\n#if 1 // no\n int a;\n#endif\n};";
    ck_assert_str_eq(notes_of(pool, text, "int a", "a;"), "");
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_unfinished_text_ends_at_the_end)
{
    const char *const texts[] = {"/*",   "/* x",    "\"",   "'",   "R\"(",       "#",
                                 "//",   "#define", "a\\",  "[[",  "[[memglass", "/",
                                 "\"\\", "int a",   "/**/", "///", "R\"",        ""};
    struct pool *pool = pool_create();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct source *source = source_of(pool, texts[i]);
        struct note_list notes = {0};
        size_t token = 0, offset;
        for (size_t at = 0; at <= source->size; at++)
            source_notes_of_member(source, pool, 0, at, &notes);
        ck_assert(!source_unclaimed(source, &token, &offset));
        if (source->token_count > 0)
            ck_assert_uint_le(source->tokens[source->token_count - 1].end, source->size);
    }
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_place_counts_lines_and_columns_from_one)
{
    struct pool *pool = pool_create();
    struct source *source = source_of(pool, "ab\n\ncd");
    struct place place = source_place(source, 5);
    ck_assert_uint_eq(place.line, 3);
    ck_assert_uint_eq(place.column, 2);
    ck_assert_uint_eq(source_place(source, 0).line, 1);
    ck_assert_uint_eq(source_place(source, 3).line, 2);
    pool_destroy(&pool);
}
END_TEST

START_TEST(test_near_words_are_recognised)
{
    ck_assert_str_eq(annotation_meant("conter", 6), "counter");
    ck_assert_str_eq(annotation_meant("hiddne", 6), "hidden");
    ck_assert_str_eq(annotation_meant("units", 5), "unit");
    ck_assert_str_eq(annotation_meant("fomat", 5), "format");
    ck_assert_ptr_null(annotation_meant("colour", 6));
    ck_assert_ptr_null(annotation_meant("", 0));
}
END_TEST

MEMGLASS_SUITE("gen/source", test_trailing_comment_belongs_to_its_line,
               test_comment_above_needs_no_blank_line_between,
               test_continued_trailing_comment_stays_with_its_field,
               test_declarators_of_one_line_share_its_comment,
               test_attributes_are_found_before_and_behind, test_inner_struct_keeps_its_comments,
               test_strings_and_directives_hide_comments, test_unfinished_text_ends_at_the_end,
               test_place_counts_lines_and_columns_from_one, test_near_words_are_recognised)
