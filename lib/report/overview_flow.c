/* Customers won and lost; movers. */
#include "report/overview.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "figure/renewal.h"
#include "table/look.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

/* First paid day in [from, to]; unpaid on `to` after a last paid day in [from-1, to-1].
 */
static void
count_flow(struct csm_flow *flow, const struct csm_facts *f, int32_t from, int32_t to,
    int64_t mrr_first, int32_t paid_last, int64_t mrr_last)
{
	if (f->paid_first != CSM_DAY_NONE && f->paid_first >= from &&
	    f->paid_first <= to) {
		flow->won++;
		csm_stats_add(&flow->won_mrr, mrr_first);
	}
	/* Who paid last on the day before the period is lost on its first. */
	if (paid_last != CSM_DAY_NONE && paid_last >= from - 1 && paid_last < to) {
		flow->lost++;
		csm_stats_add(&flow->lost_mrr, mrr_last);
	}
}

/* Pays when the period ends, and was to renew within it, as known before it began, or
 * has put the renewal off to a later day during it. */
static void
count_renewed(struct csm_flow *flow, int32_t from, int32_t to, int32_t before,
    int32_t after, int64_t mrr)
{
	if (mrr == CSM_MISSING || mrr <= 0 || before == CSM_DAY_NONE ||
	    /* The field holds the next date: after a renewal it has moved on, so it is
	     * read as it was known then. */
	    !((before >= from && before <= to) || after > before))
		return;
	flow->renewed++;
	csm_stats_add(&flow->renewed_mrr, mrr);
}

struct flow_row {
	const char *what;
	struct csm_cell now, then, change;
};

static const struct csm_table_column flow_columns[] = {
    {"what", "What", CSM_OF_TEXT(struct flow_row, what)},
    {"last_30", "Last 30 days", CSM_OF_CELL(CSM_CELL_NUMBER, struct flow_row, now)},
    {"days_31_60", "Days 31 to 60",
	CSM_OF_CELL(CSM_CELL_NUMBER, struct flow_row, then)},
    {"change", "Change", CSM_OF_CELL(CSM_CELL_NUMBER, struct flow_row, change)}};

static void
flow_row_as(struct csm_table *t, const char *what, int64_t now, int64_t then,
    const struct csm_look *look, const struct csm_look *change)
{
	struct flow_row row = {what, csm_cell_number(now), csm_cell_number(then),
	    csm_cell_number(csm_stats_change(then, now))};

	row.now.look = row.then.look = look;
	row.change.look = change;
	csm_table_put(t, &row);
}

static void
flow_row(struct csm_table *t, const char *what, int64_t now, int64_t then)
{
	flow_row_as(t, what, now, then, NULL, &csm_look_change);
}

static void
flow_row_money(struct csm_table *t, const char *what, int64_t now, int64_t then)
{
	flow_row_as(t, what, now, then, &csm_look_money, &csm_look_money_change);
}

static int64_t
overview_flow_whole(size_t n, int known)
{
	/* not 0: nothing can be said of days before the data begin */
	return known ? (int64_t)n * CSM_NUM_ONE : CSM_MISSING;
}

static struct csm_table *
flow_table(struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "flow", "Customers won and lost");

	t->note = "A count: of the last 30 days, against days 31 to 60.";
	t->half = 1;
	CSM_TABLE_COLUMNS(t, flow_columns);
	return t;
}

void
csm_overview_flow_company(const struct csm_context *context,
    struct csm_overview_flow *flow, const struct csm_facts *f,
    const struct csm_facts_past *past)
{
	int32_t until = context->until, from = until - CSM_FACTS_AGO + 1,
		before = from - CSM_FACTS_AGO;

	count_flow(
	    &flow->now, f, from, until, past->mrr_first, f->paid_last, past->mrr_last);
	count_flow(&flow->then, f, before, from - 1, past->mrr_first,
	    past->paid_last_then, past->mrr_last_then);
	count_renewed(&flow->now, from, until, past->renewal_then, f->renewal, f->mrr);
	count_renewed(&flow->then, before, from - 1, past->renewal_before,
	    past->renewal_then, f->mrr_then);
	/* Renewal dates that are only ever those to come tell nothing of the past. */
	flow->tells_past |= f->renewal != CSM_DAY_NONE && f->renewal <= until;
}

void
csm_overview_flow_put(struct csm_context *context, const struct csm_overview_flow *flow,
    struct csm_doc *doc)
{
	struct csm_table *t = flow_table(doc);
	const struct csm_flow *now = &flow->now, *then = &flow->then;
	int32_t from = context->until - CSM_FACTS_AGO + 1,
		before = from - CSM_FACTS_AGO;
	/* What was paid on the data's first day may have begun earlier. */
	int known = context->first_day < from, known_then = context->first_day < before;

	flow_row(t, "New customers", overview_flow_whole(now->won, known),
	    overview_flow_whole(then->won, known_then));
	flow_row_money(t, "Their recurring value", known ? now->won_mrr : CSM_MISSING,
	    known_then ? then->won_mrr : CSM_MISSING);
	if (csm_renewal_ask(context) >= 0 &&
	    (flow->tells_past ||
		csm_fields_dated(context->fields[CSM_MODEL_COMPANY]))) {
		flow_row(t, "Renewed customers", overview_flow_whole(now->renewed, 1),
		    overview_flow_whole(then->renewed, known));
		flow_row_money(t, "Recurring value renewed", now->renewed_mrr,
		    known ? then->renewed_mrr : CSM_MISSING);
	}
	flow_row(t, "Lost customers", overview_flow_whole(now->lost, known),
	    overview_flow_whole(then->lost, known_then));
	flow_row_money(t, "Recurring value lost", known ? now->lost_mrr : CSM_MISSING,
	    known_then ? then->lost_mrr : CSM_MISSING);
}

/* ---- renewals ---- */

#define RENEWALS_AHEAD 90 /* days: a quarter, which is what is planned for */

struct flow_renewal {
	struct csm_cell company, health;
	int32_t day, left;
	int64_t mrr;
	const char *owner;
};

static struct csm_cell
flow_put_left(const void *row)
{
	const struct flow_renewal *r = row;

	return csm_cell_count((size_t)r->left);
}

static const struct csm_table_column renewal_columns[] = {
    {"company", "Company", CSM_OF_CELL(CSM_CELL_TEXT, struct flow_renewal, company)},
    {"renewal", "Renews", CSM_OF_DAY(struct flow_renewal, day)},
    {"left", "In days", CSM_CELL_NUMBER, .put = flow_put_left},
    {"health", "Health", CSM_OF_CELL(CSM_CELL_NUMBER, struct flow_renewal, health),
	.look = &csm_look_score, .stated = true},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct flow_renewal, mrr),
	.look = &csm_look_money},
    {"owner", "Owner", CSM_OF_TEXT(struct flow_renewal, owner)}};

static int
flow_by_renewal(const void *a, const void *b)
{
	const struct csm_facts *x = *(struct csm_facts *const *)a,
			       *y = *(struct csm_facts *const *)b;

	if (x->renewal != y->renewal)
		return x->renewal < y->renewal ? -1 : 1;
	if (x->mrr != y->mrr)
		return x->mrr > y->mrr ? -1 : 1;
	return strcmp(x->id, y->id);
}

static struct csm_facts_list
flow_due(const struct csm_context *context, const struct csm_facts_list *list)
{
	struct csm_facts_list due = {0};

	for (size_t i = 0; i < list->n; i++) {
		struct csm_facts *f = list->of[i];
		if (f->renewal != CSM_DAY_NONE && f->renewal >= context->until &&
		    f->renewal <= context->until + RENEWALS_AHEAD &&
		    f->mrr != CSM_MISSING && f->mrr > 0)
			csm_facts_push(&due, f);
	}
	if (due.n > 0)
		qsort(due.of, due.n, sizeof *due.of, flow_by_renewal);
	return due;
}

void
csm_overview_renewals(struct csm_context *context, const struct csm_facts_list *list,
    struct csm_doc *doc, size_t limit)
{
	struct csm_facts_list due = flow_due(context, list);
	struct csm_table *t;

	if (csm_renewal_column(context) < 0) {
		free(due.of);
		return;
	}
	t = csm_doc_table(doc, "renewals", "Renewals");
	t->note = csm_arena_printf(&context->arena,
	    "Due within %d days, of those that pay: %s%s.", RENEWALS_AHEAD,
	    csm_text_counted(&context->arena, due.n, "companies"),
	    due.n > limit ? ", the next first" : "");
	CSM_TABLE_COLUMNS(t, renewal_columns);
	for (size_t i = 0; i < due.n && i < limit; i++) {
		const struct csm_facts *f = due.of[i];
		const struct flow_renewal row = {
		    .company = csm_overview_company(doc, f),
		    .health = csm_facts_score(f->health),
		    .day = f->renewal,
		    .left = f->renewal - context->until,
		    .mrr = f->mrr,
		    .owner = f->owner};
		csm_table_put(t, &row);
	}
	free(due.of);
}

static int
by_move(const void *a, const void *b)
{
	const struct csm_facts *x = *(struct csm_facts *const *)a,
			       *y = *(struct csm_facts *const *)b;
	int64_t p = csm_facts_change(x), q = csm_facts_change(y);
	int64_t size_p = p < 0 ? -p : p, size_q = q < 0 ? -q : q;

	if (size_p != size_q)
		return size_p > size_q ? -1 : 1;
	if (p != q)
		return p < q ? -1 : 1; /* of two as large the fall first */
	return strcmp(x->id, y->id);
}

struct mover {
	struct csm_cell company, health, health_then;
	int64_t change, mrr;
};

static const struct csm_table_column mover_columns[] = {
    {"company", "Company", CSM_OF_CELL(CSM_CELL_TEXT, struct mover, company)},
    {"change", "Change", CSM_OF_NUMBER(struct mover, change),
	.look = &csm_look_change_tenths},
    {"health", "Health", CSM_OF_CELL(CSM_CELL_NUMBER, struct mover, health),
	.look = &csm_look_score, .stated = true},
    {"health_then", CSM_FACTS_AGO_TEXT,
	CSM_OF_CELL(CSM_CELL_NUMBER, struct mover, health_then),
	.look = &csm_look_score, .stated = true},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct mover, mrr),
	.look = &csm_look_money}};

void
csm_overview_movers(struct csm_context *context, const struct csm_facts_list *list,
    struct csm_doc *doc, size_t limit)
{
	struct csm_table *t = csm_doc_table(doc, "movers", "Biggest movers");
	struct csm_facts_list some = {0};

	(void)context;
	t->note = "Health now against 30 days ago, the largest changes first.";
	CSM_TABLE_COLUMNS(t, mover_columns);
	for (size_t i = 0; i < list->n; i++)
		/* who did not move is no mover, and would fill the table of a quiet
		 * month */
		if (csm_facts_change(list->of[i]) != CSM_MISSING &&
		    csm_facts_change(list->of[i]) != 0)
			csm_facts_push(&some, list->of[i]);
	if (some.n > 0)
		qsort(some.of, some.n, sizeof *some.of, by_move);
	for (size_t i = 0; i < some.n && i < limit; i++) {
		const struct csm_facts *f = some.of[i];
		const struct mover row = {.company = csm_overview_company(doc, f),
		    .health = csm_facts_score(f->health),
		    .health_then = csm_facts_score(f->health_then),
		    .change = csm_facts_change(f),
		    .mrr = f->mrr};
		csm_table_put(t, &row);
	}
	free(some.of);
}
