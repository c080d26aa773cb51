#include "base/intern.h"

#include "test.h"

#include <stdio.h>
#include <string.h>

START_TEST(ids_are_dense_in_order_of_first_appearance)
{
	struct csm_intern t = {0};

	ck_assert_uint_eq(csm_intern_put(&t, "b", 1), 0);
	ck_assert_uint_eq(csm_intern_put(&t, "a", 1), 1);
	ck_assert_uint_eq(csm_intern_put(&t, "b", 1), 0);
	ck_assert_uint_eq(csm_intern_put(&t, "ab", 2), 2);
	ck_assert_uint_eq(t.n, 3);
	ck_assert_str_eq(t.text[2].s, "ab");
	ck_assert_uint_eq(t.text[2].len, 2);
	csm_intern_fini(&t);
}
END_TEST

START_TEST(an_absent_text_is_not_found_nor_added)
{
	struct csm_intern t = {0};

	ck_assert_uint_eq(csm_intern_find(&t, "a", 1), CSM_INTERN_NONE);
	ck_assert_uint_eq(csm_intern_find(&t, NULL, 0), CSM_INTERN_NONE);
	csm_intern_put(&t, "abc", 3);
	ck_assert_uint_eq(csm_intern_find(&t, "abc", 2), CSM_INTERN_NONE);
	ck_assert_uint_eq(csm_intern_find(&t, "abd", 3), CSM_INTERN_NONE);
	ck_assert_uint_eq(csm_intern_find(&t, "abc", 3), 0);
	ck_assert_uint_eq(t.n, 1);
	csm_intern_fini(&t);
}
END_TEST

START_TEST(empty_texts_and_nul_bytes_are_texts_like_any_other)
{
	struct csm_intern t = {0};

	ck_assert_uint_eq(csm_intern_put(&t, "", 0), 0);
	ck_assert_uint_eq(csm_intern_put(&t, NULL, 0), 0);
	ck_assert_uint_eq(csm_intern_put(&t, "\0", 1), 1);
	ck_assert_uint_eq(csm_intern_put(&t, "a\0b", 3), 2);
	ck_assert_uint_eq(csm_intern_put(&t, "a\0c", 3), 3);
	ck_assert_uint_eq(csm_intern_find(&t, NULL, 0), 0);
	ck_assert_uint_eq(csm_intern_find(&t, "a\0b", 3), 2);
	ck_assert_uint_eq(csm_intern_find(&t, "a", 1), CSM_INTERN_NONE);
	csm_intern_fini(&t);
}
END_TEST

START_TEST(many_texts_keep_their_ids_and_places_while_the_table_grows)
{
	enum { N = 20000 };
	struct csm_intern t = {0};
	const char *first;
	char text[32];

	csm_intern_put(&t, "0", 1);
	first = t.text[0].s;
	for (uint32_t i = 0; i < N; i++) {
		int len = snprintf(text, sizeof text, "%u", i);
		ck_assert_uint_eq(csm_intern_put(&t, text, (size_t)len), i);
	}
	for (uint32_t i = 0; i < N; i++) {
		int len = snprintf(text, sizeof text, "%u", i);
		ck_assert_uint_eq(csm_intern_find(&t, text, (size_t)len), i);
		ck_assert_str_eq(t.text[i].s, text);
	}
	ck_assert_ptr_eq(t.text[0].s, first);
	ck_assert_uint_gt(csm_intern_bytes(&t), N * 5);
	csm_intern_fini(&t);
	ck_assert_uint_eq(csm_intern_bytes(&t), 0);
}
END_TEST

START_TEST(a_reset_table_starts_again_at_0)
{
	struct csm_intern t = {0};

	csm_intern_reset(&t);
	csm_intern_put(&t, "a", 1);
	csm_intern_put(&t, "b", 1);
	csm_intern_reset(&t);
	ck_assert_uint_eq(csm_intern_find(&t, "a", 1), CSM_INTERN_NONE);
	ck_assert_uint_eq(csm_intern_put(&t, "b", 1), 0);
	csm_intern_fini(&t);
}
END_TEST

START_TEST(ranks_are_places_in_byte_order)
{
	/* sorted by LC_ALL=C sort: empty, A, a, a NUL, aa, b, b", ae in UTF-8 */
	static const struct {
		const char *s;
		size_t len;
		uint32_t rank;
	} text[] = {{"b", 1, 5}, {"a", 1, 2}, {"\303\244", 2, 7}, {"aa", 2, 4},
	    {"", 0, 0}, {"a\0", 2, 3}, {"A", 1, 1}, {"b\"", 2, 6}};
	struct csm_intern t = {0};
	uint32_t *rank = csm_intern_ranks(&t);

	ck_assert_ptr_nonnull(rank);
	free(rank);
	for (size_t i = 0; i < 8; i++)
		csm_intern_put(&t, text[i].s, text[i].len);
	rank = csm_intern_ranks(&t);
	for (size_t i = 0; i < 8; i++)
		ck_assert_uint_eq(rank[i], text[i].rank);
	free(rank);
	csm_intern_fini(&t);
}
END_TEST

START_TEST(bytes_compare_unsigned_with_a_prefix_first)
{
	ck_assert_int_eq(csm_bytes_cmp("a", 1, "a", 1), 0);
	ck_assert_int_eq(csm_bytes_cmp(NULL, 0, NULL, 0), 0);
	ck_assert_int_lt(csm_bytes_cmp(NULL, 0, "a", 1), 0);
	ck_assert_int_lt(csm_bytes_cmp("a", 1, "ab", 2), 0);
	ck_assert_int_gt(csm_bytes_cmp("b", 1, "ab", 2), 0);
	ck_assert_int_gt(csm_bytes_cmp("\377", 1, "a", 1), 0);
	ck_assert_int_lt(csm_bytes_cmp("a\0a", 3, "a\0b", 3), 0);
}
END_TEST

TEST_MAIN("intern", ids_are_dense_in_order_of_first_appearance,
    an_absent_text_is_not_found_nor_added,
    empty_texts_and_nul_bytes_are_texts_like_any_other,
    many_texts_keep_their_ids_and_places_while_the_table_grows,
    a_reset_table_starts_again_at_0, ranks_are_places_in_byte_order,
    bytes_compare_unsigned_with_a_prefix_first)
