#include "ingest/kinds/roster.h"

#include "base/buf.h"
#include "io/input.h"
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct csm_diag diag;
static struct csm_buf messages;
static struct csm_mapping mapping;
static struct csm_roster_counts counts;
static char got[4000];

/* Read a text, twice over if there is a second, and keep what is written. */
static int
run(enum csm_model model, const char *first, const char *second, enum csm_format to)
{
	const char *const text[] = {first, second};
	char path[sizeof FIXTURE_PATH], *written;
	struct csm_reader_options how = {.format = CSM_FORMAT_AUTO};
	struct csm_roster_options options = {.model = model, .mapping = &mapping};
	struct csm_output *out;
	int failed = 0;

	csm_buf_reset(&messages);
	fixture_diag(&diag, &messages, "%l: %t\n");
	options.zone = csm_zone_open("UTC", &diag);
	struct csm_roster *r = csm_roster_new(&options, &diag);
	for (int i = 0; i < 2 && text[i] != NULL && !failed; i++) {
		struct csm_input *in;
		csm_input_open_memory(&in, "t", text[i], strlen(text[i]), &diag);
		struct csm_reader *reader = csm_reader_over(in, &how, &diag);
		failed = csm_roster_read(r, reader) != 0;
		csm_reader_free(reader);
	}
	failed = failed || csm_roster_finish(r) != 0;
	counts = csm_roster_counts(r);
	out = fixture_output(path, &diag);
	if (!failed)
		csm_roster_write(r, out, to);
	written = fixture_written(out, path, &diag);
	csm_roster_free(r);
	csm_zone_free(options.zone);
	snprintf(got, sizeof got, "%s", written);
	free(written);
	return failed ? -1 : 0;
}

static void
expect(const char *text, const char *want, const char *told)
{
	ck_assert_int_eq(run(CSM_MODEL_COMPANY, text, NULL, CSM_FORMAT_CSV), 0);
	ck_assert_str_eq(got, want);
	ck_assert_str_eq(csm_buf_text(&messages), told);
	csm_buf_fini(&messages);
}

START_TEST(ids_are_sorted_by_bytes_and_cells_kept_as_they_are)
{
	expect("id,zip,note\nb,007,\"x, \"\"y\"\"\"\nB,+49,\na,1.0,None\n",
	    "id,zip,note\nB,+49,\na,1.0,None\nb,007,\"x, \"\"y\"\"\"\n", "");
	expect("plan,key\nPro,k\n", "id,key\nPro,k\n", "");
	expect("", "id\n",
	    "0: the input is empty, without even a header; --min-rows 1 takes that for "
	    "an error\n");
	expect("id,a,a\n1,x,y\n", "id,a\n1,x\n", ""); /* the first of two */
}
END_TEST

START_TEST(bad_rows_are_rejected_and_the_counts_add_up)
{
	expect("id,valid_from,p\n1,2026-02-30,x\n,2026-01-01,x\n1,2026-01-02\n"
	       "1,2026-01-02,x\n1,2026-01-02,y\n1,,z\n",
	    "id,valid_from,p\n1,,z\n1,2026-01-02,x\n",
	    "3: no id; row rejected\n"
	    "4: row has 2 columns, the header 3; row rejected\n"
	    "2: bad date \"2026-02-30\" (no such day); row rejected\n"
	    "6: company \"1\" again with the same valid_from; its first row, line 5, "
	    "holds\n");
	ck_assert_uint_eq(counts.rows, 6);
	ck_assert_uint_eq(counts.used, 2);
	ck_assert_uint_eq(counts.rejected, 3);
	ck_assert_uint_eq(counts.duplicates, 1);
}
END_TEST

START_TEST(two_readers_share_columns_by_name)
{
	ck_assert_int_eq(run(CSM_MODEL_ENDUSER, "id,company,a\n1,x,2\n",
			     "b,company,id\ntrue,w,1\n", CSM_FORMAT_NDJSON),
	    0);
	ck_assert_str_eq(got, "{\"id\":\"1\",\"company\":\"w\",\"b\":true}\n"
			      "{\"id\":\"1\",\"company\":\"x\",\"a\":2}\n");
	ck_assert_int_eq(
	    run(CSM_MODEL_ENDUSER, "id,a\n1,2\n", NULL, CSM_FORMAT_CSV), -1);
	csm_buf_fini(&messages);
}
END_TEST

START_TEST(numbers_of_json_lines_are_only_what_fits_six_places)
{
	ck_assert_int_eq(
	    run(CSM_MODEL_COMPANY, "id,n,t\n1,0.50,0.3333333\n2,.5,2\n3,1e2,007\n",
		NULL, CSM_FORMAT_NDJSON),
	    0);
	ck_assert_str_eq(got, "{\"id\":\"1\",\"n\":0.5,\"t\":\"0.3333333\"}\n"
			      "{\"id\":\"2\",\"n\":0.5,\"t\":\"2\"}\n"
			      "{\"id\":\"3\",\"n\":100,\"t\":\"007\"}\n");
	csm_buf_fini(&messages);
}
END_TEST

TEST_MAIN("roster", ids_are_sorted_by_bytes_and_cells_kept_as_they_are,
    bad_rows_are_rejected_and_the_counts_add_up, two_readers_share_columns_by_name,
    numbers_of_json_lines_are_only_what_fits_six_places)
