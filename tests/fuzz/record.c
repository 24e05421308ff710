/* Fuzzing what reads recordings: the first byte chooses whether the rest is a file as it is, or
 * payloads that are given heads with right checksums, so that what is inside is reached. Tests
 * only. */
#include "record/codec.h"
#include "recording/parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PARTS = 5, LIMIT = 1 << 20 };

/* What heads say of frames has to agree with the frames, as far as these can be passed over. */
static void fill_times(struct record_block *head, const uint8_t *data, size_t size)
{
    struct reading in = reading_of(data, size);
    uint64_t ticks, ns;
    for (bool first = true; reading_left(&in) && codec_skip_frame(RECORD_VERSION, &in, &ticks, &ns);
         first = false) {
        if (ticks > UINT32_MAX || ns > UINT32_MAX)
            break;
        head->last_tick += ticks;
        head->last_ns += ns;
        if (first) {
            head->first_tick = head->last_tick;
            head->first_ns = head->last_ns;
        }
    }
}

/* head: of the block before; key: of the whole frame, which a leap refers to. */
static void add_block(struct packer *p, enum record_kind kind, struct record_block *head,
                      struct record_block *key, const uint8_t *data, size_t size, struct bytes *out)
{
    struct bytes payload = {0};
    if (kind == RECORD_LEAP) {
        *head = (struct record_block){.last_tick = key->first_tick, .last_ns = key->first_ns};
        bytes_number(&payload, key->first_tick);
    }
    *head = (struct record_block){.kind = (uint16_t)kind,
                                  .epoch = 1,
                                  .frames = 1,
                                  .first_tick = head->last_tick,
                                  .last_tick = head->last_tick,
                                  .first_ns = head->last_ns,
                                  .last_ns = head->last_ns};
    if (kind == RECORD_KEY || kind == RECORD_DELTA || kind == RECORD_LEAP)
        fill_times(head, data, size);
    if (kind == RECORD_KEY)
        *key = *head;
    bytes_raw(&payload, data, size);
    packer_block(p, head, &payload, NULL, out);
    bytes_fini(&payload);
}

/* Two bytes of length, then so many of a payload; the last one is what is left. */
static void build_file(const uint8_t *data, size_t size, struct bytes *out)
{
    static const enum record_kind kinds[PARTS] = {RECORD_SCHEMA, RECORD_KEY, RECORD_DELTA,
                                                  RECORD_LEAP, RECORD_MARK};
    struct record_header header;
    struct record_block head = {.kind = RECORD_SCHEMA}, key = head;
    struct packer packer;
    record_header_fill(&header, 1, 1);
    bytes_raw(out, &header, sizeof header);
    packer_init(&packer, 1);
    for (unsigned i = 0; i < PARTS && size >= 2; i++) {
        size_t part = data[0] | (size_t)data[1] << 8;
        data += 2;
        size -= 2;
        part = part < size && i + 1 < PARTS ? part : size;
        add_block(&packer, kinds[i], &head, &key, data, part, out);
        data += part;
        size -= part;
    }
    packer_fini(&packer);
}

/* As a program looks at it, and once as the screens do. */
static void look_at(memglass_recording *r)
{
    const struct frame *f = record_reader_frame(r->reader);
    memglass_object object;
    memglass_value value;
    if (f && f->roster->count != memglass_recording_object_count(r))
        abort();
    for (size_t i = 0; i < 16 && memglass_recording_object_at(r, i, &object) == 0; i++) {
        if (memglass_recording_read_field(r, &object, "", &value) ||
            strlen(object.label) > MEMGLASS_LABEL_MAX ||
            strlen(f ? f->roster->rows[i].label : "") > RECORD_LABEL_MAX)
            abort();
        if (object.type->field_count)
            memglass_recording_read_field(r, &object, object.type->fields[0].name, &value);
    }
    frame_release(&f);
}

static void read_all(const char *path)
{
    memglass_recording *r = recording_of(record_reader_open(path, LIMIT, NULL), NULL);
    memglass_recording_info info;
    memglass_recording_event event;
    if (!r)
        return;
    memglass_recording_info_get(r, &info);
    for (int i = 0; i < 64 && memglass_recording_next(r, NULL) == 1; i++)
        look_at(r);
    if (memglass_recording_seek(r, info.length_ns / 2, NULL) == MEMGLASS_OK)
        look_at(r);
    if (memglass_recording_seek_number(r, 0, NULL) == MEMGLASS_OK)
        for (int i = 0; i < 64 && memglass_recording_next_event(r, &event, NULL) == 1; i++)
            look_at(r);
    record_reader_lost(r->reader);
    if (record_reader_seek_last(r->reader, NULL) == MEMGLASS_OK)
        look_at(r);
    memglass_recording_close(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32];
    struct bytes file = {0};
    if (size < 1)
        return 0;
    if (data[0] & 1)
        bytes_raw(&file, data + 1, size - 1);
    else
        build_file(data + 1, size - 1, &file);
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (fd >= 0 && !file.failed && write(fd, file.at, file.used) == (ssize_t)file.used)
        read_all(path);
    if (fd >= 0)
        close(fd);
    bytes_fini(&file);
    return 0;
}
