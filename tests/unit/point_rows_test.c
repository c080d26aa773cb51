/* Files of points read in small pieces and large ones, looked at ahead, in runs, as rows that
 * are not read yet and on several threads: always the points that were drawn, and the same
 * messages. */
#include "series/set.h"

#include "base/xalloc.h"
#include "point/plain.h"
#include "syntax/chunk.h"

#include "data.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define HEADER "company,model,id,metric,date,value,state\n"
#define MOST_SETS 16
#define BLOCK 262144 /* bytes that are read at a time */

struct drawn {
	uint64_t seed;
	struct csm_buf file,
	    want;            /* what is read; its points, as they are to be written */
	struct csm_buf said; /* lines that are no points, each with its code */
	uint64_t line;
	size_t points, late;
	int32_t today, newest, last; /* day up to today; of the last point */
};

static void
draw_begin(struct drawn *d)
{
	csm_buf_puts(&d->file, HEADER);
	d->line = 1;
	if (d->today == 0)
		d->today = csm_date_from_civil(2026, 6, 30);
	d->newest = CSM_DAY_NONE;
}

static void
draw_fini(struct drawn *d)
{
	csm_buf_fini(&d->file);
	csm_buf_fini(&d->want);
	csm_buf_fini(&d->said);
}

/* A row that is no point. */
static void
draw_bad(struct drawn *d, const char *key)
{
	static const char *const bad[][2] = {{"2026-02-30,1,", "E_DATE"},
	    {"2026-02-03,x,", "E_NUMBER"}, {",1,", "E_MISSING"},
	    {"2026-02-03,9000000000000,", "E_RANGE"}, {"2026-02-03,1,\xff", "E_UTF8"}};
	const unsigned kind = test_draw(&d->seed, 5);

	csm_buf_printf(&d->file, "%s,%s\n", key, bad[kind][0]);
	csm_buf_printf(
	    &d->said, "%llu %s\n", (unsigned long long)++d->line, bad[kind][1]);
}

/* A point of the key "company,model,id,metric", as csm-* write it or in other words. */
static void
draw_point(struct drawn *d, const char *key, int32_t day, bool odd)
{
	static const char *const cells[][2] = {{"1,", "1.0,"}, {"7,", "07,"},
	    {"-2.5,", "-2.50,"}, {",", "\"\","}, {"3,red", "3,\"red\""}};
	const unsigned kind = test_draw(&d->seed, 10) > 0 ? test_draw(&d->seed, 3)
							  : test_draw(&d->seed, 5);
	char date[CSM_DAY_TEXT];

	csm_date_format(day, date);
	csm_buf_printf(&d->file, "%s,%s,%s%s", key, date, cells[kind][odd],
	    odd && test_draw(&d->seed, 2) == 0 ? "\r\n" : "\n");
	csm_buf_printf(&d->want, "%s,%s,%s\n", key, date, cells[kind][0]);
	d->line++;
	d->points++;
	d->last = day;
	if (day <= d->today)
		d->newest = day > d->newest ? day : d->newest;
	else if (strstr(key, ",tasks.") == NULL)
		d->late++;
}

static void
draw_series(struct drawn *d, const char *key, int32_t day, unsigned n, unsigned gap,
    unsigned odd)
{
	for (; n > 0; n--, day += 1 + (int32_t)test_draw(&d->seed, gap)) {
		if (odd != 0 && test_draw(&d->seed, odd * 2) == 0)
			draw_bad(d, key);
		draw_point(d, key, day, odd != 0 && test_draw(&d->seed, odd) == 0);
	}
}

/* One of `odd` rows is spelled otherwise, one of twice as many no point; 0: none. */
static void
draw_companies(struct drawn *d, unsigned odd)
{
	static const char *const company[] = {"a", "b c", "d", "d.e", "\xc3\xa9"},
				 *const metric[] = {
				     "metrics.m", "metrics.mm", "tasks.t"};
	char key[128];

	draw_begin(d);
	for (size_t c = 0; c < 5; c++)
		for (unsigned e = 0, users = test_draw(&d->seed, 4); e <= users; e++)
			for (unsigned m = test_draw(&d->seed, 2); m < 3; m++) {
				if (e == 0)
					snprintf(key, sizeof key, "%s,company,%s,%s",
					    company[c], company[c], metric[m]);
				else
					snprintf(key, sizeof key, "%s,enduser,u%u,%s",
					    company[c], e, metric[m]);
				draw_series(d, key,
				    d->today - 60 + (int32_t)test_draw(&d->seed, 55),
				    1 + test_draw(&d->seed, 9), 3, odd);
			}
}

/* Lines and codes of messages. */
static struct csm_diag
rows_diag(void)
{
	struct csm_diag diag;

	csm_buf_reset(&data_messages);
	fixture_diag(&diag, &data_messages, "%l %c\n");
	return diag;
}

static ssize_t
piece_read(void *state, struct csm_stage_source *below, void *buf, size_t size,
    struct csm_diag *diag)
{
	const size_t *most = state;

	return csm_stage_pull(below, buf, size < *most ? size : *most, diag);
}

static void
piece_free(void *state)
{
	(void)state;
}

/* The values that are drawn. */
static void
put_row(struct csm_buf *out, const char *key, int32_t day, int64_t value,
    struct csm_text state)
{
	char date[CSM_DAY_TEXT];

	csm_date_format(day, date);
	csm_buf_printf(out, "%s,%s,", key, date);
	if (value != CSM_MISSING)
		csm_buf_printf(out, value % 1000000 == 0 ? "%lld" : "%lld.5",
		    (long long)(value / 1000000));
	csm_buf_putc(out, ',');
	csm_buf_put(out, state.s, state.len);
	csm_buf_putc(out, '\n');
}

static void
key_of(struct csm_buf *key, const struct csm_point *p)
{
	csm_buf_reset(key);
	csm_buf_put(key, p->company.s, p->company.len);
	csm_buf_printf(key, ",%s,", csm_model_name(p->model));
	csm_buf_put(key, p->id.s, p->id.len);
	csm_buf_putc(key, ',');
	csm_buf_put(key, p->metric.s, p->metric.len);
}

/* Rows are whole lines of one company, of which the last is told. */
static void
check_rows(const struct csm_point_rows *rows, const struct csm_buf *before)
{
	const char *end = rows->text.s + rows->text.len, *last = end - 1;
	const size_t company =
	    (size_t)((const char *)memchr(before->data, ',', before->len) -
		     before->data);
	struct csm_buf key = {0};
	char date[CSM_DAY_TEXT];
	size_t n = 0;

	for (const char *p = rows->text.s; p < end;
	     p = (const char *)memchr(p, '\n', (size_t)(end - p)) + 1, n++) {
		ck_assert_mem_eq(p, before->data, company + 1);
		last = p;
	}
	ck_assert_uint_eq(n, rows->n);
	key_of(&key, &rows->last);
	csm_date_format(rows->last.day, date);
	csm_buf_printf(&key, ",%s,", date);
	ck_assert_mem_eq(last, key.data, key.len);
	csm_buf_fini(&key);
}

/* All points of a reader, each by a way that is drawn. */
static void
take_all(struct drawn *d, struct csm_point_reader *r, struct csm_buf *got,
    struct csm_diag *diag)
{
	const struct csm_text none = {NULL, 0};
	struct csm_buf key = {0};
	struct csm_point_rows rows;
	struct csm_point_run run;
	struct csm_point p;

	while (csm_point_reader_next(r, &p, diag) == 1) {
		key_of(&key, &p);
		put_row(got, csm_buf_text(&key), p.day, p.value, p.state);
		const unsigned way = test_draw(&d->seed, 3);
		while (way == 1 && csm_point_reader_more(r, INT32_MAX, &run) > 0)
			for (size_t i = 0; i < run.n; i++)
				put_row(got, csm_buf_text(&key), run.day[i],
				    run.value[i], none);
		while (
		    way == 2 && csm_point_reader_rows(r, d->today, &rows, diag) > 0) {
			check_rows(&rows, &key);
			ck_assert(
			    rows.newest == CSM_DAY_NONE || rows.newest <= d->today);
			csm_buf_put(got, rows.text.s, rows.text.len);
		}
	}
	csm_buf_fini(&key);
}

/* Reads the file, at most `piece` bytes at once, after a look at `want` of them: whether that
 * found them in order. */
static bool
read_in_pieces(struct drawn *d, size_t piece, size_t want)
{
	const struct csm_reader_options options = {.format = CSM_FORMAT_CSV};
	struct csm_diag diag = rows_diag();
	struct csm_point_look look = {
	    .today = d->today, .want = want, .memory = SIZE_MAX};
	struct csm_buf got = {0};
	struct csm_input *in;
	int found = 0;

	ck_assert_int_eq(
	    csm_input_open_memory(&in, "points", d->file.data, d->file.len, &diag), 0);
	csm_input_stage(in, (struct csm_stage){&piece, piece_read, piece_free});
	struct csm_point_reader *r = csm_point_reader_over(in, &options, &diag);
	if (want > 0)
		found = csm_point_reader_look(r, &look, &diag);
	ck_assert_int_ge(found, 0);
	if (found && want >= d->file.len) {
		ck_assert_int_eq(look.newest, d->newest);
		ck_assert_uint_eq(look.rows, d->points);
		ck_assert_uint_le(look.series, look.rows);
	}
	take_all(d, r, &got, &diag);
	ck_assert_str_eq(csm_buf_text(&got), csm_buf_text(&d->want));
	ck_assert_str_eq(data_said(), csm_buf_text(&d->said));
	struct csm_point_counts counts = csm_point_reader_counts(r);
	ck_assert_uint_eq(counts.points, d->points);
	ck_assert_uint_eq(counts.rows, d->line - 1);
	csm_point_reader_free(r);
	csm_buf_fini(&got);
	return found;
}

START_TEST(rows_are_the_same_in_pieces_of_any_size_after_any_look)
{
	static const size_t piece[] = {1, 2, 3, 5, 16, 17, 64, 1000, BLOCK};
	size_t found = 0, tries = 0;

	for (unsigned seed = 0; seed < 90; seed++) {
		struct drawn d = {.seed = seed};
		draw_companies(&d, seed % 3 * 20);
		const size_t size = piece[seed % 9];
		read_in_pieces(&d, size, 0);
		found += read_in_pieces(
		    &d, size, 1 + test_draw(&d.seed, (unsigned)d.file.len));
		found += read_in_pieces(&d, size, SIZE_MAX);
		tries += 2;
		/* all spelled as csm-* do, and no day after today that has to be told */
		if (seed % 3 == 0 && d.late == 0)
			ck_assert(read_in_pieces(&d, size, d.file.len));
		draw_fini(&d);
	}
	/* both ways are taken */
	ck_assert_uint_gt(found, 20);
	ck_assert_uint_gt(tries - found, 20);
}
END_TEST

START_TEST(a_look_is_content_with_the_memory_it_may_take)
{
	const struct csm_reader_options options = {.format = CSM_FORMAT_CSV};
	struct drawn d = {.today = csm_date_from_civil(2050, 1, 1)};
	struct csm_diag diag = rows_diag();
	struct csm_point_look look = {
	    .today = d.today, .want = SIZE_MAX, .memory = BLOCK * 2};
	struct csm_input *in;

	draw_begin(&d);
	draw_series(&d, "a,company,a,metrics.m", 10000, 18000, 1, 0);
	ck_assert_uint_gt(d.file.len, BLOCK * 2);
	ck_assert_int_eq(
	    csm_input_open_memory(&in, "points", d.file.data, d.file.len, &diag), 0);
	struct csm_point_reader *r = csm_point_reader_over(in, &options, &diag);
	ck_assert_int_eq(csm_point_reader_look(r, &look, &diag), 0);
	ck_assert_uint_le(look.bytes, BLOCK * 4);
	csm_point_reader_free(r);
	draw_fini(&d);
}
END_TEST

START_TEST(companies_of_few_rows_are_not_looked_at_far)
{
	struct drawn d = {.today = csm_date_from_civil(2050, 1, 1)};
	char key[64];

	draw_begin(&d);
	for (unsigned c = 0; c < 20000; c++) {
		snprintf(key, sizeof key, "c%05u,company,c%05u,metrics.m", c, c);
		draw_series(&d, key, 20000, 1, 1, 0);
	}
	/* of these not, of as many bytes of one company they are */
	ck_assert(!read_in_pieces(&d, BLOCK, SIZE_MAX));
	draw_fini(&d);
	d = (struct drawn){.today = csm_date_from_civil(2050, 1, 1)};
	draw_begin(&d);
	draw_series(&d, "a,company,a,metrics.m", 10000, 18000, 1, 0);
	ck_assert(read_in_pieces(&d, BLOCK, SIZE_MAX));
	draw_fini(&d);
}
END_TEST

START_TEST(rows_begin_a_company_where_one_begins_and_not_where_a_block_does)
{
	static const char text[] = "a,company,a,metrics.m,2026-01-01,1,\n"
				   "a,company,a,metrics.m,2026-01-02,1,\n"
				   "a,company,a,metrics.n,2026-01-01,1,\n"
				   "b,company,b,metrics.m,2026-01-01,1,\n";
	const size_t row = (sizeof text - 1) / 4;
	struct csm_buf bytes = {0};
	struct csm_plain plain = {.source = 0};
	struct csm_point_rows rows;

	csm_buf_puts(&bytes, text);
	csm_buf_reserve(&bytes, CSM_CHUNK_PAD);
	for (size_t i = 0; i < 4; i++) {
		ck_assert_uint_eq(csm_plain_rows(&plain, bytes.data + i * row, row,
				      INT32_MAX, true, &rows),
		    row);
		ck_assert_int_eq(rows.begins, i == 0 || i == 3);
		ck_assert_uint_eq(rows.series, i != 1);
	}
	csm_plain_fini(&plain);
	csm_buf_fini(&bytes);
}
END_TEST

struct opener {
	pthread_t thread;
	struct csm_set *set;
	size_t at, n, step;
};

static void *
open_sets(void *ctx)
{
	struct opener *o = ctx;

	for (size_t i = o->at; i < o->n; i += o->step)
		csm_set_open(&o->set[i]);
	return NULL;
}

static void
open_on_threads(struct csm_set *set, size_t n, size_t threads)
{
	struct opener o[8];

	for (size_t i = 0; i < threads; i++) {
		o[i] = (struct opener){.set = set, .at = i, .n = n, .step = threads};
		ck_assert_int_eq(
		    pthread_create(&o[i].thread, NULL, open_sets, &o[i]), 0);
	}
	for (size_t i = 0; i < threads; i++)
		pthread_join(o[i].thread, NULL);
}

/* Companies of the file, which are opened on threads when all are there, or one by one if
 * there are none, written again.  What reading ended with. */
static int
pass(struct drawn *d, size_t threads, bool written, struct csm_buf *got)
{
	const struct csm_points_options options = {
	    .written = written, .today = d->today};
	struct csm_diag diag = rows_diag();
	struct csm_set set = {0}, *kept = csm_xcalloc(MOST_SETS, sizeof *kept);
	char path[sizeof FIXTURE_PATH];
	const char *paths[] = {path};
	size_t n = 0;
	int rc;

	fixture_file(path, d->file.data, d->file.len);
	struct csm_points *points = csm_points_open(paths, 1, &options, &diag);
	unlink(path);
	ck_assert_ptr_nonnull(points);
	while ((rc = csm_set_next(&set, points, &diag)) == 1) {
		ck_assert_uint_lt(n, MOST_SETS);
		if (threads == 0)
			csm_set_open(&set);
		csm_set_swap(&set, &kept[n++]);
	}
	ck_assert_int_eq(csm_points_newest(points), d->newest);
	ck_assert_uint_eq(csm_points_told(points)->lates, d->late);
	csm_set_fini(&set);
	csm_points_free(points);
	open_on_threads(kept, n, threads);
	struct csm_point_writer *w = csm_point_writer_new(NULL, CSM_FORMAT_CSV);
	csm_point_writer_clear(w); /* the header */
	for (size_t i = 0; i < n; i++) {
		csm_set_write(&kept[i], NULL, 0, w);
		csm_set_fini(&kept[i]);
	}
	free(kept);
	struct csm_text rows = csm_point_writer_rows(w);
	csm_buf_put(got, rows.s, rows.len);
	csm_point_writer_free(w);
	return rc;
}

static void
check_pass(struct drawn *d, size_t threads, bool written)
{
	struct csm_buf got = {0};

	ck_assert_int_eq(pass(d, threads, written, &got), 0);
	ck_assert_str_eq(csm_buf_text(&got), csm_buf_text(&d->want));
	ck_assert_str_eq(data_said(), csm_buf_text(&d->said));
	csm_buf_fini(&got);
}

START_TEST(companies_are_the_same_on_any_number_of_threads)
{
	static const size_t threads[] = {0, 1, 2, 3, 8};

	for (unsigned seed = 0; seed < 60; seed++) {
		struct drawn d = {.seed = seed};
		draw_companies(&d, seed % 3 * 20);
		check_pass(&d, threads[seed % 5], seed % 2);
		draw_fini(&d);
	}
}
END_TEST

START_TEST(a_series_longer_than_a_block_crosses_its_end_at_every_place)
{
	char key[128];

	/* as many as a row has bytes */
	for (int shift = 0; shift < 44; shift++) {
		struct drawn d = {.seed = 7, .today = csm_date_from_civil(2050, 1, 1)};
		draw_begin(&d);
		snprintf(key, sizeof key, "a,enduser,u%.*s,metrics.m", shift,
		    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
		draw_series(&d, key, 20000, 3, 1, 0);
		draw_series(&d, "b,company,b,metrics.m", 10000, 8000, 1, 0);
		draw_series(&d, "c,company,c,metrics.m", 20000, 3, 1, 0);
		ck_assert_uint_gt(d.file.len, BLOCK + BLOCK / 8);
		read_in_pieces(&d, BLOCK, 0);
		read_in_pieces(&d, BLOCK, 1);
		ck_assert(read_in_pieces(&d, BLOCK, SIZE_MAX));
		check_pass(&d, shift % 3 == 0 ? 0 : 2, shift % 2);
		draw_fini(&d);
	}
}
END_TEST

START_TEST(a_company_of_more_rows_than_are_left_unread_is_read_in_parts)
{
	struct drawn d = {.seed = 5, .today = csm_date_from_civil(2050, 1, 1)};
	char key[128];

	draw_begin(&d);
	for (unsigned u = 10; u < 44; u++) {
		snprintf(key, sizeof key, "a,enduser,u%u,metrics.m", u);
		draw_series(&d, key, 10000, 8000, 1, 0);
	}
	draw_series(&d, "c,company,c,metrics.m", 20000, 3, 1, 0);
	/* of which 4 MiB would be left */
	ck_assert_uint_gt(d.file.len, (size_t)9 << 20);
	for (size_t threads = 0; threads < 3; threads += 2)
		for (int written = 0; written < 2; written++)
			check_pass(&d, threads, written);
	draw_fini(&d);
}
END_TEST

START_TEST(a_point_twice_is_told_at_its_line_after_the_companies_before_it)
{
	static const char *const company[] = {"a", "b", "c"};
	char key[128];

	for (unsigned seed = 0; seed < 40; seed++) {
		struct drawn d = {.seed = seed};
		const unsigned twice = test_draw(&d.seed, 3),
			       n = 1 + test_draw(&d.seed, 8);
		struct csm_buf got = {0};
		size_t before = 0;
		draw_begin(&d);
		for (unsigned c = 0; c <= twice; c++) {
			before = d.want.len;
			snprintf(key, sizeof key, "%s,company,%s,metrics.m", company[c],
			    company[c]);
			draw_series(&d, key, d.today - 20, n, 2, 0);
		}
		draw_point(&d, key, d.last, seed % 4 == 0);
		csm_buf_printf(&d.said, "%llu E_KEY\n", (unsigned long long)d.line);
		draw_series(&d, "d,company,d,metrics.m", d.today - 20, n, 1, 0);
		ck_assert_int_eq(pass(&d, seed % 4, seed % 2, &got), -1);
		ck_assert_str_eq(data_said(), csm_buf_text(&d.said));
		ck_assert_uint_eq(got.len, before);
		ck_assert(before == 0 || memcmp(got.data, d.want.data, before) == 0);
		csm_buf_fini(&got);
		draw_fini(&d);
	}
}
END_TEST

TEST_MAIN("point_rows", rows_are_the_same_in_pieces_of_any_size_after_any_look,
    a_look_is_content_with_the_memory_it_may_take,
    companies_of_few_rows_are_not_looked_at_far,
    rows_begin_a_company_where_one_begins_and_not_where_a_block_does,
    companies_are_the_same_on_any_number_of_threads,
    a_series_longer_than_a_block_crosses_its_end_at_every_place,
    a_company_of_more_rows_than_are_left_unread_is_read_in_parts,
    a_point_twice_is_told_at_its_line_after_the_companies_before_it)
