#include "formula/parse.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

int
csm_parse_window_op(const char *word)
{
	for (int op = 0; op < CSM_WINDOW_OPS; op++) {
		const struct csm_window_info *w = &csm_window_info[op];
		if (strcasecmp(word, w->text) == 0 || strcasecmp(word, w->json) == 0 ||
		    (w->alias != NULL && strcasecmp(word, w->alias) == 0))
			return op;
	}
	return -1;
}

/* Works on its own copy of the parser, so nothing is taken. */
int
csm_parse_window_follows(struct csm_parser p)
{
	if (p.build->columns)
		return 0; /* over the columns of a row there are no windows */
	if (csm_parse_is_word(&p, "zero")) {
		csm_parse_advance(&p);
		return csm_parse_is_sign(&p, "(");
	}
	if (p.token.kind != CSM_TOKEN_NAME ||
	    (!csm_name_is_metric(p.token.text) &&
		!csm_name_may_be_metric(p.token.text)))
		return 0;
	csm_parse_advance(&p);
	if (!csm_parse_accept(&p, ","))
		return csm_parse_is_sign(&p, ")");
	if (csm_parse_is_word(&p, "ago") || csm_parse_is_word(&p, "rollup") ||
	    csm_parse_is_word(&p, "by"))
		return 1;
	/* workdays(a, b) is a function. */
	if (csm_parse_is_word(&p, "workdays"))
		csm_parse_advance(&p);
	csm_parse_accept(&p, "-"); /* days below 0 are refused as days */
	if (p.token.kind != CSM_TOKEN_NUMBER)
		return 0;
	csm_parse_advance(&p);
	return csm_parse_is_sign(&p, ",") || csm_parse_is_sign(&p, ")");
}

/* name | zero ( name ) */
static const char *
take_metric(struct csm_parser *p, const char *what, int *zero, struct csm_place *place)
{
	const char *name;

	*zero = csm_parse_is_word(p, "zero");
	if (*zero) {
		csm_parse_advance(p);
		if (csm_parse_expect(p, "(") != 0)
			return NULL;
	}
	*place = csm_parse_here(p);
	if (p->token.kind != CSM_TOKEN_NAME && p->token.kind != CSM_TOKEN_WORD) {
		struct csm_buf wanted = {0};
		csm_buf_printf(&wanted, "the name of a metric for %s", what);
		csm_parse_unexpected(p, csm_buf_text(&wanted));
		csm_buf_fini(&wanted);
		return NULL;
	}
	name = p->token.text;
	csm_parse_advance(p);
	if (csm_parse_is_sign(p, "(")) {
		csm_build_fail(p->build, *place,
		    "%s looks at a metric, not at a formula; make that a metric of its "
		    "own, and name it: calculated.id",
		    what);
		return NULL;
	}
	if (*zero && csm_parse_expect(p, ")") != 0)
		return NULL;
	return name;
}

struct window_parse {
	struct csm_window window;
	const struct csm_func *function;
	const char *metric;
	struct csm_node *by;
	int has_days, has_percent, has_ago, has_rollup, has_trend;
};

/* Fails at a number; max(metrics.seats, 0) was perhaps meant as the function. */
static int
fail_days(struct csm_parser *p, const struct window_parse *w, const char *what)
{
	const char *op = csm_window_info[w->window.op].text;
	struct csm_buf hint = {0}, why = {0};
	struct csm_name name;

	if (w->function != NULL &&
	    csm_name_resolve(p->build->arena, w->metric, &name, &why) == 0) {
		csm_buf_printf(&hint, "; of several values it is %s(last(", op);
		csm_name_put(&name, &hint);
		csm_buf_puts(&hint, "), ...)");
	}
	csm_build_fail(p->build, csm_parse_here(p), "%s%s", what, csm_buf_text(&hint));
	csm_buf_fini(&hint);
	csm_buf_fini(&why);
	return -1;
}

static int
take_percent(struct csm_parser *p, struct window_parse *w)
{
	if (!csm_build_percent(p->token.text, &w->window.percent)) {
		csm_build_fail(p->build, csm_parse_here(p),
		    "the percentage is %s, not " CSM_PERCENT_RANGE, p->token.text);
		return -1;
	}
	w->has_percent = 1;
	csm_parse_advance(p);
	return 0;
}

static int
take_days(struct csm_parser *p, struct window_parse *w)
{
	const struct csm_window_info *info = &csm_window_info[w->window.op];

	if (info->unbounded) {
		csm_build_fail(p->build, csm_parse_here(p),
		    "%s looks at all days, it takes no number of them", info->text);
		return -1;
	}
	if (info->one_day) {
		csm_build_fail(p->build, csm_parse_here(p),
		    "%s compares the values of one day, it takes no number of days",
		    info->text);
		return -1;
	}
	/* The first number is the days, the second the percentage. */
	if (w->has_days && w->window.op == CSM_WINDOW_PERCENTILE && !w->has_percent)
		return take_percent(p, w);
	if (w->has_days++)
		return fail_days(p, w, "a second number of days");
	if (!csm_build_days(p->token.text, 1, &w->window.days)) {
		const char *what = csm_arena_printf(
		    p->build->arena, "days is %s, not " CSM_DAYS_RANGE, p->token.text);
		return fail_days(p, w, what);
	}
	csm_parse_advance(p);
	return 0;
}

static int
take_ago(struct csm_parser *p, struct window_parse *w)
{
	csm_parse_advance(p);
	if (p->token.kind != CSM_TOKEN_NUMBER)
		return csm_parse_unexpected(p, "a number of days after ago"), -1;
	if (!csm_build_days(p->token.text, 0, &w->window.ago)) {
		csm_build_fail(p->build, csm_parse_here(p),
		    "ago is %s, not " CSM_AGO_RANGE, p->token.text);
		return -1;
	}
	csm_parse_advance(p);
	return 0;
}

/* The field whose values a rank keeps apart. */
static int
take_by(struct csm_parser *p, struct window_parse *w)
{
	if (w->by != NULL || w->window.op != CSM_WINDOW_RANK) {
		csm_build_fail(p->build, csm_parse_here(p),
		    w->by != NULL ? "by is given twice" : CSM_BY_RANK);
		return -1;
	}
	csm_parse_advance(p);
	if (p->token.kind != CSM_TOKEN_NAME)
		return csm_parse_unexpected(p, "a field after by"), -1;
	w->by = csm_build_field(p->build, p->token.text, csm_parse_here(p));
	csm_parse_advance(p);
	return w->by == NULL ? -1 : 0;
}

/* "workdays" before the number of days. */
static int
take_workdays(struct csm_parser *p, struct window_parse *w)
{
	const struct csm_window_info *info = &csm_window_info[w->window.op];

	if (w->has_days)
		return fail_days(p, w, "a second number of days");
	if (csm_build_workdays(p->build, info->text, w->window.op, csm_parse_here(p)) !=
	    0)
		return -1;
	csm_parse_advance(p);
	if (p->token.kind != CSM_TOKEN_NUMBER)
		return csm_parse_unexpected(p, "a number of days after workdays"), -1;
	w->window.workdays = 1;
	return take_days(p, w);
}

/* A word or text of a fixed set; -1 after a report. */
static int
take_choice(struct csm_parser *p, const char *what, const char *const *names, size_t n)
{
	struct csm_buf hint = {0}, quoted = {0};
	int i = csm_build_choice(p->token.text, names, n, &hint);

	if (i < 0) {
		csm_text_quote(&quoted, p->token.text, strlen(p->token.text));
		csm_build_fail(p->build, csm_parse_here(p), "unknown %s %s%s", what,
		    csm_buf_text(&quoted), csm_buf_text(&hint));
	} else {
		csm_parse_advance(p);
	}
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return i;
}

/* 0, or -1 after a report when this was given before. */
static int
once(struct csm_parser *p, int *seen, const char *what)
{
	if (!(*seen)++)
		return 0;
	csm_build_fail(p->build, csm_parse_here(p), "%s is given twice", what);
	return -1;
}

/* days | percentage | ago N | rollup WORD | 'mode' */
static int
take_option(struct csm_parser *p, struct window_parse *w)
{
	int i;

	const struct csm_window_info *info = &csm_window_info[w->window.op];

	if (csm_parse_is_word(p, "rollup") && info->counts != NULL) {
		csm_build_fail(p->build, csm_parse_here(p),
		    "%s counts %s, it has no rollup", info->text, info->counts);
		return -1;
	}
	if (csm_parse_is_word(p, "ago"))
		return once(p, &w->has_ago, "ago") != 0 ? -1 : take_ago(p, w);
	if (csm_parse_is_word(p, "rollup")) {
		if (once(p, &w->has_rollup, "rollup") != 0)
			return -1;
		csm_parse_advance(p);
		if (p->token.kind != CSM_TOKEN_WORD)
			return csm_parse_unexpected(p, "sum, avg, max, min or count"),
			       -1;
		i = take_choice(p, "rollup", csm_rollup_names,
		    sizeof csm_rollup_names / sizeof csm_rollup_names[0]);
		w->window.rollup = i < 0 ? CSM_ROLLUP_SUM : (enum csm_rollup)i;
		return i < 0 ? -1 : 0;
	}
	if (p->token.kind == CSM_TOKEN_TEXT && w->window.op == CSM_WINDOW_TREND) {
		if (once(p, &w->has_trend, "the mode") != 0)
			return -1;
		i = take_choice(p, "mode of trend", csm_trend_names,
		    sizeof csm_trend_names / sizeof csm_trend_names[0]);
		w->window.trend = i < 0 ? CSM_TREND_RATIO : (enum csm_trend)i;
		return i < 0 ? -1 : 0;
	}
	if (p->token.kind == CSM_TOKEN_NUMBER)
		return take_days(p, w);
	if (csm_parse_is_word(p, "workdays"))
		return take_workdays(p, w);
	if (csm_parse_is_word(p, "by"))
		return take_by(p, w);
	return csm_parse_unexpected(p, "a number of days, ago or rollup"), -1;
}

struct csm_node *
csm_parse_window(struct csm_parser *p, enum csm_window_op op,
    const struct csm_func *function, struct csm_place place)
{
	struct window_parse w = {.window = {.op = op}, .function = function};
	struct csm_place name;
	struct csm_node *node;

	w.window.days = csm_window_days_usual(op);
	w.metric = take_metric(p, csm_window_info[op].text, &w.window.zero, &name);
	if (w.metric == NULL)
		return NULL;
	while (csm_parse_accept(p, ","))
		if (take_option(p, &w) != 0)
			return NULL;
	if (csm_parse_expect(p, ")") != 0)
		return NULL;
	if (op == CSM_WINDOW_PERCENTILE && !w.has_percent)
		return csm_build_fail(p->build, place,
		    "percentile takes a number of days and then " CSM_PERCENT_RANGE);
	w.window.plain = !w.has_days && csm_window_may_be_plain(op);
	node = csm_build_window(p->build, w.metric, w.window, name);
	if (node != NULL) {
		struct csm_node *at = csm_build_node(p->build, CSM_NODE_WINDOW, place);
		/* The place of the function, not of the name in it: that is what
		 * --explain and messages mean. */
		node->line = at->line;
		node->column = at->column;
		node->by = w.by;
	}
	return node;
}

struct csm_node *
csm_parse_metric(struct csm_parser *p)
{
	struct csm_window window = {.op = CSM_WINDOW_LAST, .days = 1};
	struct csm_place place;
	const char *name = take_metric(p, "zero", &window.zero, &place);

	return name == NULL ? NULL : csm_build_window(p->build, name, window, place);
}
