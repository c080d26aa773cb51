#include "figure/seats.h"

#include "figure/facts.h"

int
csm_seats_column(const struct csm_context *context)
{
	/* As exports call it; the first that is there. */
	static const char *const names[] = {
	    "seats", "licenses", "licences", "seats_bought", "seats_purchased", NULL};

	return csm_context_column(context, CSM_MODEL_COMPANY, names);
}

int
csm_seats_ask(const struct csm_context *context)
{
	int column = csm_seats_column(context);

	csm_context_reads(context, CSM_MODEL_COMPANY, column, CSM_VALUE_NUMBER);
	return column;
}

static int64_t
seats_field(
    const struct csm_fields *f, int column, const struct csm_set *set, int32_t day)
{
	const struct csm_text *id = &set->company;
	/* fields that have a history are read as they were on the day */
	struct csm_value v = csm_fields_value(
	    f, csm_fields_find(f, id->s, id->len, id->s, id->len), column, day);

	v = csm_value_as(&v, CSM_VALUE_NUMBER);
	return v.type == CSM_VALUE_NUMBER ? csm_value_micros(&v) : CSM_MISSING;
}

int64_t
csm_seats_bought(const struct csm_context *context, int column,
    const struct csm_set *set, int32_t day)
{
	const struct csm_entity_points *own = csm_facts_own(set);
	const struct csm_metric_points *p =
	    own == NULL ? NULL : csm_set_find(own, "metrics.seats");
	size_t i = p == NULL ? 0 : csm_series_at(&p->series, day + 1);
	/* Where the fields have such a column an empty cell is an answer, and points
	 * are not asked.  A count of seats holds until the next one. */
	int64_t seats = column >= 0 ? seats_field(context->fields[CSM_MODEL_COMPANY],
					  column, set, day)
			: i > 0     ? p->series.value[i - 1]
				    : CSM_MISSING;

	/* Of no seats nothing can be in use: there is no share. */
	return seats > 0 ? seats : CSM_MISSING;
}
