/*
 * Plain: the short way through rows of points that are spelled as csm-* write them: the
 * header's columns in their order, no quotes, values without a needless digit.  A row is
 * compared with the one before, of which it has the entity and most often the metric;
 * only what differs is looked at.  What is not for here is left to the reader of rows,
 * which gives the same points.
 *
 * Ownership: texts of points are the module's until the next call.
 *
 * Measured on 3.2 million rows of 65 bytes, of which most begin a series: csm-report alerts
 * takes 0.46 s of CPU time, 0.71 without this module.
 */
#ifndef CSM_POINT_PLAIN_H
#define CSM_POINT_PLAIN_H

#include "point/months.h"
#include "point/point.h"

/* So many rows of a series are read at once: of 64, 256 and 1024 it makes no difference
 * that could be measured. */
#define CSM_PLAIN_RUN 256

/* All zero is valid: no row is known. */
struct csm_plain {
	struct csm_buf key; /* "company,model,id,metric," of the row before; len 0: of
			       none */
	size_t company;     /* how long it is */
	size_t id, metric;  /* where these begin in the key */
	enum csm_model model;
	uint64_t source;            /* of stamps; 0: none drawn */
	uint64_t entity, series;    /* how many there were */
	int32_t last;               /* the day of the row before */
	int32_t day[CSM_PLAIN_RUN]; /* of rows read at once */
	int64_t value[CSM_PLAIN_RUN];
};

void csm_plain_fini(struct csm_plain *plain);
/*
 * The row at the beginning of `left` bytes, behind which CSM_CHUNK_PAD may be loaded:
 * how many bytes it has, and the point but for file and line; 0: not for here, and
 * nothing has changed.
 */
size_t csm_plain_row(struct csm_plain *plain, const struct csm_months *days,
    const char *row, size_t left, struct csm_point *point);
/* The rows at the beginning of `left` bytes that are of the series of the row before, of
 * later and later days before `before`, and have no state: how many bytes they have, and what they are;
 * 0: the first is not, and nothing has changed. */
size_t csm_plain_more(struct csm_plain *plain, const struct csm_months *days,
    const char *row, size_t left, int32_t before, struct csm_point_run *run);
/* A row that was read otherwise, whose first columns are field[0] to field[3]; its point
 * gets its stamps. */
void csm_plain_keep(
    struct csm_plain *plain, const struct csm_text *field, struct csm_point *point);

#endif
