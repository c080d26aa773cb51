#include "filter/filter.h"

#include "base/text.h"
#include "metric/operand.h"
#include "metric/system.h"

#include <string.h>

/* All of them must hold. */
struct csm_filter {
	struct filter_condition {
		const struct csm_formula *formula;
		enum csm_model model;
		const char *option; /* "-w" */
	} * condition;
	size_t *query; /* by condition, once asked for */
	size_t n;
};

static int
filter_read_segment(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_segment *s, struct csm_diag *diag)
{
	const struct csm_json *where = csm_json_get(entry, "where");
	int bad = 0;

	if (entry->type != CSM_JSON_OBJECT)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a segment wants an object, has %s",
		    csm_json_type_name(entry->type));
	/* All that is wrong with it is told at once. */
	bad |= csm_config_id_of(entry, "a segment", &s->id, diag) != 0;
	bad |= csm_json_text(entry, "name", &s->name, diag) < 0;
	bad |= csm_metric_model(entry, &s->model, diag) < 0;
	if (where == NULL)
		return csm_json_error(
		    diag, entry, CSM_E_CONFIG, "a segment without where");
	s->where = csm_formula_from_json(arena, where, diag);
	if (s->where != NULL && csm_formula_type(s->where) == CSM_FORMULA_TEXT)
		bad |= csm_json_error(diag, where, CSM_E_FORMULA,
			   "a condition is wanted, this is a text") != 0;
	return bad || s->where == NULL ? -1 : 0;
}

/* One that is bad keeps its place and is told, so that the next is looked at, too. */
int
csm_segments_read(struct csm_arena *arena, const struct csm_config *conf,
    struct csm_segment **segments, size_t *n, struct csm_diag *diag)
{
	const struct csm_json *entry = NULL;
	size_t count = 0;
	int rc = 0;

	while ((entry = csm_config_each(conf, "segments", entry)) != NULL)
		count++;
	*segments = CSM_ARENA_ARRAY(arena, struct csm_segment, count);
	*n = 0;
	while ((entry = csm_config_each(conf, "segments", entry)) != NULL)
		if (filter_read_segment(arena, entry, &(*segments)[(*n)++], diag) != 0)
			rc = -1;
	return rc;
}

static void
filter_add(struct csm_filter *f, const struct csm_formula *formula,
    enum csm_model model, const char *option)
{
	f->condition[f->n++] = (struct filter_condition){formula, model, option};
}

/* Whom a leaf makes a condition one on. */
static enum csm_model
leaf_model(const struct csm_node *leaf)
{
	int made = leaf->kind == CSM_NODE_WINDOW && !leaf->has_model &&
			   !leaf->pattern && leaf->of == NULL
		       ? csm_system_made_find(leaf->metric)
		       : -1;

	if (made >= 0)
		return csm_system_made_model(made);
	return leaf->kind == CSM_NODE_FIELD ? leaf->model : CSM_MODEL_COMPANY;
}

/* Whom the fields are of that a condition names; companies', if it names no others.
 * exists(enduser, ...) and other rollups name end users in their own conditions, whose
 * fields are not leaves of this one: they stay conditions on companies. */
static int
filter_model(const struct csm_formula *f, const struct csm_pos *at,
    enum csm_model *model, struct csm_diag *diag)
{
	*model = CSM_MODEL_COMPANY;
	for (size_t i = 0; i < f->leaves; i++) {
		enum csm_model of = leaf_model(f->leaf[i]);
		if (of == CSM_MODEL_COMPANY)
			continue;
		if (*model != CSM_MODEL_COMPANY && *model != of)
			return csm_error(diag, CSM_E_FORMULA, at,
			    "fields of %s and of %s in one condition; ask each on its "
			    "own",
			    csm_operand_plural(*model), csm_operand_plural(of));
		*model = of;
	}
	return 0;
}

static int
add_where(struct csm_filter *f, struct csm_arena *arena, const char *text,
    struct csm_diag *diag)
{
	const struct csm_pos at = {.file = "-w"};
	struct csm_formula *c = csm_formula_parse(arena, text, strlen(text), &at, diag);
	enum csm_model model;

	if (c == NULL)
		return -1;
	if (csm_formula_type(c) == CSM_FORMULA_TEXT)
		return csm_error(diag, CSM_E_FORMULA, &at,
		    "a condition is wanted, this is a text: %s", text);
	if (filter_model(c, &at, &model, diag) != 0)
		return -1;
	filter_add(f, c, model, "-w");
	return 0;
}

static int
add_segment(struct csm_filter *f, const struct csm_segment *segments, size_t n,
    const char *id, struct csm_diag *diag)
{
	const struct csm_pos at = {.file = "-s"};
	struct csm_nearest near;
	struct csm_buf quoted = {0}, hint = {0};

	csm_nearest_init(&near, id);
	for (size_t i = 0; i < n; i++) {
		/* a bad one, which was told already */
		if (segments[i].id == NULL)
			continue;
		csm_nearest_offer(&near, segments[i].id);
		if (strcmp(segments[i].id, id) != 0)
			continue;
		filter_add(f, segments[i].where, segments[i].model, "-s");
		return 0;
	}
	csm_text_quote(&quoted, id, strlen(id));
	csm_error(diag, CSM_E_CONFIG, &at, "unknown segment %s%s", quoted.data,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return -1;
}

struct csm_filter *
csm_filter_read(struct csm_arena *arena, const struct csm_config *conf,
    const char *const *where, size_t n_where, const char *const *segment,
    size_t n_segment, struct csm_diag *diag)
{
	struct csm_filter *f = CSM_ARENA_NEW(arena, struct csm_filter);
	struct csm_segment *segments;
	size_t n;
	/* All of them, also without -s: a wrong one stops every run, not only
	 * those that ask for it. */
	int bad = csm_segments_read(arena, conf, &segments, &n, diag) != 0;

	f->condition =
	    CSM_ARENA_ARRAY(arena, struct filter_condition, n_where + n_segment);
	f->query = CSM_ARENA_ARRAY(arena, size_t, n_where + n_segment);
	for (size_t i = 0; i < n_where; i++)
		bad |= add_where(f, arena, where[i], diag) != 0;
	for (size_t i = 0; i < n_segment; i++)
		bad |= add_segment(f, segments, n, segment[i], diag) != 0;
	return bad ? NULL : f;
}

const struct csm_formula *
csm_filter_condition(const struct csm_filter *filter, size_t i, enum csm_model *model)
{
	if (i >= filter->n)
		return NULL;
	*model = filter->condition[i].model;
	return filter->condition[i].formula;
}

int
csm_filter_companies_only(const struct csm_filter *filter, struct csm_diag *diag)
{
	int rc = 0;

	for (size_t i = 0; i < filter->n; i++) {
		const struct csm_pos at = {.file = filter->condition[i].option};
		enum csm_model model = filter->condition[i].model;
		if (model == CSM_MODEL_COMPANY)
			continue;
		rc = csm_error(diag, CSM_E_FORMULA, &at,
		    "a condition on %s, where companies are chosen: exists(%s, "
		    "condition) chooses those that have one",
		    csm_operand_plural(model), csm_model_name(model));
	}
	return rc;
}

void
csm_filter_query(struct csm_filter *filter, struct csm_engine *engine)
{
	for (size_t i = 0; i < filter->n; i++) {
		filter->query[i] = csm_engine_query_truth(
		    engine, filter->condition[i].model, filter->condition[i].formula);
		/* A rank is among the companies chosen, so it cannot choose them. */
		csm_engine_chooses(engine, filter->query[i]);
	}
}

static bool
filter_holds(const struct csm_filter *filter, const struct csm_engine *engine,
    size_t condition, size_t entity, size_t day)
{
	return csm_value_true(
	    &csm_engine_values(engine, filter->query[condition], entity)[day]);
}

/* The models of its conditions but companies, which are the walk's to leave out:
 * csm_filter_match. */
static unsigned
filter_members(const struct csm_filter *filter)
{
	unsigned models = 0;

	for (size_t i = 0; i < filter->n; i++)
		models |= 1U << filter->condition[i].model;
	return models & ~(1U << CSM_MODEL_COMPANY);
}

bool
csm_filter_narrows(const struct csm_filter *filter)
{
	return filter_members(filter) != 0;
}

bool
csm_filter_narrow(const struct csm_filter *filter, struct csm_engine *engine,
    struct csm_narrow *narrow)
{
	/* Who is there is one answer for the run, that of its last day, as for
	 * companies. */
	size_t day = csm_engine_days(engine) - 1;
	const unsigned models = filter_members(filter);

	for (int m = 0; m < CSM_MODELS; m++) {
		enum csm_model model = (enum csm_model)m;
		size_t n = models & 1U << m ? csm_engine_entities(engine, model) : 0;
		for (size_t e = 0; e < n; e++) {
			bool kept = true;
			for (size_t i = 0; i < filter->n; i++)
				kept &= filter->condition[i].model != model ||
					filter_holds(filter, engine, i, e, day);
			if (kept)
				csm_narrow_keep(
				    narrow, model, csm_engine_entity(engine, model, e));
		}
	}
	narrow->models = models;
	return models != 0;
}

const size_t *
csm_filter_queries(const struct csm_filter *filter, size_t *n)
{
	*n = filter->n;
	return filter->query;
}

bool
csm_filter_match_day(
    const struct csm_filter *filter, const struct csm_engine *engine, size_t day)
{
	for (size_t i = 0; i < filter->n; i++)
		if (filter->condition[i].model == CSM_MODEL_COMPANY &&
		    !filter_holds(filter, engine, i, 0, day))
			return false;
	return true;
}

int
csm_filter_match(const struct csm_filter *filter, const struct csm_engine *engine)
{
	return csm_filter_match_day(filter, engine, csm_engine_days(engine) - 1);
}

void
csm_filter_tell(const struct csm_filter *filter, uint64_t asked, uint64_t chosen,
    struct csm_diag *diag)
{
	struct csm_buf text = {0}, condition = {0};

	/* With no company at all there is nothing a condition could be blamed for.
	 * Conditions on end users leave companies there, so they are not named. */
	for (size_t i = 0; i < filter->n && asked > 0 && chosen == 0; i++) {
		const struct filter_condition *c = &filter->condition[i];
		if (c->model != CSM_MODEL_COMPANY)
			continue;
		csm_buf_reset(&condition);
		csm_formula_print_text(c->formula, &condition);
		csm_buf_printf(&text, "%s%s", text.len > 0 ? " and " : "",
		    csm_buf_text(&condition));
	}
	if (text.len > 0) {
		csm_buf_puts(&text, " holds for none of ");
		csm_text_count(&text, asked, "companies");
		csm_warn(diag, CSM_W_OTHER, NULL, "%s", text.data);
	}
	csm_buf_fini(&text);
	csm_buf_fini(&condition);
}
