#include "audit/fallen.h"

#include "audit/silence.h"
#include "base/xalloc.h"
#include "config/formulas.h"
#include "metric/operand.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct fallen_place {
	struct csm_fallen_finding found;
	bool chooses;
	size_t query;
};

struct csm_fallen {
	struct csm_engine *engine;
	const struct csm_config *conf;
	const struct csm_metric **metric;
	size_t metrics;
	struct csm_arena arena;
	struct csm_silence_search silence;
	bool chooses; /* what is being asked for now does */
	const char *section;
	struct fallen_place *place;
	size_t n, cap;
	char *seen; /* by metric: its definition has been looked at */
};

/* What is missing, alone, as a question of our own: of its names nothing is told. */
static const struct csm_formula *
fallen_operand(struct csm_fallen *fallen, const struct csm_silence *found)
{
	struct csm_formula *f = CSM_ARENA_NEW(&fallen->arena, struct csm_formula);
	struct csm_node *root = CSM_ARENA_NEW(&fallen->arena, struct csm_node);

	*f = *found->formula;
	*root = *found->operand;
	f->root = root;
	/* Without a place the engine has nothing to say of its names: the formula
	 * itself has said it. */
	f->name = f->source = NULL;
	return f;
}

static void
fallen_visit(void *ctx, const struct csm_silence *found)
{
	struct csm_fallen *fallen = ctx;

	CSM_GROW(fallen->place, fallen->n, &fallen->cap);
	fallen->place[fallen->n++] =
	    (struct fallen_place){.found = {.formula = found->formula,
				      .operand = found->operand,
				      .never = found->never,
				      .instead = found->instead},
		.chooses = fallen->chooses,
		.query = csm_engine_query(
		    fallen->engine, CSM_MODEL_COMPANY, fallen_operand(fallen, found))};
}

struct csm_fallen *
csm_fallen_new(struct csm_engine *engine, const struct csm_config *conf,
    const struct csm_metric *metric, size_t metrics)
{
	struct csm_fallen *f = csm_xcalloc(1, sizeof *f);

	*f = (struct csm_fallen){.engine = engine, .conf = conf, .metrics = metrics};
	f->metric = csm_xcalloc(metrics + 1, sizeof(struct csm_metric *));
	f->seen = csm_xcalloc(metrics + 1, 1);
	for (size_t i = 0; i < metrics; i++)
		f->metric[i] = &metric[i];
	f->silence = (struct csm_silence_search){.arena = &f->arena,
	    .metric = f->metric,
	    .metrics = metrics,
	    .visit = fallen_visit,
	    .ctx = f};
	return f;
}

void
csm_fallen_free(struct csm_fallen *fallen)
{
	if (fallen == NULL)
		return;
	free(fallen->metric);
	free(fallen->place);
	free(fallen->seen);
	csm_arena_fini(&fallen->arena);
	free(fallen);
}

/* Whether the entry a formula stands in is about something else than companies. */
static bool
fallen_is_of_others(const struct csm_json *at)
{
	for (; at != NULL; at = at->parent) {
		const struct csm_json *model = csm_json_get(at, "model");
		/* Of end users or projects there is no company that could fall out. */
		if (model != NULL && model->type == CSM_JSON_STRING &&
		    strcmp(model->text, csm_model_name(CSM_MODEL_COMPANY)) != 0)
			return true;
	}
	return false;
}

static void
fallen_formula(void *ctx, const struct csm_json *at)
{
	struct csm_fallen *fallen = ctx;
	const char *section = csm_config_section_of(at);
	struct csm_formula *f;
	struct csm_diag quiet;

	/* Conditions of sources are over columns, which the engine does not evaluate.
	 */
	if (strcmp(section, "sources") == 0 || fallen_is_of_others(at) ||
	    (fallen->section != NULL && strcmp(section, fallen->section) != 0))
		return;
	csm_diag_init(&quiet, NULL, NULL);
	f = csm_formula_from_json(&fallen->arena, at, &quiet);
	/* A formula that cannot be read is told by who needs it. */
	if (f == NULL)
		return;
	csm_silence_formula(&fallen->silence, f);
	csm_silence_entry(&fallen->silence, at, f);
}

void
csm_fallen_section(struct csm_fallen *fallen, const char *section)
{
	fallen->chooses = false;
	fallen->section = section;
	csm_config_formulas(fallen->conf, NULL, fallen_formula, fallen);
}

void
csm_fallen_condition(struct csm_fallen *fallen, const struct csm_formula *condition)
{
	fallen->chooses = true;
	csm_silence_formula(&fallen->silence, condition);
}

static bool fallen_had(const struct csm_fallen *fallen, const struct csm_node *node,
    const struct csm_set *set, int32_t until);

/* Whether the company has a point of a metric, not after the day. */
static bool
fallen_had_metric(const struct csm_set *set, const char *name, int32_t until)
{
	for (size_t e = 0; e < set->entities; e++)
		for (size_t m = 0; m < set->entity[e].metrics; m++) {
			const struct csm_metric_points *p = &set->entity[e].metric[m];
			/* The first day is enough: days ascend. */
			if (p->n > 0 && p->day[0] <= until &&
			    csm_operand_match(name, p->metric.s))
				return true;
		}
	return false;
}

/* A definition is looked at once: a circle comes to an end, and one that gave nothing
 * gives nothing again. */
static bool
fallen_had_window(const struct csm_fallen *fallen, const struct csm_node *node,
    const struct csm_set *set, int32_t until)
{
	const char *id = csm_operand_calculated(node->metric);

	for (size_t i = 0; id != NULL && i < fallen->metrics; i++) {
		if (strcmp(fallen->metric[i]->id, id) != 0)
			continue;
		if (fallen->seen[i])
			return false;
		fallen->seen[i] = 1;
		return fallen_had(fallen, fallen->metric[i]->formula->root, set, until);
	}
	return fallen_had_metric(set, node->metric, until);
}

static bool
fallen_had(const struct csm_fallen *fallen, const struct csm_node *node,
    const struct csm_set *set, int32_t until)
{
	/* A condition over members: they are not looked through for what they had. */
	if (node->kind == CSM_NODE_WINDOW && node->of != NULL)
		return false;
	if (node->kind == CSM_NODE_WINDOW)
		return fallen_had_window(fallen, node, set, until);
	for (size_t i = 0; node->kind == CSM_NODE_CALL && i < node->argc; i++)
		if (fallen_had(fallen, node->arg[i], set, until))
			return true;
	return false;
}

void
csm_fallen_company(struct csm_fallen *fallen, const struct csm_set *set, int chosen)
{
	/* The last day alone: who falls out on a day in between may be back. */
	size_t last = csm_engine_days(fallen->engine) - 1;
	int32_t until = csm_engine_since(fallen->engine) + (int32_t)last;

	for (size_t i = 0; i < fallen->n; i++) {
		struct fallen_place *p = &fallen->place[i];
		/* What nobody chose is not evaluated, and falls out of nothing but the
		 * choice. */
		if (!chosen && !p->chooses)
			continue;
		if (csm_engine_values(fallen->engine, p->query, 0)[last].type !=
		    CSM_VALUE_MISSING)
			continue;
		memset(fallen->seen, 0, fallen->metrics);
		if (!p->found.never &&
		    !fallen_had(fallen, p->found.operand, set, until))
			continue;
		if (p->found.companies++ == 0)
			p->found.first =
			    csm_arena_strdup(&fallen->arena, set->company.s);
	}
}

void
csm_fallen_each(const struct csm_fallen *fallen,
    void (*visit)(void *ctx, const struct csm_fallen_finding *finding), void *ctx)
{
	for (size_t i = 0; i < fallen->n; i++)
		if (fallen->place[i].found.companies > 0)
			visit(ctx, &fallen->place[i].found);
}

void
csm_fallen_put(const struct csm_fallen_finding *f, struct csm_buf *out)
{
	bool one = f->companies == 1;

	csm_buf_printf(out, "%zu compan%s with%s, such as \"%s\"; %s would take %s in",
	    f->companies, one ? "y" : "ies",
	    f->never ? "out any event ever" : " earlier data", f->first, f->instead,
	    one ? "it" : "them");
}

static void
fallen_note(void *ctx, const struct csm_fallen_finding *f)
{
	struct csm_use use = {.formula = f->formula, .node = f->operand};
	struct csm_buf text = {0};

	csm_fallen_put(f, &text);
	csm_use_note(&use, CSM_N_NOTE, ctx, "missing, not %s, for %s",
	    f->never ? "long ago" : "small", text.data);
	csm_buf_fini(&text);
}

void
csm_fallen_note(const struct csm_fallen *fallen, struct csm_diag *diag)
{
	csm_fallen_each(fallen, fallen_note, diag);
}
