/* The options of --when. Layer 6. */
#include "when/options.h"

#include "field/parse.h"

static int take_text(const char **out, const char *text)
{
    *out = text;
    return MEMGLASS_OK;
}

int when_take_WHEN(char *text, void *options, memglass_error *err)
{
    (void)err;
    return take_text(&((struct when_options *)options)->expression, text);
}

int when_take_THEN(char *text, void *options, memglass_error *err)
{
    (void)err;
    return take_text(&((struct when_options *)options)->then, text);
}

int when_take_RUN(char *text, void *options, memglass_error *err)
{
    (void)err;
    return take_text(&((struct when_options *)options)->run, text);
}

int when_take_WHEN_EVERY(char *text, void *options, memglass_error *err)
{
    return field_parse_amount("s", text, 1e9L, &((struct when_options *)options)->every_ns, err);
}
