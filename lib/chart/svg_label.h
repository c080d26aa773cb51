/*
 * Labels of a drawing: each beside its point, under or over it, where no other stands.
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_CHART_SVG_LABEL_H
#define CSM_CHART_SVG_LABEL_H

#include "base/buf.h"

#include <stddef.h>

#define CSM_SVGLABELS 16        /* at most: more hide what they name */
#define CSM_SVGLABEL_COLUMNS 25 /* of a label: longer ones hide bubbles */

struct csm_svglabel_box {
	double x, y, width, height;
};

struct csm_svglabels {
	struct csm_svglabel_box within; /* where labels may stand */
	struct csm_svglabel_box placed[CSM_SVGLABELS];
	size_t n;
	const struct csm_svglabel_box *taken; /* where none may stand; NULL: nowhere */
	size_t taken_n;
};

/* About how wide a text is drawn. */
double csm_svglabel_width(const char *text);
/* Label the point at x, y with the text, `away` between them; nothing where no place is free.
 * labels->n is below CSM_SVGLABELS. */
void csm_svglabel_put(struct csm_svglabels *labels, struct csm_buf *out, double x,
    double y, double away, const char *text);

#endif
