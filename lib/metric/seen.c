#include "metric/seen.h"

#include "base/text.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* More names than this are not kept; they still count as seen.  A limit of some 10 MiB:
 * they are for "did you mean", and data with more have a column of ids taken for names. */
#define NAMES_KEPT 100000

void
csm_seen_init(struct csm_seen *seen, const struct csm_plan *plan)
{
	*seen = (struct csm_seen){0};
	seen->models = csm_xcalloc(plan->sources, sizeof *seen->models);
}

void
csm_seen_fini(struct csm_seen *seen)
{
	for (int m = 0; m < CSM_MODELS; m++)
		csm_intern_fini(&seen->names[m]);
	free(seen->models);
	*seen = (struct csm_seen){0};
}

static void
seen_see(struct csm_seen *seen, const struct csm_plan *plan, enum csm_model model,
    const char *name)
{
	for (size_t i = 0; i < plan->sources; i++) {
		const struct csm_operand *s = &plan->source[i];
		if (s->pattern) {
			if (!csm_operand_match(s->metric, name) ||
			    (!s->named && model != s->model &&
				!csm_operand_rolls_up(name)))
				continue;
		} else if (strcmp(s->metric, name) != 0) {
			continue;
		}
		seen->models[i] |= 1U << model;
	}
}

void
csm_seen_set(
    struct csm_seen *seen, const struct csm_plan *plan, const struct csm_set *set)
{
	for (size_t i = 0; i < set->entities; i++) {
		const struct csm_entity_points *e = &set->entity[i];
		struct csm_intern *names = &seen->names[e->model];
		for (size_t j = 0; j < e->metrics; j++) {
			struct csm_text name = e->metric[j].metric;
			size_t known = names->n;
			if (known >= NAMES_KEPT) {
				if (csm_intern_find(names, name.s, name.len) ==
				    CSM_INTERN_NONE)
					seen_see(seen, plan, e->model, name.s);
				continue;
			}
			/* Only a name that is new is compared with all sources. */
			csm_intern_put(names, name.s, name.len);
			if (names->n > known)
				seen_see(seen, plan, e->model, name.s);
		}
	}
}

static enum csm_model
lowest(unsigned models)
{
	int m = 0;

	while (!(models & 1U << m))
		m++;
	return (enum csm_model)m;
}

/* The nearest name among the points this source could take and the definitions. */
static void
seen_warn_unknown(const struct csm_seen *seen, const struct csm_plan *plan,
    const struct csm_operand *s, struct csm_diag *diag)
{
	struct csm_nearest near;
	struct csm_buf hint = {0};
	struct csm_arena arena = {0};

	csm_nearest_init(&near, s->metric);
	const bool shown = csm_diag_shows(diag, CSM_W_UNKNOWN);
	for (int m = 0; m < CSM_MODELS && shown; m++)
		for (size_t i = 0; s->models & 1U << m && i < seen->names[m].n; i++)
			csm_nearest_offer(&near, seen->names[m].text[i].s);
	if (csm_operand_calculated(s->metric) != NULL && shown)
		for (size_t i = 0; i < plan->ids.n; i++)
			csm_nearest_offer(
			    &near, csm_arena_printf(
				       &arena, "calculated.%s", plan->ids.text[i].s));
	csm_use_warn(&s->use, CSM_W_UNKNOWN, diag,
	    s->pattern ? "no metric of the data matches \"%s\"%s"
		       : "metric \"%s\" does not occur in the data%s",
	    s->metric, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	csm_arena_fini(&arena);
}

static void
warn_model(const struct csm_operand *s, enum csm_model other, struct csm_diag *diag)
{
	const char *has = csm_operand_plural(other),
		   *wants = csm_operand_plural(s->model);

	if (s->named)
		wants = csm_operand_plural(lowest(s->models));
	if (s->model == CSM_MODEL_COMPANY)
		csm_use_warn(&s->use, CSM_W_UNKNOWN, diag,
		    "metric \"%s\" occurs for %s only, not for %s; did you mean "
		    "\"%s.%s\"?",
		    s->metric, has, wants, csm_model_name(other), s->metric);
	else
		csm_use_warn(&s->use, CSM_W_UNKNOWN, diag,
		    "metric \"%s\" occurs for %s only, not for %s", s->metric, has,
		    wants);
}

/* A question of the program's own: nobody wrote the name, nobody can mend it. */
static int
is_our_own(const struct csm_use *use)
{
	return use->metric == NULL && use->formula->name == NULL;
}

void
csm_seen_warn(
    const struct csm_seen *seen, const struct csm_plan *plan, struct csm_diag *diag)
{
	size_t names = 0;

	for (int m = 0; m < CSM_MODELS; m++)
		names += seen->names[m].n;
	for (size_t i = 0; names > 0 && i < plan->sources; i++) {
		const struct csm_operand *s = &plan->source[i];
		if (s->kind != CSM_SOURCE_POINTS || csm_day_span_is_none(&s->span) ||
		    seen->models[i] & s->models || is_our_own(&s->use))
			continue;
		if (seen->models[i] != 0)
			warn_model(s, lowest(seen->models[i]), diag);
		else
			seen_warn_unknown(seen, plan, s, diag);
	}
}
