/* Kinds whose rows last: invoices and tasks, overdue until they are paid or completed.
 */
#include "base/text.h"
#include "ingest/combine.h"
#include "ingest/kinds/kind_rows.h"
#include "point/family.h"

#include <string.h>

/* The days of a span that are asked for; false: there is none. */
static bool
kind_spans_cut(const struct csm_ingest *in, int32_t *from, int32_t *to)
{
	const struct csm_ingest_options *o = csm_ingest_options(in);

	if (o->since != CSM_DAY_NONE && o->since > *from)
		*from = o->since;
	/* What is open is known up to the last day of the run only. */
	if (*to == CSM_DAY_NONE || *to > o->last)
		*to = o->last + 1;
	return *from < *to;
}

enum csm_outcome
csm_kind_span(struct csm_ingest *in, struct csm_point *point,
    const struct csm_ingest_metric *metric, const struct csm_kind_share *share,
    int32_t from, int32_t to)
{
	if (!kind_spans_cut(in, &from, &to))
		return CSM_ROW_FILTERED;
	csm_ingest_outside(in, to - 1); /* for the newest day */
	return csm_kind_known_span(in, point, metric, share, from, to);
}

enum csm_outcome
csm_kind_known_span(struct csm_ingest *in, struct csm_point *point,
    const struct csm_ingest_metric *metric, const struct csm_kind_share *share,
    int32_t from, int32_t to)
{
	enum csm_outcome outcome;

	if (!kind_spans_cut(in, &from, &to))
		return CSM_ROW_FILTERED;
	point->metric = metric->name;
	point->value = share->value;
	point->day = from;
	/* Two changes instead of a point a day: a contract over ten years costs no more
	 * than one over a day, until points are written. */
	outcome = csm_ingest_push(in, point, csm_combine_begin(share->fraction));
	point->day = to;
	return outcome == CSM_ROW_USED
		   ? csm_ingest_push(in, point, csm_combine_end(share->fraction))
		   : outcome;
}

enum csm_outcome
csm_kind_open_span(struct csm_ingest *in, struct csm_point *point,
    const struct csm_ingest_metric *metric, int64_t value, int32_t opened,
    int32_t closed)
{
	struct csm_kind_share share = {value, {1, 1}}, none = {0, {1, 1}};
	enum csm_outcome a = csm_kind_known_span(
			     in, point, metric, &share, opened, closed),
			 b = CSM_ROW_FILTERED;

	/* Once something was open the company is known to have none now: 0, and not
	 * missing. */
	if (a != CSM_ROW_FATAL && closed != CSM_DAY_NONE && metric->keep_zero)
		b = csm_kind_known_span(in, point, metric, &none, closed, CSM_DAY_NONE);
	return csm_kind_both(a, b);
}

int
csm_kind_day_if(struct csm_ingest *in, const struct csm_row *row, enum csm_role role,
    struct csm_stamp *at)
{
	*at = (struct csm_stamp){.day = CSM_DAY_NONE};
	return row->role[role].len == 0 ? 0 : csm_ingest_stamp(in, row, role, at);
}

/* A point of a day, unless it is not asked for. */
static enum csm_outcome
push_day(struct csm_ingest *in, struct csm_point *point,
    const struct csm_ingest_metric *metric, int64_t value, const struct csm_stamp *at)
{
	if (csm_ingest_outside(in, at->day))
		return CSM_ROW_FILTERED;
	point->value = value;
	return csm_ingest_push_at(in, point, metric, at);
}

enum csm_outcome
csm_kind_both(enum csm_outcome a, enum csm_outcome b)
{
	if (a == CSM_ROW_FATAL || b == CSM_ROW_FATAL)
		return CSM_ROW_FATAL;
	return a == CSM_ROW_USED ? a : b;
}

struct invoice {
	struct csm_stamp date, due, paid; /* paid: CSM_DAY_NONE if it is not */
	int64_t amount;
};

static int
read_invoice(struct csm_ingest *in, const struct csm_row *row, struct invoice *v)
{
	if (csm_ingest_stamp(in, row, CSM_ROLE_DUE, &v->due) != 0 ||
	    csm_kind_day_if(in, row, CSM_ROLE_TIME, &v->date) != 0 ||
	    csm_kind_day_if(in, row, CSM_ROLE_PAID, &v->paid) != 0)
		return -1;
	if (v->date.day == CSM_DAY_NONE)
		v->date = v->due;
	return 0;
}

/* How many are open and what these come to, as records with a state have it. */
static enum csm_outcome
push_open_invoice(struct csm_ingest *in, struct csm_point *p, const struct invoice *v)
{
	const enum csm_family_state_part parts[] = {CSM_FAMILY_OPEN, CSM_FAMILY_AMOUNT};
	const int64_t value[] = {CSM_NUM_ONE, v->amount};
	enum csm_outcome outcome = CSM_ROW_FILTERED;

	for (size_t i = 0; i < 2 && outcome != CSM_ROW_FATAL; i++) {
		const char *word = csm_family_state_name(parts[i]);
		const struct csm_ingest_metric *metric =
		    csm_kind_part_of(in, (struct csm_text){"invoices", 8},
			(struct csm_text){word, strlen(word)});
		outcome =
		    csm_kind_both(outcome, csm_kind_open_span(in, p, metric, value[i],
					       v->date.day, v->paid.day));
	}
	return outcome;
}

/* Invoiced on its date, open from then until it is paid, overdue from the day after the
 * due one until then. */
enum csm_outcome
csm_kind_invoices(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_point point = {0};
	struct csm_rate rate;
	enum csm_outcome outcome;
	struct invoice v;

	if (read_invoice(in, row, &v) != 0 ||
	    csm_ingest_entity(in, row, CSM_WHOSE_COMPANY, &point) != 0)
		return CSM_ROW_REJECTED;
	outcome = csm_kind_rate(in, row, v.date.day, &rate);
	if (outcome != CSM_ROW_USED)
		return outcome;
	if (csm_kind_amount(in, row, CSM_ROLE_AMOUNT, rate, &v.amount) != 0)
		return CSM_ROW_REJECTED;
	if (csm_ingest_seen(in, row))
		return CSM_ROW_DUPLICATE;
	if (v.amount == CSM_MISSING ||
	    (v.amount == 0 && !csm_ingest_metric(in, "invoiced", 8)->keep_zero))
		return CSM_ROW_EMPTY;
	outcome = push_day(
	    in, &point, csm_ingest_metric(in, "invoiced", 8), v.amount, &v.date);
	if (outcome != CSM_ROW_FATAL)
		outcome = csm_kind_both(outcome, push_open_invoice(in, &point, &v));
	if (outcome == CSM_ROW_FATAL)
		return outcome;
	return csm_kind_both(outcome,
	    csm_kind_span(in, &point, csm_ingest_metric(in, "overdue", 7),
		/* It may be paid on the day it is due. */
		&(struct csm_kind_share){v.amount, {1, 1}}, v.due.day + 1, v.paid.day));
}

const struct csm_ingest_metric *
csm_kind_part_of(struct csm_ingest *in, struct csm_text type, struct csm_text part)
{
	const struct csm_rule *rename =
	    /* The type is renamed before the part is added: a rule is written for the
	     * type. */
	    csm_rule_find(csm_ingest_mapping(in)->rename, type.s, type.len);
	const struct csm_ingest_metric *metric;
	struct csm_buf name = {0};

	if (rename != NULL && strcmp(rename->name, "*") != 0)
		csm_buf_puts(&name, rename->to);
	else
		csm_buf_put(&name, type.s, type.len);
	csm_buf_putc(&name, '.');
	csm_buf_put(&name, part.s, part.len);
	metric = csm_ingest_metric(in, name.data, name.len);
	csm_buf_fini(&name);
	return metric;
}

struct task {
	struct csm_stamp at, due, completed; /* the last two: CSM_DAY_NONE if not */
	struct csm_text type, status;        /* status: len 0 if not known */
};

static int
read_task(struct csm_ingest *in, const struct csm_row *row, struct task *t)
{
	if (csm_ingest_stamp(in, row, CSM_ROLE_TIME, &t->at) != 0 ||
	    csm_kind_day_if(in, row, CSM_ROLE_DUE, &t->due) != 0 ||
	    csm_kind_day_if(in, row, CSM_ROLE_COMPLETED, &t->completed) != 0 ||
	    csm_ingest_name(in, row) == NULL)
		return -1;
	t->type = row->role[CSM_ROLE_NAME];
	t->status = row->role[CSM_ROLE_STATUS];
	if (csm_ingest_mapping(in)->role[CSM_ROLE_STATUS] != NULL)
		return 0;
	if (t->completed.day != CSM_DAY_NONE)
		t->status = (struct csm_text){"completed", 9};
	/* Only where completion is told does its lack say that the task is open. */
	else if (csm_ingest_mapping(in)->role[CSM_ROLE_COMPLETED] != NULL)
		t->status = (struct csm_text){"open", 4};
	return 0;
}

static enum csm_outcome
push_task(struct csm_ingest *in, struct csm_point *p, const struct task *t)
{
	static const struct csm_text overdue = {"overdue", 7};
	int done = t->completed.day != CSM_DAY_NONE;
	/* being overdue is told by the days; a status that says so would count twice */
	int told = t->due.day != CSM_DAY_NONE &&
		   csm_text_is(overdue.s, t->status.s, t->status.len);
	enum csm_outcome outcome = push_day(
	    in, p, csm_ingest_metric(in, t->type.s, t->type.len), CSM_NUM_ONE, &t->at);

	if (outcome != CSM_ROW_FATAL && t->status.len != 0 && !told)
		outcome = csm_kind_both(
		    outcome, push_day(in, p, csm_kind_part_of(in, t->type, t->status),
				 CSM_NUM_ONE, done ? &t->completed : &t->at));
	if (outcome != CSM_ROW_FATAL && t->due.day != CSM_DAY_NONE)
		outcome = csm_kind_both(outcome,
		    csm_kind_span(in, p, csm_kind_part_of(in, t->type, overdue),
			&(struct csm_kind_share){CSM_NUM_ONE, {1, 1}}, t->due.day + 1,
			t->completed.day));
	return outcome;
}

/* Counted on its day, by status too, and while it is overdue. */
enum csm_outcome
csm_kind_tasks(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_point point = {0};
	struct task task;

	if (csm_ingest_entity(in, row, CSM_WHOSE_USER_IF, &point) != 0 ||
	    read_task(in, row, &task) != 0)
		return CSM_ROW_REJECTED;
	if (csm_ingest_seen(in, row))
		return CSM_ROW_DUPLICATE;
	return push_task(in, &point, &task);
}
