/*
 * Fuzzing the observer: a valid session, of which the input changes bytes before the attach, after
 * it, and after the first refresh. Whatever they say: no crash, no hang, no unbounded memory.
 * Input: records of 12 bytes, see `change`. Tests only.
 */
#include "format/layout.h"
#include "shm/shm.h"
#include "world.h"

#include <fcntl.h>
#include <memglass/observer.h>
#include <memglass/producer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define RECORD_BYTES 12
#define CHANGES_MAX  64
#define OBJECTS      24

/* The session that every input starts from, mapped for scribbling: segment 0 is the header. */
static struct target {
    char name[32];
    memglass_session *session;
    struct shm_segment segments[4];
    uint32_t count;
} target;

struct change {
    uint32_t segment, phase;
    uint64_t offset, before;
};

static bool map_segment(const char *name, struct shm_segment *out)
{
    int fd = shm_open(name, O_RDWR, 0);
    if (fd < 0)
        return false;
    out->size = (uint64_t)lseek(fd, 0, SEEK_END);
    out->base = mmap(NULL, out->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    return out->base != MAP_FAILED;
}

static void close_target(void)
{
    memglass_close(target.session);
}

static void open_target(void)
{
    char segment[SHM_NAME_SIZE], label[16];
    snprintf(target.name, sizeof target.name, "fuzz-%d", (int)getpid());
    target.session = memglass_open(&(memglass_config){.name = target.name,
                                                      .initial_region_bytes = 1 << 16,
                                                      .event_ring_entries = 64,
                                                      .flags = MEMGLASS_NO_THREAD},
                                   NULL);
    for (unsigned i = 0; i < OBJECTS; i++) {
        snprintf(label, sizeof label, "object %u", i % 7);
        void *made =
            memglass_create_object(target.session, &world_sample, i % 3 + 1, i % 5 ? label : NULL);
        if (i % 6 == 5)
            memglass_destroy(target.session, made);
    }
    shm_header_name(segment, target.name);
    while (target.count < 4 && map_segment(segment, &target.segments[target.count]))
        shm_region_name(segment, target.name, ++target.count);
    atexit(close_target);
}

static void *at(const struct change *c)
{
    return target.segments[c->segment].base + c->offset;
}

/* segment and phase, 24 bits of offset in words, 8 bytes of value. */
static struct change decode(const uint8_t *record)
{
    struct change c = {.segment = record[0] % target.count, .phase = record[0] / 64 % 3};
    uint64_t words = target.segments[c.segment].size / 8;
    c.offset = (record[1] | (uint64_t)record[2] << 8 | (uint64_t)record[3] << 16) % words * 8;
    memcpy(&c.before, at(&c), sizeof c.before);
    return c;
}

static void apply(const uint8_t *data, const struct change *changes, size_t count, uint32_t phase)
{
    for (size_t i = 0; i < count; i++)
        if (changes[i].phase == phase)
            memcpy(at(&changes[i]), data + i * RECORD_BYTES + 4, 8);
}

static void look(memglass_observer *o)
{
    static const char *const paths[] = {"safe.x", "pairs[1].text", "mood", "[1].number",
                                        "",       "pairs"};
    unsigned char bytes[4096];
    memglass_object object;
    memglass_value value;
    for (size_t i = 0; i < memglass_object_count(o) && i < OBJECTS; i++) {
        if (memglass_object_at(o, i, &object) < 0)
            continue;
        memglass_read(o, &object, bytes, sizeof bytes);
        for (size_t p = 0; p < sizeof paths / sizeof *paths; p++)
            memglass_read_field(o, &object, paths[p], &value);
    }
    memglass_find(o, "object 3", &object);
    memglass_find(o, "sample#4", &object);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct change changes[CHANGES_MAX];
    size_t count = size / RECORD_BYTES < CHANGES_MAX ? size / RECORD_BYTES : CHANGES_MAX;
    if (!target.session)
        open_target();
    for (size_t i = 0; i < count; i++)
        changes[i] = decode(data + i * RECORD_BYTES);
    apply(data, changes, count, 0);
    memglass_observer *o = memglass_attach(target.name, NULL);
    apply(data, changes, count, 1);
    if (o) {
        memglass_session_info info;
        memglass_session_info_get(o, &info);
        look(o);
        apply(data, changes, count, 2);
        memglass_refresh(o);
        look(o);
    }
    memglass_detach(o);
    for (size_t i = count; i-- > 0;)
        memcpy(at(&changes[i]), &changes[i].before, sizeof changes[i].before);
    return 0;
}
