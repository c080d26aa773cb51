#include "table/show.h"
#include "table/table.h"
#include "document/writer.h"

#include "table/brief.h"
#include "table/look.h"
#include "test.h"
#include "time/date.h"

#include <string.h>

static void
is_shown(int64_t micros, const struct csm_look *look, const char *text)
{
	struct csm_buf out = {0};

	csm_show_number(&out, micros, look);
	ck_assert_str_eq(csm_buf_text(&out), text);
	csm_buf_fini(&out);
}

START_TEST(few_places_are_at_most_two_and_none_for_nothing)
{
	const struct csm_look few = {.places = CSM_PLACES_FEW};

	is_shown(9090909, &few, "9.09");
	is_shown(9100000, &few, "9.1");
	is_shown(9000000, &few, "9");
	is_shown(-125000, &few, "-0.13");
	is_shown(4999, &few, "0.005"); /* not 0: the first place that tells */
	is_shown(-12, &few, "-0.00001");
	is_shown(0, &few, "0");
}
END_TEST

START_TEST(money_has_two_places_or_none)
{
	const struct csm_manner manner = {.currency = "EUR"};
	const struct csm_look money = csm_look_in(&csm_look_money, &manner);

	is_shown(INT64_C(19455333333), &money, "19,455.33 EUR");
	is_shown(INT64_C(19455300000), &money, "19,455.30 EUR");
	is_shown(INT64_C(19455000000), &money, "19,455 EUR");
	is_shown(INT64_C(19454999999), &money, "19,455 EUR");
	is_shown(1000, &money, "0 EUR");
}
END_TEST

START_TEST(a_score_never_reads_as_on_the_other_side_of_an_edge)
{
	const int64_t edge[] = {4 * CSM_NUM_ONE, 7 * CSM_NUM_ONE};
	const struct csm_manner manner = {.score = {edge, 2}};
	const struct csm_look score = csm_look_in(&csm_look_score, &manner);

	is_shown(3980000, &score, "3.98");
	is_shown(3999999, &score, "3.999999");
	is_shown(4000000, &score, "4.0");
	is_shown(4020000, &score, "4.0"); /* 4 and above is the same band */
	is_shown(6960000, &score, "6.96");
	is_shown(6940000, &score, "6.9");
	is_shown(8980000, &score, "9.0");
}
END_TEST

START_TEST(numbers_are_grouped_rounded_half_away_and_padded)
{
	struct csm_look as_is = {.places = -1}, one = {.places = 1},
			none = {.places = 0},
			change = {.show = CSM_SHOW_CHANGE, .places = 1},
			percent = {.places = 0, .unit = "%"},
			eur = {.places = 2, .unit = "EUR"};

	is_shown(INT64_C(10159608000000), &as_is, "10,159,608");
	is_shown(-1, &as_is, "-0.000001");
	is_shown(999 * CSM_NUM_ONE, &as_is, "999");
	is_shown(-1000 * CSM_NUM_ONE, &as_is, "-1,000");
	is_shown(6283333, &one, "6.3");
	is_shown(6250000, &one, "6.3");
	is_shown(-6250000, &one, "-6.3");
	is_shown(6 * CSM_NUM_ONE, &one, "6.0");
	is_shown(999999950000, &one, "1,000,000.0");
	is_shown(2500000, &none, "3");
	is_shown(40000, &change, "0.0");
	is_shown(2 * CSM_NUM_ONE, &change, "+2.0");
	is_shown(-2 * CSM_NUM_ONE, &change, "-2.0");
	is_shown(0, &change, "0.0");
	is_shown(-40000, &one, "0.0");
	is_shown(45 * CSM_NUM_ONE, &percent, "45%");
	is_shown(1234500000, &eur, "1,234.50 EUR");
}
END_TEST

static void
is_short(int64_t micros, const char *text)
{
	struct csm_buf out = {0};

	csm_show_short(&out, micros);
	ck_assert_str_eq(csm_buf_text(&out), text);
	csm_buf_fini(&out);
}

START_TEST(axis_numbers_are_short)
{
	is_short(0, "0");
	is_short(500000, "0.5");
	is_short(-1500000, "-1.5");
	is_short(999 * CSM_NUM_ONE, "999");
	is_short(1000 * CSM_NUM_ONE, "1k");
	is_short(350000 * CSM_NUM_ONE, "350k");
	is_short(INT64_C(10159608) * CSM_NUM_ONE, "10.2M");
	is_short(INT64_C(2000000000) * CSM_NUM_ONE, "2G");
	is_short(INT64_C(8000000000000) * CSM_NUM_ONE, "8T");
}
END_TEST

static void
is_tick(int64_t micros, const char *text)
{
	struct csm_buf out = {0};

	csm_show_tick(&out, micros);
	ck_assert_str_eq(csm_buf_text(&out), text);
	csm_buf_fini(&out);
}

START_TEST(ticks_have_the_digits_that_tell_them_apart)
{
	is_tick(0, "0");
	is_tick(5000, "0.005");
	is_tick(-15000, "-0.015");
	is_tick(950 * CSM_NUM_ONE, "950");
	is_tick(1050 * CSM_NUM_ONE, "1.05k");
	is_tick(105200 * CSM_NUM_ONE, "105.2k");
	is_tick(105250 * CSM_NUM_ONE, "105.25k");
	is_tick(-105250 * CSM_NUM_ONE, "-105.25k");
	is_tick(INT64_C(9000000000000) * CSM_NUM_ONE, "9T");
}
END_TEST

START_TEST(squeezing_averages_runs_and_keeps_gaps)
{
	const int64_t day[] = {10, 20, CSM_MISSING, CSM_MISSING, 5, CSM_MISSING};
	int64_t out[3];

	csm_show_squeeze(day, 6, out, 3);
	ck_assert_int_eq(out[0], 15);
	ck_assert(out[1] == CSM_MISSING);
	ck_assert_int_eq(out[2], 5);
	csm_show_squeeze(day, 6, out, 2);
	ck_assert_int_eq(out[0], 15);
	ck_assert_int_eq(out[1], 5);
}
END_TEST

struct band {
	const char *band;
	struct csm_cell now;
};

static const struct csm_table_column band_columns[] = {
    {"band", "Band", CSM_OF_TEXT(struct band, band)},
    {"now", "Now", CSM_OF_CELL(CSM_CELL_NUMBER, struct band, now), .stated = true}};

struct days {
	const char *id;
	int32_t last;
	struct csm_cell use;
};

static const struct csm_table_column day_columns[] = {
    {"id", "Id", CSM_OF_TEXT(struct days, id)},
    {"last", "Last", CSM_OF_DAY(struct days, last)},
    {"use", "Use", CSM_OF_CELL(CSM_CELL_SERIES, struct days, use)}};

/* Of a text with all that a cell can have besides. */
START_TEST(a_cell_is_kept_with_all_it_has)
{
	static const struct csm_look look = {.places = 3};
	static const bool hollow[2] = {false, true};
	static const int64_t series[2] = {5, 6};
	const struct csm_cell cells[] = {{.kind = CSM_CELL_TEXT,
					     .text = "acme",
					     .exact = "a",
					     .link = "l",
					     .look = &look,
					     .state = csm_state_at(2)},
	    {.kind = CSM_CELL_SERIES,
		.series = series,
		.n = 2,
		.day = 1,
		.hollow = hollow},
	    {.kind = CSM_CELL_NUMBER, .number = -7}, {.kind = CSM_CELL_DAY, .day = -7},
	    {.kind = CSM_CELL_NONE, .state = csm_state_at(8)},
	    {.kind = CSM_CELL_BLANK}};
	struct csm_doc doc = {0};
	struct csm_table *t = csm_doc_table(&doc, "t", "T");

	csm_table_add(t, &(const struct csm_table_column){
			     "c", "C", CSM_CELL_TEXT, .of = csm_cell_of_cell, .at = 0});
	for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
		csm_table_put(t, &cells[i]);
	for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
		const struct csm_cell *is = csm_table_at(t, i, 0), *was = &cells[i];
		ck_assert_int_eq(is->kind, was->kind);
		ck_assert_ptr_eq(is->text, was->text);
		ck_assert_ptr_eq(is->exact, was->exact);
		ck_assert_ptr_eq(is->link, was->link);
		ck_assert_ptr_eq(is->look, was->look);
		ck_assert_ptr_eq(is->state, was->state);
		ck_assert_ptr_eq(is->series, was->series);
		ck_assert_ptr_eq(is->hollow, was->hollow);
		ck_assert_uint_eq(is->n, was->n);
		ck_assert_int_eq(is->day, was->day);
		ck_assert_int_eq(is->number, was->number);
	}
	csm_doc_fini(&doc);
}
END_TEST

START_TEST(a_row_that_lives_on_is_read_when_it_is_looked_at)
{
	struct csm_doc doc = {0};
	struct csm_table *t = csm_doc_table(&doc, "days", "Days");
	struct days acme = {"acme", 3, csm_cell_blank()},
		    beta = {"beta", 4, csm_cell_blank()};

	CSM_TABLE_COLUMNS(t, day_columns);
	csm_table_keep(t, &acme);
	csm_table_keep(t, &beta);
	acme.last = 5;
	csm_table_lead(t, 1, 0, "there");
	ck_assert_int_eq(csm_table_at(t, 0, 1)->day, 5);
	ck_assert_ptr_null(csm_table_at(t, 0, 0)->link);
	ck_assert_str_eq(csm_table_at(t, 1, 0)->link, "there");
	ck_assert_ptr_null(csm_table_at(t, 1, 1)->link);
	csm_doc_fini(&doc);
}
END_TEST

struct line {
	const unsigned char *days;
};

static struct csm_cell
line_put_days(const void *row)
{
	return csm_cell_brief(((const struct line *)row)->days);
}

static const struct csm_table_column line_columns[] = {
    {"days", "Days", CSM_CELL_SERIES, .put = line_put_days}};

/* The last count of each width, the first of the next, and what no width but the widest
 * has. */
START_TEST(a_series_takes_the_bytes_its_numbers_need)
{
	static const struct {
		int64_t of[3];
		size_t bytes; /* with the one that says how many there are */
	} cases[] = {{{0, CSM_MISSING, 254000000}, 1 + 3},
	    {{255000000, CSM_MISSING, 0}, 1 + 6},
	    {{65534000000, 1000000, CSM_MISSING}, 1 + 6},
	    {{65535000000, 1000000, CSM_MISSING}, 1 + 12},
	    {{4294967294000000, CSM_MISSING, 0}, 1 + 12},
	    {{4294967295000000, CSM_MISSING, 0}, 1 + 24},
	    {{500000, CSM_MISSING, 1000000}, 1 + 24},
	    {{-1000000, CSM_MISSING, INT64_MAX}, 1 + 24}};
	struct csm_doc doc = {0};
	struct csm_table *t = csm_doc_table(&doc, "lines", "Lines");
	struct line line[sizeof cases / sizeof cases[0]];

	CSM_TABLE_COLUMNS(t, line_columns);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		size_t before = doc.arena.bytes;
		line[i].days = csm_brief_of(&doc.arena, cases[i].of, 3);
		/* texts end in a NUL */
		ck_assert_uint_eq(doc.arena.bytes - before, cases[i].bytes + 1);
		csm_table_keep(t, &line[i]);
	}
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct csm_cell *cell = csm_table_at(t, i, 0);
		ck_assert_uint_eq(cell->n, 3);
		for (size_t k = 0; k < 3; k++)
			ck_assert_int_eq(cell->series[k], cases[i].of[k]);
	}
	csm_doc_fini(&doc);
}
END_TEST

START_TEST(a_series_of_gaps_is_no_data)
{
	static const int64_t gaps[] = {CSM_MISSING, CSM_MISSING};
	struct csm_doc doc = {0};
	struct csm_table *t = csm_doc_table(&doc, "lines", "Lines");
	const struct line line = {csm_brief_of(&doc.arena, gaps, 2)};

	ck_assert_ptr_null(line.days);
	CSM_TABLE_COLUMNS(t, line_columns);
	csm_table_keep(t, &line);
	ck_assert_int_eq(csm_table_at(t, 0, 0)->kind, CSM_CELL_NONE);
	csm_doc_fini(&doc);
}
END_TEST

START_TEST(a_column_takes_what_fills_it_along)
{
	struct csm_doc doc = {0};
	struct csm_table *t = csm_doc_table(&doc, "days", "Days");

	CSM_TABLE_COLUMNS(t, day_columns);
	csm_table_drop(t, "id");
	csm_table_add(t, &day_columns[0])->title = "Company";
	csm_table_put(t, &(const struct days){"acme", 3, csm_cell_blank()});
	csm_table_put(t, &(const struct days){"", CSM_DAY_NONE, csm_cell_blank()});
	ck_assert_uint_eq(t->columns, 3);
	ck_assert_uint_eq(csm_table_find(t, "id"), 2);
	ck_assert_str_eq(csm_table_heading(t, "id")->title, "Company");
	ck_assert_int_eq(csm_table_at(t, 0, 0)->day, 3);
	ck_assert_int_eq(csm_table_at(t, 0, 1)->kind, CSM_CELL_BLANK);
	ck_assert_str_eq(csm_table_at(t, 0, 2)->text, "acme");
	ck_assert_int_eq(csm_table_at(t, 1, 0)->kind, CSM_CELL_NONE);
	ck_assert_int_eq(csm_table_at(t, 1, 2)->kind, CSM_CELL_NONE);
	csm_doc_fini(&doc);
}
END_TEST

static struct csm_doc
two_parts(void)
{
	struct csm_doc doc = {0};
	struct csm_table *t = csm_doc_table(&doc, "bands", "Bands");

	CSM_TABLE_COLUMNS(t, band_columns);
	struct band row = {"=1+1,\"x\"", csm_cell_number(1500000)};
	row.now.state = csm_state_find(&doc.arena, (struct csm_text){"poor", 4});
	csm_table_put(t, &row);
	csm_table_put(t, &(const struct band){.band = "none"});
	t = csm_doc_table(&doc, "days", "Days");
	CSM_TABLE_COLUMNS(t, day_columns);
	static const int64_t use[] = {CSM_NUM_ONE, CSM_MISSING, 2500000};
	csm_table_put(t, &(const struct days){"acme", 0, csm_cell_series(use, 3)});
	return doc;
}

static void
is_written(struct csm_doc *doc, const char *format, int excel, const char *text)
{
	struct csm_writer_options options = {.width = 80, .excel = excel};
	struct csm_buf out = {0};

	ck_assert_int_eq(csm_writer_find(format)->write(doc, &options, &out, NULL), 0);
	ck_assert_str_eq(csm_buf_text(&out), text);
	csm_buf_fini(&out);
}

START_TEST(one_part_is_a_csv_of_its_columns)
{
	struct csm_doc doc = two_parts();
	const char *const part[] = {"bands"}, *bad = NULL;

	ck_assert_int_eq(csm_doc_select(&doc, part, 1, &bad), 0);
	is_written(&doc, "csv", 0,
	    "band,now,now_state\n\"=1+1,\"\"x\"\"\",1.5,poor\nnone,,\n");
	is_written(&doc, "csv", 1,
	    "band,now,now_state\n\"'=1+1,\"\"x\"\"\",1.5,poor\nnone,,\n");
	is_written(&doc, "ndjson", 0,
	    "{\"band\":\"=1+1,\\\"x\\\"\",\"now\":1.5,\"now_state\":\"poor\"}\n"
	    "{\"band\":\"none\",\"now\":null}\n");
	csm_doc_fini(&doc);
}
END_TEST

START_TEST(several_parts_are_a_csv_of_their_cells)
{
	struct csm_doc doc = two_parts();

	is_written(&doc, "csv", 0,
	    "part,group,row,column,value,state\n"
	    "bands,,\"=1+1,\"\"x\"\"\",now,1.5,poor\nbands,,none,now,,\n"
	    "days,,acme,last,1970-01-01,\ndays,,acme,use,1;;2.5,\n");
	is_written(&doc, "ndjson", 0,
	    "{\"part\":\"bands\",\"band\":\"=1+1,\\\"x\\\"\",\"now\":1.5,"
	    "\"now_state\":\"poor\"}\n{\"part\":\"bands\",\"band\":\"none\",\"now\":"
	    "null}\n"
	    "{\"part\":\"days\",\"id\":\"acme\",\"last\":\"1970-01-01\",\"use\":[1,"
	    "null,2.5]}\n");
	csm_doc_fini(&doc);
}
END_TEST

START_TEST(a_part_nobody_has_is_named)
{
	struct csm_doc doc = two_parts();
	const char *const part[] = {"bands", "weeks"}, *bad = NULL;

	ck_assert_int_eq(csm_doc_select(&doc, part, 2, &bad), -1);
	ck_assert_str_eq(bad, "weeks");
	csm_doc_fini(&doc);
}
END_TEST

START_TEST(an_empty_document_writes_no_row_in_any_format)
{
	struct csm_doc doc = {0};

	is_written(&doc, "text", 0, "");
	is_written(&doc, "ndjson", 0, "");
	ck_assert_ptr_null(csm_writer_find("xml"));
	csm_doc_fini(&doc);
}
END_TEST

TEST_MAIN("report_table", few_places_are_at_most_two_and_none_for_nothing,
    money_has_two_places_or_none, a_score_never_reads_as_on_the_other_side_of_an_edge,
    numbers_are_grouped_rounded_half_away_and_padded, axis_numbers_are_short,
    ticks_have_the_digits_that_tell_them_apart, squeezing_averages_runs_and_keeps_gaps,
    a_column_takes_what_fills_it_along, a_cell_is_kept_with_all_it_has,
    a_row_that_lives_on_is_read_when_it_is_looked_at,
    a_series_takes_the_bytes_its_numbers_need, a_series_of_gaps_is_no_data,
    one_part_is_a_csv_of_its_columns, several_parts_are_a_csv_of_their_cells,
    a_part_nobody_has_is_named, an_empty_document_writes_no_row_in_any_format)
