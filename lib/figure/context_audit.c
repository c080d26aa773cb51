/* What is to be said of the formulas a report goes by. */
#include "audit/fallen.h"
#include "audit/lint.h"
#include "base/xalloc.h"
#include "figure/context.h"

#include <stdlib.h>

void
csm_context_lint(const struct csm_context *context, struct csm_diag *diag)
{
	enum csm_model model;
	const struct csm_metric **known =
	    csm_xcalloc(context->metrics + 1, sizeof(struct csm_metric *));

	for (size_t i = 0; i < context->metrics; i++)
		known[i] = &context->metric[i];
	csm_lint_metrics(context->conf, known, context->metrics, diag);
	/* those of -w come first among the conditions of the filter */
	for (size_t i = 0; i < context->options->wheres; i++)
		csm_lint_condition(context->conf, known, context->metrics,
		    csm_filter_condition(context->filter, i, &model), diag);
	csm_lint_others(context->conf, known, context->metrics, diag);
	free(known);
}

void
csm_context_tell(struct csm_context *context, const char *section)
{
	const struct csm_formula *condition;
	enum csm_model model;

	/* once, whoever asks; sections are added */
	if (context->fallen == NULL) {
		context->fallen = csm_fallen_new(
		    context->now, context->conf, context->metric, context->metrics);
		for (size_t i = 0; (condition = csm_filter_condition(
					context->filter, i, &model)) != NULL;
		     i++)
			if (model == CSM_MODEL_COMPANY)
				csm_fallen_condition(context->fallen, condition);
	}
	csm_fallen_section(context->fallen, section);
}
