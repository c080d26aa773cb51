/* The report `account ID`. */
#include "report/account/account.h"

#include "base/text.h"
#include "figure/report.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

/* Choices: what a screen holds of one company; --limit takes more people. */
#define PEOPLE 25
#define FEATURES 15

struct account_work {
	struct csm_account_ask ask;
	/* Tables are made while the company comes by: its points are gone at the
	 * end. */
	struct csm_doc doc;      /* of the company found */
	struct csm_facts *facts; /* NULL: not found so far */
	int by_id;
	size_t named;            /* companies of that name */
	const char *other;       /* id of a second one */
	struct csm_nearest near; /* its words live in the arena */
};

static int
account_begin(struct csm_context *context)
{
	struct account_work *w = context->work;

	csm_nearest_init(&w->near, context->options->arg);
	return csm_account_ask(context, &w->ask) != 0
		   ? -1
		   : csm_account_ask_full(context, &w->ask);
}

static size_t
people(const struct csm_context *context)
{
	return context->options->limit < 0 ? PEOPLE : (size_t)context->options->limit;
}

static int
account_company(struct csm_context *context, const struct csm_set *set)
{
	struct account_work *w = context->work;
	const char *arg = context->options->arg, *id = set->company.s;
	const char *name = csm_context_name(context, CSM_MODEL_COMPANY, id, id);
	int by_id = strcmp(id, arg) == 0, by_name = strcmp(name, arg) == 0;

	csm_nearest_offer(&w->near, csm_arena_strdup(&context->arena, id));
	/* Of all companies, since it is not known before the last whether one will be
	 * found. */
	csm_nearest_offer(&w->near, name);
	if (!by_id && by_name && ++w->named > 1)
		w->other = csm_arena_strdup(&context->arena, id);
	/* An id wins over a name, also one that came before it. */
	if (w->by_id || (!by_id && (!by_name || w->named > 1)))
		return 0;
	csm_doc_fini(&w->doc);
	w->doc.manner = &context->catalog.manner;
	w->by_id = by_id;
	w->facts = csm_facts_read(context, &w->ask.facts, set, NULL);
	csm_account_tables(
	    context, &w->ask, set, w->facts, &w->doc, people(context), FEATURES);
	return 0;
}

static int
not_one(struct csm_context *context, struct account_work *w)
{
	struct csm_buf hint = {0};

	if (w->facts != NULL)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "%zu companies are called \"%s\", \"%s\" and \"%s\" among them; "
		    "name one by its id",
		    w->named, context->options->arg, w->facts->id, w->other);
	csm_error(context->diag, CSM_E_USAGE, NULL, "there is no company \"%s\"%s%s",
	    context->options->arg,
	    context->chosen < context->companies ? " among those selected" : "",
	    csm_nearest_hint(&w->near, &hint));
	csm_buf_fini(&hint);
	return -1;
}

static int
account_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct account_work *w = context->work;
	char day[CSM_DAY_TEXT];

	if (w->facts == NULL || (!w->by_id && w->named > 1))
		return not_one(context, w);
	csm_date_format(context->until, day);
	context->by_hands = 0; /* the account's tables have it */
	doc->title = w->facts->name;
	doc->subtitle = csm_arena_printf(
	    &context->arena, "Account %s, as of %s", w->facts->id, day);
	/* The tables go over to the document; what they hold stays in the other, which
	 * account_end frees. */
	doc->first = w->doc.first;
	doc->last = w->doc.last;
	doc->tables = w->doc.tables;
	return 0;
}

static void
account_end(struct csm_context *context)
{
	struct account_work *w = context->work;

	csm_account_ask_fini(&w->ask);
	csm_doc_fini(&w->doc);
}

const struct csm_report csm_report_account = {.name = "account",
    .arg = "ID",
    .work = sizeof(struct account_work),
    .parts = (const char *const[]){"glance", "fields", "health", "parts", "moved",
	"story", "units", "alerts", "milestones", "metrics", "timeline", "chart_users",
	"chart_modules", "chart_metrics", "weeks", "modules", "features", "activity",
	"people", "conversations", "backlog", "revenue", "subscriptions", NULL},
    .summary = "account 360: one company, by its id or name",
    .takes = "limit metric bucket resets chart",
    .days = CSM_REPORT_DAYS,
    .begin = account_begin,
    .company = account_company,
    .finish = account_finish,
    .end = account_end};
