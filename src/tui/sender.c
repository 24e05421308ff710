/* What the terminal has not taken yet. Layer 7. */
#include "tui/sender.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

void sender_open(struct sender *s, int fd)
{
    char path[256];
    *s = (struct sender){.fd = fd};
    outbuf_init(&s->queue);
    int named = ttyname_r(fd, path, sizeof path);
    int own = named == 0 ? open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;
    if (own >= 0)
        *s = (struct sender){.fd = own, .own = true};
}

void sender_close(struct sender *s)
{
    if (s->own)
        close(s->fd);
    outbuf_fini(&s->queue);
    *s = (struct sender){.fd = -1};
}

bool sender_waits(const struct sender *s)
{
    return s->sent < s->queue.used;
}

struct outbuf *sender_queue(struct sender *s)
{
    if (!sender_waits(s)) {
        outbuf_clear(&s->queue);
        s->sent = 0;
    }
    return &s->queue;
}

bool sender_send(struct sender *s)
{
    while (sender_waits(s)) {
        ssize_t written = write(s->fd, s->queue.bytes + s->sent, s->queue.used - s->sent);
        if (written > 0)
            s->sent += (size_t)written;
        else if (written == 0 || errno == EAGAIN)
            return false;
        else if (errno != EINTR) /* the terminal has gone: poll or a signal will say so */
            s->sent = s->queue.used;
    }
    return true;
}

bool sender_send_within(struct sender *s, int ms)
{
    uint64_t end = clock_monotonic_ns() + (uint64_t)ms * NS_PER_MS, now;
    while (!sender_send(s) && (now = clock_monotonic_ns()) < end)
        poll(&(struct pollfd){.fd = s->fd, .events = POLLOUT}, 1,
             (int)((end - now) / NS_PER_MS) + 1);
    return !sender_waits(s);
}
