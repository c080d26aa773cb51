"""README, "Add a report": worth, the recurring value of each company."""
from edit import insert

with open("lib/report/worth.c", "w", encoding="utf-8") as f:
    f.write('''/* The report `worth`: what each company pays a month. */
#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/report.h"
#include "table/look.h"

#include <stdlib.h>

struct worth_row {
	const char *id, *name;
	int64_t mrr;
};

struct worth_work {
	struct worth_row *row;
	size_t n, cap;
};

static const struct csm_table_column worth_columns[] = {
    {"company", "Id", CSM_OF_TEXT(struct worth_row, id), .for_machines = true},
    {"name", "Company", CSM_OF_TEXT(struct worth_row, name)},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct worth_row, mrr),
	.look = &csm_look_whole}};

static int
worth_company(struct csm_context *context, const struct csm_set *set)
{
	struct worth_work *w = context->work;
	const char *id = csm_arena_strdup(&context->arena, set->company.s);

	CSM_GROW(w->row, w->n, &w->cap);
	w->row[w->n++] = (struct worth_row){id,
	    csm_context_name(context, CSM_MODEL_COMPANY, id, id),
	    csm_facts_point(set, "revenue.mrr", context->until, NULL)};
	return 0;
}

static int
worth_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct worth_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "worth", "What companies pay");

	CSM_TABLE_COLUMNS(t, worth_columns);
	for (size_t i = 0; i < w->n; i++)
		csm_table_put(t, &w->row[i]);
	return 0;
}

static void
worth_end(struct csm_context *context)
{
	struct worth_work *w = context->work;

	free(w->row);
}

const struct csm_report csm_report_worth = {.name = "worth",
    .title = "What companies pay",
    .summary = "what each company pays a month",
    .work = sizeof(struct worth_work),
    .rows = "worth",
    .company = worth_company,
    .finish = worth_finish,
    .end = worth_end};
''')
insert("lib/page/reports.h",
       "	X(worth)                                                                       \\\n",
       before="	X(nps) ")
