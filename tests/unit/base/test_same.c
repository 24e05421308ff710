/* Whether a text is still what it was: as strcmp says, wherever it lies. */
#include "unit.h"

#include "base/same.h"

#include <sys/mman.h>

enum { LONGEST = 70, PAGE = 4096 };

static void check(const char *text, const char *known)
{
    if (same_text(text, known, strlen(known) + 1) != (strcmp(text, known) == 0))
        ck_abort_msg("'%s' and '%s'", text, known);
}

START_TEST(test_a_text_is_the_same_when_strcmp_says_so)
{
    char known[LONGEST + 1], text[LONGEST + 2];
    for (size_t length = 0; length < LONGEST; length++) {
        memset(known, 'k', length);
        known[length] = '\0';
        strcpy(text, known);
        check(text, known);
        for (size_t i = 0; i < length; i++) {
            text[i] = 'x';
            check(text, known);
            text[i] = '\0'; /* shorter */
            check(text, known);
            text[i] = 'k';
        }
        strcpy(text + length, "k"); /* longer */
        check(text, known);
    }
}
END_TEST

START_TEST(test_no_page_behind_a_text_is_touched)
{
    char *pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert(pages != MAP_FAILED && mprotect(pages + PAGE, PAGE, PROT_NONE) == 0);
    char known[LONGEST + 1];
    for (size_t length = 0; length < LONGEST; length++)
        for (size_t known_length = 0; known_length < LONGEST; known_length++) {
            memset(known, 'k', known_length);
            known[known_length] = '\0';
            char *text = pages + PAGE - length - 1;
            memset(text, 'k', length);
            text[length] = '\0';
            check(text, known);
        }
    munmap(pages, 2 * PAGE);
}
END_TEST

MEMGLASS_SUITE("base/same", test_a_text_is_the_same_when_strcmp_says_so,
               test_no_page_behind_a_text_is_touched)
