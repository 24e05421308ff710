/* The list of sessions. Tests only; no layer. */
#include "unit.h"

#include "shm/shm.h"
#include "top/sessions.h"

#include <memglass/producer.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static size_t place_of(const struct sessions *s, const char *name)
{
    size_t at = 0;
    while (at < s->count && strcmp(s->entries[at].info.name, name) != 0)
        at++;
    ck_assert_uint_lt(at, s->count);
    return at;
}

static memglass_session *open_named(const char *name)
{
    memglass_session *s = memglass_open(&(memglass_config){.name = name}, NULL);
    ck_assert_ptr_nonnull(s);
    return s;
}

START_TEST(test_what_lives_comes_before_what_dead_programs_left)
{
    char dead[UNIT_NAME_BYTES], first[UNIT_NAME_BYTES], second[UNIT_NAME_BYTES];
    struct sessions list;
    unit_session_name(dead, "list-a-dead");
    pid_t child = fork();
    if (child == 0) {
        open_named(dead);
        _exit(0); /* without closing it */
    }
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    memglass_session *later = open_named(unit_session_name(second, "list-c"));
    memglass_session *sooner = open_named(unit_session_name(first, "list-b"));
    sessions_init(&list);
    ck_assert_int_eq(sessions_refresh(&list, NULL, NULL), MEMGLASS_OK);
    ck_assert_int_eq(list.entries[place_of(&list, dead)].info.state, MEMGLASS_STATE_DEAD);
    ck_assert_uint_lt(place_of(&list, first), place_of(&list, second));
    ck_assert_uint_lt(place_of(&list, second), place_of(&list, dead));
    sessions_fini(&list);
    memglass_close(sooner);
    memglass_close(later);
    shm_unlink_session(dead);
}
END_TEST

MEMGLASS_SUITE("top/sessions", test_what_lives_comes_before_what_dead_programs_left)
