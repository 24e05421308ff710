/* Who created objects, and where. Layer 2. */
#include "observer/makers.h"

#include "base/strbuf.h"
#include "format/words.h"
#include "observer/shared_text.h"

/* NULL: it is not remembered. */
static const struct maker *makers_known(const struct makers *m, uint32_t origin)
{
    const struct maker *maker = &m->at[origin % MAKERS];
    return maker->known && maker->origin == origin ? maker : NULL;
}

const struct maker *makers_read(struct makers *m, const struct format_segments *s, uint32_t origin)
{
    const struct maker *known = makers_known(m, origin);
    if (known)
        return known;
    const struct format_origin *shared = format_table_at(s, FORMAT_TABLE_origins, origin);
    if (!shared)
        return NULL;
    struct maker *maker = &m->at[origin % MAKERS];
    maker->known = false; /* a fault may come in between */
    uint32_t site = load_relaxed_32(&shared->site);
    size_t length;
    const char *text = site ? format_string(s, site, &length) : NULL;
    struct strbuf shown;
    strbuf_init(&shown, maker->site, sizeof maker->site);
    if (text)
        shared_text(&shown, text, length);
    strbuf_finish(&shown);
    maker->site_bytes = (uint32_t)shown.len + 1;
    maker->thread = load_relaxed_32(&shared->thread);
    maker->origin = origin;
    maker->known = true;
    return maker;
}

/* By whole pieces: a call for some twenty bytes takes longer than they do. */
void maker_tell(const struct maker *maker, memglass_object *out)
{
    enum { PIECE = 32 };
    _Static_assert(MAKER_BYTES % PIECE == 0, "pieces fill it");
    out->thread = maker->thread;
    for (uint32_t at = 0; at < maker->site_bytes; at += PIECE)
        memcpy(out->site + at, maker->site + at, PIECE);
}
