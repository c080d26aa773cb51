#include "record/row_writer.h"

#include "base/num.h"
#include "time/date.h"

#include "test.h"

static void
is_row(enum csm_format format, const char *want)
{
	static const char *const names[] = {"a,b", "n", "d", "t", "x", "none"};
	struct csm_buf out = {0};
	struct csm_rowwriter row = csm_rowwriter(&out, format);

	csm_rowwriter_head(&row, names, 6);
	csm_rowwriter_text(&row, names[0], "1\t\"2\"", 5);
	csm_rowwriter_number(&row, names[1], CSM_NUM_ONE / 2);
	csm_rowwriter_day(&row, names[2], 0);
	csm_rowwriter_truth(&row, names[3], true);
	csm_rowwriter_string(&row, names[4], "");
	csm_rowwriter_number(&row, names[5], CSM_MISSING);
	csm_rowwriter_end(&row);
	ck_assert_str_eq(csm_buf_text(&out), want);
	csm_buf_fini(&out);
}

START_TEST(a_row_is_one_line_in_each_format)
{
	is_row(CSM_FORMAT_CSV, "\"a,b\",n,d,t,x,none\n"
			       "\"1\t\"\"2\"\"\",0.5,1970-01-01,true,,\n");
	is_row(CSM_FORMAT_TSV, "a,b\tn\td\tt\tx\tnone\n"
			       "\"1\t\"\"2\"\"\"\t0.5\t1970-01-01\ttrue\t\t\n");
	is_row(CSM_FORMAT_NDJSON, "{\"a,b\":\"1\\t\\\"2\\\"\",\"n\":0.5,"
				  "\"d\":\"1970-01-01\",\"t\":true,\"x\":\"\","
				  "\"none\":null}\n");
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

TEST_MAIN("row_writer", a_row_is_one_line_in_each_format,
    a_row_without_cells_is_an_empty_object)
