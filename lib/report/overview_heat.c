/* The heat map of units. */
#include "report/overview.h"

#include <stdlib.h>

struct csm_cell
csm_overview_company(const struct csm_doc *doc, const struct csm_facts *f)
{
	struct csm_cell cell = csm_cell_text(f->name);

	if (doc->page)
		cell.link = f->anchor;
	return cell;
}

static int
severity(const struct csm_facts *f)
{
	int sum = 0;

	for (size_t i = 0; i < f->units; i++)
		if (f->unit[i].state != NULL)
			/* a red outweighs any number of ambers, these of unknowns */
			sum += f->unit[i].state->severity == 3 ? 10000
			       : f->unit[i].state->severity == 2
				   ? 100
				   : f->unit[i].state->severity;
	return sum;
}

static int
by_severity(const void *a, const void *b)
{
	const struct csm_facts *x = *(struct csm_facts *const *)a,
			       *y = *(struct csm_facts *const *)b;

	if (severity(x) != severity(y))
		return severity(x) > severity(y) ? -1 : 1;
	return csm_facts_by_health(a, b);
}

static void
heat_row(struct csm_context *context, struct csm_doc *doc, struct csm_table *t,
    const struct csm_facts *f)
{
	struct csm_cell *row = csm_table_row(doc, t);
	size_t c = 1;

	row[0] = csm_overview_company(doc, f);
	for (const struct csm_entry *e = context->catalog.unit; e != NULL;
	     e = e->next) {
		row[c].kind = CSM_CELL_BLANK;
		for (size_t u = 0; u < f->units; u++) {
			if (f->unit[u].unit != e)
				continue;
			row[c] = csm_cell_number(f->unit[u].value);
			row[c].state = f->unit[u].state;
		}
		c++;
	}
}

void
csm_overview_heat(struct csm_context *context, const struct csm_facts_list *list,
    struct csm_doc *doc, size_t limit)
{
	struct csm_facts_list some = {0};
	struct csm_table *t;

	for (size_t i = 0; i < list->n; i++)
		if (list->of[i]->units > 0)
			csm_facts_push(&some, list->of[i]);
	if (some.n > 0) {
		t = csm_doc_table(doc, "units", "Success units");
		t->note =
		    some.n <= limit
			? "Companies with the most red and amber units first."
			: csm_arena_printf(&context->arena,
			      "Companies with the most red and amber units first: %zu "
			      "of %zu.",
			      limit, some.n);
		csm_table_column(doc, t, "company", "Company", CSM_CELL_TEXT);
		for (const struct csm_entry *e = context->catalog.unit; e != NULL;
		     e = e->next) {
			struct csm_heading *c =
			    csm_table_column(doc, t, e->id, e->name, CSM_CELL_NUMBER);
			c->look.show = CSM_SHOW_LIGHT;
			c->stated = 1;
		}
		qsort(some.of, some.n, sizeof *some.of, by_severity);
		for (size_t i = 0; i < some.n && i < limit; i++)
			heat_row(context, doc, t, some.of[i]);
	}
	free(some.of);
}
