/*
 * Labels of a drawing: each beside its point, under or over it, where no other stands.
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_CHART_SVG_LABEL_H
#define CSM_CHART_SVG_LABEL_H

#include "base/buf.h"

#include <stddef.h>

#define CSM_SVGLABELS 16     /* at most: more hide what they name */
#define CSM_SVGLABEL_TEXT 28 /* bytes of a label, its end included */

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

/* The beginning of a name, whole characters; about how wide it is drawn. */
double csm_svglabel_short(const char *name, char text[CSM_SVGLABEL_TEXT]);
/* Label the point at x, y, with `away` between them; nothing where no place is free.
 * labels->n is below CSM_SVGLABELS. */
void csm_svglabel_put(struct csm_svglabels *labels, struct csm_buf *out, double x,
    double y, double away, const char *name);

#endif
