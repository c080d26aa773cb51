#include "record/row_writer.h"

#include "base/num.h"
#include "time/date.h"

#include "test.h"

static void
put_text(struct csm_rowwriter *row, const char *name, const void *of)
{
	(void)of;
	csm_rowwriter_text(row, name, "1\t\"2\"", 5);
}

static void
put_half(struct csm_rowwriter *row, const char *name, const void *of)
{
	const int64_t *one = of;

	csm_rowwriter_number(row, name, *one / 2);
}

static void
put_day(struct csm_rowwriter *row, const char *name, const void *of)
{
	(void)of;
	csm_rowwriter_day(row, name, 0);
}

static void
put_true(struct csm_rowwriter *row, const char *name, const void *of)
{
	(void)of;
	csm_rowwriter_truth(row, name, true);
}

static void
put_empty(struct csm_rowwriter *row, const char *name, const void *of)
{
	(void)of;
	csm_rowwriter_string(row, name, "");
}

static void
put_none(struct csm_rowwriter *row, const char *name, const void *of)
{
	(void)of;
	csm_rowwriter_word(row, name, "");
}

static void
put_count(struct csm_rowwriter *row, const char *name, const void *of)
{
	(void)of;
	csm_rowwriter_count(row, name, UINT64_MAX);
}

static void
is_row(enum csm_format format, const char *want)
{
	static const struct csm_rowwriter_column columns[] = {{"a,b", put_text},
	    {"n", put_half}, {"d", put_day}, {"t", put_true}, {"x", put_empty},
	    {"none", put_none}, {"c", put_count}};
	const int64_t one = CSM_NUM_ONE;
	struct csm_buf out = {0};
	struct csm_rowwriter row = csm_rowwriter(&out, format);

	csm_rowwriter_head(&row, columns, sizeof columns / sizeof columns[0]);
	csm_rowwriter_put(&row, columns, sizeof columns / sizeof columns[0], &one);
	ck_assert_str_eq(csm_buf_text(&out), want);
	csm_buf_fini(&out);
}

START_TEST(a_row_is_one_line_in_each_format)
{
	is_row(CSM_FORMAT_CSV,
	    "\"a,b\",n,d,t,x,none,c\n"
	    "\"1\t\"\"2\"\"\",0.5,1970-01-01,true,,,18446744073709551615\n");
	is_row(CSM_FORMAT_TSV,
	    "a,b\tn\td\tt\tx\tnone\tc\n"
	    "\"1\t\"\"2\"\"\"\t0.5\t1970-01-01\ttrue\t\t\t18446744073709551615\n");
	is_row(CSM_FORMAT_NDJSON, "{\"a,b\":\"1\\t\\\"2\\\"\",\"n\":0.5,"
				  "\"d\":\"1970-01-01\",\"t\":true,\"x\":\"\","
				  "\"none\":null,\"c\":18446744073709551615}\n");
}
END_TEST

START_TEST(a_row_without_cells_is_an_empty_object)
{
	struct csm_buf out = {0};
	struct csm_rowwriter row = csm_rowwriter(&out, CSM_FORMAT_NDJSON);

	csm_rowwriter_end(&row);
	csm_rowwriter_string(&row, "a", "b");
	csm_rowwriter_end(&row);
	ck_assert_str_eq(csm_buf_text(&out), "{}\n{\"a\":\"b\"}\n");
	csm_buf_fini(&out);
}
END_TEST

START_TEST(rows_repeat_the_cells_they_begin_with)
{
	static const enum csm_format formats[] = {CSM_FORMAT_CSV, CSM_FORMAT_NDJSON};
	static const char *const want[] = {
	    "x,1\nx,2\n", "{\"a\":\"x\",\"b\":1}\n{\"a\":\"x\",\"b\":2}\n"};

	for (size_t f = 0; f < 2; f++) {
		struct csm_buf out = {0}, first = {0};
		struct csm_rowwriter begin = csm_rowwriter(&first, formats[f]),
				     row = csm_rowwriter(&out, formats[f]);
		csm_rowwriter_string(&begin, "a", "x");
		for (uint64_t n = 1; n <= 2; n++) {
			csm_rowwriter_repeat(&row, &first);
			csm_rowwriter_count(&row, "b", n);
			csm_rowwriter_end(&row);
		}
		ck_assert_str_eq(csm_buf_text(&out), want[f]);
		csm_buf_fini(&first);
		csm_buf_fini(&out);
	}
}
END_TEST

TEST_MAIN("row_writer", a_row_is_one_line_in_each_format,
    a_row_without_cells_is_an_empty_object, rows_repeat_the_cells_they_begin_with)
