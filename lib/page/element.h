/*
 * Element: one part of a page.  What it shows is made by reports, each a context of its
 * own over the same companies; what goes wrong with one is told in its place, and the
 * rest of the page is there all the same.
 *
 * Wrong configuration is another matter: it stops the run before any data is read.
 *
 * Ownership: an element lives in the page's context, and is emptied by csm_element_fini
 * after the document was written.
 */
#ifndef CSM_PAGE_ELEMENT_H
#define CSM_PAGE_ELEMENT_H

#include "figure/report.h"

#define CSM_ELEMENT_SUBS 12 /* metrics of one chart at most */

struct csm_element;

/* A report inside. */
struct csm_element_sub {
	const struct csm_report *report;
	struct csm_report_options options;
	long days;         /* shown; 0: the report's own */
	const char *title; /* of its line; NULL: none */
	struct csm_context *context;
	struct csm_doc doc;
};

struct csm_element_kind {
	const char *keys; /* it looks at, besides those of all */
	/* Which reports it needs; -1 after a report, of wrong configuration. */
	int (*read)(struct csm_element *e);
	/* Its tables, of what its reports made. */
	void (*finish)(struct csm_element *e, struct csm_doc *doc);
};

struct csm_element {
	const char *type; /* what the configuration calls the kind */
	const struct csm_element_kind *kind;
	struct csm_context *page;
	const struct csm_json *json; /* NULL: of the usual page */
	struct csm_box box;
	struct csm_diag diag;
	int reading, bad;     /* bad: the configuration is wrong */
	const char *failure;  /* NULL: none */
	int optional, absent; /* 1: without any data it is not there, and is not */
	struct csm_element_sub sub[CSM_ELEMENT_SUBS];
	size_t subs;
};

/* An element of the configuration; -1 after reporting E_CONFIG, E_FORMULA. */
int csm_element_read(
    struct csm_element *e, struct csm_context *page, const struct csm_json *json);
/* A whole report, of the usual page; limit: rows of it, -1: all. */
int csm_element_report(struct csm_element *e, struct csm_context *page,
    const struct csm_report *report, long limit);
/* Of -n: tells what is already known to be missing from the page of a run. */
void csm_element_lint(struct csm_element *e);
/* As csm_context_days and csm_context_finish, of all its reports. */
void csm_element_days(struct csm_element *e);
/* The context of the i-th, NULL after the last; none of one that failed. */
struct csm_context *csm_element_context(const struct csm_element *e, size_t i);
void csm_element_finish(struct csm_element *e, struct csm_doc *doc);
void csm_element_fini(struct csm_element *e);

/* The names of the types of elements, of the forms of a chart. */
extern const struct csm_words csm_element_words, csm_element_chart_words;

/* For kinds. */

/* One report more, with the element's options; NULL after a report. */
struct csm_element_sub *csm_element_sub(
    struct csm_element *e, const struct csm_report *report);
/* The text of a metric or formula; NULL after a report. */
const char *csm_element_formula(struct csm_element *e, const struct csm_json *value);
/* The titles of "metrics", as many as there are of these; NULL: none.  -1 after a
 * report. */
int csm_element_titles(struct csm_element *e, const struct csm_json **titles);
/* The text of several, each perhaps with a title: "plan,sum(activities.*, 7) as "events""
 * of ["plan", {"value": ..., "title": ...}]; NULL after a report.  titles: NULL, or those of
 * all. */
const char *csm_element_columns(struct csm_element *e, const struct csm_json *columns,
    const struct csm_json *titles);
/* A table in the element's box. */
struct csm_table *csm_element_table(
    struct csm_element *e, struct csm_doc *doc, const char *name);
/* A table with one text. */
void csm_element_note(struct csm_element *e, struct csm_doc *doc,
    enum csm_layout layout, const char *text);
/* The trend of a metric more, called so (NULL: as it is written); whole: of all days as
 * one.  -1 after a report. */
int csm_element_trend(struct csm_element *e, const struct csm_json *metric,
    const struct csm_json *title, int whole);
/* Of trends of one bucket each, one a metric: a row for each group, or the days and those
 * before, a column for each metric. */
void csm_element_cross(struct csm_element *e, struct csm_table *table);
/* Of a report only its "part", if the configuration names any; what it names and the
 * report has not is the element's failure. */
void csm_element_select(struct csm_element *e, struct csm_doc *doc);
/* The tables of its reports as they are. */
void csm_element_tables(struct csm_element *e, struct csm_doc *doc);

extern const struct csm_element_kind csm_element_chart, csm_element_number,
    csm_element_text, csm_element_image, csm_element_video, csm_element_grid;

#endif
