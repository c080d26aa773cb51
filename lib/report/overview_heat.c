/* The heat map of units. */
#include "report/overview.h"
#include "table/look.h"

#include <stdlib.h>

struct csm_cell
csm_overview_company(struct csm_doc *doc, const struct csm_facts *f)
{
	struct csm_cell cell = csm_cell_text(f->name);

	if (doc->page)
		cell.link = f->id;
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

	/* Where the units are alike health decides, and in the end the id. */
	if (severity(x) != severity(y))
		return severity(x) > severity(y) ? -1 : 1;
	return csm_facts_by_health(a, b);
}

struct heat_row {
	struct csm_cell company;
	const struct csm_facts *facts;
	const struct csm_entry *units; /* of the catalog */
};

/* The i-th unit of the catalog. */
static struct csm_cell
heat_unit(const void *row, size_t i)
{
	const struct heat_row *r = row;
	const struct csm_entry *e = r->units;

	/* units are few */
	while (i-- > 0)
		e = e->next;
	for (size_t u = 0; u < r->facts->units; u++) {
		const struct csm_unit_fact *unit = &r->facts->unit[u];
		if (unit->unit == e) {
			struct csm_cell cell = csm_cell_number(unit->value);
			cell.state = unit->state;
			return cell;
		}
	}
	return csm_cell_blank();
}

static const struct csm_table_column heat_columns[] = {
    {"company", "Company", CSM_OF_CELL(CSM_CELL_TEXT, struct heat_row, company)}};

static void
heat_table(const struct csm_context *context, struct csm_doc *doc,
    const struct csm_facts_list *some, size_t limit)
{
	struct csm_table *t = csm_doc_table(doc, "units", "Success units");
	size_t n = 0;

	t->note = some->n <= limit
		      ? "Companies with the most red and amber units first."
		      : csm_arena_printf(&doc->arena,
			    "Companies with the most red and amber units first: %zu "
			    "of %zu.",
			    limit, some->n);
	CSM_TABLE_COLUMNS(t, heat_columns);
	for (const struct csm_entry *e = context->catalog.unit; e != NULL; e = e->next)
		csm_table_add(t, &(const struct csm_table_column){e->id, e->name,
				     CSM_CELL_NUMBER, .of = heat_unit, .at = n++,
				     .look = &csm_look_light, .stated = true});
	for (size_t i = 0; i < some->n && i < limit; i++) {
		const struct heat_row row = {csm_overview_company(doc, some->of[i]),
		    some->of[i], context->catalog.unit};
		csm_table_put(t, &row);
	}
}

void
csm_overview_heat(struct csm_context *context, const struct csm_facts_list *list,
    struct csm_doc *doc, size_t limit)
{
	struct csm_facts_list some = {0};

	for (size_t i = 0; i < list->n; i++)
		if (list->of[i]->units > 0)
			csm_facts_push(&some, list->of[i]);
	if (some.n > 0) {
		qsort(some.of, some.n, sizeof *some.of, by_severity);
		heat_table(context, doc, &some, limit);
	}
	free(some.of);
}
