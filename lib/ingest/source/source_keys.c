#include "ingest/source/source_keys.h"

#include "base/text.h"
#include "formula/func.h"

#include <stdbool.h>
#include <string.h>

/* ---- formulas ---- */

/* Whether the formula says what counts where something is missing.  coalesce and
 * has_value say that a path may be lacking: only one that looks mistyped is told. */
static bool
keys_chooses(const struct csm_node *node)
{
	if (node->kind == CSM_NODE_CALL &&
	    (csm_func_is(node->func, CSM_FUNC_COALESCE) ||
		csm_func_is(node->func, CSM_FUNC_HAS_VALUE)))
		return true;
	for (size_t i = 0; i < node->argc; i++)
		if (keys_chooses(node->arg[i]))
			return true;
	return false;
}

/* Whether a name that is there, and is no leaf, may have been meant. */
static bool
keys_mistyped_leaf(const struct csm_formula *formula, const struct csm_reader *reader,
    const char *name)
{
	struct csm_nearest near;
	const char *best;

	csm_nearest_init(&near, name);
	csm_reader_offer(reader, &near);
	best = csm_nearest_best(&near);
	/* The nearest name is asked for itself, so that this one is no slip of it. */
	for (size_t i = 0; best != NULL && i < formula->leaves; i++)
		if (strcmp(formula->leaf[i]->text, best) == 0)
			return false;
	return best != NULL;
}

/* Whether a path asks for a second or later element of a list, which may be shorter.
 * contacts.1.email is lacking wherever there is one contact. */
static bool
source_keys_is_later(const char *path)
{
	for (const char *s = strchr(path, '.'); s != NULL; s = strchr(s + 1, '.')) {
		size_t digits = strspn(s + 1, "0123456789");
		if (digits > 0 && s[1] != '0' &&
		    (s[1 + digits] == '.' || s[1 + digits] == '\0'))
			return true;
	}
	return false;
}

void
csm_source_tell_leaves(const struct csm_formula *formula, const int *column,
    const struct csm_reader *reader, const char *role, struct csm_diag *diag)
{
	bool chooses = keys_chooses(formula->root);

	for (size_t i = 0; i < formula->leaves; i++) {
		const char *name = formula->leaf[i]->text;
		if (csm_reader_had(reader, column[i]) ||
		    source_keys_is_later(formula->leaf[i]->text) ||
		    (chooses && !keys_mistyped_leaf(formula, reader, name)))
			continue;
		csm_reader_tell_key(reader, name, role, 0, diag);
	}
}

/* ---- sources ---- */

/* What a lookup, or one behind others, starts from. */
static const struct csm_source *
keys_origin(const struct csm_source *s)
{
	while (csm_source_is_through(s))
		s = s->from;
	return s;
}

static bool source_had(
    const struct csm_source *source, const struct csm_reader *reader);

static bool
keys_has(const struct csm_source *s, const struct csm_reader *reader)
{
	switch (s->kind) {
	case CSM_SOURCE_COLUMN:
		return s->column >= 0 && csm_reader_had(reader, s->column);
	case CSM_SOURCE_EXPRESSION:
		return !s->unbound && csm_expression_had(s->expression, reader);
	default:
		return s->kind == CSM_SOURCE_CONST || source_had(s, reader);
	}
}

/* Whether some row had what it comes from; a constant is always there. */
static bool
source_had(const struct csm_source *source, const struct csm_reader *reader)
{
	bool constant = true;

	source = keys_origin(source);
	if (!csm_source_is_choice(source))
		return keys_has(source, reader);
	for (const struct csm_source *s = source->from; s != NULL; s = s->next) {
		const struct csm_source *from = keys_origin(s);
		if (from->kind == CSM_SOURCE_CONST)
			continue;
		/* A list of constants only is always there. */
		constant = false;
		if (keys_has(from, reader))
			return true;
	}
	return constant;
}

/* Whether a name that is there, and that no choice asks for, may have been meant. */
static bool
keys_mistyped(
    const struct csm_source *first, const struct csm_reader *reader, const char *name)
{
	struct csm_nearest near;
	const char *best;

	csm_nearest_init(&near, name);
	csm_reader_offer(reader, &near);
	best = csm_nearest_best(&near);
	for (const struct csm_source *s = first->from; best != NULL && s != NULL;
	     s = s->next)
		if (keys_origin(s)->kind == CSM_SOURCE_COLUMN &&
		    strcmp(keys_origin(s)->text, best) == 0)
			return false;
	return best != NULL;
}

static void
keys_tell_choices(const struct csm_source *first, const struct csm_reader *reader,
    const char *role, struct csm_diag *diag)
{
	/* Exports differ: one choice that is there is enough, unless another looks
	 * mistyped. */
	bool any = source_had(first, reader);

	for (const struct csm_source *s = first->from; s != NULL; s = s->next) {
		const struct csm_source *from = keys_origin(s);
		if (from->kind == CSM_SOURCE_COLUMN && !keys_has(from, reader) &&
		    (!any || keys_mistyped(first, reader, from->text)))
			csm_reader_tell_key(reader, from->text, role, 0, diag);
		if (from->kind == CSM_SOURCE_EXPRESSION && !from->unbound)
			csm_expression_tell(from->expression, reader, role, diag);
	}
}

/* The name that stands for all of it in a message. */
static const char *
keys_name(const struct csm_source *source)
{
	source = keys_origin(source);
	if (csm_source_is_choice(source))
		source = keys_origin(source->from);
	return source->text;
}

int
csm_source_tell(const struct csm_source *source, const struct csm_reader *reader,
    const char *role, bool required, struct csm_diag *diag)
{
	/* Asked first: what is required is an error even where lacking is allowed. */
	if (required && !source_had(source, reader))
		return csm_reader_tell_key(reader, keys_name(source), role, 1, diag);
	source = keys_origin(source);
	if (csm_source_is_choice(source) && !source->fallback)
		keys_tell_choices(source, reader, role, diag);
	if (source->kind == CSM_SOURCE_EXPRESSION)
		csm_expression_tell(source->expression, reader, role, diag);
	if (source->kind == CSM_SOURCE_COLUMN && !source->fallback &&
	    !keys_has(source, reader))
		csm_reader_tell_key(reader, source->text, role, 0, diag);
	return 0;
}
