#include "figure/dimension.h"

#include "figure/column.h"

#include <string.h>

#define GENERATIONS 16 /* up to the topmost: two that are each other's parent end too */

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
	if (c.kind == CSM_COLUMN_NAME)
		d->kind = CSM_DIMENSION_NAME;
	else if (c.field < 0)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--by wants a field of companies, such as company.%s, not \"%s\"",
		    strchr(by, '.') == NULL ? by : "plan", by);
	else
		d->kind =
		    dimension_is_parent(csm_fields_column_name(f, (size_t)c.field))
			? CSM_DIMENSION_PARENT
			: CSM_DIMENSION_FIELD;
	return 0;
}

const char *
csm_dimension_of(
    struct csm_context *context, const struct csm_dimension *d, const char *company)
{
	const char *top = company, *parent;

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
	for (int i = 0; i < GENERATIONS; i++) {
		parent = csm_context_field_text(
		    context, CSM_MODEL_COMPANY, top, top, d->column);
		if (parent == NULL || strcmp(parent, top) == 0)
			break;
		top = parent;
	}
	return csm_arena_strdup(&context->arena, top);
}
