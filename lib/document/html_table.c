#include "document/html.h"

#include "base/text.h"
#include "table/show.h"
#include "chart/svg.h"
#include "chart/svg_axis.h"
#include "table/markup_text.h"

#include <string.h>

/* Rows a table may have and still be kept on one sheet of paper.  A choice of looks:
 * longer ones may break across sheets, rather than leave half of one empty. */
#define LONG_TABLE 12
#define SCROLLS 3 /* columns from which a table may be wider than a phone */

/* Numbers are what most cells hold: they need no class. */
const char *
csm_html_class(const struct csm_heading *column)
{
	if (column->kind == CSM_CELL_LIGHTS)
		return "t l";
	return column->kind == CSM_CELL_NUMBER && column->look.show != CSM_SHOW_LIGHT
		   ? ""
	       : column->kind == CSM_CELL_DAY ? ""
	       : column->wraps                ? "t w"
					      : "t";
}

char
csm_html_kind(const struct csm_heading *column)
{
	switch (column->kind) {
	case CSM_CELL_NUMBER:
		return column->look.show == CSM_SHOW_LIGHT ? 'u' : 'n';
	case CSM_CELL_DAY:
		return 'd';
	case CSM_CELL_SERIES:
		return 's';
	case CSM_CELL_LIGHTS:
		return 'l';
	default:
		return 't';
	}
}

size_t
csm_html_number(const struct csm_doc *doc, const struct csm_table *table)
{
	size_t n = 0;

	for (const struct csm_table *t = doc->first; t != table; t = t->next)
		n++;
	return n;
}

size_t
csm_html_rows(const struct csm_table *table)
{
	return table->first == 0 || table->first > table->rows ? table->rows
							       : table->first;
}

static void
html_table_put_head(struct csm_html *html, const struct csm_table *t)
{
	struct csm_buf *out = html->out;

	csm_buf_puts(out, "<thead><tr>");
	for (size_t c = 0; c < t->columns; c++) {
		const char *class = csm_html_class(&t->column[c]);
		csm_buf_puts(out, "<th scope=col");
		if (*class != '\0')
			csm_buf_printf(out, " class=\"%s\"", class);
		if (html->script)
			csm_buf_printf(out, " data-k=%c%s%s",
			    csm_html_kind(&t->column[c]),
			    t->column[c].stated ? " data-s" : "",
			    t->column[c].spare ? " data-spare" : "");
		csm_buf_putc(out, '>');
		csm_html_name(out, t->column[c].title);
	}
	csm_buf_puts(out, "<tbody>\n");
}

/* 1 if less is shown of a number than it has: a script would sort by what is shown. */
static int
is_rounded(const struct csm_cell *cell, const struct csm_heading *column)
{
	int places = csm_cell_look(cell, column)->places;
	int64_t unit = 1;

	/* shown whole: the script reads what is there */
	if (cell->kind != CSM_CELL_NUMBER || places == -1)
		return 0;
	for (int i = places == CSM_PLACES_FEW ? 2 : places; i < 6; i++)
		unit *= 10;
	return cell->number % unit != 0;
}

static void
html_table_put_row(struct csm_html *html, const struct csm_table *t, size_t r)
{
	struct csm_buf *out = html->out;
	char exact[CSM_NUM_TEXT];

	/* The first cell tells the row: readers of screens say it before each of the
	 * others. */
	csm_buf_puts(out, "<tr><th scope=row>");
	csm_html_cell(html, t, csm_table_at(t, r, 0), 0);
	for (size_t c = 1; c < t->columns; c++) {
		const struct csm_cell *cell = csm_table_at(t, r, c);
		const char *class = csm_html_class(&t->column[c]);
		int heat = t->column[c].look.show == CSM_SHOW_HEAT;
		csm_buf_puts(out, "<td");
		if (heat)
			csm_buf_printf(
			    out, " class=\"%s h%d\"", class, csm_table_heat(t, cell));
		else if (*class != '\0')
			csm_buf_printf(out,
			    strlen(class) > 1 ? " class=\"%s\"" : " class=%s", class);
		if (html->script && t->layout == CSM_LAYOUT_TABLE &&
		    is_rounded(cell, &t->column[c])) {
			csm_num_format(cell->number, exact);
			csm_buf_printf(out, " data-v=%s", exact);
		}
		csm_buf_putc(out, '>');
		csm_html_cell(html, t, cell, c);
	}
	csm_buf_putc(out, '\n');
}

/* A table that may be wider than a phone scrolls on its own, also by keyboard. */
static void
html_table_put_rows(struct csm_html *html, const struct csm_table *t)
{
	struct csm_buf *out = html->out;
	size_t rows = csm_html_rows(t);
	int scrolls = t->columns > SCROLLS;

	if (scrolls) {
		csm_buf_puts(out, "<div class=\"scroll\" tabindex=\"0\" "
				  "role=\"group\" aria-label=\"");
		csm_markup_escape(out, t->title);
		csm_buf_puts(out, "\">");
	}
	csm_buf_puts(
	    out, t->layout == CSM_LAYOUT_FACTS ? "<table class=facts" : "<table");
	if (html->script && rows < t->rows)
		csm_buf_printf(out, " data-t=%zu", csm_html_number(html->doc, t));
	csm_buf_puts(out, "><caption>");
	csm_markup_escape(out, t->title);
	csm_buf_puts(out, "</caption>");
	if (t->layout == CSM_LAYOUT_TABLE)
		html_table_put_head(html, t);
	for (size_t r = 0; r < rows; r++)
		html_table_put_row(html, t, r);
	csm_buf_puts(out, scrolls ? "</table></div>" : "</table>");
	/* Said in the page, too: without a script the rest is not there. */
	if (rows < t->rows) {
		csm_buf_puts(out, "<p class=\"note cut\">The first ");
		csm_text_put_part(out, rows, t->rows, "rows");
		csm_buf_puts(out, ".</p>");
	}
}

static void
html_table_put_tiles(struct csm_html *html, const struct csm_table *t)
{
	struct csm_buf *out = html->out;

	csm_buf_puts(out, "<dl class=\"tiles\">");
	for (size_t r = 0; r < t->rows; r++) {
		csm_buf_puts(out, "<div><dt>");
		csm_html_cell(html, t, csm_table_at(t, r, 0), 0);
		csm_buf_puts(out, "</dt>");
		for (size_t c = 1; c < t->columns; c++) {
			const struct csm_cell *cell = csm_table_at(t, r, c);
			if (cell->kind == CSM_CELL_BLANK)
				continue;
			csm_buf_printf(out, "<dd class=\"%s\">",
			    c == 1                          ? "big"
			    : cell->kind == CSM_CELL_SERIES ? "days"
							    : "against");
			csm_html_cell(html, t, cell, c);
			csm_buf_puts(out, "</dd>");
		}
		csm_buf_puts(out, "</div>");
	}
	csm_buf_puts(out, "</dl>");
}

static const char *const charts[] = {[CSM_CHART_LINE] = "line",
    [CSM_CHART_COLUMNS] = "columns",
    [CSM_CHART_STACKED] = "stacked"};

/* The colours of columns that stand for states. */
static void
html_table_put_states(struct csm_buf *out, const struct csm_table *t)
{
	/* Columns are states all or none. */
	if (t->chart_columns == 0 || t->column[1].state == NULL)
		return;
	csm_buf_puts(out, " data-fills=\"");
	for (size_t c = 1; c <= t->chart_columns; c++)
		csm_buf_printf(out, "%s%s", c > 1 ? " " : "", csm_svg_fill(t, c));
	csm_buf_putc(out, '"');
}

/* Columns of the name, the places, the size and the colour of each dot, and what it is
 * named for, for the script; nothing if the chart has none. */
static void
html_table_put_dots(struct csm_buf *out, const struct csm_table *t)
{
	static const char *const names[] = {
	    "name", "x", "y", "size", "colour", "outlier"};
	int scatter = t->chart == CSM_CHART_SCATTER, at[6], both = 1;

	for (int i = 0; i < 6; i++) {
		at[i] = scatter && (size_t)i <= t->chart_columns ? i : -1;
		for (size_t c = 0; !scatter && c < t->columns; c++)
			if (strcmp(t->column[c].name, names[i]) == 0)
				at[i] = (int)c;
		/* Without name and places there is nothing to draw; size, colour and
		 * outlier may be missing. */
		both &= i >= 3 || at[i] >= 0;
	}
	if (both)
		csm_buf_printf(out,
		    " data-chart=\"dots\" data-at=\"%d,%d,%d,%d,%d,%d\"", at[0], at[1],
		    at[2], at[3], at[4], at[5]);
	if (both && !scatter)
		csm_buf_puts(out, " data-empty=\"zero\"");
	if (both && t->divides)
		csm_buf_printf(out, " data-divide=\"%.6f,%.6f\"",
		    csm_num_to_double(t->divide[0]), csm_num_to_double(t->divide[1]));
}

/* Those along an axis are what the script can read out place by place. */
static void
html_table_put_chart(struct csm_html *html, const struct csm_table *t)
{
	struct csm_buf *out = html->out;
	size_t known = sizeof charts / sizeof charts[0];

	csm_buf_puts(out, "<div class=\"plot\"");
	if (html->script && (size_t)t->chart < known && charts[t->chart] != NULL)
		csm_buf_printf(out, " data-chart=\"%s\" data-columns=\"%zu\"%s",
		    charts[t->chart], t->chart_columns,
		    csm_svgaxis_lines(t, CSM_SVG_WIDTH) > 0 ? " data-named" : "");
	else if (html->script)
		html_table_put_dots(out, t);
	/* what only the script reads is left out without it */
	if (html->script)
		html_table_put_states(out, t);
	csm_buf_putc(out, '>');
	csm_svg_chart(out, t);
	csm_buf_puts(out, "</div>");
	/* Every chart has its table: nothing is told by a drawing alone. */
	csm_buf_puts(out, "<details class=\"numbers\"><summary>The numbers</summary>");
	html_table_put_rows(html, t);
	csm_buf_puts(out, "</details>");
}

static void
put_body(struct csm_html *html, const struct csm_table *t)
{
	if (t->rows == 0)
		csm_buf_puts(html->out, "<p class=\"none\">none</p>");
	else if (t->layout == CSM_LAYOUT_TILES)
		html_table_put_tiles(html, t);
	else if (t->chart == CSM_CHART_NONE)
		html_table_put_rows(html, t);
	else
		html_table_put_chart(html, t);
}

static void
html_table_put_note(struct csm_html *html, const struct csm_table *t)
{
	if (t->note == NULL)
		return;
	csm_buf_puts(html->out, "<p class=\"note\">");
	csm_markup_escape(html->out, t->note);
	csm_buf_puts(html->out, "</p>");
}

void
csm_html_body(struct csm_html *html, const struct csm_table *t, int note)
{
	if (note)
		html_table_put_note(html, t);
	put_body(html, t);
}

void
csm_html_section(struct csm_html *html, const struct csm_table *t)
{
	int tiles = t->layout == CSM_LAYOUT_TILES;
	int said = tiles || t->title == html->doc->title;

	csm_buf_printf(html->out, "<section class=\"%s%s\" id=\"_%s\"><h2%s>",
	    tiles     ? "bare"
	    : t->half ? "half"
		      : "full",
	    t->rows > LONG_TABLE ? " long" : "", t->name, said ? " class=\"sr\"" : "");
	csm_markup_escape(html->out, t->title);
	csm_buf_puts(html->out, "</h2>");
	csm_html_body(html, t, 1);
	csm_buf_puts(html->out, "</section>\n");
}

void
csm_html_part(struct csm_html *html, const struct csm_table *t)
{
	/* an account has so many parts that empty ones would hide the others */
	if (t->rows == 0)
		return;
	csm_buf_puts(html->out, t->half ? "<div>" : "<div class=\"full\">");
	html_table_put_rows(html, t);
	html_table_put_note(html, t);
	csm_buf_puts(html->out, "</div>\n");
}
