/*
 * Records with a state: tickets, opportunities, invoices.  A row is open from the day it
 * was opened up to, but not including, the day it was closed, and of several rows with
 * an id the last holds, as an export that is read again has it.
 *
 * Rows with an id are therefore kept until the end of the input; they take about 60 bytes
 * and those of the id.
 */
#include "base/xalloc.h"
#include "ingest/combine.h"
#include "ingest/kinds/kind_rows.h"
#include "point/family.h"

#include <stdlib.h>
#include <string.h>

struct states_row {
	int32_t opened, closed; /* closed: CSM_DAY_NONE if it is not */
	int64_t amount;
	uint32_t company, type, state; /* places in texts */
	const char *file;
};

struct states {
	struct csm_intern texts, ids;
	struct states_row *row; /* by place in ids */
	size_t cap;
};

void
csm_kind_states_free(void *keeps)
{
	struct states *s = keeps;

	if (s == NULL)
		return;
	csm_intern_fini(&s->texts);
	csm_intern_fini(&s->ids);
	free(s->row);
	free(s);
}

/* "ticket" and "open" to the metric, under the type's new name. */
static const struct csm_ingest_metric *
states_metric(
    struct csm_ingest *in, struct csm_text type, enum csm_family_state_part part)
{
	const char *word = csm_family_state_name(part);

	return csm_kind_part_of(in, type, (struct csm_text){word, strlen(word)});
}

/* On its day, unless that is not asked for. */
static enum csm_outcome
states_push_day(
    struct csm_ingest *in, struct csm_point *p, struct csm_text name, int32_t day)
{
	if (csm_ingest_outside(in, day))
		return CSM_ROW_FILTERED;
	p->metric = name;
	p->day = day;
	p->value = CSM_NUM_ONE;
	return csm_ingest_push(in, p, 0);
}

/* How many days it has been open, of which combine makes the mean. */
static enum csm_outcome
states_push_age(struct csm_ingest *in, struct csm_point *p,
    const struct csm_ingest_metric *metric, const struct states_row *r)
{
	struct csm_kind_share since = {r->opened * CSM_NUM_ONE, CSM_COMBINE_SINCE};

	return csm_kind_known_span(in, p, metric, &since, r->opened, r->closed);
}

/* By its state too, which says how it ended: "opportunity.won.closed". */
static enum csm_outcome
states_push_closed(struct csm_ingest *in, struct csm_point *p,
    const struct states_row *r, struct csm_text type, struct csm_text state)
{
	enum csm_outcome outcome = states_push_day(
	    in, p, states_metric(in, type, CSM_FAMILY_CLOSED)->name, r->closed);
	struct csm_buf name = {0};

	if (outcome != CSM_ROW_USED || state.len == 0)
		return outcome;
	csm_buf_put(&name, state.s, state.len);
	csm_buf_printf(&name, ".%s", csm_family_state_name(CSM_FAMILY_CLOSED));
	outcome = states_push_day(in, p,
	    csm_kind_part_of(in, type, (struct csm_text){name.data, name.len})->name,
	    r->closed);
	csm_buf_fini(&name);
	return outcome;
}

/* Opened and closed are counted on their days; open, amount and age are of all days
 * between, which combine.c makes of two changes each. */
static enum csm_outcome
states_push(struct csm_ingest *in, struct csm_point *p, const struct states_row *r,
    struct csm_text type, struct csm_text state)
{
	enum csm_outcome outcome = states_push_day(
	    in, p, states_metric(in, type, CSM_FAMILY_OPENED)->name, r->opened);

	if (outcome != CSM_ROW_FATAL && r->closed != CSM_DAY_NONE)
		outcome =
		    csm_kind_both(outcome, states_push_closed(in, p, r, type, state));
	if (outcome != CSM_ROW_FATAL)
		outcome = csm_kind_both(outcome,
		    csm_kind_open_span(in, p, states_metric(in, type, CSM_FAMILY_OPEN),
			CSM_NUM_ONE, r->opened, r->closed));
	if (outcome != CSM_ROW_FATAL && r->amount != CSM_MISSING)
		outcome = csm_kind_both(
		    outcome, csm_kind_open_span(in, p,
				 states_metric(in, type, CSM_FAMILY_AMOUNT), r->amount,
				 r->opened, r->closed));
	if (outcome != CSM_ROW_FATAL)
		outcome = csm_kind_both(outcome,
		    states_push_age(in, p, states_metric(in, type, CSM_FAMILY_AGE), r));
	return outcome;
}

static struct csm_text
states_text(const struct states *s, uint32_t place)
{
	return place == CSM_INTERN_NONE ? (struct csm_text){0} : s->texts.text[place];
}

int
csm_kind_states_finish(struct csm_ingest *in)
{
	struct states *s = *csm_ingest_keeps(in);
	struct csm_point p = {.model = CSM_MODEL_COMPANY};

	for (size_t i = 0; s != NULL && i < s->ids.n; i++) {
		const struct states_row *r = &s->row[i];
		p.company = p.id = states_text(s, r->company);
		switch (states_push(
		    in, &p, r, states_text(s, r->type), states_text(s, r->state))) {
		case CSM_ROW_FATAL:
			return -1;
		/* Taken for used when it was kept: only now is it known that no day of
		 * it is asked for. */
		case CSM_ROW_FILTERED:
			csm_ingest_unused(in, r->file);
			break;
		default:
			break;
		}
	}
	return 0;
}

/* Its metrics must be read again as what they are.  A type such as "revenue" would make
 * metrics that formulas take for others. */
static int
states_check_type(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_text name =
	    states_metric(in, row->role[CSM_ROLE_NAME], CSM_FAMILY_OPEN)->name;

	if (csm_family_state(name.s, name.len) == CSM_FAMILY_OPEN)
		return 0;
	csm_ingest_reject(in, row, CSM_ROLE_NAME, CSM_E_MISSING, "bad type",
	    "other metrics begin with it; --rename gives it another name");
	return -1;
}

static enum csm_outcome
states_read(struct csm_ingest *in, const struct csm_row *row, struct states_row *r)
{
	struct csm_stamp opened, closed;
	struct csm_rate rate = CSM_RATE_ONE;
	enum csm_outcome outcome;

	if (csm_ingest_stamp(in, row, CSM_ROLE_OPENED, &opened) != 0 ||
	    csm_kind_day_if(in, row, CSM_ROLE_CLOSED, &closed) != 0 ||
	    csm_ingest_name(in, row) == NULL || states_check_type(in, row) != 0)
		return CSM_ROW_REJECTED;
	/* Without an amount its currency is of no interest, and may be lacking. */
	outcome = row->role[CSM_ROLE_AMOUNT].len == 0
		      ? CSM_ROW_USED
		      : csm_kind_rate(in, row, opened.day, &rate);
	if (outcome != CSM_ROW_USED)
		return outcome;
	if (csm_kind_amount(in, row, CSM_ROLE_AMOUNT, rate, &r->amount) != 0)
		return CSM_ROW_REJECTED;
	r->opened = opened.day;
	r->closed = closed.day;
	r->file = row->file;
	if (r->closed == CSM_DAY_NONE || r->closed >= r->opened)
		return CSM_ROW_USED;
	return csm_ingest_reject(in, row, CSM_ROLE_CLOSED, CSM_E_PERIOD,
	    "bad day of closing", "before it was opened");
}

/* In the place of the row with this id, if there is one. */
static enum csm_outcome
states_keep(struct csm_ingest *in, const struct csm_row *row, struct states_row *r)
{
	void **place = csm_ingest_keeps(in);
	struct states *s = *place;
	struct csm_text id = row->role[CSM_ROLE_ID],
			company = row->role[CSM_ROLE_COMPANY],
			type = row->role[CSM_ROLE_NAME],
			state = row->role[CSM_ROLE_STATUS];

	if (s == NULL)
		s = *place = csm_xcalloc(1, sizeof *s);
	const size_t known = s->ids.n;
	const uint32_t i = csm_intern_put(&s->ids, id.s, id.len);
	if (i == known)
		CSM_GROW(s->row, known, &s->cap);
	r->company = csm_intern_put(&s->texts, company.s, company.len);
	r->type = csm_intern_put(&s->texts, type.s, type.len);
	r->state = state.len == 0 ? CSM_INTERN_NONE
				  : csm_intern_put(&s->texts, state.s, state.len);
	/* The file of the newest row too: the accounts of files are those of the rows
	 * that hold. */
	s->row[i] = *r;
	if (i == known)
		return CSM_ROW_USED;
	csm_ingest_note_again(in, row, "last");
	return CSM_ROW_DUPLICATE;
}

enum csm_outcome
csm_kind_states(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_point p = {0};
	struct states_row r;
	enum csm_outcome outcome;

	if (csm_ingest_entity(in, row, CSM_WHOSE_COMPANY, &p) != 0)
		return CSM_ROW_REJECTED;
	outcome = states_read(in, row, &r);
	if (outcome != CSM_ROW_USED)
		return outcome;
	/* Rows without an id cannot come again, and are pushed at once. */
	if (row->role[CSM_ROLE_ID].len != 0)
		return states_keep(in, row, &r);
	return states_push(
	    in, &p, &r, row->role[CSM_ROLE_NAME], row->role[CSM_ROLE_STATUS]);
}
