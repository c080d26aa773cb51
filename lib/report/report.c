#include "report/report.h"

#include "base/text.h"

#include <string.h>

static const struct csm_report *const reports[] = {&csm_report_list,
    &csm_report_accounts, &csm_report_people, &csm_report_adoption, &csm_report_revenue,
    &csm_report_cohort, &csm_report_bubble, &csm_report_portfolio, &csm_report_trend,
    &csm_report_account, &csm_report_page, &csm_report_alerts,
    &csm_report_conversations, &csm_report_nps, &csm_report_playbooks,
    &csm_report_doctor};

const struct csm_report *
csm_report_at(size_t i)
{
	return i < sizeof reports / sizeof reports[0] ? reports[i] : NULL;
}

/* Options of every report with rows. */
static const char shaping[] = "columns sort top bottom limit";

static int
has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = words; p != NULL && (p = strstr(p, word)) != NULL;
	     p += len)
		if ((p == words || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
			return 1;
	return 0;
}

int
csm_report_takes(const struct csm_report *report, const char *option)
{
	return has_word(report->takes, option) ||
	       (report->rows != NULL && has_word(shaping, option));
}

void
csm_report_names(struct csm_buf *out, const char *option)
{
	size_t n = 0, left = 0;

	for (size_t i = 0; csm_report_at(i) != NULL; i++)
		left += option == NULL || csm_report_takes(csm_report_at(i), option);
	for (size_t i = 0; csm_report_at(i) != NULL; i++) {
		const struct csm_report *r = csm_report_at(i);
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
csm_report_find(const char *name, struct csm_diag *diag)
{
	struct csm_suggest near;
	struct csm_buf hint = {0}, quoted = {0}, names = {0};

	csm_suggest_init(&near, name);
	for (size_t i = 0; csm_report_at(i) != NULL; i++) {
		if (strcmp(csm_report_at(i)->name, name) == 0)
			return csm_report_at(i);
		csm_suggest_offer(&near, csm_report_at(i)->name);
	}
	csm_text_quote(&quoted, name, strlen(name));
	csm_report_names(&names, NULL);
	csm_error(diag, CSM_E_USAGE, NULL, "there is no report %s; there are %s%s",
	    quoted.data, names.data, csm_suggest_hint(&near, &hint));
	csm_buf_fini(&names);
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return NULL;
}
