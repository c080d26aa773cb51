/*
 * The report `page`: the dashboard a customer-success team opens in the morning, the
 * usual one or one of the configuration.  Only the least healthy accounts have a
 * section, as many as --limit; without it the first of them are drawn, and more are
 * made by the script.
 */
#include "page/page.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "figure/known.h"
#include "page/page_link.h"
#include "page/reports.h"

#include <stdlib.h>
#include <string.h>

#define ACCOUNTS 250 /* least healthy ones with all their details */
#define DRAWN 30     /* of these without a script */
#define PEOPLE 5
#define FEATURES 5
#define LONG 100        /* rows from which a table without a chart is cut */
#define LONG_CHART 1000 /* the same of one with a chart */
#define CUT 25          /* rows left of it without a script */
#define PAGE_USUAL 5

/* ---- pages of the configuration ---- */

static int
page_choose(struct csm_context *context, struct csm_page *p)
{
	const char *id = context->options->page;
	struct csm_nearest near;
	struct csm_buf hint = {0};

	/* the usual page */
	if (id == NULL)
		return 0;
	p->json = csm_config_find(context->conf, "pages", id, &near);
	if (p->json != NULL)
		return 0;
	csm_error(context->diag, CSM_E_USAGE, NULL,
	    "--page: the configuration has no page \"%s\"%s", id,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	return -1;
}

/* What the usual page shows of other reports, where there is something to show; whom to
 * call comes before anything else. */
static const struct {
	const struct csm_report *report;
	const char *section; /* of the configuration that it wants; NULL: none */
	long limit;
	int optional;
} page_usual_reports[PAGE_USUAL] = {{&csm_report_risks, NULL, 10, 0},
    {&csm_report_alerts, "alerts", -1, 0}, {&csm_report_backlog, NULL, 10, 1},
    {&csm_report_bubble, NULL, -1, 0}, {&csm_report_adoption, "catalog", -1, 0}};

static int
read_usual(struct csm_context *context, struct csm_page *p)
{
	p->element = CSM_ARENA_ARRAY(&context->arena, struct csm_element, PAGE_USUAL);
	for (size_t k = 0; k < PAGE_USUAL; k++) {
		const char *section = page_usual_reports[k].section;
		/* An empty table of alerts on a page without alerts would only ask for
		 * attention. */
		if (section != NULL &&
		    csm_config_each(context->conf, section, NULL) == NULL)
			continue;
		struct csm_element *e = &p->element[p->elements++];
		if (csm_element_report(e, context, page_usual_reports[k].report,
			page_usual_reports[k].limit) != 0)
			return -1;
		e->optional = page_usual_reports[k].optional;
	}
	return 0;
}

static int
read_elements(struct csm_context *context, struct csm_page *p)
{
	const struct csm_json *elements = csm_json_get(p->json, "elements");
	int bad = 0;

	if (p->json == NULL)
		return read_usual(context, p);
	if (elements == NULL)
		return 0;
	p->element =
	    CSM_ARENA_ARRAY(&context->arena, struct csm_element, elements->count + 1);
	for (const struct csm_json *e = elements->child; e != NULL; e = e->next)
		bad |= csm_element_read(&p->element[p->elements++], context, e);
	return bad;
}

static void
put_elements(struct csm_page *p, struct csm_doc *doc)
{
	const struct csm_json *grid = csm_json_get(p->json, "grid"),
			      *title = csm_json_get(p->json, "title");

	doc->title = title != NULL ? title->text : csm_json_get(p->json, "id")->text;
	doc->grid = grid == NULL ? 0 : (unsigned)grid->number;
	for (size_t i = 0; i < p->elements; i++)
		csm_element_finish(&p->element[i], doc);
}

/* ---- the report ---- */

/* Each company asks for all of them. */
static void
page_list_below(struct csm_context *context)
{
	struct csm_page *p = context->work;
	struct csm_context *below;
	size_t n = 0;

	p->below = CSM_ARENA_ARRAY(
	    &context->arena, struct csm_context *, p->elements * CSM_ELEMENT_SUBS + 1);
	for (size_t k = 0; k < p->elements; k++)
		for (size_t i = 0;
		     (below = csm_element_context(&p->element[k], i)) != NULL; i++)
			p->below[n++] = below;
	p->below[n] = NULL;
}

static int
page_begin(struct csm_context *context)
{
	struct csm_page *p = context->work;
	const struct csm_json *accounts;

	if (page_choose(context, p) != 0)
		return -1;
	accounts = csm_json_get(p->json, "accounts");
	p->limit = context->options->limit >= 0 ? (size_t)context->options->limit
		   : accounts != NULL           ? (size_t)accounts->number
						: ACCOUNTS;
	/* Whoever says how many accounts there are gets them drawn: without a script
	 * the page has them, too. */
	p->drawn = context->options->limit >= 0 || accounts != NULL ? 0 : DRAWN;
	if (read_elements(context, p) != 0)
		return -1;
	page_list_below(context);
	return csm_account_ask(context, &p->ask);
}

static void
page_range(struct csm_context *context, int32_t since)
{
	struct csm_page *p = context->work;

	(void)since;
	/* which elements ask too, and begin here, before there are threads */
	(void)csm_known_scores(context);
	for (size_t i = 0; i < p->elements; i++)
		csm_element_days(&p->element[i]);
	/* some may have failed */
	page_list_below(context);
}

static void
page_drop_account(struct csm_page_account *a)
{
	csm_doc_fini(a->detail);
	free(a->detail);
}

/* Whether so many are less healthy that its details will not be kept. */
static bool
page_is_too_well(const struct csm_page *p, const struct csm_facts *f)
{
	const struct csm_page_account *last =
	    p->kept < p->limit ? NULL : &p->account[p->limit - 1];

	return last != NULL && csm_facts_by_health(&f, &last->facts) > 0;
}

/* Keep the least healthy `limit`; done now and then, so that memory stays bounded. */
static void
keep_worst(struct csm_page *p)
{
	if (p->accounts > 0)
		/* csm_facts_by_health ends in the id, so the same accounts are kept
		 * however often this is done. */
		qsort(p->account, p->accounts, sizeof *p->account, csm_facts_by_health);
	/* Facts of all stay, which tables need; details are what takes the memory. */
	while (p->accounts > p->limit)
		page_drop_account(&p->account[--p->accounts]);
	p->kept = p->accounts;
}

static void
page_read_account(
    struct csm_context *context, const struct csm_set *set, struct csm_facts *f)
{
	struct csm_page *p = context->work;
	struct csm_page_account *a;

	CSM_GROW(p->account, p->accounts, &p->account_cap);
	a = &p->account[p->accounts++];
	a->facts = f;
	a->detail = csm_xcalloc(1, sizeof *a->detail);
	a->detail->manner = &context->catalog.manner;
	a->line =
	    csm_account_tables(context, &p->ask, set, f, a->detail, PEOPLE, FEATURES);
	/* Details take more time and memory than sorting: of 5,000 companies by chance those
	 * of 1,080 are made with a quarter more, of 1,830 with four times as many. */
	if (p->accounts > p->limit + p->limit / 4)
		keep_worst(p);
}

static int
page_company(struct csm_context *context, const struct csm_set *set)
{
	struct csm_page *p = context->work;
	struct csm_facts_past past;
	struct csm_facts *f = csm_facts_read(context, &p->ask.facts, set, &past);
	const struct csm_facts_daily *daily;

	csm_arena_reset(&p->daily);
	daily = csm_facts_read_daily(context, &p->ask.facts, set, &p->daily);
	csm_facts_push(&p->list, f);
	if (p->json == NULL) {
		csm_overview_split_company(context, &p->split, set, f);
		csm_overview_flow_company(context, &p->flow, f, &past);
		csm_page_usual_company(context, p, f, daily);
	}
	if (p->limit > 0 && !page_is_too_well(p, f))
		page_read_account(context, set, f);
	return 0;
}

static const struct csm_cell *
page_keep_cell(struct csm_context *context, struct csm_cell cell)
{
	struct csm_cell *kept = CSM_ARENA_NEW(&context->arena, struct csm_cell);

	*kept = cell;
	return kept;
}

/* A section an account: its tables become the document's. */
static void
page_put_account(
    struct csm_context *context, struct csm_doc *doc, const struct csm_page_account *a)
{
	const struct csm_facts *f = a->facts;
	struct csm_group *g = csm_doc_group(doc, f->id, f->name);

	g->aside = f->owner == NULL || f->plan == NULL
		       ? (f->plan == NULL ? f->owner : f->plan)
		       : csm_arena_printf(&context->arena, "%s, %s", f->plan, f->owner);
	g->mark = page_keep_cell(context, csm_facts_score(f->health));
	g->line = a->line;
	if (f->units > 0)
		g->lights = page_keep_cell(context, csm_facts_lights(context, f));
	for (struct csm_table *t = a->detail->first, *next; t != NULL; t = next) {
		next = t->next;
		/* The group just begun: tables made elsewhere do not know of it. */
		t->group = doc->groups;
		csm_doc_add(doc, t);
	}
}

static void
cut_long(struct csm_doc *doc)
{
	for (struct csm_table *t = doc->first; t != NULL; t = t->next)
		/* A table that says itself how much of it is drawn keeps to that. */
		if (t->first == 0 &&
		    t->rows > (t->chart == CSM_CHART_NONE ? LONG : LONG_CHART))
			t->first = CUT;
}

static int
page_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_page *p = context->work;
	const struct csm_json *about = csm_json_get(p->json, "description");

	doc->page = 1;
	doc->drawn = p->drawn;
	keep_worst(p);
	if (p->list.n > 0)
		qsort(p->list.of, p->list.n, sizeof *p->list.of, csm_facts_by_health);
	if (p->json == NULL) {
		csm_page_usual(context, p, doc);
	} else {
		put_elements(p, doc);
		doc->subtitle = about != NULL ? about->text
					      : csm_context_subtitle(
						    context, p->list.n, "companies");
	}
	/* Before accounts are added: their tables are short. */
	cut_long(doc);
	/* a page that names no company needs no account */
	if (csm_page_link(doc, &p->list) > 0)
		for (size_t i = 0; i < p->accounts; i++)
			page_put_account(context, doc, &p->account[i]);
	return 0;
}

static struct csm_context *
page_below(const struct csm_context *context, size_t i)
{
	const struct csm_page *p = context->work;

	return p->below[i];
}

static void
page_end(struct csm_context *context)
{
	struct csm_page *p = context->work;

	for (size_t i = 0; i < p->elements; i++)
		csm_element_fini(&p->element[i]);
	for (size_t i = 0; i < p->accounts; i++)
		page_drop_account(&p->account[i]);
	/* Tables of elements were the document's, which was written before. */
	csm_overview_split_fini(&p->split);
	csm_arena_fini(&p->daily);
	free(p->account);
	free(p->list.of);
}

const struct csm_report csm_report_page = {.name = "page",
    .work = sizeof(struct csm_page),
    .summary = "a dashboard: one HTML file with an overview and every account",
    .takes = "limit page resets",
    .days = CSM_REPORT_DAYS,
    .range = page_range,
    .needs_day = 1,
    .format = "html",
    .lint = csm_page_lint,
    .begin = page_begin,
    .company = page_company,
    .finish = page_finish,
    .end = page_end,
    .below = page_below};
