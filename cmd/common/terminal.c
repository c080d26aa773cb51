#include "common/terminal.h"

#include <stdlib.h>
#include <strings.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Columns of a terminal that are believed: limits, in which every table can be laid out. */
#define NARROWEST 20
#define WIDEST 2000

size_t
csm_terminal_width(const struct csm_run *run, bool *told)
{
	const char *columns = getenv("COLUMNS");
	long n = columns == NULL ? 0 : strtol(columns, NULL, 10);
	struct winsize size;

	*told = true;
	/* COLUMNS goes first, so that output can be laid out for another terminal, and
	 * for tests. */
	if (n >= NARROWEST && n <= WIDEST)
		return (size_t)n;
	if (run->common->output == NULL && isatty(STDOUT_FILENO) &&
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= NARROWEST)
		return size.ws_col;
	*told = false;
	return 80;
}

/* By the variables and not by setlocale(3), which knows only the locales that are
 * installed. */
int
csm_terminal_utf8(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	const char *name = NULL, *dot;

	for (size_t i = 0; i < 3 && (name == NULL || *name == '\0'); i++)
		name = getenv(variables[i]);
	dot = name == NULL ? NULL : strchr(name, '.');
	return dot != NULL && (strncasecmp(dot + 1, "UTF-8", 5) == 0 ||
				  strncasecmp(dot + 1, "utf8", 4) == 0);
}
