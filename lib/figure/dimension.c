#include "figure/dimension.h"

#include "figure/column.h"

#include <string.h>

static const char *const parents[] = {"parent", "parent_id", "parent_company", NULL};

static bool
dimension_is_parent(const char *field)
{
	size_t i = 0;

	while (parents[i] != NULL && strcmp(parents[i], field) != 0)
		i++;
	return parents[i] != NULL;
}

int
csm_dimension_read(struct csm_context *context, const char *by, struct csm_dimension *d)
{
	const struct csm_fields *f = context->fields[CSM_MODEL_COMPANY];
	struct csm_list_column c;

	*d = (struct csm_dimension){.column = -1};
	if (by == NULL)
		return 0;
	if (csm_column_read(context, CSM_MODEL_COMPANY, by, "--by", &c) != 0)
		return -1;
	d->column = c.field;
	/* "name" is a column also without a field of that name */
	if (c.kind == CSM_COLUMN_NAME)
		d->kind = CSM_DIMENSION_NAME;
	else if (c.field < 0)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--by wants a field of companies, such as company.%s, not \"%s\"",
		    f != NULL && csm_fields_column(f, by) >= 0 ? by : "plan", by);
	else
		d->kind =
		    dimension_is_parent(csm_fields_column_name(f, (size_t)c.field))
			? CSM_DIMENSION_PARENT
			: CSM_DIMENSION_FIELD;
	return 0;
}

/* NULL: it has none, or is its own. */
static const char *
dimension_parent(
    struct csm_context *context, const struct csm_dimension *d, const char *company)
{
	const char *parent = csm_context_field_text(
	    context, CSM_MODEL_COMPANY, company, company, d->column);

	return parent == NULL || strcmp(parent, company) == 0 ? NULL : parent;
}

/* The topmost; of companies that are each other's parents the first in byte order, so
 * that they and all below them are one group. */
static const char *
dimension_topmost(
    struct csm_context *context, const struct csm_dimension *d, const char *company)
{
	const char *top = company, *parent, *seen = company, *first;
	size_t steps = 0, seen_at = 1;

	/* `seen` stays behind and doubles its distance, so that a ring meets it.
	 * Brent's way to find a ring, in memory of two names: a list of those seen
	 * would be one for each company. */
	while ((parent = dimension_parent(context, d, top)) != NULL) {
		top = parent;
		if (strcmp(top, seen) == 0)
			break;
		if (++steps == seen_at) {
			seen = top;
			seen_at *= 2;
		}
	}
	if (parent == NULL)
		return top;
	first = top;
	for (const char *at = dimension_parent(context, d, top); strcmp(at, top) != 0;
	     at = dimension_parent(context, d, at))
		first = strcmp(at, first) < 0 ? at : first;
	return first;
}

const char *
csm_dimension_of(
    struct csm_context *context, const struct csm_dimension *d, const char *company)
{
	switch (d->kind) {
	case CSM_DIMENSION_NONE:
		return NULL;
	case CSM_DIMENSION_FIELD:
		return csm_context_field_text(
		    context, CSM_MODEL_COMPANY, company, company, d->column);
	case CSM_DIMENSION_NAME:
		return csm_context_name(context, CSM_MODEL_COMPANY, company, company);
	case CSM_DIMENSION_PARENT:
		break;
	}
	return csm_arena_strdup(
	    &context->arena, dimension_topmost(context, d, company));
}
