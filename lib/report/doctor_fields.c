/* Cells of fields that are not what their column, or a formula of the configuration, takes
 * them for. */
#include "config/formulas.h"
#include "formula/formula.h"
#include "figure/renewal.h"
#include "figure/seats.h"
#include "report/doctor.h"
#include "time/date.h"
#include "unit/start.h"

/* CSM_READS of what is wanted of a column, by model. */
struct doctor_wants {
	const struct csm_context *context;
	unsigned *column[CSM_MODELS];
	struct csm_arena arena; /* of the formula looked at */
};

static void
doctor_want(
    struct doctor_wants *w, enum csm_model model, int column, enum csm_value_type type)
{
	/* every cell can be read as a text */
	if (column >= 0 && type != CSM_VALUE_MISSING && type != CSM_VALUE_TEXT)
		w->column[model][column] |= CSM_READS(type);
}

static void
doctor_want_formula(struct doctor_wants *w, const struct csm_formula *formula)
{
	for (size_t i = 0; formula != NULL && i < formula->leaves; i++) {
		const struct csm_node *node = formula->leaf[i];
		/* a window may be over a formula, which has fields of its own */
		if (node->kind == CSM_NODE_WINDOW)
			doctor_want_formula(w, node->of);
		else if (w->context->fields[node->model] != NULL)
			doctor_want(w, node->model,
			    csm_fields_column(
				w->context->fields[node->model], node->text),
			    node->want);
	}
}

static void
doctor_want_visit(void *ctx, const struct csm_json *at)
{
	struct doctor_wants *w = ctx;
	struct csm_diag silent;

	/* A formula that cannot be read was told when the configuration was. */
	csm_diag_init(&silent, NULL, NULL);
	csm_arena_reset(&w->arena);
	doctor_want_formula(w, csm_formula_from_json(&w->arena, at, &silent));
}

/* A column that is mostly numbers, days or truths is meant to be. */
static void
doctor_want_types(struct doctor_wants *w)
{
	const struct csm_context *context = w->context;
	const struct csm_fields *companies = context->fields[CSM_MODEL_COMPANY];

	for (enum csm_model m = 0; m < CSM_MODELS; m++) {
		const struct csm_fields *f = context->fields[m];
		for (size_t c = 0; f != NULL && c < csm_fields_columns(f); c++)
			doctor_want(w, m, (int)c, csm_fields_column_type(f, c));
	}
	/* Reports read these fields, whatever formulas do. */
	if (companies != NULL)
		doctor_want(w, CSM_MODEL_COMPANY,
		    csm_fields_column(companies, csm_start_field(context->conf)),
		    CSM_VALUE_DAY);
	doctor_want(w, CSM_MODEL_COMPANY, csm_renewal_column(context), CSM_VALUE_DAY);
	doctor_want(w, CSM_MODEL_COMPANY, csm_seats_column(context), CSM_VALUE_NUMBER);
}

static void
doctor_find_unread(struct csm_context *context, struct csm_table *t,
    enum csm_model model, size_t column, enum csm_value_type type)
{
	const struct csm_fields *f = context->fields[model];
	struct csm_buf text = {0};

	if (csm_fields_put_unread(f, (int)column, type, &text))
		csm_doctor_finding(context, t, "unreadable cells",
		    csm_arena_printf(&context->arena, "%s.%s", csm_model_name(model),
			csm_fields_column_name(f, column)),
		    CSM_DAY_NONE, csm_arena_strdup(&context->arena, text.data));
	csm_buf_fini(&text);
}

void
csm_doctor_fields(struct csm_context *context, struct csm_table *t)
{
	struct doctor_wants w = {.context = context};

	for (enum csm_model m = 0; m < CSM_MODELS; m++)
		w.column[m] = CSM_ARENA_ARRAY(&context->arena, unsigned,
		    context->fields[m] == NULL
			? 1
			: csm_fields_columns(context->fields[m]) + 1);
	doctor_want_types(&w);
	/* all but those of sources, which are over the columns of their files */
	csm_config_formulas(context->conf, "sources", doctor_want_visit, &w);
	for (enum csm_model m = 0; m < CSM_MODELS; m++)
		for (size_t c = 0; context->fields[m] != NULL &&
				   c < csm_fields_columns(context->fields[m]);
		     c++)
			for (enum csm_value_type type = CSM_VALUE_NUMBER;
			     type < CSM_VALUE_CELL; type++)
				if (w.column[m][c] & CSM_READS(type))
					doctor_find_unread(context, t, m, c, type);
	csm_arena_fini(&w.arena);
}
