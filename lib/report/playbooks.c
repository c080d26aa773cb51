/*
 * The report `playbooks`: tasks by owner and type, and how far companies came with the
 * milestones of the configuration.
 */
#include "base/text.h"
#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/report.h"
#include "figure/roadmap.h"
#include "table/look.h"
#include "unit/funnel.h"
#include "unit/start.h"
#include "view/milestone_table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A month, as for most counts: a choice; --since takes another. */
#define DAYS 30
#define PREFIX "tasks."

enum playbooks_figure { PLANNED, DONE, OPEN, OVERDUE, UPCOMING, FIGURES };

/* Words that end the name of a metric of a type's tasks, after a point. */
static const struct {
	const char *word;
	enum playbooks_figure figure;
} statuses[] = {{"completed", DONE}, {"done", DONE}, {"closed", DONE}, {"open", OPEN},
    {"overdue", OVERDUE}};

/* An owner, or a type. */
struct heap {
	const char *name; /* NULL: nobody's */
	size_t companies;
	int64_t figure[FIGURES]; /* CSM_MISSING: none */
};

struct heaps {
	struct csm_intern names;
	struct heap *of; /* by id of names */
	size_t n, cap;
};

struct playbooks_work {
	struct heaps owners, types;
	int tasks; /* 1: there are some */
	struct csm_roadmap roadmap;
	struct csm_funnel *funnel;
	const char *start_field;
};

static int
playbooks_begin(struct csm_context *context)
{
	struct playbooks_work *w = context->work;

	if (csm_roadmap_begin(&w->roadmap, context) != 0)
		return -1;
	if (w->roadmap.n == 0)
		return 0;
	w->start_field = csm_start_field(context->conf);
	const char *const names[] = {w->start_field, NULL};
	csm_context_reads(context, CSM_MODEL_COMPANY,
	    csm_context_column(context, CSM_MODEL_COMPANY, names), CSM_VALUE_DAY);
	w->funnel = csm_funnel_new(w->roadmap.n);
	return 0;
}

static void
playbooks_range(struct csm_context *context, int32_t since)
{
	context->since = since == CSM_DAY_NONE ? context->until - DAYS + 1 : since;
}

static struct heap *
heap_of(struct csm_context *context, struct heaps *heaps, const char *name)
{
	/* companies without an owner are a heap of their own */
	const char *key = name == NULL ? "" : name;
	uint32_t id = csm_intern_put(&heaps->names, key, strlen(key));

	if (id == heaps->n) {
		CSM_GROW(heaps->of, heaps->n, &heaps->cap);
		struct heap *h = &heaps->of[heaps->n++];
		*h = (struct heap){
		    .name =
			name == NULL ? NULL : csm_arena_strdup(&context->arena, name)};
		for (int f = 0; f < FIGURES; f++)
			h->figure[f] = CSM_MISSING;
	}
	return &heaps->of[id];
}

/* The type "call" of tasks.call, tasks.call.open: its length; 0: a status that says
 * nothing here.  *figure is what the metric counts. */
static size_t
type_length(
    const struct csm_entity_points *e, const char *name, enum playbooks_figure *figure)
{
	const char *point = strrchr(name, '.');
	struct csm_buf type = {0};
	const struct csm_metric_points *of;

	*figure = PLANNED;
	if (point == NULL)
		return strlen(name);
	for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
		if (strcmp(point + 1, statuses[i].word) == 0) {
			*figure = statuses[i].figure;
			return (size_t)(point - name);
		}
	csm_buf_printf(&type, PREFIX "%.*s", (int)(point - name), name);
	/* A type may have a point in its name: only what follows one that is a type is
	 * a status. */
	of = csm_set_find(e, type.data);
	csm_buf_fini(&type);
	return of == NULL ? strlen(name) : 0;
}

static void
add_between(int64_t *sum, const struct csm_series *s, int32_t from, int32_t to)
{
	for (size_t i = csm_series_at(s, from); i < s->n && s->day[i] <= to; i++)
		csm_stats_add(sum, s->value[i]);
}

static void
add_figure(struct csm_context *context, struct heap *h, enum playbooks_figure figure,
    const struct csm_series *s)
{
	int32_t until = context->until;

	switch (figure) {
	case OPEN:
		add_between(&h->figure[OPEN], s, CSM_DAY_MIN, until);
		/* Points of open tasks stand on the day they are planned for, which may
		 * be to come. */
		add_between(&h->figure[UPCOMING], s, until + 1, CSM_DAY_MAX);
		break;
	case OVERDUE:
		/* one value a day of how many are: that of the day counts */
		add_between(&h->figure[OVERDUE], s, until, until);
		break;
	default:
		add_between(&h->figure[figure], s, context->since, until);
		break;
	}
}

static void
add_tasks(struct csm_context *context, struct playbooks_work *w, struct heap *owner,
    const struct csm_entity_points *e)
{
	for (size_t m = 0; m < e->metrics; m++) {
		const char *name = e->metric[m].metric.s;
		enum playbooks_figure figure;
		size_t len;
		if (strncmp(name, PREFIX, strlen(PREFIX)) != 0)
			continue;
		name += strlen(PREFIX);
		w->tasks = 1;
		len = type_length(e, name, &figure);
		if (len == 0)
			continue;
		add_figure(context, owner, figure, &e->metric[m].series);
		add_figure(context,
		    heap_of(
			context, &w->types, csm_arena_text(&context->arena, name, len)),
		    figure, &e->metric[m].series);
	}
}

static void
add_milestones(
    struct csm_context *context, struct playbooks_work *w, const struct csm_set *set)
{
	int32_t date = csm_start_date(context->now, w->start_field, context->until);
	/* The tracker wants the date alone; days until a milestone may count from the
	 * first use. */
	int32_t start = date != CSM_DAY_NONE ? date : csm_start_activity(set);
	const struct csm_met *met =
	    csm_roadmap_company(&w->roadmap, context, set, date);

	for (size_t i = 0; i < w->roadmap.n; i++) {
		int known = met[i].day != CSM_DAY_NONE && start != CSM_DAY_NONE;
		if (met[i].there)
			csm_funnel_add(w->funnel, i, &met[i],
			    known ? (int64_t)(met[i].day - start) * CSM_NUM_ONE
				  : CSM_MISSING);
	}
}

static int
playbooks_company(struct csm_context *context, const struct csm_set *set)
{
	struct playbooks_work *w = context->work;
	const char *id = set->company.s;
	struct heap *owner = heap_of(context, &w->owners,
	    csm_context_field_text(
		context, CSM_MODEL_COMPANY, id, id, context->owner_column));

	owner->companies++;
	for (size_t e = 0; e < set->entities; e++)
		add_tasks(context, w, owner, &set->entity[e]);
	if (w->roadmap.n > 0)
		add_milestones(context, w, set);
	return 0;
}

/* Most overdue first, then most open, then by name; nobody's last. */
static int
by_overdue(const void *a, const void *b)
{
	const struct heap *x = a, *y = b;

	for (int f = OVERDUE; f >= OPEN; f--)
		if (x->figure[f] != y->figure[f]) /* CSM_MISSING is the lowest */
			return x->figure[f] > y->figure[f] ? -1 : 1;
	if (x->name == NULL || y->name == NULL)
		return (x->name == NULL) - (y->name == NULL);
	return strcmp(x->name, y->name);
}

static const struct csm_table_column heap_columns[] = {
    {"owner", "Owner", CSM_OF_TEXT(struct heap, name)},
    {"companies", "Companies", CSM_OF_COUNT(struct heap, companies)},
    {"planned", "Planned", CSM_OF_NUMBER(struct heap, figure[PLANNED])},
    {"done", "Done", CSM_OF_NUMBER(struct heap, figure[DONE])},
    {"open", "Open", CSM_OF_NUMBER(struct heap, figure[OPEN])},
    {"overdue", "Overdue", CSM_OF_NUMBER(struct heap, figure[OVERDUE])},
    {"upcoming", "Upcoming", CSM_OF_NUMBER(struct heap, figure[UPCOMING])}};

static void
put_heaps(struct csm_context *context, struct csm_doc *doc, struct heaps *heaps)
{
	const struct playbooks_work *w = context->work;
	bool owners = heaps == &w->owners;
	struct csm_table *t = owners ? csm_doc_table(doc, "owners", "Tasks by owner")
				     : csm_doc_table(doc, "types", "Tasks by type");

	t->half = !owners;
	t->note =
	    !w->tasks ? "There are no points tasks.*; csm-ingest -k tasks makes "
			"them."
	    : owners  ? csm_arena_printf(&context->arena,
			    "Planned and done in the %s; open and overdue on "
			     "the day; upcoming: open, planned for later.",
			    csm_text_counted(&context->arena,
				(uint64_t)(context->until - context->since) + 1, "days"))
		      : NULL;
	CSM_TABLE_COLUMNS(t, heap_columns);
	if (!owners) {
		csm_table_heading(t, "owner")->title = "Type";
		csm_table_heading(t, "owner")->name = "type";
		csm_table_drop(t, "companies");
	}
	if (heaps->n > 0)
		qsort(heaps->of, heaps->n, sizeof *heaps->of, by_overdue);
	for (size_t i = 0; i < heaps->n; i++)
		csm_table_put(t, &heaps->of[i]);
}

static void
put_milestones(struct csm_context *context, struct csm_doc *doc)
{
	const struct playbooks_work *w = context->work;
	struct csm_table *t;

	if (w->roadmap.n == 0)
		return;
	t = csm_doc_table(doc, "milestones", "Milestones");
	t->note = "Companies it is for, those that met it, and the median of the days "
		  "from their start until they did.";
	csm_milestonetable_steps(
	    t, w->roadmap.milestone, w->roadmap.n, w->funnel, true);
	csm_table_heading(t, "milestone")->for_machines = 1;
	csm_table_heading(t, "order")->for_machines = 1;
	csm_table_heading(t, "met")->look = csm_look_bar;
}

static int
playbooks_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct playbooks_work *w = context->work;

	doc->subtitle = csm_context_subtitle(context, context->chosen, "companies");
	put_heaps(context, doc, &w->owners);
	put_heaps(context, doc, &w->types);
	put_milestones(context, doc);
	return 0;
}

static void
playbooks_end(struct csm_context *context)
{
	struct playbooks_work *w = context->work;

	csm_intern_fini(&w->owners.names);
	csm_intern_fini(&w->types.names);
	free(w->owners.of);
	free(w->types.of);
	csm_roadmap_fini(&w->roadmap);
	csm_funnel_free(w->funnel);
}

const struct csm_report csm_report_playbooks = {.name = "playbooks",
    .title = "Playbooks",
    .work = sizeof(struct playbooks_work),
    .parts = (const char *const[]){"owners", "types", "milestones", NULL},
    .summary = "tasks by owner and type; milestones met, and how fast",
    .takes = "since resets",
    .rows = "owners",
    .range = playbooks_range,
    .begin = playbooks_begin,
    .company = playbooks_company,
    .finish = playbooks_finish,
    .end = playbooks_end};
