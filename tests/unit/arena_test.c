#include "base/arena.h"

#include "test.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

START_TEST(an_arena_gives_zeroed_memory_aligned_for_any_object)
{
	struct csm_arena a = {0};

	for (size_t bytes = 0; bytes < 300; bytes++) {
		unsigned char *p = csm_arena_alloc(&a, bytes);

		ck_assert_uint_eq((uintptr_t)p % alignof(max_align_t), 0);
		for (size_t i = 0; i < bytes; i++)
			ck_assert_uint_eq(p[i], 0);
		memset(p, 0xff, bytes);
		csm_arena_text(&a, "odd", 1 + bytes % 3); /* leaves it unaligned */
	}
	csm_arena_fini(&a);
}
END_TEST

START_TEST(pieces_do_not_overlap_and_stay_where_they_are)
{
	struct csm_arena a;
	char *piece[2000];

	csm_arena_init(&a);
	for (int i = 0; i < 2000; i++)
		piece[i] = csm_arena_printf(&a, "piece %d %0*d", i, i % 97 + 1, 0);
	for (int i = 0; i < 2000; i++) {
		char want[128];
		snprintf(want, sizeof want, "piece %d %0*d", i, i % 97 + 1, 0);
		ck_assert_str_eq(piece[i], want);
	}
	csm_arena_fini(&a);
}
END_TEST

START_TEST(a_piece_larger_than_a_block_is_given_whole)
{
	struct csm_arena a = {0};
	char *small = csm_arena_strdup(&a, "small");
	char *large = csm_arena_alloc(&a, 1000000);

	memset(large, 'x', 1000000);
	ck_assert_str_eq(small, "small");
	ck_assert_str_eq(csm_arena_strdup(&a, "after"), "after");
	ck_assert_int_eq(large[999999], 'x');
	csm_arena_fini(&a);
}
END_TEST

START_TEST(a_piece_grows_with_what_it_holds_and_leaves_nothing_large_behind)
{
	struct csm_arena a = {0};
	unsigned char *p = NULL;
	char *between[8];
	size_t was = 0;
	int n = 0;

	for (size_t bytes = 100; bytes < 5000000; bytes *= 5) {
		p = csm_arena_grow(&a, p, was, bytes);
		size_t wrong = 0; /* an assertion a byte would take a minute */
		for (size_t i = 0; i < bytes; i++)
			wrong += p[i] != (i < was ? 0xaa : 0);
		ck_assert_uint_eq(wrong, 0);
		memset(p, 0xaa, bytes);
		between[n++] = csm_arena_printf(&a, "between %zu", bytes);
		was = bytes;
	}
	/* 1,562,500 bytes, the last, and the small ones before */
	ck_assert_uint_ge(a.bytes, was);
	ck_assert_uint_le(a.bytes, was + 100000);
	ck_assert_str_eq(between[0], "between 100");
	ck_assert_str_eq(between[n - 1], "between 1562500");
	csm_arena_fini(&a);
}
END_TEST

START_TEST(text_keeps_its_nul_bytes_and_gets_one_more)
{
	struct csm_arena a = {0};

	ck_assert_mem_eq(csm_arena_text(&a, "a\0b", 3), "a\0b", 4);
	ck_assert_str_eq(csm_arena_text(&a, NULL, 0), "");
	ck_assert_str_eq(csm_arena_strdup(&a, ""), "");
	csm_arena_fini(&a);
}
END_TEST

START_TEST(bytes_count_what_was_given_since_the_last_reset)
{
	struct csm_arena a = {0};
	uint64_t *numbers = CSM_ARENA_ARRAY(&a, uint64_t, 10);

	numbers[9] = 1;
	ck_assert_uint_eq(a.bytes, 80);
	csm_arena_strdup(&a, "four");
	ck_assert_uint_eq(a.bytes, 85);
	csm_arena_alloc(&a, 200000);
	csm_arena_reset(&a);
	ck_assert_uint_eq(a.bytes, 0);
	/* memory used before is zero again */
	for (int i = 0; i < 1000; i++)
		ck_assert_uint_eq(*CSM_ARENA_NEW(&a, uint64_t), 0);
	csm_arena_fini(&a);
	ck_assert_ptr_null(a.head);
}
END_TEST

START_TEST(an_empty_arena_can_be_reset_and_ended)
{
	struct csm_arena a = {0};

	csm_arena_reset(&a);
	csm_arena_fini(&a);
	csm_arena_fini(&a);
	ck_assert_uint_eq(a.bytes, 0);
}
END_TEST

START_TEST(a_large_piece_that_is_alone_grows_and_stays)
{
	struct csm_arena arena = {0};
	char *p = csm_arena_alloc(&arena, 1 << 20);

	memset(p, 'a', 1 << 20);
	p = csm_arena_grow(&arena, p, 1 << 20, 1 << 21);
	ck_assert_int_eq(p[0], 'a');
	ck_assert_int_eq(p[(1 << 20) - 1], 'a');
	ck_assert_int_eq(p[1 << 20], 0);
	ck_assert_int_eq(p[(1 << 21) - 1], 0);
	ck_assert_ptr_nonnull(csm_arena_alloc(&arena, 8));
	ck_assert_int_eq(p[(1 << 20) - 1], 'a');
	csm_arena_fini(&arena);
}
END_TEST

TEST_MAIN("arena", a_large_piece_that_is_alone_grows_and_stays,
    an_arena_gives_zeroed_memory_aligned_for_any_object,
    pieces_do_not_overlap_and_stay_where_they_are,
    a_piece_larger_than_a_block_is_given_whole,
    a_piece_grows_with_what_it_holds_and_leaves_nothing_large_behind,
    text_keeps_its_nul_bytes_and_gets_one_more,
    bytes_count_what_was_given_since_the_last_reset,
    an_empty_arena_can_be_reset_and_ended)
