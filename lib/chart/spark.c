/* Sparklines. */
#include "base/num.h"
#include "chart/scale.h"
#include "table/show.h"
#include "chart/svg.h"

#include <assert.h>
#include <stdbool.h>

/* A cell of a table on a phone; what it shows is the shape, not the days. */
#define SPARK_WIDTH 96
#define SPARK_HEIGHT 22
/* Of more than a month averages are drawn, as many as a month has days: about three
 * units of the width each. */
#define SPARK_DAYS 30
#define SPARK_MOST 31

/* Whole coordinates, each from the last, level stretches in one: a page has thousands
 * of these. */
static void
put_steps(
    struct csm_buf *out, const struct csm_scale *scale, const int64_t *y, size_t n)
{
	/* at: the last value; drawn_x: how far the path has come, which is less within
	 * a level stretch */
	long at_x = 0, at_y = 0, drawn_x = 0;
	int open = 0;

	for (size_t i = 0; i < n; i++) {
		long to_x = (long)(csm_scale_x(scale, i) + 0.5), to_y = 0;
		int last = i + 1 == n || y[i + 1] == CSM_MISSING;
		if (y[i] == CSM_MISSING) {
			open = 0;
			continue;
		}
		to_y = (long)(csm_scale_y(scale, y[i]) + 0.5);
		if (!open) {
			csm_buf_printf(out, "M%ld %ld%s", to_x, to_y,
			    last ? "h0" : ""); /* a day alone: a dot */
			drawn_x = to_x;
		} else if (to_y != at_y || last) {
			/* The end of a level stretch waits for what follows it,
			 * since one h is shorter than many. */
			if (at_x != drawn_x)
				csm_buf_printf(out, "h%ld", at_x - drawn_x);
			/* a minus sign parts two numbers by itself */
			csm_buf_printf(out, "l%ld%s%ld", to_x - at_x,
			    to_y < at_y ? "" : " ", to_y - at_y);
			drawn_x = to_x;
		}
		at_x = to_x;
		at_y = to_y;
		open = 1;
	}
}

static void
put_bars(struct csm_buf *out, const struct csm_scale *scale, const int64_t *y, size_t n)
{
	long zero = (long)(csm_scale_y(scale, 0) + 0.5);

	for (size_t i = 0; i < n; i++) {
		if (y[i] == CSM_MISSING)
			continue;
		long height = zero - (long)(csm_scale_y(scale, y[i]) + 0.5);
		/* Of 0 a stub one unit high: a day with nothing is not a day nobody
		 * knows of. */
		csm_buf_printf(out, "M%ld %ldv%ld", (long)(csm_scale_x(scale, i) + 0.5),
		    zero, height == 0 ? -1 : -height);
	}
}

static void
put_mark(struct csm_buf *out, const struct csm_scale *scale, const int64_t *y,
    const bool *hollow, size_t n)
{
	while (n > 0 && y[n - 1] == CSM_MISSING)
		n--;
	if (n > 0)
		csm_buf_printf(out, "<circle%s cx=\"%.0f\" cy=\"%.0f\" r=\"2\"/>",
		    hollow != NULL && hollow[n - 1] ? " class=\"hollow\"" : "",
		    csm_scale_x(scale, n - 1), csm_scale_y(scale, y[n - 1]));
}

/* The line between values that are known, and that to, through and from the others. */
static void
spark_put_line(struct csm_buf *out, const struct csm_scale *scale, const int64_t *y,
    const bool *hollow, size_t n)
{
	int64_t known[SPARK_MOST] = {0}, little[SPARK_MOST] = {0};
	size_t few = 0;

	assert(n <= SPARK_MOST);
	for (size_t i = 0; i < n; i++) {
		const bool here = hollow != NULL && hollow[i];
		const bool beside = hollow != NULL && ((i > 0 && hollow[i - 1]) ||
							  (i + 1 < n && hollow[i + 1]));
		known[i] = here ? CSM_MISSING : y[i];
		little[i] = here || beside ? y[i] : CSM_MISSING;
		few += here && y[i] != CSM_MISSING;
	}
	csm_buf_puts(out, "<path d=\"");
	put_steps(out, scale, known, n);
	csm_buf_puts(out, "\"/>");
	if (few == 0)
		return;
	csm_buf_puts(out, "<path class=\"hollow\" d=\"");
	put_steps(out, scale, little, n);
	csm_buf_puts(out, "\"/>");
}

static void
spark_squeeze_hollow(const bool *hollow, size_t n, bool *out, size_t into)
{
	for (size_t i = 0; i < into; i++) {
		out[i] = false;
		for (size_t k = n * i / into; k < n * (i + 1) / into; k++)
			out[i] |= hollow[k];
	}
}

/* From top to bottom, where something changed. */
static void
spark_put_change(struct csm_buf *out, const struct csm_scale *scale, size_t at)
{
	double x = csm_scale_x(scale, at - 1);

	csm_buf_printf(
	    out, "<path class=\"change\" d=\"M%.0f 0v%d\"/>", x, SPARK_HEIGHT);
}

void
csm_svg_spark(
    struct csm_buf *out, const struct csm_cell *cell, int bars, const char *label)
{
	const int64_t *series = cell->series;
	const bool *hollow = cell->hollow;
	size_t n = cell->n, mark = (size_t)cell->day;
	int64_t few[SPARK_DAYS];
	bool few_hollow[SPARK_DAYS];
	struct csm_scale scale;

	if (n > SPARK_MOST) {
		csm_show_squeeze(series, n, few, SPARK_DAYS);
		if (hollow != NULL) {
			spark_squeeze_hollow(hollow, n, few_hollow, SPARK_DAYS);
			hollow = few_hollow;
		}
		/* the average that holds the marked day */
		mark = mark == 0 ? 0 : (mark - 1) * SPARK_DAYS / n + 1;
		series = few;
		n = SPARK_DAYS;
	}
	/* Away from the edges, which would cut a line of that width. */
	csm_scale_init(&scale, 2, 2, SPARK_WIDTH - 4, SPARK_HEIGHT - 4, n);
	csm_scale_add(&scale, series, n);
	csm_buf_printf(out, "<svg class=\"spark\" viewBox=\"0 0 %d %d\" role=\"img\">",
	    SPARK_WIDTH, SPARK_HEIGHT);
	csm_svg_title(out, label, NULL);
	if (bars) {
		csm_scale_inset(&scale);
		/* As wide as still leaves a gap between bars. */
		csm_buf_printf(out, "<path class=\"b\" stroke-width=\"%d\" d=\"",
		    n <= 15   ? 4
		    : n <= 31 ? 2
			      : 1);
		put_bars(out, &scale, series, n);
		csm_buf_puts(out, "\"/>");
	} else {
		spark_put_line(out, &scale, series, hollow, n);
	}
	if (mark > 0)
		spark_put_change(out, &scale, mark);
	/* Last, so that the dot lies on the line; the last bar needs no mark. */
	if (!bars)
		put_mark(out, &scale, series, hollow, n);
	csm_buf_puts(out, "</svg>");
}
