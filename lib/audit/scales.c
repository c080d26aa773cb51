#include "audit/scales.h"

#include "formula/func.h"

#include <string.h>

/* Up to what the profiles score: the least and the most of them. */
static void
scales_of(const struct csm_config *conf, double *least, double *most)
{
	const struct csm_json *profile = NULL;

	*least = *most = 0;
	while ((profile = csm_config_each(conf, "health", profile)) != NULL) {
		const struct csm_json *given = csm_json_get(profile, "scale");
		/* Points and pillars have no other. */
		double scale = given == NULL ? 10 : given->number;
		*least = *least == 0 || scale < *least ? scale : *least;
		*most = scale > *most ? scale : *most;
	}
}

static bool
scales_is_score(const struct csm_node *node)
{
	return node->kind == CSM_NODE_WINDOW && node->of == NULL &&
	       strcmp(node->metric, "system.health") == 0 &&
	       !csm_window_info[node->window.op].of_states &&
	       node->window.op <= CSM_WINDOW_LAST;
}

void
csm_scales_lint(const struct csm_config *conf, const struct csm_use *use,
    const struct csm_node *call, struct csm_diag *diag)
{
	const struct csm_node *score = NULL, *number = NULL;
	struct csm_use at = *use;
	double least, most;

	if (call->func->bind != CSM_BIND_COMPARE)
		return;
	for (size_t i = 0; i < call->argc; i++) {
		if (scales_is_score(call->arg[i]))
			score = call->arg[i];
		if (call->arg[i]->kind == CSM_NODE_NUMBER)
			number = call->arg[i];
	}
	if (score == NULL || number == NULL)
		return;
	scales_of(conf, &least, &most);
	if (least == most)
		return;
	at.node = score;
	csm_use_warn(&at, CSM_W_LINT, diag,
	    "profiles score up to %g and up to %g, so that %s is not the same in all "
	    "of "
	    "them: state(system.health) = 'poor' asks for the band",
	    least, most, number->text);
}
