/* From bytes to keys. Tests only; no layer. */
#include "unit.h"

#include "tui/decode.h"

#include <string.h>

static struct decoder decoder;

static void feed(const char *bytes)
{
    decoder_feed(&decoder, (const unsigned char *)bytes, strlen(bytes));
}

static void start(const char *bytes)
{
    decoder_init(&decoder);
    feed(bytes);
}

static void expect(int code)
{
    ck_assert_int_eq(decoder_next(&decoder, false), code);
}

START_TEST(test_sequences_of_both_modes_are_the_same_key)
{
    start("\033[A\033OA\033[5~\033OP\033[11~\033[21~\033[Z");
    expect(VIEW_KEY_UP);
    expect(VIEW_KEY_UP);
    expect(VIEW_KEY_PAGE_UP);
    expect(VIEW_KEY_F1);
    expect(VIEW_KEY_F1);
    expect(VIEW_KEY_F10);
    expect(VIEW_KEY_BACKTAB);
    expect(VIEW_KEY_NONE);
}
END_TEST

START_TEST(test_a_sequence_in_pieces_is_one_key)
{
    start("\033");
    expect(VIEW_KEY_NONE);
    feed("[");
    expect(VIEW_KEY_NONE);
    feed("2");
    expect(VIEW_KEY_NONE);
    feed("1~x");
    expect(VIEW_KEY_F10);
    expect('x');
}
END_TEST

START_TEST(test_a_lone_escape_is_one_when_nothing_follows)
{
    start("\033");
    expect(VIEW_KEY_NONE);
    ck_assert(decoder_waits(&decoder));
    ck_assert_int_eq(decoder_next(&decoder, true), VIEW_KEY_ESCAPE);
    ck_assert(!decoder_waits(&decoder));
    start("\033q\033\x7f");
    expect(VIEW_KEY_ALT | 'q');
    expect(VIEW_KEY_ALT | VIEW_KEY_BACKSPACE);
    start("\033\033[B");
    expect(VIEW_KEY_ESCAPE);
    expect(VIEW_KEY_DOWN);
}
END_TEST

START_TEST(test_unknown_sequences_are_passed_over_whole)
{
    start("\033[1;5C\033[<0;3;4Mq\033[200~\033Oaj");
    expect('q');
    expect('j');
    expect(VIEW_KEY_NONE);
}
END_TEST

/* Shift-Home of rxvt, once and repeated; and what another key has cut short. */
START_TEST(test_sequences_without_an_end_are_passed_over)
{
    start("\033[7$");
    expect(VIEW_KEY_NONE);
    ck_assert(decoder_waits(&decoder));
    ck_assert_int_eq(decoder_next(&decoder, true), VIEW_KEY_NONE);
    ck_assert(!decoder_waits(&decoder));
    start("\033[7$\033[7$\033[A\033[1;\rj");
    expect(VIEW_KEY_UP);
    expect('\r');
    expect('j');
    start("\033[M!");
    decoder.takes_mouse = true;
    ck_assert_int_eq(decoder_next(&decoder, true), VIEW_KEY_NONE);
    ck_assert(!decoder_waits(&decoder));
}
END_TEST

/* As xterm sends it in the mode that terminfo's smkx sets. */
START_TEST(test_the_keypad_is_what_stands_on_it)
{
    static const char keys[] = "0123456789*+,-./\r";
    start("\033Op\033Oq\033Or\033Os\033Ot\033Ou\033Ov\033Ow\033Ox\033Oy"
          "\033Oj\033Ok\033Ol\033Om\033On\033Oo\033OM");
    for (const char *key = keys; *key; key++)
        expect(*key);
    expect(VIEW_KEY_NONE);
    start("\033Ox\033Oq\033Os\033Ok\033OM");
    decoder_add_rxvt(&decoder);
    expect(VIEW_KEY_UP);
    expect(VIEW_KEY_END);
    expect(VIEW_KEY_PAGE_DOWN);
    expect('+');
    expect('\r');
}
END_TEST

START_TEST(test_characters_beyond_ascii_are_code_points)
{
    start("\u00e9\u65e5");
    expect(0xe9);
    expect(0x65e5);
    start("\xe6\x97");
    expect(VIEW_KEY_NONE);
    feed("\xa5");
    expect(0x65e5);
    start("\xff");
    expect(0xfffd);
}
END_TEST

START_TEST(test_a_terminals_own_sequences_come_beside_the_common_ones)
{
    start("\033]a\033[[E\033[A");
    decoder_add(&decoder, "\033]a", VIEW_KEY_F1);
    decoder_add(&decoder, "\033[A", VIEW_KEY_DOWN); /* known already: the first counts */
    decoder_add(&decoder, NULL, VIEW_KEY_F2);
    expect(VIEW_KEY_F1);
    expect(VIEW_KEY_F5);
    expect(VIEW_KEY_UP);
}
END_TEST

START_TEST(test_a_flood_of_bytes_does_no_harm)
{
    decoder_init(&decoder);
    for (int i = 0; i < 10000; i++)
        feed(i % 3 ? "\033[9" : "\033");
    while (decoder_waits(&decoder))
        decoder_next(&decoder, true);
    feed("x");
    expect('x');
}
END_TEST

/* More than it can hold at a time, taken as far as there is room. */
START_TEST(test_a_flood_that_waits_for_room_is_whole)
{
    static const char turn[] = "\033[<65;10;10M";
    enum { TURNS = 1000, LENGTH = sizeof turn - 1 };
    size_t fed = 0, turns = 0;
    decoder_init(&decoder);
    decoder.takes_mouse = true;
    for (int key = VIEW_KEY_MOUSE; key == VIEW_KEY_MOUSE; turns++) {
        for (; fed < TURNS * LENGTH && decoder_room(&decoder); fed++)
            decoder_feed(&decoder, (const unsigned char *)&turn[fed % LENGTH], 1);
        key = decoder_next(&decoder, false);
    }
    ck_assert_uint_eq(turns, TURNS + 1); /* and then there is none */
    ck_assert(!decoder_waits(&decoder));
}
END_TEST

static void expect_mouse(int x, int y, enum view_button button)
{
    expect(VIEW_KEY_MOUSE);
    ck_assert_int_eq(decoder.mouse.x, x);
    ck_assert_int_eq(decoder.mouse.y, y);
    ck_assert_int_eq(decoder.mouse.button, button);
}

START_TEST(test_the_mouse_comes_with_its_place)
{
    start("");
    decoder.takes_mouse = true;
    feed("\033[<0;12;3M\033[<0;12;3mj\033[<64;1;1M\033[<65;240;70M\033[<2;5;5M\033[<35;5;5Mk");
    expect_mouse(11, 2, VIEW_BUTTON_LEFT);
    expect('j'); /* letting go means nothing */
    expect_mouse(0, 0, VIEW_WHEEL_UP);
    expect_mouse(239, 69, VIEW_WHEEL_DOWN);
    expect('k'); /* nor does the right button, nor moving */
    expect(VIEW_KEY_NONE);
}
END_TEST

START_TEST(test_the_old_mouse_is_no_keys)
{
    start("");
    decoder.takes_mouse = true;
    feed("\033[M");
    expect(VIEW_KEY_NONE);
    feed(" q");
    expect(VIEW_KEY_NONE);
    feed("$x");
    expect_mouse('q' - 33, '$' - 33, VIEW_BUTTON_LEFT);
    expect('x');
}
END_TEST

START_TEST(test_a_mouse_in_pieces_or_broken_is_no_keys)
{
    start("");
    decoder.takes_mouse = true;
    feed("\033[<0;1");
    expect(VIEW_KEY_NONE);
    feed("2;3M");
    expect_mouse(11, 2, VIEW_BUTTON_LEFT);
    feed("\033[<;;M\033[<0;0;0M\033[<0;99999;1M\033[<0Mj");
    expect('j');
    expect(VIEW_KEY_NONE);
}
END_TEST

static void start_pasting(const char *bytes)
{
    start("");
    decoder.takes_pastes = true;
    feed(bytes);
}

static void expect_pasted(const char *text)
{
    for (; *text; text++)
        expect(VIEW_KEY_PASTED | *text);
}

START_TEST(test_what_is_pasted_is_no_key)
{
    start_pasting("j\033[200~aq\r\nQ\t \x01\x1b[A\n\033[201~k");
    expect('j');
    expect_pasted("aq Q  [A"); /* nothing of the end of the line at its end */
    expect('k');
    feed("\033[200~\r\nb\xe6\x97\xa5\033[201~\r");
    expect_pasted("b"); /* nor at its beginning */
    expect(VIEW_KEY_PASTED | 0x65e5);
    expect('\r');
    expect(VIEW_KEY_NONE);
}
END_TEST

START_TEST(test_a_paste_in_pieces_is_one)
{
    static const char bytes[] = "\033[200~a\nb\033[201~c";
    int codes[8] = {0};
    size_t count = 0;
    start_pasting("");
    for (const char *at = bytes; *at; at++) {
        decoder_feed(&decoder, (const unsigned char *)at, 1);
        for (int code; (code = decoder_next(&decoder, false)) != VIEW_KEY_NONE; count++)
            codes[count < 8 ? count : 7] = code;
    }
    ck_assert_uint_eq(count, 4);
    static const int wanted[] = {VIEW_KEY_PASTED | 'a', VIEW_KEY_PASTED | ' ',
                                 VIEW_KEY_PASTED | 'b', 'c'};
    ck_assert_int_eq(memcmp(codes, wanted, sizeof wanted), 0);
    ck_assert(!decoder.pasting);
}
END_TEST

/* The end may be late in the middle: nothing waits for a time to pass, and it is one all the same.
 * It is one behind half a character, too. */
START_TEST(test_the_end_of_a_paste_is_not_lost)
{
    start_pasting("\033[200~a\033[20");
    expect_pasted("a");
    ck_assert(!decoder_waits(&decoder));
    ck_assert_int_eq(decoder_next(&decoder, true), VIEW_KEY_NONE);
    feed("1~j");
    expect('j');
    start_pasting("\033[200~\xe6\033[201~j");
    expect(VIEW_KEY_PASTED | 0xfffd);
    expect('j');
}
END_TEST

START_TEST(test_a_paste_without_an_end_is_ended_by_escape)
{
    start_pasting("\033[200~a\033");
    expect_pasted("a");
    expect(VIEW_KEY_NONE);
    ck_assert(decoder_waits(&decoder));
    ck_assert_int_eq(decoder_next(&decoder, true), VIEW_KEY_ESCAPE);
    feed("j");
    expect('j');
}
END_TEST

START_TEST(test_a_large_paste_is_whole)
{
    enum { SIZE = 100000 };
    static const char end[] = "\033[201~q";
    size_t fed = 0, pasted = 0;
    int key;
    start_pasting("\033[200~");
    do {
        for (; fed < SIZE + sizeof end - 1 && decoder_room(&decoder); fed++)
            decoder_feed(&decoder, (const unsigned char *)(fed < SIZE ? "x" : &end[fed - SIZE]), 1);
        key = decoder_next(&decoder, false);
        pasted += key == (VIEW_KEY_PASTED | 'x');
    } while (key == (VIEW_KEY_PASTED | 'x'));
    ck_assert_uint_eq(pasted, SIZE);
    ck_assert_int_eq(key, 'q');
}
END_TEST

static enum background told(const char *answer)
{
    decoder_init(&decoder);
    decoder.awaits_background = true;
    feed(answer);
    feed("x");
    expect('x');
    ck_assert(!decoder.awaits_background);
    return decoder.background;
}

START_TEST(test_a_terminal_says_how_bright_it_is)
{
    ck_assert_int_eq(told("\033]11;rgb:ffff/ffff/ffff\007"), BACKGROUND_LIGHT);
    ck_assert_int_eq(told("\033]11;rgb:fdfd/f6f6/e3e3\033\\"), BACKGROUND_LIGHT);
    ck_assert_int_eq(told("\033]11;rgb:00/2b/36\007"), BACKGROUND_DARK);
    ck_assert_int_eq(told("\033]11;rgb:0/f/0\007"), BACKGROUND_LIGHT); /* green is bright ... */
    ck_assert_int_eq(told("\033]11;rgb:0/0/f\007"), BACKGROUND_DARK);  /* ... and blue is not */
    ck_assert_int_eq(told("\033]11;rgba:0000/0000/0000/ffff\007"), BACKGROUND_DARK);
    ck_assert_int_eq(told("\033]11;rgb:ffff/ffff\007"), BACKGROUND_UNKNOWN);
    ck_assert_int_eq(told("\033]11;rgb:fffff/0/0\007"), BACKGROUND_UNKNOWN);
    ck_assert_int_eq(told("\033]11;cornsilk\007"), BACKGROUND_UNKNOWN);
}
END_TEST

START_TEST(test_an_answer_in_pieces_is_no_key_however_long_it_takes)
{
    start("");
    decoder.awaits_background = true;
    feed("\033]");
    expect(VIEW_KEY_NONE);
    feed("1");
    ck_assert(!decoder_waits(&decoder));
    ck_assert_int_eq(decoder_next(&decoder, true), VIEW_KEY_NONE);
    feed("1;rgb:ffff/ffff/ffff\033");
    ck_assert_int_eq(decoder_next(&decoder, true), VIEW_KEY_NONE);
    feed("\\q");
    expect('q');
    ck_assert_int_eq(decoder.background, BACKGROUND_LIGHT);
}
END_TEST

START_TEST(test_what_is_no_answer_is_keys)
{
    start("\033]");
    decoder.awaits_background = true;
    expect(VIEW_KEY_NONE);
    ck_assert(decoder_waits(&decoder));
    ck_assert_int_eq(decoder_next(&decoder, true), VIEW_KEY_ALT | ']');
    start("\033]1x");
    decoder.awaits_background = true;
    expect(VIEW_KEY_ALT | ']');
    expect('1');
    expect('x');
    start("\033]11;rgb:0/0/0\007"); /* nobody asked */
    expect(VIEW_KEY_ALT | ']');
    expect('1');
}
END_TEST

MEMGLASS_SUITE("tui/decode", test_sequences_of_both_modes_are_the_same_key,
               test_a_sequence_in_pieces_is_one_key, test_a_lone_escape_is_one_when_nothing_follows,
               test_unknown_sequences_are_passed_over_whole,
               test_sequences_without_an_end_are_passed_over, test_the_keypad_is_what_stands_on_it,
               test_characters_beyond_ascii_are_code_points,
               test_a_terminals_own_sequences_come_beside_the_common_ones,
               test_a_flood_of_bytes_does_no_harm, test_a_flood_that_waits_for_room_is_whole,
               test_the_mouse_comes_with_its_place, test_the_old_mouse_is_no_keys,
               test_a_mouse_in_pieces_or_broken_is_no_keys, test_what_is_pasted_is_no_key,
               test_a_paste_in_pieces_is_one, test_the_end_of_a_paste_is_not_lost,
               test_a_paste_without_an_end_is_ended_by_escape, test_a_large_paste_is_whole,
               test_a_terminal_says_how_bright_it_is,
               test_an_answer_in_pieces_is_no_key_however_long_it_takes,
               test_what_is_no_answer_is_keys)
