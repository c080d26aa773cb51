#include "report/report.h"

#include "base/text.h"

#include <string.h>

static const struct csm_report *const reports[] = {&csm_report_list,
    &csm_report_portfolio, &csm_report_trend, &csm_report_account, &csm_report_page};

const struct csm_report *
csm_report_at(size_t i)
{
	return i < sizeof reports / sizeof reports[0] ? reports[i] : NULL;
}

const struct csm_report *
csm_report_find(const char *name, struct csm_diag *diag)
{
	struct csm_suggest near;
	struct csm_buf hint = {0}, quoted = {0};

	csm_suggest_init(&near, name);
	for (size_t i = 0; csm_report_at(i) != NULL; i++) {
		if (strcmp(csm_report_at(i)->name, name) == 0)
			return csm_report_at(i);
		csm_suggest_offer(&near, csm_report_at(i)->name);
	}
	csm_text_quote(&quoted, name, strlen(name));
	csm_error(diag, CSM_E_USAGE, NULL,
	    "there is no report %s; there are list, portfolio, trend METRIC, "
	    "account ID and page%s",
	    quoted.data, csm_suggest_hint(&near, &hint));
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return NULL;
}
