/*
 * What stands below the places of a chart: under each a name, in two lines where one has no
 * room for them; of days, months and numbers, which follow one another, the first, the
 * middle and the last.
 *
 * Ownership: nothing is kept.
 */
#ifndef CSM_CHART_SVG_AXIS_H
#define CSM_CHART_SVG_AXIS_H

#include "base/buf.h"
#include "chart/scale.h"
#include "table/table.h"

/* Lines of names below a plot of that width, 0: not each place is named. */
int csm_svgaxis_lines(const struct csm_table *table, int width);
/* More height than a drawing with one line below it. */
int csm_svgaxis_height(const struct csm_table *table, int width);

struct csm_svgaxis {
	const struct csm_table *table;
	const struct csm_scale *scale;
	int left, width, y; /* of the plot; y: of the first line */
	bool columns;       /* places are as wide as columns */
};
void csm_svgaxis_put(const struct csm_svgaxis *axis, struct csm_buf *out);

#endif
