#include "figure/report.h"

#include "base/text.h"

#include <string.h>

/* Options of every report with rows.  The table a report shapes by them is its
 * `rows`. */
static const char shaping[] = "columns sort top bottom limit";

/* Words, not beginnings: "top" is none of "topic". */
static int
figure_report_has_word(const char *words, const char *word)
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
	return figure_report_has_word(report->takes, option) ||
	       (report->rows != NULL && figure_report_has_word(shaping, option));
}

int
csm_report_has_part(
    const struct csm_report *report, const char *name, struct csm_buf *hint)
{
	struct csm_nearest near;

	csm_nearest_init(&near, name);
	for (const char *const *part = report->parts; part != NULL && *part != NULL;
	     part++) {
		if (strcmp(*part, name) == 0)
			return 1;
		csm_nearest_offer(&near, *part);
	}
	csm_nearest_hint(&near, hint);
	return 0;
}

void
csm_report_names(
    const struct csm_report *const *list, struct csm_buf *out, const char *option)
{
	size_t n = 0, left = 0;

	for (size_t i = 0; list[i] != NULL; i++)
		/* counted first, since "and" stands before the last */
		left += option == NULL || csm_report_takes(list[i], option);
	for (size_t i = 0; list[i] != NULL; i++) {
		const struct csm_report *r = list[i];
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
csm_report_find(
    const struct csm_report *const *list, const char *name, struct csm_diag *diag)
{
	struct csm_nearest near;
	struct csm_buf hint = {0}, quoted = {0}, names = {0};

	csm_nearest_init(&near, name);
	for (size_t i = 0; list[i] != NULL; i++) {
		if (strcmp(list[i]->name, name) == 0)
			return list[i];
		csm_nearest_offer(&near, list[i]->name);
	}
	csm_text_quote(&quoted, name, strlen(name));
	csm_report_names(list, &names, NULL);
	csm_error(diag, CSM_E_USAGE, NULL, "there is no report %s; there are %s%s",
	    quoted.data, names.data, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&names);
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return NULL;
}
