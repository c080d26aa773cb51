/*
 * Functions of texts and times.  What they make lives in the scratch memory of the
 * evaluation.  None of them takes more than linear time in its texts, but `match`,
 * whose texts are bounded.
 */
#include "formula/eval.h"

#include "base/case.h"
#include "base/text.h"
#include "formula/id_list.h"
#include "formula/regex.h"
#include "syntax/json_cell.h"
#include "time/stamp.h"

#include <math.h>
#include <string.h>

static const struct csm_value nothing = {.type = CSM_VALUE_MISSING};

static struct csm_value
eval_text_of(const char *text)
{
	return (struct csm_value){.type = CSM_VALUE_TEXT, .u.text = text};
}

/* What a row function is handed: texts of the arguments, each as it is written. */
struct text_args {
	const char *text[3];
	double number;
	struct csm_arena *scratch;
};

/* The first n arguments as texts; 0 if one is missing. */
static int
eval_text_args(const struct csm_value *const *arg, size_t n, size_t row,
    struct csm_arena *scratch, struct text_args *out)
{
	out->scratch = scratch;
	for (size_t k = 0; k < n; k++) {
		/* Of the arena, as a result may be the text of an argument itself:
		 * domain() gives its tail. */
		char *room = csm_arena_alloc(scratch, CSM_NUM_TEXT);
		out->text[k] = csm_value_spelling(&arg[k][row], room);
		if (out->text[k] == NULL)
			return 0;
	}
	return 1;
}

/* A function of texts: its value for one row, all of whose arguments are there. */
typedef struct csm_value text_row(const struct text_args *a);

static void
eval_text_rows(const struct csm_value *const *arg, size_t texts, size_t number,
    size_t n, struct csm_value *out, struct csm_eval_counts *counts, text_row *row)
{
	for (size_t i = 0; i < n; i++) {
		struct text_args a = {.number = 0};
		out[i] = nothing;
		if (eval_text_args(arg, texts, i, counts->scratch, &a) &&
		    (number == 0 || csm_value_number(&arg[number][i], &a.number)))
			out[i] = row(&a);
	}
}

#define TEXT_FUNCTION(name, texts, number, row)                                        \
	void name(const struct csm_value *const *arg, size_t argc, size_t n,           \
	    struct csm_value *out, struct csm_eval_counts *counts)                     \
	{                                                                              \
		(void)argc;                                                            \
		eval_text_rows(arg, (texts), (number), n, out, counts, row);           \
	}

static struct csm_value
row_lower(const struct text_args *a)
{
	return eval_text_of(csm_case_lower(a->scratch, a->text[0], strlen(a->text[0])));
}
TEXT_FUNCTION(csm_eval_lower, 1, 0, row_lower)

static struct csm_value
row_upper(const struct text_args *a)
{
	return eval_text_of(csm_case_upper(a->scratch, a->text[0], strlen(a->text[0])));
}
TEXT_FUNCTION(csm_eval_upper, 1, 0, row_upper)

static struct csm_value
row_trim(const struct text_args *a)
{
	struct csm_text t = csm_text_trim(a->text[0], strlen(a->text[0]));

	return eval_text_of(csm_arena_text(a->scratch, t.s, t.len));
}
TEXT_FUNCTION(csm_eval_trim, 1, 0, row_trim)

/* What follows the last @; missing if there is none or nothing. */
static struct csm_value
row_domain(const struct text_args *a)
{
	/* The last: the local part may hold one in quotes. */
	const char *at = strrchr(a->text[0], '@');

	return at == NULL || at[1] == '\0' ? nothing : eval_text_of(at + 1);
}
TEXT_FUNCTION(csm_eval_domain, 1, 0, row_domain)

static size_t
count_parts(const char *s, const char *separator, size_t len)
{
	size_t n = 1;

	for (; (s = strstr(s, separator)) != NULL; s += len)
		n++;
	return n;
}

/* The n-th part, from 1; from the end, from -1; missing if there are not so many.  A
 * fraction of n is cut off, as everywhere a text is counted in. */
static struct csm_value
row_part(const struct text_args *a)
{
	const char *s = a->text[0], *separator = a->text[1], *end;
	const double n = trunc(a->number);
	size_t len = strlen(separator), parts, want;

	/* An empty separator stands everywhere, and there is no part between the first
	 * and the last. */
	if (len == 0 || n == 0)
		return nothing;
	parts = count_parts(s, separator, len);
	/* As doubles: a number beyond 2^63 is no size_t, and its conversion is
	 * undefined. */
	if (n > (double)parts || n < -(double)parts)
		return nothing;
	want = n > 0 ? (size_t)n - 1 : parts - (size_t)-n;
	/* It is there: count_parts() has found as many. */
	for (; want > 0; want--)
		s = strstr(s, separator) + len;
	end = strstr(s, separator);
	return eval_text_of(
	    csm_arena_text(a->scratch, s, end == NULL ? strlen(s) : (size_t)(end - s)));
}
TEXT_FUNCTION(csm_eval_part, 2, 2, row_part)

static struct csm_value
row_replace(const struct text_args *a)
{
	const char *s = a->text[0], *from = a->text[1], *to = a->text[2], *hit;
	size_t len = strlen(from), n;
	struct csm_buf out = {0};
	struct csm_value v;

	/* strstr() finds an empty text for ever at the same place. */
	if (len == 0)
		return eval_text_of(s);
	for (; (hit = strstr(s, from)) != NULL; s = hit + len) {
		csm_buf_put(&out, s, (size_t)(hit - s));
		csm_buf_puts(&out, to);
	}
	csm_buf_puts(&out, s);
	n = out.len;
	v = eval_text_of(csm_arena_text(a->scratch, csm_buf_text(&out), n));
	csm_buf_fini(&out);
	return v;
}
TEXT_FUNCTION(csm_eval_replace, 3, 0, row_replace)

/* The first n characters; a byte that is no UTF-8 counts as one. */
static struct csm_value
row_left(const struct text_args *a)
{
	const char *s = a->text[0], *end = s;

	for (double i = 1; i <= a->number && *end != '\0'; i++)
		end += csm_text_first(end, strnlen(end, 4));
	return eval_text_of(csm_arena_text(a->scratch, s, (size_t)(end - s)));
}
TEXT_FUNCTION(csm_eval_left, 1, 1, row_left)

void
csm_eval_concat(const struct csm_value *const *arg, size_t argc, size_t n,
    struct csm_value *out, struct csm_eval_counts *counts)
{
	struct csm_buf text = {0};

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		text.len = 0;
		for (; k < argc; k++) {
			char room[CSM_NUM_TEXT];
			const char *s = csm_value_spelling(&arg[k][i], room);
			if (s == NULL)
				break;
			csm_buf_puts(&text, s);
		}
		out[i] = k < argc ? nothing
				  : eval_text_of(csm_arena_text(counts->scratch,
					csm_buf_text(&text), text.len));
	}
	csm_buf_fini(&text);
}

void
csm_eval_match(const struct csm_value *const *arg, size_t argc, size_t n,
    struct csm_value *out, struct csm_eval_counts *counts)
{
	const struct csm_regex *regex = counts->call->data;

	for (size_t i = 0; i < n; i++) {
		char room[CSM_NUM_TEXT];
		const char *s = csm_value_spelling(&arg[0][i], room);
		double group = 0;
		struct csm_text found;
		out[i] = nothing;
		if (s == NULL || (argc > 2 && !csm_value_number(&arg[2][i], &group)))
			continue;
		if (group >= 0 && group < CSM_REGEX_GROUPS &&
		    csm_regex_find(regex, s, (size_t)group, &found))
			out[i] = eval_text_of(
			    csm_arena_text(counts->scratch, found.s, found.len));
	}
}

/* Ids as they are written: 007 is not 7. */
void
csm_eval_in_list(const struct csm_value *const *arg, size_t argc, size_t n,
    struct csm_value *out, struct csm_eval_counts *counts)
{
	const struct csm_idlist *list = counts->call->data;

	for (size_t i = 0; i < n; i++) {
		char room[CSM_NUM_TEXT], company_room[CSM_NUM_TEXT];
		const char *id = csm_value_spelling(&arg[0][i], room);
		const char *company =
		    argc > 2 ? csm_value_spelling(&arg[1][i], company_room) : NULL;
		out[i] = (struct csm_value){.type = CSM_VALUE_BOOL,
		    .u.truth = id != NULL && (argc < 3 || company != NULL) &&
			       csm_idlist_find(list, id, company) != SIZE_MAX};
	}
}

/* A text that is no number is told, so that whoever evaluates can reject it. */
void
csm_eval_to_number(const struct csm_value *const *arg, size_t argc, size_t n,
    struct csm_value *out, struct csm_eval_counts *counts)
{
	(void)argc;
	for (size_t i = 0; i < n; i++) {
		const struct csm_value *v = &arg[0][i];
		struct csm_text t;
		int64_t micros;
		double x;
		out[i] = nothing;
		if (csm_value_number(v, &x)) {
			out[i] =
			    (struct csm_value){.type = CSM_VALUE_NUMBER, .u.number = x};
		} else if (v->type == CSM_VALUE_TEXT) {
			t = csm_text_trim(v->u.text, strlen(v->u.text));
			/* An empty text is missing, as an empty cell is; another one
			 * that is no number is told. */
			if (t.len > 0 &&
			    csm_num_parse(t.s, t.len, &micros) <= CSM_NUM_ROUNDED)
				out[i] = (struct csm_value){.type = CSM_VALUE_NUMBER,
				    .u.number = csm_num_to_double(micros)};
			else if (t.len > 0)
				csm_eval_not_number(counts, v->u.text);
		} else if (v->type == CSM_VALUE_CELL && v->u.cell->text[0] != '\0') {
			csm_eval_not_number(counts, v->u.cell->text);
		}
	}
}

static struct csm_value
row_json(const struct text_args *a)
{
	struct csm_buf out = {0};
	struct csm_value v = nothing;

	if (csm_json_cell(a->text[0], a->text[1], &out) == 0)
		v = csm_value_cell(a->scratch, csm_buf_text(&out), out.len);
	csm_buf_fini(&out);
	return v;
}
TEXT_FUNCTION(csm_eval_json, 2, 0, row_json)

/* The instant of a time; a day is its midnight. */
static int
instant(const struct csm_value *v, struct csm_zone *zone, struct csm_stamp *stamp)
{
	/* In formulas a time is ISO; how a column writes its times is the source's to
	 * say. */
	static const struct csm_stamp_format iso = {.kind = CSM_STAMP_ISO};
	char room[CSM_NUM_TEXT];
	const char *s = csm_value_spelling(v, room);
	int range;

	/* A number would be spelled and then read as a year. */
	if (v->type != CSM_VALUE_TEXT && v->type != CSM_VALUE_DAY &&
	    v->type != CSM_VALUE_CELL)
		return 0;
	return s != NULL && zone != NULL &&
	       csm_stamp_parse(&iso, zone, s, strlen(s), stamp, &range) == NULL;
}

void
csm_eval_seconds_between(const struct csm_value *const *arg, size_t argc, size_t n,
    struct csm_value *out, struct csm_eval_counts *counts)
{
	struct csm_stamp from, to;

	(void)argc;
	for (size_t i = 0; i < n; i++) {
		out[i] = nothing;
		if (instant(&arg[0][i], csm_eval_zone(counts), &from) &&
		    instant(&arg[1][i], csm_eval_zone(counts), &to))
			out[i] = (struct csm_value){.type = CSM_VALUE_NUMBER,
			    .u.number = (double)(to.micros - from.micros) / 1e6};
	}
}

void
csm_eval_day(const struct csm_value *const *arg, size_t argc, size_t n,
    struct csm_value *out, struct csm_eval_counts *counts)
{
	struct csm_stamp at;

	(void)argc;
	for (size_t i = 0; i < n; i++) {
		out[i] = nothing;
		if (instant(&arg[0][i], csm_eval_zone(counts), &at))
			out[i] =
			    (struct csm_value){.type = CSM_VALUE_DAY, .u.day = at.day};
	}
}

/* A day may be the last argument, behind the name of the key's column or instead. */
void
csm_eval_lookup(const struct csm_value *const *arg, size_t argc, size_t n,
    struct csm_value *out, struct csm_eval_counts *counts)
{
	const bool dated =
	    /* The column's name is a text written out; a day is anything but that. */
	    argc > 3 && counts->call->arg[argc - 1]->kind != CSM_NODE_TEXT;
	struct csm_stamp at = {0};

	for (size_t i = 0; i < n; i++) {
		char room[CSM_NUM_TEXT];
		const char *key = csm_value_spelling(&arg[1][i], room);
		out[i] = nothing;
		if (key == NULL || counts->lookup == NULL ||
		    (dated && !instant(&arg[argc - 1][i], csm_eval_zone(counts), &at)))
			continue;
		out[i] = counts->lookup(counts, key, dated ? &at.day : NULL);
	}
}
