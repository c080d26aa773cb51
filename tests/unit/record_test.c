#include "record/record.h"

#include "base/buf.h"
#include "fixture.h"

#define MESSAGE "%f:%l:%k: %t [%c]\n"

#include <string.h>

static struct csm_buf messages;
static struct csm_diag diag;

static struct csm_reader *
reader_of(const char *text, enum csm_format format, char delimiter)
{
	struct csm_reader_options options = {.format = format, .delimiter = delimiter};
	struct csm_input *in;

	csm_buf_fini(&messages);
	fixture_diag(&diag, &messages, MESSAGE);
	ck_assert_int_eq(csm_input_open_memory(&in, "t", text, strlen(text), &diag), 0);
	return csm_reader_over(in, &options, &diag);
}

static void
finish(struct csm_reader *reader)
{
	csm_reader_free(reader);
	csm_buf_fini(&messages);
}

static int
field_is(const struct csm_record *record, int column, const char *want)
{
	struct csm_text f = record->field[column];

	return f.len == strlen(want) && memcmp(f.s, want, f.len) == 0;
}

static void
expect_format(const char *text, enum csm_format want)
{
	struct csm_reader *reader = reader_of(text, CSM_FORMAT_AUTO, 0);

	ck_assert_ptr_nonnull(reader);
	ck_assert_int_eq(csm_reader_format(reader), want);
	finish(reader);
}

START_TEST(the_format_is_told_by_the_first_line)
{
	expect_format("a,b\n", CSM_FORMAT_CSV);
	expect_format("a\n", CSM_FORMAT_CSV);
	expect_format("", CSM_FORMAT_CSV);
	expect_format("a\tb\n", CSM_FORMAT_TSV);
	expect_format("a\tb,c\n", CSM_FORMAT_CSV);
	expect_format("a\nb\tc\n", CSM_FORMAT_CSV);
	expect_format("{\"a\":1}\n", CSM_FORMAT_NDJSON);
	expect_format("\xef\xbb\xbf\n\t{\"a\":1}\n", CSM_FORMAT_NDJSON);
	expect_format(" [\n{\"a\":1}]", CSM_FORMAT_JSON);
}
END_TEST

START_TEST(format_names_are_known)
{
	enum csm_format format;

	ck_assert_int_eq(csm_format_parse("ndjson", &format), 0);
	ck_assert_int_eq(format, CSM_FORMAT_NDJSON);
	ck_assert_int_eq(csm_format_parse("tsv", &format), 0);
	ck_assert_int_eq(format, CSM_FORMAT_TSV);
	ck_assert_int_eq(csm_format_parse("xml", &format), -1);
	ck_assert_int_eq(csm_format_parse("", &format), -1);
}
END_TEST

START_TEST(columns_are_found_by_name_and_fields_by_handle)
{
	struct csm_reader *reader =
	    reader_of("id,name,n\n7,Acme,3\n", CSM_FORMAT_CSV, 0);
	const struct csm_record *record;

	ck_assert_uint_eq(csm_reader_columns(reader), 3);
	ck_assert_str_eq(csm_reader_column_name(reader, 1), "name");
	int name = csm_reader_need(reader, "name", &diag);
	ck_assert_int_eq(name, 1);
	ck_assert_int_eq(csm_reader_column(reader, "none"), -1);
	ck_assert_int_eq(csm_reader_next(reader, &record, &diag), 1);
	ck_assert(field_is(record, name, "Acme"));
	ck_assert_str_eq(record->file, "t");
	ck_assert_uint_eq(record->line, 2);
	ck_assert_int_eq(csm_reader_next(reader, &record, &diag), 0);
	ck_assert_uint_eq(csm_reader_rows(reader), 1);
	ck_assert_ptr_null(csm_reader_source(reader).s);
	finish(reader);
}
END_TEST

static void
expect_absent(
    const char *text, enum csm_format format, const char *name, const char *want)
{
	struct csm_reader *reader = reader_of(text, format, 0);

	ck_assert_int_eq(csm_reader_need(reader, name, &diag), -1);
	ck_assert_str_eq(messages.data, want);
	ck_assert_int_eq(diag.status, 3);
	finish(reader);
}

START_TEST(a_missing_column_is_reported_with_those_there_are_and_the_nearest)
{
	expect_absent("id,user_id,n\n", CSM_FORMAT_CSV, "userid",
	    "t:1:0: no column \"userid\"; there are: id, user_id, n; did you mean "
	    "\"user_id\"? [E_HEADER]\n");
	expect_absent("\n\"a,b\",,\"x\ny\"\n", CSM_FORMAT_CSV, "company",
	    "t:2:0: no column \"company\"; there are: \"a,b\", \"\", \"x\\ny\" "
	    "[E_HEADER]\n");
	expect_absent("c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,c12,c13,c14\n",
	    CSM_FORMAT_CSV, "zzzzzz",
	    "t:1:0: no column \"zzzzzz\"; there are: c1, c2, c3, c4, c5, c6, c7, c8, "
	    "c9, c10, c11, c12 and 2 more [E_HEADER]\n");
	expect_absent("", CSM_FORMAT_CSV, "id",
	    "t:0:0: no column \"id\"; the input is empty [E_HEADER]\n");
}
END_TEST

START_TEST(another_delimiter_in_a_header_of_one_column_is_noticed)
{
	expect_absent("company;users\n", CSM_FORMAT_CSV, "users_total",
	    "t:1:0: no column \"users_total\"; there is only: company;users; "
	    "try -d ';' [E_HEADER]\n");
	expect_absent("company\tday\n", CSM_FORMAT_CSV, "users_total",
	    "t:1:0: no column \"users_total\"; there is only: \"company\\tday\"; "
	    "try -f tsv [E_HEADER]\n");
}
END_TEST

START_TEST(a_name_that_occurs_twice_or_is_empty_matters_only_when_needed)
{
	struct csm_reader *reader =
	    reader_of("a,b,,b,\n1,2,3,4,5\n", CSM_FORMAT_CSV, 0);
	const struct csm_record *record;

	ck_assert_int_eq(csm_reader_need(reader, "a", &diag), 0);
	ck_assert_int_eq(csm_reader_column(reader, "b"), 1);
	ck_assert_int_eq(csm_reader_next(reader, &record, &diag), 1);
	ck_assert_ptr_null(messages.data);
	ck_assert_int_eq(csm_reader_need(reader, "b", &diag), -1);
	ck_assert_str_eq(messages.data,
	    "t:1:0: column \"b\" occurs twice (columns 2 and 4) [E_HEADER]\n");
	ck_assert_int_eq(csm_reader_column(reader, ""), -1);
	ck_assert_int_eq(csm_reader_need(reader, "", &diag), -1);
	finish(reader);
}
END_TEST

START_TEST(rows_of_another_width_are_rejected_and_counted)
{
	struct csm_reader *reader = reader_of(
	    "a,b,c\n1,2,3\n1,2\n1\n1,2,3,4\na\"b,2,3\n4,5,6\n", CSM_FORMAT_CSV, 0);
	const struct csm_record *record;

	ck_assert_int_eq(csm_reader_next(reader, &record, &diag), 1);
	ck_assert_int_eq(csm_reader_next(reader, &record, &diag), 1);
	ck_assert_uint_eq(record->line, 7);
	ck_assert(field_is(record, 2, "6"));
	ck_assert_int_eq(csm_reader_next(reader, &record, &diag), 0);
	ck_assert_str_eq(messages.data,
	    "t:3:0: row has 2 columns, the header 3; row rejected [E_FIELDS]\n"
	    "t:4:0: row has 1 column, the header 3; row rejected [E_FIELDS]\n"
	    "t:5:0: row has 4 columns, the header 3; row rejected [E_FIELDS]\n"
	    "t:6:1: stray quote in \"a\\\"b,2,3\"; row rejected [E_QUOTE]\n");
	ck_assert_uint_eq(csm_reader_rows(reader), 6);
	ck_assert_uint_eq(csm_reader_rejected(reader), 4);
	ck_assert_int_eq(diag.status, 0);
	finish(reader);
}
END_TEST

START_TEST(an_input_without_rows_is_empty_also_with_a_mark_and_blank_lines)
{
	static const char *const texts[] = {
	    "", "\n \n", "\xef\xbb\xbf", "\xef\xbb\xbf\r\n"};
	static const enum csm_format all[] = {CSM_FORMAT_AUTO, CSM_FORMAT_CSV,
	    CSM_FORMAT_TSV, CSM_FORMAT_NDJSON, CSM_FORMAT_JSON};
	const struct csm_record *record;

	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < 5; k++) {
			struct csm_reader *reader = reader_of(texts[i], all[k], 0);
			ck_assert_int_eq(csm_reader_empty(reader), 1);
			ck_assert_int_eq(csm_reader_next(reader, &record, &diag), 0);
			finish(reader);
		}
	struct csm_reader *reader = reader_of("a,b\n", CSM_FORMAT_AUTO, 0);
	ck_assert_int_eq(csm_reader_empty(reader), 0);
	ck_assert_int_eq(csm_reader_next(reader, &record, &diag), 0);
	finish(reader);
}
END_TEST

START_TEST(a_header_that_cannot_be_read_is_not_replaced_by_the_next_row)
{
	ck_assert_ptr_null(reader_of("a,\"b\n1,2\n", CSM_FORMAT_CSV, 0));
	ck_assert_int_eq(diag.status, 3);
	ck_assert_uint_eq(diag.count[CSM_E_HEADER], 1);
	ck_assert_ptr_null(reader_of("\xff\xfe"
				     "a",
	    CSM_FORMAT_AUTO, 0));
	ck_assert_uint_eq(diag.count[CSM_E_FORMAT], 1);
	ck_assert_int_eq(diag.status, 3);
	csm_buf_fini(&messages);
}
END_TEST

START_TEST(a_delimiter_can_be_given)
{
	struct csm_reader *reader = reader_of("a;b\n1,5;2\n", CSM_FORMAT_AUTO, ';');
	const struct csm_record *record;

	ck_assert_int_eq(csm_reader_need(reader, "b", &diag), 1);
	ck_assert_int_eq(csm_reader_next(reader, &record, &diag), 1);
	ck_assert(field_is(record, 0, "1,5"));
	finish(reader);
}
END_TEST

START_TEST(ndjson_columns_are_paths_and_may_be_absent)
{
	struct csm_reader *reader = reader_of(
	    "{\"id\": 7, \"context\":{\"groupId\":\"acme\"}}\n{\"id\":8}\nx\n",
	    CSM_FORMAT_AUTO, 0);
	const struct csm_record *record;
	int id, group;

	id = csm_reader_need(reader, "id", &diag);
	group = csm_reader_need(reader, "context.groupId", &diag);
	ck_assert_int_eq(csm_reader_column(reader, "id"), id);
	ck_assert_uint_eq(csm_reader_columns(reader), 0);
	ck_assert_int_eq(csm_reader_next(reader, &record, &diag), 1);
	ck_assert(field_is(record, id, "7"));
	ck_assert(field_is(record, group, "acme"));
	struct csm_text source = csm_reader_source(reader);
	static const char whole[] = "{\"id\":7,\"context\":{\"groupId\":\"acme\"}}";
	ck_assert_uint_eq(source.len, sizeof whole - 1);
	ck_assert_int_eq(memcmp(source.s, whole, source.len), 0);
	ck_assert_int_eq(csm_reader_next(reader, &record, &diag), 1);
	ck_assert_ptr_null(record->field[group].s);
	source = csm_reader_source(reader);
	ck_assert_uint_eq(source.len, 8);
	ck_assert_int_eq(memcmp(source.s, "{\"id\":8}", 8), 0);
	ck_assert_uint_eq(record->line, 2);
	ck_assert_int_eq(csm_reader_next(reader, &record, &diag), 0);
	ck_assert_uint_eq(csm_reader_rows(reader), 3);
	ck_assert_uint_eq(csm_reader_rejected(reader), 1);
	finish(reader);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_reported)
{
	struct csm_reader_options options = {0};

	fixture_diag(&diag, &messages, MESSAGE);
	ck_assert_ptr_null(csm_reader_open("not-there/x.csv", &options, &diag));
	ck_assert_uint_eq(diag.count[CSM_E_OPEN], 1);
	csm_buf_fini(&messages);
	csm_reader_free(NULL);
}
END_TEST

TEST_MAIN("record", the_format_is_told_by_the_first_line, format_names_are_known,
    columns_are_found_by_name_and_fields_by_handle,
    a_missing_column_is_reported_with_those_there_are_and_the_nearest,
    another_delimiter_in_a_header_of_one_column_is_noticed,
    a_name_that_occurs_twice_or_is_empty_matters_only_when_needed,
    rows_of_another_width_are_rejected_and_counted,
    an_input_without_rows_is_empty_also_with_a_mark_and_blank_lines,
    a_header_that_cannot_be_read_is_not_replaced_by_the_next_row,
    a_delimiter_can_be_given, ndjson_columns_are_paths_and_may_be_absent,
    a_file_that_is_not_there_is_reported)
