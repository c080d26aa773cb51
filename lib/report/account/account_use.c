/* The tables of an account about use: activity, features, people, conversations. */
#include "report/account/account.h"
#include "report/backlog/backlog.h"
#include "figure/known.h"
#include "figure/tally.h"
#include "table/look.h"
#include "time/date.h"

#include <string.h>

/* Choices: a month, as most tables have; ten types are more than most companies have
 * contact of. */
#define FEATURE_DAYS 30
#define TYPES 10
#define PEOPLE_DAYS 30
#define CONVERSATION_DAYS 90 /* a quarter: contact is rarer than use */

struct account_line {
	const char *what;
	struct csm_cell days, last;
};

static const struct csm_table_column line_columns[] = {
    {"what", "What", CSM_OF_TEXT(struct account_line, what)},
    {"days", "90 days", CSM_OF_CELL(CSM_CELL_SERIES, struct account_line, days)},
    {"last", "Last day", CSM_OF_CELL(CSM_CELL_NUMBER, struct account_line, last)}};

/* look: of the days, and of the last of them. */
static void
series_row(struct csm_account *a, struct csm_table *t, const char *what,
    const int64_t *series, const struct csm_look *look)
{
	size_t n = (size_t)(a->context->until - a->context->since) + 1;
	/* The last day's value, missing if it is: the line may end before. */
	struct account_line row = {
	    what, csm_cell_series(series, n), csm_cell_number(series[n - 1])};

	row.days.look = row.last.look = look;
	/* a bar would be of numbers of different things */
	if (look->show == CSM_SHOW_BAR)
		row.last.look = &csm_look_few;
	csm_table_put(t, &row);
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

/* With a mark where the newest of its profiles began, and all their beginnings told; days
 * of which little is known are told, and drawn hollow. */
static void
health_row(struct csm_account *a, struct csm_table *t)
{
	size_t n = (size_t)(a->context->until - a->context->since) + 1;
	int64_t *series = own_series(a, "system.health");
	struct csm_cell days = csm_cell_series(series, n),
			last = csm_cell_number(series[n - 1]);
	struct csm_buf what = {0};
	bool *little = CSM_ARENA_ARRAY(&a->doc->arena, bool, n);
	const size_t few = csm_known_little(a->context, a->set, little);
	const char *was = NULL;
	char date[CSM_DAY_TEXT];

	csm_buf_puts(&what, "Health score");
	for (size_t i = 0; i < n; i++) {
		int32_t day = a->context->since + (int32_t)i;
		const char *profile = csm_facts_profile(a->set, day);
		/* A fall on the day on which another rule began to judge is no fall. */
		if (profile != NULL && was != NULL && strcmp(profile, was) != 0) {
			csm_date_format(day, date);
			csm_buf_printf(&what, "; by %s since %s", profile, date);
			days.day = (int32_t)i + 1;
		}
		/* a day without a score is none of another profile */
		was = profile == NULL ? was : profile;
	}
	if (few > 0) {
		csm_buf_printf(&what, "; little known on %zu of %zu days", few, n);
		days.hollow = little;
	}
	days.look = last.look = &csm_look_score;
	struct csm_cell *line = CSM_ARENA_NEW(&a->doc->arena, struct csm_cell);
	struct csm_look *look = CSM_ARENA_NEW(&a->doc->arena, struct csm_look);
	*line = days;
	/* no table puts the edges of the bands into it */
	*look = csm_look_in(&csm_look_score, &a->context->catalog.manner);
	line->look = look;
	a->line = line;
	const struct account_line row = {
	    csm_arena_strdup(&a->doc->arena, csm_buf_text(&what)), days, last};
	csm_table_put(t, &row);
	csm_buf_fini(&what);
}

void
csm_account_activity(struct csm_account *a)
{
	struct csm_table *t = csm_doc_table(a->doc, "activity", "The last 90 days");

	t->half = 1;
	CSM_TABLE_COLUMNS(t, line_columns);
	series_row(a, t, "Events a day", a->daily->activity, &csm_look_bar);
	series_row(a, t, "Users active in 30 days", active_series(a), &csm_look_few);
	health_row(a, t);
	/* of who never paid there is no line to be missed */
	if (a->facts->mrr != CSM_MISSING || a->facts->paid_first != CSM_DAY_NONE)
		series_row(a, t, "Recurring value", a->daily->mrr, &csm_look_money);
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
		csm_table_put(t, &tally[i]);
	}
	/* those that had none in the window are among the n */
	t->note = n <= shown ? NULL
			     : csm_arena_printf(&a->doc->arena,
				   "%zu of %zu, the most used first.", shown, n);
}

static const struct csm_table_column feature_columns[] = {
    {"feature", "Feature", CSM_OF_TEXT(struct csm_tally, name)},
    {"events", "Events", CSM_OF_NUMBER(struct csm_tally, count), .look = &csm_look_bar},
    {"last", "Last used", CSM_OF_DAY(struct csm_tally, last)}};

void
csm_account_features(struct csm_account *a)
{
	struct csm_table *t = csm_doc_table(a->doc, "features", "Features in 30 days");

	t->half = 1;
	CSM_TABLE_COLUMNS(t, feature_columns);
	tally_table(a, t, "activities.", FEATURE_DAYS, a->features);
}

static const struct csm_table_column type_columns[] = {
    {"type", "Type", CSM_OF_TEXT(struct csm_tally, name)},
    {"count", "Count", CSM_OF_NUMBER(struct csm_tally, count)},
    {"last", "Last", CSM_OF_DAY(struct csm_tally, last)}};

void
csm_account_conversations(struct csm_account *a)
{
	struct csm_table *t =
	    csm_doc_table(a->doc, "conversations", "Conversations in 90 days");

	t->half = 1;
	CSM_TABLE_COLUMNS(t, type_columns);
	tally_table(a, t, "conversations.", CONVERSATION_DAYS, TYPES);
}

struct account_open {
	const char *type;
	struct csm_cell weeks;
	int64_t open, then, age;
};

static const struct csm_table_column open_columns[] = {
    {"type", "Type", CSM_OF_TEXT(struct account_open, type)},
    {"weeks", "By week", CSM_OF_CELL(CSM_CELL_SERIES, struct account_open, weeks),
	.look = &csm_look_bar},
    {"open", "Open", CSM_OF_NUMBER(struct account_open, open)},
    {"then", CSM_FACTS_AGO_TEXT, CSM_OF_NUMBER(struct account_open, then)},
    {"age", "Mean days open", CSM_OF_NUMBER(struct account_open, age),
	.look = &csm_look_tenths}};

/* On the last day of each whole week; the last of them ends with the as-of day. */
static struct csm_cell
account_open_weeks(struct csm_account *a, const struct csm_backlog *b)
{
	size_t n = (size_t)(a->context->until - a->context->since + 1) / 7;
	int64_t *week = CSM_ARENA_ARRAY(&a->doc->arena, int64_t, n + 1);

	for (size_t k = 0; k < n; k++)
		week[k] = csm_backlog_on(
		    b, CSM_FAMILY_OPEN, a->context->until - 7 * (int32_t)(n - 1 - k));
	return csm_cell_series(week, n);
}

/* Tickets and other records that are open; nothing if none is. */
void
csm_account_backlog(struct csm_account *a)
{
	struct csm_table *t = NULL;
	const int32_t day = a->context->until;
	size_t n;
	const struct csm_backlog *b = csm_backlog_read(&a->doc->arena, a->set, &n);

	for (size_t i = 0; i < n; i++) {
		const struct account_open row = {.type = b[i].type,
		    .weeks = account_open_weeks(a, &b[i]),
		    .open = csm_backlog_on(&b[i], CSM_FAMILY_OPEN, day),
		    .then = csm_backlog_on(&b[i], CSM_FAMILY_OPEN, day - CSM_FACTS_AGO),
		    .age = csm_backlog_on(&b[i], CSM_FAMILY_AGE, day)};
		if (row.open == CSM_MISSING || row.open <= 0)
			continue;
		if (t == NULL) {
			t = csm_doc_table(a->doc, "backlog", "Open");
			t->half = 1;
			CSM_TABLE_COLUMNS(t, open_columns);
		}
		csm_table_put(t, &row);
	}
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

struct account_person {
	const char *name, *role;
	struct csm_person of;
};

static struct csm_cell
account_put_days(const void *row)
{
	const struct account_person *p = row;

	return csm_cell_series(p->of.series, PEOPLE_DAYS);
}

static const struct csm_table_column person_columns[] = {
    {"person", "Person", CSM_OF_TEXT(struct account_person, name)},
    {"role", "Role", CSM_OF_TEXT(struct account_person, role)},
    {"last", "Last active", CSM_OF_DAY(struct account_person, of.last)},
    {"touch", "Last touch", CSM_OF_DAY(struct account_person, of.touch)},
    {"active_days", "Active days", CSM_OF_COUNT(struct account_person, of.days)},
    {"events", "Events", CSM_OF_NUMBER(struct account_person, of.count)},
    {"days", "30 days", CSM_CELL_SERIES, .put = account_put_days,
	.look = &csm_look_bar}};

void
csm_account_people(struct csm_account *a)
{
	struct csm_table *t = csm_doc_table(a->doc, "people", "People");
	size_t n;
	struct csm_person *people =
	    csm_tally_people(a->context, &a->doc->arena, a->set, PEOPLE_DAYS, &n);

	people_note(a, t, people, n);
	CSM_TABLE_COLUMNS(t, person_columns);
	if (a->ask->role < 0)
		csm_table_drop(t, "role");
	if (!a->ask->full) {
		/* the bars show it, and a page has other parts beside this one */
		csm_table_drop(t, "active_days");
		t->half = 1;
	}
	for (size_t i = 0; i < n && i < a->people; i++) {
		const char *id = people[i].id;
		const struct account_person row = {
		    csm_context_name(a->context, CSM_MODEL_ENDUSER, a->facts->id, id),
		    csm_context_field_text(
			a->context, CSM_MODEL_ENDUSER, a->facts->id, id, a->ask->role),
		    people[i]};
		csm_table_put(t, &row);
	}
}
