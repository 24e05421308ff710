/* A recording's file and its blocks. Layer 5. */
#include "record/file.h"

#include "base/array.h"
#include "base/checked.h"
#include "base/error.h"
#include "shm/shm.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WINDOW = 1 << 16 };

/* Bytes that are there; fewer at the end of the file or on an error. */
static size_t read_at(const struct record_file *f, uint64_t offset, void *to, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = pread(f->fd, (char *)to + done, size - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        done += (size_t)got;
    }
    return done;
}

/* --- blocks ------------------------------------------------------------------------------------
 */

static int add_place(struct record_file *f, uint64_t offset, const struct record_block *head)
{
    if (!array_reserve(&f->places, sizeof *f->places, &f->capacity, f->count + 1))
        return MEMGLASS_E_NOMEM;
    f->places[f->count++] = (struct record_place){.offset = offset, .head = *head};
    return MEMGLASS_OK;
}

/* Frames go forward in time, whatever the file says. */
static bool follows(const struct record_file *f, const struct record_block *head)
{
    if (!f->count)
        return true;
    const struct record_block *last = &f->places[f->count - 1].head;
    return head->first_tick >= last->last_tick && head->first_ns >= last->last_ns &&
           head->epoch >= last->epoch;
}

static bool head_at(const struct record_file *f, uint64_t offset, struct record_block *head)
{
    return read_at(f, offset, head, sizeof *head) == sizeof *head && block_head_ok(head);
}

static bool payload_is_there(const struct record_file *f, uint64_t offset,
                             const struct record_block *head)
{
    return checked_range(offset + sizeof *head, head->stored_bytes, f->size);
}

/* A head that is not where it should be: somewhere behind there may be another. The file's size
 * when there is none. */
static uint64_t next_head(const struct record_file *f, uint64_t offset)
{
    unsigned char window[WINDOW];
    struct record_block head;
    const uint32_t magic = RECORD_BLOCK_MAGIC;
    while (offset < f->size) {
        size_t size = read_at(f, offset, window, sizeof window);
        if (size < sizeof magic)
            break;
        for (size_t i = 0; i + sizeof magic <= size; i++)
            if (memcmp(window + i, &magic, sizeof magic) == 0 && head_at(f, offset + i, &head))
                return offset + i;
        offset += size - (sizeof magic - 1);
    }
    return f->size;
}

/* From where the last scan came to. */
static int scan(struct record_file *f)
{
    uint64_t at = f->scanned;
    while (at < f->size) {
        struct record_block head;
        bool good = head_at(f, at, &head);
        if (good && !payload_is_there(f, at, &head))
            break; /* the one that was being written */
        if (!good) {
            uint64_t next = next_head(f, at + 1);
            if (next == f->size)
                break;
            f->damaged_bytes += next - at;
            at = next;
            continue;
        }
        if (head.kind != RECORD_INDEX && follows(f, &head) && add_place(f, at, &head))
            return MEMGLASS_E_NOMEM;
        at += sizeof head + head.stored_bytes;
    }
    f->scanned = at;
    f->cut_bytes = f->size - at;
    return MEMGLASS_OK;
}

/* --- the index ---------------------------------------------------------------------------------
 */

static int use_index(struct record_file *f, const struct bytes *index)
{
    struct reading in = reading_of(index->at, index->used);
    while (reading_left(&in)) {
        struct record_place place = {.held = NULL};
        const unsigned char *offset = reading_raw(&in, sizeof place.offset);
        const unsigned char *head = reading_raw(&in, sizeof place.head);
        if (!offset || !head)
            return MEMGLASS_E_CORRUPT;
        memcpy(&place.offset, offset, sizeof place.offset);
        memcpy(&place.head, head, sizeof place.head);
        if (!block_head_ok(&place.head) || place.offset > f->size || !follows(f, &place.head) ||
            !payload_is_there(f, place.offset, &place.head))
            return MEMGLASS_E_CORRUPT;
        if (add_place(f, place.offset, &place.head))
            return MEMGLASS_E_NOMEM;
    }
    return MEMGLASS_OK;
}

static int read_index(struct record_file *f, struct unpacker *u)
{
    struct record_footer footer;
    struct record_place place = {.held = NULL};
    struct bytes stored = {0}, index = {0};
    if (f->size < f->header.size + sizeof footer ||
        read_at(f, f->size - sizeof footer, &footer, sizeof footer) != sizeof footer ||
        !record_footer_ok(&footer))
        return MEMGLASS_E_CORRUPT;
    place.offset = footer.index_offset;
    int status = MEMGLASS_E_CORRUPT;
    if (place.offset < f->size && head_at(f, place.offset, &place.head) &&
        place.head.kind == RECORD_INDEX && payload_is_there(f, place.offset, &place.head))
        status = record_file_payload(f, &place, u, &stored, &index);
    if (!status)
        status = use_index(f, &index);
    bytes_fini(&stored);
    bytes_fini(&index);
    return status;
}

static int find_blocks(struct record_file *f)
{
    struct unpacker u;
    if (unpacker_init(&u, UINT64_C(1) << 32))
        return MEMGLASS_E_NOMEM;
    int status = read_index(f, &u);
    unpacker_fini(&u);
    f->closed = status == MEMGLASS_OK;
    if (status != MEMGLASS_E_CORRUPT)
        return status;
    f->count = 0;
    f->scanned = f->header.size;
    return scan(f);
}

/* --- the file ----------------------------------------------------------------------------------
 */

static int open_error(const char *path, memglass_error *err)
{
    int why = errno;
    int code = why == ENOENT   ? MEMGLASS_E_NOTFOUND
               : why == EACCES ? MEMGLASS_E_ACCESS
                               : MEMGLASS_E_SYSTEM;
    return error_sys(err, code, why, "cannot open %s", path);
}

/* Who is at work is asked before the size: what comes later is not known here. */
static int measure(struct record_file *f, struct stat *about)
{
    f->at_work = shm_lock_held(f->fd);
    return fstat(f->fd, about);
}

static int read_header(struct record_file *f, memglass_error *err)
{
    struct record_header *h = &f->header;
    struct stat about;
    if (measure(f, &about) < 0)
        return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot read %s", f->path);
    if (!S_ISREG(about.st_mode))
        return error_set(err, MEMGLASS_E_INVALID, 0, "%s is no regular file", f->path);
    f->size = (uint64_t)about.st_size;
    if (read_at(f, 0, h, sizeof *h) != sizeof *h || !record_header_ok(h))
        return error_set(err, MEMGLASS_E_CORRUPT, 0, "%s is not a memglass recording", f->path);
    if (h->reader > RECORD_VERSION)
        return error_set(err, MEMGLASS_E_VERSION, 0,
                         "%s: recording version %u, this memglass reads up to %u", f->path,
                         h->version, RECORD_VERSION);
    return MEMGLASS_OK;
}

int record_file_open(struct record_file *f, const char *path, memglass_error *err)
{
    *f = (struct record_file){.path = strdup(path),
                              .fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    int status = f->fd < 0 ? open_error(path, err) : MEMGLASS_OK;
    if (!status && !f->path)
        status = error_set(err, MEMGLASS_E_NOMEM, 0, "%s: out of memory", path);
    if (!status)
        status = read_header(f, err);
    if (!status && find_blocks(f))
        status = error_set(err, MEMGLASS_E_NOMEM, 0, "%s: out of memory", path);
    if (status)
        record_file_close(f);
    return status;
}

int record_file_grow(struct record_file *f, bool *grown)
{
    struct stat about;
    size_t count = f->count;
    *grown = false;
    f->at_work = f->at_work && f->scanned; /* nobody goes on behind an index */
    if (!f->scanned || measure(f, &about) < 0 || (uint64_t)about.st_size <= f->size)
        return MEMGLASS_OK;
    f->size = (uint64_t)about.st_size;
    int status = scan(f);
    *grown = f->count > count;
    return status;
}

int record_file_of_ring(struct record_file *f, struct record_ring *ring)
{
    struct record_ring_block **blocks;
    size_t count;
    *f = (struct record_file){
        .fd = -1, .path = strdup("the past"), .header = {.version = RECORD_VERSION}};
    if (!f->path || record_ring_blocks(ring, &blocks, &count)) {
        free(f->path);
        return MEMGLASS_E_NOMEM;
    }
    f->places = calloc(count + 1, sizeof *f->places);
    for (size_t i = 0; i < count; i++) {
        if (f->places)
            f->places[f->count++] =
                (struct record_place){.head = blocks[i]->head, .held = blocks[i]};
        else
            record_ring_block_release(blocks[i]);
    }
    free(blocks);
    if (f->places)
        return MEMGLASS_OK;
    free(f->path);
    return MEMGLASS_E_NOMEM;
}

void record_file_close(struct record_file *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->places[i].held)
            record_ring_block_release(f->places[i].held);
    if (f->fd >= 0)
        close(f->fd);
    free(f->path);
    free(f->places);
    *f = (struct record_file){.fd = -1};
}

/* A block's payload as it is in the file, or in memory. */
static int read_stored(const struct record_file *f, const struct record_place *place,
                       struct bytes *stored, const unsigned char **out)
{
    *out = place->held ? place->held->payload : NULL;
    if (*out)
        return MEMGLASS_OK;
    bytes_clear(stored);
    unsigned char *to = bytes_reserve(stored, place->head.stored_bytes + 1);
    if (!to)
        return MEMGLASS_E_NOMEM;
    *out = to;
    uint64_t offset = place->offset + sizeof place->head;
    bool whole = read_at(f, offset, to, place->head.stored_bytes) == place->head.stored_bytes;
    return whole ? MEMGLASS_OK : MEMGLASS_E_CORRUPT;
}

int record_file_payload(const struct record_file *f, const struct record_place *place,
                        struct unpacker *u, struct bytes *stored, struct bytes *out)
{
    const unsigned char *from;
    int status = read_stored(f, place, stored, &from);
    return status ? status : unpacker_payload(u, &place->head, from, out);
}

int record_file_check(const struct record_file *f, const struct record_place *place,
                      const struct unpacker *u, struct bytes *stored)
{
    const unsigned char *from;
    int status = read_stored(f, place, stored, &from);
    if (status)
        return status;
    return unpacker_takes(u, &place->head, from) ? MEMGLASS_OK : MEMGLASS_E_CORRUPT;
}
