#include "chart/svg.h"

#include "base/num.h"
#include "stats/total.h"
#include "table/clean_text.h"
#include "chart/scale.h"
#include "chart/svg_axis.h"
#include "table/show.h"
#include "table/markup_text.h"

#include <stdio.h>
#include <string.h>

void
csm_svg_title(struct csm_buf *out, const char *title, const char *desc)
{
	csm_buf_puts(out, "<title>");
	csm_markup_escape(out, title);
	csm_buf_puts(out, "</title>");
	if (desc == NULL)
		return;
	csm_buf_puts(out, "<desc>");
	csm_markup_escape(out, desc);
	csm_buf_puts(out, "</desc>");
}

/* A path through what is there: M after a gap, L else; a day alone is a dot. */
static void
svg_put_path(
    struct csm_buf *out, const struct csm_scale *scale, const int64_t *y, size_t n)
{
	int open = 0;

	for (size_t i = 0; i < n; i++) {
		if (y[i] == CSM_MISSING) {
			open = 0;
			continue;
		}
		csm_buf_printf(out, "%c%.1f %.1f", open ? 'L' : 'M',
		    csm_scale_x(scale, i), csm_scale_y(scale, y[i]));
		if (!open && (i + 1 == n || y[i + 1] == CSM_MISSING))
			/* a path without length is drawn by some programs only */
			csm_buf_puts(out, "h.1");
		open = 1;
	}
}

#define WIDTH CSM_SVG_WIDTH
#define HEIGHT CSM_SVG_HEIGHT
/* Choices of looks: room for five characters of a tick to the left, for a label of days
 * below. */
#define LEFT 52
#define TOP 12
#define PLOT_WIDTH (WIDTH - LEFT - 14)
#define PLOT_HEIGHT (HEIGHT - TOP - 30)

struct chart {
	struct csm_buf *out;
	const struct csm_table *table;
	struct csm_scale scale;
	int64_t *y; /* of one column */
};

static void
column_values(struct chart *chart, size_t column)
{
	for (size_t r = 0; r < chart->table->rows; r++) {
		const struct csm_cell *cell = csm_table_at(chart->table, r, column);
		chart->y[r] =
		    cell->kind == CSM_CELL_NUMBER ? cell->number : CSM_MISSING;
	}
}

static void
put_ticks(struct chart *chart)
{
	for (int i = 0; i <= chart->scale.ticks; i++) {
		int64_t value = csm_scale_tick(&chart->scale, i);
		double y = csm_scale_y(&chart->scale, value);
		csm_buf_printf(chart->out,
		    "<path class=\"grid\" d=\"M%d %.1fh%d\"/><text class=\"tick\" "
		    "x=\"%d\" y=\"%.1f\" text-anchor=\"end\">",
		    LEFT, y, PLOT_WIDTH, LEFT - 6, y + 4);
		csm_show_tick(chart->out, value);
		csm_buf_puts(chart->out, "</text>");
	}
}

static void
svg_put_line(struct chart *chart, size_t column)
{
	size_t last = chart->table->rows;

	column_values(chart, column);
	/* The dot marks the last value there is, which may be days before the end. */
	while (last > 0 && chart->y[last - 1] == CSM_MISSING)
		last--;
	csm_buf_printf(chart->out, "<path class=\"l%zu\" d=\"", (column - 1) % 6);
	svg_put_path(chart->out, &chart->scale, chart->y, chart->table->rows);
	csm_buf_puts(chart->out, "\"/>");
	if (last == 0)
		return;
	csm_buf_printf(chart->out,
	    "<circle class=\"d%zu\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>",
	    (column - 1) % 6, csm_scale_x(&chart->scale, last - 1),
	    csm_scale_y(&chart->scale, chart->y[last - 1]));
}

const char *
csm_svg_fill(const struct csm_table *t, size_t column)
{
	static const char *const places[] = {"f0", "f1", "f2", "f3", "f4", "f5"};
	/* Colours of states mean the same wherever they stand, so a series that is one
	 * has its colour, not one by its place. */
	static const char *const states[][2] = {
	    {"green", "s-green"}, {"amber", "s-amber"}, {"red", "s-red"}};
	const struct csm_state *state = t->column[column].state;

	for (size_t i = 0; state != NULL && i < 3; i++)
		if (strcmp(states[i][0], state->css) == 0)
			return states[i][1];
	return state != NULL ? "s-none" : places[(column - 1) % 6];
}

static void
svg_put_column(struct chart *chart, size_t column, double x, double width, int64_t from,
    int64_t to)
{
	double a = csm_scale_y(&chart->scale, from), b = csm_scale_y(&chart->scale, to);

	csm_buf_printf(chart->out,
	    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
	    "height=\"%.1f\"%s/>",
	    csm_svg_fill(chart->table, column), x, a < b ? a : b, width,
	    a < b ? b - a : a - b,
	    chart->table->chart == CSM_CHART_STACKED ? "" : " rx=\"1\"");
}

/* Side by side. */
static void
svg_put_columns(struct chart *chart, size_t column)
{
	double step = (double)PLOT_WIDTH / (double)chart->table->rows;
	/* The rest is the gap between groups: a choice of looks, as in the stacks. */
	double width = step * 0.72 / (double)chart->table->chart_columns;

	column_values(chart, column);
	for (size_t r = 0; r < chart->table->rows; r++)
		if (chart->y[r] != CSM_MISSING)
			svg_put_column(chart, column,
			    csm_scale_x(&chart->scale, r) - step * 0.36 +
				width * (double)(column - 1),
			    width, 0, chart->y[r]);
}

/* Upon what was stacked before, above or below 0; with draw 0 only the scale grows.
 * Twice with the same sums: ticks are rounded from the heights of whole stacks, and
 * bars are placed by these ticks. */
static void
put_stack(struct chart *chart, int draw)
{
	const struct csm_table *t = chart->table;
	double width = (double)PLOT_WIDTH / (double)t->rows * 0.72;

	for (size_t r = 0; r < t->rows; r++) {
		int64_t top[2] = {0, 0};
		for (size_t c = 1; c <= t->chart_columns; c++) {
			const struct csm_cell *cell = csm_table_at(t, r, c);
			int below = cell->number < 0;
			int64_t from = top[below];
			if (cell->kind != CSM_CELL_NUMBER)
				continue;
			/* ends at the largest number, which the scale holds */
			csm_stats_add(&top[below], cell->number);
			if (draw)
				svg_put_column(chart, c,
				    csm_scale_x(&chart->scale, r) - width / 2, width,
				    from, top[below]);
		}
		csm_scale_add(&chart->scale, top, 2);
	}
}

/* "no data" if none has a number; all may be below 0, which no bar could show. */
static void
describe_highest(const struct csm_table *t, size_t column, struct csm_buf *desc)
{
	struct csm_cell high = {.kind = CSM_CELL_NONE};

	for (size_t r = 0; r < t->rows; r++) {
		const struct csm_cell *cell = csm_table_at(t, r, column);
		if (cell->kind == CSM_CELL_NUMBER &&
		    (high.kind == CSM_CELL_NONE || cell->number > high.number))
			high = *cell;
	}
	if (high.kind == CSM_CELL_NONE)
		csm_buf_puts(desc, CSM_SHOW_NONE);
	else
		csm_show_cell(desc, &high, &t->column[column]);
}

static void
describe_lines(const struct csm_table *t, struct csm_buf *desc)
{

	csm_show_exact(desc, csm_table_at(t, 0, 0));
	csm_buf_puts(desc, " to ");
	csm_show_exact(desc, csm_table_at(t, t->rows - 1, 0));
	for (size_t c = 1; c <= t->chart_columns; c++) {
		csm_buf_printf(desc, "; %s: highest ", t->column[c].title);
		describe_highest(t, c, desc);
		csm_buf_puts(desc, ", last ");
		csm_show_cell(desc, csm_table_at(t, t->rows - 1, c), &t->column[c]);
	}
}

void
csm_svg_describe(struct csm_buf *out, const struct csm_table *t)
{
	if (t->rows == 0)
		return;
	if (t->chart == CSM_CHART_BUBBLE) {
		csm_svg_bubbles_describe(out, t);
		return;
	}
	if (t->chart == CSM_CHART_BARS) {
		csm_svg_bars_describe(out, t);
		return;
	}
	if (t->chart == CSM_CHART_HEAT) {
		csm_svg_heat_describe(out, t);
		return;
	}
	if (t->chart != CSM_CHART_SHARES) {
		describe_lines(t, out);
		return;
	}
	for (size_t c = 1; c <= t->chart_columns; c++) {
		csm_buf_printf(out, "%s%s: ", c > 1 ? "; " : "", t->column[c].title);
		csm_svg_share_describe(t, c, out);
	}
}

int
csm_svg_height(const struct csm_table *t)
{
	return t->chart == CSM_CHART_BUBBLE ? CSM_SVG_BUBBLE_HEIGHT
	       : t->chart == CSM_CHART_BARS ? csm_svg_bars_height(t)
	       : t->chart == CSM_CHART_HEAT
		   ? csm_svg_heat_height(t)
		   : HEIGHT + csm_svgaxis_height(t, PLOT_WIDTH);
}

void
csm_svg_plot(struct csm_buf *out, const struct csm_table *t)
{
	struct csm_arena scratch = {0};
	struct chart chart = {.out = out, .table = t};
	int stacked = t->chart == CSM_CHART_STACKED;
	int columns = stacked || t->chart == CSM_CHART_COLUMNS;

	if (t->rows == 0)
		return;
	if (t->chart == CSM_CHART_BUBBLE) {
		csm_svg_bubbles(out, t);
		return;
	}
	if (t->chart == CSM_CHART_BARS) {
		csm_svg_bars_plot(out, t);
		return;
	}
	if (t->chart == CSM_CHART_HEAT) {
		csm_svg_heat_plot(out, t);
		return;
	}
	chart.y = CSM_ARENA_ARRAY(&scratch, int64_t, t->rows);
	csm_scale_init(&chart.scale, LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT, t->rows);
	if (columns)
		csm_scale_inset(&chart.scale);
	for (size_t c = 1; c <= t->chart_columns; c++) {
		column_values(&chart, c);
		/* A stack is as high as its sum, which no column alone is. */
		if (!stacked)
			csm_scale_add(&chart.scale, chart.y, t->rows);
	}
	if (stacked)
		put_stack(&chart, 0);
	if (t->chart == CSM_CHART_LINE)
		csm_scale_lift(&chart.scale);
	csm_scale_round(&chart.scale);
	put_ticks(&chart);
	csm_svgaxis_put(&(struct csm_svgaxis){.table = t,
			    .scale = &chart.scale,
			    .left = LEFT,
			    .width = PLOT_WIDTH,
			    .y = HEIGHT - 8,
			    .columns = columns},
	    out);
	if (stacked)
		put_stack(&chart, 1);
	for (size_t c = 1; c <= t->chart_columns && !stacked; c++) {
		if (columns)
			svg_put_columns(&chart, c);
		else
			svg_put_line(&chart, c);
	}
	csm_arena_fini(&scratch);
}

static void
put_plot(struct csm_buf *out, const struct csm_table *t)
{
	struct csm_buf desc = {0};

	csm_svg_describe(&desc, t);
	/* A description of hundreds of numbers is no help; who wants them is told where
	 * they are. */
	csm_buf_puts(&desc, ". The numbers are in the table below.");
	csm_buf_printf(out,
	    "<svg class=\"chart%s\" viewBox=\"0 0 %d %d\" role=\"img\">",
	    t->chart == CSM_CHART_BUBBLE ? " room" : "", WIDTH, csm_svg_height(t));
	csm_svg_title(out, t->title, desc.data);
	csm_buf_fini(&desc);
	csm_svg_plot(out, t);
	csm_buf_puts(out, "</svg>");
}

static void
svg_put_legend(struct csm_buf *out, const struct csm_table *t)
{
	/* one line is what the title says */
	if (t->chart_columns < 2)
		return;
	csm_buf_puts(out, "<ul class=\"legend\">");
	for (size_t c = 1; c <= t->chart_columns; c++) {
		if (t->chart == CSM_CHART_LINE)
			csm_svg_line_key(out, c - 1);
		else
			csm_svg_key(out, csm_svg_fill(t, c));
		csm_markup_escape(out, t->column[c].title);
		csm_buf_puts(out, "</bdi></li>");
	}
	csm_buf_puts(out, "</ul>");
}

static void
svg_put_axes(struct csm_buf *out, const struct csm_table *t)
{
	put_plot(out, t);
	svg_put_legend(out, t);
}

static void
svg_put_bars(struct csm_buf *out, const struct csm_table *t)
{
	csm_svg_bars(out, t);
	svg_put_legend(out, t);
}

static void (*const drawings[])(struct csm_buf *out, const struct csm_table *t) = {
    [CSM_CHART_LINE] = svg_put_axes,
    [CSM_CHART_COLUMNS] = svg_put_axes,
    [CSM_CHART_STACKED] = svg_put_axes,
    [CSM_CHART_SHARES] = csm_svg_shares,
    [CSM_CHART_BARS] = svg_put_bars,
    [CSM_CHART_RADAR] = csm_svg_radar,
    [CSM_CHART_PIE] = csm_svg_pie,
    [CSM_CHART_SCATTER] = csm_svg_scatter,
    [CSM_CHART_HEAT] = csm_svg_heat,
    [CSM_CHART_BUBBLE] = put_plot};

void
csm_svg_chart(struct csm_buf *out, const struct csm_table *table)
{
	if (table->rows > 0 && drawings[table->chart] != NULL)
		drawings[table->chart](out, table);
}
