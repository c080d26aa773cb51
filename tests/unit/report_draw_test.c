#include "chart/glyph.h"
#include "document/html.h"
#include "table/look.h"
#include "table/terminal_text.h"
#include "chart/scale.h"
#include "chart/svg.h"
#include "document/writer.h"
#include "table/markup_text.h"

#include "test.h"

#include <locale.h>
#include <string.h>

#define ONE CSM_NUM_ONE

static void
is_bar(int64_t part, int64_t whole, size_t width, int utf8, const char *text)
{
	struct csm_buf out = {0};

	csm_glyph_bar(&out, part, whole, width, utf8);
	ck_assert_str_eq(csm_buf_text(&out), text);
	csm_buf_fini(&out);
}

START_TEST(bars_are_made_of_eighths)
{
	is_bar(4, 4, 4, 1, "████");
	is_bar(2, 4, 4, 1, "██");
	is_bar(1, 32, 4, 1, "▏");
	is_bar(5, 32, 4, 1, "▋");
	is_bar(13, 32, 4, 1, "█▋");
	is_bar(1, 1000000, 4, 1, "▏");
	is_bar(9, 4, 4, 1, "████");
	is_bar(0, 4, 4, 1, "");
	is_bar(-3, 4, 4, 1, "");
	is_bar(3, 0, 4, 1, "");
	is_bar(2, 4, 4, 0, "##");
	is_bar(1, 1000, 4, 0, "#");
}
END_TEST

START_TEST(a_sparkline_leaves_a_gap_where_a_day_is_missing)
{
	const int64_t a[] = {0, 1, 2, CSM_MISSING, 7};
	struct csm_buf out = {0};

	csm_glyph_spark(&out, a, 5, 1);
	ck_assert_str_eq(out.data, "▁▂▃ █");
	csm_buf_reset(&out);
	csm_glyph_spark(&out, a, 5, 0);
	ck_assert_str_eq(out.data, "_.- #");
	csm_buf_reset(&out);
	const int64_t flat[] = {0, 0};
	csm_glyph_spark(&out, flat, 2, 1);
	ck_assert_str_eq(out.data, "▁▁");
	csm_buf_fini(&out);
}
END_TEST

START_TEST(a_sparkline_has_room_for_the_widest_range_of_numbers)
{
	const int64_t wide[] = {-CSM_NUM_LIMIT + 1, 0, CSM_NUM_LIMIT - 1};
	struct csm_buf out = {0};

	/* 0 lies in the middle: step 7 / 2, rounded, of 0 to 7 */
	csm_glyph_spark(&out, wide, 3, 0);
	ck_assert_str_eq(out.data, "_=#");
	csm_buf_fini(&out);
}
END_TEST

static void
is_clean(const char *s, size_t width, int utf8, const char *text)
{
	struct csm_buf out = {0};

	csm_termtext_clean(&out, s, width, utf8);
	ck_assert_str_eq(csm_buf_text(&out), text);
	csm_buf_fini(&out);
}

START_TEST(text_for_a_terminal_cannot_steer_it)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	is_clean("Acme", 10, 1, "Acme");
	is_clean("a\033[31mb", 20, 1, "a\\u001b[31mb");
	is_clean("a\342\200\256b", 20, 1, "a\\u202eb");
	is_clean("Aktiebolaget", 8, 1, "Aktiebo…");
	is_clean("Aktiebolaget", 8, 0, "Aktie...");
	is_clean("日本語日本語", 7, 1, "日本語…");
	is_clean("", 7, 1, "");
	is_clean("x", 1, 1, "x");
}
END_TEST

START_TEST(notes_are_broken_at_spaces)
{
	struct csm_buf out = {0};

	setlocale(LC_CTYPE, "C.UTF-8");
	csm_termtext_wrap(&out, "one two three", 8, 1);
	ck_assert_str_eq(out.data, "one two\nthree\n");
	csm_buf_reset(&out);
	csm_termtext_trim(&out, "a  \n\n b \nc");
	ck_assert_str_eq(out.data, "a\n\n b\nc\n");
	csm_buf_fini(&out);
}
END_TEST

START_TEST(ticks_are_round_and_enclose_the_data)
{
	struct csm_scale s;
	const int64_t y[] = {3 * ONE, CSM_MISSING, 47 * ONE};

	csm_scale_init(&s, 0, 0, 100, 100, 3);
	csm_scale_add(&s, y, 3);
	csm_scale_round(&s);
	/* 47 in at most five steps of 1, 2, 5, 10: 10, up to 50 */
	ck_assert_int_eq(s.step, 10 * ONE);
	ck_assert_int_eq(s.ticks, 5);
	ck_assert_int_eq(csm_scale_tick(&s, 5), 50 * ONE);
	ck_assert_double_eq(csm_scale_y(&s, 0), 100);
	ck_assert_double_eq(csm_scale_y(&s, 25 * ONE), 50);
	ck_assert_double_eq(csm_scale_x(&s, 2), 100);

	const int64_t below[] = {-3 * ONE, 4 * ONE};
	csm_scale_init(&s, 0, 0, 100, 100, 2);
	csm_scale_add(&s, below, 2);
	csm_scale_round(&s);
	/* range 7: steps of 2, from -4 to 4 */
	ck_assert_int_eq(csm_scale_tick(&s, 0), -4 * ONE);
	ck_assert_int_eq(csm_scale_tick(&s, s.ticks), 4 * ONE);

	csm_scale_init(&s, 0, 0, 100, 100, 0);
	csm_scale_round(&s);
	ck_assert_int_gt(s.ticks, 0);
}
END_TEST

START_TEST(the_widest_range_of_numbers_has_ticks)
{
	struct csm_scale s;
	const int64_t y[] = {-CSM_NUM_LIMIT + 1, CSM_NUM_LIMIT - 1};

	csm_scale_init(&s, 0, 0, 100, 100, 2);
	csm_scale_add(&s, y, 2);
	csm_scale_round(&s);
	ck_assert_int_eq(s.step, INT64_C(1000000000000) * ONE);
	ck_assert_int_eq(s.ticks, 18);
}
END_TEST

struct part {
	const char *name;
	int64_t value;
};

static const struct csm_table_column part_columns[] = {
    {"name", "Name", CSM_OF_TEXT(struct part, name)},
    {"value", "Value", CSM_OF_NUMBER(struct part, value)}};

/* Two rows, a and b, with these numbers. */
static struct csm_table *
parts(struct csm_doc *doc, int64_t a, int64_t b)
{
	struct csm_table *t = csm_doc_table(doc, "parts", "Parts");

	CSM_TABLE_COLUMNS(t, part_columns);
	t->chart_columns = 1;
	csm_table_put(t, &(const struct part){"a", a});
	csm_table_put(t, &(const struct part){"b", b});
	return t;
}

START_TEST(parts_of_a_share_may_add_up_beyond_64_bits)
{
	struct csm_doc doc = {0};
	struct csm_buf out = {0};
	int64_t most = INT64_C(8000000000000) * ONE;

	ck_assert_int_eq(csm_svg_share(&out, parts(&doc, most, most), 1), 1);
	/* halves of 560, the second one behind the first */
	ck_assert_ptr_nonnull(strstr(out.data, "x=\"280.0\""));
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
}
END_TEST

START_TEST(a_line_below_zero_is_told_by_its_highest_number)
{
	struct csm_doc doc = {0};
	struct csm_buf out = {0};
	struct csm_table *t = parts(&doc, -3 * ONE, -5 * ONE);

	t->chart = CSM_CHART_LINE;
	csm_svg_describe(&out, t);
	ck_assert_str_eq(out.data, "a to b; Value: highest -3, last -5");
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
}
END_TEST

static void
keep(void *text, const struct csm_message *m)
{
	csm_buf_puts(text, m->text);
}

START_TEST(a_document_without_a_chart_is_no_picture)
{
	const struct csm_writer_options options = {.width = 80};
	struct csm_doc doc = {0};
	struct csm_buf out = {0}, said = {0};
	struct csm_diag diag;

	csm_diag_init(&diag, keep, &said);
	parts(&doc, ONE, ONE)->chart = CSM_CHART_NONE;
	ck_assert_int_eq(csm_write_svg(&doc, &options, &out, &diag), -1);
	ck_assert_str_eq(said.data, "the report has no chart");
	ck_assert_uint_eq(out.len, 0);
	csm_buf_fini(&said);
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
}
END_TEST

START_TEST(a_state_that_is_none_of_ours_is_shown_and_alarms_nobody)
{
	struct csm_arena arena = {0};
	const struct csm_state *s = csm_state_find(&arena, (struct csm_text){"vip", 3});

	ck_assert_str_eq(s->name, "vip");
	ck_assert_str_eq(s->css, "other");
	ck_assert_int_eq(s->severity, 0);
	ck_assert_ptr_null(csm_state_find(&arena, (struct csm_text){"", 0}));
	ck_assert_str_eq(
	    csm_state_find(&arena, (struct csm_text){"poor", 4})->name, "poor");
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(rows_as_bars_are_drawn_in_a_picture_as_well)
{
	struct csm_doc doc = {0};
	struct csm_buf out = {0};
	struct csm_table *t = parts(&doc, 4 * ONE, 2 * ONE);

	t->chart = CSM_CHART_BARS;
	t->chart_columns = 0;
	csm_svg_plot(&out, t);
	/* between names and numbers: 560 - 170 - 70, and half of it */
	ck_assert_ptr_nonnull(strstr(out.data, "width=\"320.0\""));
	ck_assert_ptr_nonnull(strstr(out.data, "width=\"160.0\""));
	ck_assert_int_eq(csm_svg_height(t), 2 * 26 + 4);
	csm_buf_reset(&out);
	csm_svg_describe(&out, t);
	ck_assert_str_eq(out.data, "a 4, b 2");
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
}
END_TEST

START_TEST(markup_in_a_name_stays_text)
{
	struct csm_buf out = {0};

	csm_markup_escape(&out, "</script><img onerror='x'>&\"\001");
	ck_assert_str_eq(out.data,
	    "&lt;/script&gt;&lt;img onerror=&#39;x&#39;&gt;&amp;&quot;\ufffd");
	csm_buf_fini(&out);
}
END_TEST

START_TEST(different_ids_have_different_anchors)
{
	static const char *const ids[] = {"acme-1.x", "a b", "a_20b", "\"><x"};
	struct csm_buf out = {0};

	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
		csm_markup_anchor(&out, ids[i]);
		csm_buf_putc(&out, ' ');
	}
	ck_assert_str_eq(out.data, "acme-1.x a_20b a_5F20b _22_3E_3Cx ");
	csm_buf_fini(&out);
}
END_TEST

struct hostile {
	const char *text;
};

START_TEST(a_page_without_script_has_none_and_escapes_every_text)
{
	struct csm_doc doc = {.title = "<b>"};
	struct csm_writer_options options = {.width = 80};
	struct csm_buf out = {0};
	struct csm_table *t = csm_doc_table(&doc, "t", "<i>");

	t->note = "<u>";
	csm_table_add(t, &(const struct csm_table_column){
			     "n", "<s>", CSM_OF_TEXT(struct hostile, text)});
	csm_table_put(t, &(const struct hostile){"<script>alert(1)</script>"});
	csm_write_html(&doc, &options, &out, NULL);
	ck_assert_ptr_null(strstr(out.data, "<script"));
	ck_assert_ptr_null(strstr(out.data, "<b>"));
	ck_assert_ptr_null(strstr(out.data, "<i>"));
	ck_assert_ptr_null(strstr(out.data, "<u>"));
	ck_assert_ptr_null(strstr(out.data, "<s>"));
	ck_assert_ptr_nonnull(strstr(out.data, "default-src 'none'"));
	ck_assert_ptr_null(strstr(out.data, "script-src"));
	ck_assert_ptr_null(strstr(out.data, "unsafe"));
	ck_assert_ptr_nonnull(strstr(out.data, "<th scope=row>"));
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
}
END_TEST

struct drawn {
	struct csm_cell company, mrr, days;
	const char *owner;
};

static const struct csm_table_column drawn_columns[] = {
    {"company", "Company", CSM_OF_CELL(CSM_CELL_TEXT, struct drawn, company)},
    {"owner", "Owner", CSM_OF_TEXT(struct drawn, owner)},
    {"mrr", "Value", CSM_OF_CELL(CSM_CELL_NUMBER, struct drawn, mrr)},
    {"days", "Days", CSM_OF_CELL(CSM_CELL_SERIES, struct drawn, days)}};

/* Three rows, of which a page draws one. */
static struct csm_doc
cut_table(void)
{
	struct csm_doc doc = {.title = "Cut"};
	struct csm_table *t = csm_doc_table(&doc, "accounts", "Accounts");
	static const int64_t days[] = {0, 10 * ONE, CSM_MISSING, 5 * ONE};

	CSM_TABLE_COLUMNS(t, drawn_columns);
	t->first = 1;
	for (int i = 0; i < 3; i++) {
		struct drawn row = {csm_cell_text(i == 0 ? "</script><b>" : "B"),
		    csm_cell_number(1500000 * i), csm_cell_series(days, i == 2 ? 0 : 4),
		    i == 2 ? NULL : "Ann"};
		row.company.link = i == 0 ? "a" : "b";
		row.mrr.state = csm_state_find(&doc.arena, (struct csm_text){"red", 3});
		csm_table_put(t, &row);
	}
	return doc;
}

START_TEST(rows_that_are_not_drawn_are_data_for_the_script)
{
	struct csm_doc doc = cut_table();
	struct csm_writer_options options = {.width = 80, .script = 1};
	struct csm_buf out = {0};

	csm_write_html(&doc, &options, &out, NULL);
	ck_assert_ptr_nonnull(strstr(out.data, "The first 1 of 3 rows."));
	/* a text that repeats has a number, a state another; of 94 heights 5 of 10 is
	 * 47, half of 93 and rounded up, from '!': 'P' */
	ck_assert_ptr_nonnull(strstr(out.data,
	    "\"cells\":[[\"\\u003c/script>\\u003cb>\",\"B\",\"B\"],\n[0,0,null],\n"
	    "[[0,0],[1.5,0],[3,0]],\n[[\"!~ P\",\"highest 10, last 5\"],[\"!~ P\","
	    "\"highest 10, last 5\"],null],\n[\"a\",\"b\",\"b\"]]"));
	ck_assert_ptr_nonnull(strstr(out.data, "\"texts\":[\"Ann\"]"));
	ck_assert_ptr_nonnull(
	    strstr(out.data, "\"states\":[[\"red\",\"red\",\"R\",3]]"));
	csm_buf_reset(&out);
	options.script = 0;
	csm_write_html(&doc, &options, &out, NULL);
	ck_assert_ptr_null(strstr(out.data, "<script"));
	ck_assert_ptr_nonnull(strstr(out.data, "The first 1 of 3 rows."));
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
}
END_TEST

struct lit {
	const char *name;
	struct csm_cell x, unit;
};

static const struct csm_table_column lit_columns[] = {
    {"n", "Name", CSM_OF_TEXT(struct lit, name)},
    {"x", "X", CSM_OF_CELL(CSM_CELL_NUMBER, struct lit, x), .look = &csm_look_bar},
    {"u", "Unit", CSM_OF_CELL(CSM_CELL_NUMBER, struct lit, unit),
	.look = &csm_look_light}};

START_TEST(the_largest_number_is_that_of_the_rows_that_are_left)
{
	struct csm_doc doc = {0};
	struct csm_table *t = parts(&doc, 3 * ONE, 5 * ONE);

	ck_assert_int_eq(csm_table_largest(t, 1), 5 * ONE);
	t->rows = 1;
	ck_assert_int_eq(csm_table_largest(t, 1), 3 * ONE);
	csm_table_put(t, &(const struct part){"c", 7 * ONE});
	ck_assert_int_eq(csm_table_largest(t, 1), 7 * ONE);
	csm_doc_fini(&doc);
}
END_TEST

#define SHADED 300 /* rows and columns */

static struct csm_cell
shaded(const void *row, size_t at)
{
	return csm_cell_count(*(const size_t *)row + at);
}

START_TEST(a_shade_is_that_of_its_share_of_the_largest)
{
	static const struct csm_look heat = {.show = CSM_SHOW_HEAT};
	const struct csm_table_column column = {
	    "n", "N", CSM_CELL_NUMBER, .of = shaded, .look = &heat};
	struct csm_doc doc = {0};
	struct csm_table *t = csm_doc_table(&doc, "shades", "Shades");
	int sum = 0;

	for (size_t c = 0; c < SHADED; c++)
		csm_table_add(t, &column)->at = c;
	for (size_t r = 0; r < SHADED; r++)
		csm_table_put(t, &r);
	for (size_t i = 0; i < SHADED * SHADED; i++)
		sum += csm_table_heat(t, csm_table_at(t, i / SHADED, i % SHADED));
	/* python3: sum(max(1, int((r + c) / 598 * 8)) if r + c > 0 else 0
	 * for r in range(300) for c in range(300)) */
	ck_assert_int_eq(sum, 318000);
	csm_doc_fini(&doc);
}
END_TEST

START_TEST(a_table_of_shades_that_is_cut_is_data_for_the_script)
{
	struct csm_doc doc = {.title = "Page"};
	struct csm_writer_options options = {.width = 80, .script = 1};
	struct csm_buf out = {0};
	struct csm_table *t = parts(&doc, 3 * ONE, 5 * ONE);

	t->column[1].look.show = CSM_SHOW_HEAT;
	t->first = 1;
	csm_write_html(&doc, &options, &out, NULL);
	ck_assert_ptr_nonnull(strstr(out.data, "\"w\":\"heat\""));
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
}
END_TEST

START_TEST(a_text_may_end_its_lines_in_cr_lf)
{
	struct csm_buf out = {0};

	csm_html_prose(&out, "one\r\n\r\ntwo\r\n", 2);
	ck_assert_str_eq(
	    out.data, "<div class=\"prose\"><p>one\n</p>\n<p>two\n</p>\n</div>");
	csm_buf_fini(&out);
}
END_TEST

START_TEST(text_shows_missing_in_words_and_lights_by_letter)
{
	struct csm_doc doc = {0};
	struct csm_writer_options options = {.width = 80, .utf8 = 1};
	struct csm_buf out = {0};
	struct csm_table *t = csm_doc_table(&doc, "t", NULL);

	setlocale(LC_CTYPE, "C.UTF-8");
	CSM_TABLE_COLUMNS(t, lit_columns);
	csm_table_put(
	    t, &(const struct lit){"a", csm_cell_number(2 * ONE),
		   {.state = csm_state_find(&doc.arena, (struct csm_text){"red", 3})}});
	csm_table_put(t, &(const struct lit){.name = "b", .unit = csm_cell_blank()});
	csm_write_text(&doc, &options, &out, NULL);
	ck_assert_str_eq(out.data, "Name        X                  Unit\n"
				   "a           2  ██████████████  R\n"
				   "b     no data\n"
				   "R red\n");
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
}
END_TEST

TEST_MAIN("report_draw", bars_are_made_of_eighths,
    a_sparkline_leaves_a_gap_where_a_day_is_missing,
    a_sparkline_has_room_for_the_widest_range_of_numbers,
    text_for_a_terminal_cannot_steer_it, notes_are_broken_at_spaces,
    parts_of_a_share_may_add_up_beyond_64_bits, a_text_may_end_its_lines_in_cr_lf,
    a_line_below_zero_is_told_by_its_highest_number,
    a_document_without_a_chart_is_no_picture,
    a_state_that_is_none_of_ours_is_shown_and_alarms_nobody,
    rows_as_bars_are_drawn_in_a_picture_as_well,
    the_largest_number_is_that_of_the_rows_that_are_left,
    a_shade_is_that_of_its_share_of_the_largest,
    a_table_of_shades_that_is_cut_is_data_for_the_script,
    ticks_are_round_and_enclose_the_data, the_widest_range_of_numbers_has_ticks,
    markup_in_a_name_stays_text, different_ids_have_different_anchors,
    a_page_without_script_has_none_and_escapes_every_text,
    rows_that_are_not_drawn_are_data_for_the_script,
    text_shows_missing_in_words_and_lights_by_letter)
