#include "entity/fields_cure.h"

#include "base/amount.h"
#include "time/stamp.h"

#include <string.h>

/* The format of a day, for which it does not matter in which zone it is one. */
static bool
cure_put_day(struct csm_text text, struct csm_buf *out)
{
	struct csm_diag quiet;
	struct csm_zone *zone;
	const char *format;

	csm_diag_init(&quiet, NULL, NULL);
	zone = csm_zone_open("UTC", &quiet);
	format = csm_stamp_propose(zone, text.s, text.len);
	csm_zone_free(zone);
	if (format != NULL)
		csm_buf_printf(out, "\"format\": \"%s\"", format);
	return format != NULL;
}

void
csm_fields_put_cure(const struct csm_fields_cell_form *form, enum csm_model model,
    enum csm_value_type type, const char *text, struct csm_buf *out)
{
	const struct csm_number_form none = {0};
	const struct csm_text t = {text, strlen(text)};
	const struct csm_amount_cure cure = csm_amount_cure(&none, t);
	struct csm_buf says = {0};
	bool found = false;

	/* what is said of a column already is not said again: but for texts that mean
	 * nothing, which may be more */
	if (cure.null ||
	    (type == CSM_VALUE_NUMBER && form->format == NULL && form->decimal == 0))
		found = csm_amount_cure_put_keys(cure, t, &says);
	else if (type == CSM_VALUE_DAY && form->format == NULL)
		found = cure_put_day(t, &says);
	if (found)
		csm_buf_printf(out, "; %s in settings.fields.%s %s", says.data,
		    csm_model_name(model),
		    cure.null ? "takes it for none" : "reads it");
	csm_buf_fini(&says);
}
