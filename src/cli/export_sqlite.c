/* Export as an SQLite database: what there was, and each value when it was first seen and whenever
 * it changed. Layer 8. The library is libsqlite3. */
#include "cli/exact.h"
#include "cli/export.h"
#include "cli/paths.h"

#include "base/array.h"
#include "base/error.h"
#include "sample/diff.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* The file goes when there is a failure: nothing needs to be taken back, and no second file be
 * beside it. */
static const char schema[] =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
    "CREATE TABLE session(name TEXT, program TEXT, pid INTEGER, started REAL);"
    "CREATE TABLE frame(tick INTEGER PRIMARY KEY, time REAL);"
    "CREATE TABLE object(id INTEGER PRIMARY KEY, label TEXT, type TEXT, size INTEGER,"
    " first_tick INTEGER, last_tick INTEGER);"
    "CREATE TABLE field(id INTEGER PRIMARY KEY, type TEXT, path TEXT, ctype TEXT, unit TEXT,"
    " description TEXT, UNIQUE(type, path));"
    "CREATE TABLE value(tick INTEGER, object INTEGER, field INTEGER, value);"
    "CREATE VIEW change AS SELECT frame.time, object.label, object.type, field.path, value.value,"
    " field.unit FROM value JOIN frame USING(tick) JOIN object ON object.id = value.object"
    " JOIN field ON field.id = value.field;";

/* X(NAME, "statement") */
#define SQL_LIST(X)                                                               \
    X(FRAME, "INSERT INTO frame VALUES(?, ?)")                                    \
    X(OBJECT, "INSERT INTO object VALUES(?, ?, ?, ?, ?, ?)")                      \
    X(SEEN, "UPDATE object SET last_tick = ?2 WHERE id = ?1 AND last_tick = ?3")  \
    X(BACK, "UPDATE object SET last_tick = ?2 WHERE id = ?1")                     \
    X(FIELD, "INSERT OR IGNORE INTO field(type, path, ctype, unit, description) " \
             "VALUES(?, ?, ?, ?, ?)")                                             \
    X(FIELD_ID, "SELECT id FROM field WHERE type = ? AND path = ?")               \
    X(VALUE, "INSERT INTO value VALUES(?, ?, ?, ?)")                              \
    X(SESSION, "INSERT INTO session VALUES(?, ?, ?, ?)")

enum sql {
#define SQL_ENUM(name, text) SQL_##name,
    SQL_LIST(SQL_ENUM)
#undef SQL_ENUM
        SQL_COUNT
};

/* Fields of a type, in the order of its leaves: one object has the same as another, but for the
 * length of arrays. */
struct type_fields {
    const memglass_type *type;
    bool array;
    int64_t *ids; /* 0: not asked for yet */
    size_t capacity;
};

struct database {
    sqlite3 *db;
    sqlite3_stmt *statements[SQL_COUNT];
    struct type_fields *types; /* of the instance */
    size_t type_count, type_capacity;
    struct type_fields *type; /* of the row that is written */
    size_t leaf;              /* that is written */
    uint64_t instance;        /* of the session that was written last */
    int64_t object;           /* of the row that is written */
    long before;              /* its row in the frame before, -1: it is new */
    int code;                 /* SQLITE_OK, or the first failure */
};

static struct database *database_of(const struct export_job *j)
{
    return j->state;
}

static int explain(const struct export_job *j, memglass_error *err)
{
    const struct database *d = database_of(j);
    return error_set(err, MEMGLASS_E_SYSTEM, 0, "cannot write %s: %s", j->path,
                     d->code ? sqlite3_errstr(d->code) : sqlite3_errmsg(d->db));
}

static void note(struct database *d, int code)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW && !d->code)
        d->code = code;
}

static void execute(struct database *d, const char *sql)
{
    note(d, sqlite3_exec(d->db, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *begin(struct database *d, enum sql which)
{
    sqlite3_reset(d->statements[which]);
    return d->statements[which];
}

static void text(sqlite3_stmt *s, int place, const char *value)
{
    sqlite3_bind_text(s, place, value, -1, SQLITE_TRANSIENT);
}

static int sqlite_begin(struct export_job *j, memglass_error *err)
{
    static const char *const texts[] = {
#define SQL_TEXT(name, text) text,
        SQL_LIST(SQL_TEXT)
#undef SQL_TEXT
    };
    struct database *d = j->state = calloc(1, sizeof *d);
    if (!d)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    note(d,
         sqlite3_open_v2(replacement_path(&j->file), &d->db,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL));
    execute(d, schema);
    for (int i = 0; i < SQL_COUNT && !d->code; i++)
        note(d, sqlite3_prepare_v2(d->db, texts[i], -1, &d->statements[i], NULL));
    execute(d, "BEGIN");
    return d->code ? explain(j, err) : MEMGLASS_OK;
}

/* --- fields and values -------------------------------------------------------------------------
 */

static int64_t ask_field_id(struct database *d, const struct path_hit *hit)
{
    const memglass_field *f = hit->ref.field;
    const char *type = hit->frame->roster->rows[hit->row].type->name;
    sqlite3_stmt *s = begin(d, SQL_FIELD_ID);
    text(s, 1, type);
    text(s, 2, hit->field);
    if (sqlite3_step(s) == SQLITE_ROW)
        return sqlite3_column_int64(s, 0);
    s = begin(d, SQL_FIELD);
    text(s, 1, type);
    text(s, 2, hit->field);
    text(s, 3, f ? f->type_name : "");
    text(s, 4, f ? f->unit : "");
    text(s, 5, f ? f->desc : "");
    note(d, sqlite3_step(s));
    return sqlite3_last_insert_rowid(d->db);
}

/* Asked for once: the names of a field are compared with those of all others. */
static int64_t field_id(struct database *d, const struct path_hit *hit, size_t leaf)
{
    struct type_fields *t = d->type;
    size_t known = t->capacity;
    if (!array_reserve(&t->ids, sizeof *t->ids, &t->capacity, leaf + 1)) {
        note(d, SQLITE_NOMEM);
        return 0;
    }
    for (size_t i = known; i < t->capacity; i++)
        t->ids[i] = 0;
    if (!t->ids[leaf])
        t->ids[leaf] = ask_field_id(d, hit);
    return t->ids[leaf];
}

static void forget_types(struct database *d)
{
    for (size_t i = 0; i < d->type_count; i++)
        free(d->types[i].ids);
    d->type_count = 0;
    d->type = NULL;
}

/* What add_value goes by for the leaves of a row. */
static void begin_leaves(struct database *d, const struct roster_row *row)
{
    bool array = row->count != 1;
    d->leaf = 0;
    if (d->type && d->type->type == row->type && d->type->array == array)
        return;
    for (size_t i = 0; i < d->type_count; i++) {
        d->type = &d->types[i];
        if (d->type->type == row->type && d->type->array == array)
            return;
    }
    if (!array_reserve(&d->types, sizeof *d->types, &d->type_capacity, d->type_count + 1)) {
        note(d, SQLITE_NOMEM);
        return;
    }
    d->type = &d->types[d->type_count++];
    *d->type = (struct type_fields){.type = row->type, .array = array};
}

static void bind_value(struct export_job *j, sqlite3_stmt *s, int place, const struct path_hit *hit)
{
    memglass_value value;
    const struct roster_row *row = &hit->frame->roster->rows[hit->row];
    field_decode(&hit->ref, frame_data(hit->frame, hit->row), row->size,
                 frame_truth(hit->frame, hit->row), &value);
    bool narrow = hit->ref.field && hit->ref.field->bit_size <= 64;
    bool beyond = value.kind == MEMGLASS_KIND_FLOAT &&
                  exact_is_beyond(&hit->ref, frame_data(hit->frame, hit->row));
    if (value.truth == MEMGLASS_TORN || (value.kind == MEMGLASS_KIND_FLOAT && isnan(value.as.f)))
        sqlite3_bind_null(s, place);
    else if (value.kind == MEMGLASS_KIND_FLOAT && !beyond)
        sqlite3_bind_double(s, place, value.as.f);
    else if (narrow && (value.kind == MEMGLASS_KIND_INT || value.kind == MEMGLASS_KIND_BOOL))
        sqlite3_bind_int64(s, place, value.as.i);
    else if (narrow && value.kind == MEMGLASS_KIND_UINT && value.as.u <= INT64_MAX)
        sqlite3_bind_int64(s, place, (int64_t)value.as.u);
    else {
        char *whole = export_text(j, hit);
        text(s, place, whole);
        free(whole);
    }
}

static int add_value(const struct path_hit *hit, void *ctx)
{
    struct export_job *j = ctx;
    struct database *d = database_of(j);
    const struct frame *prev = look_source(j->look)->prev;
    size_t leaf = d->leaf++;
    if (d->before >= 0 && !diff_ref_changed(prev, d->before, hit->frame, (long)hit->row, &hit->ref))
        return 0;
    int64_t field = field_id(d, hit, leaf);
    sqlite3_stmt *s = begin(d, SQL_VALUE);
    sqlite3_bind_int64(s, 1, (int64_t)hit->frame->tick);
    sqlite3_bind_int64(s, 2, d->object);
    sqlite3_bind_int64(s, 3, field);
    bind_value(j, s, 4, hit);
    note(d, sqlite3_step(s));
    return d->code;
}

/* --- objects and frames ------------------------------------------------------------------------
 */

/* Index and generation name an object for good; sessions of one name follow each other. */
static int64_t object_id(const struct frame *f, const struct roster_row *row)
{
    uint64_t name = (uint64_t)row->generation << 32 | row->index;
    return (int64_t)((name ^ f->session.instance * UINT64_C(0x9e3779b97f4a7c15)) & INT64_MAX);
}

/* Whether there was one that was seen at that tick, or at any. */
static bool note_seen(struct database *d, enum sql which, uint64_t tick, uint64_t before)
{
    sqlite3_stmt *s = begin(d, which);
    sqlite3_bind_int64(s, 1, d->object);
    sqlite3_bind_int64(s, 2, (int64_t)tick);
    if (which == SQL_SEEN)
        sqlite3_bind_int64(s, 3, (int64_t)before);
    note(d, sqlite3_step(s));
    return sqlite3_changes(d->db) > 0;
}

/* Whether it was not written in the frame before: a filter may let an object in long after it was
 * created, and again after a while of which nothing was written. */
static bool note_object(struct database *d, const struct frame *f, const struct frame *prev,
                        const struct roster_row *row)
{
    d->object = object_id(f, row);
    if (prev && note_seen(d, SQL_SEEN, f->tick, prev->tick))
        return false;
    if (note_seen(d, SQL_BACK, f->tick, 0))
        return true;
    sqlite3_stmt *s = begin(d, SQL_OBJECT);
    sqlite3_bind_int64(s, 1, d->object);
    text(s, 2, row->label);
    text(s, 3, row->type->name);
    sqlite3_bind_int64(s, 4, (int64_t)row->size);
    sqlite3_bind_int64(s, 5, (int64_t)f->tick);
    sqlite3_bind_int64(s, 6, (int64_t)f->tick);
    note(d, sqlite3_step(s));
    return true;
}

static void add_object(struct export_job *j, size_t i)
{
    struct database *d = database_of(j);
    const struct frame *f = look_frame(j->look), *prev = look_source(j->look)->prev;
    const struct roster_row *row = &f->roster->rows[i];
    struct path_hit from = {f, i, field_whole(row->type, row->count), "", ""};
    bool is_new = note_object(d, f, prev, row);
    d->before = prev && !is_new ? frame_find(prev, row->index, row->generation) : -1;
    begin_leaves(d, row);
    if (d->code)
        return;
    /* Changes are counted since the tick before, which a damaged recording may lack. */
    if (d->before < 0 || frame_changes(f, i) || f->tick != prev->tick + 1)
        paths_each_leaf(&from, add_value, j);
}

static void add_session(struct database *d, const memglass_session_info *info)
{
    if (d->instance == info->instance)
        return;
    d->instance = info->instance;
    forget_types(d);
    sqlite3_stmt *s = begin(d, SQL_SESSION);
    text(s, 1, info->name);
    text(s, 2, info->executable);
    sqlite3_bind_int64(s, 3, info->pid);
    sqlite3_bind_double(s, 4, (double)info->start_wall_ns / 1e9);
    note(d, sqlite3_step(s));
}

static int sqlite_frame(struct export_job *j, memglass_error *err)
{
    struct database *d = database_of(j);
    const struct frame *f = look_frame(j->look);
    add_session(d, &f->session);
    sqlite3_stmt *s = begin(d, SQL_FRAME);
    sqlite3_bind_int64(s, 1, (int64_t)f->tick);
    sqlite3_bind_double(s, 2, export_wall_s(j));
    note(d, sqlite3_step(s));
    for (size_t i = 0; i < f->roster->count && !d->code; i++)
        if (choose_row(j->choose, j->look, i))
            add_object(j, i);
    return d->code ? explain(j, err) : MEMGLASS_OK;
}

static int sqlite_end(struct export_job *j, memglass_error *err)
{
    struct database *d = database_of(j);
    execute(d, "CREATE INDEX value_of ON value(object, field, tick)");
    execute(d, "COMMIT");
    return d->code ? explain(j, err) : MEMGLASS_OK;
}

static void sqlite_free(struct export_job *j)
{
    struct database *d = database_of(j);
    for (int i = 0; d && i < SQL_COUNT; i++)
        sqlite3_finalize(d->statements[i]);
    if (d) {
        sqlite3_close(d->db);
        forget_types(d);
        free(d->types);
    }
    free(d);
}

const struct export_format export_sqlite = {.name = "sqlite",
                                            .what = "values that changed",
                                            .opens_path = true,
                                            .begin = sqlite_begin,
                                            .frame = sqlite_frame,
                                            .end = sqlite_end,
                                            .free = sqlite_free};
