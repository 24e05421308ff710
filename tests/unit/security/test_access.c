/* Who may look at a session, and what that lets them do: an observer of another user is refused by
 * the kernel, a group is let in by the producer, and who looks can neither write nor keep anyone
 * out. Tests only; no layer. */
#define UNIT_FORK
#include "stranger.h"

#include "opened.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

static memglass_session *open_with(memglass_config config)
{
    memglass_error err = {0};
    config.flags = MEMGLASS_NO_THREAD;
    config.max_region_bytes = config.initial_region_bytes = 1 << 16;
    config.event_ring_entries = 64;
    memglass_session *s = memglass_open(&config, &err);
    ck_assert_msg(s != NULL, "%s", err.message);
    ck_assert_ptr_nonnull(memglass_create_object(s, &stranger_type, 1, "mine"));
    return s;
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Each way to a segment of somebody else's: how many succeed. */
static int tries_all_ways(void *session)
{
    char header[SHM_NAME_SIZE], region[SHM_NAME_SIZE], path[128], other[256];
    int reached = 0;
    shm_header_name(header, session);
    shm_region_name(region, session, 1);
    const char *const names[] = {header, region};
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "/dev/shm%s", names[i]);
        snprintf(other, sizeof other, "%s-moved", path);
        reached += shm_open(names[i], O_RDONLY, 0) >= 0;
        reached += shm_open(names[i], O_RDWR, 0) >= 0;
        reached += shm_open(names[i], O_RDWR | O_CREAT, 0600) >= 0;
        reached += shm_unlink(names[i]) == 0;
        reached += rename(path, other) == 0;
        reached += truncate(path, 0) == 0;
        reached += chmod(path, 0666) == 0;
        reached += chown(path, STRANGER, STRANGER) == 0;
    }
    return reached;
}

static int lists(void *session);

START_TEST(test_another_user_is_refused_by_the_kernel)
{
    char name[UNIT_NAME_BYTES];
    if (stranger_skip())
        return;
    pid_t producer =
        stranger_produces(VICTIM, &(memglass_config){.name = unit_session_name(name, "refuse")});
    ck_assert_int_eq(stranger_runs(STRANGER, STRANGER, stranger_attaches, name),
                     -MEMGLASS_E_ACCESS);
    ck_assert_int_eq(stranger_runs(STRANGER, STRANGER, tries_all_ways, name), 0);
    ck_assert_int_eq(stranger_runs(STRANGER, STRANGER, lists, name), 0);
    ck_assert_int_eq(stranger_runs(VICTIM, VICTIM, stranger_attaches, name), 0);
    stranger_is_killed(&producer);
    ck_assert_int_eq(stranger_runs(STRANGER, STRANGER, tries_all_ways, name), 0);
    stranger_removes(VICTIM, name);
}
END_TEST

static int says_whose(void *session)
{
    memglass_error err = {0};
    return memglass_attach(session, &err) == NULL && strstr(err.message, "uid 61001") ? 0 : 1;
}

START_TEST(test_the_refusal_says_whose_it_is)
{
    char name[UNIT_NAME_BYTES];
    if (stranger_skip())
        return;
    pid_t producer =
        stranger_produces(VICTIM, &(memglass_config){.name = unit_session_name(name, "whose")});
    ck_assert_int_eq(stranger_runs(STRANGER, STRANGER, says_whose, name), 0);
    stranger_is_killed(&producer);
    stranger_removes(VICTIM, name);
}
END_TEST

/* --- a group ---------------------------------------------------------------------------------- */

static int opens_for_writing(void *session)
{
    char header[SHM_NAME_SIZE], region[SHM_NAME_SIZE];
    shm_header_name(header, session);
    shm_region_name(region, session, 1);
    return shm_open(header, O_RDWR, 0) >= 0 || shm_open(region, O_RDWR, 0) >= 0;
}

START_TEST(test_a_group_is_let_in_to_read_and_no_more)
{
    char name[UNIT_NAME_BYTES], segment[SHM_NAME_SIZE];
    struct stat status;
    if (stranger_skip())
        return;
    memglass_session *s =
        open_with((memglass_config){.name = unit_session_name(name, "group"), .group = "61003"});
    ck_assert_ptr_nonnull(memglass_create_object(s, &stranger_type, 100000, "more regions"));
    for (unsigned i = 0; i < 3; i++) {
        if (i)
            shm_region_name(segment, name, i);
        else
            shm_header_name(segment, name);
        ck_assert_int_eq(shm_examine(segment, &status), 0);
        ck_assert_uint_eq(status.st_gid, FRIENDS);
        ck_assert_uint_eq(status.st_mode & 07777, 0640);
    }
    ck_assert_int_eq(stranger_runs(STRANGER, FRIENDS, stranger_attaches, name), 0);
    ck_assert_int_eq(stranger_runs(STRANGER, FRIENDS, opens_for_writing, name), 0);
    ck_assert_int_eq(stranger_runs(STRANGER, STRANGER, stranger_attaches, name),
                     -MEMGLASS_E_ACCESS);
    memglass_close(s);
}
END_TEST

/* MEMGLASS_OK as 0, or the code. */
static int opens_for_group(void *session)
{
    memglass_error err = {0};
    memglass_session *s =
        memglass_open(&(memglass_config){.name = session, .group = "61003"}, &err);
    memglass_close(s);
    return -err.code;
}

START_TEST(test_only_a_member_can_let_a_group_in)
{
    char name[UNIT_NAME_BYTES], header[SHM_NAME_SIZE];
    struct stat status;
    if (stranger_skip())
        return;
    unit_session_name(name, "member");
    shm_header_name(header, name);
    ck_assert_int_eq(stranger_runs(VICTIM, VICTIM, opens_for_group, name), -MEMGLASS_E_ACCESS);
    ck_assert_int_ne(shm_examine(header, &status), 0);
    ck_assert_int_eq(stranger_runs(VICTIM, FRIENDS, opens_for_group, name), 0);
}
END_TEST

START_TEST(test_groups_are_names_or_numbers)
{
    gid_t group = 5;
    uid_t user = 5;
    memglass_error err = {0};
    ck_assert_int_eq(shm_group_id("root", &group, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(group, 0);
    ck_assert_int_eq(shm_group_id("4294967295", &group, &err), MEMGLASS_E_INVALID);
    ck_assert_int_eq(shm_group_id("no-such-group", &group, &err), MEMGLASS_E_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "no-such-group"));
    ck_assert_int_eq(shm_user_id("root", &user, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(user, 0);
    ck_assert_int_eq(shm_user_id("", &user, &err), MEMGLASS_E_INVALID);
    ck_assert_int_eq(shm_user_id("12x", &user, &err), MEMGLASS_E_INVALID);
}
END_TEST

/* --- whom to believe -------------------------------------------------------------------------- */

struct seen {
    const char *name;
    int code, count;
    uint32_t uid;
};

static int note(const memglass_session_info *info, const memglass_error *error, void *ctx)
{
    struct seen *seen = ctx;
    if (strcmp(info->name, seen->name) != 0)
        return 0;
    seen->count++;
    seen->uid = info->uid;
    seen->code = error ? error->code : MEMGLASS_OK;
    return 1;
}

static int lists(void *session)
{
    struct seen seen = {.name = session};
    memglass_list_sessions(note, &seen, NULL);
    return seen.count;
}

static int does_not_trust(void *session)
{
    memglass_error err = {0};
    struct seen seen = {.name = session};
    if (memglass_attach(session, &err) || err.code != MEMGLASS_E_OWNER ||
        !strstr(err.message, "uid 61001") || !strstr(err.message, "--trust-owner 61001"))
        return 1;
    memglass_list_sessions(note, &seen, NULL);
    return seen.count == 1 && seen.code == MEMGLASS_E_OWNER && seen.uid == VICTIM ? 0 : 2;
}

static int trusts(void *session)
{
    memglass_attach_options victim = {.trust_uid = VICTIM}, other = {.trust_uid = FRIENDS};
    struct seen seen = {.name = session};
    memglass_observer *o = memglass_attach_with(session, &victim, NULL);
    memglass_session_info info = {0};
    if (!o || memglass_session_info_get(o, &info) != MEMGLASS_OK || info.uid != VICTIM)
        return 1;
    memglass_detach(o);
    if (memglass_attach_with(session, &other, NULL))
        return 2;
    memglass_list_sessions_with(&victim, note, &seen, NULL);
    return seen.code == MEMGLASS_OK && seen.uid == VICTIM ? 0 : 3;
}

/* Readable by all, so the kernel lets everyone in: root, too, believes it only when told to. */
START_TEST(test_a_session_of_another_user_is_not_believed_unasked)
{
    char name[UNIT_NAME_BYTES];
    if (stranger_skip())
        return;
    pid_t producer = stranger_produces(
        VICTIM, &(memglass_config){.name = unit_session_name(name, "trust"), .mode = 0644});
    ck_assert_int_eq(stranger_runs(STRANGER, STRANGER, does_not_trust, name), 0);
    ck_assert_int_eq(stranger_runs(STRANGER, STRANGER, trusts, name), 0);
    ck_assert_int_eq(does_not_trust(name), 0);
    ck_assert_int_eq(trusts(name), 0);
    stranger_is_killed(&producer);
    stranger_removes(VICTIM, name);
}
END_TEST

START_TEST(test_sessions_of_root_are_believed)
{
    char name[UNIT_NAME_BYTES];
    if (stranger_skip())
        return;
    memglass_session *s =
        open_with((memglass_config){.name = unit_session_name(name, "root"), .mode = 0644});
    ck_assert_int_eq(stranger_runs(STRANGER, STRANGER, stranger_attaches, name), 0);
    memglass_close(s);
}
END_TEST

/* A daemon that opened its session too early. In a child, which becomes another user for good. */
static int grows_as_another(void *session)
{
    memglass_error err = {0};
    memglass_session *s = open_with((memglass_config){.name = session});
    if (setresuid(VICTIM, VICTIM, VICTIM) != 0)
        return 1;
    if (memglass_create_object(s, &stranger_type, 100000, "needs a region"))
        return 2;
    return memglass_last_error(s, &err) == MEMGLASS_E_OWNER && strstr(err.message, "uid 0") ? 0 : 3;
}

START_TEST(test_a_session_does_not_grow_under_two_owners)
{
    char name[UNIT_NAME_BYTES];
    if (stranger_skip())
        return;
    unit_session_name(name, "twoowners");
    ck_assert_int_eq(stranger_runs(0, 0, grows_as_another, name), 0);
    ck_assert_int_eq(memglass_clean(name, 0, NULL, NULL), MEMGLASS_OK);
}
END_TEST

/* --- locks ------------------------------------------------------------------------------------ */

static bool locks(const char *name, short type)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET};
    int fd = shm_open(name, O_RDONLY, 0);
    return fd >= 0 && fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

static int opens_again(void *session)
{
    memglass_error err = {0};
    memglass_session *s = memglass_open(&(memglass_config){.name = session}, &err);
    memglass_close(s);
    return -err.code;
}

/* Whoever may read the header holds every lock that this lets them hold, for ever. */
START_TEST(test_the_locks_of_a_reader_keep_nobody_out)
{
    char name[UNIT_NAME_BYTES], header[SHM_NAME_SIZE];
    memglass_session_info info;
    if (stranger_skip())
        return;
    pid_t producer = stranger_produces(
        VICTIM, &(memglass_config){.name = unit_session_name(name, "locks"), .mode = 0644});
    shm_header_name(header, name);
    ck_assert(!locks(header, F_WRLCK));
    ck_assert(!locks(header, F_RDLCK)); /* the producer's is in the way */
    memglass_attach_options victim = {.trust_uid = VICTIM};
    memglass_observer *o = memglass_attach_with(name, &victim, NULL);
    memglass_session_info_get(o, &info);
    ck_assert_int_eq(info.state, MEMGLASS_STATE_ALIVE);
    stranger_is_killed(&producer);
    ck_assert(locks(header, F_RDLCK));
    memglass_session_info_get(o, &info);
    ck_assert_int_eq(info.state, MEMGLASS_STATE_DEAD);
    memglass_detach(o);
    ck_assert_int_eq(stranger_runs(VICTIM, VICTIM, opens_again, name), 0);
}
END_TEST

/* --- reading only ----------------------------------------------------------------------------- */

/* In a child of its own, which has inherited nothing of the producer. */
static int looks_without_writing(void *session)
{
    memglass_observer *o = NULL;
    while (!o)
        o = memglass_attach(session, NULL);
    struct opened mine = opened_by(getpid());
    if (mine.mapped < 2 || mine.files < 1 || mine.mapped_writable || mine.files_writable)
        return 1;
    /* What is mapped cannot be made writable either. */
    char line[1024];
    void *at = NULL;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps))
        if (strstr(line, OPENED_SEGMENT) && sscanf(line, "%p", &at) == 1)
            break;
    return at && mprotect(at, 4096, PROT_READ | PROT_WRITE) == -1 && errno == EACCES ? 0 : 2;
}

START_TEST(test_an_observer_has_nothing_open_for_writing)
{
    char name[UNIT_NAME_BYTES];
    unit_session_name(name, "maps");
    fflush(NULL);
    pid_t looker = fork();
    if (looker == 0) {
        alarm(60);
        _exit(looks_without_writing(name));
    }
    memglass_session *s = open_with((memglass_config){.name = name});
    int status;
    ck_assert_int_eq(waitpid(looker, &status, 0), looker);
    ck_assert_int_eq(status, 0);
    /* The same look at the producer finds what it must not find there. */
    struct opened producers = opened_by(getpid());
    ck_assert_int_ge(producers.mapped_writable, 2);
    ck_assert_int_ge(producers.files_writable, 1);
    memglass_close(s);
}
END_TEST

MEMGLASS_SUITE("security/access", test_another_user_is_refused_by_the_kernel,
               test_the_refusal_says_whose_it_is, test_a_group_is_let_in_to_read_and_no_more,
               test_only_a_member_can_let_a_group_in, test_groups_are_names_or_numbers,
               test_a_session_of_another_user_is_not_believed_unasked,
               test_sessions_of_root_are_believed, test_a_session_does_not_grow_under_two_owners,
               test_the_locks_of_a_reader_keep_nobody_out,
               test_an_observer_has_nothing_open_for_writing)
