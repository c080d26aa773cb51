/*
 * The short way of an ingest run against the general one: the same points, messages and
 * counts, whatever the rows, the number of threads, the size of chunks and the memory.
 */
#include "fast.h"

static const char *const times[] = {"2026-01-%02uT%02u:00:00Z", "2026-01-%02u",
    "2026-01-%02u %02u:30", "2026-01-%02uT%02u:10:20Z", "2026-01-%02uT%02u:59:60Z",
    "2026-01-%02uT%02u:00:00.5+02:00", "2026-01-3%uT00:00:00Z"};

/* What share of fields, in a thousand, is odd in some way. */
static unsigned odd;

static void
put_field(struct csm_buf *b, const char *text, int json)
{
	static const char *const strange[] = {"", "\"a \"\"b\"\"\"", "\"two\nlines\"",
	    " blank ", "caf\xc3\xa9", "bad\xff", "\"open", "12/31/2025", "13-01-2026",
	    "1e999", "0", "0.1234567", "1,2", "\r", "a-text-longer-than-sixteen-bytes"};
	static const char *const in_json[] = {"\"\"", "null", "7", "\"\\u00e9\"", "{}",
	    "bad", "\"caf\xc3\xa9\"", "\"a-text-longer-than-sixteen-bytes\""};

	if (roll(1000) < odd)
		csm_buf_puts(b, json ? in_json[roll(8)] : strange[roll(15)]);
	else
		csm_buf_printf(b, json ? "\"%s\"" : "%s", text);
}

static void
put_row(struct csm_buf *b, int json, unsigned style)
{
	static const char *const names[] = {"t", "c", "u", "n", "x"};
	char text[5][64];

	snprintf(text[0], 64, times[roll(1000) < odd ? roll(7) : style], roll(28) + 1,
	    roll(24));
	snprintf(text[1], 64, "company-%u", roll(40) * roll(40));
	snprintf(
	    text[2], 64, roll(9) == 0 ? "a-long-name-of-a-user-%u" : "u%u", roll(25));
	snprintf(text[3], 64, "%s", roll(3) == 0 ? "log in" : "view");
	snprintf(text[4], 64, "%s", roll(1000) < odd ? "2.5" : "");
	csm_buf_puts(b, json ? "{" : "");
	for (int i = 0; i < 5; i++) {
		if (json)
			csm_buf_printf(b, "%s\"%s\":", i > 0 ? "," : "", names[i]);
		else
			csm_buf_puts(b, i > 0 ? "," : "");
		put_field(b, text[i], json);
	}
	csm_buf_puts(b, json ? "}\n" : roll(1000) < odd ? "\r\n" : "\n");
}

#define MAPPING                                                                        \
	"{\"kind\":\"activities\",\"time\":\"t\",\"company\":\"c\",\"user\":\"u\","    \
	"\"name\":\"n\",\"count\":\"x\",\"rename\":{\"view\":\"log in\"}"

static void
compare(const char *mapping, const char *tz, int32_t since, const struct csm_buf *text)
{
	static const size_t blocks[] = {64, 999, 20000, 262144};
	struct how general = {1, 1, 262144, 0, NULL};
	char *want = run(mapping, tz, since, text->data, text->len, &general);

	for (int threads = 1; threads <= 4; threads++)
		for (size_t b = 0; b < 4; b++) {
			struct how how = {0, threads, blocks[b],
			    roll(2) == 0 ? 0 : (size_t)64 << 20, NULL};
			char *got =
			    run(mapping, tz, since, text->data, text->len, &how);
			expect_same(got, want);
			free(got);
		}
	free(want);
}

static void
compare_rows(unsigned share, int json)
{
	static const char *const ends[] = {
	    "}", ",\"level\":\"company\"}", ",\"zero\":{\"*\":\"null\"}}"};
	static const char *const zones[] = {"UTC", "Europe/Stockholm"};

	for (unsigned i = 0; i < 6; i++) {
		struct csm_buf text = {0}, mapping = {0};
		odd = share;
		csm_buf_printf(&mapping, "%s%s", MAPPING, ends[i % 3]);
		csm_buf_puts(&text, json ? "" : "t,c,u,n,x\n");
		for (unsigned rows = 300 + roll(500); rows > 0; rows--)
			put_row(&text, json, i % 4);
		if (roll(2) == 0)
			text.data[--text.len] = '\0'; /* no line end after the last */
		compare(csm_buf_text(&mapping), zones[i % 2],
		    i == 3 ? 20465 : CSM_DAY_NONE, &text);
		csm_buf_fini(&text);
		csm_buf_fini(&mapping);
	}
	csm_arena_fini(&arena);
}

START_TEST(ordinary_rows_give_the_same_either_way)
{
	compare_rows(0, 0);
	compare_rows(0, 1);
}
END_TEST

START_TEST(rows_of_which_some_are_odd_give_the_same_either_way)
{
	compare_rows(1, 0);
	compare_rows(10, 0);
	compare_rows(10, 1);
}
END_TEST

START_TEST(rows_most_of_which_are_odd_give_the_same_either_way)
{
	compare_rows(200, 0);
	compare_rows(200, 1);
}
END_TEST

START_TEST(times_whose_order_is_open_give_the_same_either_way)
{
	static const char *const late[] = {"", "05-06-2026,c,u,n,\n",
	    "25-06-2026,c,u,n,\n", "25-06-2026,c,u,n,\n06-25-2026,c,u,n,\n"};

	for (int i = 0; i < 4; i++) {
		struct csm_buf text = {0};
		csm_buf_puts(&text, "t,c,u,n,x\n");
		for (unsigned row = 0; row < 900; row++) {
			odd = 0;
			put_row(&text, 0, 0);
			if (row % 100 == 50)
				csm_buf_puts(&text, ",c,u,n,1\nno time,c,u,n,1\n");
			if (row == 300)
				csm_buf_puts(&text, "03-04-2026,c,u,n,2\n");
			if (row == 600)
				csm_buf_puts(&text, late[i]);
		}
		compare(MAPPING "}", "UTC", CSM_DAY_NONE, &text);
		compare(MAPPING "}", "UTC", 20465, &text);
		csm_buf_fini(&text);
	}
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(rows_beyond_the_memory_give_the_same_either_way)
{
	struct csm_buf text = {0};
	struct how general = {1, 1, 262144, 0, NULL}, small = {0, 2, 262144, 1, NULL};

	odd = 1;
	csm_buf_puts(&text, "t,c,u,n,x\n");
	for (int i = 0; i < 30000; i++)
		put_row(&text, 0, 0);
	for (int level = 0; level < 2; level++) {
		const char *mapping =
		    level ? MAPPING ",\"level\":\"company\"}" : MAPPING "}";
		char *want =
		    run(mapping, "UTC", CSM_DAY_NONE, text.data, text.len, &general);
		for (small.memory = 1; small.memory < (size_t)1 << 26;
		     small.memory <<= 8) {
			char *got = run(
			    mapping, "UTC", CSM_DAY_NONE, text.data, text.len, &small);
			expect_same(got, want);
			free(got);
		}
		free(want);
	}
	csm_buf_fini(&text);
	csm_arena_fini(&arena);
}
END_TEST

/* Two hundred thousand at a time, through the whole run. */
START_TEST(a_million_rows_give_the_same_either_way)
{
	struct how general = {1, 1, 262144, 0, NULL}, plain = {0, 2, 262144, 0, NULL};
	int watched = getenv("CSM_WATCHED") != NULL;
	unsigned rounds = watched ? 1 : 5, rows = watched ? 10000 : 200000;

	for (unsigned round = 0; round < rounds; round++) {
		struct csm_buf text = {0};
		int json = round % 2 == 1;
		odd = round;
		csm_buf_puts(&text, json ? "" : "t,c,u,n,x\n");
		for (unsigned i = 0; i < rows; i++)
			put_row(&text, json, round % 4);
		char *want = run(MAPPING "}", "Europe/Stockholm", CSM_DAY_NONE,
		    text.data, text.len, &general);
		char *got = run(MAPPING "}", "Europe/Stockholm", CSM_DAY_NONE,
		    text.data, text.len, &plain);
		expect_same(got, want);
		free(got);
		free(want);
		csm_buf_fini(&text);
		csm_arena_fini(&arena);
	}
}
END_TEST

/* Few enough rows to read a byte, two bytes, ... at a time, each in turn. */
/* Enough rows for the last partition to be divided, as all but the first companies are
 * in it; with little memory they are in a file by then. */
START_TEST(rows_in_order_of_company_give_the_same_either_way)
{
	struct csm_buf text = {0};
	struct how general = {1, 1, 262144, 0, NULL},
		   plain[] = {{0, 2, 65536, 0, NULL}, {0, 1, 65536, 1 << 20, NULL}};

	csm_buf_puts(&text, "t,c,u,n,x\n");
	for (unsigned i = 0; i < 180000; i++)
		csm_buf_printf(&text, "2026-01-%02u,c%05u,u%u,n%u,%s\n", 1 + roll(28),
		    i / 300, roll(40), roll(3), roll(9) == 0 ? "2" : "");
	for (int level = 0; level < 2; level++) {
		const char *mapping =
		    level ? MAPPING ",\"level\":\"company\"}" : MAPPING "}";
		char *want =
		    run(mapping, "UTC", CSM_DAY_NONE, text.data, text.len, &general);
		for (int i = 0; i < 2; i++) {
			char *got = run(mapping, "UTC", CSM_DAY_NONE, text.data,
			    text.len, &plain[i]);
			ck_assert_msg(
			    strcmp(got, want) == 0, "level %d, way %d", level, i);
			free(got);
		}
		free(want);
	}
	csm_buf_fini(&text);
}
END_TEST

START_TEST(blocks_of_any_size_give_the_same_either_way)
{
	size_t step = getenv("CSM_WATCHED") != NULL ? 50 : 1;

	for (int json = 0; json < 2; json++) {
		struct csm_buf text = {0};
		struct how general = {1, 1, 262144, 0, NULL};
		odd = 100;
		csm_buf_puts(&text, json ? "" : "t,c,u,n,x\n");
		for (unsigned i = 0; i < 25; i++)
			put_row(&text, json, i % 4);
		char *want = run(
		    MAPPING "}", "UTC", CSM_DAY_NONE, text.data, text.len, &general);
		for (size_t block = 1; block <= text.len + 1;
		     block += step + block / 100) {
			struct how plain = {0, 1 + (int)block % 2, block, 0, NULL};
			char *got = run(MAPPING "}", "UTC", CSM_DAY_NONE, text.data,
			    text.len, &plain);
			expect_same(got, want);
			free(got);
		}
		free(want);
		csm_buf_fini(&text);
		csm_arena_fini(&arena);
	}
}
END_TEST

TEST_MAIN("plain", a_million_rows_give_the_same_either_way,
    blocks_of_any_size_give_the_same_either_way, ordinary_rows_give_the_same_either_way,
    rows_of_which_some_are_odd_give_the_same_either_way,
    rows_most_of_which_are_odd_give_the_same_either_way,
    times_whose_order_is_open_give_the_same_either_way,
    rows_beyond_the_memory_give_the_same_either_way,
    rows_in_order_of_company_give_the_same_either_way)
