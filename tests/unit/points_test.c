#include "point/points.h"

#include "base/buf.h"

#include "fixture.h"

#define MESSAGE "%c %b:%l: %t\n"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HEADER "company,model,id,metric,date,value\n"

static char directory[] = "/tmp/csm-points-XXXXXX";
static char names[4][64];
static const char *paths[4];

static void
write_file(size_t i, const char *bytes, size_t len)
{
	snprintf(names[i], sizeof names[i], "%s/%c.csv", directory, (char)('a' + i));
	paths[i] = names[i];
	FILE *f = fopen(paths[i], "w");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(bytes, 1, len, f), len);
	ck_assert_int_eq(fclose(f), 0);
}

/* The points of files with these contents, as "company day value@a:line" lines; then
 * the messages.  The caller frees. */
static struct csm_buf
merged(const char *const *contents, size_t n, struct csm_points_options options)
{
	struct csm_buf out = {0}, said = {0};
	struct csm_diag diag;
	struct csm_point p;
	int got = -1;

	ck_assert_ptr_nonnull(mkdtemp(directory));
	for (size_t i = 0; i < n; i++)
		write_file(i, contents[i], strlen(contents[i]));
	fixture_diag(&diag, &said, MESSAGE);
	struct csm_points *ps = csm_points_open(paths, n, &options, &diag);
	if (ps != NULL && options.need_newest)
		csm_buf_printf(&out, "newest %d\n", csm_points_newest(ps));
	while (ps != NULL && (got = csm_points_next(ps, &p, &diag)) == 1)
		csm_buf_printf(&out, "%.*s %d %lld@%c:%llu\n", (int)p.company.len,
		    p.company.s, p.day, (long long)(p.value / CSM_NUM_ONE),
		    p.file[strlen(p.file) - 5], (unsigned long long)p.line);
	if (got == 0) {
		struct csm_point_counts c = csm_points_counts(ps);
		ck_assert_uint_eq(c.rows, c.points + c.rejected);
		csm_buf_printf(&out, "%llu points, newest %d\n",
		    (unsigned long long)c.points, csm_points_newest(ps));
	}
	csm_points_free(ps);
	csm_buf_puts(&out, csm_buf_text(&said));
	csm_buf_fini(&said);
	for (size_t i = 0; i < n; i++)
		unlink(paths[i]);
	rmdir(directory);
	memcpy(directory + strlen(directory) - 6, "XXXXXX", 6);
	return out;
}

static void
expect(const char *const *contents, size_t n, struct csm_points_options options,
    const char *want)
{
	struct csm_buf got = merged(contents, n, options);
	char *at;

	/* the directory's name is drawn */
	while ((at = strstr(got.data, "/tmp/csm-points-")) != NULL)
		memmove(at, at + 23, strlen(at + 23) + 1);
	ck_assert_str_eq(got.data, want);
	csm_buf_fini(&got);
}

/* Day 1 is 1970-01-02. */
static const char sorted[] = HEADER "a,,,m,1970-01-02,1\n"
				    "a,,,m,1970-01-04,2\n"
				    "c,,,m,1970-01-02,3\n";
static const char also_sorted[] = HEADER "a,,,m,1970-01-03,4\n"
					 "b,,,m,1970-01-09,5\n";
static const char unsorted[] = HEADER "b,,,m,1970-01-02,6\n"
				      "b,,,m,1970-01-01,7\n"
				      "a,,,m,1970-01-01,8\n";

START_TEST(files_are_merged_not_concatenated)
{
	const char *const two[] = {sorted, also_sorted};

	expect(two, 2, (struct csm_points_options){0},
	    "a 1 1@a:2\na 2 4@b:2\na 3 2@a:3\nb 8 5@b:3\nc 1 3@a:4\n"
	    "5 points, newest 8\n");
}
END_TEST

START_TEST(a_file_out_of_order_is_sorted_and_merged_with_the_others)
{
	const char *const three[] = {sorted, unsorted, also_sorted};
	static const char want[] = "a 0 8@b:4\na 1 1@a:2\na 2 4@c:2\na 3 2@a:3\n"
				   "b 0 7@b:3\nb 1 6@b:2\nb 8 5@c:3\nc 1 3@a:4\n"
				   "8 points, newest 8\n";

	expect(three, 3, (struct csm_points_options){0}, want);
	expect(three, 3, (struct csm_points_options){.memory_bytes = 1}, want);
}
END_TEST

START_TEST(the_newest_day_is_known_first_if_asked_for)
{
	const char *const two[] = {unsorted, also_sorted};
	const char *const nothing[] = {HEADER};

	expect(two, 2, (struct csm_points_options){.need_newest = 1},
	    "newest 8\na 0 8@a:4\na 2 4@b:2\nb 0 7@a:3\nb 1 6@a:2\nb 8 5@b:3\n"
	    "5 points, newest 8\n");
	expect(nothing, 1, (struct csm_points_options){.need_newest = 1},
	    "newest -2147483648\n0 points, newest -2147483648\n");
}
END_TEST

START_TEST(points_are_given_out_again_as_often_as_they_are_rewound)
{
	static const size_t memory[] = {0, 1};
	const char *const two[] = {unsorted, also_sorted};

	for (size_t m = 0; m < 2; m++) { /* in memory, and on disk */
		struct csm_points_options options = {
		    .again = 1, .memory_bytes = memory[m]};
		struct csm_buf said = {0};
		struct csm_diag diag;
		struct csm_point p;
		ck_assert_ptr_nonnull(mkdtemp(directory));
		for (size_t i = 0; i < 2; i++)
			write_file(i, two[i], strlen(two[i]));
		fixture_diag(&diag, &said, MESSAGE);
		struct csm_points *ps = csm_points_open(paths, 2, &options, &diag);
		for (int pass = 0; pass < 3; pass++) {
			struct csm_buf out = {0};
			while (csm_points_next(ps, &p, &diag) == 1)
				csm_buf_printf(&out, "%.*s %d %lld\n",
				    (int)p.company.len, p.company.s, p.day,
				    (long long)(p.value / CSM_NUM_ONE));
			ck_assert_str_eq(
			    out.data, "a 0 8\na 2 4\nb 0 7\nb 1 6\nb 8 5\n");
			csm_buf_fini(&out);
			ck_assert_int_eq(csm_points_rewind(ps, &diag), 0);
		}
		ck_assert_uint_eq(csm_points_counts(ps).points, 5);
		ck_assert_uint_eq(said.len, 0);
		csm_points_free(ps);
		for (size_t i = 0; i < 2; i++)
			unlink(paths[i]);
		rmdir(directory);
		memcpy(directory + strlen(directory) - 6, "XXXXXX", 6);
	}
}
END_TEST

START_TEST(two_points_with_one_key_are_an_error_that_names_both_places)
{
	const char *const two[] = {sorted, HEADER "a,,,m,1970-01-04,2\n"};
	const char *const one[] = {HEADER "b c,enduser,u,m,1970-01-04,2\n"
					  "a,,,m,1970-01-04,2\n"
					  "b c,enduser,u,m,1970-01-04,3\n"};

	expect(two, 2, (struct csm_points_options){0},
	    "a 1 1@a:2\na 3 2@a:3\nE_KEY b.csv:2: two points with the same key: "
	    "a company a m 1970-01-04 (also at a.csv:3)\n");
	expect(one, 1, (struct csm_points_options){0},
	    "a 3 2@a:3\nb c 3 2@a:2\nE_KEY a.csv:4: two points with the same key: "
	    "\"b c\" enduser u m 1970-01-04 (also at a.csv:2)\n");
}
END_TEST

START_TEST(folded_keys_come_in_order_of_file_and_line)
{
	const char *const three[] = {HEADER "b,,,m,1970-01-02,1\nb,,,m,1970-01-02,2\n",
	    HEADER "b,,,m,1970-01-02,3\na,,,m,1970-01-02,4\nb,,,m,1970-01-02,5\n",
	    HEADER "b,,,m,1970-01-02,6\n"};

	expect(three, 3, (struct csm_points_options){.fold = 1},
	    "a 1 4@b:3\nb 1 1@a:2\nb 1 2@a:3\nb 1 3@b:2\nb 1 5@b:4\nb 1 6@c:2\n"
	    "6 points, newest 1\n");
}
END_TEST

START_TEST(a_file_that_is_not_there_and_one_that_is_empty)
{
	const char *const files[] = {"", HEADER "a,,,m,1970-01-02,1\n"};
	const char *missing[] = {"points-that-are-not-there.csv"};
	struct csm_points_options options = {0};
	struct csm_diag diag;

	expect(files, 2, options,
	    "a 1 1@b:2\n1 points, newest 1\n"
	    "W_OTHER a.csv:0: the input is empty, without even a header; --min-rows 1 "
	    "takes that for an error\n");
	csm_diag_init(&diag, NULL, NULL);
	ck_assert_ptr_null(csm_points_open(missing, 1, &options, &diag));
	ck_assert_uint_eq(diag.count[CSM_E_OPEN], 1);
}
END_TEST

/* 70 MiB in order, by names of 64 KiB; then maybe a row out of order. */
static struct csm_buf
long_file(const char *end)
{
	struct csm_buf b = {0};
	static char name[65536];

	memset(name, 'm', sizeof name);
	csm_buf_puts(&b, HEADER);
	for (int i = 0; i < 70 * 16; i++) {
		csm_buf_printf(&b, "c%04d,,,", i);
		csm_buf_put(&b, name, sizeof name);
		csm_buf_puts(&b, ",1970-01-02,1\n");
	}
	csm_buf_puts(&b, end);
	return b;
}

static void
expect_last_lines(
    const char *contents, struct csm_points_options options, const char *want)
{
	struct csm_buf got = merged(&contents, 1, options);
	char *at = strstr(got.data, "c1119 ");

	ck_assert_ptr_nonnull(at);
	while (strstr(at + 1, "c1119 ") != NULL)
		at = strstr(at + 1, "c1119 ");
	ck_assert_str_eq(at, want);
	csm_buf_fini(&got);
}

START_TEST(disorder_after_64_mib_is_refused_with_the_remedy)
{
	struct csm_buf ok = long_file("d,,,m,1970-01-02,1\n"),
		       late = long_file("a,,,m,1970-01-02,1\n");

	expect_last_lines(ok.data, (struct csm_points_options){0},
	    "c1119 1 1@a:1121\nd 1 1@a:1122\n1121 points, newest 1\n");
	expect_last_lines(late.data, (struct csm_points_options){0},
	    "c1119 1 1@a:1121\nE_FORMAT a.csv:1122: points out of order after 64 MiB "
	    "in "
	    "order; sort them first: csm-ingest -k points\n");
	/* sorted when there is no memory to read ahead */
	expect_last_lines(late.data, (struct csm_points_options){.memory_bytes = 20000},
	    "c1119 1 1@a:1121\n1121 points, newest 1\n");
	csm_buf_fini(&ok);
	csm_buf_fini(&late);
}
END_TEST

TEST_MAIN("points", files_are_merged_not_concatenated,
    a_file_out_of_order_is_sorted_and_merged_with_the_others,
    the_newest_day_is_known_first_if_asked_for,
    points_are_given_out_again_as_often_as_they_are_rewound,
    two_points_with_one_key_are_an_error_that_names_both_places,
    folded_keys_come_in_order_of_file_and_line,
    a_file_that_is_not_there_and_one_that_is_empty,
    disorder_after_64_mib_is_refused_with_the_remedy)
