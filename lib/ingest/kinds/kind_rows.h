/* What a row of each kind gives. */
#ifndef CSM_INGEST_KIND_ROWS_H
#define CSM_INGEST_KIND_ROWS_H

#include "ingest/force.h"
#include "ingest/kind.h"
#include "ingest/rates.h"

enum csm_outcome csm_kind_activities(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_metrics(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_conversations(
    struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_nps(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_revenue(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_invoices(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_tasks(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_states(struct csm_ingest *in, const struct csm_row *row);

/* After the last row: what was kept of those with an id.  -1 after a report. */
int csm_kind_states_finish(struct csm_ingest *in);
void csm_kind_states_free(void *keeps); /* NULL allowed */
/* After the last row: whether ends of periods are probably their last days. */
int csm_kind_revenue_finish(struct csm_ingest *in);
void csm_kind_revenue_free(void *keeps); /* NULL allowed */

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
/*
 * What an amount of the row is worth in the currency of the run on a day: USED, REJECTED
 * if the currency has no rate, FATAL if there are no rates and it is not the same as in
 * other rows.  Without `currency` it is 1.
 */
enum csm_outcome csm_kind_rate(struct csm_ingest *in, const struct csm_row *row,
    int32_t day, struct csm_rate *rate);
/* csm_ingest_number in that currency. */
int csm_kind_amount(struct csm_ingest *in, const struct csm_row *row,
    enum csm_role role, struct csm_rate rate, int64_t *micros);
/* The same, of what is told by the days it began and ended: the days between say nothing
 * of how new the data are. */
enum csm_outcome csm_kind_known_span(struct csm_ingest *in, struct csm_point *point,
    const struct csm_ingest_metric *metric, const struct csm_kind_share *share,
    int32_t from, int32_t to);
/* A value of each day a record is open, from the day it was opened up to, but not
 * including, that it was closed (CSM_DAY_NONE: it is not); of those after, 0, which is
 * known. */
enum csm_outcome csm_kind_open_span(struct csm_ingest *in, struct csm_point *point,
    const struct csm_ingest_metric *metric, int64_t value, int32_t opened,
    int32_t closed);
/* Of the parts of a row: used if one is, fatal if one is. */
enum csm_outcome csm_kind_both(enum csm_outcome a, enum csm_outcome b);
/* "call" and "open" to the metric of "call.open", the type under its new name. */
const struct csm_ingest_metric *csm_kind_part_of(
    struct csm_ingest *in, struct csm_text type, struct csm_text part);
/* The time of a role that may be empty: CSM_DAY_NONE then; -1 after rejecting. */
int csm_kind_day_if(struct csm_ingest *in, const struct csm_row *row,
    enum csm_role role, struct csm_stamp *at);

#endif
