/* How an account is, at a glance: whose it is, what it pays, when it renews. */
#include "base/text.h"
#include "report/account/account.h"
#include "table/look.h"
#include "time/date.h"

struct account_fact {
	const char *name;
	struct csm_cell value;
};

static const struct csm_table_column now_columns[] = {
    {"name", "", CSM_OF_TEXT(struct account_fact, name)},
    {"value", "", CSM_OF_CELL(CSM_CELL_TEXT, struct account_fact, value)}};

static void
account_now_put(struct csm_table *t, const char *name, struct csm_cell value)
{
	const struct account_fact row = {name, value};

	csm_table_put(t, &row);
}

/* A day, and how far it is from the as-of day; programs get the day alone. */
static struct csm_cell
account_now_day(struct csm_account *a, int32_t day)
{
	struct csm_arena *arena = &a->doc->arena;
	int32_t until = a->context->until;
	char date[CSM_DAY_TEXT];
	struct csm_cell cell;

	if (day == CSM_DAY_NONE)
		return csm_cell_text(NULL);
	csm_date_format(day, date);
	const char *far = csm_text_counted(
	    arena, (uint64_t)(day > until ? day - until : until - day), "days");
	cell = csm_cell_text(day == until ? csm_arena_printf(arena, "%s, today", date)
			     : day > until
				 ? csm_arena_printf(arena, "%s, in %s", date, far)
				 : csm_arena_printf(arena, "%s, %s ago", date, far));
	cell.exact = csm_arena_strdup(arena, date);
	return cell;
}

void
csm_account_now(struct csm_account *a)
{
	const struct csm_facts *f = a->facts;
	struct csm_table *t = csm_doc_table(a->doc, "glance", "At a glance");
	struct csm_cell mrr = csm_cell_number(f->mrr);

	t->layout = CSM_LAYOUT_FACTS;
	t->half = 1;
	CSM_TABLE_COLUMNS(t, now_columns);
	if (f->plan != NULL)
		account_now_put(t, "Plan", csm_cell_text(f->plan));
	/* nobody's account is told, where there are owners */
	if (a->context->owner_column >= 0)
		account_now_put(t, "Owner", csm_cell_text(f->owner));
	if (f->mrr != CSM_MISSING || f->paid_first != CSM_DAY_NONE) {
		mrr.look = &csm_look_money;
		account_now_put(t, "Recurring value, a month", mrr);
	}
	if (f->renewal != CSM_DAY_NONE)
		account_now_put(t, "Renewal", account_now_day(a, f->renewal));
	account_now_put(t, "Last touch", account_now_day(a, f->touch));
	if (f->units > 0)
		account_now_put(t, "Units", csm_facts_lights(a->context, f));
}
