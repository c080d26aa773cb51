/* Use of an account by week, a line each: what a page has room for. */
#include "base/text.h"
#include "figure/inventory.h"
#include "figure/panel.h"
#include "figure/seats.h"
#include "report/account/account.h"
#include "table/look.h"

#include <string.h>

int64_t
csm_account_total(const int64_t *day, struct csm_period s, int32_t since)
{
	return csm_panel_days(
	    CSM_TIME_AGG_SUM, &day[s.from - since], (size_t)(s.to - s.from) + 1);
}

size_t
csm_account_users(const struct csm_set *set, struct csm_period s)
{
	size_t n = 0;

	for (size_t e = 0; e < set->entities; e++) {
		const struct csm_entity_points *p = &set->entity[e];
		int active = 0;
		for (size_t m = 0; p->model == CSM_MODEL_ENDUSER && m < p->metrics; m++)
			active |=
			    strncmp(p->metric[m].metric.s, "activities.", 11) == 0 &&
			    csm_inventory_used(&p->metric[m].series, s.from, s.to);
		n += (size_t)active;
	}
	return n;
}

struct account_week {
	const char *what;
	struct csm_cell weeks, last;
};

static const struct csm_table_column week_columns[] = {
    {"what", "What", CSM_OF_TEXT(struct account_week, what)},
    {"weeks", "By week", CSM_OF_CELL(CSM_CELL_SERIES, struct account_week, weeks),
	.look = &csm_look_bar},
    {"last", "Last week", CSM_OF_CELL(CSM_CELL_NUMBER, struct account_week, last)}};

static void
account_week_put(struct csm_table *t, const char *what, const int64_t *week, size_t n,
    const struct csm_look *look)
{
	struct account_week row = {
	    what, csm_cell_series(week, n), csm_cell_number(week[n - 1])};

	row.last.look = look;
	csm_table_put(t, &row);
}

/* Whole weeks, the last of which ends with the as-of day. */
void
csm_account_weeks(struct csm_account *a)
{
	const struct csm_context *d = a->context;
	size_t days = (size_t)(d->until - d->since) + 1, n = days / 7;
	int64_t *week = CSM_ARENA_ARRAY(&a->doc->arena, int64_t, 3 * n + 1);
	int64_t *users = week, *seated = week + n, *events = week + 2 * n,
		seats = CSM_MISSING;
	struct csm_table *t;

	if (n == 0)
		return;
	for (size_t k = 0; k < n; k++) {
		int32_t to = d->until - 7 * (int32_t)(n - 1 - k);
		const struct csm_period span = {to - 6, to};
		users[k] = (int64_t)csm_account_users(a->set, span) * CSM_NUM_ONE;
		seats = csm_seats_bought(d, a->ask->seats, a->set, to);
		seated[k] = seats == CSM_MISSING ? CSM_MISSING
						 : csm_stats_ratio(users[k], seats);
		events[k] = csm_account_total(a->daily->activity, span, d->since);
	}
	t = csm_doc_table(a->doc, "weeks", "Use by week");
	t->half = 1;
	CSM_TABLE_COLUMNS(t, week_columns);
	account_week_put(t, "Users active", users, n, NULL);
	if (seats != CSM_MISSING)
		account_week_put(t,
		    csm_arena_printf(&a->doc->arena, "Share of %s",
			csm_text_counted(
			    &a->doc->arena, (uint64_t)(seats / CSM_NUM_ONE), "seats")),
		    seated, n, &csm_look_percent);
	account_week_put(t, "Events", events, n, NULL);
}
