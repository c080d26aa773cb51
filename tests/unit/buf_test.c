#include "base/buf.h"

#include "test.h"

#include <string.h>

START_TEST(an_empty_buffer_reads_as_empty_text)
{
	struct csm_buf b = {0};

	ck_assert_str_eq(csm_buf_text(&b), "");
	csm_buf_reset(&b);
	ck_assert_str_eq(csm_buf_text(&b), "");
	csm_buf_fini(&b);
	csm_buf_fini(&b);
}
END_TEST

START_TEST(a_buffer_that_only_has_room_reads_as_empty_text)
{
	struct csm_buf b = {0};

	csm_buf_reserve(&b, 1000);
	ck_assert_uint_eq(b.len, 0);
	ck_assert_uint_gt(b.cap, 1000);
	ck_assert_str_eq(csm_buf_text(&b), "");
	csm_buf_fini(&b);
}
END_TEST

START_TEST(what_is_put_in_comes_after_what_is_there)
{
	struct csm_buf b = {0};

	csm_buf_puts(&b, "one");
	csm_buf_putc(&b, ' ');
	csm_buf_put(&b, "twofold", 3);
	csm_buf_put(&b, NULL, 0);
	csm_buf_printf(&b, " %d%s", 3, "");
	csm_buf_puts(&b, "");
	ck_assert_str_eq(csm_buf_text(&b), "one two 3");
	ck_assert_uint_eq(b.len, 9);
	csm_buf_fini(&b);
}
END_TEST

START_TEST(nul_bytes_are_kept)
{
	struct csm_buf b = {0};

	csm_buf_put(&b, "a\0b", 3);
	csm_buf_putc(&b, '\0');
	ck_assert_uint_eq(b.len, 4);
	ck_assert_mem_eq(b.data, "a\0b\0", 5);
	csm_buf_fini(&b);
}
END_TEST

START_TEST(a_buffer_grows_at_every_length_and_stays_terminated)
{
	struct csm_buf b = {0};

	for (size_t n = 0; n < 5000; n++) {
		csm_buf_putc(&b, (char)('a' + n % 26));
		ck_assert_uint_eq(b.len, n + 1);
		ck_assert_int_eq(b.data[n + 1], '\0');
	}
	for (size_t n = 0; n < 5000; n++)
		ck_assert_int_eq(b.data[n], (char)('a' + n % 26));
	csm_buf_fini(&b);
}
END_TEST

START_TEST(formatted_text_of_any_length_fits)
{
	for (int n = 1; n < 300; n++) {
		struct csm_buf b = {0};

		csm_buf_printf(&b, "%*d", n, 7);
		ck_assert_uint_eq(strlen(b.data), (size_t)n);
		csm_buf_printf(&b, "%*d", n, 7);
		ck_assert_uint_eq(strlen(b.data), 2 * (size_t)n);
		csm_buf_fini(&b);
	}
}
END_TEST

START_TEST(reset_forgets_the_text_and_keeps_the_memory)
{
	struct csm_buf b = {0};
	size_t cap;

	csm_buf_puts(&b, "something rather long");
	cap = b.cap;
	csm_buf_reset(&b);
	ck_assert_uint_eq(b.len, 0);
	ck_assert_uint_eq(b.cap, cap);
	ck_assert_str_eq(csm_buf_text(&b), "");
	csm_buf_puts(&b, "x");
	ck_assert_str_eq(csm_buf_text(&b), "x");
	csm_buf_fini(&b);
	ck_assert_ptr_null(b.data);
}
END_TEST

TEST_MAIN("buf", an_empty_buffer_reads_as_empty_text,
    a_buffer_that_only_has_room_reads_as_empty_text,
    what_is_put_in_comes_after_what_is_there, nul_bytes_are_kept,
    a_buffer_grows_at_every_length_and_stays_terminated,
    formatted_text_of_any_length_fits, reset_forgets_the_text_and_keeps_the_memory)
