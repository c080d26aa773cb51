#include "figure/renewal.h"

#include "time/date.h"

#include <string.h>

int
csm_renewal_column(const struct csm_context *context)
{
	/* As exports call it; the first that is there. */
	static const char *const names[] = {"renewal_date", "renewal", "renewal_on",
	    "contract_end", "contract_end_date", NULL};

	return csm_context_column(context, CSM_MODEL_COMPANY, names);
}

int
csm_renewal_ask(const struct csm_context *context)
{
	int column = csm_renewal_column(context);

	csm_context_reads(context, CSM_MODEL_COMPANY, column, CSM_VALUE_DAY);
	return column;
}

int32_t
csm_renewal_day(
    struct csm_context *context, int column, const char *company, int32_t day)
{
	const struct csm_fields *f = context->fields[CSM_MODEL_COMPANY];
	size_t len = strlen(company);
	struct csm_value v = {.type = CSM_VALUE_MISSING};

	/* no fields, or none of these names: nothing is known, for every company */
	if (f != NULL && column >= 0)
		v = csm_fields_value(
		    f, csm_fields_find(f, company, len, company, len), column, day);
	v = csm_value_as(&v, CSM_VALUE_DAY);
	return v.type == CSM_VALUE_DAY ? v.u.day : CSM_DAY_NONE;
}
