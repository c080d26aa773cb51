/* Whom --explain is about. */
#include "lab/lab.h"

#include "base/text.h"
#include "entity/who.h"
#include "metric/operand.h"

#include <string.h>

/* "acme/u1" of an end user that has points alone: what it is, the company will show. */
static void
who_split(struct csm_lab *lab, const char *text)
{
	const char *slash = strchr(text, '/');
	bool children = false;

	for (int m = 0; m < CSM_MODELS; m++)
		if (m != CSM_MODEL_COMPANY)
			children |= csm_scorer_scores(lab->scorer, (enum csm_model)m);
	if (slash == NULL || !children)
		return;
	lab->company = csm_arena_text(lab->arena, text, (size_t)(slash - text));
	lab->who = slash + 1;
}

int
csm_lab_who_find(
    struct csm_lab *lab, struct csm_fields *const *fields, const char *text)
{
	unsigned models = 1U << CSM_MODEL_COMPANY;
	struct csm_who who;

	for (int m = 0; m < CSM_MODELS; m++)
		if (csm_scorer_scores(lab->scorer, (enum csm_model)m))
			models |= 1U << m;
	int rc = csm_who_find(
	    &who, lab->arena, fields, models, "--explain", text, lab->diag);
	lab->company = who.company;
	lab->model = who.model;
	if (rc == 1)
		lab->who = who.id;
	if (rc == 0)
		who_split(lab, text);
	return rc < 0 ? -1 : 0;
}

/* Whether it is one of a model of the company that the engine is turned to. */
static bool
who_is(struct csm_lab *lab, enum csm_model model, struct csm_nearest *near)
{
	size_t n = csm_engine_entities(lab->engine, model);

	for (size_t i = 0; i < n; i++) {
		struct csm_text id = csm_engine_entity(lab->engine, model, i);
		if (csm_text_is(lab->who, id.s, id.len)) {
			lab->model = model;
			lab->entity = i;
			return true;
		}
		csm_nearest_offer(near, id.s);
	}
	return false;
}

/* After reporting that no model it may be of has it. */
static int
who_tell_none(struct csm_lab *lab, const struct csm_nearest *near, const char *models)
{
	struct csm_buf quoted = {0}, hint = {0};

	csm_text_quote(&quoted, lab->who, strlen(lab->who));
	csm_error(lab->diag, CSM_E_USAGE, NULL,
	    "--explain: the company %s has no %s %s%s", lab->company, models,
	    quoted.data, csm_nearest_hint(near, &hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return -1;
}

int
csm_lab_who_turn(struct csm_lab *lab)
{
	enum csm_model of = lab->model; /* of a company: not known yet */
	struct csm_nearest near;
	struct csm_buf models = {0};
	bool found = lab->who == NULL;
	int rc;

	lab->entity = 0;
	csm_nearest_init(&near, lab->who);
	for (int m = 0; m < CSM_MODELS && !found; m++) {
		enum csm_model model = (enum csm_model)m;
		if (of != CSM_MODEL_COMPANY
			? model != of
			: model == CSM_MODEL_COMPANY ||
			      !csm_scorer_scores(lab->scorer, model))
			continue;
		csm_buf_printf(&models, "%s%s", models.len > 0 ? " or " : "",
		    csm_model_name(model));
		found = who_is(lab, model, &near);
	}
	rc = found ? 0 : who_tell_none(lab, &near, csm_buf_text(&models));
	csm_buf_fini(&models);
	return rc;
}
