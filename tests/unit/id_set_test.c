#include "base/id_set.h"
#include "base/intern.h"
#include "test.h"

#include <stdio.h>

static uint64_t state = 88172645463325252u;

static unsigned
roll(unsigned n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)((state >> 33) % n);
}

static bool
add(struct csm_id_set *set, const char *text)
{
	struct csm_id id = csm_id_of(text, strlen(text));

	csm_id_set_fetch(set, id);
	return csm_id_set_add(set, id);
}

START_TEST(an_id_is_new_once)
{
	struct csm_id_set set = {0};

	ck_assert(add(&set, "a"));
	ck_assert(add(&set, "b"));
	ck_assert(add(&set, ""));
	ck_assert(!add(&set, "a"));
	ck_assert(!add(&set, ""));
	csm_id_set_fini(&set);
	ck_assert(add(&set, "a"));
	csm_id_set_fini(&set);
}
END_TEST

/* Texts of any length, of which about half come again, against a table that keeps them. */
START_TEST(what_is_new_is_what_no_table_of_texts_has)
{
	static const char *const shapes[] = {
	    "%u", "e%08u", "6f9619ff-8b86-d011-b42d-00c04f%06u", "%u-a-longer-one"};
	struct csm_id_set set = {0};
	struct csm_intern texts = {0};
	char text[64];

	for (unsigned i = 0; i < 300000; i++) {
		size_t known = texts.n;
		snprintf(text, sizeof text, shapes[roll(4)], roll(40000));
		ck_assert_int_eq(csm_intern_put(&texts, text, strlen(text)) == known,
		    add(&set, text));
	}
	csm_intern_fini(&texts);
	csm_id_set_fini(&set);
}
END_TEST

/* Bytes of all tables, those behind the last place included. */
static size_t
bytes_of(const struct csm_id_set *set)
{
	size_t places = 0;

	for (size_t i = 0; i < CSM_ID_SET_PARTS; i++)
		places += set->part[i].places + 512;
	return places * sizeof(struct csm_id);
}

START_TEST(an_id_takes_at_most_24_bytes)
{
	struct csm_id_set set = {0};
	char text[64];

	for (unsigned i = 1; i <= 2000000; i++) {
		snprintf(text, sizeof text, "e%u", i);
		ck_assert(add(&set, text));
		if (i >= 500000 && i % 100000 == 0)
			ck_assert_uint_le(bytes_of(&set), (size_t)24 * i);
	}
	csm_id_set_fini(&set);
}
END_TEST

TEST_MAIN("id_set", an_id_is_new_once, what_is_new_is_what_no_table_of_texts_has,
    an_id_takes_at_most_24_bytes)
