#include "page/reports.h"

#include "base/text.h"

#include <string.h>

/* In the order in which messages and --help list them: csm_report_NAME of NAME.c. */
#define REPORTS(X)                                                                     \
	X(list)                                                                        \
	X(accounts)                                                                    \
	X(people)                                                                      \
	X(adoption)                                                                    \
	X(revenue)                                                                     \
	X(cohort)                                                                      \
	X(bubble)                                                                      \
	X(portfolio)                                                                   \
	X(trend)                                                                       \
	X(account)                                                                     \
	X(page)                                                                        \
	X(risks)                                                                       \
	X(alerts)                                                                      \
	X(conversations)                                                               \
	X(nps)                                                                         \
	X(playbooks)                                                                   \
	X(doctor)

#define DECLARE(name) extern const struct csm_report csm_report_##name;
#define LIST(name) &csm_report_##name,
REPORTS(DECLARE)
static const struct csm_report *const reports[] = {REPORTS(LIST)};

const struct csm_report *
csm_reports_at(size_t i)
{
	return i < sizeof reports / sizeof reports[0] ? reports[i] : NULL;
}

void
csm_reports_names(struct csm_buf *out, const char *option)
{
	size_t n = 0, left = 0;

	for (size_t i = 0; csm_reports_at(i) != NULL; i++)
		left += option == NULL || csm_report_takes(csm_reports_at(i), option);
	for (size_t i = 0; csm_reports_at(i) != NULL; i++) {
		const struct csm_report *r = csm_reports_at(i);
		if (option != NULL && !csm_report_takes(r, option))
			continue;
		csm_buf_puts(out, n == 0 ? "" : n + 1 == left ? " and " : ", ");
		csm_buf_puts(out, r->name);
		if (r->arg != NULL)
			csm_buf_printf(out, " %s", r->arg);
		n++;
	}
}

const struct csm_report *
csm_reports_find(const char *name, struct csm_diag *diag)
{
	struct csm_nearest near;
	struct csm_buf hint = {0}, quoted = {0}, names = {0};

	csm_nearest_init(&near, name);
	for (size_t i = 0; csm_reports_at(i) != NULL; i++) {
		if (strcmp(csm_reports_at(i)->name, name) == 0)
			return csm_reports_at(i);
		csm_nearest_offer(&near, csm_reports_at(i)->name);
	}
	csm_text_quote(&quoted, name, strlen(name));
	csm_reports_names(&names, NULL);
	csm_error(diag, CSM_E_USAGE, NULL, "there is no report %s; there are %s%s",
	    quoted.data, names.data, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&names);
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return NULL;
}
