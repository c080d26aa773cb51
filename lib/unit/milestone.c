#include "unit/milestone.h"

#include "formula/formula.h"
#include "metric/segment.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

static int
milestone_read_condition(struct csm_arena *arena, const struct csm_json *entry,
    const char *key, struct csm_formula **formula, struct csm_diag *diag)
{
	const struct csm_json *at = csm_json_get(entry, key);

	if (at == NULL)
		return csm_json_error(
		    diag, entry, CSM_E_CONFIG, "lacks the key \"%s\"", key);
	*formula = csm_formula_from_json(arena, at, diag);
	if (*formula == NULL)
		return -1;
	/* A text is never true or false, so it would be met by nobody, silently. */
	if (csm_formula_type(*formula) == CSM_FORMULA_TEXT)
		return csm_json_error(
		    diag, at, CSM_E_FORMULA, "a condition is wanted, this is a text");
	return 0;
}

static int
read_reset(const struct csm_json *entry, struct csm_milestone *m, struct csm_diag *diag)
{
	const char *text, *why;
	int found = csm_json_text(entry, "reset", &text, diag);

	if (found <= 0)
		return found;
	why = csm_date_parse(text, strlen(text), &m->reset);
	if (why == NULL)
		return 0;
	return csm_json_error(diag, csm_json_get(entry, "reset"), CSM_E_CONFIG,
	    "bad date \"%s\" (%s)", text, why);
}

/* Every member is looked at, so that all errors are told at once. */
static int
read_milestone(struct csm_arena *arena, const struct csm_config *conf,
    const struct csm_json *entry, struct csm_milestone *m, struct csm_diag *diag)
{
	int bad = 0;

	*m = (struct csm_milestone){.reset = CSM_DAY_NONE, .at = entry};
	if (csm_config_id_of(entry, "a milestone", &m->id, diag) != 0)
		return -1;
	m->name = m->id;
	bad |= csm_json_text(entry, "name", &m->name, diag) < 0;
	bad |= csm_json_number(entry, "order", &m->order, diag) < 0;
	bad |= csm_json_bool(entry, "valuable", &m->valuable, diag) < 0;
	bad |= read_reset(entry, m, diag) < 0;
	bad |= csm_segment_of(arena, conf, entry, CSM_MODEL_COMPANY, "a milestone",
		   &m->in, diag) < 0;
	bad |= milestone_read_condition(arena, entry, "when", &m->when, diag) < 0;
	return bad ? -1 : 0;
}

/* The id decides between equals: qsort keeps no order of its own, and output must not
 * hang on it. */
static int
milestone_by_order(const void *a, const void *b)
{
	const struct csm_milestone *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return strcmp(x->id, y->id);
}

int
csm_milestones_read(struct csm_arena *arena, const struct csm_config *conf,
    struct csm_milestone **milestones, size_t *n, struct csm_diag *diag)
{
	const struct csm_json *at = NULL;
	size_t count = 0;
	int rc = 0;

	while ((at = csm_config_each(conf, "milestones", at)) != NULL)
		count++;
	*milestones = CSM_ARENA_ARRAY(arena, struct csm_milestone, count);
	*n = 0;
	while ((at = csm_config_each(conf, "milestones", at)) != NULL)
		if (read_milestone(arena, conf, at, &(*milestones)[(*n)++], diag) != 0)
			rc = -1;
	/* Entries that could not be read may lack the id they would be sorted by. */
	if (rc == 0 && count > 0)
		qsort(*milestones, count, sizeof **milestones, milestone_by_order);
	return rc;
}
