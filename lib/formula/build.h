/*
 * Build: what both readers of formulas share.  They check here what must hold in either
 * spelling and report here, each with the place it knows: a byte of the text or a value
 * of the JSON document.
 *
 * Ownership: nodes, arguments and lines live in the arena of the build; source, document
 * and position are borrowed.
 */
#ifndef CSM_FORMULA_BUILD_H
#define CSM_FORMULA_BUILD_H

#include "formula/func.h"
#include "formula/name.h"

struct csm_build {
	struct csm_arena *arena;
	struct csm_diag *diag;
	const struct csm_pos *at; /* where the text stands; NULL: not known */
	const char *source;       /* the text; NULL when building from JSON */
	size_t len;
	size_t *line; /* where each line of the text begins */
	size_t lines;
	int nest;    /* open brackets and signs */
	int columns; /* 1: every name is a column of a row, a field without a model */
};

struct csm_place {
	size_t offset;               /* byte of the text */
	const struct csm_json *json; /* NULL in a text */
};

struct csm_args {
	struct csm_node **node;
	struct csm_place *place;
	size_t n, cap;
};

void csm_args_push(struct csm_build *b, struct csm_args *args, struct csm_node *node,
    struct csm_place place);

/* Reports E_FORMULA at the place; always NULL. */
struct csm_node *csm_build_fail(struct csm_build *b, struct csm_place place,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* One level deeper: 0, or -1 after a report when that is too deep. */
int csm_build_enter(struct csm_build *b, struct csm_place place);

struct csm_node *csm_build_node(
    struct csm_build *b, enum csm_node_kind kind, struct csm_place place);
/* From its text, which is as JSON spells numbers. */
struct csm_node *csm_build_number(
    struct csm_build *b, const char *text, struct csm_place place);
/* A function with its arguments: their number, types and depth are checked. */
struct csm_node *csm_build_call(struct csm_build *b, const struct csm_func *func,
    const struct csm_args *args, struct csm_place place);
/* NULL after a report if the name is unknown. */
struct csm_node *csm_build_field(
    struct csm_build *b, const char *name, struct csm_place place);
struct csm_node *csm_build_window(struct csm_build *b, const char *name,
    struct csm_window window, struct csm_place place);
/* How many entities of a model fulfil a condition, whose formula is finished. */
struct csm_node *csm_build_members(struct csm_build *b, enum csm_model model,
    struct csm_formula *condition, struct csm_place place);
/* Whether there is any such: count > 0. */
struct csm_node *csm_build_exists(
    struct csm_build *b, struct csm_node *count, struct csm_place place);
/* Of a call that csm_build_exists makes: the count; else NULL. */
const struct csm_node *csm_build_existence(const struct csm_node *node);
/* The formula around a finished tree: collects its leaves. */
struct csm_formula *csm_build_formula(struct csm_build *b, struct csm_node *root);

/* The tree of a text; `b` has arena, diag, at and nest set. */
struct csm_node *csm_parse_tree(struct csm_build *b, const char *text, size_t len);

enum csm_formula_type csm_node_type(const struct csm_node *node);
/* Set `want` and `beside` of the fields under a root. */
void csm_node_want(struct csm_node *root);

/* 0, or -1 after a report if a window of that operator, called `name`, has no work days. */
int csm_build_workdays(struct csm_build *b, const char *name, enum csm_window_op op,
    struct csm_place place);

#define CSM_BY_RANK "by belongs to rank, which compares within the values of a field"
#define CSM_DAYS_RANGE "a whole number from 1 to 36500"
#define CSM_AGO_RANGE "a whole number from 0 to 36500"
/* 1 and *days set if the number's text is a whole number from least to
 * CSM_WINDOW_DAYS_MAX. */
int csm_build_days(const char *text, int32_t least, int32_t *days);
#define CSM_PERCENT_RANGE "a number from 0 to 100 with at most two places"
/* 1 and *percent set, in hundredths, if the number's text is one of those. */
int csm_build_percent(const char *text, int32_t *percent);
extern const char *const csm_rollup_names[CSM_ROLLUP_COUNT + 1];
extern const char *const csm_trend_names[CSM_TREND_PERCENT + 1];
/* The index of `name` among names[0..n), -1 if it is none of them; then `hint` gets a
 * "; did you mean" (or nothing). */
int csm_build_choice(
    const char *name, const char *const *names, size_t n, struct csm_buf *hint);

#endif
