/*
 * Formulas: one tree for both spellings, Planhat's JSON and the text of csm-formula(5).
 * The language of every metric, condition, filter and factor.
 *
 * A formula knows no series and no days.  What it needs from outside are its leaves:
 * fields and windows.  The caller reads leaf[], provides a column of values for each,
 * and csm_formula_eval works on whole columns, one value per evaluated day.
 *
 * Ownership: a formula lives in the arena it was parsed into and borrows nothing else.
 */
#ifndef CSM_FORMULA_FORMULA_H
#define CSM_FORMULA_FORMULA_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/value.h"
#include "syntax/json.h"
#include "point/point.h"
#include "series/window.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A limit: trees are walked by recursion, and 200 levels take some 50 KiB of stack; people
 * write 10. */
#define CSM_FORMULA_DEPTH 200

enum csm_node_kind {
	CSM_NODE_NUMBER, /* number, text: as written */
	CSM_NODE_TEXT,   /* text */
	CSM_NODE_TRUTH,  /* number 0 or 1 */
	CSM_NODE_FIELD,  /* model, text: the field's name without model and "custom." */
	CSM_NODE_WINDOW, /* metric (canonical name or pattern), model, window */
	CSM_NODE_CALL    /* func, arg[0..argc) */
};

struct csm_formula;
struct csm_func; /* one row of the table of operators and functions, formula/func.h */

struct csm_node {
	enum csm_node_kind kind;
	uint32_t line, column; /* in the source text or JSON file, from 1 */
	double number;
	const char *text; /* NUL-terminated */
	int has_model;    /* the name was written with a model: "enduser.metrics.x" */
	enum csm_model model;
	int custom;               /* FIELD written "model.custom.name" */
	enum csm_value_type want; /* FIELD: what its cells are read as: a number, truth
				     or day; MISSING: the formula does not say */
	const struct csm_node
	    *beside;        /* FIELD compared with another, else NULL: that one */
	const char *metric; /* WINDOW: canonical metric name; '*' matches any run of
			       characters if `pattern` */
	int pattern;
	struct csm_window window;
	struct csm_formula *of; /* WINDOW, MEMBERS: what those of `model` fulfil, whose
				   metric is ""; else NULL */
	struct csm_node *by;    /* RANK: the field within whose values it compares; else
				NULL */
	uint32_t leaf;          /* FIELD, WINDOW: its place in formula->leaf */
	const struct csm_func *func;
	const void *data; /* MATCH: its compiled pattern; IN_LIST: its list */
	struct csm_node **arg;
	size_t argc;
	int depth; /* 1 for a leaf; CSM_FORMULA_DEPTH at most */
};

struct csm_formula {
	struct csm_node *root;
	struct csm_node *
	    *leaf; /* FIELD and WINDOW nodes, left to right, each node once */
	size_t leaves;
	const char *source; /* the text it was parsed from; NULL if from JSON */
	const char *name;   /* file or "-e", for messages */
	uint32_t line,
	    column; /* where the source text begins in that file; 0: unknown */
};

/*
 * Parse text.  `at` (may be NULL) says where the text stands: at->file is the name used
 * in messages ("-e", "metrics.json"), line and path are kept in every message.  NULL
 * after reporting E_FORMULA: message, position in the text, and below it the source
 * line with a caret.  A text on its own (no at->line) may also be JSON: it begins with
 * '[' or '{'.
 */
struct csm_formula *csm_formula_parse(struct csm_arena *arena, const char *text,
    size_t len, const struct csm_pos *at, struct csm_diag *diag);
/* As csm_formula_parse, over one row of a table: every name is the name of a column
 * (leaves are FIELD nodes without a model), and there are no windows. */
struct csm_formula *csm_formula_parse_columns(struct csm_arena *arena, const char *text,
    size_t len, const struct csm_pos *at, struct csm_diag *diag);
/* From a JSON value: Planhat's arrays and parts, or a string in the text spelling. */
struct csm_formula *csm_formula_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag);
struct csm_formula *csm_formula_columns_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag);

/* What the result is, as far as it can be told without data (fields are UNKNOWN). */
enum csm_formula_type {
	CSM_FORMULA_NUMBER,
	CSM_FORMULA_TRUTH,
	CSM_FORMULA_TEXT,
	CSM_FORMULA_UNKNOWN
};
enum csm_formula_type csm_formula_type(const struct csm_formula *f);
/* Whether it is a day, whatever the data: the first day of a metric, today. */
bool csm_formula_is_day(const struct csm_formula *f);

/* Canonical text (parses back to an equal tree); canonical JSON in Planhat's form. */
void csm_formula_print_text(const struct csm_formula *f, struct csm_buf *out);
void csm_formula_print_json(const struct csm_formula *f, struct csm_buf *out);
/* The text of one node, for --explain. */
void csm_node_print_text(const struct csm_node *node, struct csm_buf *out);
/* 1 if both trees mean the same; positions do not count. */
int csm_formula_equal(const struct csm_formula *a, const struct csm_formula *b);

/* Values of a leaf: n of them, or one that holds for every day. */
struct csm_column {
	const struct csm_value *value;
	int constant;
};

struct csm_zone;

struct csm_eval_counts;

/* What an evaluation counts, and what its functions need; the caller sets `zone`. */
struct csm_eval_counts {
	uint64_t divisions_by_zero; /* only those of branches taken */
	uint64_t not_numbers;       /* texts where numbers were wanted */
	const char *not_number;     /* the first of them */
	struct csm_zone *zone; /* of times that name none; NULL: no function asks */
	const struct csm_calendar *calendar; /* of the company; NULL: everybody's */
	struct csm_arena *scratch;
	const struct csm_node *call; /* being evaluated */
	/* For the function lookup: the value of a key, for the call above, on a day
	 * (NULL: that of the row); NULL: every key is missing. */
	struct csm_value (*lookup)(
	    const struct csm_eval_counts *counts, const char *key, const int32_t *day);
	void *ctx; /* the caller's own */
};

/*
 * Evaluate for n days.  leaf[i] gives the values of f->leaf[i].  out[0..n) is set; what
 * cannot be computed is MISSING.  Truths come out as TRUTH; csm_value_number makes 1 /
 * 0. Scratch memory comes from `scratch`, which the caller resets between calls.
 */
void csm_formula_eval(const struct csm_formula *f, const struct csm_column *leaf,
    size_t n, struct csm_value *out, struct csm_arena *scratch,
    struct csm_eval_counts *counts);
/*
 * Evaluate one day (leaf[i].value[0]) and tell `visit` the value of every node,
 * parents before children; branches not taken are told with `taken` 0.
 */
void csm_formula_explain(const struct csm_formula *f, const struct csm_column *leaf,
    struct csm_arena *scratch, const struct csm_calendar *calendar,
    void (*visit)(void *ctx, const struct csm_node *node, int depth, int taken,
	const struct csm_value *value),
    void *ctx);

/*
 * Whether a condition can be evaluated, as a condition over the same leaves: some test
 * in it, a comparison or whatever else stands beside AND, OR and NOT, has a value on
 * every side.  HAS_VALUE and COALESCE with a number always have one.  It borrows the
 * condition's nodes, and has no name for messages.
 */
struct csm_formula *csm_formula_known(
    struct csm_arena *arena, const struct csm_formula *condition);

/* NUMBER as it is, TRUTH as 1 or 0, a cell as the number it is read as, anything else
 * missing; then rounded to millionths: the one rounding of a metric's result. */
int64_t csm_value_micros(const struct csm_value *v);
/* 1 only for a TRUTH that is true, or a NUMBER that is not 0; missing is false. */
int csm_value_true(const struct csm_value *v);
/* A cell read as a type, MISSING if it is none; other values as they are. */
struct csm_value csm_value_as(const struct csm_value *v, enum csm_value_type type);
/* A cell as what most of its column are, as its text if it is none; other values as
 * they are. */
struct csm_value csm_value_own(const struct csm_value *v);
/* A text as a cell: a number, day or truth where it is wanted as one.  MISSING if it is
 * empty. */
struct csm_value csm_value_cell(struct csm_arena *arena, const char *s, size_t len);
/* The text of a TEXT or a cell, else NULL. */
const char *csm_value_text(const struct csm_value *v);

#endif
