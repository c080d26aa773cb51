#include "formula/lex.h"

#include "base/buf.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void
csm_lexer_init(
    struct csm_lexer *lexer, struct csm_arena *arena, const char *source, size_t len)
{
	*lexer = (struct csm_lexer){.arena = arena, .source = source, .len = len};
}

static int
peek(const struct csm_lexer *l, size_t ahead)
{
	return l->at + ahead < l->len ? (unsigned char)l->source[l->at + ahead] : -1;
}

static int
lex_is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static int
is_name_byte(int c)
{
	return lex_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       /* Letters of every script; the text is known to be UTF-8. */
	       c == '_' || c >= 0x80;
}

static void
skip_blank(struct csm_lexer *l)
{
	for (int c; (c = peek(l, 0)) >= 0; l->at++) {
		/* Up to before the line feed, which the loop then counts as a blank. */
		if (c == '#') {
			while (peek(l, 1) >= 0 && peek(l, 1) != '\n')
				l->at++;
		} else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
			return;
		}
	}
}

static struct csm_token
error(struct csm_token t, const char *what)
{
	t.kind = CSM_TOKEN_ERROR;
	t.text = what;
	return t;
}

static void
skip_digits(struct csm_lexer *l)
{
	while (lex_is_digit(peek(l, 0)))
		l->at++;
}

/* The number's text in the spelling JSON has too: 0.5 for .5, 7 for 007. */
static const char *
number_text(struct csm_lexer *l, size_t begin)
{
	const char *s = l->source + begin;
	size_t len = l->at - begin;

	while (len > 1 && s[0] == '0' && lex_is_digit((unsigned char)s[1])) {
		s++;
		len--;
	}
	if (s[0] == '.')
		return csm_arena_printf(l->arena, "0%.*s", (int)len, s);
	return csm_arena_text(l->arena, s, len);
}

/* What is wrong with a number that does not end where it stands. */
static const char *
number_slip(const struct csm_lexer *l)
{
	/* 30d and 30days, as many tools write a window */
	if (peek(l, 0) == 'd' && (peek(l, 1) == 'a' || !is_name_byte(peek(l, 1))))
		return "a number runs into what follows; days are the number alone";
	return "a number runs into what follows";
}

static struct csm_token
lex_number(struct csm_lexer *l, struct csm_token t)
{
	skip_digits(l);
	if (peek(l, 0) == '.') {
		l->at++;
		if (!lex_is_digit(peek(l, 0)))
			return error(t, "a digit is missing after the point");
		skip_digits(l);
	}
	if (peek(l, 0) == 'e' || peek(l, 0) == 'E') {
		l->at += peek(l, 1) == '+' || peek(l, 1) == '-' ? 2 : 1;
		if (!lex_is_digit(peek(l, 0)))
			return error(t, "a digit is missing in the exponent");
		skip_digits(l);
	}
	/* 7d or 1.2.3 is no number next to something else, but a slip. */
	if (is_name_byte(peek(l, 0)) || peek(l, 0) == '.')
		return error(t, number_slip(l));
	t.kind = CSM_TOKEN_NUMBER;
	t.text = number_text(l, t.begin);
	if (!isfinite(strtod(t.text, NULL)))
		return error(t, "number too large");
	return t;
}

/* What stands between two `quote`, appended to out; -1 if the second is missing.  A
 * doubled one stands for itself. */
static int
lex_quoted(struct csm_lexer *l, int quote, struct csm_buf *out)
{
	for (l->at++; peek(l, 0) >= 0; l->at++) {
		if (peek(l, 0) == quote) {
			if (peek(l, 1) != quote) {
				l->at++;
				return 0;
			}
			l->at++;
		}
		csm_buf_putc(out, l->source[l->at]);
	}
	return -1;
}

static struct csm_token
lex_text(struct csm_lexer *l, struct csm_token t)
{
	struct csm_buf text = {0};

	if (lex_quoted(l, '\'', &text) == 0) {
		t.kind = CSM_TOKEN_TEXT;
		t.text = csm_arena_text(l->arena, csm_buf_text(&text), text.len);
	} else {
		t = error(t, "a text without its closing '");
	}
	csm_buf_fini(&text);
	return t;
}

/* One part of a name: letters, *letters, or "anything"; 1 if quoted, -1 on error. */
static int
lex_part(struct csm_lexer *l, struct csm_buf *out, int first)
{
	size_t begin = l->at;

	if (peek(l, 0) == '"')
		return lex_quoted(l, '"', out) == 0 ? 1 : -1;
	/* At the beginning of a name it is multiplication; behind a point a pattern. */
	if (!first && peek(l, 0) == '*')
		l->at++;
	while (is_name_byte(peek(l, 0)))
		l->at++;
	csm_buf_put(out, l->source + begin, l->at - begin);
	return 0;
}

static int
begins_part(int c)
{
	return is_name_byte(c) || c == '"' || c == '*';
}

static struct csm_token
lex_name(struct csm_lexer *l, struct csm_token t)
{
	struct csm_buf name = {0};
	int quoted = lex_part(l, &name, 1);

	/* Quotes keep "and" from being a keyword, and a name without a point from being
	 * a function. */
	t.kind = quoted ? CSM_TOKEN_NAME : CSM_TOKEN_WORD;
	while (quoted >= 0 && peek(l, 0) == '.' && begins_part(peek(l, 1))) {
		csm_buf_putc(&name, '.');
		l->at++;
		t.kind = CSM_TOKEN_NAME;
		quoted = lex_part(l, &name, 0);
	}
	if (quoted < 0)
		t = error(t, "a name without its closing \"");
	/* activities. is a name begun; as two tokens the message would be about the
	 * point. */
	else if (peek(l, 0) == '.')
		t = error(t, "a name that ends with a point");
	else
		t.text = csm_arena_text(l->arena, csm_buf_text(&name), name.len);
	csm_buf_fini(&name);
	return t;
}

/* What stands there and belongs to no token; may be "==". */
static struct csm_token
lex_stray(struct csm_lexer *l, struct csm_token t)
{
	static const char *const hint[][2] = {{"==", "; equality is written ="},
	    {"&&", "; write and"}, {"!", "; write not"},
	    {";", "; arguments are parted by commas"},
	    {"?", "; write if(condition, one value, another)"},
	    {"%", "; write 100 * a / b for a percentage"}};
	struct csm_buf text = {0};
	size_t n = 1;
	const char *more = "";

	for (size_t i = 0; i < sizeof hint / sizeof hint[0]; i++)
		if (strncmp(l->source + l->at, hint[i][0], strlen(hint[i][0])) == 0) {
			n = strlen(hint[i][0]);
			more = hint[i][1];
			break;
		}
	csm_buf_puts(&text, "unexpected ");
	csm_text_quote(&text, l->source + l->at, n);
	csm_buf_puts(&text, more);
	t = error(t, csm_arena_strdup(l->arena, csm_buf_text(&text)));
	csm_buf_fini(&text);
	return t;
}

static struct csm_token
lex_sign(struct csm_lexer *l, struct csm_token t)
{
	/* longer ones first */
	static const char *const signs[] = {"<=", ">=", "!=", "<>", "<", ">", "=", "||",
	    "+", "-", "*", "/", "^", "(", ")", ","};

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		size_t n = strlen(signs[i]);
		if (l->len - l->at < n || memcmp(l->source + l->at, signs[i], n) != 0)
			continue;
		/* For its own hint: = = would be told as a missing value. */
		if (signs[i][0] == '=' && peek(l, 1) == '=')
			break;
		l->at += n;
		t.kind = CSM_TOKEN_SIGN;
		t.text = strcmp(signs[i], "<>") == 0 ? "!=" : signs[i];
		return t;
	}
	return lex_stray(l, t);
}

struct csm_token
csm_lexer_next(struct csm_lexer *l)
{
	struct csm_token t = {.kind = CSM_TOKEN_END, .text = ""};

	skip_blank(l);
	t.begin = l->at;
	int c = peek(l, 0);
	if (lex_is_digit(c) || (c == '.' && lex_is_digit(peek(l, 1))))
		t = lex_number(l, t);
	else if (c == '\'')
		t = lex_text(l, t);
	else if (is_name_byte(c) || c == '"')
		t = lex_name(l, t);
	else if (c >= 0)
		t = lex_sign(l, t);
	t.end = l->at;
	return t;
}

int
csm_lex_plain_part(const char *part, size_t len)
{
	size_t star = len > 0 && part[0] == '*';

	for (size_t i = star; i < len; i++)
		if (!is_name_byte((unsigned char)part[i]))
			return 0;
	return len > 0;
}

int
csm_lex_is_reserved(const char *word)
{
	static const char *const reserved[] = {
	    "and", "or", "not", "in", "like", "between", "true", "false"};

	for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
		if (strcasecmp(word, reserved[i]) == 0)
			return 1;
	return 0;
}
