#include "formula/build.h"

#include <string.h>

static struct csm_formula *
tree_parse(struct csm_build *b, const char *text, size_t len)
{
	const struct csm_pos *at = b->at;
	struct csm_node *root = csm_parse_tree(b, text, len);
	struct csm_formula *f;

	if (root == NULL)
		return NULL;
	f = csm_build_formula(b, root);
	/* For messages of a run, which quote the line the formula stands in. */
	f->source = b->source;
	if (at != NULL && at->file != NULL)
		f->name = csm_arena_strdup(b->arena, at->file);
	f->line = at != NULL ? (uint32_t)at->line : 0;
	f->column = at != NULL ? at->column : 0;
	return f;
}

/* The JSON a text on its own is; NULL if it is none, or after a report.  A text inside
 * a file is no JSON: its lines would not be the file's. */
static const struct csm_json *
own_json(struct csm_arena *arena, const char *text, size_t len,
    const struct csm_pos *at, int *is_json, struct csm_diag *diag)
{
	const char *file = at != NULL && at->file != NULL ? at->file : "formula";
	size_t blank = 0;

	while (blank < len && strchr(" \t\r\n", text[blank]) != NULL && text[blank])
		blank++;
	/* No formula in text begins with either bracket. */
	*is_json = (at == NULL || at->line == 0) && blank < len &&
		   (text[blank] == '[' || text[blank] == '{');
	return *is_json ? csm_json_parse(
			      arena, csm_arena_strdup(arena, file), text, len, diag)
			: NULL;
}

struct csm_formula *
csm_formula_parse(struct csm_arena *arena, const char *text, size_t len,
    const struct csm_pos *at, struct csm_diag *diag)
{
	struct csm_build b = {.arena = arena, .diag = diag, .at = at};
	int is_json;
	const struct csm_json *json = own_json(arena, text, len, at, &is_json, diag);

	if (is_json)
		return json == NULL ? NULL : csm_formula_from_json(arena, json, diag);
	return tree_parse(&b, text, len);
}

struct csm_formula *
csm_formula_parse_columns(struct csm_arena *arena, const char *text, size_t len,
    const struct csm_pos *at, struct csm_diag *diag)
{
	struct csm_build b = {.arena = arena, .diag = diag, .at = at, .columns = 1};
	int is_json;
	const struct csm_json *json = own_json(arena, text, len, at, &is_json, diag);

	if (is_json)
		return json == NULL ? NULL
				    : csm_formula_columns_from_json(arena, json, diag);
	return tree_parse(&b, text, len);
}

static int
same_leaf(const struct csm_node *a, const struct csm_node *b)
{
	return a->has_model == b->has_model && a->model == b->model &&
	       a->custom == b->custom;
}

static int
same_window(const struct csm_window *a, const struct csm_window *b)
{
	/* `plain` is how it was written, not what it means. */
	return a->op == b->op && a->days == b->days && a->workdays == b->workdays &&
	       a->ago == b->ago && a->percent == b->percent && a->trend == b->trend &&
	       a->rollup == b->rollup && a->zero == b->zero;
}

static int
same_node(const struct csm_node *a, const struct csm_node *b)
{
	if (a->kind != b->kind)
		return 0;
	switch (a->kind) {
	case CSM_NODE_NUMBER:
	case CSM_NODE_TRUTH:
		return a->number == b->number;
	case CSM_NODE_TEXT:
		return strcmp(a->text, b->text) == 0;
	case CSM_NODE_FIELD:
		return same_leaf(a, b) && strcmp(a->text, b->text) == 0;
	case CSM_NODE_WINDOW:
		if ((a->by == NULL) != (b->by == NULL) ||
		    (a->by != NULL && !same_node(a->by, b->by)))
			return 0;
		return same_leaf(a, b) && strcmp(a->metric, b->metric) == 0 &&
		       same_window(&a->window, &b->window) &&
		       (a->of == NULL || same_node(a->of->root, b->of->root));
	case CSM_NODE_CALL:
		break;
	}
	if (a->func != b->func || a->argc != b->argc)
		return 0;
	for (size_t i = 0; i < a->argc; i++)
		if (!same_node(a->arg[i], b->arg[i]))
			return 0;
	return 1;
}

int
csm_formula_equal(const struct csm_formula *a, const struct csm_formula *b)
{
	return same_node(a->root, b->root);
}
