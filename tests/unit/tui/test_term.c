/* A terminal is asked for its background once, and keeps no answer for the shell. Tests only; no
 * layer. */
#include "unit.h"

#include "tui/background.h"
#include "tui/term.h"

#include <poll.h>
#include <pty.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define ANSWER "\033]11;rgb:ffff/ffff/ffff\033\\"

typedef void use_fn(struct terminal *t);

static bool has_input(int wait_ms)
{
    return poll(&(struct pollfd){.fd = STDIN_FILENO, .events = POLLIN}, 1, wait_ms) == 1;
}

/* Bytes are there to be read as soon as they are typed, also before the terminal is taken. */
static void be_raw(void)
{
    struct termios modes;
    tcgetattr(STDIN_FILENO, &modes);
    cfmakeraw(&modes);
    tcsetattr(STDIN_FILENO, TCSANOW, &modes);
}

/* 0: whoever comes next has nothing to read; 1: something was left. */
static int run_child(enum view_theme theme, use_fn *use, bool typed)
{
    struct term_options options = {.theme = theme};
    alarm(UNIT_CASE_SECONDS);
    setenv("TERM", "xterm-256color", 1);
    unsetenv("COLORFGBG");
    be_raw();
    if (typed)
        has_input(-1);
    struct terminal *t = term_open(&options, NULL);
    if (!t)
        return 2;
    use(t);
    term_close(&t);
    return has_input(0);
}

struct outcome {
    int asked; /* how often */
    bool left; /* something that was typed */
};

/* Uses a terminal of its own, into which `typed` was typed before; or NULL. */
static struct outcome on_terminal(enum view_theme theme, use_fn *use, const char *typed)
{
    char out[65536];
    size_t used = 0;
    int fd, status;
    struct outcome outcome = {0};
    pid_t pid = forkpty(&fd, NULL, NULL, NULL);
    if (pid == 0)
        _exit(run_child(theme, use, typed != NULL));
    if (typed)
        ck_assert_int_eq(write(fd, typed, strlen(typed)), (ssize_t)strlen(typed));
    for (ssize_t got; (got = read(fd, out + used, sizeof out - 1 - used)) > 0;)
        used += (size_t)got;
    out[used] = '\0';
    waitpid(pid, &status, 0);
    close(fd);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) < 2, "it ended with %x", status);
    outcome.left = WEXITSTATUS(status) == 1;
    for (const char *at = out; (at = strstr(at, BACKGROUND_ASK)); at++)
        outcome.asked++;
    return outcome;
}

static void take(struct terminal *t)
{
    term_resume(t);
}

/* As when it was continued before it answered. */
static void take_again(struct terminal *t)
{
    term_resume(t);
    term_resume(t);
    term_suspend(t);
    term_resume(t);
}

static void choose_auto(struct terminal *t)
{
    term_resume(t);
    term_set(t, &(struct term_options){.theme = VIEW_THEME_AUTO});
    term_set(t, &(struct term_options){.theme = VIEW_THEME_DARK});
    term_set(t, &(struct term_options){.theme = VIEW_THEME_AUTO});
}

START_TEST(test_it_is_asked_once_and_where_it_matters)
{
    ck_assert_int_eq(on_terminal(VIEW_THEME_AUTO, take, NULL).asked, 1);
    ck_assert_int_eq(on_terminal(VIEW_THEME_AUTO, take_again, NULL).asked, 1);
    ck_assert_int_eq(on_terminal(VIEW_THEME_DARK, take_again, NULL).asked, 0);
}
END_TEST

START_TEST(test_it_is_asked_when_that_is_chosen_later)
{
    ck_assert_int_eq(on_terminal(VIEW_THEME_DARK, choose_auto, NULL).asked, 1);
    ck_assert_int_eq(on_terminal(VIEW_THEME_AUTO, choose_auto, NULL).asked, 1);
}
END_TEST

/* It is waited for a short while only: on a busy machine one may be over before it is looked at. */
START_TEST(test_an_answer_is_not_left_to_the_shell)
{
    struct outcome last = {.left = true};
    for (int i = 0; i < 10 && last.left; i++)
        last = on_terminal(VIEW_THEME_AUTO, take, "key" ANSWER);
    ck_assert(!last.left);
}
END_TEST

static void read_behind_a_stop(struct terminal *t)
{
    term_resume(t);
    term_suspend(t);
    term_resume(t);
    for (const char *key = "key"; *key; key++)
        if (term_key_read(t) != *key)
            _exit(3);
}

START_TEST(test_keys_before_an_answer_are_not_lost)
{
    ck_assert(!on_terminal(VIEW_THEME_AUTO, read_behind_a_stop, "key" ANSWER).left);
}
END_TEST

START_TEST(test_what_is_typed_is_left_where_nothing_was_asked)
{
    ck_assert(on_terminal(VIEW_THEME_DARK, take, "key").left);
}
END_TEST

MEMGLASS_SUITE("tui/term", test_it_is_asked_once_and_where_it_matters,
               test_it_is_asked_when_that_is_chosen_later, test_an_answer_is_not_left_to_the_shell,
               test_keys_before_an_answer_are_not_lost,
               test_what_is_typed_is_left_where_nothing_was_asked)
