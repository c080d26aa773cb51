#include "page/page_link.h"

#include "base/intern.h"
#include "base/xalloc.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Companies by id or by name: places in the list, by hash; all zero: not made so far. */
struct index {
	const struct csm_facts_list *list;
	bool by_name;
	uint32_t *slot; /* place + 1, and SEVERAL; 0: empty */
	size_t slots;
};

/* Of a name that two companies have nobody can say whose section was meant. */
#define SEVERAL (UINT32_C(1) << 31)

static const struct csm_facts *
index_at(const struct index *index, uint32_t slot)
{
	return index->list->of[(slot & ~SEVERAL) - 1];
}

/* The slot of a text, or the empty one that would be its. */
static uint32_t *
index_slot(const struct index *index, const char *s)
{
	size_t i = (size_t)csm_intern_hash(s, strlen(s));

	for (;; i++) {
		uint32_t *slot = &index->slot[i & (index->slots - 1)];
		const struct csm_facts *f = *slot == 0 ? NULL : index_at(index, *slot);
		if (f == NULL || strcmp(index->by_name ? f->name : f->id, s) == 0)
			return slot;
	}
}

static void
index_make(struct index *index)
{
	const struct csm_facts_list *list = index->list;

	/* half full at most */
	for (index->slots = 2; index->slots < 2 * list->n;)
		index->slots *= 2;
	index->slot = csm_xcalloc(index->slots, sizeof *index->slot);
	for (size_t i = 0; i < list->n; i++) {
		uint32_t *slot = index_slot(
		    index, index->by_name ? list->of[i]->name : list->of[i]->id);
		*slot = *slot == 0 ? (uint32_t)(i + 1) : *slot | SEVERAL;
	}
}

/* Names are asked for where no id is found, which is seldom. */
static const struct csm_facts *
look_up(struct index *index, const char *s)
{
	uint32_t slot;

	if (index->slot == NULL)
		index_make(index);
	slot = *index_slot(index, s);
	return slot == 0 || (slot & SEVERAL) != 0 ? NULL : index_at(index, slot);
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
company_of(const struct csm_table *t, size_t row, size_t shown, struct index *ids,
    struct index *names)
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
	struct index ids = {.list = list}, names = {.list = list, .by_name = true};
	size_t links = 0;

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
				csm_table_lead(t, r, shown, f->id);
			links += cell.link != NULL || f != NULL;
		}
	}
	free(names.slot);
	free(ids.slot);
	return links;
}
