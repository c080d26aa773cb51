/*
 * csm: a front for the programs.  `csm ingest ...` runs csm-ingest, `csm help trend`
 * opens the page that tells of it, `csm` alone lists what there is.
 */
#include "base/buf.h"
#include "base/text.h"
#include "page/reports.h"
#include "common/version.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *name, *summary;
} programs[] = {
    {"ingest", "raw exports to daily points"},
    {"calc", "points to calculated metrics"},
    {"health", "points to health scores, and why"},
    {"units", "points to success units and milestones"},
    {"report", "points to reports, alerts and dashboards"},
    {"init", "DIR FILE...: a directory that is ready to run, for exports"},
    {"check", "DIR: whether such a directory is sound, with a dry run"},
    {"night", "the nightly job over a directory"},
};

static const char *const pages[] = {"data", "config", "formula"};

/* Standard output is written and kept; else the exit status of a failed write. */
static int
csm_flush(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	fprintf(stderr, "csm: <stdout>: cannot write: %s\n", strerror(errno));
	return 4;
}

static void
csm_list(FILE *out)
{
	fputs("usage: csm PROGRAM [ARGUMENT ...]\n"
	      "       csm help [PROGRAM | REPORT | data | config | formula]\n"
	      "       csm version\n\nPrograms:\n",
	    out);
	for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
		fprintf(out, "  %-14s %s\n", programs[i].name, programs[i].summary);
	fputs("\nReports (csm report NAME):\n", out);
	for (size_t i = 0; csm_reports[i] != NULL; i++)
		fprintf(
		    out, "  %-14s %s\n", csm_reports[i]->name, csm_reports[i]->summary);
}

/* The page that tells of a program, a report or a format; NULL: none does.  Topics are
 * exact words: a wrong guess would open a page about something else. */
static const char *
page_of(const char *topic)
{
	static char page[64];

	/* which have no page of their own */
	if (strcmp(topic, "init") == 0 || strcmp(topic, "check") == 0)
		return "csm";

	for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
		if (strcmp(programs[i].name, topic) == 0)
			snprintf(page, sizeof page, "csm-%s", topic);
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		if (strcmp(pages[i], topic) == 0)
			snprintf(page, sizeof page, "csm-%s", topic);
	for (size_t i = 0; csm_reports[i] != NULL; i++)
		if (strcmp(csm_reports[i]->name, topic) == 0)
			snprintf(page, sizeof page, "csm-report");
	return page[0] == '\0' ? NULL : page;
}

/* "; did you mean ..." of the programs and reports. */
static void
put_near(const char *name)
{
	static const char *const own[] = {"help", "version"};
	struct csm_nearest near;
	struct csm_buf hint = {0};

	for (size_t i = 0; csm_reports[i] != NULL; i++)
		if (strcmp(csm_reports[i]->name, name) == 0) {
			fprintf(stderr, "; it is a report: csm report %s\n", name);
			return;
		}
	for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
		if (strcmp(programs[i].name, name) == 0) {
			fputs("; PATH lacks the directory of csm's programs: "
			      "PATH=DIRECTORY:$PATH\n",
			    stderr);
			return;
		}
	csm_nearest_init(&near, name);
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		csm_nearest_offer(&near, own[i]);
	for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
		csm_nearest_offer(&near, programs[i].name);
	for (size_t i = 0; csm_reports[i] != NULL; i++)
		csm_nearest_offer(&near, csm_reports[i]->name);
	fprintf(stderr, "; csm alone lists programs and reports%s\n",
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
}

/* Becomes another program; returns only with the exit status of having failed. */
static int
become(char **argv, const char *name)
{
	int error;

	/* The program becomes the other, so that signals and exit status are its own. */
	execvp(argv[0], argv);
	error = errno;
	fprintf(stderr, "csm: %s: %s", argv[0], strerror(error));
	if (error == ENOENT)
		put_near(name);
	else
		fputs("\n", stderr);
	/* 2 for a name there is not, 4 for what the system refuses, as all programs
	 * end. */
	return error == ENOENT ? 2 : 4;
}

static int
csm_help(const char *topic)
{
	const char *page = topic == NULL ? "csm" : page_of(topic);
	char man[] = "man", name[64];
	char *argv[] = {man, name, NULL};

	if (page == NULL) {
		fprintf(stderr, "csm: there is no page about %s", topic);
		put_near(topic);
		return 2;
	}
	snprintf(name, sizeof name, "%s", page);
	return become(argv, name);
}

/* `csm init DIR FILE...` is csm-ingest --init DIR FILE... */
static int
csm_init(int argc, char **argv)
{
	static char program[] = "csm-ingest", option[] = "--init";
	/* One more than argc, and the NULL that ends it. */
	char **args = calloc((size_t)argc + 2, sizeof *args);
	int status;

	if (args == NULL || argc < 4 || argv[2][0] == '-') {
		fputs("usage: csm init DIR FILE...\n", stderr);
		free(args);
		return 2;
	}
	args[0] = program;
	args[1] = option;
	memcpy(args + 2, argv + 2, ((size_t)argc - 2) * sizeof *args);
	status = become(args, "ingest");
	free(args);
	return status;
}

int
main(int argc, char **argv)
{
	char program[64];

	if (argc < 2 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0) {
		csm_list(stdout);
		return csm_flush();
	}
	if (strcmp(argv[1], "help") == 0)
		return csm_help(argv[2]);
	if (strcmp(argv[1], "version") == 0 || strcmp(argv[1], "--version") == 0 ||
	    strcmp(argv[1], "-V") == 0) {
		printf("csm %s\n", CSM_VERSION);
		return csm_flush();
	}
	/* A name with a slash would be run from wherever it points. */
	if (strchr(argv[1], '/') != NULL || snprintf(program, sizeof program, "csm-%s",
						argv[1]) >= (int)sizeof program) {
		fputs("csm: no program has such a name\n", stderr);
		return 2;
	}
	const char *name = argv[1];
	if (strcmp(name, "init") == 0)
		return csm_init(argc, argv);
	argv[1] = program;
	return become(argv + 1, name);
}
