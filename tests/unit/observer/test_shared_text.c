/* Text of a session that changes while it is read. */
#include "observer/scene.h"
#include "observer/shared_text.h"

#include "format/layout.h"
#include "shm/shm.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>

enum { LONGEST = 1200, LOOKS = 20000 };

static bool same_text(const char *bytes, size_t size)
{
    char expected[LONGEST + 1], found[LONGEST + 1];
    struct strbuf a, b;
    strbuf_init(&a, expected, sizeof expected);
    strbuf_init(&b, found, sizeof found);
    strbuf_foreign(&a, bytes, size);
    shared_text(&b, bytes, size);
    return a.len == b.len && memcmp(expected, found, a.len) == 0;
}

/* Wherever the pieces that it is read in end. */
START_TEST(test_no_character_is_split_by_how_it_is_read)
{
    static const char *const characters[] = {"a",    "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
                                             "\x1b", "\xc2\x9b", "\xe2\x82",     "\x80\x80\x80\x80",
                                             "\xff", "\xf0\x9f"};
    char bytes[LONGEST];
    for (size_t c = 0; c < sizeof characters / sizeof *characters; c++)
        for (size_t before = 0; before < 8; before++) {
            size_t length = strlen(characters[c]), size = before;
            memset(bytes, 'x', before);
            for (; size + length <= sizeof bytes; size += length)
                memcpy(bytes + size, characters[c], length);
            ck_assert_msg(same_text(bytes, size), "character %zu behind %zu", c, before);
        }
}
END_TEST

START_TEST(test_what_does_not_fit_is_cut)
{
    char text[300];
    struct strbuf b;
    char bytes[LONGEST];
    memset(bytes, 'x', sizeof bytes);
    strbuf_init(&b, text, sizeof text);
    shared_text(&b, bytes, sizeof bytes);
    ck_assert(b.cut);
    ck_assert_uint_eq(b.len, sizeof text - 1);
}
END_TEST

struct flipping {
    char *text;
    size_t size;
    bool stop;
};

/* Harmless bytes and commands, in turn. */
static void *flip(void *ctx)
{
    struct flipping *f = ctx;
    for (unsigned turn = 0; !__atomic_load_n(&f->stop, __ATOMIC_RELAXED); turn++)
        for (size_t i = 0; i < f->size; i++)
            __atomic_store_n(&f->text[i], turn & 1 ? '\x1b' : 'a', __ATOMIC_RELAXED);
    return NULL;
}

static struct format_header *map_header(const char *session)
{
    char name[SHM_NAME_SIZE];
    shm_header_name(name, session);
    int fd = shm_open(name, O_RDWR, 0);
    ck_assert_int_ge(fd, 0);
    void *base =
        mmap(NULL, sizeof(struct format_header), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    ck_assert_ptr_ne(base, MAP_FAILED);
    close(fd);
    return base;
}

START_TEST(test_what_is_judged_is_what_is_told)
{
    struct scene s = scene_open("judged", 0, 0);
    struct format_header *header = map_header(s.name);
    struct flipping f = {.text = header->executable, .size = sizeof header->executable - 1};
    memglass_session_info info;
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, flip, &f), 0);
    int bad = 0;
    for (int i = 0; i < LOOKS && !bad; i++) {
        ck_assert_int_eq(memglass_session_info_get(s.observer, &info), MEMGLASS_OK);
        bad += strchr(info.executable, '\x1b') != NULL;
    }
    __atomic_store_n(&f.stop, true, __ATOMIC_RELAXED);
    pthread_join(thread, NULL);
    munmap(header, sizeof *header);
    scene_close(&s);
    ck_assert_int_eq(bad, 0);
}
END_TEST

MEMGLASS_SUITE("observer/shared_text", test_no_character_is_split_by_how_it_is_read,
               test_what_does_not_fit_is_cut, test_what_is_judged_is_what_is_told)
