/* The report `revenue`: recurring value from bucket to bucket, and what is to renew. */
#include "figure/buckets.h"
#include "figure/renewal.h"
#include "stats/movement.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/report.h"
#include "time/date.h"
#include "table/look.h"
#include "table/tile.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A quarter, in which a renewal can still be worked on: a choice. */
#define AHEAD 90 /* days */
#define AHEAD_MOST 3660

struct renewal {
	const char *id, *name, *owner;
	int32_t day;
	size_t days; /* until then */
	int64_t mrr;
	struct csm_cell health;
};

struct revenue_work {
	struct csm_buckets in;
	struct csm_movement *move, whole; /* by span; from first to last */
	int32_t ahead;
	int column; /* of the renewal date, -1: none */
	struct renewal *renewal;
	size_t renewals, cap, companies, any; /* any: companies with revenue.mrr */
};

static int
revenue_begin(struct csm_context *context)
{
	struct revenue_work *w = context->work;
	long ahead = context->options->window;

	if (csm_buckets_check(context, "revenue") != 0)
		return -1;
	if (ahead > AHEAD_MOST)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--window wants at most %d days, not %ld", AHEAD_MOST, ahead);
	w->ahead = ahead < 0 ? AHEAD : (int32_t)ahead;
	w->column = csm_renewal_ask(context);
	return 0;
}

static void
revenue_range(struct csm_context *context, int32_t since)
{
	struct revenue_work *w = context->work;

	csm_buckets_range(context, since, &w->in);
	w->move = CSM_ARENA_ARRAY(&context->arena, struct csm_movement, w->in.n + 1);
}

static int64_t
worth(const struct csm_metric_points *mrr, int32_t day)
{
	int64_t v = mrr == NULL ? CSM_MISSING : csm_facts_at(mrr, day, NULL);

	/* A day without a point pays nothing, as does a credit: movements are between
	 * amounts paid. */
	return v == CSM_MISSING || v < 0 ? 0 : v;
}

static int32_t
first_paid(const struct csm_metric_points *mrr)
{
	for (size_t i = 0; mrr != NULL && i < mrr->series.n; i++)
		if (mrr->series.value[i] > 0)
			return mrr->series.day[i];
	/* later than every day: it never paid */
	return CSM_DAY_MAX + 1;
}

static void
note_renewal(struct csm_context *context, struct revenue_work *w,
    const struct csm_set *set, const char *id, int64_t mrr)
{
	int32_t day = csm_renewal_day(context, w->column, id, context->until);
	struct csm_known known;

	/* who does not pay has nothing to renew; CSM_DAY_NONE is before every day */
	if (mrr <= 0 || day < context->until || day > context->until + w->ahead)
		return;
	known = csm_known_score(context, set);
	CSM_GROW(w->renewal, w->renewals, &w->cap);
	w->renewal[w->renewals++] = (struct renewal){.id = id,
	    .name = csm_context_name(context, CSM_MODEL_COMPANY, id, id),
	    .owner = csm_context_field_text(
		context, CSM_MODEL_COMPANY, id, id, context->owner_column),
	    .day = day,
	    .days = (size_t)(day - context->until),
	    .mrr = mrr,
	    .health = csm_known_health(context, set, &known)};
}

static int
revenue_company(struct csm_context *context, const struct csm_set *set)
{
	struct revenue_work *w = context->work;
	const struct csm_entity_points *own = csm_facts_own(set);
	const struct csm_metric_points *mrr =
	    own == NULL ? NULL : csm_set_find(own, "revenue.mrr");
	int32_t paid = first_paid(mrr);
	/* What is there at the start is what was paid on the day before. */
	int64_t first = worth(mrr, context->since - 1), from = first, to = first;

	w->companies++;
	w->any += mrr != NULL;
	for (size_t i = 0; i < w->in.n; i++, from = to) {
		to = worth(mrr, w->in.span[i].to);
		csm_movement_add(&w->move[i], from, to, paid < w->in.span[i].from);
	}
	/* From first to last at once: who came and went between is in no retention. */
	csm_movement_add(&w->whole, first, to, paid < context->since);
	note_renewal(
	    context, w, set, csm_arena_strdup(&context->arena, set->company.s), to);
	return 0;
}

/* Whether it is known what was paid before the bucket: on the data's first day
 * everything would seem to be new. */
static int
known(const struct csm_context *context, int32_t from)
{
	return context->first_day != CSM_DAY_NONE && context->first_day < from;
}

static void
revenue_put_headline(struct csm_context *context, struct csm_doc *doc)
{
	const struct revenue_work *w = context->work;
	struct csm_table *t = csm_tiles(doc, "note");
	int told = known(context, context->since);
	char day[CSM_DAY_TEXT];
	int64_t due = 0;
	const char *since;

	csm_date_format(context->since, day);
	since = csm_arena_printf(&context->arena, "since %s", day);
	for (size_t i = 0; i < w->renewals; i++)
		csm_stats_add(&due, w->renewal[i].mrr);
	csm_tile(t, "Recurring value", w->any > 0 ? w->whole.end : CSM_MISSING,
	    &csm_look_money,
	    csm_arena_printf(&context->arena, "%s pay%s",
		csm_text_counted(&context->arena, w->whole.ends, "companies"),
		w->whole.ends == 1 ? "s" : ""));
	csm_tile(t, "Net retention", told ? csm_movement_net(&w->whole) : CSM_MISSING,
	    &csm_look_percent_tenths, since);
	csm_tile(t, "Gross retention",
	    told ? csm_movement_gross(&w->whole) : CSM_MISSING,
	    &csm_look_percent_tenths, since);
	csm_tile(t, "Customers kept", told ? csm_movement_kept(&w->whole) : CSM_MISSING,
	    &csm_look_percent_tenths, since);
	/* without the field nothing is known to be due, which is not 0 */
	if (w->column >= 0)
		csm_tile(t, "To renew", due, &csm_look_money,
		    csm_arena_printf(&context->arena, "%s in %s",
			csm_text_counted(&context->arena, w->renewals, "companies"),
			csm_text_counted(&context->arena, (uint64_t)w->ahead, "days")));
}

/* A bucket: what is not told of it is left out but for the end. */
struct revenue_row {
	const char *label;
	const struct csm_movement *move;
	bool any, told; /* some company has revenue; what was before is known */
	size_t days;
};

static struct revenue_row
revenue_row(struct csm_context *context, size_t i)
{
	const struct revenue_work *w = context->work;

	return (struct revenue_row){.label = w->in.label[i],
	    .move = &w->move[i],
	    .any = w->any > 0,
	    .told = w->any > 0 && known(context, w->in.span[i].from),
	    .days = (size_t)(w->in.span[i].to - w->in.span[i].from) + 1};
}

/* The member `at` bytes into the movement. */
static struct csm_cell
revenue_amount(const void *row, size_t at)
{
	const struct revenue_row *r = row;

	return r->told ? csm_cell_of_number(r->move, at) : csm_cell_number(CSM_MISSING);
}

static struct csm_cell
revenue_customers(const void *row, size_t at)
{
	const struct revenue_row *r = row;

	return r->told ? csm_cell_of_count(r->move, at) : csm_cell_number(CSM_MISSING);
}

static struct csm_cell
revenue_put_end(const void *row)
{
	const struct revenue_row *r = row;

	return csm_cell_number(r->any ? r->move->end : CSM_MISSING);
}

static struct csm_cell
revenue_put_ends(const void *row)
{
	const struct revenue_row *r = row;

	return r->any ? csm_cell_count(r->move->ends) : csm_cell_number(CSM_MISSING);
}

static struct csm_cell
revenue_put_net(const void *row)
{
	const struct revenue_row *r = row;

	return csm_cell_number(r->told ? csm_movement_net(r->move) : CSM_MISSING);
}

static struct csm_cell
revenue_put_gross(const void *row)
{
	const struct revenue_row *r = row;

	return csm_cell_number(r->told ? csm_movement_gross(r->move) : CSM_MISSING);
}

static struct csm_cell
revenue_put_kept(const void *row)
{
	const struct revenue_row *r = row;

	return csm_cell_number(r->told ? csm_movement_kept(r->move) : CSM_MISSING);
}

static void
revenue_put_buckets(struct csm_context *context, struct csm_table *t)
{
	const struct revenue_work *w = context->work;

	for (size_t i = 0; i < w->in.n; i++) {
		const struct revenue_row row = revenue_row(context, i);
		csm_table_put(t, &row);
	}
}

/* For the eye: the ends, as a line. */
static const struct csm_table_column value_columns[] = {
    {"bucket", "At the end of", CSM_OF_TEXT(struct revenue_row, label)},
    {"end", "Recurring value", CSM_CELL_NUMBER, .put = revenue_put_end,
	.look = &csm_look_money_bar}};

static void
revenue_put_value(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "value", "Recurring value");

	t->for_eyes = CSM_EYES_READ;
	t->chart = CSM_CHART_LINE;
	t->chart_columns = 1;
	CSM_TABLE_COLUMNS(t, value_columns);
	revenue_put_buckets(context, t);
}

#define AMOUNT(member)                                                                 \
	CSM_CELL_NUMBER, .of = revenue_amount,                                         \
			 .at = offsetof(struct csm_movement, member),                  \
			 .look = &csm_look_money
#define CUSTOMERS(member)                                                              \
	CSM_CELL_NUMBER, .of = revenue_customers,                                      \
			 .at = offsetof(struct csm_movement, member)

static const struct csm_table_column movement_columns[] = {
    {"bucket", "Bucket", CSM_OF_TEXT(struct revenue_row, label)},
    {"start", "Start", AMOUNT(start)}, {"new", "New", AMOUNT(gained)},
    {"reactivated", "Of these back", AMOUNT(regained)},
    {"upgrade", "Upgrade", AMOUNT(up)}, {"downgrade", "Downgrade", AMOUNT(down)},
    {"churn", "Churn", AMOUNT(lost)},
    {"end", "End", CSM_CELL_NUMBER, .put = revenue_put_end, .look = &csm_look_money},
    {"net_retention", "Net retention", CSM_CELL_NUMBER, .put = revenue_put_net,
	.look = &csm_look_percent_tenths},
    {"gross_retention", "Gross retention", CSM_CELL_NUMBER, .put = revenue_put_gross,
	.look = &csm_look_percent_tenths},
    {"days", "Days", CSM_OF_COUNT(struct revenue_row, days)}};

static void
put_movement(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "movement", "Movement");

	t->note = "Start, new, upgrade, less downgrade and churn, is end.";
	CSM_TABLE_COLUMNS(t, movement_columns);
	revenue_put_buckets(context, t);
}

static const struct csm_table_column customer_columns[] = {
    {"bucket", "Bucket", CSM_OF_TEXT(struct revenue_row, label)},
    {"start", "Start", CUSTOMERS(starts)}, {"new", "New", CUSTOMERS(gains)},
    {"reactivated", "Of these back", CUSTOMERS(regains)},
    {"upgraded", "Upgraded", CUSTOMERS(ups)},
    {"downgraded", "Downgraded", CUSTOMERS(downs)},
    {"churned", "Churned", CUSTOMERS(losses)},
    {"end", "End", CSM_CELL_NUMBER, .put = revenue_put_ends},
    {"kept", "Kept", CSM_CELL_NUMBER, .put = revenue_put_kept,
	.look = &csm_look_percent_tenths}};

static void
put_customers(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "customers", "Customers");

	CSM_TABLE_COLUMNS(t, customer_columns);
	revenue_put_buckets(context, t);
}

static int
revenue_by_day(const void *a, const void *b)
{
	const struct renewal *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->mrr != y->mrr)
		return x->mrr > y->mrr ? -1 : 1;
	return strcmp(x->id, y->id);
}

static const struct csm_table_column renewal_columns[] = {
    {"company", "Id", CSM_OF_TEXT(struct renewal, id), .for_machines = true},
    {"name", "Company", CSM_OF_TEXT(struct renewal, name)},
    {"owner", "Owner", CSM_OF_TEXT(struct renewal, owner)},
    {"renewal", "Renewal", CSM_OF_DAY(struct renewal, day)},
    {"days", "In days", CSM_OF_COUNT(struct renewal, days)},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct renewal, mrr),
	.look = &csm_look_money},
    {"health", "Health", CSM_OF_CELL(CSM_CELL_NUMBER, struct renewal, health),
	.look = &csm_look_score, .stated = true}};

static void
put_renewals(struct csm_context *context, struct csm_doc *doc)
{
	struct revenue_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "renewals", "Renewals due");

	t->note = w->column < 0 ? "Companies have no field renewal_date."
				: csm_arena_printf(&context->arena,
				      "Companies that pay and are to renew within %d "
				      "days.",
				      (int)w->ahead);
	CSM_TABLE_COLUMNS(t, renewal_columns);
	if (w->renewals > 0)
		qsort(w->renewal, w->renewals, sizeof *w->renewal, revenue_by_day);
	for (size_t i = 0; i < w->renewals; i++)
		csm_table_put(t, &w->renewal[i]);
}

static int
revenue_finish(struct csm_context *context, struct csm_doc *doc)
{
	const struct revenue_work *w = context->work;

	doc->subtitle = csm_context_subtitle(context, w->companies, "companies");
	revenue_put_headline(context, doc);
	revenue_put_value(context, doc);
	put_movement(context, doc);
	put_customers(context, doc);
	put_renewals(context, doc);
	return 0;
}

static void
revenue_end(struct csm_context *context)
{
	struct revenue_work *w = context->work;

	free(w->renewal);
}

const struct csm_report csm_report_revenue = {.name = "revenue",
    .title = "Revenue",
    .work = sizeof(struct revenue_work),
    .parts = (const char *const[]){"headline", "value", "movement", "customers",
	"renewals", NULL},
    .summary = "recurring value by month: new, upgrade, downgrade, churn; renewals",
    .takes = "bucket since window chart",
    .rows = "renewals",
    .range = revenue_range,
    .begin = revenue_begin,
    .company = revenue_company,
    .finish = revenue_finish,
    .end = revenue_end};
