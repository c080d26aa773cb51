/*
 * Parse: the text spelling; what its files know of each other.
 *
 * Ownership: nodes live in the arena of the build; the text is borrowed.  Every function
 * that returns a node returns NULL after a report.
 */
#ifndef CSM_FORMULA_PARSE_H
#define CSM_FORMULA_PARSE_H

#include "formula/build.h"
#include "formula/lex.h"

struct csm_parser {
	struct csm_build *build;
	struct csm_lexer lexer;
	struct csm_token token; /* the next one */
};

void csm_parse_advance(struct csm_parser *p);
struct csm_place csm_parse_here(const struct csm_parser *p);
/* 1 if the next token is that sign, or that word in any case. */
int csm_parse_is_sign(const struct csm_parser *p, const char *sign);
int csm_parse_is_word(const struct csm_parser *p, const char *word);
/* Takes the next token if it is that sign: 1, else 0. */
int csm_parse_accept(struct csm_parser *p, const char *sign);
/* Takes that sign: 0, or -1 after a report. */
int csm_parse_expect(struct csm_parser *p, const char *sign);
/* Reports the next token as wrong here; NULL. */
struct csm_node *csm_parse_unexpected(struct csm_parser *p, const char *wanted);

/* Appends a node, unless it is NULL: 0 or -1. */
int csm_parse_push(struct csm_parser *p, struct csm_args *args, struct csm_node *node,
    struct csm_place place);

/* A whole formula, up to what cannot belong to it. */
struct csm_node *csm_parse_any(struct csm_parser *p);
/* { argument "," } ")" */
int csm_parse_arguments(struct csm_parser *p, struct csm_args *args);
/* A number, text, name, call, or formula in brackets. */
struct csm_node *csm_parse_value(struct csm_parser *p);

/* The operator with that function name, -1 if there is none. */
int csm_parse_window_op(const char *word);
/* After "name(": 1 if the arguments are those of a window, a metric's name first. */
int csm_parse_window_follows(struct csm_parser p);
/* After "name(", to the closing bracket; `function`: the name is a function's too. */
struct csm_node *csm_parse_window(struct csm_parser *p, enum csm_window_op op,
    const struct csm_func *function, struct csm_place place);
/* After "name(": 1 if entities are counted, whose model stands first. */
int csm_parse_members_follow(struct csm_parser p, const char *word);
/* After "count(" or "exists(", to the closing bracket. */
struct csm_node *csm_parse_members(
    struct csm_parser *p, const char *word, struct csm_place place);
/* A metric's name, or zero(name), that stands alone: its value of the day. */
struct csm_node *csm_parse_metric(struct csm_parser *p);

#endif
