/* What the parts of scores make of their values, as score/factor.h, score/measure.h and
 * score/pillar.h have it. */
#include "sql/health.h"

#include "base/num.h"
#include "score/measure.h"
#include "sql/formula.h"
#include "time/date.h"

#include <string.h>

/* Whether a day is the one that is written: a text that is no day never is. */
static csm_sql
part_is_day(struct csm_sql_build *b, csm_sql day, const char *text)
{
	char again[CSM_DAY_TEXT];
	int32_t written;

	if (csm_date_parse(text, strlen(text), &written) != NULL)
		return csm_sql_op1(b->g, CSM_SQL_IS_NULL, csm_sql_int(b->g, 0));
	csm_date_format(written, again);
	/* Factors compare a day as it is written: 2026-1-5 is no day that is printed. */
	if (strcmp(again, text) != 0)
		return csm_sql_op1(b->g, CSM_SQL_IS_NULL, csm_sql_int(b->g, 0));
	return csm_sql_op2(b->g, CSM_SQL_EQ, day, csm_sql_int(b->g, written));
}

/* The number in a value, of six places.  Equality of numbers is of millionths, as
 * values are kept. */
static csm_sql
part_micros(struct csm_sql_build *b, const struct csm_sql_value *v)
{
	if (v->kind != CSM_SQL_NUMERIC)
		return csm_sql_null(b->g, CSM_SQL_INT);
	return csm_sql_settle(
	    b->g, v->exact != NULL ? v->exact : csm_sql_from_double(b->g, v->real));
}

/* An equality, whatever the value is. */
static struct csm_sql_judged
part_equality(struct csm_sql_build *b, const struct csm_factor *f, size_t job)
{
	struct csm_sql_graph *g = b->g;
	struct csm_sql_value v = csm_sql_job_value(b, job);
	csm_sql never = csm_sql_op1(g, CSM_SQL_IS_NULL, csm_sql_int(g, 0)), micros;
	struct csm_sql_judged judged = {.matches = never};
	int64_t wanted = csm_value_micros(&f->value);

	v = csm_sql_as(b, &v, csm_factor_wants(f));
	micros = part_micros(b, &v);
	/* An equality looks at no number. */
	judged.real = csm_sql_null(g, CSM_SQL_REAL);
	judged.known = v.kind == CSM_SQL_NUMERIC
			   ? csm_sql_op1(g, CSM_SQL_NOT_NULL, micros)
			   : csm_sql_present(b, &v);
	if (f->value.type == CSM_VALUE_TEXT) {
		if (v.kind == CSM_SQL_WORDS)
			judged.matches = csm_sql_op2(
			    g, CSM_SQL_EQ, v.text, csm_sql_string(g, f->value.u.text));
		if (v.kind == CSM_SQL_DATE)
			judged.matches = part_is_day(b, v.exact, f->value.u.text);
	} else if (wanted != CSM_MISSING) {
		judged.matches =
		    csm_sql_op2(g, CSM_SQL_EQ, micros, csm_sql_int(g, wanted));
	}
	return judged;
}

struct csm_sql_judged
csm_sql_judge(struct csm_sql_chain *c, const struct csm_factor *f, size_t job)
{
	struct csm_sql_build *b = &c->build;
	struct csm_buf text = {0};
	struct csm_sql_value v;
	csm_sql micros;

	csm_formula_print_text(f->metric, &text);
	if (f->value.type != CSM_VALUE_MISSING &&
	    (f->condition == CSM_CONDITION_EQUAL ||
		f->condition == CSM_CONDITION_NOT_EQUAL)) {
		csm_buf_fini(&text);
		return part_equality(b, f, job);
	}
	v = csm_sql_job_value(b, job);
	if (v.kind == CSM_SQL_DATE || v.kind == CSM_SQL_WORDS)
		csm_sql_refuse(b, "a factor that judges no number");
	micros = csm_sql_job(b, job);
	csm_sql_chain_name(c, micros, "x", f->id, csm_buf_text(&text));
	csm_buf_fini(&text);
	return (struct csm_sql_judged){
	    .real = csm_sql_settle(b->g, csm_sql_to_double(b->g, micros)),
	    .known = csm_sql_op1(b->g, CSM_SQL_NOT_NULL, micros)};
}

/* The node, unless it could be no double in some engine. */
static csm_sql
part_bounded(struct csm_sql_build *b, csm_sql real)
{
	if (!(real->most < CSM_SQL_MOST && real->least > CSM_SQL_LEAST))
		csm_sql_refuse(b, "a factor that could leave the range of doubles");
	return real;
}

/* How far x is between two numbers. */
static csm_sql
part_place(struct csm_sql_build *b, csm_sql x, double low, double high)
{
	return csm_sql_op2(b->g, CSM_SQL_DIV,
	    csm_sql_sub(b->g, x, csm_sql_real(b->g, low)),
	    csm_sql_real(b->g, high - low));
}

static csm_sql
part_linear(struct csm_sql_build *b, const struct csm_factor *f, csm_sql x)
{
	struct csm_sql_graph *g = b->g;
	/* Beyond its ends a line goes on as it ended, or gives nothing. */
	bool held = f->condition != CSM_CONDITION_LINEAR_BOUNDED;
	csm_sql zero = csm_sql_real(g, 0);
	csm_sql within =
	    part_bounded(b, csm_sql_add(g, csm_sql_real(g, f->low[1]),
				csm_sql_mul(g, part_place(b, x, f->low[0], f->high[0]),
				    csm_sql_real(g, f->high[1] - f->low[1]))));

	return csm_sql_if(g, csm_sql_lt(g, x, csm_sql_real(g, f->low[0])),
	    held ? csm_sql_real(g, f->low[1]) : zero,
	    csm_sql_if(g, csm_sql_lt(g, csm_sql_real(g, f->high[0]), x),
		held ? csm_sql_real(g, f->high[1]) : zero,
		/* A missing value is in none of the branches before, since comparisons
		 * with NULL hold nowhere. */
		csm_sql_if(g, csm_sql_op1(g, CSM_SQL_NOT_NULL, x), within, zero)));
}

/* A comparison that is not linear; not true of a missing value. */
static csm_sql
part_holds(struct csm_sql_build *b, const struct csm_factor *f,
    const struct csm_sql_judged *judged)
{
	struct csm_sql_graph *g = b->g;
	csm_sql x = judged->real, y;

	switch (f->condition) {
	case CSM_CONDITION_EQUAL:
		return csm_sql_and(g, judged->known, judged->matches);
	case CSM_CONDITION_NOT_EQUAL:
		return csm_sql_and(
		    g, judged->known, csm_sql_op1(g, CSM_SQL_NOT, judged->matches));
	default:
		break;
	}
	y = csm_sql_real(g, f->value.u.number);
	switch (f->condition) {
	case CSM_CONDITION_LESS:
		return csm_sql_lt(g, x, y);
	case CSM_CONDITION_MORE:
		return csm_sql_lt(g, y, x);
	case CSM_CONDITION_AT_LEAST:
		return csm_sql_le(g, y, x);
	default:
		return csm_sql_le(g, x, y);
	}
}

csm_sql
csm_sql_impact(struct csm_sql_build *b, const struct csm_factor *f,
    const struct csm_sql_judged *judged)
{
	if (csm_condition_linear(f->condition))
		return part_linear(b, f, judged->real);
	return csm_sql_if(b->g, part_holds(b, f, judged), csm_sql_real(b->g, f->impact),
	    csm_sql_real(b->g, 0));
}

/* Before `invert`. */
static csm_sql
part_scale(struct csm_sql_build *b, const struct csm_factor *f, csm_sql x)
{
	struct csm_sql_graph *g = b->g;
	csm_sql ten = csm_sql_real(g, 10), score;

	if (f->steps == 0)
		return csm_sql_if(g, csm_sql_le(g, x, csm_sql_real(g, f->low[0])),
		    csm_sql_real(g, 0),
		    csm_sql_if(g, csm_sql_le(g, csm_sql_real(g, f->high[0]), x), ten,
			part_bounded(
			    b, csm_sql_mul(
				   g, part_place(b, x, f->low[0], f->high[0]), ten))));
	score = csm_sql_real(g, f->step[f->steps - 1].score);
	for (size_t i = f->steps - 1; i-- > 0;)
		score =
		    csm_sql_if(g, csm_sql_lt(g, x, csm_sql_real(g, f->step[i].below)),
			csm_sql_real(g, f->step[i].score), score);
	return score;
}

csm_sql
csm_sql_measure(struct csm_sql_build *b, const struct csm_factor *f,
    const struct csm_sql_judged *judged)
{
	struct csm_sql_graph *g = b->g;
	csm_sql score = part_scale(b, f, judged->real);
	int64_t otherwise = csm_measure_default(f);

	if (f->invert)
		score = csm_sql_sub(g, csm_sql_real(g, 10), score);
	return csm_sql_settle(
	    g, csm_sql_if(g, judged->known, score,
		   otherwise == CSM_MISSING
		       ? csm_sql_null(g, CSM_SQL_REAL)
		       : csm_sql_real(g, csm_num_to_double(otherwise))));
}

/* Later conditions go over earlier ones: poor before good before known. */
csm_sql
csm_sql_pillar(
    struct csm_sql_build *b, const struct csm_factor *f, const struct csm_asked *asked)
{
	struct csm_sql_graph *g = b->g;
	csm_sql average = csm_sql_int(g, csm_pillar_number(CSM_PILLAR_AVERAGE));
	csm_sql number = csm_sql_null(g, CSM_SQL_INT);

	if (f->good != NULL)
		number = csm_sql_if(
		    g, csm_sql_job_holds(b, asked->good_known), average, number);
	if (f->poor != NULL)
		number = csm_sql_if(
		    g, csm_sql_job_holds(b, asked->poor_known), average, number);
	if (f->good != NULL)
		number = csm_sql_if(g, csm_sql_job_holds(b, asked->good),
		    csm_sql_int(g, csm_pillar_number(CSM_PILLAR_GOOD)), number);
	if (f->poor != NULL)
		number = csm_sql_if(g, csm_sql_job_holds(b, asked->poor),
		    csm_sql_int(g, csm_pillar_number(CSM_PILLAR_POOR)), number);
	return csm_sql_settle(g, number);
}
