#include "point/plain.h"

#include "data.h"

struct told {
	struct csm_buf
	    text;       /* points, a line each, with where they were read; then what was
				said of rows */
	size_t stamped; /* points of the series of the one before, told by stamps */
	size_t more,
	    written; /* points of runs; points that tell how they are written */
};

/* How rows are read: as points, field by field, or in runs where there are any. */
enum way { POINTS, ROWS_BY_FIELD, RUNS };

static void
put_key(struct csm_buf *out, const struct csm_point *p)
{
	csm_buf_put(out, p->company.s, p->company.len);
	csm_buf_printf(out, "|%d|", (int)p->model);
	csm_buf_put(out, p->id.s, p->id.len);
	csm_buf_putc(out, '|');
	csm_buf_put(out, p->metric.s, p->metric.len);
}

/* Appends the row that csm_point_write makes of the point. */
static void
spell(struct csm_buf *out, const struct csm_point *p)
{
	struct csm_point_writer *w = csm_point_writer_new(NULL, CSM_FORMAT_CSV);

	csm_point_writer_clear(w); /* the header */
	csm_point_write(w, p);
	struct csm_text rows = csm_point_writer_rows(w);
	csm_buf_put(out, rows.s, rows.len);
	csm_point_writer_free(w);
}

static void
is_written_so(struct csm_text written, const struct csm_buf *spelled)
{
	ck_assert_uint_eq(written.len, spelled->len);
	ck_assert_mem_eq(written.s, spelled->data, spelled->len);
}

static void
tell(struct told *t, const struct csm_buf *key, const struct csm_point *p)
{
	csm_buf_printf(&t->text, "%s|%d|%lld|", key->data, p->day, (long long)p->value);
	csm_buf_put(&t->text, p->state.s, p->state.len);
	csm_buf_printf(&t->text, "|%llu\n", (unsigned long long)p->line);
}

/* The runs behind a point, each point told as if it had been given by itself. */
static void
read_runs(struct told *t, struct csm_point_reader *r, const struct csm_buf *key,
    struct csm_point *p)
{
	struct csm_buf spelled = {0};
	struct csm_point_run run;

	p->state.len = 0;
	while (csm_point_reader_more(r, INT32_MAX, &run) > 0) {
		csm_buf_reset(&spelled);
		for (size_t i = 0; i < run.n; i++) {
			p->day = run.day[i];
			p->value = run.value[i];
			p->line++;
			tell(t, key, p);
			spell(&spelled, p);
		}
		is_written_so(run.written, &spelled);
		t->more += run.n;
	}
	csm_buf_fini(&spelled);
}

/* ROWS_BY_FIELD: each row is read by csm_reader_next, which defines what is in it. */
static struct told
read_points(const struct csm_buf *text, enum way way)
{
	const struct csm_reader_options options = {0};
	struct csm_diag diag = data_diag();
	struct csm_buf before = {0}, key = {0}, spelled = {0};
	struct told t = {{0}, 0, 0, 0};
	uint64_t entity = 0, series = 0;
	struct csm_input *in;
	struct csm_point p;

	diag.wants_rows = way == ROWS_BY_FIELD;
	ck_assert_int_eq(
	    csm_input_open_memory(&in, "p.csv", text->data, text->len, &diag), 0);
	struct csm_point_reader *r = csm_point_reader_over(in, &options, &diag);
	ck_assert_ptr_nonnull(r);
	while (csm_point_reader_next(r, &p, &diag) == 1) {
		csm_buf_reset(&key);
		put_key(&key, &p);
		bool same = p.series != 0 && p.series == series;
		if (same)
			ck_assert_str_eq(key.data, before.data);
		ck_assert(!same || p.entity == entity);
		t.stamped += same;
		entity = p.entity;
		series = p.series;
		csm_buf_reset(&before);
		csm_buf_puts(&before, key.data);
		tell(&t, &key, &p);
		if (p.written.s != NULL) {
			csm_buf_reset(&spelled);
			spell(&spelled, &p);
			is_written_so(p.written, &spelled);
			t.written++;
		}
		if (way == RUNS)
			read_runs(&t, r, &key, &p);
	}
	struct csm_point_counts c = csm_point_reader_counts(r);
	csm_buf_printf(&t.text,
	    "%llu rows, %llu points, %llu rejected, %llu rounded\n%s",
	    (unsigned long long)c.rows, (unsigned long long)c.points,
	    (unsigned long long)c.rejected, (unsigned long long)c.rounded, data_said());
	csm_point_reader_free(r);
	csm_buf_fini(&key);
	csm_buf_fini(&before);
	csm_buf_fini(&spelled);
	return t;
}

/* Of most lists the first three are plain. */
#define DRAW(list)                                                                     \
	list[test_draw(                                                                \
	    seed, test_draw(seed, 8) > 0 ? 3 : sizeof(list) / sizeof(list)[0])]

/* Cells of which most are plain and some are anything but. */
static void
draw_row(uint64_t *seed, const char *key[4], struct csm_buf *out)
{
	static const char *const company[] = {"acme", "acme", "acme", "b", "acm",
	    "acme co", "\"acme\"", " acme", "caf\xc3\xa9", "x\xff", ""},
				 *const model[] = {"enduser", "enduser", "enduser",
				     "company", "asset", "", "user", "\"enduser\""},
				 *const id[] = {"u1", "u1", "u1", "u2", "u10", "acme",
				     "b", "", "u 3", "u3 ", "\"u,4\"", "\xc3\xa9"},
				 *const metric[] = {"activities.login",
				     "activities.login", "activities.log",
				     "activities.a b", "custom.x", "conversation.y",
				     "task.z", "calculated.wow", "cust", "", "m\x01",
				     "\"activities.login\"", "metrics.\"x"},
				 *const date[] = {"2026-11-01", "2026-11-02",
				     "2026-11-30", "2026-11-31", "2026-12-01",
				     "2026-1-1", "", "2026-11-0a"},
				 *const value[] = {"1", "1", "2", "0", "-1", "-0", "07",
				     "1.5", "1.250", "1.25", "1.234", "0.000001",
				     "0.0000001", "-0.5", "1e3", "x", "", "1.", ".5",
				     "123456789012", "1234567890123", "9000000000000",
				     "-12.345678", "1 "},
				 *const state[] = {"", "", "", "red", "a b", " red",
				     "\"x\"", "a,b", "\xc3\xa9"},
				 *const end[] = {
				     "\n", "\n", "\n", "\n", "\r\n", "\n\n", ",\n"};

	/* most rows have the key of the one before, or most of it */
	if (test_draw(seed, 16) == 0)
		key[0] = DRAW(company), key[1] = DRAW(model);
	if (test_draw(seed, 8) == 0)
		key[2] = DRAW(id);
	if (test_draw(seed, 4) == 0)
		key[3] = DRAW(metric);
	csm_buf_printf(out, "%s,%s,%s,%s,", key[0], key[1], key[2], key[3]);
	csm_buf_printf(
	    out, "%s,%s,%s%s", DRAW(date), DRAW(value), DRAW(state), DRAW(end));
}

#define ROWS 20000

START_TEST(plain_rows_are_points_as_rows_that_are_read_field_by_field)
{
	const char *key[] = {"acme", "enduser", "u1", "activities.login"};
	struct csm_buf text = {0};
	uint64_t seed = 20261129;

	csm_buf_puts(&text, "company,model,id,metric,date,value,state\n");
	for (int i = 0; i < ROWS; i++)
		draw_row(&seed, key, &text);
	struct told a = read_points(&text, POINTS),
		    b = read_points(&text, ROWS_BY_FIELD), c = read_points(&text, RUNS);
	ck_assert_str_eq(a.text.data, b.text.data);
	ck_assert_str_eq(c.text.data, b.text.data);
	/* else this would compare one way with itself */
	ck_assert_uint_gt(a.stamped, ROWS / 50);
	ck_assert_uint_gt(a.written, ROWS / 50);
	ck_assert_uint_gt(c.more, ROWS / 100);
	ck_assert_uint_eq(b.stamped + b.written + b.more, 0);
	csm_buf_fini(&text);
	csm_buf_fini(&a.text);
	csm_buf_fini(&b.text);
	csm_buf_fini(&c.text);
}
END_TEST

START_TEST(a_row_without_its_end_is_a_row)
{
	static const char *const ends[] = {"", "\n", ",", "red", "red\n"};
	struct csm_buf text = {0};

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		csm_buf_reset(&text);
		csm_buf_puts(&text, "company,model,id,metric,date,value,state\n"
				    "a,enduser,u,activities.x,2026-11-01,1,\n"
				    "a,enduser,u,activities.x,2026-11-02,2,");
		csm_buf_puts(&text, ends[i]);
		struct told a = read_points(&text, POINTS),
			    b = read_points(&text, ROWS_BY_FIELD),
			    c = read_points(&text, RUNS);
		ck_assert_str_eq(a.text.data, b.text.data);
		ck_assert_str_eq(c.text.data, b.text.data);
		csm_buf_fini(&a.text);
		csm_buf_fini(&b.text);
		csm_buf_fini(&c.text);
	}
	csm_buf_fini(&text);
}
END_TEST

TEST_MAIN("plain", plain_rows_are_points_as_rows_that_are_read_field_by_field,
    a_row_without_its_end_is_a_row)
