/* Companies of random rows, dealt to two files, pass as they would be written: rows in runs
 * and alone, rows that are spelled otherwise, rows of which some are replaced. */
#include "series/set.h"

#include "data.h"

#include <stdio.h>

#define FILES 2
#define SEEDS 40

struct drawn {
	uint64_t seed;
	struct csm_buf file[FILES]; /* what is read */
	struct csm_buf want;        /* what is to be written */
	size_t odd;                 /* rows that are read spelled otherwise */
};

/* The values of a row, as they are written and in other words. */
static void
draw_cells(struct drawn *d, const char **plain, const char **odd)
{
	static const char *const cells[][2] = {{"1,", "1.0,"}, {"1,", "+1,"},
	    {"7,", "07,"}, {"12,", "12,\"\""}, {"-0.5,", "-.5,"}, {",", "\"\","},
	    {"123456789.25,", "123456789.250000,"}, {"3,red", "3,\"red\""},
	    {",no data", ",\"no data\""}, {"4,\"a,b\"", "4.00,\"a,b\""}};
	const unsigned kind = test_draw(&d->seed, 8) > 0 ? test_draw(&d->seed, 5)
							 : test_draw(&d->seed, 10);

	*plain = cells[kind][0];
	*odd = cells[kind][1];
}

/* The series of an entity: few points or more than are read at once. */
static void
draw_series(struct drawn *d, const char *entity, unsigned metric)
{
	const bool apart = test_draw(&d->seed, 2) == 0;
	unsigned n = test_draw(&d->seed, 6) == 0 ? 400 : 1 + test_draw(&d->seed, 9);
	int32_t day =
	    csm_date_from_civil(2026, 1, 1) + (int32_t)test_draw(&d->seed, 40);
	const char *plain, *odd;
	char date[CSM_DAY_TEXT];

	for (; n > 0; n--, day += 1 + (int32_t)test_draw(&d->seed, 2)) {
		const bool other = test_draw(&d->seed, 40) == 0;
		/* most rows are in one file, as a year is beside a day */
		struct csm_buf *file =
		    &d->file[apart && test_draw(&d->seed, 12) == 0 ? 1 : 0];
		csm_date_format(day, date);
		draw_cells(d, &plain, &odd);
		csm_buf_printf(
		    &d->want, "%s,metrics.m%u,%s,%s\n", entity, metric, date, plain);
		csm_buf_printf(file, "%s,metrics.m%u,%s,%s%s", entity, metric, date,
		    other ? odd : plain, test_draw(&d->seed, 60) == 0 ? "\r\n" : "\n");
		d->odd += other;
	}
}

static void
draw_company(struct drawn *d, const char *company)
{
	const unsigned entities = 1 + test_draw(&d->seed, 5);
	char entity[64];

	for (unsigned e = 0; e < entities; e++) {
		const unsigned metrics = 1 + test_draw(&d->seed, 4);
		if (e == 0)
			snprintf(
			    entity, sizeof entity, "%s,company,%s", company, company);
		else
			snprintf(entity, sizeof entity, "%s,enduser,u%u", company, e);
		for (unsigned m = 0; m < metrics; m++)
			draw_series(d, entity, m);
	}
}

/* All companies of the files, written again, in `text`. */
static void
pass(struct drawn *d, bool written, struct csm_buf *text)
{
	const struct csm_points_options options = {.written = written};
	struct csm_diag diag = data_diag();
	char path[FILES][sizeof FIXTURE_PATH];
	const char *paths[FILES];
	struct csm_set set = {0};
	struct csm_point_writer *w = csm_point_writer_new(NULL, CSM_FORMAT_CSV);

	for (size_t i = 0; i < FILES; i++) {
		fixture_file(path[i], d->file[i].data, d->file[i].len);
		paths[i] = path[i];
	}
	struct csm_points *points = csm_points_open(paths, FILES, &options, &diag);
	ck_assert_ptr_nonnull(points);
	while (data_set_next(&set, points, &diag) == 1)
		csm_set_write(&set, NULL, 0, w);
	struct csm_text rows = csm_point_writer_rows(w);
	csm_buf_put(text, rows.s, rows.len);
	ck_assert_str_eq(data_said(), "");
	csm_set_fini(&set);
	csm_points_free(points);
	csm_point_writer_free(w);
	for (size_t i = 0; i < FILES; i++)
		unlink(path[i]);
}

START_TEST(what_passes_is_what_would_be_written_however_it_was_read)
{
	static const char head[] = "company,model,id,metric,date,value,state\n";
	static const char *const company[] = {"a", "b c", "d", "d.e", "\xc3\xa9"};
	size_t odd = 0;

	for (unsigned seed = 0; seed < SEEDS; seed++) {
		struct drawn d = {.seed = seed};
		csm_buf_puts(&d.want, head);
		for (size_t i = 0; i < FILES; i++)
			csm_buf_puts(&d.file[i], head);
		for (size_t i = 0; i < sizeof company / sizeof company[0]; i++)
			draw_company(&d, company[i]);
		for (int written = 0; written < 2; written++) {
			struct csm_buf got = {0};
			pass(&d, written, &got);
			ck_assert_str_eq(got.data, d.want.data);
			csm_buf_fini(&got);
		}
		odd += d.odd;
		csm_buf_fini(&d.want);
		for (size_t i = 0; i < FILES; i++)
			csm_buf_fini(&d.file[i]);
	}
	/* else no row would have to be spelled anew */
	ck_assert_uint_gt(odd, SEEDS);
}
END_TEST

TEST_MAIN("set_write", what_passes_is_what_would_be_written_however_it_was_read)
