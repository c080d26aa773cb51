#include "base/dict.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXTS 3000

/* Some texts, all lengths from 0 to 40 among them, each padded. */
static char texts[TEXTS][64];
static size_t lens[TEXTS];

static void
make_texts(void)
{
	for (int i = 0; i < TEXTS; i++) {
		memset(texts[i], '#', sizeof texts[i]); /* not part of it */
		lens[i] = (size_t)(i % 41);
		char number[16];
		int digits = snprintf(number, sizeof number, "%d", i / 41);
		for (size_t k = 0; k < lens[i]; k++)
			texts[i][k] = k < (size_t)digits ? number[k] : '-';
	}
}

static int
equal(int i, int j)
{
	return lens[i] == lens[j] && memcmp(texts[i], texts[j], lens[i]) == 0;
}

/* The id by steps, of a padded text; UINT32_MAX if it is not there. */
static uint32_t
find(const struct csm_dict *d, uint32_t group, const char *s, size_t len)
{
	struct csm_dict_key key = csm_dict_key_padded(group, s, len);
	const struct csm_dict_slot *slot =
	    csm_dict_find(d, &key, csm_dict_hash(d, &key), s);

	return slot == NULL ? UINT32_MAX : slot->id - 1;
}

START_TEST(a_text_has_one_id_however_it_is_looked_up)
{
	struct csm_dict d = {.copy = 1};
	uint32_t id[TEXTS], n = 0;

	make_texts();
	for (int i = 0; i < TEXTS; i++) {
		id[i] = csm_dict_put(&d, 0, texts[i], lens[i]);
		int before = 0;
		while (!equal(before, i))
			before++;
		ck_assert_uint_eq(id[i], before < i ? id[before] : n);
		n += before == i;
		ck_assert_uint_eq(d.text[id[i]].len, lens[i]);
		ck_assert_mem_eq(d.text[id[i]].s, texts[i], lens[i]);
	}
	ck_assert_uint_eq(d.n, n);
	for (int i = 0; i < TEXTS; i++)
		ck_assert_uint_eq(find(&d, 0, texts[i], lens[i]), id[i]);
	csm_dict_fini(&d);
}
END_TEST

START_TEST(groups_are_kept_apart)
{
	struct csm_dict d = {0};

	ck_assert_uint_eq(csm_dict_put(&d, 0, "a", 1), 0);
	ck_assert_uint_eq(csm_dict_put(&d, 7, "a", 1), 1);
	ck_assert_uint_eq(csm_dict_put(&d, 7, "", 0), 2);
	ck_assert_uint_eq(csm_dict_put(&d, 0, "", 0), 3);
	ck_assert_uint_eq(csm_dict_put(&d, 7, "a", 1), 1);
	ck_assert_uint_eq(d.text[1].group, 7);
	csm_dict_fini(&d);
}
END_TEST

START_TEST(bytes_behind_a_text_do_not_count)
{
	struct csm_dict d = {0};
	char a[32] = "abc-------------", b[32] = "abc+++++++++++++", zero[32] = "ab";

	csm_dict_reserve(&d, 1);
	ck_assert_uint_eq(csm_dict_put(&d, 0, a, 3), 0);
	ck_assert_uint_eq(find(&d, 0, b, 3), 0);
	ck_assert_uint_eq(find(&d, 0, a, 4), UINT32_MAX);
	ck_assert_uint_eq(csm_dict_put(&d, 0, zero, 2), 1);
	ck_assert_uint_eq(csm_dict_put(&d, 0, zero, 3), 2); /* "ab\0" */
	ck_assert_uint_eq(find(&d, 0, zero, 2), 1);
	csm_dict_fini(&d);
}
END_TEST

START_TEST(a_reset_dictionary_is_empty)
{
	struct csm_dict d = {.copy = 1};

	make_texts();
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 100; i++)
			csm_dict_put(&d, 0, texts[41 * (i % 70) + 20], 20);
		ck_assert_uint_gt(d.n, 0);
		csm_dict_reset(&d);
		ck_assert_uint_eq(d.n, 0);
		ck_assert_uint_eq(find(&d, 0, texts[20], 20), UINT32_MAX);
	}
	csm_dict_fini(&d);
}
END_TEST

START_TEST(the_note_of_a_text_is_that_of_the_first)
{
	struct csm_dict d = {0};
	char text[32] = "company";
	struct csm_dict_key key = csm_dict_key(0, text, 7);

	csm_dict_reserve(&d, 2);
	uint64_t hash = csm_dict_hash(&d, &key);
	ck_assert_ptr_null(csm_dict_find(&d, &key, hash, text));
	csm_dict_add(&d, &key, hash, text, 42);
	csm_dict_reserve(&d, 5000); /* moves it */
	ck_assert_uint_eq(csm_dict_find(&d, &key, hash, text)->note, 42);
	csm_dict_fini(&d);
}
END_TEST

TEST_MAIN("dict", a_text_has_one_id_however_it_is_looked_up, groups_are_kept_apart,
    bytes_behind_a_text_do_not_count, a_reset_dictionary_is_empty,
    the_note_of_a_text_is_that_of_the_first)
