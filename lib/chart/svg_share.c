/* Charts of shares: parts of a whole as one bar. */
#include "base/num.h"
#include "chart/svg.h"
#include "table/markup_text.h"
#include "table/show.h"

void
csm_svg_share_describe(const struct csm_table *t, size_t column, struct csm_buf *desc)
{
	for (size_t r = 0; r < t->rows; r++) {
		csm_buf_printf(
		    desc, "%s%s ", r ? ", " : "", csm_table_at(t, r, 0)->text);
		csm_show_cell(desc, csm_table_at(t, r, column), &t->column[column]);
	}
}

static void
svg_put_share(struct csm_buf *out, const struct csm_table *t, size_t row, size_t column,
    double whole, double *x)
{
	const struct csm_cell *cell = csm_table_at(t, row, column),
			      *name = csm_table_at(t, row, 0);
	double width;

	if (cell->kind != CSM_CELL_NUMBER || cell->number <= 0)
		return;
	width = (double)cell->number / whole * CSM_SVG_WIDTH;
	csm_buf_printf(out,
	    "<rect class=\"s-%s\" x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"26\"/>",
	    name->state == NULL ? "none" : name->state->css, *x,
	    /* A gap between parts, unless the part would vanish in it. */
	    width > 2 ? width - 1.5 : width);
	*x += width;
}

static void
put_share_legend(struct csm_buf *out, const struct csm_table *t, size_t column)
{
	csm_buf_puts(out, "<ul class=\"legend\">");
	for (size_t r = 0; r < t->rows; r++) {
		const struct csm_cell *name = csm_table_at(t, r, 0),
				      *cell = csm_table_at(t, r, column);
		csm_buf_printf(out,
		    "<li><svg viewBox=\"0 0 10 10\" width=\"10\" height=\"10\" "
		    "aria-hidden=\"true\"><rect class=\"s-%s\" width=\"10\" "
		    "height=\"10\" rx=\"2\"/></svg>",
		    name->state == NULL ? "none" : name->state->css);
		csm_markup_escape(out, name->text);
		csm_buf_puts(out, " <b>");
		csm_show_cell(out, cell, &t->column[column]);
		csm_buf_puts(out, "</b></li>");
	}
	csm_buf_puts(out, "</ul>");
}

int
csm_svg_share(struct csm_buf *out, const struct csm_table *t, size_t column)
{
	/* a double: several large parts are beyond 64 bits */
	double whole = 0, x = 0;

	for (size_t r = 0; r < t->rows; r++) {
		const struct csm_cell *cell = csm_table_at(t, r, column);
		if (cell->kind == CSM_CELL_NUMBER && cell->number > 0)
			whole += (double)cell->number;
	}
	for (size_t r = 0; r < t->rows && whole > 0; r++)
		svg_put_share(out, t, r, column, whole, &x);
	return whole > 0;
}

void
csm_svg_shares(struct csm_buf *out, const struct csm_table *t)
{
	for (size_t c = 1; c <= t->chart_columns; c++) {
		struct csm_buf desc = {0}, bar = {0};
		csm_svg_share_describe(t, c, &desc);
		csm_buf_puts(out, "<div class=\"share\"><h3>");
		csm_markup_escape(out, t->column[c].title);
		csm_buf_puts(out, "</h3>");
		/* Drawn before its element is opened: without anything above 0 there is
		 * no picture to name. */
		if (csm_svg_share(&bar, t, c)) {
			csm_buf_printf(out,
			    "<svg class=\"shares\" viewBox=\"0 0 %d %d\" "
			    "preserveAspectRatio=\"none\" role=\"img\">",
			    CSM_SVG_WIDTH, CSM_SVG_SHARE_HEIGHT);
			csm_svg_title(out, t->column[c].title, csm_buf_text(&desc));
			csm_buf_puts(out, csm_buf_text(&bar));
			csm_buf_puts(out, "</svg>");
			put_share_legend(out, t, c);
		} else {
			csm_buf_puts(out, "<p class=\"none\">" CSM_SHOW_NONE "</p>");
		}
		csm_buf_puts(out, "</div>");
		csm_buf_fini(&bar);
		csm_buf_fini(&desc);
	}
}
