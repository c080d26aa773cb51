#include "report/account/account.h"

#include "figure/alert.h"
#include "figure/seats.h"
#include "score/method.h"
#include "table/look.h"
#include "table/show.h"

#include "time/date.h"

#include <string.h>

int
csm_account_ask(struct csm_context *context, struct csm_account_ask *ask)
{
	/* as exports call it; the first that is there */
	static const char *const roles[] = {
	    "role", "title", "job_title", "position", NULL};
	size_t n = 0;

	if (csm_alerts_read(context) != 0 || csm_facts_ask(context, &ask->facts) != 0)
		return -1;
	ask->seats = csm_seats_ask(context);
	ask->role = csm_context_column(context, CSM_MODEL_ENDUSER, roles);
	ask->active = csm_context_query(context, context->days, CSM_MODEL_COMPANY,
	    "last(system.users_active_last30, 1)", NULL);
	for (const struct csm_entry *e = context->catalog.metric; e != NULL;
	     e = e->next)
		n++;
	/* in the order of the catalog, by which they are read again */
	ask->metric = CSM_ARENA_ARRAY(&context->arena, size_t, n + 1);
	n = 0;
	for (const struct csm_entry *e = context->catalog.metric; e != NULL;
	     e = e->next) {
		ask->metric[n] =
		    csm_context_query(context, context->now, CSM_MODEL_COMPANY,
			csm_arena_printf(
			    &context->arena, "last(calculated.\"%s\", 1)", e->id),
			NULL);
		if (ask->metric[n++] == SIZE_MAX)
			return -1;
	}
	return ask->active == SIZE_MAX ? -1 : 0;
}

struct fact {
	struct csm_cell name;
	struct csm_cell value;
};

static const struct csm_table_column fact_columns[] = {
    {"name", "", CSM_OF_CELL(CSM_CELL_TEXT, struct fact, name)},
    {"value", "", CSM_OF_CELL(CSM_CELL_NUMBER, struct fact, value)}};

static struct csm_table *
facts_table(struct csm_account *a, const char *name, const char *title)
{
	struct csm_table *t = csm_doc_table(a->doc, name, title);

	t->layout = CSM_LAYOUT_FACTS;
	t->half = 1;
	CSM_TABLE_COLUMNS(t, fact_columns);
	return t;
}

static void
fact(struct csm_table *t, const char *name, struct csm_cell value)
{
	const struct fact row = {csm_cell_text(name), value};

	csm_table_put(t, &row);
}

/* One that programs know by another name. */
static void
fact_of(struct csm_table *t, const char *exact, const char *name, struct csm_cell value)
{
	struct fact row = {csm_cell_text(name), value};

	row.name.exact = exact;
	csm_table_put(t, &row);
}

static void
put_health(struct csm_account *a, const char *profile)
{
	const struct csm_facts *f = a->facts;
	struct csm_table *t = facts_table(a, "health", "Health");
	struct csm_heading *c = csm_table_heading(t, "value");
	struct csm_cell change = csm_cell_number(csm_facts_change(f)), known;

	c->look = csm_look_in(&csm_look_score, &a->context->catalog.manner);
	c->stated = 1;
	fact(t, "Score", csm_facts_score(f->health));
	fact(t, CSM_FACTS_AGO_TEXT, csm_facts_score(f->health_then));
	change.look = &csm_look_change_tenths;
	fact(t, "Change", change);
	if (profile != NULL)
		fact(t, "Profile", csm_cell_text(csm_account_part_name(a, profile, 0)));
	if (f->known.by_hand != NULL)
		fact(t, "Set by hand", csm_cell_text(f->known.by_hand));
	/* Not "0 %": without profiles that made the score nobody can say. */
	if (f->known.coverage == CSM_MISSING)
		return;
	known = csm_cell_number(f->known.coverage);
	known.look = &csm_look_percent;
	fact(t, "Known", known);
	known = csm_cell_number(f->known.staleness);
	known.look = &csm_look_whole;
	fact(t, "Newest point, days old", known);
}

struct account_unit {
	const char *name;
	struct csm_cell value;
	const char *description; /* NULL: none */
};

static const struct csm_table_column unit_columns[] = {
    {"unit", "Unit", CSM_OF_TEXT(struct account_unit, name)},
    {"value", "Value", CSM_OF_CELL(CSM_CELL_NUMBER, struct account_unit, value),
	.look = &csm_look_few, .stated = true},
    {"description", "What it says", CSM_OF_TEXT(struct account_unit, description),
	.wraps = true}};

static bool
account_units_are_described(const struct csm_entry *e)
{
	while (e != NULL && e->description == NULL)
		e = e->next;
	return e != NULL;
}

static void
account_tables_put_units(struct csm_account *a)
{
	struct csm_table *t;

	if (a->facts->units == 0)
		return;
	t = csm_doc_table(a->doc, "units", "Success units");
	t->half = 1;
	CSM_TABLE_COLUMNS(t, unit_columns);
	if (!account_units_are_described(a->context->catalog.unit))
		csm_table_drop(t, "description");
	/* In the order of the configuration, not of the points. */
	for (const struct csm_entry *e = a->context->catalog.unit; e != NULL;
	     e = e->next) {
		for (size_t u = 0; u < a->facts->units; u++) {
			const struct csm_unit_fact *unit = &a->facts->unit[u];
			if (unit->unit != e)
				continue;
			struct account_unit row = {
			    e->name, csm_cell_number(unit->value), e->description};
			row.value.state = unit->state;
			/* which knows where it turns red and green */
			row.value.look = &e->look;
			csm_table_put(t, &row);
		}
	}
}

struct account_metric {
	const char *name;
	struct csm_cell value;
	int32_t day;
};

static const struct csm_table_column metric_columns[] = {
    {"metric", "Metric", CSM_OF_TEXT(struct account_metric, name)},
    {"value", "Value", CSM_OF_CELL(CSM_CELL_NUMBER, struct account_metric, value)},
    {"day", "Day", CSM_OF_DAY(struct account_metric, day)}};

static void
metric_row(struct csm_table *t, const char *name, int64_t value,
    const struct csm_look *look, int32_t day)
{
	struct account_metric row = {name, csm_cell_number(value), day};

	row.value.look = look;
	csm_table_put(t, &row);
}

/* Account metrics hold until they are measured again: the newest, with its day. */
static void
measured_rows(struct csm_account *a, struct csm_table *t)
{
	const struct csm_entity_points *own = csm_facts_own(a->set);
	int32_t until = a->context->until;

	for (size_t m = 0; own != NULL && m < own->metrics; m++) {
		const struct csm_metric_points *p = &own->metric[m];
		size_t after = csm_series_at(&p->series, until + 1);
		const char *name = p->metric.s;
		if (after == 0)
			continue;
		if (strncmp(name, "metrics.", 8) == 0)
			metric_row(t, csm_arena_strdup(&a->doc->arena, name + 8),
			    p->series.value[after - 1], NULL, p->series.day[after - 1]);
		else if (strncmp(name, "calculated.", 11) == 0 &&
			 p->series.day[after - 1] == until &&
			 /* Calculated ones that the configuration knows stand above;
			  * others were made by somebody else, for that day alone. */
			 csm_entry_find(a->context->catalog.metric, name + 11) == NULL)
			metric_row(t, csm_arena_strdup(&a->doc->arena, name + 11),
			    p->series.value[after - 1], NULL, until);
	}
}

static void
account_tables_put_metrics(struct csm_account *a)
{
	struct csm_table *t = csm_doc_table(a->doc, "metrics", "Metrics");
	size_t n = 0;

	t->half = 1;
	CSM_TABLE_COLUMNS(t, metric_columns);
	for (const struct csm_entry *e = a->context->catalog.metric; e != NULL;
	     e = e->next)
		metric_row(t, e->name,
		    csm_context_value(a->context, a->ask->metric[n++]), &e->look,
		    a->context->until);
	measured_rows(a, t);
}

/* What ingest makes of amounts. */
static const struct {
	const char *name, *title;
} revenue_names[] = {{"mrr", "Recurring value, a month"},
    {"arr", "Recurring value, a year"}, {"rrvalue", "Recurring value, as billed"},
    {"nrr", "One-off value"}, {"renewal_due", "To renew, a year"},
    {"notice", "Given notice of, a year"}};

static const char *
revenue_name(struct csm_account *a, const char *name)
{
	for (size_t i = 0; i < sizeof revenue_names / sizeof revenue_names[0]; i++)
		if (strcmp(revenue_names[i].name, name) == 0)
			return revenue_names[i].title;
	return csm_catalog_field_name(&a->doc->arena, NULL, CSM_MODEL_COMPANY, name);
}

static struct csm_cell
revenue_cell(int64_t value)
{
	struct csm_cell cell = csm_cell_number(value);

	cell.look = &csm_look_money;
	return cell;
}

static bool
account_tables_has_revenue(const struct csm_entity_points *own)
{
	for (size_t m = 0; m < own->metrics; m++)
		if (strncmp(own->metric[m].metric.s, "revenue.", 8) == 0)
			return true;
	return false;
}

static void
put_revenue(struct csm_account *a)
{
	const struct csm_entity_points *own = csm_facts_own(a->set);
	struct csm_table *t;

	/* nothing but "no data" would stand in it */
	if (own == NULL || !account_tables_has_revenue(own))
		return;
	t = facts_table(a, "revenue", "Revenue");
	for (size_t m = 0; m < own->metrics; m++) {
		const char *name = own->metric[m].metric.s;
		if (strncmp(name, "revenue.", 8) != 0)
			continue;
		int64_t value = csm_facts_point(a->set, name, a->context->until, NULL);
		if (value != CSM_MISSING)
			fact_of(t, csm_arena_strdup(&a->doc->arena, name + 8),
			    revenue_name(a, name + 8), revenue_cell(value));
	}
	fact_of(t, "mrr " CSM_FACTS_AGO_TEXT, "Recurring value " CSM_FACTS_AGO_TEXT,
	    revenue_cell(a->facts->mrr_then));
	fact_of(
	    t, "first paid day", "First paid day", csm_cell_day(a->facts->paid_first));
	fact_of(t, "last paid day", "Last paid day", csm_cell_day(a->facts->paid_last));
}

static void
account_tables_put_field(
    struct csm_account *a, struct csm_table *t, const char *name, int column)
{
	const struct csm_context *d = a->context;
	struct csm_cell cell = csm_context_field(
	    a->context, CSM_MODEL_COMPANY, a->facts->id, a->facts->id, column);
	struct csm_look *look = CSM_ARENA_NEW(&a->doc->arena, struct csm_look);

	*look = csm_catalog_field_look(&d->catalog, d->conf, CSM_MODEL_COMPANY, name);
	cell.look = look;
	fact_of(t, name,
	    csm_catalog_field_name(&a->doc->arena, d->conf, CSM_MODEL_COMPANY, name),
	    cell);
}

static void
put_fields(struct csm_account *a)
{
	const struct csm_fields *f = a->context->fields[CSM_MODEL_COMPANY];
	struct csm_table *t;

	if (f == NULL)
		return;
	t = facts_table(a, "fields", "Fields");
	csm_table_heading(t, "value")->kind = CSM_CELL_TEXT;
	for (size_t c = 0; c < csm_fields_columns(f); c++)
		account_tables_put_field(a, t, csm_fields_column_name(f, c), (int)c);
}

/* Of the tables made since `last`, the first of which gets the question they answer. */
static void
account_tables_ask(struct csm_doc *doc, struct csm_table *last, const char *question)
{
	struct csm_table *t = last == NULL ? doc->first : last->next;

	if (t != NULL)
		t->chapter = question;
}

static void
account_tables_put_how(struct csm_account *a, const char *profile)
{
	struct csm_table *last = a->doc->last;

	csm_account_now(a);
	put_health(a, profile);
	account_tables_put_units(a);
	csm_account_activity(a);
	account_tables_ask(a->doc, last, "How is it?");
}

static void
account_tables_put_why(struct csm_account *a, const char *profile)
{
	struct csm_table *last = a->doc->last;

	csm_account_parts(a, profile);
	csm_account_moved(a, profile);
	csm_account_alerts(a);
	account_tables_ask(a->doc, last, "Why?");
}

static void
account_tables_put_what(struct csm_account *a)
{
	struct csm_table *last = a->doc->last;

	csm_account_timeline(a);
	csm_account_modules(a);
	csm_account_features(a);
	csm_account_people(a);
	csm_account_conversations(a);
	csm_account_backlog(a);
	csm_account_milestones(a);
	csm_account_story(a);
	csm_account_subscriptions(a);
	put_revenue(a);
	account_tables_put_metrics(a);
	put_fields(a);
	account_tables_ask(a->doc, last, "Who and what?");
}

const struct csm_cell *
csm_account_tables(struct csm_context *context, const struct csm_account_ask *ask,
    const struct csm_set *set, const struct csm_facts *facts, struct csm_doc *doc,
    size_t people, size_t features)
{
	struct csm_account a = {context, ask, set, facts,
	    csm_facts_read_daily(context, &ask->facts, set, &doc->arena), doc, people,
	    features, NULL, NULL};
	const char *profile = csm_facts_profile(set, context->until);

	if (profile != NULL)
		profile = csm_arena_strdup(&doc->arena, profile);
	account_tables_put_how(&a, profile);
	account_tables_put_why(&a, profile);
	account_tables_put_what(&a);
	return a.line;
}
