/*
 * Use: the place in a formula where something is named, for messages.
 *
 * Ownership: everything is borrowed.
 */
#ifndef CSM_METRIC_USE_H
#define CSM_METRIC_USE_H

#include "metric/metric.h"

struct csm_use {
	const struct csm_metric *metric; /* NULL: in a formula asked for */
	const struct csm_formula *formula;
	const struct csm_node *node;
};

/* Report at a name: file, place, and the line with a caret below; -1 / 0 / 0. */
int csm_use_error(const struct csm_use *use, enum csm_code code, struct csm_diag *diag,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int csm_use_note(const struct csm_use *use, enum csm_code code, struct csm_diag *diag,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int csm_use_warn(const struct csm_use *use, enum csm_code code, struct csm_diag *diag,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
