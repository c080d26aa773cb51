/* Charts over two axes: dots, and the cells of a heat map. */
#include "base/num.h"
#include "base/text.h"
#include "chart/scale.h"
#include "table/show.h"
#include "chart/svg.h"
#include "chart/svg_name.h"
#include "table/markup_text.h"
#include "table/terminal_text.h"

#include <math.h>
#include <string.h>

/* As charts of lines are wide, and somewhat higher: both axes are numbers. */
#define WIDTH 560
#define HEIGHT 320
#define LEFT 56
#define TOP 12
#define PLOT_WIDTH (WIDTH - LEFT - 16)
#define PLOT_HEIGHT (HEIGHT - TOP - 44)

#define DOT 8.0    /* diameter */
#define LARGE 30.0 /* the largest, where they have sizes */
/* More could not be told apart by the eye, and each is a path of its own. */
#define SIZES 8 /* that are told apart: dots of one are one path */

static void
svg_field_open_svg(struct csm_buf *out, const struct csm_table *t, const char *class,
    int width, int height, const char *desc)
{
	csm_buf_printf(out,
	    "<svg class=\"chart%s\" viewBox=\"0 0 %d %d\" role=\"img\">", class, width,
	    height);
	csm_svg_title(out, t->title, desc);
}

/* ---- dots ---- */

struct dots {
	struct csm_buf *out;
	const struct csm_table *table;
	struct csm_scale across, up;
	int64_t largest; /* of the sizes; 0: none have one */
};

static int
has_place(const struct csm_table *t, size_t row)
{
	return csm_table_at(t, row, 1)->kind == CSM_CELL_NUMBER &&
	       csm_table_at(t, row, 2)->kind == CSM_CELL_NUMBER;
}

/* Which of the sizes, 1 to SIZES: the area grows with the number. */
static int
size_of(const struct dots *d, size_t row)
{
	const struct csm_cell *cell;

	/* without a third number all are one size */
	if (d->largest == 0)
		return 1;
	cell = csm_table_at(d->table, row, 3);
	if (cell->kind != CSM_CELL_NUMBER || cell->number <= 0)
		return 1;
	return 1 + (int)(sqrt((double)cell->number / (double)d->largest) * (SIZES - 1) +
			 0.5);
}

/* A dot is a path without length and with round ends: ten bytes a company. */
static void
svg_field_put_dots(struct dots *d, int size)
{
	const struct csm_table *t = d->table;
	double wide = d->largest == 0
			  ? DOT
			  : DOT + (LARGE - DOT) * (size - 1) / (double)(SIZES - 1);
	size_t n = 0;

	for (size_t r = 0; r < t->rows; r++) {
		double x, y;
		if (!has_place(t, r) || size_of(d, r) != size)
			continue;
		if (n++ == 0)
			csm_buf_printf(d->out,
			    "<path class=\"dots\" stroke-width=\"%.0f\" d=\"", wide);
		/* the scale across is one that stands up */
		x = LEFT + TOP + PLOT_WIDTH -
		    csm_scale_y(&d->across, csm_table_at(t, r, 1)->number);
		y = csm_scale_y(&d->up, csm_table_at(t, r, 2)->number);
		csm_buf_printf(d->out, "M%.0f %.0fh0", x, y);
	}
	if (n > 0)
		csm_buf_puts(d->out, "\"/>");
}

static void
svg_field_put_axes(struct dots *d)
{
	for (int i = 0; i <= d->up.ticks; i++) {
		int64_t value = csm_scale_tick(&d->up, i);
		double y = csm_scale_y(&d->up, value);
		csm_buf_printf(d->out,
		    "<path class=\"grid\" d=\"M%d %.1fh%d\"/><text class=\"tick\" "
		    "x=\"%d\" y=\"%.1f\" text-anchor=\"end\">",
		    LEFT, y, PLOT_WIDTH, LEFT - 6, y + 4);
		csm_show_tick(d->out, value);
		csm_buf_puts(d->out, "</text>");
	}
	for (int i = 0; i <= d->across.ticks; i++) {
		int64_t value = csm_scale_tick(&d->across, i);
		double x = LEFT + TOP + PLOT_WIDTH - csm_scale_y(&d->across, value);
		csm_buf_printf(d->out,
		    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">",
		    x, TOP + PLOT_HEIGHT + 17);
		csm_show_tick(d->out, value);
		csm_buf_puts(d->out, "</text>");
	}
	csm_buf_printf(d->out,
	    "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">",
	    LEFT + PLOT_WIDTH, HEIGHT - 8);
	csm_markup_escape(d->out, d->table->column[1].title);
	csm_buf_puts(d->out, " \u2192</text>");
}

void
csm_svg_scatter(struct csm_buf *out, const struct csm_table *t)
{
	struct dots d = {.out = out, .table = t};
	struct csm_buf desc = {0};
	size_t n = 0;

	csm_scale_init(&d.across, 0, TOP, 0, PLOT_WIDTH, t->rows);
	csm_scale_init(&d.up, 0, TOP, 0, PLOT_HEIGHT, t->rows);
	for (size_t r = 0; r < t->rows; r++) {
		if (!has_place(t, r))
			continue;
		csm_scale_add(&d.across, &csm_table_at(t, r, 1)->number, 1);
		csm_scale_add(&d.up, &csm_table_at(t, r, 2)->number, 1);
		n++;
	}
	csm_scale_round(&d.across);
	csm_scale_round(&d.up);
	if (t->chart_columns > 2)
		d.largest = csm_table_largest(t, 3);
	csm_text_count(&desc, n, "dots");
	csm_buf_printf(
	    &desc, "; across: %s; up: %s.", t->column[1].title, t->column[2].title);
	csm_buf_printf(out, "<p class=\"axis\">\u2191 ");
	csm_markup_escape(out, t->column[2].title);
	if (t->chart_columns > 2) {
		csm_buf_puts(out, "; size: ");
		csm_markup_escape(out, t->column[3].title);
	}
	csm_buf_puts(out, "</p>");
	svg_field_open_svg(out, t, "", WIDTH, HEIGHT, csm_buf_text(&desc));
	svg_field_put_axes(&d);
	/* the largest first, below the others */
	for (int size = SIZES; size >= 1; size--)
		svg_field_put_dots(&d, size);
	csm_buf_puts(out, "</svg>");
	csm_buf_fini(&desc);
}

/* ---- heat ---- */

#define NAMES 150 /* pixels of a chart for the names of rows */
#define CELL 24
/* as many as can still be told apart side by side; page.css has a class for each */
#define STEPS CSM_SVG_SHADES
#define LETTERS 20
#define LETTER 7.2 /* width of one */

/* The shade of a number: 0 for none, 1 to STEPS from the lowest to the highest. */
static int
shade(int64_t value, int64_t low, int64_t high)
{
	/* All the same: the darkest, since there is nothing they would be less than. */
	double part = high > low
			  ? ((double)value - (double)low) / ((double)high - (double)low)
			  : 1;

	return 1 + (int)(part * (STEPS - 1) + 0.5);
}

static void
find_range(const struct csm_table *t, int64_t *low, int64_t *high)
{
	*low = INT64_MAX;
	*high = INT64_MIN;
	for (size_t r = 0; r < t->rows; r++)
		for (size_t c = 1; c < t->columns; c++) {
			const struct csm_cell *cell = csm_table_at(t, r, c);
			if (cell->kind != CSM_CELL_NUMBER)
				continue;
			if (cell->number < *low)
				*low = cell->number;
			if (cell->number > *high)
				*high = cell->number;
		}
}

static void
put_heat_row(struct csm_buf *out, const struct csm_table *t, size_t r, const char *name,
    double wide, int64_t low, int64_t high)
{
	double y = (double)r * CELL;

	csm_buf_printf(out,
	    "<text class=\"name\" x=\"%d\" y=\"%.0f\" text-anchor=\"end\">", NAMES - 8,
	    y + 16);
	csm_markup_escape(out, name);
	csm_buf_puts(out, "</text>");
	for (size_t c = 1; c < t->columns; c++) {
		const struct csm_cell *cell = csm_table_at(t, r, c);
		if (cell->kind != CSM_CELL_NUMBER)
			continue;
		csm_buf_printf(out,
		    "<rect class=\"h%d\" x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" "
		    "height=\"%d\"/>",
		    shade(cell->number, low, high), NAMES + (double)(c - 1) * wide, y,
		    /* Many narrow cells touch: gaps would take half of the drawing. */
		    wide > 4 ? wide - 1.5 : wide, CELL - 2);
	}
}

/* The widest heading, in columns of text. */
static double
widest_heading(const struct csm_table *t)
{
	size_t widest = 0;

	for (size_t c = 1; c < t->columns; c++) {
		size_t n = csm_termtext_widest(t->column[c].title);
		widest = n > widest ? n : widest;
	}
	return (double)widest * LETTER;
}

/* Under each column, where there is room, else under the first and the last. */
static void
put_heat_labels(struct csm_buf *out, const struct csm_table *t, double wide, int y)
{
	bool each = widest_heading(t) <= wide;

	for (size_t c = 1; c < t->columns; c++) {
		if (!each && c > 1 && c + 1 < t->columns)
			continue;
		csm_buf_printf(out,
		    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">",
		    NAMES + wide * (each       ? (double)c - 0.5
				       : c > 1 ? (double)c
					       : 0),
		    y,
		    each    ? "middle"
		    : c > 1 ? "end"
			    : "start");
		csm_markup_escape(out, t->column[c].title);
		csm_buf_puts(out, "</text>");
	}
}

int
csm_svg_heat_height(const struct csm_table *t)
{
	return (int)t->rows * CELL + 26;
}

void
csm_svg_heat_plot(struct csm_buf *out, const struct csm_table *t)
{
	struct csm_arena scratch = {0};
	const char **name = csm_svgname_rows(&scratch, t, LETTERS);
	double wide = (double)(WIDTH - NAMES) / (double)(t->columns - 1);
	int64_t low, high;

	find_range(t, &low, &high);
	for (size_t r = 0; r < t->rows; r++)
		put_heat_row(out, t, r, name[r], wide, low, high);
	put_heat_labels(out, t, wide, csm_svg_heat_height(t) - 8);
	csm_arena_fini(&scratch);
}

bool
csm_svg_heat_ends(
    const struct csm_table *t, struct csm_buf *lowest, struct csm_buf *highest)
{
	int64_t low, high;

	find_range(t, &low, &high);
	if (low > high)
		return false;
	csm_show_short(lowest, low);
	csm_show_short(highest, high);
	return true;
}

/* What the shades stand for. */
static void
put_heat_legend(struct csm_buf *out, const char *low, const char *high)
{
	csm_buf_printf(out, "<ul class=\"legend\"><li>%s", low);
	for (int i = 1; i <= STEPS; i++)
		csm_buf_printf(out,
		    " <svg viewBox=\"0 0 10 10\" width=\"12\" height=\"12\" "
		    "aria-hidden=\"true\"><rect class=\"h%d\" width=\"10\" "
		    "height=\"10\"/></svg>",
		    i);
	csm_buf_printf(out, " %s</li></ul>", high);
}

void
csm_svg_heat_describe(struct csm_buf *out, const struct csm_table *t)
{
	struct csm_buf low = {0}, high = {0};

	csm_text_count(out, t->rows, "rows");
	csm_buf_printf(out, ", from %s to %s", t->column[1].title,
	    t->column[t->columns - 1].title);
	if (csm_svg_heat_ends(t, &low, &high))
		csm_buf_printf(out, ", from %s to %s", low.data, high.data);
	csm_buf_fini(&low);
	csm_buf_fini(&high);
}

void
csm_svg_heat(struct csm_buf *out, const struct csm_table *t)
{
	struct csm_buf desc = {0}, low = {0}, high = {0};

	if (!csm_svg_heat_ends(t, &low, &high)) {
		csm_buf_puts(out, "<p class=\"none\">" CSM_SHOW_NONE "</p>");
		return;
	}
	csm_svg_heat_describe(&desc, t);
	csm_buf_puts(&desc, ". The numbers are in the table below.");
	svg_field_open_svg(out, t, "", WIDTH, csm_svg_heat_height(t), desc.data);
	csm_svg_heat_plot(out, t);
	csm_buf_puts(out, "</svg>");
	put_heat_legend(out, low.data, high.data);
	csm_buf_fini(&desc);
	csm_buf_fini(&low);
	csm_buf_fini(&high);
}
