#include "score/method.h"

static int
pillars_read(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_profile *p, struct csm_diag *diag)
{
	static const char *const others[] = {
	    "factors", "groups", "start", "scale", NULL};
	static const char *const bands[] = {"bands", NULL};
	const struct csm_json *list = NULL;
	int failed = csm_factor_refuse(entry, others, "the method \"pillars\"", diag);

	failed |= csm_overall_read(entry, &p->overall, diag);
	/* The state follows from the rule then, and bands would never be asked. */
	if (!failed && p->overall != CSM_OVERALL_WEIGHTED)
		failed |= csm_factor_refuse(entry, bands,
		    "the method \"pillars\" unless \"overall\" is \"weighted\"", diag);
	if (csm_json_array(entry, "pillars", &list, diag) < 0)
		return -1;
	if (list == NULL || list->count == 0)
		return csm_json_error(
		    diag, entry, CSM_E_CONFIG, "a profile without \"pillars\"");
	p->factor = CSM_ARENA_ARRAY(arena, struct csm_factor, list->count);
	for (const struct csm_json *at = list->child; at != NULL; at = at->next)
		failed |= csm_pillar_read(arena, at, p->overall == CSM_OVERALL_WEIGHTED,
		    &p->factor[p->factors++], diag);
	failed |= csm_method_check_weights(p->factor, p->factors, list, diag);
	return failed;
}

/* By a rule: how the number of the overall state moves as each pillar joins.  In the
 * order of the profile: a pillar that changes nothing any more, the second that is
 * poor, contributes 0. */
static void
pillars_add(const struct csm_profile *p, struct csm_part *part, struct csm_score *score)
{
	size_t count[CSM_PILLAR_UNKNOWN] = {0};
	enum csm_pillar_state state = CSM_PILLAR_UNKNOWN;

	/* All good until one says otherwise, so that what is shown are reasons against
	 * it. */
	score->base = score->sum = csm_pillar_number(CSM_PILLAR_GOOD);
	for (size_t i = 0; i < score->parts; i++) {
		part[i].contribution = 0;
		if (part[i].state == CSM_PILLAR_UNKNOWN)
			continue;
		count[part[i].state]++;
		state = csm_overall_state(p->overall, count);
		part[i].contribution = csm_pillar_number(state) - score->sum;
		score->sum += part[i].contribution;
	}
	/* MISSING if no pillar is known; else what the contributions came to. */
	score->value = csm_pillar_number(state);
}

static void
pillars_combine(
    const struct csm_profile *p, struct csm_part *part, struct csm_score *score)
{
	double weight = 0, known = 0;

	for (size_t i = 0; i < score->parts; i++) {
		part[i].state =
		    csm_pillar_judge(part[i].known, part[i].good, part[i].poor);
		/* A condition that holds makes it known, whatever its inputs: an
		 * account with no logins at all is poor by coalesce(logins, 0) < 3, not
		 * unknown. */
		part[i].known = part[i].state != CSM_PILLAR_UNKNOWN;
		part[i].score = csm_pillar_number(part[i].state);
		part[i].exact = csm_num_to_double(part[i].score);
		weight += part[i].factor->weight;
		known += part[i].known ? part[i].factor->weight : 0;
	}
	score->coverage = csm_num_from_double(known / weight);
	if (p->overall != CSM_OVERALL_WEIGHTED) {
		pillars_add(p, part, score);
		return;
	}
	score->base = 0;
	for (size_t i = 0; i < score->parts; i++)
		part[i].share =
		    part[i].known && known > 0 ? part[i].factor->weight / known : 0;
	csm_method_add_shares(p, part, score);
	/* Known ones may all have a weight of 0. */
	if (!(known > 0))
		score->value = CSM_MISSING;
}

const struct csm_method csm_method_pillars = {
    CSM_PARTS_PILLARS, pillars_read, pillars_combine};
