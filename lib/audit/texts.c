#include "audit/texts.h"

#include "base/some.h"
#include "formula/business.h"
#include "formula/func.h"
#include "metric/engine_work.h"

#include <stdbool.h>
#include <string.h>

static bool
texts_column_of(
    const struct csm_plan *plan, const struct csm_node *field, size_t *column)
{
	struct csm_feed f = csm_plan_field(plan, field->model, field->text);

	*column = f.column < 0 ? 0 : (size_t)f.column;
	return f.column >= 0;
}

static void
texts_tell(const struct csm_fields *fields, size_t column, struct csm_use *use,
    struct csm_diag *diag)
{
	struct csm_nearest near;
	struct csm_some some = {0};
	struct csm_buf there = {0}, hint = {0}, quoted = {0};
	const char *text;

	csm_nearest_init(&near, use->node->text);
	for (size_t i = 0; (text = csm_fields_text(fields, column, i)) != NULL; i++) {
		csm_nearest_offer(&near, text);
		csm_some_add(&some, (struct csm_text){text, strlen(text)});
	}
	csm_some_put(&some, &there);
	csm_text_quote(&quoted, use->node->text, strlen(use->node->text));
	csm_use_warn(use, CSM_W_UNKNOWN, diag, "no \"%s\" of %s is %s; there %s: %s%s",
	    csm_fields_column_name(fields, column), csm_fields_file(fields),
	    quoted.data, some.n == 1 ? "is only" : "are", csm_buf_text(&there),
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&quoted);
	csm_some_fini(&some);
	csm_buf_fini(&there);
	csm_buf_fini(&hint);
}

/* A column without any cell is told of elsewhere, or rightly empty. */
static bool
texts_occur(const struct csm_fields *fields, size_t column, const char *wanted)
{
	const char *text = csm_fields_text(fields, column, 0);

	for (size_t i = 1; text != NULL; i++) {
		if (strcmp(text, wanted) == 0)
			return true;
		text = csm_fields_text(fields, column, i);
	}
	return csm_fields_text(fields, column, 0) == NULL;
}

/* A calendar of all countries is usual, also where customers are in two. */
static bool
texts_is_of_holidays(const struct csm_plan *plan, size_t job)
{
	size_t rules = plan->workdays ? csm_business_said()->rules : 0;

	for (size_t i = 0; i < rules; i++)
		if (plan->holiday[i] == job)
			return true;
	return false;
}

/* An equation with a field and texts, of which, as of "in", some may be rare. */
static void
texts_look(const struct csm_plan *plan, const struct csm_node *call,
    struct csm_use *use, struct csm_diag *diag)
{
	const struct csm_node *field = NULL, *text = NULL;
	size_t column;

	for (size_t i = 0; i < call->argc; i++)
		if (call->arg[i]->kind == CSM_NODE_FIELD)
			field = call->arg[i];
	/* A field wanted as a number or day is compared as that, and "007" may well be
	 * 7. */
	if (field == NULL || field->want != CSM_VALUE_MISSING ||
	    !texts_column_of(plan, field, &column))
		return;
	const struct csm_fields *fields = plan->fields[field->model];
	for (size_t i = 0; i < call->argc; i++) {
		if (call->arg[i]->kind != CSM_NODE_TEXT)
			continue;
		if (texts_occur(fields, column, call->arg[i]->text))
			return;
		/* The first is told: of a list of which none occurs, the column is more
		 * likely wrong. */
		text = text == NULL ? call->arg[i] : text;
	}
	if (text == NULL)
		return;
	use->node = text;
	texts_tell(fields, column, use, diag);
}

static void
texts_node(const struct csm_plan *plan, const struct csm_node *node,
    struct csm_use *use, struct csm_diag *diag)
{
	if (node->kind != CSM_NODE_CALL)
		return;
	if (csm_func_is(node->func, "EQUAL_TO") || csm_func_is(node->func, CSM_FUNC_IN))
		texts_look(plan, node, use, diag);
	for (size_t i = 0; i < node->argc; i++)
		texts_node(plan, node->arg[i], use, diag);
}

void
csm_texts_tell(const struct csm_engine *engine, struct csm_diag *diag)
{
	const struct csm_plan *plan = engine->plan;

	for (size_t i = 0; i < plan->jobs; i++) {
		const struct csm_job *job = &plan->job[i];
		const struct csm_formula *of[] = {job->formula, job->where};
		/* A metric that nobody asks for holds nobody up. */
		if (csm_day_span_is_none(&job->span) || texts_is_of_holidays(plan, i))
			continue;
		for (size_t k = 0; k < sizeof of / sizeof of[0]; k++) {
			struct csm_use use = {job->metric, of[k], NULL};
			if (of[k] != NULL)
				texts_node(plan, of[k]->root, &use, diag);
		}
	}
}
