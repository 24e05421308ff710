/* Sessions that are damaged, cut, taken away and replaced while the dashboard shows them, and
 * sessions whose texts want to command the terminal: a message, and the tool lives; not one byte of
 * theirs reaches the terminal as it is. */
#include "dashboard.h"

#include "format/layout.h"
#include "opened.h"
#include "shm/shm.h"

#include <fcntl.h>
#include <memglass/producer.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>

/* What a terminal would obey, each with a mark of its own behind it. CSI as two bytes, as one, and
 * as UTF-8 has it; a title; a device report; a string that never ends; a newline and a carriage
 * return; malformed UTF-8; what makes the rest of the line run from right to left. */
#define EVIL           \
    "\x1b[41mMARK\x9b" \
    "41mMARK\xc2\x9b"  \
    "41mMARK\x1b]0;MARK\x07\x1b[cMARK\x1bPMARK\n\rMARK\xff\xfe\xc3(MARK\xe2\x80\xaeMARK"

/* --- a session of this process ---------------------------------------------------------------- */

static const memglass_enumerator evil_names[] = {{EVIL "enum", 0}, {"CALM", 1}};
static const memglass_field evil_fields[] = {
    {.name = EVIL "field",
     .type_name = EVIL "typename",
     .unit = EVIL "unit",
     .format = "",
     .desc = EVIL "desc",
     .bit_size = 64,
     .kind = MEMGLASS_KIND_UINT},
    {.name = "mood",
     .type_name = "enum",
     .unit = "",
     .format = "",
     .desc = "",
     .bit_offset = 64,
     .bit_size = 32,
     .enumerators = evil_names,
     .enumerator_count = 2,
     .kind = MEMGLASS_KIND_ENUM},
    {.name = "text",
     .type_name = "char",
     .unit = "",
     .format = EVIL "%d",
     .desc = "",
     .bit_offset = 96,
     .bit_size = 8 * 52,
     .kind = MEMGLASS_KIND_STRING},
};
static const memglass_type evil_type = {.name = EVIL "type",
                                        .spelling = EVIL "spelling",
                                        .desc = EVIL "description",
                                        .file = EVIL "file",
                                        .fields = evil_fields,
                                        .size = 64,
                                        .align = 8,
                                        .field_count = 3};

static const memglass_field plain_fields[] = {{.name = "n",
                                               .type_name = "uint64_t",
                                               .unit = "",
                                               .format = "",
                                               .desc = "",
                                               .bit_size = 64,
                                               .kind = MEMGLASS_KIND_UINT}};
static const memglass_type plain_type = {.name = "plain",
                                         .spelling = "struct plain",
                                         .desc = "",
                                         .file = "",
                                         .fields = plain_fields,
                                         .size = 8,
                                         .align = 8,
                                         .field_count = 1};

struct segment {
    unsigned char *base, *sound; /* mapped for writing; as it was */
    size_t size;
    int fd;
};

/* The session, the dashboard on it, its header (0) and its first region (1) in our hands. */
struct attack {
    char session[UNIT_NAME_BYTES];
    memglass_session *producer;
    struct screen *screen;
    struct segment segments[2];
};

static memglass_session *produce(const char *name, const char *label)
{
    memglass_error err = {0};
    memglass_session *s = memglass_open(&(memglass_config){.name = name,
                                                           .initial_region_bytes = 1 << 16,
                                                           .event_ring_entries = 64,
                                                           .flags = MEMGLASS_NO_THREAD},
                                        &err);
    ck_assert_msg(s != NULL, "%s", err.message);
    for (int i = 0; i < 8; i++)
        ck_assert_ptr_nonnull(memglass_create_object(s, &plain_type, 1, label));
    return s;
}

static void take_segment(struct attack *a, unsigned number)
{
    char name[SHM_NAME_SIZE];
    struct segment *s = &a->segments[number];
    if (number)
        shm_region_name(name, a->session, number);
    else
        shm_header_name(name, a->session);
    s->fd = shm_open(name, O_RDWR, 0);
    ck_assert_int_ge(s->fd, 0);
    s->size = (size_t)lseek(s->fd, 0, SEEK_END);
    s->base = mmap(NULL, s->size, PROT_READ | PROT_WRITE, MAP_SHARED, s->fd, 0);
    ck_assert_ptr_ne(s->base, MAP_FAILED);
    s->sound = malloc(s->size);
    memcpy(s->sound, s->base, s->size);
}

static struct attack attack_start(const char *tag)
{
    struct attack a = {0};
    a.producer = produce(unit_session_name(a.session, tag), "sound one");
    take_segment(&a, 0);
    take_segment(&a, 1);
    const char *const argv[] = {"memglass-top", "-d", "0.05", a.session, NULL};
    a.screen = screen_start(110, 24, NULL, argv);
    ck_assert_shows(a.screen, "sound one");
    return a;
}

static void make_sound(struct attack *a)
{
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(ftruncate(a->segments[i].fd, (off_t)a->segments[i].size), 0);
        memcpy(a->segments[i].base, a->segments[i].sound, a->segments[i].size);
    }
    ((struct format_header *)(void *)a->segments[0].base)->ring_head += UINT64_C(1) << 32;
}

/* It runs, and does what keys say. */
static void ck_lives(struct attack *a)
{
    screen_type(a->screen, "?");
    ck_assert_shows(a->screen, "WHAT IT DOES");
    screen_type(a->screen, "q");
    ck_assert_hides(a->screen, "WHAT IT DOES");
}

static void attack_stop(struct attack *a)
{
    make_sound(a); /* for the producer, which is in this process */
    screen_type(a->screen, "q");
    ck_assert_int_eq(screen_wait_exit(a->screen), 0);
    screen_stop(&a->screen);
    memglass_close(a->producer);
    for (size_t i = 0; i < 2; i++) {
        munmap(a->segments[i].base, a->segments[i].size);
        free(a->segments[i].sound);
        close(a->segments[i].fd);
    }
}

/* --- damage ----------------------------------------------------------------------------------- */

static uint64_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

START_TEST(test_scribbling_over_a_session_is_survived)
{
    struct attack a = attack_start("scribble");
    uint64_t random = 88172645463325252u;
    for (int round = 0; round < 60; round++) {
        for (int i = 0; i < 200; i++) {
            struct segment *s = &a.segments[random_next(&random) & 1];
            uint64_t value = random_next(&random), at = random_next(&random) % (s->size / 8);
            memcpy(s->base + at * 8, &value, 8);
        }
        screen_type(a.screen, round % 4 ? "j" : "\r");
        screen_listen(a.screen, 60);
        if (round % 10 == 9)
            make_sound(&a);
    }
    make_sound(&a);
    screen_type(a.screen, "q");
    ck_assert_shows(a.screen, "sound one");
    ck_lives(&a);
    attack_stop(&a);
}
END_TEST

START_TEST(test_a_damaged_object_is_said_and_the_others_are_shown)
{
    struct attack a = attack_start("damage");
    const struct format_header *h = (const void *)a.segments[0].base;
    struct format_object *rows =
        (void *)(a.segments[1].base +
                 format_place_offset(h->tables[FORMAT_TABLE_objects].chunks[0]));
    rows[3].type = UINT32_MAX;
    rows[3].state_generation += 4;
    /* Look at all rows. */
    ((struct format_header *)(void *)a.segments[0].base)->ring_head += UINT64_C(1) << 32;
    ck_assert_shows(a.screen, "damaged");
    ck_assert_shows(a.screen, "sound one");
    ck_assert_shows(a.screen, "7 objects");
    ck_lives(&a);
    attack_stop(&a);
}
END_TEST

START_TEST(test_a_damaged_header_is_said)
{
    struct attack a = attack_start("header");
    memset(a.segments[0].base, 0xff, a.segments[0].size);
    ck_assert_shows(a.screen, "damaged");
    ck_lives(&a);
    make_sound(&a);
    ck_assert_shows(a.screen, "sound one");
    ck_lives(&a);
    attack_stop(&a);
}
END_TEST

START_TEST(test_truncating_a_session_is_said_and_survived)
{
    struct attack a = attack_start("truncate");
    for (unsigned i = 0; i < 2; i++) {
        ck_assert_int_eq(ftruncate(a.segments[i].fd, 0), 0);
        ck_assert_shows(a.screen, "truncated");
        ck_lives(&a);
        make_sound(&a);
        ck_assert_hides(a.screen, "truncated");
        ck_assert_shows(a.screen, "sound one");
    }
    attack_stop(&a);
}
END_TEST

START_TEST(test_unlinking_a_session_is_said_and_what_is_mapped_stays)
{
    struct attack a = attack_start("unlink");
    shm_unlink_session(a.session);
    ck_assert_shows(a.screen, "GONE");
    ck_assert_shows(a.screen, "sound one");
    ck_lives(&a);
    attack_stop(&a);
}
END_TEST

START_TEST(test_a_session_that_is_replaced_is_followed)
{
    struct attack a = attack_start("replace");
    shm_unlink_session(a.session);
    memglass_session *other = produce(a.session, "another one");
    ck_assert_shows(a.screen, "another one");
    ck_assert_shows(a.screen, "ALIVE");
    memglass_close(other);
    ck_assert_shows(a.screen, "GONE");
    attack_stop(&a);
}
END_TEST

START_TEST(test_a_session_that_is_replaced_by_rubbish_is_said)
{
    char header[SHM_NAME_SIZE];
    struct attack a = attack_start("rubbish");
    shm_unlink_session(a.session);
    shm_header_name(header, a.session);
    int fd = shm_open(header, O_RDWR | O_CREAT | O_EXCL, 0600);
    ck_assert_int_eq(write(fd, EVIL, sizeof EVIL), sizeof EVIL);
    ck_assert_shows(a.screen, "RESTARTED");
    ck_assert_shows(a.screen, "does not start like a memglass session");
    ck_assert_shows(a.screen, "sound one");
    ck_lives(&a);
    close(fd);
    shm_unlink(header);
    attack_stop(&a);
}
END_TEST

/* --- texts that want to command the terminal -------------------------------------------------- */

static void ck_clean_bytes(const struct screen *s)
{
    static const char *const never[] = {"\x1b[41mMARK",
                                        ("\x9b"
                                         "41mMARK"),
                                        "\x1b]0;MARK",
                                        "\x1b[cMARK",
                                        "\x1bPMARK",
                                        "\n\rMARK",
                                        "\xff\xfe",
                                        "\xc3(",
                                        "\xe2\x80\xae"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        ck_assert_msg(!screen_wrote(s, never[i]), "sequence %zu reached the terminal", i);
}

static void ck_clean_text(const char *text)
{
    for (const char *at = text; *at; at++)
        ck_assert_msg(*at == '\n' || (unsigned char)*at >= 0x20, "byte %#x in: %s",
                      (unsigned char)*at, text);
    ck_assert_ptr_null(strstr(text, "\xc2\x9b"));
    ck_assert_ptr_null(strstr(text, "\xff"));
    ck_assert_ptr_null(strstr(text, "\xe2\x80\xae"));
}

static memglass_session *produce_evil(const char *name)
{
    char header[SHM_NAME_SIZE];
    memglass_session *s = produce(name, EVIL "label");
    unsigned char *object = memglass_create_object(s, &evil_type, 1, EVIL "object");
    ck_assert_ptr_nonnull(object);
    memcpy(object + 12, EVIL, 52);
    shm_header_name(header, name);
    int fd = shm_open(header, O_RDWR, 0);
    ck_assert_int_eq(pwrite(fd, EVIL, sizeof EVIL, offsetof(struct format_header, executable)),
                     sizeof EVIL);
    close(fd);
    return s;
}

START_TEST(test_no_text_of_a_session_commands_the_terminal)
{
    char name[UNIT_NAME_BYTES];
    static const char *const locales[] = {"LC_ALL=C.UTF-8", "LC_ALL=C"};
    /* Sorted before all others: the machine may have more sessions than fit the screen. */
    snprintf(name, sizeof name, "0-evil-%ld", (long)getpid());
    memglass_session *s = produce_evil(name);
    for (size_t i = 0; i < 2; i++) {
        const char *const env[] = {locales[i], NULL};
        struct screen *screen =
            screen_start(200, 40, env, (const char *const[]){"memglass-top", "-d", "0.1", NULL});
        ck_assert_shows(screen, name); /* in the list of sessions, with its program */
        screen_stop(&screen);
        screen = screen_start(200, 40, env,
                              (const char *const[]){"memglass-top", "-d", "0.1", name, NULL});
        ck_assert_shows(screen, "MARK");
        screen_type(screen, "G\r");
        ck_assert_shows(screen, "FIELD");
        for (int key = 0; key < 4; key++) {
            screen_type(screen, "j");
            screen_listen(screen, 100);
        }
        ck_assert_shows(screen, "MARK");
        screen_type(screen, "qttt");
        screen_listen(screen, 300);
        ck_clean_bytes(screen);
        screen_stop(&screen);
    }
    memglass_close(s);
}
END_TEST

START_TEST(test_no_text_of_a_session_reaches_standard_output_as_it_is)
{
    static char out[1 << 18];
    char name[UNIT_NAME_BYTES];
    memglass_session *s = produce_evil(unit_session_name(name, "evilb"));
    ck_assert_int_eq(
        run_program(out, sizeof out,
                    (const char *const[]){"memglass-top", "-b", "-n", "1", name, NULL}),
        0);
    ck_assert_ptr_nonnull(strstr(out, "MARK"));
    ck_clean_text(out);
    ck_assert_int_eq(
        run_program(out, sizeof out, (const char *const[]){"memglass", "ls", name, NULL}), 0);
    ck_assert_ptr_nonnull(strstr(out, "MARK"));
    ck_clean_text(out);
    memglass_close(s);
}
END_TEST

/* --- what it has open ------------------------------------------------------------------------- */

START_TEST(test_the_dashboard_has_nothing_open_for_writing)
{
    struct attack a = attack_start("maps");
    struct opened top = opened_by(screen_pid(a.screen)), us = opened_by(getpid());
    ck_assert_int_ge(top.mapped, 2);
    ck_assert_int_ge(top.files, 1); /* of the header: what is mapped needs none */
    ck_assert_int_eq(top.mapped_writable, 0);
    ck_assert_int_eq(top.files_writable, 0);
    ck_assert_int_ge(us.mapped_writable, 2); /* a look that finds nothing finds nothing here */
    ck_assert_int_ge(us.files_writable, 1);
    attack_stop(&a);
}
END_TEST

MEMGLASS_SUITE("e2e/hostile", test_scribbling_over_a_session_is_survived,
               test_a_damaged_object_is_said_and_the_others_are_shown,
               test_a_damaged_header_is_said, test_truncating_a_session_is_said_and_survived,
               test_unlinking_a_session_is_said_and_what_is_mapped_stays,
               test_a_session_that_is_replaced_is_followed,
               test_a_session_that_is_replaced_by_rubbish_is_said,
               test_no_text_of_a_session_commands_the_terminal,
               test_no_text_of_a_session_reaches_standard_output_as_it_is,
               test_the_dashboard_has_nothing_open_for_writing)
