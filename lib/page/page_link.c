#include "page/page_link.h"

#include "base/intern.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

struct index {
	struct csm_intern text;
	const struct csm_facts **of; /* by number of text; NULL: several */
};

static void
index_init(struct index *index, const struct csm_facts_list *list, int by_id)
{
	index->of = csm_xcalloc(list->n + 1, sizeof *index->of);
	for (size_t i = 0; i < list->n; i++) {
		const char *s = by_id ? list->of[i]->id : list->of[i]->name;
		size_t known = index->text.n;
		uint32_t at = csm_intern_put(&index->text, s, strlen(s));
		/* Of a name that two companies have nobody can say whose section was
		 * meant. */
		index->of[at] = at == known ? list->of[i] : NULL;
	}
}

static void
index_fini(struct index *index)
{
	csm_intern_fini(&index->text);
	free(index->of);
}

static const struct csm_facts *
look_up(const struct index *index, const char *s)
{
	uint32_t at = csm_intern_find(&index->text, s, strlen(s));

	return at == CSM_INTERN_NONE ? NULL : index->of[at];
}

static int
is_called(const struct csm_heading *column, const char *const *names)
{
	while (*names != NULL && strcmp(column->name, *names) != 0)
		names++;
	return *names != NULL && column->kind == CSM_CELL_TEXT;
}

/* The column people see a company by; SIZE_MAX: there is none. */
static size_t
shown_column(const struct csm_table *t)
{
	static const char *const names[] = {"company", "name", "account", "id", NULL};

	/* Within a section every name is that of the company itself. */
	for (size_t c = 0; t->group == 0 && c < t->columns; c++)
		if (!t->column[c].for_machines && is_called(&t->column[c], names))
			return c;
	return SIZE_MAX;
}

/* Whom a row is about: by its id in any column, else by the name shown. */
static const struct csm_facts *
company_of(const struct csm_table *t, size_t row, size_t shown, const struct index *ids,
    const struct index *names)
{
	static const char *const by_id[] = {"company", "account", "id", NULL};
	const struct csm_cell *cell;
	const struct csm_facts *f;

	for (size_t c = 0; c < t->columns; c++) {
		cell = csm_table_at(t, row, c);
		if (cell->kind != CSM_CELL_TEXT || !is_called(&t->column[c], by_id))
			continue;
		/* Columns called id may hold other ids: one that is no company's leads
		 * on to the next. */
		if ((f = look_up(ids, cell->text)) != NULL)
			return f;
	}
	return look_up(names, csm_table_at(t, row, shown)->text);
}

size_t
csm_page_link(struct csm_doc *doc, const struct csm_facts_list *list)
{
	struct index ids = {0}, names = {0};
	size_t links = 0;

	index_init(&ids, list, 1);
	index_init(&names, list, 0);
	for (struct csm_table *t = doc->first; t != NULL; t = t->next) {
		size_t shown = shown_column(t);
		for (size_t r = 0; shown != SIZE_MAX && r < t->rows; r++) {
			const struct csm_cell cell =
			    csm_table_cell(t, t->row[r], shown);
			const struct csm_facts *f;
			if (cell.kind != CSM_CELL_TEXT)
				continue;
			/* A report that knows whom a row is about has said so. */
			f = cell.link != NULL ? NULL
					      : company_of(t, r, shown, &ids, &names);
			if (f != NULL)
				csm_table_lead(
				    t, r, shown, csm_facts_anchor(&doc->arena, f));
			links += cell.link != NULL || f != NULL;
		}
	}
	index_fini(&names);
	index_fini(&ids);
	return links;
}
