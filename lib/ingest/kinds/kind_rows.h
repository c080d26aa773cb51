/* What a row of each kind gives. */
#ifndef CSM_INGEST_KIND_ROWS_H
#define CSM_INGEST_KIND_ROWS_H

#include "ingest/force.h"
#include "ingest/kind.h"

enum csm_outcome csm_kind_activities(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_metrics(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_conversations(
    struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_nps(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_revenue(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_invoices(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_tasks(struct csm_ingest *in, const struct csm_row *row);

/* A value times a fraction. */
struct csm_kind_share {
	int64_t value;
	struct csm_fraction fraction;
};

/*
 * A value for every day from `from` up to, but not including, `to` (CSM_DAY_NONE: open)
 * that is not before since nor after the last day: USED, FILTERED if there is none, or
 * FATAL.  Its cost does not depend on its length.
 */
enum csm_outcome csm_kind_span(struct csm_ingest *in, struct csm_point *point,
    const struct csm_ingest_metric *metric, const struct csm_kind_share *share,
    int32_t from, int32_t to);
/* The time of a role that may be empty: CSM_DAY_NONE then; -1 after rejecting. */
int csm_kind_day_if(struct csm_ingest *in, const struct csm_row *row,
    enum csm_role role, struct csm_stamp *at);

#endif
