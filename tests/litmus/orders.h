/*
 * Every order that memglass asks of the machine between two processes, by name: the pairs of
 * docs/guarantees.md. Tests only; no layer.
 *
 * tests/litmus takes them away one at a time. In the model (machine.h) each of them is missed: some
 * execution breaks a promise. The ones marked MACHINE are broken on the real machine, too: since a
 * processor may keep an order that it was not asked for, the litmus build performs the reordering
 * itself (weaken.h), and the readers must notice.
 */
#ifndef LITMUS_ORDERS_H
#define LITMUS_ORDERS_H

/* X(NAME, MACHINE or MODEL, "word", "order", "where") */
#define LITMUS_ORDER_LIST(X)                                                                       \
    X(READY_STORE, MODEL, "header.ready", "release store", "store_publish")                        \
    X(READY_LOAD, MODEL, "header.ready", "acquire load", "format_check_header")                    \
    X(REGION_STORE, MODEL, "header.region_count", "release store", "region_add")                   \
    X(REGION_LOAD, MODEL, "header.region_count", "acquire load", "attach_regions")                 \
    X(COUNT_STORE, MODEL, "table.count", "release store", "table_publish")                         \
    X(COUNT_LOAD, MODEL, "table.count", "acquire load", "format_table_count")                      \
    X(HEAD_STORE, MACHINE, "header.ring_head", "release fetch-add", "event_write")                 \
    X(HEAD_LOAD, MACHINE, "header.ring_head", "acquire load", "memglass_refresh, memglass_find")   \
    X(ROW_STORE, MACHINE, "object.state_generation", "release store", "directory_publish")         \
    X(ROW_FIRST, MACHINE, "object.state_generation", "acquire load", "row_read")                   \
    X(ROW_SECOND, MODEL, "object.state_generation", "acquire fence before the second look",        \
      "row_read")                                                                                  \
    X(ENDED_FENCE, MODEL, "object.state_generation", "release fence behind the end",               \
      "directory_end")                                                                             \
    X(BLOCK_FENCE, MACHINE, "object.state_generation", "release fence behind the end",             \
      "directory_take")                                                                            \
    X(LABEL_FENCE, MACHINE, "object.state_generation", "release fence behind the end",             \
      "directory_publish")                                                                         \
    X(STILL_SECOND, MACHINE, "object.state_generation", "acquire fence before the second look",    \
      "memglass_read, memglass_read_field, labels")                                                \
    X(RUN_SECOND, MACHINE, "header.ring_head", "acquire fence before the look",                    \
      "memglass_refresh behind a frame's copies")                                                  \
    X(SECTION_LOCK, MACHINE, "prefix.sequence, guard.sequence", "acquire compare-and-swap to odd", \
      "memglass_sequence_begin")                                                                   \
    X(SECTION_ODD, MACHINE, "prefix.sequence, guard.sequence", "release fence behind odd",         \
      "memglass_sequence_begin")                                                                   \
    X(SECTION_EVEN, MACHINE, "prefix.sequence, guard.sequence", "release store of even",           \
      "memglass_sequence_end")                                                                     \
    X(COPY_FIRST, MACHINE, "prefix.sequence, guard.sequence", "acquire load",                      \
      "each copy; memglass_guarded_load")                                                          \
    X(COPY_SECOND, MACHINE, "prefix.sequence, guard.sequence",                                     \
      "acquire fence before the second look", "each copy; memglass_guarded_load")                  \
    X(STEP_ODD, MACHINE, "header.frame_sequence", "release fence behind odd",                      \
      "memglass_frame_begin")                                                                      \
    X(STEP_EVEN, MACHINE, "header.frame_sequence", "release store of even", "memglass_frame_end")  \
    X(STEP_FIRST, MACHINE, "header.frame_sequence", "acquire load",                                \
      "a frame; memglass_session_info_get")                                                        \
    X(STEP_SECOND, MACHINE, "header.frame_sequence", "acquire fence before the second look",       \
      "a frame; memglass_session_info_get")                                                        \
    X(LOOK_ODD, MODEL, "header.write_looks", "release fence behind odd", "tracking_look")          \
    X(LOOK_EVEN, MODEL, "header.write_looks", "release store of even", "tracking_look")            \
    X(LOOK_FIRST, MODEL, "header.write_looks", "acquire load", "written_ask")                      \
    X(LOOK_SECOND, MODEL, "header.write_looks", "acquire fence before the second look",            \
      "written_ask")

enum litmus_order {
    LITMUS_NONE,
#define LITMUS_ORDER_ENUM(name, shown, word, order, where) LITMUS_##name,
    LITMUS_ORDER_LIST(LITMUS_ORDER_ENUM)
#undef LITMUS_ORDER_ENUM
        LITMUS_ORDER_COUNT
};

#endif
