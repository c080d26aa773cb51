/*
 * csm-calc from inside: its options, and what they choose.
 *
 * Ownership: a struct csm_calc owns what it allocated, until csm-calc.c has ended with it.
 */
#ifndef CSM_CMD_CALC_H
#define CSM_CMD_CALC_H

#include "common/evaluate.h"
#include "metric/library.h"
#include "view/wide.h"

enum { CSM_CALC_PRINT_NONE, CSM_CALC_PRINT_JSON, CSM_CALC_PRINT_TEXT };

struct csm_calc_options {
	struct csm_common common; /* first */
	struct csm_list expr, only, use;
	const char *model, *explain, *trace, *names, *sql, *sql_ddl, *sql_load,
	    *cluster;
	int wide, print, schema, library, dot, from_sql;
};

extern struct csm_calc_options csm_calc_options;
extern const struct csm_program csm_calc_program;
/* 1 if, as asked, no points are read. */
int csm_calc_asks_only(void);

/* What is evaluated: metrics in byte order of their ids, with their query. */
struct csm_calc {
	struct csm_evaluation ev;
	struct csm_library library;
	char *defined; /* by metric of the library: the engine knows it */
	const struct csm_metric **metric;
	struct csm_text *name; /* "calculated.<id>" */
	size_t *query;
	size_t n, cap;
	struct csm_wide *wide;
};

/* Who evaluates companies: the program itself, or one of its threads. */
struct csm_calc_worker {
	const struct csm_calc *calc;
	struct csm_engine *engine;
	struct csm_point_writer *writer; /* NULL: wide */
	struct csm_wide *wide;
	int32_t since, until;
	int pass;
	uint64_t written;       /* values */
	uint64_t asked, chosen; /* companies */
};
/* Write the results of the company the engine is turned to, its points with them if
 * they pass through. */
void csm_calc_write(struct csm_calc_worker *worker, const struct csm_set *set);
/* The metrics of -e, --only and -L, else all of the configuration; -1 after a report.
 * Those of the library become known to the engine. */
int csm_calc_choose(struct csm_run *run, struct csm_calc *calc);
/* --print, --trace, --dot: what is told of formulas without data. */
int csm_calc_ask(struct csm_run *run, const struct csm_calc *calc);
/* --sql: the statement that computes the same in an engine. */
int csm_calc_sql(struct csm_run *run, const struct csm_calc *calc);
/* --sql-ddl, --sql-load, --from-sql: 1 if one of them was asked for, and done; 0. */
int csm_calc_tables(struct csm_run *run);
/* --library: the ready metrics. */
int csm_calc_list(struct csm_run *run);
/* --names: of a section of the configuration, or of the library. */
int csm_calc_names(struct csm_run *run, const char *section);
extern const struct csm_words csm_calc_names_words;
/* The library's directory of metrics, below $CSM_SHARE or where it was installed. */
const char *csm_calc_share(struct csm_arena *arena);

#endif
