#include "document/html.h"
#include "chart/svg.h"
#include "document/writer.h"

#include "test.h"

#include <string.h>

#define ONE CSM_NUM_ONE

static void
is_prose(const char *text, const char *html)
{
	struct csm_buf out = {0};

	csm_html_prose(&out, text, 3);
	ck_assert_str_eq(csm_buf_text(&out), html);
	csm_buf_fini(&out);
}

START_TEST(blocks_of_markdown_are_elements)
{
	is_prose("", "<div class=\"prose\"></div>");
	is_prose("one\ntwo\n\nthree",
	    "<div class=\"prose\"><p>one\ntwo\n</p>\n<p>three\n"
	    "</p>\n</div>");
	is_prose("# A\n#### B\n#x",
	    "<div class=\"prose\"><h3>A</h3>\n<h4>B</h4>\n<p>#x\n"
	    "</p>\n</div>");
	is_prose("- a\n- b\n1. c",
	    "<div class=\"prose\"><ul><li>a\n<li>b\n</ul>\n<ol><li>c\n"
	    "</ol>\n</div>");
	is_prose("> a\nb\n\n---",
	    "<div class=\"prose\"><blockquote>a\nb\n</blockquote>\n<hr>\n"
	    "</div>");
	is_prose("```\n<b> *x*\n", "<div class=\"prose\"><pre><code>&lt;b&gt; *x*\n"
				   "</code></pre></div>");
}
END_TEST

START_TEST(marks_within_a_line)
{
	is_prose("**a** *b* _c_ `d*e*` a_b_c",
	    "<div class=\"prose\"><p><strong>a</strong> <em>b</em> <em>c</em> "
	    "<code>d*e*</code> a_b_c\n</p>\n</div>");
	is_prose("2 * 3 * 4 \\*x\\* **",
	    "<div class=\"prose\"><p>2 * 3 * 4 *x* **\n</p>\n</div>");
	is_prose("[a *b*](https://x.y/?q=\"1\"&r) [t](#acme)",
	    "<div class=\"prose\"><p><a href=\"https://x.y/?q=&quot;1&quot;&amp;r\">a "
	    "<em>b</em></a> <a href=\"#acme\">t</a>\n</p>\n</div>");
}
END_TEST

START_TEST(what_could_run_stays_text)
{
	is_prose("<script>x</script>",
	    "<div class=\"prose\"><p>&lt;script&gt;x&lt;/script&gt;\n</p>\n</div>");
	is_prose("[a](javascript:x) [b](data:x) [c]( https://x) [d](//x)",
	    "<div class=\"prose\"><p>[a](javascript:x) [b](data:x) [c]( https://x) "
	    "[d](//x)\n</p>\n</div>");
	is_prose("[a](https://\"><b>)",
	    "<div class=\"prose\"><p><a "
	    "href=\"https://&quot;&gt;&lt;b&gt;\">a</a>\n</p>\n"
	    "</div>");
	is_prose("[a](", "<div class=\"prose\"><p>[a](\n</p>\n</div>");
	is_prose("[a]", "<div class=\"prose\"><p>[a]\n</p>\n</div>");
	is_prose("**", "<div class=\"prose\"><p>**\n</p>\n</div>");
}
END_TEST

struct charted {
	const char *name;
	const int64_t *number;
};

static struct csm_cell
charted_number(const void *row, size_t column)
{
	const struct charted *r = row;

	return csm_cell_number(r->number[column]);
}

/* Rows a, b, c with the numbers given, in as many columns. */
static struct csm_table *
numbers(
    struct csm_doc *doc, enum csm_chart chart, size_t columns, const int64_t *number)
{
	static const char *const names[] = {"a", "b", "c", "d"};
	struct csm_table *t = csm_doc_table(doc, "t", "T");

	csm_table_add(t, &(const struct csm_table_column){
			     "name", "Name", CSM_OF_TEXT(struct charted, name)});
	for (size_t c = 0; c < columns; c++)
		csm_table_add(t, &(const struct csm_table_column){names[c], names[c],
				     CSM_CELL_NUMBER, .of = charted_number, .at = c});
	t->chart = chart;
	t->chart_columns = columns;
	for (size_t r = 0; r < 3; r++) {
		const struct charted row = {names[r], &number[r * columns]};
		csm_table_put(t, &row);
	}
	return t;
}

static void
is_drawn(enum csm_chart chart, size_t columns, const int64_t *number, const char *part,
    const char *other)
{
	struct csm_doc doc = {0};
	struct csm_buf out = {0};

	csm_svg_chart(&out, numbers(&doc, chart, columns, number));
	ck_assert_msg(strstr(csm_buf_text(&out), part) != NULL, "no %s in %s", part,
	    csm_buf_text(&out));
	ck_assert_msg(strstr(csm_buf_text(&out), other) != NULL, "no %s in %s", other,
	    csm_buf_text(&out));
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
}

/* 560 wide, 170 for names and 70 for numbers: 320 for the range. */
START_TEST(bars_are_as_long_as_their_numbers)
{
	const int64_t up[] = {4 * ONE, CSM_MISSING, 1 * ONE};
	is_drawn(CSM_CHART_BARS, 1, up,
	    "x=\"170.0\" y=\"4\" width=\"320.0\" height=\"18\"",
	    "x=\"170.0\" y=\"56\" width=\"80.0\" height=\"18\"");
	is_drawn(CSM_CHART_BARS, 1, up, "y=\"43\">no data</text>",
	    "<desc>a 4, b no data, c 1. The numbers");
	/* from -1 to 3: 80 a unit, 0 at 250 */
	const int64_t both[] = {3 * ONE, -1 * ONE, 0};
	is_drawn(CSM_CHART_BARS, 1, both, "x=\"250.0\" y=\"4\" width=\"240.0\"",
	    "x=\"170.0\" y=\"30\" width=\"80.0\"");
}
END_TEST

/* The middle is at 95, 95, the radius 88. */
START_TEST(slices_are_parts_of_a_turn)
{
	const int64_t parts[] = {1 * ONE, 1 * ONE, 2 * ONE};
	is_drawn(CSM_CHART_PIE, 1, parts,
	    "class=\"f0 slice\" d=\"M95 95L95.00 7.00A88 88 0 0 1 183.00 95.00Z\"",
	    "class=\"f2 slice\" d=\"M95 95L95.00 183.00A88 88 0 0 1 95.00 7.00Z\"");
	const int64_t one[] = {2 * ONE, -5 * ONE, CSM_MISSING};
	is_drawn(CSM_CHART_PIE, 1, one,
	    "<circle class=\"f0\" cx=\"95\" cy=\"95\" r=\"88\"/>",
	    "a</bdi> <b>2</b> 100%");
	const int64_t none[] = {0, 0, CSM_MISSING};
	is_drawn(CSM_CHART_PIE, 1, none, "no data", "<p");
}
END_TEST

/* The plot is 494 wide and 148 high from 52, 12: three columns of 72 % of 494 / 3. */
START_TEST(columns_stand_side_by_side_or_upon_each_other)
{
	const int64_t two[] = {1 * ONE, 1 * ONE, 2 * ONE, 2 * ONE, 1 * ONE, -1 * ONE};
	/* stacked to 4 and down to -1: steps of 2, from -2 to 4; a unit is 148 / 6 */
	is_drawn(CSM_CHART_STACKED, 2, two,
	    "<rect class=\"f0\" x=\"75.1\" y=\"86.0\" width=\"118.6\" "
	    "height=\"24.7\"/>",
	    "<rect class=\"f1\" x=\"75.1\" y=\"61.3\" width=\"118.6\" "
	    "height=\"24.7\"/>");
	/* side by side to 2: steps of 1, from -1 to 2; a unit is 148 / 3 */
	is_drawn(CSM_CHART_COLUMNS, 2, two,
	    "<rect class=\"f0\" x=\"75.1\" y=\"61.3\" "
	    "width=\"59.3\" height=\"49.3\" rx=\"1\"/>",
	    "<rect class=\"f1\" x=\"134.3\" y=\"61.3\" width=\"59.3\" height=\"49.3\" "
	    "rx=\"1\"/>");
}
END_TEST

/* Plot of 488 by 264 from 56, 12; across 0 to 2, up 0 to 4. */
START_TEST(dots_lie_where_their_numbers_are)
{
	const int64_t two[] = {1 * ONE, 4 * ONE, 2 * ONE, 0, 1 * ONE, CSM_MISSING};
	is_drawn(CSM_CHART_SCATTER, 2, two,
	    "stroke-width=\"8\" d=\"M300 12h0M544 276h0\"",
	    "<desc>2 dots; across: a; up: b.</desc>");
	const int64_t sized[] = {1 * ONE, 4 * ONE, 9 * ONE, 2 * ONE, 0, 0, 0, 0, ONE};
	/* the largest has all of 30; a ninth has a third of the diameter's growth */
	is_drawn(CSM_CHART_SCATTER, 3, sized, "stroke-width=\"30\" d=\"M300 12h0\"",
	    "stroke-width=\"14\" d=\"M56 276h0\"");
}
END_TEST

START_TEST(cells_are_shaded_from_the_lowest_to_the_highest)
{
	const int64_t cells[] = {0, 10 * ONE, 5 * ONE, CSM_MISSING, 2 * ONE, 8 * ONE};
	is_drawn(CSM_CHART_HEAT, 2, cells,
	    "<rect class=\"h1\" x=\"150.0\" y=\"0\" width=\"203.5\" "
	    "height=\"22\"/><rect "
	    "class=\"h6\" x=\"355.0\" y=\"0\"",
	    "class=\"h2\" x=\"150.0\" y=\"48\"");
	const int64_t none[] = {CSM_MISSING, CSM_MISSING, CSM_MISSING};
	is_drawn(CSM_CHART_HEAT, 1, none, "no data", "<p");
}
END_TEST

static size_t
count(const char *text, const char *word)
{
	size_t n = 0;

	while ((text = strstr(text, word)) != NULL) {
		text += strlen(word);
		n++;
	}
	return n;
}

struct bubble {
	const char *name;
	int64_t number;
	const char *colour, *outlier;
};

static const struct csm_table_column bubble_columns[] = {
    {"name", "name", CSM_OF_TEXT(struct bubble, name)},
    {"x", "x", CSM_OF_NUMBER(struct bubble, number)},
    {"y", "y", CSM_OF_NUMBER(struct bubble, number)},
    {"size", "size", CSM_OF_NUMBER(struct bubble, number)},
    {"colour", "colour", CSM_OF_TEXT(struct bubble, colour)},
    {"outlier", "outlier", CSM_OF_TEXT(struct bubble, outlier)}};

/* Of 1,001 bubbles of two colours at two places the first 100 are circles with a title; the
 * others, whose areas are 0.1 and 2 % of the largest and drawn as the smallest, are a path of
 * each colour, which has each place once: it is filled once. */
START_TEST(bubbles_in_a_crowd_are_drawn_small)
{
	struct csm_doc doc = {0};
	struct csm_buf out = {0};
	struct csm_table *t = csm_doc_table(&doc, "bubbles", "T");

	CSM_TABLE_COLUMNS(t, bubble_columns);
	t->chart = CSM_CHART_BUBBLE;
	for (int i = 0; i < 1001; i++) {
		const struct bubble row = {"a",
		    i == 0      ? 1000 * ONE
		    : i % 4 < 2 ? ONE
				: 20 * ONE,
		    i % 2 ? "odd" : "even", NULL};
		csm_table_put(t, &row);
	}
	csm_svg_chart(&out, t);
	ck_assert_uint_eq(count(csm_buf_text(&out), "<circle class=\"b "),
	    100 + 2); /* and those of the legend */
	ck_assert_uint_eq(count(csm_buf_text(&out), "</title></circle>"), 100);
	ck_assert_uint_eq(count(csm_buf_text(&out), "<path class=\"b crowd "), 2);
	ck_assert_uint_eq(count(csm_buf_text(&out), " 0 1 0 .1 0"), 4);
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
}
END_TEST

TEST_MAIN("report_page", bubbles_in_a_crowd_are_drawn_small,
    blocks_of_markdown_are_elements, marks_within_a_line, what_could_run_stays_text,
    bars_are_as_long_as_their_numbers, slices_are_parts_of_a_turn,
    columns_stand_side_by_side_or_upon_each_other, dots_lie_where_their_numbers_are,
    cells_are_shaded_from_the_lowest_to_the_highest)
