/*
 * Library: ready metrics that come with the programs, a directory of configuration
 * files.  They are metrics like those of any configuration.
 *
 * Ownership: the library owns its metrics, until csm_library_close.
 */
#ifndef CSM_METRIC_LIBRARY_H
#define CSM_METRIC_LIBRARY_H

#include "base/buf.h"
#include "metric/metric.h"

/* All zero is a library that was not opened: it has no metrics. */
struct csm_library {
	struct csm_arena arena;
	struct csm_config *conf;
	struct csm_metric *metric; /* in byte order of their ids */
	size_t n;
};

/* Read every *.json of `directory`; -1 after a report. */
int csm_library_open(struct csm_library *library, const struct csm_config_shape *shape,
    const char *directory, struct csm_diag *diag);
void csm_library_close(struct csm_library *library);
/* NULL, with a "; did you mean" (or nothing) in `hint`, if there is none of that id. */
const struct csm_metric *csm_library_find(
    const struct csm_library *library, const char *id, struct csm_buf *hint);

#endif
