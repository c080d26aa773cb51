#include "metric/operand.h"

#include "point/family.h"

#include <stdlib.h>
#include <string.h>

#define ALL_MODELS ((1U << CSM_MODELS) - 1) /* a bit each */

/* Metrics of events, each kept once: with the company or with one of its children. */
static const char *const rolled[] = {"activities.", "conversations.", "tasks.",
    "modules.", "nps.promoters", "nps.passives", "nps.detractors"};
#define ROLLED (sizeof rolled / sizeof rolled[0])

static const enum csm_series_fold folds[] = {
    [CSM_ROLLUP_SUM] = CSM_FOLD_SUM,
    [CSM_ROLLUP_AVG] = CSM_FOLD_AVG,
    [CSM_ROLLUP_MAX] = CSM_FOLD_MAX,
    [CSM_ROLLUP_MIN] = CSM_FOLD_MIN,
    [CSM_ROLLUP_COUNT] = CSM_FOLD_COUNT,
};

static enum csm_series_fold
fold_of(const struct csm_window *w)
{
	/* A day is active once, however many were active on it. */
	return w->op == CSM_WINDOW_ACTIVE_DAYS ? CSM_FOLD_ANY : folds[w->rollup];
}

const char *
csm_operand_calculated(const char *metric)
{
	static const char prefix[] = "calculated.";

	if (strncmp(metric, prefix, sizeof prefix - 1) != 0)
		return NULL;
	return metric + sizeof prefix - 1;
}

int
csm_operand_rolls_up(const char *metric)
{
	for (size_t i = 0; i < ROLLED; i++)
		if (strncmp(metric, rolled[i], strlen(rolled[i])) == 0)
			return 1;
	return 0;
}

const char *
csm_operand_event(size_t i)
{
	return i < ROLLED ? rolled[i] : NULL;
}

/* 1 if some name that rolls up can match. */
static int
pattern_rolls_up(const char *pattern)
{
	size_t literal = strcspn(pattern, "*");

	for (size_t i = 0; i < ROLLED; i++) {
		size_t n = strlen(rolled[i]);
		/* "act*" may match activities.login: as much is compared as both have.
		 */
		if (strncmp(pattern, rolled[i], literal < n ? literal : n) == 0)
			return 1;
	}
	return 0;
}

/* The states of tasks are kept below their types, "tasks.call.open": they are no tasks
 * more, which "tasks.*" would add up. */
static bool
operand_stays_in_part(const char *pattern)
{
	return strncmp(pattern, "tasks.", 6) == 0;
}

int
csm_operand_match(const char *pattern, const char *name)
{
	const char *star = NULL,
		   *again = NULL; /* the last '*', and what it ate up to */
	const bool stays = operand_stays_in_part(pattern);

	while (*name != '\0') {
		if (*pattern == '*') {
			star = pattern++;
			again = name;
		} else if (*pattern == *name) {
			pattern++;
			name++;
			/* Only the last '*' ever takes a character more, as in csm_like(). */
		} else if (star != NULL && !(stays && *again == '.')) {
			pattern = star + 1;
			name = ++again;
		} else {
			return 0;
		}
	}
	return pattern[strspn(pattern, "*")] == '\0';
}

bool
csm_operand_planned(const char *metric)
{
	return strncmp(metric, "tasks.", 6) == 0;
}

const char *
csm_operand_plural(enum csm_model model)
{
	static const char *const plural[CSM_MODELS] = {
	    [CSM_MODEL_COMPANY] = "companies",
	    [CSM_MODEL_ASSET] = "assets",
	    [CSM_MODEL_ENDUSER] = "end users",
	    [CSM_MODEL_PROJECT] = "projects",
	};

	return plural[model];
}

/* The days of system.users_active_last<days>, 0 for another name. */
static int32_t
active_days(const char *metric)
{
	static const char prefix[] = "system.users_active_last";
	const char *digits = metric + sizeof prefix - 1;
	char *end;

	if (strncmp(metric, prefix, sizeof prefix - 1) != 0)
		return 0;
	/* At most three digits, so that strtol() cannot overflow; 007 is another name.
	 */
	if (*digits < '1' || *digits > '9' || strlen(digits) > 3)
		return 0;
	long days = strtol(digits, &end, 10);
	return *end == '\0' && days <= 365 ? (int32_t)days : 0;
}

/* The system metrics of a company that can be derived from its end users; activities
 * are counted for every model. */
static void
find_derived(struct csm_operand *s)
{
	int of_company = s->model == CSM_MODEL_COMPANY &&
			 (!s->named || s->models == 1U << CSM_MODEL_COMPANY);

	if (strcmp(s->metric, "system.activity_count") == 0) {
		s->kind = CSM_SOURCE_ACTIVITY;
		if (of_company)
			s->models = ALL_MODELS;
	} else if (of_company && strcmp(s->metric, "system.users_total") == 0) {
		s->kind = CSM_SOURCE_USERS;
	} else if (of_company && (s->days = active_days(s->metric)) > 0) {
		s->kind = CSM_SOURCE_ACTIVE;
	}
}

static int
find_calculated(struct csm_operand *s, const struct csm_use *use,
    const struct csm_metric *defined, struct csm_diag *diag)
{
	const struct csm_node *node = use->node;

	s->kind = CSM_SOURCE_CALCULATED;
	s->models = 1U << defined->model;
	/* Its definition says whose it is: another model here is a mistake and no
	 * rollup. */
	if (node->has_model && node->model != defined->model)
		return csm_use_error(use, CSM_E_FORMULA, diag,
		    "\"%s\" is a metric of %s, not of %s", node->metric,
		    csm_operand_plural(defined->model),
		    csm_operand_plural(node->model));
	if (s->model != CSM_MODEL_COMPANY && s->model != defined->model)
		return csm_use_error(use, CSM_E_FORMULA, diag,
		    "\"%s\" is a metric of %s; a formula of %s uses their own metrics "
		    "only",
		    node->metric, csm_operand_plural(defined->model),
		    csm_operand_plural(s->model));
	/* Of a metric that csm defines nobody wrote the model down, and a sum of shares is
	 * hardly ever meant. */
	if (s->model != defined->model && !node->has_model &&
	    csm_operand_calculated(node->metric) == NULL)
		return csm_use_error(use, CSM_E_FORMULA, diag,
		    "\"%s\" is a metric of %s; a formula of companies says how it "
		    "takes "
		    "them together: last(%s.%s, rollup avg), count(%s, %s > 66)",
		    node->metric, csm_operand_plural(defined->model),
		    csm_model_name(defined->model), node->metric,
		    csm_model_name(defined->model), node->metric);
	return 0;
}

/* The window counts the end users of a company. */
static int
find_distinct(struct csm_operand *s, const struct csm_use *use,
    const struct csm_metric *defined, struct csm_diag *diag)
{
	const struct csm_node *node = use->node;
	enum csm_model of = node->has_model ? node->model : CSM_MODEL_ENDUSER;

	if (s->model != CSM_MODEL_COMPANY)
		return csm_use_error(use, CSM_E_FORMULA, diag,
		    "uniques counts end users of companies; this is a formula of %s",
		    csm_operand_plural(s->model));
	if (defined != NULL && defined->model != CSM_MODEL_ENDUSER)
		of = defined->model;
	if (of != CSM_MODEL_ENDUSER)
		return csm_use_error(use, CSM_E_FORMULA, diag,
		    "uniques counts end users; \"%s\" is a metric of %s", node->metric,
		    csm_operand_plural(of));
	s->models = 1U << CSM_MODEL_ENDUSER;
	s->named = 1;
	s->distinct = node->window.days;
	s->from_first = node->window.zero;
	return 0;
}

/* The window looks at states, which nothing adds up and no formula makes. */
static int
find_states(struct csm_operand *s, const struct csm_use *use,
    const struct csm_metric *defined, struct csm_diag *diag)
{
	const struct csm_node *node = use->node;
	const char *op = csm_window_info[node->window.op].text;

	if (defined != NULL)
		return csm_use_error(use, CSM_E_FORMULA, diag,
		    "%s looks at states of points; \"%s\" is calculated and has none",
		    op, node->metric);
	if (s->models != 1U << s->model)
		return csm_use_error(use, CSM_E_FORMULA, diag,
		    "a company has many %s, and %s is that of one; count those in a "
		    "state: count(%s, %s(%s) = 'red')",
		    csm_operand_plural(node->model), op, csm_model_name(node->model),
		    csm_window_info[CSM_WINDOW_STATE].text, node->metric);
	s->states = 1;
	return 0;
}

/* The window counts what a company has. */
static int
find_members(struct csm_operand *s, const struct csm_use *use, struct csm_diag *diag)
{
	if (s->model != CSM_MODEL_COMPANY)
		return csm_use_error(use, CSM_E_FORMULA, diag,
		    "count and exists look at what a company has; this is a formula of "
		    "%s",
		    csm_operand_plural(s->model));
	s->kind = CSM_SOURCE_CALCULATED;
	s->members = 1;
	return 0;
}

int
csm_operand_find(struct csm_operand *s, enum csm_model model, const struct csm_use *use,
    const struct csm_metric *defined, struct csm_diag *diag)
{
	const struct csm_node *node = use->node;

	*s = (struct csm_operand){.kind = CSM_SOURCE_POINTS,
	    .model = model,
	    .models = 1U << (node->has_model ? node->model : model),
	    .metric = node->metric,
	    .pattern = node->pattern,
	    .named = node->has_model,
	    .job = CSM_JOB_NONE};
	if (node->of != NULL)
		return find_members(s, use, diag);
	if (node->has_model && node->model != model && model != CSM_MODEL_COMPANY)
		return csm_use_error(use, CSM_E_FORMULA, diag,
		    "\"%s.%s\" in a formula of %s, which uses their own metrics only",
		    csm_model_name(node->model), node->metric,
		    csm_operand_plural(model));
	if (csm_window_info[node->window.op].of_states)
		return find_states(s, use, defined, diag);
	if (node->window.op == CSM_WINDOW_DISTINCT && defined != NULL)
		return csm_use_error(use, CSM_E_FORMULA, diag,
		    "distinct counts metrics of the data; \"%s\" is calculated",
		    node->metric);
	if (node->window.op == CSM_WINDOW_UNIQUES &&
	    find_distinct(s, use, defined, diag) != 0)
		return -1;
	if (defined != NULL) {
		if (find_calculated(s, use, defined, diag) != 0)
			return -1;
		/* Patterns and counts of names are of points alone. */
	} else if (!node->pattern && node->window.op != CSM_WINDOW_DISTINCT) {
		find_derived(s);
	}
	if (s->kind == CSM_SOURCE_POINTS && model == CSM_MODEL_COMPANY && !s->named &&
	    (node->pattern ? pattern_rolls_up(node->metric)
			   : csm_operand_rolls_up(node->metric)))
		s->models = ALL_MODELS;
	/* Of one series there is nothing to fold; left alone, equal sources are found
	 * equal. */
	if (s->models != 1U << model || node->window.op == CSM_WINDOW_ACTIVE_DAYS)
		s->fold = fold_of(&node->window);
	if (node->window.op == CSM_WINDOW_DISTINCT) {
		s->distinct = node->window.days;
		s->names = 1;
	}
	return 0;
}
