/* The texts of the public X-macro tables: status codes, kinds, truths, states. Layer 0. */
#include <memglass/base.h>
#include <memglass/observer.h>
#include <memglass/type.h>

const char *memglass_version(void)
{
    return MEMGLASS_VERSION;
}

const char *memglass_strerror(int code)
{
    switch (code) {
#define STATUS_TEXT(name, value, text) \
    case value:                        \
        return text;
        MEMGLASS_STATUS_LIST(STATUS_TEXT)
#undef STATUS_TEXT
    }
    return "unknown status";
}

#define NAME_TEXT(name, text) text,

const char *memglass_kind_name(uint32_t kind)
{
    static const char *const names[] = {MEMGLASS_KIND_LIST(NAME_TEXT)};
    return kind < MEMGLASS_KIND_COUNT ? names[kind] : "?";
}

const char *memglass_truth_name(int truth)
{
    static const char *const names[] = {MEMGLASS_TRUTH_LIST(NAME_TEXT)};
    return truth >= 0 && (size_t)truth < sizeof names / sizeof *names ? names[truth] : "?";
}

const char *memglass_state_name(int state)
{
    static const char *const names[] = {MEMGLASS_STATE_LIST(NAME_TEXT)};
    return state >= 0 && (size_t)state < sizeof names / sizeof *names ? names[state] : "?";
}
