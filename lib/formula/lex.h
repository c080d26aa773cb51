/*
 * Lex: the text spelling of a formula as tokens.
 *
 * Ownership: a token's text lives in the arena of its lexer.  A lexer is a small value:
 * a copy of it is a place to come back to.
 */
#ifndef CSM_FORMULA_LEX_H
#define CSM_FORMULA_LEX_H

#include "base/arena.h"

#include <stddef.h>

enum csm_token_kind {
	CSM_TOKEN_END,
	CSM_TOKEN_NUMBER, /* text: as written, without superfluous leading zeros */
	CSM_TOKEN_TEXT,   /* 'text': without its quotes */
	CSM_TOKEN_WORD,   /* a name without dots and quotes: a function or a keyword */
	CSM_TOKEN_NAME,   /* any other name, quotes removed: activities.create user */
	CSM_TOKEN_SIGN,   /* text: "(", "+", "<=", ...; "<>" becomes "!=" */
	CSM_TOKEN_ERROR   /* text: what is wrong at `begin` */
};

struct csm_token {
	enum csm_token_kind kind;
	const char *text;
	size_t begin, end; /* bytes of the source */
};

struct csm_lexer {
	struct csm_arena *arena;
	const char *source;
	size_t len, at;
};

/* `source` is NUL-terminated, valid UTF-8 and holds no NUL before len. */
void csm_lexer_init(
    struct csm_lexer *lexer, struct csm_arena *arena, const char *source, size_t len);
struct csm_token csm_lexer_next(struct csm_lexer *lexer);

/* 1 if the part of a dotted name needs no quotes: letters, digits and '_', every byte
 * from 0x80 on, and a '*' at its beginning. */
int csm_lex_plain_part(const char *part, size_t len);
/* 1 if the word, in any case, is no name: and, or, not, in, like, between, true, false.
 */
int csm_lex_is_reserved(const char *word);

#endif
