/* What is as it is now also on days past: csm_engine_undated. */
#include "base/intern.h"
#include "metric/engine_work.h"

#include <string.h>

static void
undated_add(struct csm_intern *names, const char *name)
{
	csm_intern_put(names, name, strlen(name));
}

/* Row by row: one that is dated does not excuse the others. */
static int
is_undated(const struct csm_plan *plan, enum csm_model model)
{
	return plan->fields[model] != NULL &&
	       csm_fields_undated(plan->fields[model]) > 0;
}

static void
undated_find(
    const struct csm_plan *plan, struct csm_intern *names, struct csm_arena *arena)
{
	for (size_t i = 0; i < plan->feeds; i++) {
		const struct csm_feed *f = &plan->feed[i];
		if (f->is_field && f->column >= 0 && is_undated(plan, f->model) &&
		    !csm_day_span_is_none(&f->span))
			undated_add(names, csm_arena_printf(arena, "%s.%s",
					       csm_model_name(f->model), f->name));
	}
	for (size_t i = 0; i < plan->sources; i++) {
		const struct csm_operand *s = &plan->source[i];
		enum csm_model of = s->use.node->model;
		if (s->members && is_undated(plan, of) &&
		    !csm_day_span_is_none(&s->span))
			undated_add(names,
			    csm_arena_printf(arena, "count(%s)", csm_model_name(of)));
		if (!csm_day_span_is_none(&s->span) &&
		    ((s->kind == CSM_SOURCE_USERS &&
			 is_undated(plan, CSM_MODEL_ENDUSER)) ||
			csm_operand_planned(s->metric)))
			undated_add(names, s->metric);
	}
}

size_t
csm_engine_undated(const struct csm_engine *engine, struct csm_buf *out)
{
	struct csm_intern names = {0};
	struct csm_arena arena = {0};
	size_t n;

	undated_find(engine->plan, &names, &arena);
	n = names.n;
	for (size_t i = 0; i < n; i++)
		csm_buf_printf(out, "%s%s",
		    i == 0       ? ""
		    : i + 1 == n ? " and "
				 : ", ",
		    names.text[i].s);
	csm_intern_fini(&names);
	csm_arena_fini(&arena);
	return n;
}
