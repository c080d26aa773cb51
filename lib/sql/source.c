#include "sql/source.h"

#include "sql/build.h"

#include "base/num.h"

#include <stdio.h>
#include <string.h>

static bool
source_is_one(const struct csm_operand *s)
{
	return s->models == 1U << s->model && !s->pattern &&
	       s->kind == CSM_SOURCE_POINTS;
}

static enum csm_sql_fold
sql_fold_of(const struct csm_operand *s)
{
	bool itself = s->models == 1U << s->model;

	if (source_is_one(s))
		return CSM_SQL_FOLD_ONE;
	/* What an entity has itself under a pattern is added up, whatever folds its
	 * children. */
	switch (itself && s->fold != CSM_FOLD_ANY ? CSM_FOLD_SUM : s->fold) {
	case CSM_FOLD_MAX:
	case CSM_FOLD_MIN:
		return CSM_SQL_FOLD_EDGE;
	case CSM_FOLD_COUNT:
		return CSM_SQL_FOLD_COUNT;
	case CSM_FOLD_ANY:
		return CSM_SQL_FOLD_ANY;
	default:
		return CSM_SQL_FOLD_WIDE;
	}
}

/* A mean, an extreme or a count of entities is of what each of them has, which several
 * metrics of a pattern may make up. */
bool
csm_sql_by_entity(const struct csm_operand *s)
{
	enum csm_sql_fold fold = sql_fold_of(s);

	if (!s->pattern && s->kind != CSM_SOURCE_ACTIVITY)
		return false;
	if (fold == CSM_SQL_FOLD_WIDE)
		return s->fold == CSM_FOLD_AVG;
	return fold != CSM_SQL_FOLD_ANY;
}

bool
csm_sql_own_relation(const struct csm_operand *s)
{
	return s->states || s->kind != CSM_SOURCE_POINTS || s->distinct > 0 ||
	       csm_sql_by_entity(s);
}

bool
csm_sql_is_count(const struct csm_operand *s)
{
	return s->distinct > 0 || s->kind == CSM_SOURCE_USERS ||
	       s->kind == CSM_SOURCE_ACTIVE;
}

/* A pattern of names, where '*' is any run of characters, as one of csm_like. */
static void
source_pattern(
    const struct csm_sql_dialect *d, const char *pattern, struct csm_buf *out)
{
	struct csm_buf like = {0};

	for (const char *p = pattern; *p != '\0'; p++) {
		if (*p == '*') {
			csm_buf_putc(&like, '%');
			continue;
		}
		if (*p == '%' || *p == '_' || *p == '\\')
			csm_buf_putc(&like, '\\');
		csm_buf_putc(&like, *p);
	}
	csm_sql_put_like(d, "metric", csm_buf_text(&like), out);
	csm_buf_fini(&like);
}

void
csm_sql_put_metric(
    const struct csm_sql_dialect *d, const struct csm_operand *s, struct csm_buf *out)
{
	if (s->pattern) {
		source_pattern(d, s->metric, out);
		return;
	}
	csm_buf_puts(out, "metric = ");
	csm_sql_put_text(d, s->metric, out);
}

static void
source_models(unsigned models, struct csm_buf *out)
{
	const char *between = "model IN (";

	for (enum csm_model m = 0; m < CSM_MODELS; m++) {
		if (!(models & 1U << m))
			continue;
		csm_buf_printf(out, "%s'%s'", between, csm_model_name(m));
		between = ", ";
	}
	csm_buf_putc(out, ')');
}

/* Of children only events count, where the model was not written. */
static void
source_events(
    const struct csm_sql_dialect *d, const struct csm_operand *s, struct csm_buf *out)
{
	csm_buf_printf(out, " AND (model = '%s'", csm_model_name(s->model));
	for (size_t i = 0; csm_operand_event(i) != NULL; i++) {
		struct csm_buf all = {0};
		csm_buf_printf(&all, "%s*", csm_operand_event(i));
		csm_buf_puts(out, " OR ");
		source_pattern(d, csm_buf_text(&all), out);
		csm_buf_fini(&all);
	}
	csm_buf_putc(out, ')');
}

/* Points of that name, and of an entity that has none its activities; if the company
 * has some, they are all there is. */
static void
source_activity(
    const struct csm_sql_dialect *d, const struct csm_operand *s, struct csm_buf *out)
{
	csm_buf_puts(out, "(metric = 'system.activity_count' OR (");
	source_pattern(d, "activities.*", out);
	csm_buf_puts(out, " AND (company, model, id) NOT IN (SELECT company, model, id "
			  "FROM points WHERE "
			  "metric = 'system.activity_count')))");
	if (s->models == 1U << s->model || !(s->models & 1U << s->model))
		return;
	csm_buf_printf(out,
	    " AND (model = '%s' OR company NOT IN (SELECT company FROM points WHERE "
	    "model = "
	    "'%s' AND metric = 'system.activity_count'))",
	    csm_model_name(s->model), csm_model_name(s->model));
}

void
csm_sql_put_rows(
    const struct csm_sql_dialect *d, const struct csm_operand *s, struct csm_buf *out)
{
	bool all = s->models == (1U << CSM_MODELS) - 1;

	if (!all) {
		source_models(s->models, out);
		csm_buf_puts(out, " AND ");
	}
	if (s->kind == CSM_SOURCE_ACTIVITY) {
		source_activity(d, s, out);
		return;
	}
	csm_sql_put_metric(d, s, out);
	if (s->named || s->models == 1U << s->model)
		return;
	if (s->pattern)
		source_events(d, s, out);
	csm_buf_printf(out,
	    /* Shared points of users are in the company's own already. */
	    " AND (model = '%s' OR coalesce(state, '') <> '" CSM_POINT_SHARED "')",
	    csm_model_name(s->model));
}

/* One column: an aggregate of an expression over the rows of the source. */
static void
source_fold(const char *aggregate, const char *rows, const char *value,
    const char *type, const char *name, struct csm_buf *out)
{
	csm_buf_puts(out, ",\n    ");
	if (type != NULL)
		csm_buf_puts(out, "CAST(");
	csm_buf_printf(out, "%s(", aggregate);
	if (rows != NULL)
		csm_buf_printf(out, "CASE WHEN %s THEN %s END)", rows, value);
	else
		csm_buf_printf(out, "%s)", value);
	if (type != NULL)
		csm_buf_printf(out, " AS %s)", type);
	csm_buf_printf(out, " AS %s", name);
}

/* The columns of a source that is added up. */
static void
source_wide_folds(const struct csm_sql_dialect *d, const struct csm_operand *s,
    size_t i, const char *rows, const char *value, struct csm_buf *out)
{
	char name[32], of[64];

	snprintf(of, sizeof of, "%s %s 1000000", value, d->idiv);
	snprintf(name, sizeof name, "s%zu_high", i);
	source_fold("sum", rows, of, d->whole, name, out);
	snprintf(of, sizeof of, "%s %% 1000000", value);
	snprintf(name, sizeof name, "s%zu_low", i);
	source_fold("sum", rows, of, d->whole, name, out);
	if (s->fold != CSM_FOLD_AVG)
		return;
	snprintf(name, sizeof name, "s%zu_n", i);
	source_fold("count", rows, value, d->whole, name, out);
}

void
csm_sql_put_folds(const struct csm_sql_dialect *d, const struct csm_operand *s,
    size_t i, const char *rows, const char *value, struct csm_buf *out)
{
	char name[32], of[96];

	snprintf(name, sizeof name, "s%zu", i);
	if (s->states) {
		source_fold("max", rows, "state", NULL, name, out);
		return;
	}
	switch (sql_fold_of(s)) {
	case CSM_SQL_FOLD_ONE:
		source_fold("max", rows, value, NULL, name, out);
		break;
	case CSM_SQL_FOLD_EDGE:
		source_fold(s->fold == CSM_FOLD_MAX ? "max" : "min", rows, value, NULL,
		    name, out);
		break;
	case CSM_SQL_FOLD_COUNT:
		source_fold("count", rows, value, d->whole, name, out);
		break;
	case CSM_SQL_FOLD_ANY:
		snprintf(
		    of, sizeof of, "CASE WHEN %s <> 0 THEN 1000000 ELSE 0 END", value);
		source_fold("max", rows, of, NULL, name, out);
		break;
	case CSM_SQL_FOLD_WIDE:
		source_wide_folds(d, s, i, rows, value, out);
		break;
	}
}

/* A column of the source among those the chain begins with. */
static csm_sql
source_column(struct csm_sql_build *b, size_t source, const char *what)
{
	char name[32];

	snprintf(name, sizeof name, "s%zu%s", source, what);
	return csm_sql_base(b->g, CSM_SQL_INT, name, true);
}

static csm_sql
source_text(struct csm_sql_build *b, size_t source)
{
	char name[32];

	snprintf(name, sizeof name, "s%zu", source);
	return csm_sql_base(b->g, CSM_SQL_TEXT, name, true);
}

/* The sum or mean of what was added up; NULL on a day without a value. */
static csm_sql
source_wide(struct csm_sql_build *b, size_t source, bool mean)
{
	struct csm_sql_graph *g = b->g;
	struct csm_sql_wide x = csm_sql_carry(
	    g, source_column(b, source, "_high"), source_column(b, source, "_low"));
	csm_sql n;

	if (!mean)
		return csm_sql_limited(g, &x);
	n = source_column(b, source, "_n");
	return csm_sql_where(
	    g, csm_sql_lt(g, csm_sql_int(g, 0), n), csm_sql_mean(g, &x, n));
}

static csm_sql
source_count(struct csm_sql_build *b, size_t source)
{
	struct csm_sql_graph *g = b->g;
	csm_sql n = source_column(b, source, "");

	/* No child with a value: missing, and not 0. */
	return csm_sql_where(g, csm_sql_lt(g, csm_sql_int(g, 0), n),
	    csm_sql_mul(g, n, csm_sql_int(g, CSM_NUM_ONE)));
}

/* What has changed up to the row's day.  A running sum of changes: see rows_count.c. */
static csm_sql
source_number(struct csm_sql_build *b, size_t source)
{
	return csm_sql_op2(b->g, CSM_SQL_COALESCE,
	    csm_sql_window(
		b->g, CSM_SQL_W_SUM, source_column(b, source, "_step"), -1, 0),
	    csm_sql_int(b->g, 0));
}

/* There is a number if something had a value in the window. */
static csm_sql
source_things(struct csm_sql_build *b, size_t source, int32_t days)
{
	struct csm_sql_graph *g = b->g;
	csm_sql there = csm_sql_window(
	    g, CSM_SQL_W_SUM, source_column(b, source, "_there"), days - 1, 0);

	return csm_sql_where(g, csm_sql_lt(g, csm_sql_int(g, 0), there),
	    csm_sql_mul(g, source_number(b, source), csm_sql_int(g, CSM_NUM_ONE)));
}

/* From the company's first point on, and always if the fields file has an end user of
 * it; unless the company has points of that name. */
static csm_sql
source_users(struct csm_sql_build *b, size_t source)
{
	const struct csm_operand *s = &b->plan->source[source];
	struct csm_sql_graph *g = b->g;
	csm_sql zero = csm_sql_int(g, 0), number = source_number(b, source);
	csm_sql counts = csm_sql_le(g, b->first, csm_sql_day(g)), known;

	if (b->plan->fields[CSM_MODEL_ENDUSER] != NULL) {
		known = csm_sql_op2(
		    g, CSM_SQL_COALESCE, source_column(b, source, "_known"), zero);
		counts = csm_sql_op2(g, CSM_SQL_OR, counts, csm_sql_lt(g, zero, known));
		if (s->kind == CSM_SOURCE_USERS)
			number = csm_sql_add(g, number, known);
	}
	return csm_sql_if(g,
	    csm_sql_op1(g, CSM_SQL_NOT_NULL, source_column(b, source, "_has")),
	    source_column(b, source, "_own"),
	    csm_sql_where(
		g, counts, csm_sql_mul(g, number, csm_sql_int(g, CSM_NUM_ONE))));
}

csm_sql
csm_sql_series(struct csm_sql_build *b, size_t source)
{
	const struct csm_operand *s = &b->plan->source[source];
	csm_sql series;

	/* A metric of the entity itself is its own node, without a join. */
	if (s->job != CSM_JOB_NONE && s->distinct == 0 && s->models == 1U << b->model &&
	    s->model == b->model)
		return csm_sql_job(b, s->job);
	b->used[source] = true;
	if (s->states)
		return source_text(b, source);
	if (csm_sql_is_count(s))
		return csm_sql_settle(b->g, s->distinct > 0
						? source_things(b, source, s->distinct)
						: source_users(b, source));
	switch (sql_fold_of(s)) {
	case CSM_SQL_FOLD_WIDE:
		series = source_wide(
		    b, source, s->fold == CSM_FOLD_AVG && s->models != 1U << s->model);
		break;
	case CSM_SQL_FOLD_COUNT:
		series = source_count(b, source);
		break;
	default:
		series = source_column(b, source, "");
		break;
	}
	return csm_sql_settle(b->g, series);
}
