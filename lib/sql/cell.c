/* Fields, whose cells are read as what is wanted of them, and comparisons. */
#include "sql/build.h"

#include "base/num.h"
#include "base/text.h"
#include "formula/eval.h"
#include "time/date.h"

#include <string.h>

struct csm_sql_value
csm_sql_numeric(csm_sql real)
{
	return (struct csm_sql_value){.kind = CSM_SQL_NUMERIC, .real = real};
}

struct csm_sql_value
csm_sql_exactly(struct csm_sql_build *b, csm_sql micros)
{
	/* Millionths are divided by 1e6 without a fault: the double may become a
	 * column. */
	csm_sql_settle(b->g, micros);
	return (struct csm_sql_value){.kind = CSM_SQL_NUMERIC,
	    .exact = micros,
	    .real = csm_sql_settle(b->g, csm_sql_to_double(b->g, micros))};
}

struct csm_sql_value
csm_sql_truth(struct csm_sql_build *b, csm_sql condition)
{
	return (struct csm_sql_value){.kind = CSM_SQL_NUMERIC,
	    .truth = condition,
	    .real =
		csm_sql_settle(b->g, csm_sql_if(b->g, condition, csm_sql_real(b->g, 1),
					 csm_sql_real(b->g, 0)))};
}

/* One of the readings of the field's cells. */
static csm_sql
cell_reading(struct csm_sql_build *b, const struct csm_feed *feed,
    enum csm_sql_type type, const char *what)
{
	struct csm_buf name = {0};
	csm_sql base;

	/* The names rows_field reads again (rows_stage.c). */
	csm_buf_printf(&name, "f%zu_%s", (size_t)(feed - b->plan->feed), what);
	base = csm_sql_base(b->g, type, csm_buf_text(&name), true);
	csm_buf_fini(&name);
	return base;
}

static enum csm_value_type
cell_type(struct csm_sql_build *b, const struct csm_feed *feed)
{
	return csm_fields_column_type(
	    b->plan->fields[feed->model], (size_t)feed->column);
}

static csm_sql
cell_truth(struct csm_sql_build *b, const struct csm_feed *feed)
{
	return cell_reading(b, feed, CSM_SQL_INT, "truth");
}

/* Truths count as numbers where the column is one of truths. */
static struct csm_sql_value
cell_number(struct csm_sql_build *b, const struct csm_feed *feed)
{
	struct csm_sql_graph *g = b->g;
	csm_sql number = cell_reading(b, feed, CSM_SQL_INT, "number");

	if (cell_type(b, feed) == CSM_VALUE_BOOL)
		/* A cell that says yes in a column of numbers stays none. */
		number = csm_sql_op2(g, CSM_SQL_COALESCE, number,
		    csm_sql_mul(g, cell_truth(b, feed), csm_sql_int(g, CSM_NUM_ONE)));
	return csm_sql_exactly(b, number);
}

static struct csm_sql_value
cell_as(struct csm_sql_build *b, const struct csm_feed *feed, enum csm_value_type type)
{
	struct csm_sql_graph *g = b->g;
	csm_sql truth;

	switch (type) {
	case CSM_VALUE_NUMBER:
		return cell_number(b, feed);
	case CSM_VALUE_BOOL:
		truth = csm_sql_within(
		    /* A truth that is not 0 is 1, which bounds what is multiplied by
		     * it. */
		    g, csm_sql_op1(g, CSM_SQL_TO_REAL, cell_truth(b, feed)), 1, 1);
		truth = csm_sql_settle(g,
		    csm_sql_op2(g, CSM_SQL_COALESCE, truth, cell_number(b, feed).real));
		return (struct csm_sql_value){.kind = CSM_SQL_NUMERIC,
		    .real = truth,
		    .truth = csm_sql_op2(g, CSM_SQL_NE, truth, csm_sql_real(g, 0))};
	case CSM_VALUE_DAY:
		return (struct csm_sql_value){.kind = CSM_SQL_DATE,
		    .exact = cell_reading(b, feed, CSM_SQL_INT, "day")};
	default:
		return (struct csm_sql_value){.kind = CSM_SQL_WORDS,
		    .text = cell_reading(b, feed, CSM_SQL_TEXT, "text")};
	}
}

struct csm_sql_value
csm_sql_field(
    struct csm_sql_build *b, const struct csm_feed *feed, enum csm_value_type want)
{
	struct csm_sql_value v = {.kind = CSM_SQL_CELL, .feed = feed};

	if (feed->is_id)
		return (struct csm_sql_value){.kind = CSM_SQL_WORDS,
		    .text = csm_sql_base(b->g, CSM_SQL_TEXT,
			feed->model == CSM_MODEL_COMPANY ? "company" : "id", false)};
	if (feed->is_day)
		return (struct csm_sql_value){
		    .kind = CSM_SQL_DATE, .exact = csm_sql_day(b->g)};
	/* The fields file has no such column: missing for everybody, as the engine has
	 * it. */
	if (feed->column < 0)
		return (struct csm_sql_value){.kind = CSM_SQL_MISSING};
	return want == CSM_VALUE_MISSING ? v : cell_as(b, feed, want);
}

struct csm_sql_value
csm_sql_as(
    struct csm_sql_build *b, const struct csm_sql_value *v, enum csm_value_type type)
{
	return v->kind == CSM_SQL_CELL ? cell_as(b, v->feed, type) : *v;
}

csm_sql
csm_sql_present(struct csm_sql_build *b, const struct csm_sql_value *v)
{
	csm_sql of = v->exact;

	switch (v->kind) {
	case CSM_SQL_MISSING:
		of = csm_sql_null(b->g, CSM_SQL_INT);
		break;
	case CSM_SQL_NUMERIC:
		of = v->exact != NULL ? v->exact : v->real;
		break;
	case CSM_SQL_DATE:
		break;
	case CSM_SQL_WORDS:
		of = v->text;
		break;
	case CSM_SQL_CELL:
		of = cell_as(b, v->feed, CSM_VALUE_TEXT).text;
		break;
	}
	return csm_sql_op1(b->g, CSM_SQL_NOT_NULL, of);
}

static csm_sql
cell_never(struct csm_sql_build *b)
{
	/* Folded to a condition that is known, so that CASEs over it disappear. */
	return csm_sql_op1(b->g, CSM_SQL_IS_NULL, csm_sql_int(b->g, 0));
}

csm_sql
csm_sql_condition(struct csm_sql_build *b, const struct csm_sql_value *v)
{
	struct csm_sql_value read = csm_sql_as(b, v, CSM_VALUE_BOOL);

	if (read.kind != CSM_SQL_NUMERIC)
		return cell_never(b);
	if (read.truth != NULL)
		return read.truth;
	return csm_sql_op2(b->g, CSM_SQL_NE, read.real, csm_sql_real(b->g, 0));
}

csm_sql
csm_sql_number(struct csm_sql_build *b, const struct csm_sql_value *v)
{
	struct csm_sql_value read = csm_sql_as(b, v, CSM_VALUE_NUMBER);

	return read.kind == CSM_SQL_NUMERIC ? read.real
					    : csm_sql_null(b->g, CSM_SQL_REAL);
}

#define CELL_BIT(order) (1u << CSM_ORDER_##order)

/* Two nodes of one type in one of the orders; that they differ without an order is
 * said by NE alone. */
static csm_sql
cell_ordered(struct csm_sql_build *b, csm_sql x, csm_sql y, unsigned orders)
{
	struct csm_sql_graph *g = b->g;

	/* Values of one kind always have an order. */
	switch (orders & ~CELL_BIT(DIFFERENT)) {
	case CELL_BIT(LESS):
		return csm_sql_lt(g, x, y);
	case CELL_BIT(MORE):
		return csm_sql_lt(g, y, x);
	case CELL_BIT(EQUAL):
		return csm_sql_op2(g, CSM_SQL_EQ, x, y);
	case CELL_BIT(LESS) | CELL_BIT(EQUAL):
		return csm_sql_le(g, x, y);
	case CELL_BIT(MORE) | CELL_BIT(EQUAL):
		return csm_sql_le(g, y, x);
	default:
		return csm_sql_op2(g, CSM_SQL_NE, x, y);
	}
}

/* Both have a value and cannot be compared. */
static csm_sql
cell_different(struct csm_sql_build *b, const struct csm_sql_value *x,
    const struct csm_sql_value *y, unsigned orders)
{
	if (!(orders & CELL_BIT(DIFFERENT)))
		return cell_never(b);
	return csm_sql_and(b->g, csm_sql_present(b, x), csm_sql_present(b, y));
}

/* A truth is one only where it is known to be: `truth` is set. */
static enum csm_value_type
cell_type_of(const struct csm_sql_value *v)
{
	return v->kind == CSM_SQL_DATE    ? CSM_VALUE_DAY
	       : v->kind == CSM_SQL_WORDS ? CSM_VALUE_TEXT
	       : v->truth != NULL         ? CSM_VALUE_BOOL
					  : CSM_VALUE_NUMBER;
}

/* A text that is written in the formula, as a value of another kind; MISSING if it is
 * none. */
static struct csm_sql_value
cell_literal(struct csm_sql_build *b, const char *text, enum csm_value_type type)
{
	struct csm_sql_value v = {.kind = CSM_SQL_MISSING};
	size_t len = strlen(text);
	int64_t micros;
	int32_t day;
	int truth;

	switch (type) {
	case CSM_VALUE_NUMBER:
		if (csm_num_parse(text, len, &micros) <= CSM_NUM_ROUNDED)
			v = csm_sql_exactly(b, csm_sql_int(b->g, micros));
		break;
	case CSM_VALUE_BOOL:
		truth = csm_text_truth(text, len);
		if (truth >= 0)
			v = csm_sql_numeric(csm_sql_real(b->g, truth));
		break;
	case CSM_VALUE_DAY:
		if (csm_date_parse(text, len, &day) == NULL)
			v = (struct csm_sql_value){
			    .kind = CSM_SQL_DATE, .exact = csm_sql_int(b->g, day)};
		break;
	case CSM_VALUE_TEXT:
		v = (struct csm_sql_value){.kind = CSM_SQL_WORDS,
		    .literal = text,
		    .text = csm_sql_string(b->g, text)};
		break;
	default:
		break;
	}
	return v;
}

static csm_sql
cell_unsaid(struct csm_sql_build *b)
{
	csm_sql_refuse(b, "a comparison whose kind only the data tell");
	return cell_never(b);
}

/* A cell beside a text that is written in the formula; `other` is on the left if
 * `turned`.  As csm_value_order: a text that reads as a day makes days of the cells,
 * one that reads as the column makes that, and any other is compared by its bytes. */
static csm_sql
cell_beside_text(struct csm_sql_build *b, const struct csm_sql_value *cell,
    const char *text, bool turned, unsigned orders)
{
	enum csm_value_type column = cell_type(b, cell->feed), type = CSM_VALUE_TEXT;
	struct csm_sql_value read = cell_literal(b, text, CSM_VALUE_DAY), x;
	csm_sql ordered;

	if (read.kind != CSM_SQL_MISSING)
		type = CSM_VALUE_DAY;
	else if (cell_literal(b, text, column).kind != CSM_SQL_MISSING)
		type = column;
	read = cell_literal(b, text, type);
	x = csm_sql_as(b, cell, type);
	if (type == CSM_VALUE_TEXT && column != CSM_VALUE_TEXT)
		return orders & CELL_BIT(EQUAL)
			   ? csm_sql_op2(b->g, CSM_SQL_EQ, x.text, read.text)
		       : orders & CELL_BIT(DIFFERENT)
			   ? csm_sql_op2(b->g, CSM_SQL_NE, x.text, read.text)
			   : cell_never(b);
	ordered = turned ? csm_sql_compare(b, &read, &x, orders)
			 : csm_sql_compare(b, &x, &read, orders);
	if (!(orders & CELL_BIT(DIFFERENT)))
		return ordered;
	/* a cell that is no such number or day differs from the text */
	return csm_sql_op2(b->g, CSM_SQL_OR, ordered,
	    csm_sql_and(b->g, csm_sql_present(b, cell),
		csm_sql_op1(b->g, CSM_SQL_NOT, csm_sql_present(b, &x))));
}

static csm_sql
cell_compare(struct csm_sql_build *b, const struct csm_sql_value *x,
    const struct csm_sql_value *y, unsigned orders)
{
	const struct csm_sql_value *cell = x->kind == CSM_SQL_CELL ? x : y,
				   *other = cell == x ? y : x;
	enum csm_value_type type;

	if (other->kind == CSM_SQL_WORDS)
		return other->literal == NULL ? cell_unsaid(b)
					      : cell_beside_text(b, cell,
						    other->literal, cell == y, orders);
	type = cell_type_of(other);
	if (other->kind == CSM_SQL_CELL) {
		type = cell_type(b, cell->feed);
		if (type == CSM_VALUE_TEXT)
			type = cell_type(b, other->feed);
		if (type == CSM_VALUE_TEXT)
			return cell_unsaid(b);
	}
	struct csm_sql_value left = csm_sql_as(b, x, type),
			     right = csm_sql_as(b, y, type);
	return csm_sql_compare(b, &left, &right, orders);
}

csm_sql
csm_sql_compare(struct csm_sql_build *b, const struct csm_sql_value *x,
    const struct csm_sql_value *y, unsigned orders)
{
	struct csm_sql_value read;

	if (x->kind == CSM_SQL_MISSING || y->kind == CSM_SQL_MISSING)
		return cell_never(b);
	if (x->kind == CSM_SQL_CELL || y->kind == CSM_SQL_CELL)
		return cell_compare(b, x, y, orders);
	if (x->kind == y->kind)
		return x->kind == CSM_SQL_NUMERIC
			   ? cell_ordered(b, x->real, y->real, orders)
		       : x->kind == CSM_SQL_DATE
			   ? cell_ordered(b, x->exact, y->exact, orders)
			   : cell_ordered(b, x->text, y->text, orders);
	/* A day beside a number: they differ, and that is all there is to say. */
	if (x->kind != CSM_SQL_WORDS && y->kind != CSM_SQL_WORDS)
		return cell_different(b, x, y, orders);
	const struct csm_sql_value *words = x->kind == CSM_SQL_WORDS ? x : y,
				   *other = words == x ? y : x;
	if (words->literal == NULL)
		return cell_unsaid(b);
	read = cell_literal(b, words->literal, cell_type_of(other));
	if (read.kind == CSM_SQL_MISSING)
		return cell_different(b, x, y, orders);
	return words == x ? csm_sql_compare(b, &read, y, orders)
			  : csm_sql_compare(b, x, &read, orders);
}
