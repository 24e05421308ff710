/* A session that seems to live. Tests only. */
#include "image.h"

#include "shm/shm.h"
#include "world.h"

#include <fcntl.h>
#include <memglass/producer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SEGMENTS (IMAGE_REGIONS + 1) /* segment 0 is the header */
#define FAIL     exit(2)             /* libFuzzer shows it as a crash of the harness */

struct segment {
    unsigned char *base;
    size_t size;
};

static struct image {
    char name[64];
    struct segment stages[IMAGE_STAGES][SEGMENTS]; /* base NULL: not there yet */
    struct segment copy[SEGMENTS];
    unsigned stage;
    int lock_fd;
    uint32_t announced; /* never the same twice, whatever stage comes back */
} image;

static void segment_name(char out[SHM_NAME_SIZE], const char *session, unsigned number)
{
    if (number)
        shm_region_name(out, session, number);
    else
        shm_header_name(out, session);
}

/* --- the recording ---------------------------------------------------------------------------- */

static void keep_segment(const char *session, unsigned number, struct segment *out)
{
    char name[SHM_NAME_SIZE];
    struct shm_segment s;
    segment_name(name, session, number);
    if (shm_open_readonly(name, &s, NULL) != MEMGLASS_OK)
        return;
    out->size = s.size;
    out->base = malloc(s.size);
    if (!out->base)
        FAIL;
    memcpy(out->base, s.base, s.size);
    shm_close(&s);
}

/* One stage of the producer's life. */
static void live_on(memglass_session *s, unsigned stage)
{
    char label[32];
    void *last = NULL;
    for (unsigned i = 0; i < 10 * (stage + 1); i++) {
        snprintf(label, sizeof label, "object %u", i % 7);
        if (i % 4 == 3)
            memglass_destroy(s, last);
        last = memglass_create_object(s, stage % 2 && i % 3 ? &world_pair : &world_sample,
                                      i % 3 + 1, i % 5 ? label : NULL);
    }
    if (stage >= 2)
        memglass_create_object(s, &world_sample, 100, "crowd");
}

static void record(void)
{
    char name[64];
    snprintf(name, sizeof name, "fuzz-real-%d", (int)getpid());
    memglass_session *s = memglass_open(&(memglass_config){.name = name,
                                                           .initial_region_bytes = 1 << 15,
                                                           .max_region_bytes = 1 << 16,
                                                           .event_ring_entries = 64,
                                                           .flags = MEMGLASS_NO_THREAD},
                                        NULL);
    if (!s)
        FAIL;
    for (unsigned stage = 0; stage < IMAGE_STAGES; stage++) {
        live_on(s, stage);
        for (unsigned i = 0; i < SEGMENTS; i++)
            keep_segment(name, i, &image.stages[stage][i]);
    }
    memglass_close(s);
}

/* --- the copy --------------------------------------------------------------------------------- */

static void remove_copy(void)
{
    shm_unlink_session(image.name);
}

static void make_copy(void)
{
    char name[SHM_NAME_SIZE];
    snprintf(image.name, sizeof image.name, "fuzz-image-%d", (int)getpid());
    atexit(remove_copy);
    for (unsigned i = 0; i < SEGMENTS; i++) {
        size_t size = image.stages[IMAGE_STAGES - 1][i].size;
        struct shm_segment s;
        segment_name(name, image.name, i);
        if (!size)
            continue;
        if (shm_create(name, size, &s, NULL) != MEMGLASS_OK)
            FAIL;
        image.copy[i] = (struct segment){s.base, s.size};
        shm_close_descriptor(&s);
    }
    /* It seems to live to those who look for dead sessions, too. */
    segment_name(name, image.name, 0);
    image.lock_fd = shm_open_existing(name, O_RDWR, NULL);
    if (image.lock_fd < 0 || !shm_lock_take(image.lock_fd))
        FAIL;
    for (unsigned stage = 0; stage < IMAGE_STAGES; stage++) {
        struct format_header *h = (void *)image.stages[stage][0].base;
        memset(h->name, 0, sizeof h->name);
        memcpy(h->name, image.name, strlen(image.name));
    }
}

const char *image_session(void)
{
    if (!image.name[0]) {
        record();
        make_copy();
    }
    return image.name;
}

void image_stage(unsigned stage)
{
    image.stage = stage < IMAGE_STAGES ? stage : IMAGE_STAGES - 1;
    for (unsigned i = 0; i < SEGMENTS; i++) {
        const struct segment *from = &image.stages[image.stage][i];
        if (from->base)
            memcpy(image.copy[i].base, from->base, from->size);
    }
}

struct format_header *image_header(void)
{
    return (void *)image.copy[0].base;
}

void image_announce(void)
{
    /* Further than the ring reaches: all rows are looked at. */
    image_header()->ring_head += (uint64_t)++image.announced << 32;
}

/* --- damage ----------------------------------------------------------------------------------- */

/* A span of the copy, found by the undamaged bytes of the stage. */
static struct segment span_at(uint64_t place, uint64_t size)
{
    struct segment *s = &image.copy[format_place_region(place)];
    uint64_t offset = format_place_offset(place);
    return (struct segment){s->base + offset,
                            size < s->size - offset ? size : (size_t)(s->size - offset)};
}

static struct segment area_of(unsigned area)
{
    const struct format_header *h = (const void *)image.stages[image.stage][0].base;
    if (area < FORMAT_TABLE_COUNT) {
        const struct format_table *t = &h->tables[area];
        uint64_t entries = t->count + 2;
        uint64_t chunk = UINT64_C(1) << t->base_log2;
        return span_at(t->chunks[0], (entries < chunk ? entries : chunk) * t->entry_bytes);
    }
    switch (area - FORMAT_TABLE_COUNT) {
    case 0:
        return (struct segment){image.copy[0].base, sizeof *h};
    case 1:
        return span_at(h->ring_place, h->ring_capacity * sizeof(struct format_event));
    case 2:
        return span_at(format_place(1, 0), sizeof(struct format_region));
    default:
        return image.copy[h->region_count];
    }
}

void image_scribble(unsigned area, uint32_t at, unsigned width, uint64_t value)
{
    struct segment s = area_of(area % IMAGE_AREAS);
    size_t bytes = (size_t)1 << (width & 3);
    if (s.size >= bytes)
        memcpy(s.base + at % (s.size / bytes) * bytes, &value, bytes);
}

struct image_record image_record(const uint8_t *data, size_t r)
{
    const uint8_t *from = data + r * IMAGE_RECORD;
    struct image_record record = {
        .action = from[0], .area = from[1], .at = from[2] | (uint32_t)from[3] << 8};
    memcpy(&record.value, from + 4, sizeof record.value);
    return record;
}
