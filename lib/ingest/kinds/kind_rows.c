#include "ingest/kinds/kind_rows.h"

#include <string.h>

/* count (1 if the row has none, CSM_MISSING if it is empty) times weight (1 if there is
 * none): 0, or -1 after rejecting the row. */
static int
counted(struct csm_ingest *in, const struct csm_row *row, int64_t *value)
{
	int64_t weight;

	*value = CSM_NUM_ONE;
	if (row->role[CSM_ROLE_COUNT].s != NULL &&
	    csm_ingest_number(in, row, CSM_ROLE_COUNT, value) != 0)
		return -1;
	if (*value == CSM_MISSING || row->role[CSM_ROLE_WEIGHT].s == NULL)
		return 0;
	if (csm_ingest_number(in, row, CSM_ROLE_WEIGHT, &weight) != 0)
		return -1;
	if (weight == CSM_MISSING || csm_num_times(*value, weight, value) == 0)
		return 0;
	csm_ingest_reject(in, row, CSM_ROLE_WEIGHT, CSM_E_RANGE, "bad number",
	    "count times weight is 9000000000000 or more");
	return -1;
}

enum csm_outcome
csm_kind_activities(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_point p = {0};
	struct csm_stamp at;
	const struct csm_ingest_metric *metric;
	struct csm_text module;
	enum csm_outcome outcome;

	if (csm_ingest_stamp(in, row, CSM_ROLE_TIME, &at) != 0 ||
	    csm_ingest_entity(in, row, CSM_WHOSE_USER, &p) != 0 ||
	    (metric = csm_ingest_name(in, row)) == NULL ||
	    counted(in, row, &p.value) != 0)
		return CSM_ROW_REJECTED;
	if (csm_ingest_seen(in, row))
		return CSM_ROW_DUPLICATE;
	/* nothing was used 0 times */
	if (p.value != 0 && p.value != CSM_MISSING &&
	    csm_ingest_active(in, &p, row, at.day) != 0)
		return CSM_ROW_FATAL;
	if (csm_ingest_outside(in, at.day))
		return CSM_ROW_FILTERED;
	if (p.value == CSM_MISSING || (p.value == 0 && !metric->keep_zero))
		return CSM_ROW_EMPTY;
	module = csm_ingest_module(in, row, metric);
	outcome = csm_ingest_push_at(in, &p, metric, &at);
	if (outcome != CSM_ROW_USED || module.len == 0 || p.value == 0)
		return outcome;
	p.metric = module;
	return csm_ingest_push(in, &p, 0);
}

static enum csm_outcome
push_columns(struct csm_ingest *in, const struct csm_row *row, struct csm_point *p,
    const struct csm_stamp *at)
{
	const struct csm_mapping *m = csm_ingest_mapping(in);
	enum csm_outcome outcome = CSM_ROW_EMPTY;

	for (size_t i = 0; i < m->columns && outcome != CSM_ROW_FATAL; i++) {
		const char *name = m->column[i].name;
		const struct csm_ingest_metric *metric =
		    csm_ingest_metric(in, name, strlen(name));
		csm_ingest_column(in, row, i, &p->value);
		if (p->value == CSM_MISSING || (p->value == 0 && !metric->keep_zero))
			continue;
		outcome = csm_ingest_push_at(in, p, metric, at);
	}
	return outcome;
}

enum csm_outcome
csm_kind_metrics(struct csm_ingest *in, const struct csm_row *row)
{
	const struct csm_mapping *m = csm_ingest_mapping(in);
	const struct csm_ingest_metric *metric = NULL;
	struct csm_point p = {0};
	struct csm_stamp at;

	if (csm_ingest_stamp(in, row, CSM_ROLE_TIME, &at) != 0 ||
	    csm_ingest_entity(in, row, CSM_WHOSE_ENTITY, &p) != 0)
		return CSM_ROW_REJECTED;
	if (m->columns == 0 &&
	    ((metric = csm_ingest_name(in, row)) == NULL ||
		csm_ingest_number(in, row, CSM_ROLE_VALUE, &p.value) != 0))
		return CSM_ROW_REJECTED;
	for (size_t i = 0; i < m->columns; i++)
		if (csm_ingest_column(in, row, i, &p.value) != 0)
			return CSM_ROW_REJECTED;
	if (csm_ingest_seen(in, row))
		return CSM_ROW_DUPLICATE;
	if (csm_ingest_outside(in, at.day))
		return CSM_ROW_FILTERED;
	if (metric == NULL)
		return push_columns(in, row, &p, &at);
	if (p.value == CSM_MISSING || (p.value == 0 && !metric->keep_zero))
		return CSM_ROW_EMPTY;
	return csm_ingest_push_at(in, &p, metric, &at);
}

/* A thread counts once for an entity and day; a row without one is a conversation of its
 * own. */
static enum csm_outcome
rows_push_thread(struct csm_ingest *in, struct csm_point *p, struct csm_text thread,
    const struct csm_ingest_metric *metric, const struct csm_stamp *at)
{
	if (thread.len != 0 && !csm_ingest_distinct(in, p, thread))
		return CSM_ROW_USED;
	return csm_ingest_push_at(in, p, metric, at);
}

enum csm_outcome
csm_kind_conversations(struct csm_ingest *in, const struct csm_row *row)
{
	const struct csm_text *thread = &row->role[CSM_ROLE_THREAD];
	struct csm_point p = {0};
	struct csm_stamp at;
	const struct csm_ingest_metric *metric;

	if (csm_ingest_stamp(in, row, CSM_ROLE_TIME, &at) != 0 ||
	    csm_ingest_entity(in, row, CSM_WHOSE_USER_IF, &p) != 0 ||
	    (metric = csm_ingest_name(in, row)) == NULL ||
	    counted(in, row, &p.value) != 0)
		return CSM_ROW_REJECTED;
	if (csm_ingest_seen(in, row))
		return CSM_ROW_DUPLICATE;
	if (csm_ingest_outside(in, at.day))
		return CSM_ROW_FILTERED;
	if (p.value == CSM_MISSING || (p.value == 0 && !metric->keep_zero))
		return CSM_ROW_EMPTY;
	p.metric = metric->name;
	p.day = at.day;
	if (p.model == CSM_MODEL_COMPANY ||
	    csm_ingest_mapping(in)->role[CSM_ROLE_THREAD] == NULL)
		return rows_push_thread(in, &p, *thread, metric, &at);
	p.state = (struct csm_text){CSM_POINT_SHARED, strlen(CSM_POINT_SHARED)};
	if (rows_push_thread(in, &p, *thread, metric, &at) == CSM_ROW_FATAL)
		return CSM_ROW_FATAL;
	p.state = (struct csm_text){NULL, 0};
	p.model = CSM_MODEL_COMPANY;
	p.id = p.company;
	return rows_push_thread(in, &p, *thread, metric, &at);
}

/* The score and its class: 9 and 10, 7 and 8, 0 to 6.  An answer says 0 of the other
 * two classes, so that shares of them need no special case. */
static enum csm_outcome
push_answer(struct csm_ingest *in, struct csm_point *p, int64_t score,
    const struct csm_stamp *at)
{
	static const struct {
		const char *name;
		int64_t from, to; /* scores, fractions too, from but not including to */
	} part[] = {{"promoters", 9, 11}, {"passives", 7, 9}, {"detractors", 0, 7}};
	enum csm_outcome outcome;

	p->value = score;
	outcome = csm_ingest_push_at(in, p, csm_ingest_metric(in, "score", 5), at);
	for (size_t i = 0; i < 3 && outcome == CSM_ROW_USED; i++) {
		int is = score >= part[i].from * CSM_NUM_ONE &&
			 score < part[i].to * CSM_NUM_ONE;
		p->value = is ? CSM_NUM_ONE : 0;
		outcome = csm_ingest_push_at(in, p,
		    csm_ingest_metric(in, part[i].name, strlen(part[i].name)), at);
	}
	return outcome;
}

enum csm_outcome
csm_kind_nps(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_point p = {0};
	struct csm_stamp at;
	int64_t score;

	if (csm_ingest_stamp(in, row, CSM_ROLE_TIME, &at) != 0 ||
	    csm_ingest_entity(in, row, CSM_WHOSE_USER_IF, &p) != 0 ||
	    csm_ingest_number(in, row, CSM_ROLE_SCORE, &score) != 0)
		return CSM_ROW_REJECTED;
	if (score != CSM_MISSING && (score < 0 || score > 10 * CSM_NUM_ONE))
		return csm_ingest_reject(in, row, CSM_ROLE_SCORE, CSM_E_RANGE,
		    "bad score", "not from 0 to 10");
	if (csm_ingest_seen(in, row))
		return CSM_ROW_DUPLICATE;
	if (csm_ingest_outside(in, at.day))
		return CSM_ROW_FILTERED;
	if (score == CSM_MISSING)
		return CSM_ROW_EMPTY;
	return push_answer(in, &p, score, &at);
}
