#include "score/pillar.h"

#include "base/num.h"

#include <string.h>

static const char *const overall_names[CSM_OVERALLS + 1] = {
    "poor if any", "worst", "majority", "weighted"};
const struct csm_words csm_overall_words = CSM_WORDS(overall_names);

static const struct {
	const char *name;
	int64_t number;
	/* The numbers of charts: the middle is halfway, which is no statement about how far
 * poor is from average. */
} states[] = {[CSM_PILLAR_POOR] = {"poor", 0},
    [CSM_PILLAR_AVERAGE] = {"average", 5 * CSM_NUM_ONE},
    [CSM_PILLAR_GOOD] = {"good", 10 * CSM_NUM_ONE},
    [CSM_PILLAR_UNKNOWN] = {"unknown", CSM_MISSING}};

const char *
csm_overall_name(enum csm_overall overall)
{
	return overall_names[overall];
}

const char *
csm_pillar_state_name(enum csm_pillar_state state)
{
	return states[state].name;
}

int64_t
csm_pillar_number(enum csm_pillar_state state)
{
	return states[state].number;
}

/* NULL if there is none or, after a report, if it cannot be one. */
static struct csm_formula *
pillar_read_condition(struct csm_arena *arena, const struct csm_json *entry,
    const char *key, int *failed, struct csm_diag *diag)
{
	const struct csm_json *at = csm_json_get(entry, key);
	struct csm_formula *f;

	if (at == NULL)
		return NULL;
	f = csm_formula_from_json(arena, at, diag);
	if (f == NULL)
		*failed = -1;
	else if (csm_formula_type(f) == CSM_FORMULA_TEXT)
		*failed = csm_json_error(
		    diag, at, CSM_E_CONFIG, "a condition is wanted, this is a text");
	return f;
}

int
csm_pillar_read(struct csm_arena *arena, const struct csm_json *entry, int weighted,
    struct csm_factor *f, struct csm_diag *diag)
{
	static const char *const weight[] = {"weight", NULL};
	int failed = csm_factor_name(entry, f, diag);

	f->weight = 1;
	if (weighted)
		failed |= csm_json_number(entry, "weight", &f->weight, diag) < 0;
	else
		failed |= csm_factor_refuse(
		    entry, weight, "a pillar unless \"overall\" is \"weighted\"", diag);
	f->good = pillar_read_condition(arena, entry, "good", &failed, diag);
	f->poor = pillar_read_condition(arena, entry, "poor", &failed, diag);
	/* By the keys: a condition that could not be read has been told already. */
	if (csm_json_get(entry, "good") == NULL && csm_json_get(entry, "poor") == NULL)
		failed = csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a pillar wants a condition for \"good\", for \"poor\" or both");
	return failed;
}

int
csm_overall_read(
    const struct csm_json *entry, enum csm_overall *overall, struct csm_diag *diag)
{
	const char *name = overall_names[CSM_OVERALL_POOR_IF_ANY];

	if (csm_json_text(entry, "overall", &name, diag) < 0)
		return -1;
	for (*overall = 0; *overall < CSM_OVERALLS; (*overall)++)
		if (strcmp(overall_names[*overall], name) == 0)
			return 0;
	return csm_json_error(diag, csm_json_get(entry, "overall"), CSM_E_CONFIG,
	    "unknown value \"%s\"", name);
}

enum csm_pillar_state
csm_pillar_judge(int known, int good, int poor)
{
	if (poor)
		return CSM_PILLAR_POOR;
	if (good)
		return CSM_PILLAR_GOOD;
	return known ? CSM_PILLAR_AVERAGE : CSM_PILLAR_UNKNOWN;
}

/* From the worst up: the first that occurs is the answer of both other rules, and for
 * the majority "more than" leaves equals with the worse. */
enum csm_pillar_state
csm_overall_state(enum csm_overall overall, const size_t count[CSM_PILLAR_UNKNOWN])
{
	enum csm_pillar_state best = CSM_PILLAR_UNKNOWN;

	for (int s = CSM_PILLAR_POOR; s <= CSM_PILLAR_GOOD; s++) {
		if (count[s] == 0)
			continue;
		if (overall != CSM_OVERALL_MAJORITY)
			return (enum csm_pillar_state)s;
		if (best == CSM_PILLAR_UNKNOWN || count[s] > count[best])
			best = (enum csm_pillar_state)s;
	}
	return best;
}
