#include "chart/svg_axis.h"

#include "chart/svg_label.h"
#include "chart/svg_name.h"
#include "table/markup_text.h"
#include "table/show.h"

#include <ctype.h>

/* Choices of looks. */
#define NAMED 10 /* places that have room for a name each */
#define SECOND                                                                         \
	20 /* how far below the first the second line is: as large as on phones */
#define BETWEEN 6.0 /* two names of a line */

/* Days, months and scores begin with a digit: between the ends one knows what is there. */
static bool
svg_axis_has_names(const struct csm_table *t)
{
	for (size_t r = 0; r < t->rows; r++) {
		const struct csm_cell *cell = csm_table_at(t, r, 0);
		if (cell->kind != CSM_CELL_TEXT ||
		    isdigit((unsigned char)cell->text[0]))
			return false;
	}
	return t->rows > 0 && t->rows <= NAMED;
}

static double
svg_axis_room(const struct csm_table *t, int width)
{
	return (double)width / (double)t->rows - BETWEEN;
}

int
csm_svgaxis_lines(const struct csm_table *t, int width)
{
	if ((t->chart != CSM_CHART_STACKED && t->chart != CSM_CHART_COLUMNS) ||
	    !svg_axis_has_names(t))
		return 0;
	for (size_t r = 0; r < t->rows; r++)
		if (csm_svglabel_width(csm_table_at(t, r, 0)->text) >
		    svg_axis_room(t, width))
			return 2;
	return 1;
}

int
csm_svgaxis_height(const struct csm_table *t, int width)
{
	return csm_svgaxis_lines(t, width) > 1 ? SECOND : 0;
}

static void
svg_axis_text(
    struct csm_buf *out, double x, int y, const char *anchor, const char *text)
{
	csm_buf_printf(out,
	    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">", x, y,
	    anchor);
	csm_markup_escape(out, text);
	csm_buf_puts(out, "</text>");
}

/* The names of a line have the room of as many places as there are lines. */
static void
svg_axis_names(const struct csm_svgaxis *a, size_t lines, struct csm_buf *out)
{
	struct csm_arena scratch = {0};
	double room =
	    svg_axis_room(a->table, a->width) * (double)lines / csm_svglabel_width("n");
	const char **name = csm_svgname_rows(&scratch, a->table, (size_t)room);

	for (size_t r = 0; r < a->table->rows; r++)
		svg_axis_text(out, csm_scale_x(a->scale, r),
		    a->y + (int)(r % lines) * SECOND, "middle", name[r]);
	csm_arena_fini(&scratch);
}

static void
svg_axis_end(const struct csm_svgaxis *a, size_t row, double x, const char *anchor,
    struct csm_buf *out)
{
	struct csm_buf text = {0};

	csm_show_exact(&text, csm_table_at(a->table, row, 0));
	svg_axis_text(out, x, a->y, anchor, csm_buf_text(&text));
	csm_buf_fini(&text);
}

void
csm_svgaxis_put(const struct csm_svgaxis *a, struct csm_buf *out)
{
	size_t n = a->table->rows;
	int lines = csm_svgaxis_lines(a->table, a->width);
	/* Up to four columns are each wider than a label.  Where columns are narrower,
	 * the outer ones begin and end with the plot, so that none is cut off. */
	bool wide = a->columns && n <= 4;

	if (lines > 0) {
		svg_axis_names(a, (size_t)lines, out);
		return;
	}
	if (n == 0)
		return;
	svg_axis_end(a, 0, wide ? csm_scale_x(a->scale, 0) : a->left,
	    wide ? "middle" : "start", out);
	if (n > 4)
		svg_axis_end(a, n / 2, csm_scale_x(a->scale, n / 2), "middle", out);
	if (n > 1)
		svg_axis_end(a, n - 1,
		    wide ? csm_scale_x(a->scale, n - 1) : a->left + a->width,
		    wide ? "middle" : "end", out);
}
