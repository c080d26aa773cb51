/* The tables of an account about use: activity, features, people, conversations. */
#include "report/account.h"
#include "figure/tally.h"
#include "time/date.h"

#include <string.h>

#define FEATURE_DAYS 30
#define TYPES 10
#define PEOPLE_DAYS 30
#define CONVERSATION_DAYS 90

static void
series_row(struct csm_account *a, struct csm_table *t, const char *what,
    const int64_t *series, int bars)
{
	static const struct csm_look as_bars = {CSM_SHOW_BAR, -1, NULL};
	size_t n = (size_t)(a->context->until - a->context->since) + 1;
	struct csm_cell *row = csm_table_row(a->doc, t);

	row[0] = csm_cell_text(what);
	row[1] = csm_cell_series(series, n);
	row[1].look = bars ? &as_bars : NULL;
	row[2] = csm_cell_number(series[n - 1]);
}

static int64_t *
own_series(struct csm_account *a, const char *metric)
{
	const struct csm_context *d = a->context;
	size_t n = (size_t)(d->until - d->since) + 1;
	int64_t *series = CSM_ARENA_ARRAY(&a->doc->arena, int64_t, n);

	for (size_t i = 0; i < n; i++)
		series[i] =
		    csm_facts_point(a->set, metric, d->since + (int32_t)i, NULL);
	return series;
}

static int64_t *
active_series(struct csm_account *a)
{
	const int64_t *micros = csm_engine_micros(a->context->days, a->ask->active, 0);
	size_t n = (size_t)(a->context->until - a->context->since) + 1;
	int64_t *series = CSM_ARENA_ARRAY(&a->doc->arena, int64_t, n);

	memcpy(series, micros, n * sizeof *series);
	return series;
}

void
csm_account_activity(struct csm_account *a)
{
	struct csm_table *t = csm_doc_table(a->doc, "activity", "The last 90 days");

	t->half = 1;
	csm_table_column(a->doc, t, "what", "What", CSM_CELL_TEXT);
	csm_table_column(a->doc, t, "days", "90 days", CSM_CELL_SERIES);
	csm_table_column(a->doc, t, "last", "Last day", CSM_CELL_NUMBER)->look.places =
	    CSM_PLACES_FEW;
	series_row(a, t, "Events a day", a->facts->activity, 1);
	series_row(a, t, "Users active in 30 days", active_series(a), 0);
	series_row(a, t, "Health score", own_series(a, "system.health"), 0);
	series_row(a, t, "Recurring value", a->facts->mrr_days, 0);
}

/* The prefix counted over `days`: name, count, newest day. */
static void
tally_table(struct csm_account *a, struct csm_table *t, const char *prefix,
    int32_t days, size_t limit)
{
	size_t n, shown = 0;
	struct csm_tally *tally =
	    csm_tally_read(&a->doc->arena, a->set, prefix, a->context->until, days, &n);

	for (size_t i = 0; i < n && shown < limit; i++, shown++) {
		if (tally[i].count == CSM_MISSING)
			break; /* those never in the window stand last */
		struct csm_cell *row = csm_table_row(a->doc, t);
		row[0] = csm_cell_text(tally[i].name);
		row[1] = csm_cell_number(tally[i].count);
		row[2] = csm_cell_day(tally[i].last);
	}
	t->note = n <= shown ? NULL
			     : csm_arena_printf(&a->doc->arena,
				   "%zu of %zu, the most used first.", shown, n);
}

void
csm_account_features(struct csm_account *a)
{
	struct csm_table *t = csm_doc_table(a->doc, "features", "Features in 30 days");

	t->half = 1;
	csm_table_column(a->doc, t, "feature", "Feature", CSM_CELL_TEXT);
	csm_table_column(a->doc, t, "events", "Events", CSM_CELL_NUMBER)->look.show =
	    CSM_SHOW_BAR;
	csm_table_column(a->doc, t, "last", "Last used", CSM_CELL_DAY);
	tally_table(a, t, "activities.", FEATURE_DAYS, a->features);
}

void
csm_account_conversations(struct csm_account *a)
{
	struct csm_table *t =
	    csm_doc_table(a->doc, "conversations", "Conversations in 90 days");

	t->half = 1;
	csm_table_column(a->doc, t, "type", "Type", CSM_CELL_TEXT);
	csm_table_column(a->doc, t, "count", "Count", CSM_CELL_NUMBER);
	csm_table_column(a->doc, t, "last", "Last", CSM_CELL_DAY);
	tally_table(a, t, "conversations.", CONVERSATION_DAYS, TYPES);
}

static void
people_note(struct csm_account *a, struct csm_table *t, const struct csm_person *people,
    size_t n)
{
	size_t never = 0, active = 0;

	for (size_t i = 0; i < n; i++) {
		never += people[i].last == CSM_DAY_NONE;
		active += people[i].days > 0;
	}
	t->note = csm_arena_printf(&a->doc->arena,
	    "%zu known, %zu active in 30 days, %zu never active%s.", n, active, never,
	    n > a->people ? "; the most recently active" : "");
}

void
csm_account_people(struct csm_account *a)
{
	struct csm_table *t = csm_doc_table(a->doc, "people", "People");
	size_t n;
	struct csm_person *people =
	    csm_tally_people(a->context, &a->doc->arena, a->set, PEOPLE_DAYS, &n);

	people_note(a, t, people, n);
	csm_table_column(a->doc, t, "person", "Person", CSM_CELL_TEXT);
	csm_table_column(a->doc, t, "last", "Last active", CSM_CELL_DAY);
	csm_table_column(a->doc, t, "active_days", "Active days", CSM_CELL_NUMBER);
	csm_table_column(a->doc, t, "events", "Events", CSM_CELL_NUMBER);
	csm_table_column(a->doc, t, "days", "30 days", CSM_CELL_SERIES)->look.show =
	    CSM_SHOW_BAR;
	for (size_t i = 0; i < n && i < a->people; i++) {
		const struct csm_person *p = &people[i];
		struct csm_cell *row = csm_table_row(a->doc, t);
		row[0] = csm_cell_text(csm_context_name(
		    a->context, CSM_MODEL_ENDUSER, a->facts->id, p->id));
		row[1] = csm_cell_day(p->last);
		row[2] = csm_cell_count(p->days);
		row[3] = csm_cell_number(p->count);
		row[4] = csm_cell_series(p->series, PEOPLE_DAYS);
	}
}
