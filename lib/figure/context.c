#include "figure/context.h"

#include "audit/fallen.h"
#include "audit/texts.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "entity/who.h"
#include "figure/outage.h"
#include "figure/report.h"
#include "figure/shape.h"
#include "table/show.h"
#include "time/date.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *const owner_columns[] = {
    "owner", "csm", "account_manager", "account_owner", NULL};

static struct csm_engine *
engine_new(const struct csm_context *context)
{
	/* the days are told later, by csm_context_days */
	struct csm_engine_options options = {
	    .since = 0, .until = 0, .ranks = 1, .taken = CSM_TAKEN_UNTOLD};

	for (int m = 0; m < CSM_MODELS; m++)
		options.fields[m] = context->fields[m];
	struct csm_engine *engine = csm_engine_new(&options);
	csm_engine_narrow(engine, &context->narrow);
	return engine;
}

static void
know_metrics(const struct csm_context *context, struct csm_engine *engine)
{
	for (size_t i = 0; engine != NULL && i < context->metrics; i++)
		csm_engine_metric(engine, &context->metric[i]);
}

struct csm_engine *
csm_context_history(struct csm_context *context)
{
	if (context->history == NULL) {
		context->history = engine_new(context);
		csm_engine_refuse_ranks(context->history);
		know_metrics(context, context->history);
	}
	return context->history;
}

void
csm_context_outage(struct csm_context *context, bool first)
{
	context->wants_outage = true;
	context->outage_first |= first;
}

const struct csm_outage *
csm_context_outages(const struct csm_context *context)
{
	return context->above != NULL ? context->above->outage : context->outage;
}

void
csm_context_put_under(struct csm_context *context, struct csm_context *page)
{
	context->above = page;
	if (context->wants_outage)
		csm_context_outage(page, context->outage_first);
	context->wants_outage = context->outage_first = false;
}

/* Asked twice: when the options are read, and once the day is known, since fields are
 * as of that day. */
static int
check_owner(struct csm_context *context)
{
	const char *owner = context->options->owner;
	const struct csm_fields *f = context->fields[CSM_MODEL_COMPANY];
	struct csm_nearest near;
	struct csm_buf hint = {0};

	if (owner == NULL && !context->options->unassigned)
		return 0;
	if (context->owner_column < 0)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--owner and --unassigned want company fields (-F) with a column "
		    "owner, csm, account_manager or account_owner");
	csm_nearest_init(&near, owner == NULL ? "" : owner);
	/* Asked of the fields, not of companies that came by: an owner all of whose
	 * accounts are filtered out is one. */
	for (size_t i = 0; owner != NULL && i < csm_fields_count(f); i++) {
		const char *text = csm_context_field_text(context, CSM_MODEL_COMPANY,
		    NULL, csm_fields_entity(f, i)->id, context->owner_column);
		if (text != NULL && strcmp(text, owner) == 0)
			owner = NULL;
		else if (text != NULL)
			csm_nearest_offer(&near, text);
	}
	if (owner != NULL)
		csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--owner: no company has the owner \"%s\"%s", owner,
		    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	return owner == NULL ? 0 : -1;
}

static int
context_begin(struct csm_context *context)
{
	const struct csm_report_options *o = context->options;
	struct csm_shape shape;

	context->owner_column =
	    csm_context_column(context, CSM_MODEL_COMPANY, owner_columns);
	context->name_column =
	    csm_context_column(context, CSM_MODEL_COMPANY, csm_who_columns);
	csm_catalog_read(&context->catalog, &context->arena, context->conf);
	context->now = engine_new(context);
	if (context->report->days > 0)
		context->days = engine_new(context);
	context->filter = csm_filter_read(&context->arena, context->conf, o->where,
	    o->wheres, o->segment, o->segments, context->diag);
	if (context->filter == NULL ||
	    csm_metrics_read(&context->arena, context->conf, &context->metric,
		&context->metrics, context->diag) != 0 ||
	    check_owner(context) != 0 || csm_shape_read(context, &shape) != 0)
		return -1;
	know_metrics(context, context->now);
	know_metrics(context, context->days);
	csm_filter_query(context->filter, context->now);
	/* zeroed; from here on the report's end is called, also if begin fails */
	context->work = csm_arena_alloc(&context->arena, context->report->work);
	if (context->report->begin != NULL && context->report->begin(context) != 0)
		return -1;
	/* Decimal commas that could be points end the run before points are read: half
	 * of a column read wrongly is worse than no report. */
	if (context->diag->count[CSM_E_AMBIGUOUS] > 0)
		return -1;
	if (o->verbose && context->fallen == NULL)
		csm_context_tell(context, context->alerts == NULL ? "" : "alerts");
	if (context->days != NULL &&
	    csm_engine_prepare(context->days, context->diag) != 0)
		return -1;
	if (context->history != NULL &&
	    csm_engine_prepare(context->history, context->diag) != 0)
		return -1;
	if (csm_engine_prepare(context->now, context->diag) != 0)
		return -1;
	csm_texts_tell(context->now, context->diag);
	return 0;
}

struct csm_context *
csm_context_new(const struct csm_report *report,
    const struct csm_report_options *options, const struct csm_config *conf,
    const struct csm_fields *const *fields, struct csm_diag *diag)
{
	struct csm_context *context = csm_xcalloc(1, sizeof *context);

	*context = (struct csm_context){.report = report,
	    .options = options,
	    .conf = conf,
	    .fields = fields,
	    .diag = diag,
	    .first_day = CSM_DAY_NONE,
	    .last_day = CSM_DAY_NONE,
	    .near_day = CSM_DAY_NONE,
	    .health_first = CSM_DAY_NONE,
	    .health_last = CSM_DAY_NONE};
	if (context_begin(context) == 0)
		return context;
	csm_context_free(context);
	return NULL;
}

int
csm_context_days(struct csm_context *context, int32_t since, int32_t until)
{
	const struct csm_report *report = context->report;

	assert(since == CSM_DAY_NONE || since <= until);
	context->until = until;
	context->since = until - (report->days > 0 ? report->days - 1 : 0);
	if (since != CSM_DAY_NONE)
		context->since = since;
	if (report->range != NULL)
		report->range(context, since);
	if (context->since < CSM_DAY_MIN)
		context->since = CSM_DAY_MIN;
	if (context->wants_outage)
		context->outage = csm_outage_new(until);
	/* After the report's range: that says what the engine of days evaluates. */
	csm_engine_range(context->now, until, until);
	if (context->days != NULL)
		csm_engine_range(context->days, context->since, until);
	return check_owner(context);
}

void
csm_context_at_end(struct csm_context *context, void (*end)(void *of), void *of)
{
	struct csm_context_end *e =
	    CSM_ARENA_NEW(&context->arena, struct csm_context_end);

	*e = (struct csm_context_end){end, of, context->ends};
	context->ends = e;
}

void
csm_context_free(struct csm_context *context)
{
	if (context == NULL)
		return;
	if (context->report->end != NULL && context->work != NULL)
		context->report->end(context);
	/* Newest first, as they were put: what came later may use what came before. */
	for (struct csm_context_end *e = context->ends; e != NULL; e = e->next)
		e->end(e->of);
	csm_fallen_free(context->fallen);
	csm_outage_free(context->outage);
	csm_buf_fini(&context->by_hand);
	csm_engine_free(context->now);
	csm_engine_free(context->days);
	csm_engine_free(context->history);
	csm_intern_fini(&context->names);
	csm_narrow_fini(&context->narrow);
	csm_arena_fini(&context->arena);
	free(context);
}

/* A month without a point is a wrong --as-of rather than a quiet month: a choice. */
#define NEAR_DAYS 30

static int
no_data(struct csm_context *context)
{
	char day[CSM_DAY_TEXT], first[CSM_DAY_TEXT], last[CSM_DAY_TEXT];

	if (context->first_day == CSM_DAY_NONE)
		return csm_error(
		    context->diag, CSM_E_NODATA, NULL, "the input has no points");
	csm_date_format(context->until, day);
	csm_date_format(context->first_day, first);
	csm_date_format(context->last_day, last);
	return csm_error(context->diag, CSM_E_NODATA, NULL,
	    "no points in the %d days to %s: there are points from %s to %s; --as-of "
	    "last takes the newest day",
	    NEAR_DAYS, day, first, last);
}

/* The report's rows as the options want them. */
static int
shape_rows(struct csm_context *context, struct csm_doc *doc)
{
	for (struct csm_table *t = doc->first; t != NULL; t = t->next)
		if (context->report->rows != NULL &&
		    strcmp(t->name, context->report->rows) == 0)
			return csm_shape_table(context, doc, t);
	return 0;
}

/* Who set a score by hand, and why, under the first table that shows it. */
static void
note_by_hand(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_table *t = doc->first;

	if (context->by_hands == 0)
		return;
	while (
	    t != NULL && !csm_table_has(t, "health") && strcmp(t->name, "bands") != 0)
		t = t->next;
	if (t == NULL)
		t = doc->first;
	t->note = csm_arena_printf(&context->arena, "%s%sHealth set by hand: %s.",
	    t->note == NULL ? "" : t->note, t->note == NULL ? "" : " ",
	    csm_buf_text(&context->by_hand));
}

/* What a report makes is what it says it may. */
static void
context_check_parts(const struct csm_report *report, const struct csm_doc *doc)
{
	struct csm_buf hint = {0};

	for (const struct csm_table *t = report->parts == NULL ? NULL : doc->first;
	     t != NULL; t = t->next)
		assert(csm_report_has_part(report, t->name, &hint));
	csm_buf_fini(&hint);
}

int
csm_context_finish(struct csm_context *context, struct csm_doc *doc)
{
	if (context->report->needs_day &&
	    (context->near_day == CSM_DAY_NONE ||
		context->near_day <= context->until - NEAR_DAYS))
		return no_data(context);
	/* Whoever needs it only at the end had it counted along the walk. */
	if (context->outage != NULL && !csm_outage_closed(context->outage))
		csm_outage_close(context->outage);
	assert(context->since <= context->until);
	doc->title = context->report->title;
	doc->manner = &context->catalog.manner;
	if (context->report->finish(context, doc) != 0 || shape_rows(context, doc) != 0)
		return -1;
	context_check_parts(context->report, doc);
	/* last: reports make titles of what they find */
	if (context->options->title != NULL)
		doc->title = context->options->title;
	note_by_hand(context, doc);
	csm_engine_finish(context->now, context->diag);
	/* an element of a page may rightly be empty */
	if (context->above == NULL)
		csm_filter_tell(
		    context->filter, context->asked, context->chosen, context->diag);
	if (context->options->verbose && context->fallen != NULL)
		csm_fallen_note(context->fallen, context->diag);
	if (context->days != NULL)
		csm_engine_finish(context->days, context->diag);
	if (context->history != NULL)
		csm_engine_finish(context->history, context->diag);
	return 0;
}
