/* What another user puts at a session's names: files, copies of real sessions, links, pipes,
 * folders. Whoever meets them says whose they are, believes nothing, waits for nothing, removes
 * nothing and writes to nothing. Tests only; no layer. */
#define UNIT_FORK
#include "stranger.h"

#include "observer/attach.h"
#include "sample/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define CANARY "somebody's words"

enum plant { PLANT_FILE, PLANT_SESSION, PLANT_LINK, PLANT_DANGLING, PLANT_PIPE, PLANT_FOLDER };

struct trap {
    enum plant plant;
    char path[256], target[256], model[64]; /* a session to copy */
};

static int copy_file(const char *from, const char *to)
{
    static char bytes[1 << 20];
    int in = open(from, O_RDONLY), out = open(to, O_RDWR | O_CREAT | O_EXCL, 0666);
    ssize_t got = in >= 0 ? read(in, bytes, sizeof bytes) : -1;
    return got > 0 && out >= 0 && write(out, bytes, (size_t)got) == got && fchmod(out, 0666) == 0;
}

/* As the stranger. */
static int plants(void *ctx)
{
    const struct trap *t = ctx;
    char model[300];
    umask(0);
    switch (t->plant) {
    case PLANT_FILE:
        return open(t->path, O_RDWR | O_CREAT | O_EXCL, 0666) >= 0 ? 0 : 1;
    case PLANT_SESSION:
        snprintf(model, sizeof model, "/dev/shm/memglass_%s_header", t->model);
        return copy_file(model, t->path) ? 0 : 1;
    case PLANT_PIPE:
        return mkfifo(t->path, 0666) == 0 ? 0 : 1;
    case PLANT_FOLDER:
        return mkdir(t->path, 0777) == 0 ? 0 : 1;
    default:
        return symlink(t->target, t->path) == 0 ? 0 : 1;
    }
}

/* --- meeting it ------------------------------------------------------------------------------- */

static int opens(void *session)
{
    memglass_error err = {0};
    memglass_session *s = memglass_open(&(memglass_config){.name = session}, &err);
    memglass_close(s);
    if (!s && !strstr(err.message, "/dev/shm/memglass_") && !strstr(err.message, "uid 61002"))
        return 125; /* a refusal that does not say what is in the way */
    return s ? 0 : -err.code;
}

static int cleans(void *session)
{
    return -memglass_clean(session, 0, NULL, NULL);
}

static int expects(void *session);

/* As the victim and as root. */
static void meet(const char *name, const char *what, int (*fn)(void *ctx), bool allowed)
{
    int victim = stranger_runs(VICTIM, VICTIM, fn, (void *)(uintptr_t)name);
    int root = stranger_runs(0, 0, fn, (void *)(uintptr_t)name);
    ck_assert_msg(victim != 125 && root != 125, "%s: the refusal does not say why", what);
    ck_assert_msg(allowed || (victim && root), "%s: victim %d, root %d", what, victim, root);
}

static void spring(const char *tag, void (*name_of)(char *out, const char *session), bool attach)
{
    static const char *const plants_text[] = {"file",          "session", "link",
                                              "dangling link", "pipe",    "folder"};
    char name[UNIT_NAME_BYTES], segment[SHM_NAME_SIZE], what[64], word[64] = "";
    struct trap t = {0};
    struct stat before, after;
    memglass_session *model = memglass_open(
        &(memglass_config){
            .name = unit_session_name(t.model, "model"), .mode = 0644, .flags = MEMGLASS_NO_THREAD},
        NULL);
    ck_assert_ptr_nonnull(model);
    unit_session_name(name, tag);
    name_of(segment, name);
    snprintf(t.path, sizeof t.path, "/dev/shm%s", segment);
    snprintf(t.target, sizeof t.target, "/dev/shm/t-target-%d", (int)getpid());
    int target = open(t.target, O_RDWR | O_CREAT | O_TRUNC, 0600);
    ck_assert_int_eq(fchown(target, VICTIM, VICTIM), 0);
    ck_assert_int_eq(write(target, CANARY, sizeof CANARY), sizeof CANARY);
    for (t.plant = PLANT_FILE; t.plant <= PLANT_FOLDER; t.plant++) {
        struct trap set = t;
        if (t.plant == PLANT_DANGLING)
            snprintf(set.target, sizeof set.target, "%.200s-not-there", t.target);
        snprintf(what, sizeof what, "%s as %s", plants_text[t.plant], tag);
        ck_assert_msg(stranger_runs(STRANGER, STRANGER, plants, &set) == 0, "%s", what);
        ck_assert_int_eq(lstat(t.path, &before), 0);
        meet(name, what, opens, false);
        meet(name, what, cleans, !attach);
        if (attach)
            meet(name, what, stranger_attaches, false);
        ck_assert_msg(lstat(t.path, &after) == 0 && after.st_ino == before.st_ino &&
                          after.st_size == before.st_size &&
                          after.st_mtim.tv_nsec == before.st_mtim.tv_nsec,
                      "%s was touched", what);
        ck_assert_int_ne(stat(set.target, &after) == 0, t.plant == PLANT_DANGLING);
        ck_assert_int_eq(stranger_runs(STRANGER, STRANGER, expects, &set), 0);
    }
    ck_assert_int_eq(pread(target, word, sizeof word, 0), sizeof CANARY);
    ck_assert_str_eq(word, CANARY);
    close(target);
    unlink(t.target);
    memglass_close(model);
}

/* It is still there, and the stranger takes it away again. */
static int expects(void *ctx)
{
    const struct trap *t = ctx;
    return (t->plant == PLANT_FOLDER ? rmdir(t->path) : unlink(t->path)) == 0 ? 0 : 1;
}

static void first_region(char *out, const char *session)
{
    shm_region_name(out, session, 1);
}

START_TEST(test_what_is_planted_as_a_header_is_refused)
{
    if (!stranger_skip())
        spring("header", shm_header_name, true);
}
END_TEST

/* The producer that finds it cannot open, and leaves no header behind. */
START_TEST(test_what_is_planted_as_a_region_is_refused)
{
    char name[UNIT_NAME_BYTES], header[SHM_NAME_SIZE];
    struct stat status;
    if (stranger_skip())
        return;
    spring("region", first_region, false);
    shm_header_name(header, unit_session_name(name, "region"));
    ck_assert_int_ne(shm_examine(header, &status), 0);
}
END_TEST

START_TEST(test_what_is_planted_as_a_gate_is_refused)
{
    if (!stranger_skip())
        spring("gate", shm_gate_name, false);
}
END_TEST

/* --- links and mixtures ----------------------------------------------------------------------- */

/* Where the kernel does not protect hard links, a stranger can give a file of ours another name. */
START_TEST(test_a_hard_link_is_not_a_session_of_another_name)
{
    char name[UNIT_NAME_BYTES], other[UNIT_NAME_BYTES + 8], from[128], to[128];
    memglass_error err = {0};
    memglass_session *s = memglass_open(
        &(memglass_config){.name = unit_session_name(name, "link"), .flags = MEMGLASS_NO_THREAD},
        NULL);
    snprintf(other, sizeof other, "%s-2", name);
    snprintf(from, sizeof from, "/dev/shm/memglass_%s_header", name);
    snprintf(to, sizeof to, "/dev/shm/memglass_%s_header", other);
    ck_assert_int_eq(link(from, to), 0);
    ck_assert_ptr_null(memglass_attach(other, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_CORRUPT);
    memglass_observer *o = memglass_attach(name, &err);
    ck_assert_msg(o != NULL, "%s", err.message);
    memglass_close(s);
    /* The file has a name left, but not its own. */
    memglass_session_info info;
    ck_assert_int_eq(memglass_session_info_get(o, &info), MEMGLASS_OK);
    ck_assert_int_eq(info.state, MEMGLASS_STATE_GONE);
    memglass_detach(o);
    unlink(to);
}
END_TEST

START_TEST(test_a_region_of_another_owner_is_refused)
{
    char name[UNIT_NAME_BYTES], path[128];
    memglass_error err = {0};
    if (stranger_skip())
        return;
    memglass_session *s = memglass_open(
        &(memglass_config){.name = unit_session_name(name, "mixed"), .flags = MEMGLASS_NO_THREAD},
        NULL);
    snprintf(path, sizeof path, "/dev/shm/memglass_%s_region_0001", name);
    ck_assert_int_eq(chown(path, STRANGER, STRANGER), 0);
    ck_assert_ptr_null(memglass_attach(name, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_OWNER);
    ck_assert_int_eq(chown(path, 0, 0), 0);
    memglass_close(s);
}
END_TEST

/* --- in the place of one that was trusted ----------------------------------------------------- */

/* What a dashboard shows when its session ends and a stranger takes the name. */
START_TEST(test_a_session_is_not_replaced_by_a_strangers_on_screen)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err = {0};
    const struct frame *before, *after;
    if (stranger_skip())
        return;
    memglass_session *s = memglass_open(
        &(memglass_config){.name = unit_session_name(name, "swap"), .flags = MEMGLASS_NO_THREAD},
        NULL);
    memglass_create_object(s, &stranger_type, 1, "ours");
    struct source *source = source_live_open(name, NULL, &err);
    ck_assert_int_eq(source->ops->capture(source, NULL, 1, &before, &err), MEMGLASS_OK);
    memglass_close(s);
    pid_t other = stranger_produces(STRANGER, &(memglass_config){.name = name, .mode = 0644});
    err = (memglass_error){0};
    ck_assert_int_eq(source->ops->capture(source, before, 2, &after, &err), MEMGLASS_OK);
    ck_assert_int_eq(err.code, MEMGLASS_E_OWNER);
    ck_assert_msg(strstr(err.message, "uid 61002") != NULL, "%s", err.message);
    ck_assert_uint_eq(after->session.instance, before->session.instance);
    ck_assert_int_eq(after->session.state, MEMGLASS_STATE_RESTARTED);
    ck_assert_str_eq(after->roster->rows[0].label, "ours");
    frame_release(&before);
    frame_release(&after);
    source->ops->close(&source);
    stranger_is_killed(&other);
    stranger_removes(STRANGER, name);
}
END_TEST

/* Many objects' worth of somebody else's session is not removed by the user of the same name. */
START_TEST(test_a_dead_session_of_another_user_is_not_taken_over)
{
    char name[UNIT_NAME_BYTES], header[SHM_NAME_SIZE];
    struct stat status;
    if (stranger_skip())
        return;
    pid_t other =
        stranger_produces(STRANGER, &(memglass_config){.name = unit_session_name(name, "dead")});
    stranger_is_killed(&other);
    meet(name, "a dead session", opens, false);
    meet(name, "a dead session", cleans, false);
    shm_header_name(header, name);
    ck_assert_int_eq(shm_examine(header, &status), 0);
    ck_assert_uint_eq(status.st_uid, STRANGER);
    ck_assert_int_eq(stranger_runs(STRANGER, STRANGER, opens, name), 0);
}
END_TEST

MEMGLASS_SUITE("security/plant", test_what_is_planted_as_a_header_is_refused,
               test_what_is_planted_as_a_region_is_refused,
               test_what_is_planted_as_a_gate_is_refused,
               test_a_hard_link_is_not_a_session_of_another_name,
               test_a_region_of_another_owner_is_refused,
               test_a_session_is_not_replaced_by_a_strangers_on_screen,
               test_a_dead_session_of_another_user_is_not_taken_over)
