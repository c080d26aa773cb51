#include "stats/movement.h"

#include "base/int128.h"
#include "base/num.h"
#include "stats/total.h"

void
csm_movement_add(struct csm_movement *m, int64_t from, int64_t to, int paid_before)
{
	csm_stats_add(&m->start, from);
	csm_stats_add(&m->end, to);
	m->starts += from > 0;
	m->ends += to > 0;
	if (from == 0 && to > 0) {
		csm_stats_add(&m->gained, to);
		m->gains++;
		if (paid_before) {
			csm_stats_add(&m->regained, to);
			m->regains++;
		}
	} else if (from > 0 && to == 0) {
		csm_stats_add(&m->lost, from);
		m->losses++;
	} else if (to > from) {
		csm_stats_add(&m->up, to - from);
		m->ups++;
	} else if (to < from) {
		csm_stats_add(&m->down, from - to);
		m->downs++;
	}
}

/* Each sum stays within CSM_NUM_LIMIT, two of them are more than 64 bits hold. */
static int64_t
movement_share(const struct csm_movement *m, csm_int128 kept)
{
	return m->start == 0
		   ? CSM_MISSING
		   : csm_num_from_double(100.0 * (double)kept / (double)m->start);
}

int64_t
csm_movement_net(const struct csm_movement *m)
{
	return movement_share(m, (csm_int128)m->start + m->up - m->down - m->lost);
}

int64_t
csm_movement_gross(const struct csm_movement *m)
{
	return movement_share(m, (csm_int128)m->start - m->down - m->lost);
}

int64_t
csm_movement_kept(const struct csm_movement *m)
{
	return csm_stats_percent(m->starts - m->losses, m->starts);
}
