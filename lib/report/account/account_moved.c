/* Why an account is as it is: what moved in the last 30 days. */
#include "report/account/account.h"
#include "table/look.h"

#include <string.h>

struct account_move {
	const char *what;
	struct csm_cell then, now, change;
};

static const struct csm_table_column move_columns[] = {
    {"what", "What", CSM_OF_TEXT(struct account_move, what)},
    {"then", CSM_FACTS_AGO_TEXT,
	CSM_OF_CELL(CSM_CELL_NUMBER, struct account_move, then), .stated = true},
    {"now", "Now", CSM_OF_CELL(CSM_CELL_NUMBER, struct account_move, now),
	.stated = true},
    {"change", "Change", CSM_OF_CELL(CSM_CELL_NUMBER, struct account_move, change)}};

/* Only what is not as it was; of what was not known then nobody can say so. */
static void
account_moved_put(struct csm_table *t, const char *what, struct csm_cell then,
    struct csm_cell now, const struct csm_look *look, const struct csm_look *change)
{
	struct account_move row = {what, then, now, csm_cell_number(CSM_MISSING)};
	bool same = then.kind == now.kind &&
		    (then.kind != CSM_CELL_NUMBER || then.number == now.number);

	if ((then.kind == CSM_CELL_NONE && then.state == NULL) ||
	    (same && csm_state_plain(then.state) == csm_state_plain(now.state)))
		return;
	row.then.look = row.now.look = look;
	if (then.kind == CSM_CELL_NUMBER && now.kind == CSM_CELL_NUMBER)
		row.change = csm_cell_number(csm_stats_change(then.number, now.number));
	row.change.look = change;
	csm_table_put(t, &row);
}

static void
account_moved_put_parts(struct csm_account *a, struct csm_table *t, const char *profile)
{
	const struct csm_entity_points *own = csm_facts_own(a->set);
	int32_t until = a->context->until, then = until - CSM_FACTS_AGO;

	for (size_t m = 0; profile != NULL && m < own->metrics; m++) {
		const char *name = own->metric[m].metric.s;
		if (csm_account_part(name, profile) != NULL)
			account_moved_put(t,
			    csm_arena_printf(&a->doc->arena, "Part: %s",
				csm_account_part_name(
				    a, name + 7, strlen(profile) + 1)),
			    csm_facts_cell(a->context, a->set, name, then),
			    csm_facts_cell(a->context, a->set, name, until),
			    &csm_look_few, &csm_look_change);
	}
}

static void
account_moved_put_units(struct csm_account *a, struct csm_table *t)
{
	int32_t until = a->context->until, then = until - CSM_FACTS_AGO;

	for (const struct csm_entry *e = a->context->catalog.unit; e != NULL;
	     e = e->next) {
		const char *name = csm_arena_printf(&a->doc->arena, "units.%s", e->id);
		account_moved_put(t,
		    csm_arena_printf(&a->doc->arena, "Unit: %s", e->name),
		    csm_facts_cell(a->context, a->set, name, then),
		    csm_facts_cell(a->context, a->set, name, until), &e->look,
		    &csm_look_change);
	}
}

/* The last value of the days before the last 30, and of these; CSM_MISSING without one
 * on the day itself. */
static void
account_moved_put_days(struct csm_account *a, struct csm_table *t, const char *what,
    const int64_t *day, const struct csm_look *look, const struct csm_look *change)
{
	int32_t n = a->context->until - a->context->since + 1;

	if (n > CSM_FACTS_AGO)
		account_moved_put(t, what, csm_cell_number(day[n - 1 - CSM_FACTS_AGO]),
		    csm_cell_number(day[n - 1]), look, change);
}

void
csm_account_moved(struct csm_account *a, const char *profile)
{
	struct csm_table *t = csm_doc_table(a->doc, "moved", "What moved in 30 days");

	t->half = 1;
	CSM_TABLE_COLUMNS(t, move_columns);
	account_moved_put(t, "Health score", csm_facts_score(a->facts->health_then),
	    csm_facts_score(a->facts->health), &csm_look_score,
	    &csm_look_change_tenths);
	account_moved_put_parts(a, t, profile);
	account_moved_put_units(a, t);
	account_moved_put_days(a, t, "Users active in 30 days",
	    csm_engine_micros(a->context->days, a->ask->active, 0), &csm_look_few,
	    &csm_look_change);
	account_moved_put_days(a, t, "Recurring value", a->daily->mrr, &csm_look_money,
	    &csm_look_money_change);
}
