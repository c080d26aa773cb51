"""README, "Add a health method": lowest, a score is that of its worst factor."""
from edit import insert

with open("lib/score/method_lowest.c", "w", encoding="utf-8") as f:
    f.write('''#include "score/measure.h"
#include "score/method.h"

static int
lowest_read(struct csm_arena *arena, const struct csm_json *entry, struct csm_profile *p,
    struct csm_diag *diag)
{
	static const char *const others[] = {
	    "pillars", "groups", "overall", "start", "scale", NULL};
	const struct csm_json *list = NULL;
	int failed = csm_factor_refuse(entry, others, "the method \\\\"lowest\\\\"", diag);

	if (csm_json_array(entry, "factors", &list, diag) < 0)
		return -1;
	if (list == NULL || list->count == 0)
		return csm_json_error(
		    diag, entry, CSM_E_CONFIG, "a profile without \\\\"factors\\\\"");
	p->factor = CSM_ARENA_ARRAY(arena, struct csm_factor, list->count);
	for (const struct csm_json *at = list->child; at != NULL; at = at->next)
		failed |= csm_measure_read(arena, at, &p->factor[p->factors++], diag);
	return failed;
}

/* From the top, each factor takes what it is worse than those before it. */
static void
lowest_combine(const struct csm_profile *p, struct csm_part *part, struct csm_score *score)
{
	size_t known = 0;

	score->base = score->sum = p->top;
	for (size_t i = 0; i < score->parts; i++) {
		double lowest = csm_num_to_double(score->sum);
		part[i].known =
		    csm_measure_score(part[i].factor, &part[i].value, &part[i].exact);
		part[i].score =
		    part[i].known ? csm_num_from_double(part[i].exact) : CSM_MISSING;
		known += part[i].known != 0;
		if (part[i].known && part[i].exact < lowest)
			lowest = part[i].exact;
		csm_method_add(&part[i], lowest, score);
	}
	score->value = known == 0 ? CSM_MISSING : score->sum;
	score->coverage = csm_num_from_double((double)known / (double)score->parts);
}

const struct csm_method csm_method_lowest = {
    CSM_PARTS_MEASURES, lowest_read, lowest_combine};
'''.replace('\\\\', '\\'))
insert("lib/score/method.h", "extern const struct csm_method csm_method_lowest;\n",
       before="extern const struct csm_method csm_method_points,")
insert("lib/score/method.c", '{"lowest", &csm_method_lowest}, ',
       before='{"points", &csm_method_points}')
