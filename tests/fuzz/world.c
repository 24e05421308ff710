/* The types of the sessions that are fuzzed. Tests only. */
#include "world.h"

static const uint64_t three[] = {3};
static const memglass_enumerator moods[] = {{"CALM", 0}, {"ANGRY", 1}};
static const memglass_field pair_fields[] = {
    {"x", "double", NULL, NULL, NULL, "m", "%.2f", "", 0, 10, 0, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_FLOAT, MEMGLASS_FIELD_RANGE},
    {"text", "char", NULL, NULL, NULL, "", "", "words", 0, 0, 64, 64, 0, 0, 0, 0,
     MEMGLASS_KIND_STRING, 0},
};
const memglass_type world_pair = {"pair", "struct pair", "", "", pair_fields, 16, 8, 1, 2, 0};
static const memglass_field sample_fields[] = {
    {"safe", "struct pair", &world_pair, NULL, NULL, "", "", "", 0, 0, 64, 128, 0, 0, 0, 0,
     MEMGLASS_KIND_STRUCT, MEMGLASS_FIELD_GUARDED},
    {"pairs", "struct pair", &world_pair, NULL, three, "", "", "", 0, 0, 192, 128, 16, 0, 0, 1,
     MEMGLASS_KIND_STRUCT, 0},
    {"mood", "uint32_t", NULL, moods, NULL, "", "", "", 0, 0, 576, 32, 0, 0, 2, 0,
     MEMGLASS_KIND_ENUM, 0},
    {"number", "int16_t", NULL, NULL, NULL, "", "", "", 0, 0, 608, 16, 0, 0, 0, 0,
     MEMGLASS_KIND_INT, MEMGLASS_FIELD_COUNTER},
};
const memglass_type world_sample = {
    "sample", "struct sample", "", "", sample_fields, sizeof(struct sample), 8, 1, 4, 0};
