/* Radar: how several metrics stand together, a line around for each row. */
#include "base/num.h"
#include "base/text.h"
#include "chart/svg.h"
#include "chart/svg_name.h"
#include "table/markup_text.h"
#include "table/show.h"

#include <math.h>
#include <string.h>

#define WIDTH 560 /* as charts of lines */
#define HEIGHT 330
/* Choices of looks: room for a name on either side, and for two lines of text above. */
#define RADIUS 118.0
#define RINGS 4
#define LETTERS 19 /* of an axis's name */
#define FULL (2 * 3.14159265358979323846)

struct radar {
	struct csm_buf *out;
	const struct csm_table *table;
	size_t axes;
	int64_t largest; /* of all; of one row it ends every axis */
};

static int64_t
radar_value(const struct radar *r, size_t row, size_t axis)
{
	const struct csm_cell *cell = csm_table_at(r->table, row, axis + 1);

	return cell->kind == CSM_CELL_NUMBER ? cell->number : CSM_MISSING;
}

/* Of an axis, or of all of them: never below 0, where every axis begins. */
static int64_t
radar_largest(const struct radar *r, size_t first, size_t last)
{
	int64_t largest = 0;

	for (size_t row = 0; row < r->table->rows; row++)
		for (size_t axis = first; axis <= last; axis++)
			/* CSM_MISSING is below every number */
			if (radar_value(r, row, axis) > largest)
				largest = radar_value(r, row, axis);
	return largest;
}

/* An axis's end: one row has nothing to be compared with but its own other numbers. */
static int64_t
radar_end(const struct radar *r, size_t axis)
{
	return r->table->rows == 1 ? r->largest : radar_largest(r, axis, axis);
}

static double
radar_x(const struct radar *r, size_t axis, double part)
{
	return WIDTH / 2.0 + RADIUS * part * sin((double)axis / (double)r->axes * FULL);
}

static double
radar_y(const struct radar *r, size_t axis, double part)
{
	return HEIGHT / 2.0 -
	       RADIUS * part * cos((double)axis / (double)r->axes * FULL);
}

static void
radar_put_net(const struct radar *r)
{
	for (int ring = 1; ring <= RINGS; ring++) {
		csm_buf_puts(r->out, "<path class=\"grid\" d=\"");
		for (size_t a = 0; a < r->axes; a++)
			csm_buf_printf(r->out, "%c%.1f %.1f", a == 0 ? 'M' : 'L',
			    radar_x(r, a, (double)ring / RINGS),
			    radar_y(r, a, (double)ring / RINGS));
		csm_buf_puts(r->out, "Z\"/>");
	}
	for (size_t a = 0; a < r->axes; a++)
		csm_buf_printf(r->out,
		    "<path class=\"grid\" d=\"M%.1f %.1fL%.1f %.1f\"/>", WIDTH / 2.0,
		    HEIGHT / 2.0, radar_x(r, a, 1), radar_y(r, a, 1));
}

/* The name, and below it the number at the axis's end. */
static void
radar_put_axis(const struct radar *r, size_t axis, const char *name)
{
	const struct csm_heading *of = &r->table->column[axis + 1];
	struct csm_cell end = csm_cell_number(radar_end(r, axis));
	double x = radar_x(r, axis, 1.1), y = radar_y(r, axis, 1.1);
	double side = x - WIDTH / 2.0;
	const char *anchor = fabs(side) < 20 ? "middle" : side > 0 ? "start" : "end";

	/* Of names above the net both lines end there, of those below they begin. */
	y += y < HEIGHT / 2.0 - RADIUS / 2   ? -12
	     : y > HEIGHT / 2.0 + RADIUS / 2 ? 10
					     : 0;
	csm_buf_printf(r->out,
	    "<text class=\"name\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y,
	    anchor);
	csm_markup_escape(r->out, name);
	csm_buf_printf(r->out,
	    "</text><text class=\"tick\" x=\"%.1f\" y=\"%.1f\" "
	    "text-anchor=\"%s\">",
	    x, y + 14, anchor);
	csm_show_cell(r->out, &end, of);
	csm_buf_puts(r->out, "</text>");
}

/* Where a number is missing the line has a gap; what is below 0 stands in the middle. */
static void
radar_put_line(const struct radar *r, size_t row)
{
	size_t present = 0;

	for (size_t a = 0; a < r->axes; a++)
		present += radar_value(r, row, a) != CSM_MISSING;
	csm_buf_printf(r->out, "<path class=\"l%zu\" d=\"", row % 6);
	for (size_t i = 0; i <= r->axes; i++) {
		size_t a = i % r->axes, before = (i + r->axes - 1) % r->axes;
		int64_t value = radar_value(r, row, a), end = radar_end(r, a);
		double part = value > 0 && end > 0 ? (double)value / (double)end : 0;
		if (value == CSM_MISSING)
			continue;
		csm_buf_printf(r->out, "%c%.1f %.1f",
		    i == 0 || radar_value(r, row, before) == CSM_MISSING ? 'M' : 'L',
		    radar_x(r, a, part), radar_y(r, a, part));
		/* a number alone would be a line without length */
		if (present == 1)
			csm_buf_puts(r->out, "h.1");
	}
	csm_buf_puts(r->out, "\"/>");
}

static void
radar_describe(const struct radar *r, struct csm_buf *out)
{
	const struct csm_table *t = r->table;

	for (size_t row = 0; row < t->rows; row++) {
		csm_buf_printf(
		    out, "%s%s:", row > 0 ? "; " : "", csm_table_at(t, row, 0)->text);
		for (size_t a = 0; a < r->axes; a++) {
			csm_buf_printf(
			    out, "%s %s ", a > 0 ? "," : "", t->column[a + 1].title);
			csm_show_cell(
			    out, csm_table_at(t, row, a + 1), &t->column[a + 1]);
		}
	}
	csm_buf_puts(out, ". The numbers are in the table below.");
}

void
csm_svg_radar(struct csm_buf *out, const struct csm_table *t)
{
	struct radar r = {.out = out, .table = t, .axes = t->chart_columns};
	struct csm_buf desc = {0};
	struct csm_arena scratch = {0};
	const char **name = csm_svgname_columns(&scratch, t, LETTERS);

	r.largest = radar_largest(&r, 0, r.axes - 1);
	radar_describe(&r, &desc);
	csm_buf_printf(out,
	    "<svg class=\"chart rows\" viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH,
	    HEIGHT);
	csm_svg_title(out, t->title, csm_buf_text(&desc));
	radar_put_net(&r);
	for (size_t a = 0; a < r.axes; a++)
		radar_put_axis(&r, a, name[a + 1]);
	for (size_t row = 0; row < t->rows; row++)
		radar_put_line(&r, row);
	csm_buf_puts(out, "</svg>");
	/* one line is what the title says */
	if (t->rows > 1) {
		csm_buf_puts(out, "<ul class=\"legend\">");
		for (size_t row = 0; row < t->rows; row++) {
			csm_svg_line_key(out, row);
			csm_markup_escape(out, csm_table_at(t, row, 0)->text);
			csm_buf_puts(out, "</bdi></li>");
		}
		csm_buf_puts(out, "</ul>");
	}
	csm_buf_fini(&desc);
	csm_arena_fini(&scratch);
}
