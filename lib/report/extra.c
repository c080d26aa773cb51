#include "report/extra.h"

#include "formula/titled.h"

#include <string.h>

/* Also a field of companies that no column of the report is called as. */
static bool
extra_is_own(const struct csm_context *context, const struct csm_table_column *own,
    size_t n, const char *text)
{
	const struct csm_fields *f = context->fields[CSM_MODEL_COMPANY];

	for (size_t i = 0; i < n; i++)
		if (strcmp(own[i].name, text) == 0 || strcmp(own[i].title, text) == 0)
			return true;
	return strpbrk(text, ".(+-*/=<>") == NULL &&
	       (f == NULL || csm_fields_column(f, text) < 0);
}

int
csm_extra_read(struct csm_context *context, const struct csm_table_column *own,
    size_t n, struct csm_extra *extra)
{
	const char *text = context->options->columns;
	const struct csm_titled *asked;
	size_t columns;

	*extra = (struct csm_extra){.n = 0};
	if (text == NULL)
		return 0;
	asked = csm_titled_split(&context->arena, text, &columns);
	extra->column =
	    CSM_ARENA_ARRAY(&context->arena, struct csm_list_column, columns);
	for (size_t i = 0; i < columns; i++) {
		struct csm_list_column *c = &extra->column[extra->n];
		if (extra_is_own(context, own, n, asked[i].text))
			continue;
		if (csm_column_read(
			context, CSM_MODEL_COMPANY, asked[i].text, "--columns", c) != 0)
			return -1;
		c->heading.name = c->heading.title = c->title = asked[i].title;
		extra->n++;
	}
	return 0;
}

struct csm_cell *
csm_extra_cells(struct csm_context *context, const struct csm_extra *extra,
    const struct csm_set *set)
{
	struct csm_cell *cell =
	    CSM_ARENA_ARRAY(&context->arena, struct csm_cell, extra->n + 1);

	for (size_t i = 0; i < extra->n; i++)
		cell[i] = csm_column_cell(
		    context, CSM_MODEL_COMPANY, &extra->column[i], set, 0);
	return cell;
}

void
csm_extra_add(const struct csm_extra *extra, struct csm_table *t, csm_cell_of *of)
{
	for (size_t i = 0; i < extra->n; i++) {
		const struct csm_list_column *c = &extra->column[i];
		csm_table_add(
		    t, &(const struct csm_table_column){c->title, c->title,
			   c->heading.kind, .of = of, .at = i, .look = &c->heading.look,
			   .stated = c->heading.stated});
	}
}
