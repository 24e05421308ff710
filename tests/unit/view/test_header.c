/* The header: what it says of the frame that is shown. */
#include "unit.h"
#include "user.h"

#include <string.h>

static const char *sample_of(struct user *u, enum frame_cut cut)
{
    ((struct frame *)(uintptr_t)u->scene.now.cur)->cut = cut;
    look(u);
    return u->state.header.sample.text;
}

START_TEST(test_a_frame_says_whether_it_is_one_cut)
{
    struct user u;
    start(&u, 2);
    tick(&u);
    ck_assert_ptr_null(strstr(sample_of(&u, FRAME_CUT_UNMARKED), ","));
    ck_assert_ptr_nonnull(strstr(sample_of(&u, FRAME_CUT_ONE), ", one cut"));
    ck_assert_ptr_nonnull(strstr(sample_of(&u, FRAME_CUT_MIXED), ", mixed"));
    leave(&u);
}
END_TEST

MEMGLASS_SUITE("view/header", test_a_frame_says_whether_it_is_one_cut)
