#include "report/page_link.h"

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
names_companies(const struct csm_table *t)
{
	static const char *const names[] = {"id", "company", "account", "name"};

	if (t->group != 0 || t->columns == 0 || t->column[0].kind != CSM_CELL_TEXT)
		return 0;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(t->column[0].name, names[i]) == 0)
			return 1;
	return 0;
}

size_t
csm_page_link(struct csm_doc *doc, const struct csm_facts_list *list)
{
	struct index ids = {0}, names = {0};
	size_t links = 0;

	index_init(&ids, list, 1);
	index_init(&names, list, 0);
	for (struct csm_table *t = doc->first; t != NULL; t = t->next) {
		for (size_t r = 0; names_companies(t) && r < t->rows; r++) {
			struct csm_cell *cell = &t->cell[r * t->columns];
			const struct csm_facts *f = NULL;
			if (cell->kind == CSM_CELL_TEXT && cell->link == NULL) {
				f = look_up(&ids, cell->text);
				f = f != NULL ? f : look_up(&names, cell->text);
			}
			if (f != NULL)
				cell->link = f->anchor;
			links += cell->link != NULL;
		}
	}
	index_fini(&names);
	index_fini(&ids);
	return links;
}
