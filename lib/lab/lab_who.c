/* Whom --explain is about. */
#include "lab/lab.h"

#include "base/some.h"
#include "base/text.h"
#include "metric/operand.h"

#include <string.h>

/* Entities that a text may mean: the first, and how many there are. */
struct who_found {
	const struct csm_entity *first;
	size_t n;
	struct csm_some all;
};

static void
who_add(struct who_found *found, const struct csm_entity *e, enum csm_model model)
{
	struct csm_buf text = {0};

	if (found->n++ == 0)
		found->first = e;
	if (model != CSM_MODEL_COMPANY)
		csm_buf_printf(&text, "%s/", e->company);
	csm_buf_puts(&text, e->id);
	csm_some_add(&found->all, (struct csm_text){text.data, text.len});
	csm_buf_fini(&text);
}

/* Those of a fields file whose id, "company/id" or, with a column of names, name it is. */
static void
who_search(struct who_found *found, const struct csm_fields *f, enum csm_model model,
    const char *text, bool by_name)
{
	int name = csm_fields_column(f, "name");

	for (size_t i = 0; i < csm_fields_count(f); i++) {
		const struct csm_entity *e = csm_fields_entity(f, i);
		bool is = false;
		if (by_name && name >= 0) {
			struct csm_value v =
			    csm_fields_value(f, (long)i, name, CSM_DAY_MAX);
			const char *called = csm_value_text(&v);
			is = called != NULL && strcmp(called, text) == 0;
		} else if (!by_name) {
			is = strcmp(e->id, text) == 0 ||
			     (model != CSM_MODEL_COMPANY &&
				 strncmp(text, e->company, e->company_len) == 0 &&
				 text[e->company_len] == '/' &&
				 strcmp(text + e->company_len + 1, e->id) == 0);
		}
		if (is)
			who_add(found, e, model);
	}
}

static int
who_tell_several(struct csm_lab *lab, const struct who_found *found, const char *text)
{
	struct csm_buf quoted = {0}, all = {0};

	csm_text_quote(&quoted, text, strlen(text));
	csm_some_put(&found->all, &all);
	csm_error(lab->diag, CSM_E_USAGE, NULL,
	    "--explain: %s is the id or name of %zu: %s; give one of these",
	    quoted.data, found->n, csm_buf_text(&all));
	csm_buf_fini(&quoted);
	csm_buf_fini(&all);
	return -1;
}

/* 1 if it is somebody of the model, 0 if not, -1 after a report. */
static int
who_of_model(struct csm_lab *lab, const struct csm_fields *f, enum csm_model model,
    const char *text, bool by_name)
{
	struct who_found found = {0};
	int rc;

	if (f == NULL)
		return 0;
	who_search(&found, f, model, text, by_name);
	rc = found.n > 1 ? who_tell_several(lab, &found, text) : (int)found.n;
	if (rc == 1) {
		lab->company = csm_arena_text(
		    lab->arena, found.first->company, found.first->company_len);
		lab->model = model;
		if (model != CSM_MODEL_COMPANY)
			lab->who = csm_arena_text(
			    lab->arena, found.first->id, found.first->id_len);
	}
	csm_some_fini(&found.all);
	return rc;
}

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
	int rc = 0;

	lab->company = text;
	lab->model = CSM_MODEL_COMPANY;
	for (int by_name = 0; by_name < 2 && rc == 0; by_name++)
		for (int m = 0; m < CSM_MODELS && rc == 0; m++)
			if (m == CSM_MODEL_COMPANY ||
			    csm_scorer_scores(lab->scorer, (enum csm_model)m))
				rc = who_of_model(lab, fields[m], (enum csm_model)m,
				    text, by_name != 0);
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
