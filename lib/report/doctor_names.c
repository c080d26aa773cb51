/* Names in formulas of the configuration that are nowhere in the data, and what formulas do
 * that is probably not meant. */
#include "audit/fallen.h"
#include "base/text.h"
#include "formula/formula.h"
#include "config/formulas.h"
#include "metric/operand.h"
#include "metric/system.h"
#include "report/doctor.h"
#include "time/date.h"

#include <string.h>

struct search {
	struct csm_doctor *doctor;
	struct csm_intern done; /* names looked at */
	struct csm_unknown *first, **end;
	struct csm_arena arena; /* of the formula looked at */
};

/* Metrics that the programs make, from what the configuration says or by themselves. */
static int
doctor_names_is_made(const struct csm_context *context, const char *metric)
{
	static const char *const derived[] = {"system.activity_count",
	    "system.users_total", "system.users_active_last*", CSM_SYSTEM_RELEVANCE};
	const struct csm_entry *e;

	for (size_t i = 0; i < sizeof derived / sizeof derived[0]; i++)
		if (csm_operand_match(derived[i], metric))
			return 1;
	if (strncmp(metric, "calculated.", 11) == 0 &&
	    csm_config_find(context->conf, "metrics", metric + 11, NULL) != NULL)
		return 1;
	/* csm-health makes it, if there are profiles */
	if (strcmp(metric, "system.health") == 0)
		return csm_config_each(context->conf, "health", NULL) != NULL;
	if (strncmp(metric, "health.", 7) == 0)
		return csm_entry_find(context->catalog.part, metric + 7) != NULL;
	e = strncmp(metric, "units.", 6) == 0
		? csm_entry_find(context->catalog.unit, metric + 6)
		: NULL;
	return e != NULL && e->configured;
}

static int
doctor_names_occurs(const struct csm_doctor *d, const struct csm_node *node)
{
	/* a pattern occurs if it fits anything */
	if (!node->pattern)
		return csm_intern_find(&d->names, node->metric, strlen(node->metric)) !=
		       CSM_INTERN_NONE;
	for (size_t i = 0; i < d->metrics; i++)
		if (csm_operand_match(node->metric, d->metric[i].name))
			return 1;
	return 0;
}

static void
tell(struct search *s, const struct csm_json *at, const char *name, int field,
    const struct csm_nearest *near)
{
	struct csm_arena *arena = &s->doctor->context->arena;
	const char *best = csm_nearest_best(near);
	struct csm_unknown *u = CSM_ARENA_NEW(arena, struct csm_unknown);
	struct csm_buf path = {0};

	csm_json_path(at, &path);
	*u = (struct csm_unknown){.name = csm_arena_strdup(arena, name),
	    .place = csm_arena_printf(
		arena, "%s:%u %s", at->file, (unsigned)at->line, csm_buf_text(&path)),
	    .near = best == NULL ? NULL : csm_arena_strdup(arena, best),
	    .field = field};
	*s->end = u;
	s->end = &u->next;
	csm_buf_fini(&path);
}

static void
look_metric(struct search *s, const struct csm_json *at, const struct csm_node *node)
{
	struct csm_nearest near;

	if (doctor_names_occurs(s->doctor, node) ||
	    doctor_names_is_made(s->doctor->context, node->metric))
		return;
	csm_nearest_init(&near, node->metric);
	for (size_t i = 0; i < s->doctor->metrics; i++)
		csm_nearest_offer(&near, s->doctor->metric[i].name);
	tell(s, at, node->metric, 0, &near);
}

static void
look_field(struct search *s, const struct csm_json *at, const struct csm_node *node,
    const char *name)
{
	const struct csm_fields *f = s->doctor->context->fields[node->model];
	struct csm_nearest near;
	struct csm_buf custom = {0};
	int there;

	/* Without a fields file every field would be unknown; `id` and `today` need
	 * none. */
	if (f == NULL || strcmp(node->text, "id") == 0 ||
	    strcmp(node->text, "today") == 0)
		return;
	csm_buf_printf(&custom, "custom.%s", node->text);
	there = csm_fields_column(f, node->text) >= 0 ||
		csm_fields_column(f, custom.data) >= 0;
	csm_buf_fini(&custom);
	if (there)
		return;
	csm_nearest_init(&near, node->text);
	for (size_t c = 0; c < csm_fields_columns(f); c++)
		csm_nearest_offer(&near, csm_fields_column_name(f, c));
	tell(s, at, name, 1, &near);
}

/* A misspelt name is often in ten formulas: the first place is enough to find it. */
static void
look_once(struct search *s, const struct csm_json *at, const struct csm_node *node)
{
	const char *name = node->kind != CSM_NODE_FIELD
			       ? node->metric
			       : csm_arena_printf(&s->arena, "%s.%s",
				     csm_model_name(node->model), node->text);

	if (csm_intern_find(&s->done, name, strlen(name)) != CSM_INTERN_NONE)
		return;
	csm_intern_put(&s->done, name, strlen(name));
	if (node->kind == CSM_NODE_FIELD)
		look_field(s, at, node, name);
	else
		look_metric(s, at, node);
}

static void
look_formula(struct search *s, const struct csm_json *at, const struct csm_formula *f)
{
	for (size_t i = 0; f != NULL && i < f->leaves; i++) {
		const struct csm_node *node = f->leaf[i];
		if (node->by != NULL)
			look_once(s, at, node->by);
		if (node->kind == CSM_NODE_WINDOW && node->of != NULL)
			look_formula(s, at, node->of);
		else
			look_once(s, at, node);
	}
}

static void
doctor_names_visit(void *ctx, const struct csm_json *at)
{
	struct search *s = ctx;
	struct csm_diag silent;

	csm_diag_init(&silent, NULL, NULL);
	csm_arena_reset(&s->arena);
	look_formula(s, at, csm_formula_from_json(&s->arena, at, &silent));
}

struct csm_unknown *
csm_doctor_unknown(struct csm_doctor *d)
{
	struct search s = {.doctor = d};

	s.end = &s.first;
	/* conditions of sources are over the columns of their files */
	csm_config_formulas(d->context->conf, "sources", doctor_names_visit, &s);
	csm_intern_fini(&s.done);
	csm_arena_fini(&s.arena);
	return s.first;
}

struct doctor_formulas {
	struct csm_context *context;
	struct csm_table *table;
};

static void
doctor_put_lint(void *ctx, const struct csm_message *m)
{
	struct doctor_formulas *f = ctx;
	struct csm_arena *arena = &f->context->arena;

	csm_doctor_finding(f->context, f->table, "formula",
	    csm_arena_printf(arena, "%s:%u:%u", m->pos.file, (unsigned)m->pos.line,
		(unsigned)m->pos.column),
	    CSM_DAY_NONE, csm_arena_strdup(arena, m->text));
}

static void
doctor_put_fallen(void *ctx, const struct csm_fallen_finding *found)
{
	struct doctor_formulas *f = ctx;
	const struct csm_formula *formula = found->formula;
	bool own = formula->line == 0; /* places are those within the formula */
	uint32_t line = own ? found->operand->line : formula->line;
	uint32_t column = own ? found->operand->column : formula->column;
	struct csm_arena *arena = &f->context->arena;
	struct csm_buf text = {0};

	csm_fallen_put(found, &text);
	csm_doctor_finding(f->context, f->table,
	    found->never ? "missing is not long ago" : "missing is not small",
	    csm_arena_printf(
		arena, "%s:%u:%u", formula->name, (unsigned)line, (unsigned)column),
	    CSM_DAY_NONE, csm_arena_strdup(arena, text.data));
	csm_buf_fini(&text);
}

void
csm_doctor_formulas(struct csm_context *context, struct csm_table *t)
{
	struct doctor_formulas f = {context, t};
	struct csm_diag diag;

	/* What -n of the programs warns of is a finding here: the same check, told
	 * elsewhere. */
	csm_diag_init(&diag, doctor_put_lint, &f);
	csm_context_lint(context, &diag);
	csm_fallen_each(context->fallen, doctor_put_fallen, &f);
}
