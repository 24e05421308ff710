/* What a terminal does not take is kept, and nobody waits for it. Tests only; no layer. */
#include "unit.h"

#include "tui/sender.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { SIZE = 1 << 20 };

static int terminal, program;
static struct sender sender;

static void start(void)
{
    struct termios raw;
    ck_assert_int_eq(openpty(&terminal, &program, NULL, NULL, NULL), 0);
    ck_assert_int_eq(tcgetattr(program, &raw), 0);
    cfmakeraw(&raw);
    ck_assert_int_eq(tcsetattr(program, TCSANOW, &raw), 0);
    sender_open(&sender, program);
    for (int i = 0; i < SIZE; i++)
        outbuf_bytes(sender_queue(&sender), &"0123456789"[i % 10], 1);
}

static void finish(void)
{
    sender_close(&sender);
    close(program);
    close(terminal);
}

START_TEST(test_all_comes_in_order_as_the_terminal_takes_it)
{
    char bytes[4096];
    size_t got = 0;
    start();
    ck_assert(!sender_send(&sender));
    ck_assert(sender_waits(&sender));
    outbuf_text(sender_queue(&sender), "end");
    while (got < SIZE + 3) {
        ck_assert_int_eq(poll(&(struct pollfd){.fd = terminal, .events = POLLIN}, 1, 60000), 1);
        ssize_t size = read(terminal, bytes, sizeof bytes);
        ck_assert_int_gt(size, 0);
        for (ssize_t i = 0; i < size; i++, got++)
            ck_assert_int_eq(bytes[i],
                             got < SIZE ? '0' + (char)(got % 10) : "end"[(got - SIZE) % 3]);
        sender_send(&sender);
    }
    ck_assert(!sender_waits(&sender));
    finish();
}
END_TEST

START_TEST(test_a_terminal_that_takes_nothing_is_waited_for_so_long_and_no_longer)
{
    start();
    ck_assert_int_eq(tcflow(program, TCOOFF), 0);
    ck_assert(!sender_send(&sender));
    ck_assert_uint_eq(sender.sent, 0);
    ck_assert(!sender_send_within(&sender, 20));
    close(terminal);
    ck_assert(sender_send_within(&sender, 60000)); /* it has gone */
    sender_close(&sender);
    close(program);
}
END_TEST

/* The shell's descriptor is the same open file as the program's. */
START_TEST(test_writing_of_others_waits_as_before)
{
    start();
    ck_assert_int_eq(fcntl(program, F_GETFL) & O_NONBLOCK, 0);
    ck_assert_int_ne(fcntl(sender.fd, F_GETFL) & O_NONBLOCK, 0);
    finish();
}
END_TEST

MEMGLASS_SUITE("tui/sender", test_all_comes_in_order_as_the_terminal_takes_it,
               test_a_terminal_that_takes_nothing_is_waited_for_so_long_and_no_longer,
               test_writing_of_others_waits_as_before)
