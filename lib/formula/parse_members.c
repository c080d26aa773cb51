/*
 * count(enduser, condition) and exists(enduser, condition): what the end users, assets
 * or projects of a company fulfil, each asked for itself.
 */
#include "formula/parse.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

/* Works on its own copy of the parser, so nothing is taken. */
int
csm_parse_members_follow(struct csm_parser p, const char *word)
{
	enum csm_model model;

	if (strcasecmp(word, "exists") == 0)
		return 1;
	/* count(activities.login, 7) is a window: only a model's name alone begins the
	 * other. */
	if (p.build->columns || strcasecmp(word, "count") != 0 ||
	    p.token.kind != CSM_TOKEN_WORD ||
	    csm_model_parse(p.token.text, strlen(p.token.text), &model) != 0)
		return 0;
	csm_parse_advance(&p);
	return csm_parse_is_sign(&p, ",") || csm_parse_is_sign(&p, ")");
}

static int
members_model(struct csm_parser *p, enum csm_model *model)
{
	struct csm_nearest near;
	struct csm_buf quoted = {0}, hint = {0};

	if (p->token.kind != CSM_TOKEN_WORD && p->token.kind != CSM_TOKEN_NAME)
		return csm_parse_unexpected(p, "enduser, asset or project"), -1;
	if (csm_model_parse(p->token.text, strlen(p->token.text), model) == 0) {
		csm_parse_advance(p);
		return 0;
	}
	csm_nearest_init(&near, p->token.text);
	for (int m = 0; m < CSM_MODELS; m++)
		csm_nearest_offer(&near, csm_model_name((enum csm_model)m));
	csm_text_quote(&quoted, p->token.text, strlen(p->token.text));
	csm_build_fail(p->build, csm_parse_here(p),
	    "%s is no model; exists and count want enduser, asset or project%s",
	    csm_buf_text(&quoted), csm_nearest_hint(&near, &hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return -1;
}

/* The formula of a condition, which stands in the same text; without one all fulfil it. */
static struct csm_formula *
members_condition(struct csm_parser *p, struct csm_node *root, struct csm_place place)
{
	struct csm_build *b = p->build;
	struct csm_formula *f;

	if (root == NULL) {
		root = csm_build_node(b, CSM_NODE_TRUTH, place);
		root->number = 1;
	}
	f = csm_build_formula(b, root);
	f->source = b->source;
	if (b->at != NULL) {
		f->name = b->at->file == NULL ? NULL
					      : csm_arena_strdup(b->arena, b->at->file);
		f->line = (uint32_t)b->at->line;
		f->column = b->at->column;
	}
	return f;
}

static int
members_ago(struct csm_parser *p, int32_t *ago)
{
	csm_parse_advance(p);
	if (p->token.kind != CSM_TOKEN_NUMBER)
		return csm_parse_unexpected(p, "a number of days after ago"), -1;
	if (!csm_build_days(p->token.text, 0, ago)) {
		csm_build_fail(p->build, csm_parse_here(p),
		    "ago is %s, not " CSM_AGO_RANGE, p->token.text);
		return -1;
	}
	csm_parse_advance(p);
	return 0;
}

struct csm_node *
csm_parse_members(struct csm_parser *p, const char *word, struct csm_place place)
{
	struct csm_place at = csm_parse_here(p);
	struct csm_node *root = NULL, *node;
	enum csm_model model;
	int32_t ago = 0;

	if (members_model(p, &model) != 0)
		return NULL;
	if (csm_parse_accept(p, ",") && !csm_parse_is_word(p, "ago")) {
		at = csm_parse_here(p);
		root = csm_parse_any(p);
		if (root == NULL)
			return NULL;
		csm_parse_accept(p, ",");
	}
	if (csm_parse_is_word(p, "ago") && members_ago(p, &ago) != 0)
		return NULL;
	if (csm_parse_expect(p, ")") != 0)
		return NULL;
	node =
	    csm_build_members(p->build, model, members_condition(p, root, place), at);
	if (node == NULL)
		return NULL;
	node->window.ago = ago;
	return strcasecmp(word, "exists") == 0 ? csm_build_exists(p->build, node, place)
					       : node;
}
