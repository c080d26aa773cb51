#include "unit/start.h"

#include "time/date.h"

#include <string.h>

const char *
csm_start_field(const struct csm_config *conf)
{
	const struct csm_json *field = csm_config_setting(conf, "start_date");

	return field == NULL ? "start_date" : field->text;
}

int32_t
csm_start_date(struct csm_engine *engine, const char *field, int32_t day)
{
	struct csm_value v = csm_engine_field(engine, CSM_MODEL_COMPANY, 0, field, day);

	v = csm_value_as(&v, CSM_VALUE_DAY);
	return v.type == CSM_VALUE_DAY ? v.u.day : CSM_DAY_NONE;
}

/* Explicit missing values are not in the series, and 0 is a day without use: neither is
 * a beginning.  Metrics of the company alone are no use either, so only activities
 * count. */
int32_t
csm_start_activity(const struct csm_set *set)
{
	static const char prefix[] = "activities.";
	int32_t first = CSM_DAY_NONE;

	for (size_t i = 0; i < set->entities; i++) {
		const struct csm_entity_points *e = &set->entity[i];
		for (size_t m = 0; m < e->metrics; m++) {
			const struct csm_series *s = &e->metric[m].series;
			if (strncmp(e->metric[m].metric.s, prefix, strlen(prefix)) != 0)
				continue;
			size_t at = 0;
			while (at < s->n && s->value[at] == 0)
				at++;
			if (at < s->n && (first == CSM_DAY_NONE || s->day[at] < first))
				first = s->day[at];
		}
	}
	return first;
}
