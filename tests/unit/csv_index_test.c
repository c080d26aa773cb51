/* Rows looked at many at once are those given one by one. */
#include "syntax/chunk.h"
#include "syntax/csv.h"
#include "syntax/csv_index.h"
#include "syntax/csv_ways.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static unsigned
roll(unsigned n)
{
	return test_draw(&state, n);
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
	struct csm_csv_index m = {0};
	struct csm_csv_fields row = {0};

	ck_assert_int_eq(csm_csv_index_find(&m, p, sizeof text - 1, ','), 1);
	ck_assert_uint_eq(csm_csv_index_look(&m, 3, column, 2, field, 32), 2);
	for (int i = 0; i < 4; i++) {
		ck_assert_uint_eq(field[i].len, 1);
		ck_assert_int_eq(field[i].s[0], expected[i][0]);
	}
	ck_assert_uint_eq(csm_csv_index_look(&m, 3, column, 2, field, 1), 1);
	csm_csv_index_use(&m, 3, 2);
	ck_assert_uint_eq(csm_csv_index_look(&m, 3, column, 2, field, 32), 0);
	ck_assert_int_eq(csm_csv_index_row(&m, &row), 1);
	ck_assert_uint_eq(row.n, 2);
	ck_assert_uint_eq(csm_csv_index_look(&m, 3, column, 2, field, 32), 1);
	csm_csv_index_use(&m, 3, 1);
	ck_assert_int_eq(csm_csv_index_row(&m, &row), 1);
	ck_assert_uint_eq(row.at[0].len, 0);
	csm_csv_index_fini(&m);
	free(row.at);
	free(p);
}
END_TEST

START_TEST(a_single_column_does_not_take_a_blank_line_for_a_row)
{
	static const int column[] = {0};
	char *p = padded("a\n\nb\n  \n", 8);
	struct csm_text field[64];
	struct csm_csv_index m = {0};

	ck_assert_int_eq(csm_csv_index_find(&m, p, 8, ','), 1);
	ck_assert_uint_eq(csm_csv_index_look(&m, 1, column, 1, field, 32), 1);
	csm_csv_index_fini(&m);
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
		struct csm_csv_index one = {0}, many = {0};
		struct csm_csv_fields row = {0}, odd = {0};
		ck_assert_int_eq(csm_csv_index_find(&one, p, len, ';'), 1);
		ck_assert_int_eq(csm_csv_index_find(&many, p, len, ';'), 1);
		while (many.next < many.n) {
			looked = csm_csv_index_look(&many, 3, column, 3, field, 16);
			looked = looked == 0 ? 0 : 1 + roll((unsigned)looked);
			for (size_t r = 0; r < looked; r++) {
				ck_assert_int_eq(csm_csv_index_row(&one, &row), 1);
				ck_assert_uint_eq(row.n, 3);
				for (size_t i = 0; i < 3; i++) {
					struct csm_text f = field[3 * r + i];
					ck_assert_uint_eq(f.len, row.at[i].len);
					ck_assert_mem_eq(f.s, row.at[i].s, f.len);
				}
			}
			csm_csv_index_use(&many, 3, looked);
			if (looked != 0)
				continue;
			ck_assert_int_eq(csm_csv_index_row(&many, &odd), 1);
			ck_assert_int_eq(csm_csv_index_row(&one, &row), 1);
			ck_assert_uint_eq(odd.n, row.n);
		}
		ck_assert_int_eq(csm_csv_index_row(&one, &row), 0);
		ck_assert_uint_eq(one.used, many.used);
		csm_csv_index_fini(&one);
		csm_csv_index_fini(&many);
		free(row.at);
		free(odd.at);
		free(p);
	}
}
END_TEST

START_TEST(what_is_not_for_here_has_no_marks)
{
	static const char *const texts[] = {"a\rb\n", "a,b\r", "caf\xff\n"};
	size_t ways;
	const struct csm_csv_way *way = csm_csv_ways(&ways);

	for (size_t w = 0; w < ways; w++)
		for (size_t i = 0; i < 3; i++) {
			char *p = padded(texts[i], strlen(texts[i]));
			struct csm_csv_index m = {.way = &way[w]};
			ck_assert_int_eq(
			    csm_csv_index_find(&m, p, strlen(texts[i]), ','), 0);
			ck_assert_uint_eq(m.n, 0);
			csm_csv_index_fini(&m);
			free(p);
		}
}
END_TEST

START_TEST(simple_quotes_are_told_from_others)
{
	size_t ways;
	const struct csm_csv_way *way = csm_csv_ways(&ways);
	static const struct {
		const char *lines;
		int same;
	} cases[] = {{"\"a\",b\n", 1}, {"a,\"b\"\r\n", 1}, {"\"\"\n", 1},
	    {"\"a,b\",\"\"\n", 1}, {"a\"b\n", 0}, {"\"a\"\"b\"\n", 0},
	    {"\"a\nb\"\n", 0}, {"\"a\" ,b\n", 0}, {" \"a\"\n", 0}, {"\"a\n", 0},
	    {"\"a\",b\"\n", 0}, {"a,b\n", 1},
	    {"123456789012345678901234567890123456789012345678901234567890,12\"3\n", 0},
	    {"12345678901234567890123456789012345678901234567890123456789012,\"3\"\n",
		1},
	    {"1234567890123456789012345678901234567890123456789012345678901,\"3\"\n",
		1},
	    {"123456789012345678901234567890123456789012345678901234567890,\"3\" \n",
		0}};

	for (size_t w = 0; w < ways; w++)
		for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
			size_t len = strlen(cases[i].lines);
			char *p = padded(cases[i].lines, len);
			ck_assert_msg(way[w].simple(p, len, ',') == cases[i].same,
			    "%s %s", way[w].name, p);
			free(p);
		}
	char *p = padded("a\0b\n", 4);
	ck_assert_int_eq(csm_csv_index_same(p, 4, ','), 0);
	free(p);
}
END_TEST

/* Lines of mostly quoted fields, of which some are not as they should be. */
static size_t
make_quoted(char *to, size_t size)
{
	static const char *const fields[] = {"\"\"", "\"a\"", "\"b c;\"", "\" \"",
	    "plain", "", " x ", "\"a longer text, and one more; of them\"",
	    "\"a\"\"b\"", "\"open", "a\"", "\"x\" ", "\"two\nlines\"", "\r"};
	unsigned all = roll(4) == 0 ? 14 : 8;
	size_t n = 0;

	while (n + 256 < size) {
		for (unsigned f = 1 + roll(4); f > 0; f--) {
			const char *field = fields[roll(all)];
			memcpy(to + n, field, strlen(field));
			n += strlen(field);
			to[n++] = f > 1 ? ';' : '\n';
		}
		if (roll(9) == 0) {
			to[n - 1] = '\r';
			to[n++] = '\n';
		}
	}
	return n;
}

/* How many rows, which are those of libcsv; 0 if the text is not for the index. */
static unsigned
compare_rows(const char *p, size_t len, const struct csm_csv_way *way)
{
	struct csm_csv_index m = {.way = way};
	struct csm_csv_fields row = {0};
	struct csm_input *in;
	const struct csm_text *field;
	struct csm_diag diag;
	uint64_t line, rejected = 0;
	unsigned compared = 0;
	size_t n;

	csm_diag_init(&diag, NULL, NULL);
	csm_input_open_memory(&in, "t", p, len, &diag);
	struct csm_csv *csv = csm_csv_new(in, ';');
	csm_csv_tune(csv, 0, 4096, 4096);
	int known = way->simple(p, len, ';') && csm_csv_index_find(&m, p, len, ';');
	while (known && csm_csv_index_row(&m, &row)) {
		if (m.is_blank)
			continue;
		ck_assert_int_eq(
		    csm_csv_next(csv, &field, &n, &line, &rejected, &diag), 1);
		ck_assert_uint_eq(n, row.n);
		for (size_t i = 0; i < n; i++) {
			ck_assert_uint_eq(field[i].len, row.at[i].len);
			ck_assert_mem_eq(field[i].s, row.at[i].s, row.at[i].len);
		}
		compared++;
	}
	if (known)
		ck_assert_int_eq(
		    csm_csv_next(csv, &field, &n, &line, &rejected, &diag), 0);
	csm_csv_free(csv);
	csm_csv_index_fini(&m);
	free(row.at);
	return compared;
}

/* In each way this machine has: of those texts that the first is for, so are the others. */
START_TEST(quoted_rows_are_those_of_libcsv)
{
	char text[1024];
	unsigned compared[8] = {0};
	size_t ways;
	const struct csm_csv_way *way = csm_csv_ways(&ways);

	ck_assert_uint_le(ways, 8);
	for (size_t w = 0; w < ways; w++) {
		state = 88172645463325252u;
		for (int round = 0; round < 2000; round++) {
			size_t len = make_quoted(text, roll(2) ? sizeof text : 300);
			char *p = padded(text, len);
			compared[w] += compare_rows(p, len, &way[w]);
			free(p);
		}
		ck_assert_uint_gt(compared[w], 5000);
		ck_assert_uint_eq(compared[w], compared[0]);
	}
}
END_TEST

TEST_MAIN("marks", the_rows_of_one_width_are_given_until_there_is_another,
    a_single_column_does_not_take_a_blank_line_for_a_row,
    looking_and_using_gives_what_rows_one_by_one_give,
    what_is_not_for_here_has_no_marks, simple_quotes_are_told_from_others,
    quoted_rows_are_those_of_libcsv)
