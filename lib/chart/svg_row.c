/* Charts whose rows are compared: horizontal bars, slices of a pie. */
#include "base/num.h"
#include "table/show.h"
#include "chart/svg.h"
#include "chart/svg_name.h"
#include "table/markup_text.h"

#include <math.h>
#include <string.h>

#define WIDTH 560 /* as charts of lines */
/* Choices of looks: a name of 24 letters, a number of eight, bars between. */
#define LABEL 170  /* for names */
#define VALUE 70   /* for numbers, at least */
#define VALUES 200 /* and at most */
#define LETTER 6.6 /* width of a letter of a number */
#define BAR 18
#define THIN 12 /* of several in a row */
#define STEP 26
#define LETTERS 24 /* of a name that fit into its place */

#define COLOURS 6

static const char *
svg_row_name_of(const struct csm_table *t, size_t row)
{
	const struct csm_cell *cell = csm_table_at(t, row, 0);

	return cell->text == NULL ? "" : cell->text;
}

/* How many bars a row has: reports of one say nothing. */
static size_t
svg_row_bars(const struct csm_table *t)
{
	return t->chart == CSM_CHART_BARS && t->chart_columns > 1 ? t->chart_columns
								  : 1;
}

void
csm_svg_bars_describe(struct csm_buf *out, const struct csm_table *t)
{
	size_t bars = svg_row_bars(t);

	/* Twenty are as many as somebody listens to; the table has all. */
	for (size_t r = 0; r < t->rows && r < 20; r++) {
		csm_buf_printf(out, "%s%s",
		    r == 0     ? ""
		    : bars > 1 ? "; "
			       : ", ",
		    svg_row_name_of(t, r));
		for (size_t c = 1; c <= bars; c++) {
			csm_buf_puts(out, c > 1 ? ", " : " ");
			if (bars > 1)
				csm_buf_printf(out, "%s ", t->column[c].title);
			csm_show_cell(out, csm_table_at(t, r, c), &t->column[c]);
		}
	}
}

static void
svg_row_open_svg(struct csm_buf *out, const struct csm_table *t, int width, int height)
{
	struct csm_buf desc = {0};

	csm_svg_bars_describe(&desc, t); /* slices, too: rows with a number each */
	csm_buf_puts(&desc, ". The numbers are in the table below.");
	csm_buf_printf(out,
	    "<svg class=\"chart rows\" viewBox=\"0 0 %d %d\" role=\"img\">", width,
	    height);
	csm_svg_title(out, t->title, desc.data);
	csm_buf_fini(&desc);
}

static int64_t
svg_row_value(const struct csm_table *t, size_t row, size_t column)
{
	const struct csm_cell *cell = csm_table_at(t, row, column);

	return cell->kind == CSM_CELL_NUMBER ? cell->number : CSM_MISSING;
}

static int64_t
svg_row_value_of(const struct csm_table *t, size_t row)
{
	return svg_row_value(t, row, 1);
}

/* Where bars begin, and how long one of 1 is. */
struct bars {
	struct csm_buf *out;
	const struct csm_table *table;
	double zero, unit;
	size_t each; /* in a row */
	int thick, step;
};

/* Colours of states mean the same wherever they stand. */
static const char *
svg_row_fill(const struct csm_table *t, size_t column, const struct csm_cell *cell)
{
	const char *css = cell->state == NULL ? "" : cell->state->css;

	return cell->state == NULL             ? csm_svg_fill(t, column)
	       : strncmp(css, "green", 5) == 0 ? "s-green"
	       : strncmp(css, "amber", 5) == 0 ? "s-amber"
	       : strncmp(css, "red", 3) == 0   ? "s-red"
					       : "s-none";
}

/* The number, and in words what its colour says. */
static void
svg_row_put_value(
    struct csm_buf *out, const struct csm_table *t, size_t row, size_t column)
{
	const struct csm_cell *cell = csm_table_at(t, row, column);

	csm_show_cell(out, cell, &t->column[column]);
	if (cell->state != NULL)
		csm_buf_printf(out, " %s", cell->state->word);
}

/* Room for the widest number, of the usual fonts: no drawing knows its own. */
static double
svg_row_value_width(const struct csm_table *t)
{
	struct csm_buf text = {0};
	double width = VALUE;

	for (size_t r = 0; r < t->rows; r++)
		for (size_t c = 1; c <= svg_row_bars(t); c++) {
			csm_buf_reset(&text);
			svg_row_put_value(&text, t, r, c);
			if ((double)text.len * LETTER + 10 > width)
				width = (double)text.len * LETTER + 10;
		}
	csm_buf_fini(&text);
	/* a unit may be any text */
	return width < VALUES ? width : VALUES;
}

static struct bars
svg_row_measure(struct csm_buf *out, const struct csm_table *t)
{
	struct bars b = {.out = out, .table = t, .each = svg_row_bars(t)};
	double low = 0, high = 0;

	/* Bars of one row touch nearly, those of two do not. */
	b.thick = b.each > 1 ? THIN : BAR;
	b.step = b.each > 1 ? (int)b.each * (THIN + 2) + STEP - BAR : STEP;
	for (size_t r = 0; r < t->rows; r++)
		for (size_t c = 1; c <= b.each; c++) {
			int64_t value = svg_row_value(t, r, c);
			if (value != CSM_MISSING && (double)value < low)
				low = (double)value;
			if (value != CSM_MISSING && (double)value > high)
				high = (double)value;
		}
	/* Zero lies within: a bar is as long as its number, never longer for beginning
	 * elsewhere. */
	b.unit =
	    high > low ? (WIDTH - LABEL - svg_row_value_width(t)) / (high - low) : 0;
	b.zero = LABEL - low * b.unit;
	return b;
}

static void
svg_row_put_bar(const struct bars *b, size_t row, size_t column)
{
	const struct csm_table *t = b->table;
	int64_t value = svg_row_value(t, row, column);
	double length = value == CSM_MISSING ? 0 : (double)value * b->unit;
	struct csm_buf text = {0};
	int y = (int)row * b->step + 4 + (int)(column - 1) * (b->thick + 2);

	if (value != CSM_MISSING)
		csm_buf_printf(b->out,
		    "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" "
		    "height=\"%d\" rx=\"1\"/>",
		    svg_row_fill(t, column, csm_table_at(t, row, column)),
		    length < 0 ? b->zero + length : b->zero, y, fabs(length), b->thick);
	/* Of a bar to the left the number stands right of zero, where there is room. */
	csm_buf_printf(b->out, "<text class=\"tick\" x=\"%.1f\" y=\"%d\">",
	    (length < 0 ? b->zero : b->zero + length) + 6,
	    y + b->thick - (b->each > 1 ? 2 : 5));
	svg_row_put_value(&text, t, row, column);
	csm_markup_escape(b->out, csm_buf_text(&text));
	csm_buf_fini(&text);
	csm_buf_puts(b->out, "</text>");
}

void
csm_svg_bars_plot(struct csm_buf *out, const struct csm_table *t)
{
	struct bars b = svg_row_measure(out, t);
	struct csm_arena scratch = {0};
	const char **name = csm_svgname_rows(&scratch, t, LETTERS);

	for (size_t r = 0; r < t->rows; r++) {
		csm_buf_printf(out,
		    "<text class=\"name\" x=\"%d\" y=\"%d\" text-anchor=\"end\">",
		    LABEL - 8,
		    (int)r * b.step + 17 + ((int)b.each - 1) * (b.thick + 2) / 2);
		csm_markup_escape(out, name[r]);
		csm_buf_puts(out, "</text>");
		for (size_t c = 1; c <= b.each; c++)
			svg_row_put_bar(&b, r, c);
	}
	csm_arena_fini(&scratch);
}

int
csm_svg_bars_height(const struct csm_table *t)
{
	size_t each = svg_row_bars(t);

	return (int)t->rows * (each > 1 ? (int)each * (THIN + 2) + STEP - BAR : STEP) +
	       4;
}

void
csm_svg_bars(struct csm_buf *out, const struct csm_table *t)
{
	svg_row_open_svg(out, t, WIDTH, csm_svg_bars_height(t));
	csm_svg_bars_plot(out, t);
	csm_buf_puts(out, "</svg>");
}

/* ---- pie ---- */

/* A pie is as high as charts of lines, and leaves room for its outline. */
#define SIZE 190
#define RADIUS 88.0
#define FULL (2 * 3.14159265358979323846)

void
csm_svg_key(struct csm_buf *out, const char *fill)
{
	csm_buf_printf(out,
	    "<li><svg viewBox=\"0 0 10 10\" width=\"10\" height=\"10\" "
	    "aria-hidden=\"true\"><rect class=\"%s\" width=\"10\" height=\"10\" "
	    "rx=\"2\"/></svg><bdi>",
	    fill);
}

void
csm_svg_line_key(struct csm_buf *out, size_t line)
{
	csm_buf_printf(out,
	    "<li><svg viewBox=\"0 0 24 8\" width=\"24\" height=\"8\" "
	    "aria-hidden=\"true\"><path class=\"l%zu\" d=\"M1 4h22\"/></svg><bdi>",
	    line % 6);
}

/* From a part of the turn to another, clockwise from the top. */
static void
put_slice(struct csm_buf *out, double from, double to, size_t colour)
{
	double c = SIZE / 2.0;

	/* An arc that ends where it begins is drawn as nothing. */
	if (to - from > 0.9999) {
		csm_buf_printf(out,
		    "<circle class=\"f%zu\" cx=\"%.0f\" cy=\"%.0f\" r=\"%.0f\"/>",
		    colour, c, c, RADIUS);
		return;
	}
	csm_buf_printf(out,
	    "<path class=\"f%zu slice\" d=\"M%.0f %.0fL%.2f %.2fA%.0f %.0f 0 %d 1 %.2f "
	    "%.2fZ\"/>",
	    colour, c, c, c + RADIUS * sin(from * FULL), c - RADIUS * cos(from * FULL),
	    RADIUS, RADIUS, to - from > 0.5, c + RADIUS * sin(to * FULL),
	    c - RADIUS * cos(to * FULL));
}

static void
put_pie_legend(struct csm_buf *out, const struct csm_table *t, double whole)
{
	csm_buf_puts(out, "<ul class=\"legend\">");
	for (size_t r = 0; r < t->rows; r++) {
		int64_t value = svg_row_value_of(t, r);
		char fill[] = "f0";
		fill[1] = (char)('0' + r % COLOURS);
		csm_svg_key(out, fill);
		csm_markup_escape(out, svg_row_name_of(t, r));
		csm_buf_puts(out, "</bdi> <b>");
		csm_show_cell(out, csm_table_at(t, r, 1), &t->column[1]);
		csm_buf_puts(out, "</b>");
		/* a part below 0 has no share of the whole */
		if (value != CSM_MISSING && value >= 0)
			csm_buf_printf(out, " %.0f%%", (double)value / whole * 100);
		csm_buf_puts(out, "</li>");
	}
	csm_buf_puts(out, "</ul>");
}

/* What is below 0 has no slice. */
void
csm_svg_pie(struct csm_buf *out, const struct csm_table *t)
{
	double whole = 0, at = 0;

	for (size_t r = 0; r < t->rows; r++)
		if (svg_row_value_of(t, r) > 0) /* CSM_MISSING is below every number */
			whole += (double)svg_row_value_of(t, r);
	if (whole <= 0) {
		csm_buf_puts(out, "<p class=\"none\">" CSM_SHOW_NONE "</p>");
		return;
	}
	csm_buf_puts(out, "<div class=\"pie\">");
	svg_row_open_svg(out, t, SIZE, SIZE);
	for (size_t r = 0; r < t->rows; r++) {
		double part = (double)svg_row_value_of(t, r) / whole;
		if (svg_row_value_of(t, r) <= 0)
			continue;
		put_slice(out, at, at + part, r % COLOURS);
		at += part;
	}
	csm_buf_puts(out, "</svg>");
	put_pie_legend(out, t, whole);
	csm_buf_puts(out, "</div>");
}
