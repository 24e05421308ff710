/* Is a text still what it was? For texts that are nearly always the same. Layer 0. */
#ifndef BASE_SAME_H
#define BASE_SAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Sanitizers and valgrind look at each byte that is loaded; pages are 4 KiB at least. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#    define SAME_PAGE_BYTES 0u
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#        define SAME_PAGE_BYTES 0u
#    endif
#endif
#ifndef SAME_PAGE_BYTES
#    define SAME_PAGE_BYTES 4096u
#endif

static inline uint64_t same_word(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/*
 * strcmp(text, known) == 0, where `known` has so many bytes, its NUL included. A call of strcmp
 * takes 2 to 3 ns, of which most is finding out where the texts end.
 *
 * Of a text that is the same no byte beyond its NUL is loaded. One that is another, and shorter,
 * may be read on behind its end, within the page that it begins in.
 */
static inline bool same_text(const char *text, const char *known, size_t bytes)
{
    if (bytes < sizeof(uint64_t) || ((uintptr_t)text & 4095u) + bytes > SAME_PAGE_BYTES)
        return strcmp(text, known) == 0;
    for (size_t i = 0; i + sizeof(uint64_t) < bytes; i += sizeof(uint64_t))
        if (same_word(text + i) != same_word(known + i))
            return false;
    size_t last = bytes - sizeof(uint64_t);
    return same_word(text + last) == same_word(known + last);
}

#endif
