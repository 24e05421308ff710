/* The first screen: there before all objects have been read, and nothing on it is wrong. */
#include "dashboard.h"

#include <memglass/producer.h>
#include <stdint.h>
#include <string.h>

enum { MANY = 200000, FEW = 12, ATTEMPTS = 10 };

struct lot {
    uint64_t number;
};

static const memglass_field lot_fields[] = {{.name = "number",
                                             .type_name = "uint64_t",
                                             .unit = "",
                                             .format = "",
                                             .desc = "",
                                             .kind = MEMGLASS_KIND_UINT,
                                             .bit_size = 64}};
static const memglass_type lot_type = {.name = "lot",
                                       .spelling = "struct lot",
                                       .desc = "",
                                       .file = "",
                                       .fields = lot_fields,
                                       .field_count = 1,
                                       .size = sizeof(struct lot),
                                       .align = 8};

/* Each lot's number tells its label: 3 for each before it, and 7. */
static memglass_session *session_of(const char *name, size_t lots)
{
    memglass_session *s = memglass_open(&(memglass_config){.name = name}, NULL);
    for (size_t i = 0; i < lots; i++) {
        char label[32];
        snprintf(label, sizeof label, "lot-%zu", i);
        struct lot *lot = memglass_create_object(s, &lot_type, 1, label);
        ck_assert_ptr_nonnull(lot);
        lot->number = 3 * i + 7;
    }
    return s;
}

/* Each label that is shown, and the value behind it; how many there are. */
static unsigned check_rows(const char *text)
{
    unsigned rows = 0;
    for (const char *at = text; (at = strstr(at, " lot-")); rows++) {
        char *end;
        unsigned long label = strtoul(at + 5, &end, 10);
        const char *line = strchr(at, '\n'), *value;
        char wanted[32];
        snprintf(wanted, sizeof wanted, " %lu", 3 * label + 7);
        value = strstr(end, wanted);
        ck_assert_msg(value && (!line || value < line), "lot-%lu has not the value%s:\n%s", label,
                      wanted, text);
        at = end;
    }
    return rows;
}

/* The last line is the last that is drawn. On a busy machine rows come a moment behind the rest. */
static bool is_drawn(struct screen *s, void *ctx)
{
    (void)ctx;
    return screen_find(s, " lot-", NULL, NULL) && screen_find(s, "F10 quit", NULL, NULL);
}

static struct screen *look(const char *name, const char *option, const char *value)
{
    const char *const argv[] = {"memglass-top", name, option, value, NULL};
    return screen_start(120, 40, NULL, argv);
}

/* All is read 50 ms later in any case: on a busy machine the first screen may come behind that, but
 * not each time. */
START_TEST(test_the_first_screen_is_right_and_says_that_more_is_to_come)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *session = session_of(unit_session_name(name, "first"), MANY);
    struct screen *s = NULL;
    for (int i = 0; i < ATTEMPTS && !(s && screen_wrote(s, "Reading 200000 objects")); i++) {
        screen_stop(&s);
        s = look(name, NULL, NULL);
        ck_assert(screen_wait(s, is_drawn, NULL));
        ck_assert_uint_ge(check_rows(screen_text(s)), 20);
    }
    ck_assert(screen_wrote(s, "Reading 200000 objects"));
    ck_assert(screen_wrote(s, "of the first "));
    ck_assert_shows(s, " 200000 object");
    ck_assert_hides(s, "Reading");
    ck_assert_uint_ge(check_rows(screen_text(s)), 20);
    screen_stop(&s);
    memglass_close(session);
}
END_TEST

START_TEST(test_the_first_screen_of_a_few_objects_is_the_whole)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *session = session_of(unit_session_name(name, "few"), FEW);
    struct screen *s = look(name, NULL, NULL);
    ck_assert(screen_wait(s, is_drawn, NULL));
    const char *text = screen_text(s);
    ck_assert_uint_eq(check_rows(text), FEW);
    ck_assert_msg(strstr(text, "12 objects") && !strstr(text, "Reading"), "%s", text);
    screen_stop(&s);
    memglass_close(session);
}
END_TEST

/* What is asked for may lie behind what was read first: nothing is said of it before it is known.
 */
START_TEST(test_what_is_asked_for_is_looked_for_in_all_objects)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *session = session_of(unit_session_name(name, "asked"), MANY);
    struct screen *s = look(name, "-f", "label=lot-199999");
    ck_assert_shows(s, "600004");
    ck_assert(!screen_wrote(s, "No object matches"));
    screen_stop(&s);
    memglass_close(session);
}
END_TEST

/* Keys that hold on to what is shown wait for the whole, those behind them with them. */
START_TEST(test_a_key_typed_too_early_acts_on_the_whole)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *session = session_of(unit_session_name(name, "early"), MANY);
    struct screen *s = look(name, NULL, NULL);
    screen_type(s, " ?");
    ck_assert_shows(s, "WHAT IT DOES");
    screen_type(s, "q");
    ck_assert_shows(s, "FROZEN");
    ck_assert_shows(s, " 200000 objects ");
    screen_stop(&s);
    memglass_close(session);
}
END_TEST

MEMGLASS_SUITE("e2e/start", test_the_first_screen_is_right_and_says_that_more_is_to_come,
               test_the_first_screen_of_a_few_objects_is_the_whole,
               test_what_is_asked_for_is_looked_for_in_all_objects,
               test_a_key_typed_too_early_acts_on_the_whole)
