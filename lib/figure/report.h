/*
 * Report: what one is made of.  The table of all of them is page/reports.h.
 */
#ifndef CSM_FIGURE_REPORT_H
#define CSM_FIGURE_REPORT_H

#include "base/buf.h"
#include "figure/context.h"
#include "table/drawn.h"

struct csm_report {
	const char *name;
	const char *arg;   /* what must follow the name: "METRIC"; NULL: nothing */
	const char *title; /* of its document; NULL: finish gives it one */
	const char *summary;
	size_t work; /* bytes of context->work, zeroed before begin */
	/* Options it looks at besides those of every report, a blank between two:
	 * "bucket agg"; NULL: none.  Any other is a mistake.  Among them the word
	 * "chart" says that some part has one, for formats that are drawings. */
	const char *takes;
	/* The table that --columns, --sort, --top, --bottom and --limit shape; NULL:
	 * these are for reports that take them. */
	const char *rows;
	/* What its tables may be called, NULL after the last: which of them there are
	 * depends on the data.  NULL: those of others. */
	const char *const *parts;
	const struct csm_drawn *drawn; /* of `rows`; NULL: not drawn */
	int32_t days;                  /* of history, the as-of day included; 0: none */
	/* NULL, or: set context->since; `since` is what --since said, or CSM_DAY_NONE */
	void (*range)(struct csm_context *context, int32_t since);
	int needs_day; /* 1: without points near the as-of day there is no report */
	const char *format; /* the one it is always written in; NULL: any */
	int needs_found;    /* 1: no message is written if nothing was found */
	/* What -n finds beyond what begin refuses, told as the context's messages; NULL:
	 * nothing. */
	void (*lint)(struct csm_context *context);
	/* Read what was asked, ask the engines; -1 after a report.  NULL: nothing to. */
	int (*begin)(struct csm_context *context);
	/* A company that passed the filter, evaluated by the engines; on any thread, so that
	 * nothing is told here but in finish. */
	int (*company)(struct csm_context *context, const struct csm_set *set);
	int (*finish)(struct csm_context *context, struct csm_doc *doc);
	/* Free what the work holds, also after a begin that failed; NULL: nothing. */
	void (*end)(struct csm_context *context);
	/* The i-th of the contexts it is made of, which are shown the companies it is shown
	 * itself, and rank them; NULL: there are no more.  NULL: it is made of none. */
	struct csm_context *(*below)(const struct csm_context *context, size_t i);
};

/* Whether the report looks at this option. */
int csm_report_takes(const struct csm_report *report, const char *option);

/* Whether some table of the report may be called so; if not, `hint` is what is near. */
int csm_report_has_part(
    const struct csm_report *report, const char *name, struct csm_buf *hint);

/* Of a list of reports, NULL after the last: the one called `name`, NULL after reporting
 * E_USAGE. */
const struct csm_report *csm_report_find(
    const struct csm_report *const *list, const char *name, struct csm_diag *diag);
/* "list, trend METRIC and page": those that take the option, all if it is NULL. */
void csm_report_names(
    const struct csm_report *const *list, struct csm_buf *out, const char *option);

#endif
