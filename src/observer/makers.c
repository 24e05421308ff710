/* Who created objects, and where. Layer 2. */
#include "observer/makers.h"

#include "base/strbuf.h"
#include "format/words.h"

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
        strbuf_foreign(&shown, text, length);
    strbuf_finish(&shown);
    maker->site_bytes = (uint32_t)shown.len + 1;
    maker->thread = load_relaxed_32(&shared->thread);
    maker->origin = origin;
    maker->known = true;
    return maker;
}
