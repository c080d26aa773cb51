#include "score/method.h"

static int
points_read(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_profile *p, struct csm_diag *diag)
{
	static const char *const others[] = {
	    "pillars", "groups", "overall", "scale", NULL};
	const struct csm_json *list = NULL, *start = csm_json_get(entry, "start");
	int failed = csm_factor_refuse(entry, others, "the method \"points\"", diag);

	/* Planhat's, the middle of the scale. */
	p->start = 5;
	if (csm_json_number(entry, "start", &p->start, diag) < 0 ||
	    csm_json_array(entry, "factors", &list, diag) < 0)
		return -1;
	if (start != NULL)
		failed |= csm_factor_check_points(start, p->start, diag);
	if (list == NULL || list->count == 0)
		return csm_json_error(
		    diag, entry, CSM_E_CONFIG, "a profile without \"factors\"");
	p->factor = CSM_ARENA_ARRAY(arena, struct csm_factor, list->count);
	for (const struct csm_json *at = list->child; at != NULL; at = at->next)
		failed |= csm_factor_read(arena, at, &p->factor[p->factors++], diag);
	return failed;
}

static void
points_combine(
    const struct csm_profile *p, struct csm_part *part, struct csm_score *score)
{
	double total = p->start;
	size_t known = 0;

	score->base = score->sum = csm_num_from_double(total);
	for (size_t i = 0; i < score->parts; i++) {
		/* an impact is no score of 0..10 */
		part[i].score = CSM_MISSING;
		/* A factor without a value adds 0: the score stays where the others put
		 * it, and coverage says how much was known. */
		total += csm_factor_impact(part[i].factor, &part[i].value);
		csm_method_add(&part[i], total, score);
		known += part[i].known != 0;
	}
	/* Kept within the scale at the end alone, so that a factor after one that went
	 * beyond it still counts in full; csm_move tells the rest as a term of its own.
	 */
	score->value = score->sum < 0 ? 0 : score->sum > p->top ? p->top : score->sum;
	score->coverage = csm_num_from_double((double)known / (double)score->parts);
}

const struct csm_method csm_method_points = {
    CSM_PARTS_IMPACTS, points_read, points_combine};
