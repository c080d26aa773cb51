#include "ingest/source/source.h"

#include "base/amount.h"
#include "base/intern.h"
#include "base/text.h"

#include <string.h>

bool
csm_source_is_through(const struct csm_source *source)
{
	return source->kind == CSM_SOURCE_LOOKUP || source->kind == CSM_SOURCE_DOMAIN;
}

bool
csm_source_is_choice(const struct csm_source *source)
{
	return source->kind == CSM_SOURCE_FIRST || source->kind == CSM_SOURCE_SAME;
}

/* What a lookup, or one behind others, starts from. */
static struct csm_source *
source_origin(struct csm_source *source)
{
	while (source != NULL && csm_source_is_through(source))
		source = source->from;
	return source;
}

/* Each choice of a list, and what each starts from. */
void
csm_source_reads(struct csm_source *source, struct csm_zone *zone,
    const struct csm_number_form *number, const int32_t *day)
{
	for (; source != NULL; source = source->next) {
		source->day = day;
		if (source->expression != NULL)
			csm_expression_reads(source->expression, zone, number, day);
		csm_source_reads(source->from, zone, number, day);
	}
}

/* Asked once lookups are loaded, since the files tell whether they have days. */
bool
csm_source_dated(const struct csm_source *source)
{
	for (; source != NULL; source = source->next)
		if ((source->lookup != NULL && csm_lookup_dated(source->lookup)) ||
		    (source->expression != NULL &&
			csm_expression_dated(source->expression)) ||
		    csm_source_dated(source->from))
			return true;
	return false;
}

/* An expression, of which one column stands for all in messages. */
static int
source_bind_expression(
    struct csm_source *source, struct csm_reader *reader, struct csm_diag *diag)
{
	if (csm_expression_bind(source->expression, reader, diag) != 0)
		return -1;
	/* Its first column stands for it in messages until a cell is at fault. */
	source->column = csm_expression_column(source->expression, &source->text);
	return 0;
}

/* At least one choice must be there; others may lack their column. */
static int
bind_first(
    const struct csm_source *first, struct csm_reader *reader, struct csm_diag *diag)
{
	int bound = 0;

	for (struct csm_source *s = first->from; s != NULL; s = s->next) {
		struct csm_source *column = source_origin(s);
		bool is_column = column->kind == CSM_SOURCE_COLUMN;
		bool is_made = column->kind == CSM_SOURCE_EXPRESSION;
		/* Anew for each file: the one before may have lacked it. */
		column->unbound =
		    (is_column && csm_reader_column(reader, column->text) < 0) ||
		    (is_made &&
			!csm_expression_has_columns(column->expression, reader));
		if (column->unbound) {
			column->column = -1;
			continue;
		}
		if (csm_source_bind(s, reader, diag) != 0)
			return -1;
		bound = 1;
	}
	/* None is there: binding the first reports what the input lacks. */
	return bound ? 0 : csm_source_bind(first->from, reader, diag);
}

#define MEANT_BYTES                                                                    \
	80 /* of what may have been meant: more is no word that was mistaken */

/* What a column that is not there may have been meant for. */
static void
source_put_meant(const struct csm_source *column, struct csm_buf *out)
{
	const char *text = column->text;

	if (strlen(text) > MEANT_BYTES)
		return;
	/* A column called so is unlikely: an expression without its parentheses is
	 * meant. */
	if (strchr(text, '(') != NULL) {
		csm_buf_printf(out, "; in parentheses it is an expression: (%s)", text);
		/* An option has made a constant of it: this is of a configuration. */
	} else if (text[0] == '=') {
		csm_buf_puts(out, "; {\"const\": ");
		csm_json_put_text(out, text + 1, strlen(text + 1));
		csm_buf_puts(out, "} is the same for all rows");
	} else if (column->is_name) {
		csm_buf_printf(out, "; =%s is the same for all rows", text);
	}
}

int
csm_source_bind(
    struct csm_source *source, struct csm_reader *reader, struct csm_diag *diag)
{
	struct csm_buf hint = {0};

	source = source_origin(source);
	if (source != NULL && csm_source_is_choice(source))
		return bind_first(source, reader, diag);
	if (source != NULL && source->kind == CSM_SOURCE_EXPRESSION)
		return source_bind_expression(source, reader, diag);
	if (source == NULL || source->kind != CSM_SOURCE_COLUMN)
		return 0;
	source_put_meant(source, &hint);
	source->column =
	    csm_reader_need_or(reader, source->text, csm_buf_text(&hint), diag);
	csm_buf_fini(&hint);
	return source->column < 0 ? -1 : 0;
}

static void
source_forget(void *scratch)
{
	csm_arena_fini(scratch);
}

struct csm_source *
csm_source_fork(struct csm_arena *arena, const struct csm_source *source, bool *odd)
{
	struct csm_source *fork = CSM_ARENA_NEW(arena, struct csm_source), **end;

	*fork = *source;
	/* Counting is left to the original: see `odd`. */
	fork->absent = NULL;
	fork->odd = odd;
	if (source->expression != NULL)
		fork->expression = csm_expression_fork(arena, source->expression, odd);
	/* It is written to in every row. */
	if (source->scratch != NULL) {
		fork->scratch = CSM_ARENA_NEW(arena, struct csm_arena);
		csm_arena_cleanup(arena, source_forget, fork->scratch);
	}
	end = &fork->from;
	for (const struct csm_source *s = source->from; s != NULL; s = s->next) {
		*end = csm_source_fork(arena, s, odd);
		end = &(*end)->next;
	}
	*end = NULL;
	return fork;
}

void
csm_source_columns(
    const struct csm_source *source, void (*visit)(void *ctx, int column), void *ctx)
{
	int column;

	/* A choice that this input lacks has none. */
	if (source->kind == CSM_SOURCE_COLUMN && source->column >= 0)
		visit(ctx, source->column);
	if (source->kind == CSM_SOURCE_EXPRESSION && !source->unbound)
		for (size_t i = 0;
		     (column = csm_expression_handle(source->expression, i)) >= 0; i++)
			visit(ctx, column);
	for (const struct csm_source *s = source->from; s != NULL; s = s->next)
		csm_source_columns(s, visit, ctx);
}

const struct csm_source *
csm_source_column(const struct csm_source *source)
{
	const struct csm_source *first = NULL;

	while (source != NULL && csm_source_is_through(source))
		source = source->from;
	if (source == NULL || !csm_source_is_choice(source))
		return source != NULL && (source->kind == CSM_SOURCE_COLUMN ||
					     (source->kind == CSM_SOURCE_EXPRESSION &&
						 source->column >= 0))
			   ? source
			   : NULL;
	for (const struct csm_source *s = source->from; s != NULL; s = s->next) {
		const struct csm_source *column = csm_source_column(s);
		if (column != NULL && column->column >= 0)
			return column;
		/* For messages: if the input has none of them, the first is named. */
		first = first == NULL ? column : first;
	}
	return first;
}

void
csm_source_integer(struct csm_source *source)
{
	for (; source != NULL; source = source->from) {
		source->integer = 1;
		for (struct csm_source *s = source->next; s != NULL; s = s->next)
			csm_source_integer(s);
	}
}

void
csm_source_text(struct csm_source *source)
{
	for (; source != NULL; source = source->from) {
		source->is_text = true;
		for (struct csm_source *s = source->next; s != NULL; s = s->next)
			csm_source_text(s);
	}
}

/* The member of an object, or first element of an array, that may have been meant.  Its
 * keys are tried as an id is called by most systems; the first that is there is what
 * the message offers. */
static void
source_propose(const char *path, struct csm_text text, struct csm_buf *why)
{
	static const char *const usual[] = {"id", "Id", "ID", "_id", "uuid", "key",
	    "name", "slug", "email", "value", NULL};
	struct csm_arena arena = {0};
	struct csm_diag quiet;
	const struct csm_json *all, *found = NULL;
	bool array = text.s[0] == '[';

	/* It is a hint: what cannot be parsed gives a shorter one. */
	csm_diag_init(&quiet, NULL, NULL);
	all = csm_json_parse(&arena, "", text.s, text.len, &quiet);
	csm_buf_puts(why, array ? "an array" : "an object");
	csm_buf_printf(why, "; try %s%s", path, array ? ".0" : "");
	if (array && all != NULL)
		all = all->child;
	for (size_t i = 0; all != NULL && usual[i] != NULL && found == NULL; i++)
		found = csm_json_get(all, usual[i]);
	if (found == NULL && all != NULL && all->type == CSM_JSON_OBJECT)
		found = all->child;
	if (found != NULL)
		csm_buf_printf(why, ".%s", found->key);
	csm_arena_fini(&arena);
}

/* A column whose text is that of an object or array. */
static int
source_reject_nested(const struct csm_source *column, struct csm_text text,
    struct csm_pos at, struct csm_diag *diag)
{
	struct csm_buf why = {0};

	at.path = column->text;
	source_propose(column->text, text, &why);
	csm_reject(diag, CSM_E_JSON, &at, text.s, text.len, "no text:", why.data);
	csm_buf_fini(&why);
	return -1;
}

static bool
source_is_free_mail(const struct csm_source *source, struct csm_text domain)
{
	return source->free_mail != NULL &&
	       csm_lookup_find(source->free_mail, domain, CSM_DAY_NONE,
		   &(struct csm_text){NULL, 0}) != 0;
}

static int
source_undecided(const struct csm_source *failed, struct csm_text text,
    const struct csm_pos *at, struct csm_diag *diag)
{
	struct csm_buf quoted = {0};

	csm_text_quote(&quoted, text.s, text.len);
	csm_error(diag, CSM_E_AMBIGUOUS, at,
	    "%s %s; say which with --decimal (\"decimal\" in a source)", quoted.data,
	    failed->undecided);
	csm_buf_fini(&quoted);
	return -1;
}

/* A cell that an expression wants a number of. */
static int
source_reject_number(struct csm_source *failed, struct csm_text text,
    const struct csm_pos *at, struct csm_diag *diag)
{
	const struct csm_number_form *form = csm_expression_number(failed->expression);
	struct csm_buf why = {0};

	csm_buf_puts(&why, "not a decimal number");
	if (form != NULL && (csm_diag_shows(diag, CSM_E_NUMBER) || diag->wants_rows))
		csm_amount_cure_put_options(csm_amount_cure(form, text), text, &why);
	csm_reject(diag, CSM_E_NUMBER, at, text.s, text.len, "bad number", why.data);
	csm_buf_fini(&why);
	return -1;
}

int
csm_source_reject(struct csm_source *failed, struct csm_text text, struct csm_pos at,
    struct csm_diag *diag)
{
	const struct csm_source *column = csm_source_column(failed);
	struct csm_buf what = {0}, why = {0};

	/* Column, expression, or a key that a file does not have: what failed is told
	 * by its kind. */
	if (failed->kind == CSM_SOURCE_COLUMN)
		return source_reject_nested(failed, text, at, diag);
	if (failed->kind == CSM_SOURCE_EXPRESSION) {
		at.path = failed->text;
		if (at.column != 0 && failed->column >= 0)
			at.column = (uint32_t)failed->column + 1;
		return failed->undecided != NULL
			   ? source_undecided(failed, text, &at, diag)
			   : source_reject_number(failed, text, &at, diag);
	}
	/* Counted here and not when it was looked up: a choice that failed may not have
	 * mattered. */
	failed->absent_rows++;
	csm_intern_put(failed->absent, text.s, text.len);
	at.path = column == NULL ? failed->key : column->text;
	csm_buf_printf(&what, "unknown %s",
	    failed->kind == CSM_SOURCE_DOMAIN ? "domain" : failed->key);
	if (failed->kind == CSM_SOURCE_DOMAIN && source_is_free_mail(failed, text))
		csm_buf_puts(&why, "many people's, and no company's");
	else
		csm_buf_printf(&why, "not in %s%s", failed->file,
		    csm_lookup_dated(failed->lookup) ? " on that day" : "");
	csm_reject(diag, CSM_E_LOOKUP, &at, text.s, text.len, what.data, why.data);
	csm_buf_fini(&what);
	csm_buf_fini(&why);
	return -1;
}
