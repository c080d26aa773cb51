/* How recurring value moves, and when it is to be renewed. */
#include "figure/facts.h"
#include "figure/movement.h"
#include "time/date.h"

#include <string.h>

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

static int64_t
share(int64_t part, int64_t whole)
{
	return whole == 0 ? CSM_MISSING
			  : csm_num_from_double(100.0 * (double)part / (double)whole);
}

int64_t
csm_movement_net(const struct csm_movement *m)
{
	return share(m->start + m->up - m->down - m->lost, m->start);
}

int64_t
csm_movement_gross(const struct csm_movement *m)
{
	return share(m->start - m->down - m->lost, m->start);
}

int64_t
csm_movement_kept(const struct csm_movement *m)
{
	return csm_stats_percent(m->starts - m->losses, m->starts);
}

int
csm_renewal_column(const struct csm_context *context)
{
	static const char *const names[] = {"renewal_date", "renewal", "renewal_on",
	    "contract_end", "contract_end_date", NULL};

	return csm_context_column(context, CSM_MODEL_COMPANY, names);
}

int32_t
csm_renewal_day(
    struct csm_context *context, int column, const char *company, int32_t day)
{
	const struct csm_fields *f = context->fields[CSM_MODEL_COMPANY];
	size_t len = strlen(company);
	struct csm_value v = {.type = CSM_VALUE_MISSING};

	if (f != NULL && column >= 0)
		v = csm_fields_value(
		    f, csm_fields_find(f, company, len, company, len), column, day);
	v = csm_value_as(&v, CSM_VALUE_DAY);
	return v.type == CSM_VALUE_DAY ? v.u.day : CSM_DAY_NONE;
}
