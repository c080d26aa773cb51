#include "figure/report.h"

#include <string.h>

/* Options of every report with rows. */
static const char shaping[] = "columns sort top bottom limit";

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
