/* Fuzzing what turns foreign text and bytes into text: paths, printf formats, values of every kind.
 * Tests only. */
#include "field/field.h"
#include "field/check.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first bytes make a field of any kind and size, as far as it holds; the rest is its bytes, its
 * format and a path. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 16)
        return 0;
    char text[96] = "", path[64] = "", out[256];
    memcpy(path, data + 8, size - 8 < 63 ? size - 8 : 63);
    memcpy(text, data + 12, size - 12 < 95 ? size - 12 : 95);
    uint64_t dims[2] = {data[0] % 5, data[1] % 4};
    memglass_enumerator names[2] = {{text, data[2]}, {path, data[3]}};
    memglass_field f = {.name = "f", .type_name = "t", .unit = path, .format = text, .desc = ""};
    f.kind = data[4] % MEMGLASS_KIND_COUNT;
    f.flags = (uint32_t)(data[5] | (data[6] & 1) << 8);
    f.bit_offset = data[7];
    f.bit_size = data[8] + 1u;
    f.rank = data[9] % 3;
    f.dims = f.rank ? dims : NULL;
    f.stride_bytes = data[10] % 40;
    f.enumerators = names;
    f.enumerator_count = data[11] % 3;
    memglass_type type = {.name = "t",
                          .spelling = "t",
                          .desc = "",
                          .file = "",
                          .fields = &f,
                          .size = 128,
                          .align = 8,
                          .field_count = 1};
    if (field_fault(&f, type.size))
        return 0;
    unsigned char *bytes = calloc(1, type.size);
    if (!bytes)
        return 0;
    memcpy(bytes, data, size < type.size ? size : type.size);
    struct field_ref whole = field_whole(&type, 1), ref;
    struct field_style style = {.no_unit = data[12] & 1, .humane = data[12] & 2};
    struct strbuf b;
    memglass_error err;
    strbuf_init(&b, out, sizeof out);
    field_text(&whole, bytes, type.size, &style, &b);
    if (field_resolve(&whole, path, &ref, &err) == MEMGLASS_OK)
        field_text(&ref, bytes, type.size, &style, &b);
    if (field_resolve(&whole, "f[0][0]", &ref, NULL) == MEMGLASS_OK)
        field_number(&ref, bytes, type.size);
    free(bytes);
    return 0;
}
