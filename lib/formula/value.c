#include "formula/eval.h"

#include "base/text.h"

#include <string.h>

/* Truths count as numbers only where the column is one of truths: in a column of
 * numbers "no" is none. */
static int
cell_number(const struct csm_reading *cell, double *number)
{
	if (cell->reads & CSM_READS(CSM_VALUE_NUMBER)) {
		*number = csm_num_to_double(cell->micros);
		return 1;
	}
	*number = cell->truth;
	return cell->type == CSM_VALUE_BOOL &&
	       (cell->reads & CSM_READS(CSM_VALUE_BOOL)) != 0;
}

int
csm_value_number(const struct csm_value *v, double *number)
{
	switch (v->type) {
	case CSM_VALUE_CELL:
		return cell_number(v->u.cell, number);
	case CSM_VALUE_NUMBER:
		*number = v->u.number;
		return 1;
	case CSM_VALUE_BOOL:
		*number = v->u.truth;
		return 1;
	default:
		return 0;
	}
}

void
csm_eval_not_number(struct csm_eval_counts *counts, const char *text)
{
	if (counts->not_numbers++ == 0)
		counts->not_number = text;
}

struct csm_zone *
csm_eval_zone(const struct csm_eval_counts *counts)
{
	return counts->zone;
}

/* 007, +49, 00.5: texts that only look like numbers. */
static int
cell_is_code(const char *s, size_t len)
{
	size_t i = s[0] == '-';

	return s[0] == '+' ||
	       (len > i + 1 && s[i] == '0' && s[i + 1] >= '0' && s[i + 1] <= '9');
}

struct csm_value
csm_value_cell(struct csm_arena *arena, const char *s, size_t len)
{
	struct csm_value v = {.type = CSM_VALUE_MISSING};
	struct csm_reading *r;
	int truth;

	if (len == 0)
		return v;
	r = CSM_ARENA_NEW(arena, struct csm_reading);
	r->text = csm_arena_text(arena, s, len);
	r->type = CSM_VALUE_TEXT;
	truth = csm_text_truth(s, len);
	if (truth >= 0) {
		r->truth = (unsigned char)truth;
		r->reads |= CSM_READS(CSM_VALUE_BOOL);
	}
	if (csm_date_parse(s, len, &r->day) == NULL) {
		r->reads |= CSM_READS(CSM_VALUE_DAY);
		r->type = CSM_VALUE_DAY;
	}
	if (csm_num_parse(s, len, &r->micros) <= CSM_NUM_ROUNDED) {
		r->reads |= CSM_READS(CSM_VALUE_NUMBER);
		if (!cell_is_code(s, len))
			r->type = CSM_VALUE_NUMBER;
	}
	return (struct csm_value){.type = CSM_VALUE_CELL, .u.cell = r};
}

int64_t
csm_value_micros(const struct csm_value *v)
{
	double x;

	if (v->type == CSM_VALUE_CELL && v->u.cell->reads & CSM_READS(CSM_VALUE_NUMBER))
		return v->u.cell->micros;
	return csm_value_number(v, &x) ? csm_num_from_double(x) : CSM_MISSING;
}

int
csm_value_true(const struct csm_value *v)
{
	double x;

	if (v->type == CSM_VALUE_CELL && v->u.cell->reads & CSM_READS(CSM_VALUE_BOOL))
		return v->u.cell->truth;
	return csm_value_number(v, &x) && x != 0;
}

struct csm_value
csm_value_as(const struct csm_value *v, enum csm_value_type type)
{
	struct csm_value out = {.type = type};
	const struct csm_reading *cell = v->u.cell;
	int there = 1;

	if (v->type != CSM_VALUE_CELL)
		return *v;
	switch (type) {
	case CSM_VALUE_NUMBER:
		there = cell_number(cell, &out.u.number);
		break;
	case CSM_VALUE_BOOL:
		/* other numbers than 1 and 0 are truths too */
		if (!(cell->reads & CSM_READS(CSM_VALUE_BOOL)))
			return csm_value_as(v, CSM_VALUE_NUMBER);
		out.u.truth = cell->truth;
		break;
	case CSM_VALUE_DAY:
		there = cell->reads & CSM_READS(CSM_VALUE_DAY);
		out.u.day = cell->day;
		break;
	case CSM_VALUE_TEXT:
		out.u.text = cell->text;
		break;
	default:
		return *v;
	}
	if (!there)
		out.type = CSM_VALUE_MISSING;
	return out;
}

struct csm_value
csm_value_own(const struct csm_value *v)
{
	struct csm_value out;

	if (v->type != CSM_VALUE_CELL)
		return *v;
	out = csm_value_as(v, (enum csm_value_type)v->u.cell->type);
	return out.type != CSM_VALUE_MISSING ? out : csm_value_as(v, CSM_VALUE_TEXT);
}

const char *
csm_value_text(const struct csm_value *v)
{
	return v->type == CSM_VALUE_CELL   ? v->u.cell->text
	       : v->type == CSM_VALUE_TEXT ? v->u.text
					   : NULL;
}

static enum csm_order
order_of(double a, double b)
{
	return a < b ? CSM_ORDER_LESS : a > b ? CSM_ORDER_MORE : CSM_ORDER_EQUAL;
}

/* The text read as a value of the other side's kind: 0, or -1 if it is none. */
static int
read_as(const char *text, enum csm_value_type type, struct csm_value *out)
{
	size_t len = strlen(text);
	int64_t micros;

	out->type = type;
	switch (type) {
	case CSM_VALUE_NUMBER:
		if (csm_num_parse(text, len, &micros) > CSM_NUM_ROUNDED)
			return -1;
		out->u.number = csm_num_to_double(micros);
		return 0;
	case CSM_VALUE_BOOL:
		out->u.truth = csm_text_truth(text, len);
		return out->u.truth >= 0 ? 0 : -1;
	case CSM_VALUE_DAY:
		return csm_date_parse(text, len, &out->u.day) == NULL ? 0 : -1;
	default:
		return -1;
	}
}

int
csm_value_day(const struct csm_value *v, int32_t *day)
{
	struct csm_value read = csm_value_as(v, CSM_VALUE_DAY);

	if (v->type == CSM_VALUE_TEXT && read_as(v->u.text, CSM_VALUE_DAY, &read) != 0)
		return 0;
	*day = read.u.day;
	return read.type == CSM_VALUE_DAY;
}

static enum csm_order
order_alike(const struct csm_value *a, const struct csm_value *b)
{
	double x, y;
	int c;

	if (csm_value_number(a, &x) && csm_value_number(b, &y))
		return order_of(x, y);
	/* A truth beside a day, say: they differ, and neither comes first. */
	if (a->type != b->type)
		return CSM_ORDER_DIFFERENT;
	if (a->type == CSM_VALUE_DAY)
		return order_of(a->u.day, b->u.day);
	c = strcmp(a->u.text, b->u.text);
	return c < 0 ? CSM_ORDER_LESS : c > 0 ? CSM_ORDER_MORE : CSM_ORDER_EQUAL;
}

/* What a cell beside a text is read as: what the text says it is. */
static enum csm_value_type
type_beside_text(const struct csm_reading *cell, const char *text)
{
	struct csm_value read;

	/* Who writes a day means days, also of a column that most cells make a text. */
	if (read_as(text, CSM_VALUE_DAY, &read) == 0)
		return CSM_VALUE_DAY;
	return read_as(text, (enum csm_value_type)cell->type, &read) == 0
		   ? (enum csm_value_type)cell->type
		   : CSM_VALUE_TEXT;
}

static enum csm_value_type
type_of_cells(const struct csm_reading *a, const struct csm_reading *b)
{
	static const enum csm_value_type types[] = {
	    CSM_VALUE_NUMBER, CSM_VALUE_DAY, CSM_VALUE_BOOL};

	if (a->type != CSM_VALUE_TEXT)
		return (enum csm_value_type)a->type;
	if (b->type != CSM_VALUE_TEXT)
		return (enum csm_value_type)b->type;
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		/* Two columns of texts: 9 and 10 are compared as numbers where both are
		 * such. */
		if (a->reads & b->reads & CSM_READS(types[i]))
			return types[i];
	return CSM_VALUE_TEXT;
}

/* One of the two is a cell at least, and neither is missing. */
static enum csm_order
order_cells(const struct csm_value *a, const struct csm_value *b)
{
	const struct csm_value *cell = a->type == CSM_VALUE_CELL ? a : b;
	const struct csm_value *other = cell == a ? b : a;
	enum csm_value_type type = other->type;
	struct csm_value x, y;

	if (other->type == CSM_VALUE_CELL)
		type = type_of_cells(a->u.cell, b->u.cell);
	else if (other->type == CSM_VALUE_TEXT)
		type = type_beside_text(cell->u.cell, other->u.text);
	/* "soon" in a column of days is before and after none of them */
	if (other->type == CSM_VALUE_TEXT && type == CSM_VALUE_TEXT &&
	    cell->u.cell->type != CSM_VALUE_TEXT)
		return strcmp(cell->u.cell->text, other->u.text) == 0
			   ? CSM_ORDER_EQUAL
			   : CSM_ORDER_DIFFERENT;
	x = csm_value_as(a, type);
	y = csm_value_as(b, type);
	/* a text was asked for: one that is no such number or day differs from it */
	if (other->type == CSM_VALUE_TEXT &&
	    (x.type == CSM_VALUE_MISSING || y.type == CSM_VALUE_MISSING))
		return CSM_ORDER_DIFFERENT;
	return csm_value_order(&x, &y);
}

enum csm_order
csm_value_order(const struct csm_value *a, const struct csm_value *b)
{
	struct csm_value read;

	/* First what nearly every comparison is. */
	if (a->type == CSM_VALUE_NUMBER && b->type == CSM_VALUE_NUMBER)
		return order_of(a->u.number, b->u.number);
	if (a->type == CSM_VALUE_MISSING || b->type == CSM_VALUE_MISSING)
		return CSM_ORDER_MISSING;
	if (a->type == CSM_VALUE_CELL || b->type == CSM_VALUE_CELL)
		return order_cells(a, b);
	if (a->type == b->type ||
	    (a->type != CSM_VALUE_TEXT && b->type != CSM_VALUE_TEXT))
		return order_alike(a, b);
	if (a->type == CSM_VALUE_TEXT)
		return read_as(a->u.text, b->type, &read) != 0 ? CSM_ORDER_DIFFERENT
							       : order_alike(&read, b);
	return read_as(b->u.text, a->type, &read) != 0 ? CSM_ORDER_DIFFERENT
						       : order_alike(a, &read);
}

static const char *
next_character(const char *s)
{
	do
		s++;
	while (((unsigned char)*s & 0xc0) == 0x80);
	return s;
}

/* One character of the pattern, not '%', against one of the text: 1 if it fits. */
static int
value_fits(const char *text, const char *pattern)
{
	if (*pattern == '_')
		return 1;
	if (*pattern == '\\' && pattern[1] != '\0')
		pattern++;
	for (const char *end = next_character(pattern); pattern < end;
	     pattern++, text++)
		if (*text != *pattern)
			return 0;
	return 1;
}

static const char *
next_of_pattern(const char *p)
{
	return next_character(*p == '\\' && p[1] != '\0' ? p + 1 : p);
}

/* Only the last '%' ever needs another try, so the cost is at most text * pattern. */
int
csm_like(const char *text, const char *pattern)
{
	const char *percent = NULL, *retry = NULL;

	for (;;) {
		if (*pattern == '%') {
			percent = ++pattern;
			retry = text;
		} else if (*text == '\0' && *pattern == '\0') {
			return 1;
		} else if (*text != '\0' && *pattern != '\0' &&
			   value_fits(text, pattern)) {
			text = next_character(text);
			pattern = next_of_pattern(pattern);
		} else if (percent != NULL && *retry != '\0') {
			/* One character more for the last '%'; the ones before it have
			 * matched as little as they can. */
			text = retry = next_character(retry);
			pattern = percent;
		} else {
			return 0;
		}
	}
}
