#include "stats/nps.h"

#include "base/num.h"

#define PASSIVE (7 * CSM_NUM_ONE)
#define PROMOTER (9 * CSM_NUM_ONE)

void
csm_nps_add(struct csm_nps *nps, int64_t score)
{
	if (score >= PROMOTER)
		nps->promoters++;
	else if (score >= PASSIVE)
		nps->passives++;
	else
		nps->detractors++;
}

size_t
csm_nps_answer(int64_t score)
{
	/* Cut, not rounded: 8.5 is passive in csm_nps_add(), and its bar is that of 8.
	 */
	int64_t whole = score / CSM_NUM_ONE;

	return whole < 0 ? 0 : whole > CSM_NPS_MOST ? CSM_NPS_MOST : (size_t)whole;
}

size_t
csm_nps_answers(const struct csm_nps *nps)
{
	return nps->promoters + nps->passives + nps->detractors;
}

int64_t
csm_nps_score(const struct csm_nps *nps)
{
	size_t n = csm_nps_answers(nps);
	double net = (double)nps->promoters - (double)nps->detractors;

	return n == 0 ? CSM_MISSING : csm_num_from_double(100.0 * net / (double)n);
}
