/* Rows looked at many at once are those given one by one. */
#include "io/chunk.h"
#include "io/marks.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static unsigned
roll(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((state >> 33) % n);
}

/* Bytes with room to read on behind. */
static char *
padded(const char *text, size_t len)
{
	char *p = calloc(1, len + CSM_CHUNK_PAD);

	memcpy(p, text, len);
	return p;
}

START_TEST(the_rows_of_one_width_are_given_until_there_is_another)
{
	static const char text[] =
	    "a,b,c\r\n 1 ,,\t3\nx,y\nd,e,f\n\n,,\ng,h,i,j\nk,l,m\n";
	static const int column[] = {2, 0};
	static const char *const expected[] = {"c", "a", "3", "1"};
	char *p = padded(text, sizeof text - 1);
	struct csm_text field[64];
	struct csm_marks m = {0};
	struct csm_fields row = {0};

	ck_assert_int_eq(csm_marks_find(&m, p, sizeof text - 1, ','), 1);
	ck_assert_uint_eq(csm_marks_look(&m, 3, column, 2, field, 32), 2);
	for (int i = 0; i < 4; i++) {
		ck_assert_uint_eq(field[i].len, 1);
		ck_assert_int_eq(field[i].s[0], expected[i][0]);
	}
	ck_assert_uint_eq(csm_marks_look(&m, 3, column, 2, field, 1), 1);
	csm_marks_use(&m, 3, 2);
	ck_assert_uint_eq(csm_marks_look(&m, 3, column, 2, field, 32), 0);
	ck_assert_int_eq(csm_marks_row(&m, &row), 1);
	ck_assert_uint_eq(row.n, 2);
	ck_assert_uint_eq(csm_marks_look(&m, 3, column, 2, field, 32), 1);
	csm_marks_use(&m, 3, 1);
	ck_assert_int_eq(csm_marks_row(&m, &row), 1);
	ck_assert_uint_eq(row.at[0].len, 0);
	csm_marks_fini(&m);
	free(row.at);
	free(p);
}
END_TEST

START_TEST(a_single_column_does_not_take_a_blank_line_for_a_row)
{
	static const int column[] = {0};
	char *p = padded("a\n\nb\n  \n", 8);
	struct csm_text field[64];
	struct csm_marks m = {0};

	ck_assert_int_eq(csm_marks_find(&m, p, 8, ','), 1);
	ck_assert_uint_eq(csm_marks_look(&m, 1, column, 1, field, 32), 1);
	csm_marks_fini(&m);
	free(p);
}
END_TEST

/* Random lines of three fields, some with more or less. */
static size_t
make(char *to, size_t size)
{
	static const char bytes[] = "ab \t\xc3\xa9";
	size_t n = 0;

	while (n + 64 < size) {
		unsigned fields = roll(20) == 0 ? 1 + roll(5) : 3;
		for (unsigned f = 0; f < fields; f++) {
			for (unsigned k = roll(12); k > 0; k--) {
				char c = bytes[roll(4)];
				to[n++] = c;
			}
			to[n++] = f + 1 < fields ? ';' : '\n';
		}
		if (roll(9) == 0) {
			to[n - 1] = '\r';
			to[n++] = '\n';
		}
	}
	return n;
}

START_TEST(looking_and_using_gives_what_rows_one_by_one_give)
{
	static const int column[] = {0, 1, 2};
	char text[4096];
	struct csm_text field[3 * 16];

	for (int round = 0; round < 300; round++) {
		size_t len = make(text, sizeof text), looked;
		char *p = padded(text, len);
		struct csm_marks one = {0}, many = {0};
		struct csm_fields row = {0}, odd = {0};
		ck_assert_int_eq(csm_marks_find(&one, p, len, ';'), 1);
		ck_assert_int_eq(csm_marks_find(&many, p, len, ';'), 1);
		while (many.next < many.n) {
			looked = csm_marks_look(&many, 3, column, 3, field, 16);
			looked = looked == 0 ? 0 : 1 + roll((unsigned)looked);
			for (size_t r = 0; r < looked; r++) {
				ck_assert_int_eq(csm_marks_row(&one, &row), 1);
				ck_assert_uint_eq(row.n, 3);
				for (size_t i = 0; i < 3; i++) {
					struct csm_text f = field[3 * r + i];
					ck_assert_uint_eq(f.len, row.at[i].len);
					ck_assert_mem_eq(f.s, row.at[i].s, f.len);
				}
			}
			csm_marks_use(&many, 3, looked);
			if (looked != 0)
				continue;
			ck_assert_int_eq(csm_marks_row(&many, &odd), 1);
			ck_assert_int_eq(csm_marks_row(&one, &row), 1);
			ck_assert_uint_eq(odd.n, row.n);
		}
		ck_assert_int_eq(csm_marks_row(&one, &row), 0);
		ck_assert_uint_eq(one.used, many.used);
		csm_marks_fini(&one);
		csm_marks_fini(&many);
		free(row.at);
		free(odd.at);
		free(p);
	}
}
END_TEST

START_TEST(what_is_not_for_here_has_no_marks)
{
	static const char *const texts[] = {"a\rb\n", "a,b\r", "caf\xff\n"};

	for (size_t i = 0; i < 3; i++) {
		char *p = padded(texts[i], strlen(texts[i]));
		struct csm_marks m = {0};
		ck_assert_int_eq(csm_marks_find(&m, p, strlen(texts[i]), ','), 0);
		ck_assert_uint_eq(m.n, 0);
		csm_marks_fini(&m);
		free(p);
	}
}
END_TEST

TEST_MAIN("marks", the_rows_of_one_width_are_given_until_there_is_another,
    a_single_column_does_not_take_a_blank_line_for_a_row,
    looking_and_using_gives_what_rows_one_by_one_give,
    what_is_not_for_here_has_no_marks)
