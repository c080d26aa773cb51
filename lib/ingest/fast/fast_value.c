/* How often something happened, in a row that says it. */
#include "ingest/fast/fast_state.h"

/* 1.200, of which the rest of the column shows whether it is twelve hundred. */
static bool
fast_value_may_be_grouped(const struct csm_number_form *form, struct csm_text t)
{
	return t.len > 4 && t.s[t.len - 4] == '.' && form->decimal == 0 && !form->money;
}

/* A number that is one, to the last digit. */
static bool
fast_value_number(const struct csm_fast_worker *w, struct csm_text t, int64_t *value)
{
	const struct csm_number_form *form = &w->fast->in->mapping->number;

	return csm_number_form_parse(form, t.s, t.len, value) == CSM_NUM_OK &&
	       !fast_value_may_be_grouped(form, t);
}

bool
csm_fast_value(struct csm_fast_worker *w, const struct csm_text *cell,
    struct csm_text name, int64_t *value)
{
	int64_t weight;
	struct csm_text t;

	if (!csm_fast_role_text(w, cell, CSM_ROLE_COUNT, &t) ||
	    (t.s != NULL && !fast_value_number(w, t, value)) ||
	    !csm_fast_role_text(w, cell, CSM_ROLE_WEIGHT, &t))
		return false;
	/* Rounding is told by the general way, so a product that is not exact goes
	 * there. */
	if (t.len != 0 && (!fast_value_number(w, t, &weight) ||
			      csm_num_times(*value, weight, value) != 0))
		return false;
	return *value != 0 ||
	       csm_mapping_keeps_zero(w->fast->in->mapping, name.s, name.len);
}
