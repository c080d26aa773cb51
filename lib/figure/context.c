#include "figure/context.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "figure/alert.h"
#include "figure/report.h"
#include "figure/shape.h"
#include "table/show.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

static const char *const name_columns[] = {
    "name", "company_name", "account_name", NULL};
static const char *const owner_columns[] = {
    "owner", "csm", "account_manager", "account_owner", NULL};

static struct csm_engine *
engine_new(const struct csm_draft *draft)
{
	/* the days are told later, by csm_draft_days */
	struct csm_engine_options options = {.since = 0, .until = 0, .ranks = 1};

	for (int m = 0; m < CSM_MODELS; m++)
		options.fields[m] = draft->fields[m];
	return csm_engine_new(&options);
}

static void
know_metrics(const struct csm_draft *draft, struct csm_engine *engine)
{
	for (size_t i = 0; engine != NULL && i < draft->metrics; i++)
		csm_engine_metric(engine, &draft->metric[i]);
}

struct csm_engine *
csm_draft_history(struct csm_draft *draft)
{
	if (draft->history == NULL) {
		draft->history = engine_new(draft);
		csm_engine_refuse_ranks(draft->history);
		know_metrics(draft, draft->history);
	}
	return draft->history;
}

static int
check_owner(struct csm_draft *draft)
{
	const char *owner = draft->options->owner;
	const struct csm_fields *f = draft->fields[CSM_MODEL_COMPANY];
	struct csm_suggest near;
	struct csm_buf hint = {0};

	if (owner == NULL && !draft->options->unassigned)
		return 0;
	if (draft->owner_column < 0)
		return csm_error(draft->diag, CSM_E_USAGE, NULL,
		    "--owner and --unassigned want company fields (-F) with a column "
		    "owner, csm, account_manager or account_owner");
	csm_suggest_init(&near, owner == NULL ? "" : owner);
	for (size_t i = 0; owner != NULL && i < csm_fields_count(f); i++) {
		const char *text = csm_draft_field_text(draft, CSM_MODEL_COMPANY, NULL,
		    csm_fields_entity(f, i)->id, draft->owner_column);
		if (text != NULL && strcmp(text, owner) == 0)
			owner = NULL;
		else if (text != NULL)
			csm_suggest_offer(&near, text);
	}
	if (owner != NULL)
		csm_error(draft->diag, CSM_E_USAGE, NULL,
		    "--owner: no company has the owner \"%s\"%s", owner,
		    csm_suggest_hint(&near, &hint));
	csm_buf_fini(&hint);
	return owner == NULL ? 0 : -1;
}

static int
begin(struct csm_draft *draft)
{
	const struct csm_report_options *o = draft->options;
	struct csm_shape shape;

	draft->owner_column = csm_draft_column(draft, CSM_MODEL_COMPANY, owner_columns);
	draft->name_column = csm_draft_column(draft, CSM_MODEL_COMPANY, name_columns);
	csm_catalog_read(&draft->catalog, &draft->arena, draft->conf);
	draft->now = engine_new(draft);
	if (draft->report->days > 0)
		draft->days = engine_new(draft);
	draft->filter = csm_filter_read(&draft->arena, draft->conf, o->where, o->wheres,
	    o->segment, o->segments, draft->diag);
	if (draft->filter == NULL ||
	    csm_metrics_read(&draft->arena, draft->conf, &draft->metric,
		&draft->metrics, draft->diag) != 0 ||
	    check_owner(draft) != 0 || csm_shape_read(draft, &shape) != 0)
		return -1;
	know_metrics(draft, draft->now);
	know_metrics(draft, draft->days);
	csm_filter_query(draft->filter, draft->now);
	if (draft->report->begin(draft) != 0)
		return -1;
	if (draft->days != NULL && csm_engine_prepare(draft->days, draft->diag) != 0)
		return -1;
	if (draft->history != NULL &&
	    csm_engine_prepare(draft->history, draft->diag) != 0)
		return -1;
	return csm_engine_prepare(draft->now, draft->diag);
}

struct csm_draft *
csm_draft_new(const struct csm_report *report, const struct csm_report_options *options,
    const struct csm_conf *conf, const struct csm_fields *const *fields,
    struct csm_diag *diag)
{
	struct csm_draft *draft = csm_xcalloc(1, sizeof *draft);

	*draft = (struct csm_draft){.report = report,
	    .options = options,
	    .conf = conf,
	    .fields = fields,
	    .diag = diag,
	    .first_day = CSM_DAY_NONE,
	    .last_day = CSM_DAY_NONE,
	    .near_day = CSM_DAY_NONE,
	    .health_first = CSM_DAY_NONE,
	    .health_last = CSM_DAY_NONE};
	if (begin(draft) == 0)
		return draft;
	csm_draft_free(draft);
	return NULL;
}

int
csm_draft_days(struct csm_draft *draft, int32_t since, int32_t until)
{
	const struct csm_report *report = draft->report;

	draft->until = until;
	draft->since = until - (report->days > 0 ? report->days - 1 : 0);
	if (since != CSM_DAY_NONE)
		draft->since = since;
	if (report->range != NULL)
		report->range(draft, since);
	if (draft->since < CSM_DAY_MIN)
		draft->since = CSM_DAY_MIN;
	csm_engine_range(draft->now, until, until);
	if (draft->days != NULL)
		csm_engine_range(draft->days, draft->since, until);
	return check_owner(draft);
}

void
csm_draft_free(struct csm_draft *draft)
{
	if (draft == NULL)
		return;
	if (draft->report->end != NULL)
		draft->report->end(draft);
	csm_alerts_free(draft->alerts);
	csm_engine_free(draft->now);
	csm_engine_free(draft->days);
	csm_engine_free(draft->history);
	csm_intern_fini(&draft->names);
	csm_arena_fini(&draft->arena);
	free(draft);
}

static void
see_days(int32_t *first, int32_t *last, int32_t from, int32_t to)
{
	if (*first == CSM_DAY_NONE || from < *first)
		*first = from;
	if (to > *last) /* CSM_DAY_NONE is below every day */
		*last = to;
}

/* Which days and metrics there are, for messages about those there are not. */
static void
see(struct csm_draft *draft, const struct csm_set *set)
{
	for (size_t e = 0; e < set->entities; e++) {
		const struct csm_entity_points *entity = &set->entity[e];
		for (size_t m = 0; m < entity->metrics; m++) {
			const struct csm_metric_points *p = &entity->metric[m];
			struct csm_series all = {.day = p->day, .n = p->n};
			size_t after = csm_series_at(&all, draft->until + 1);
			if (p->n == 0)
				continue;
			see_days(&draft->first_day, &draft->last_day, p->day[0],
			    p->day[p->n - 1]);
			if (after > 0 && p->day[after - 1] > draft->near_day)
				draft->near_day = p->day[after - 1];
			if (strcmp(p->metric.s, "system.health") == 0)
				see_days(&draft->health_first, &draft->health_last,
				    p->day[0], p->day[p->n - 1]);
			if (draft->keep_names)
				csm_intern_put(
				    &draft->names, p->metric.s, p->metric.len);
		}
	}
}

/* A manager sees own and, with --unassigned, nobody's companies. */
static int
is_owned(struct csm_draft *draft, const char *company)
{
	const struct csm_report_options *o = draft->options;
	const char *owner;

	if (o->owner == NULL && !o->unassigned)
		return 1;
	owner = csm_draft_field_text(
	    draft, CSM_MODEL_COMPANY, company, company, draft->owner_column);
	if (owner == NULL)
		return o->unassigned;
	return o->owner != NULL && strcmp(owner, o->owner) == 0;
}

int
csm_draft_has_ranks(const struct csm_draft *draft)
{
	return csm_engine_has_ranks(draft->now) ||
	       (draft->days != NULL && csm_engine_has_ranks(draft->days));
}

int
csm_draft_ranking(struct csm_draft *draft)
{
	draft->ranking_now = csm_engine_ranking(draft->now);
	draft->ranking_days = draft->days != NULL && csm_engine_ranking(draft->days);
	return draft->ranking_now || draft->ranking_days;
}

void
csm_draft_rank(struct csm_draft *draft, const struct csm_set *set)
{
	if (!is_owned(draft, set->company.s))
		return;
	csm_engine_company(draft->now, set);
	if (!csm_filter_match(draft->filter, draft->now))
		return;
	if (draft->ranking_now)
		csm_engine_rank(draft->now);
	if (draft->ranking_days) {
		csm_engine_company(draft->days, set);
		csm_engine_rank(draft->days);
	}
}

void
csm_draft_ranked(struct csm_draft *draft)
{
	if (draft->ranking_now)
		csm_engine_ranked(draft->now);
	if (draft->ranking_days)
		csm_engine_ranked(draft->days);
}

int
csm_draft_company(struct csm_draft *draft, const struct csm_set *set)
{
	draft->companies++;
	see(draft, set);
	if (!is_owned(draft, set->company.s))
		return 0;
	csm_engine_company(draft->now, set);
	if (!csm_filter_match(draft->filter, draft->now))
		return 0;
	draft->chosen++;
	if (draft->days != NULL)
		csm_engine_company(draft->days, set);
	return draft->report->company(draft, set);
}

#define NEAR_DAYS 30

static int
no_data(struct csm_draft *draft)
{
	char day[CSM_DAY_TEXT], first[CSM_DAY_TEXT], last[CSM_DAY_TEXT];

	if (draft->first_day == CSM_DAY_NONE)
		return csm_error(
		    draft->diag, CSM_E_NODATA, NULL, "the input has no points");
	csm_date_format(draft->until, day);
	csm_date_format(draft->first_day, first);
	csm_date_format(draft->last_day, last);
	return csm_error(draft->diag, CSM_E_NODATA, NULL,
	    "no points in the %d days to %s: there are points from %s to %s; --as-of "
	    "last takes the newest day",
	    NEAR_DAYS, day, first, last);
}

/* The report's rows as the options want them. */
static int
shape_rows(struct csm_draft *draft, struct csm_doc *doc)
{
	for (struct csm_table *t = doc->first; t != NULL; t = t->next)
		if (draft->report->rows != NULL &&
		    strcmp(t->name, draft->report->rows) == 0)
			return csm_shape_table(draft, doc, t);
	return 0;
}

int
csm_draft_finish(struct csm_draft *draft, struct csm_doc *doc)
{
	if (draft->report->needs_day &&
	    (draft->near_day == CSM_DAY_NONE ||
		draft->near_day <= draft->until - NEAR_DAYS))
		return no_data(draft);
	if (draft->report->finish(draft, doc) != 0 || shape_rows(draft, doc) != 0)
		return -1;
	csm_engine_finish(draft->now, draft->diag);
	if (draft->days != NULL)
		csm_engine_finish(draft->days, draft->diag);
	if (draft->history != NULL)
		csm_engine_finish(draft->history, draft->diag);
	return 0;
}
