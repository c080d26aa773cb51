#include "syntax/json.h"

#include "base/text.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* A limit: values are read and freed by recursion, and 512 levels are some 100 KiB of
 * stack; configurations have 8. */
#define DEPTH_MAX 512

/* Tokens of a JSON text with their places.  Decides nothing: jansson does. */
struct scan {
	const char *s;
	size_t len, at;
	size_t line_start; /* offset of the first byte of `line` */
	uint32_t line;
};

struct token {
	size_t start, len;
	uint32_t line, column;
};

static int
json_scan_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
skip_blanks(struct scan *sc)
{
	for (; sc->at < sc->len && json_scan_is_blank(sc->s[sc->at]); sc->at++)
		if (sc->s[sc->at] == '\n') {
			sc->line++;
			sc->line_start = sc->at + 1;
		}
}

/* Past the closing quote, or to the end of the line or text if there is none. */
static void
json_scan_skip_string(struct scan *sc)
{
	for (sc->at++; sc->at < sc->len && sc->s[sc->at] != '\n'; sc->at++) {
		if (sc->s[sc->at] == '"') {
			sc->at++;
			return;
		}
		if (sc->s[sc->at] == '\\' && sc->at + 1 < sc->len &&
		    sc->s[sc->at + 1] != '\n')
			sc->at++;
	}
}

/* The next token; len 0 at the end.  Whatever is no punctuation and no string is taken
 * up to the next blank, quote or punctuation: numbers, literals and rubbish. */
static struct token
next_token(struct scan *sc)
{
	struct token t;

	skip_blanks(sc);
	t = (struct token){.start = sc->at,
	    .line = sc->line,
	    .column = (uint32_t)(sc->at - sc->line_start) + 1};
	if (sc->at < sc->len) {
		if (sc->s[sc->at] == '"')
			json_scan_skip_string(sc);
		else
			do
				sc->at++;
			while (sc->at < sc->len && !json_scan_is_blank(sc->s[sc->at]) &&
			       !strchr("[]{},:", sc->s[sc->at - 1]) &&
			       !strchr("[]{},:\"", sc->s[sc->at]));
	}
	t.len = sc->at - t.start;
	return t;
}

/* What is wrong and where, in jansson's text and ours. */
struct fault {
	struct token token, before, open; /* open: innermost bracket not yet closed */
};

/* The token that ends at or holds offset `position` (at_end: the end of the text), and
 * what stands before it. */
static struct fault
find_fault(struct scan sc, size_t position, int at_end)
{
	struct fault f = {0};
	struct token stack[DEPTH_MAX + 1], t;
	size_t depth = 0;

	while ((t = next_token(&sc)).len > 0 && (at_end || t.start < position)) {
		f.before = f.token;
		f.token = t;
		if (strchr("[{", sc.s[t.start])) {
			/* Deeper ones are counted, so that what closes them does not
			 * close others. */
			if (depth <= DEPTH_MAX)
				stack[depth] = t;
			depth++;
		} else if (strchr("]}", sc.s[t.start]) && depth > 0) {
			depth--;
		}
	}
	if (at_end) {
		f.before = f.token;
		f.token = t;
	}
	if (depth > 0)
		f.open = stack[depth > DEPTH_MAX ? DEPTH_MAX : depth - 1];
	return f;
}

static const char *
hint(const struct scan *sc, const struct fault *f)
{
	const char *t = sc->s + f->token.start;

	if (f->token.len == 0)
		return "";
	if (*t == '\'')
		return "; texts stand in double quotes";
	if (*t == '#' ||
	    (f->token.len > 1 && *t == '/' && (t[1] == '/' || t[1] == '*')))
		return "; JSON has no comments";
	if (strchr("]}", *t) && f->before.len > 0 && sc->s[f->before.start] == ',')
		return "; no comma after the last member";
	if (*t == '"' && f->before.len > 0 && !strchr("[{,:", sc->s[f->before.start]))
		return "; a comma is missing";
	return "";
}

/* jansson's message without its "near ..." and in double quotes. */
static const char *
phrase(const json_error_t *error, char text[JSON_ERROR_TEXT_LENGTH])
{
	char *near;

	snprintf(text, JSON_ERROR_TEXT_LENGTH, "%s", error->text);
	if ((near = strstr(text, " near ")) != NULL)
		*near = '\0';
	for (char *c = text; *c != '\0'; c++)
		if (*c == '\'')
			*c = '"';
	return text;
}

static void
quote_token(struct csm_buf *out, const char *s, size_t len)
{
	if (len > 0 && s[0] == '"') {
		s++;
		len--;
		len -= len > 0 && s[len - 1] == '"';
	}
	csm_text_quote(out, s, len);
}

static void
say_syntax(const struct scan *sc, const struct fault *f, const json_error_t *error,
    struct csm_buf *out)
{
	char text[JSON_ERROR_TEXT_LENGTH];

	csm_buf_printf(out, "%s near ", phrase(error, text));
	quote_token(out, sc->s + f->token.start, f->token.len);
	csm_buf_puts(out, hint(sc, f));
}

static int
report_fault(const struct scan *sc, const char *file, const json_error_t *error,
    struct csm_diag *diag)
{
	int at_end = json_error_code(error) == json_error_premature_end_of_input;
	struct fault f = find_fault(*sc, (size_t)error->position, at_end);
	struct csm_pos pos = {
	    .file = file, .line = f.token.line, .column = f.token.column};
	const char *token = sc->s + f.token.start;
	struct csm_buf text = {0};

	switch (json_error_code(error)) {
	case json_error_premature_end_of_input:
		csm_buf_puts(&text, "the text ends too early");
		if (f.open.len > 0)
			csm_buf_printf(&text, "; \"%c\" of line %u is still open",
			    sc->s[f.open.start], (unsigned)f.open.line);
		break;
	case json_error_duplicate_key:
		csm_buf_puts(&text, "the same key twice: ");
		quote_token(&text, token, f.token.len);
		break;
	case json_error_null_character:
	case json_error_null_byte_in_key:
		csm_buf_puts(&text, "a text cannot hold \\u0000");
		break;
	case json_error_numeric_overflow:
		csm_buf_puts(&text, "number out of range: ");
		csm_text_quote(&text, token, f.token.len);
		break;
	case json_error_stack_overflow:
		csm_buf_printf(&text, "nested deeper than %d levels", DEPTH_MAX);
		break;
	default:
		say_syntax(sc, &f, error, &text);
	}
	csm_error(diag, CSM_E_CONFIG, &pos, "%s", text.data);
	csm_buf_fini(&text);
	return -1;
}

/* What jansson would refuse without a usable place: not UTF-8, NUL, nothing at all. */
static int
json_scan_check_bytes(struct scan sc, const char *file, struct csm_diag *diag)
{
	const char *nul = memchr(sc.s, '\0', sc.len);
	size_t valid = csm_text_utf8(sc.s, sc.len);
	size_t bad =
	    nul != NULL && (size_t)(nul - sc.s) < valid ? (size_t)(nul - sc.s) : valid;
	struct csm_pos pos = {.file = file, .line = 1, .column = 1};

	skip_blanks(&sc);
	if (bad == sc.len) {
		if (sc.at < sc.len)
			return 0;
		return csm_error(diag, CSM_E_CONFIG, &pos, "empty, wants JSON");
	}
	for (size_t i = 0; i < bad; i++, pos.column++)
		if (sc.s[i] == '\n') {
			pos.line++;
			pos.column = 0;
		}
	if (bad == 0 && sc.len > 1 &&
	    (memcmp(sc.s, "\xff\xfe", 2) == 0 || memcmp(sc.s, "\xfe\xff", 2) == 0))
		return csm_error(diag, CSM_E_CONFIG, &pos, "UTF-16, wants UTF-8");
	if (bad < valid)
		return csm_error(diag, CSM_E_CONFIG, &pos, "NUL byte");
	return csm_error(diag, CSM_E_CONFIG, &pos, "not UTF-8: byte 0x%02x",
	    (unsigned)(unsigned char)sc.s[bad]);
}

struct build {
	struct csm_arena *arena;
	const char *file;
	struct scan scan;
	struct csm_diag *diag;
};

static struct csm_json *build_value(struct build *b, json_t *from, int depth);

static void
take_scalar(struct build *b, struct csm_json *to, json_t *from, const struct token *t)
{
	switch (json_typeof(from)) {
	case JSON_STRING:
		to->type = CSM_JSON_STRING;
		to->len = json_string_length(from);
		to->text = csm_arena_text(b->arena, json_string_value(from), to->len);
		break;
	case JSON_REAL:
	case JSON_INTEGER:
		to->type = CSM_JSON_NUMBER;
		to->number = json_number_value(from);
		to->len = t->len;
		/* As it is written: a double would not give 0.1 back, and messages
		 * quote it. */
		to->text = csm_arena_text(b->arena, b->scan.s + t->start, t->len);
		break;
	case JSON_TRUE:
		to->type = CSM_JSON_TRUE;
		break;
	case JSON_FALSE:
		to->type = CSM_JSON_FALSE;
		break;
	default:
		to->type = CSM_JSON_NULL;
	}
}

/* One member or element; jansson iterates in the order of the text. */
static struct csm_json *
build_child(struct build *b, struct csm_json *to, const char *key, json_t *value,
    size_t i, int depth)
{
	struct csm_json *child;

	if (i > 0)
		next_token(&b->scan); /* , */
	if (key != NULL) {
		next_token(&b->scan);
		next_token(&b->scan); /* : */
	}
	if ((child = build_value(b, value, depth + 1)) == NULL)
		return NULL;
	child->parent = to;
	child->index = (uint32_t)i;
	child->key = key != NULL ? csm_arena_strdup(b->arena, key) : NULL;
	to->count++;
	return child;
}

static int
build_children(struct build *b, struct csm_json *to, json_t *from, int depth)
{
	struct csm_json **link = &to->child;
	const char *key;
	json_t *value;
	size_t i = 0;

	if (json_is_object(from)) {
		json_object_foreach(from, key, value)
		{
			*link = build_child(b, to, key, value, i++, depth);
			if (*link == NULL)
				return -1;
			link = &(*link)->next;
		}
	} else {
		json_array_foreach(from, i, value)
		{
			*link = build_child(b, to, NULL, value, i, depth);
			if (*link == NULL)
				return -1;
			link = &(*link)->next;
		}
	}
	next_token(&b->scan); /* ] or } */
	return 0;
}

static struct csm_json *
build_value(struct build *b, json_t *from, int depth)
{
	struct token t = next_token(&b->scan);
	struct csm_json *to = CSM_ARENA_NEW(b->arena, struct csm_json);

	to->file = b->file;
	to->line = t.line;
	to->column = t.column;
	if (!json_is_array(from) && !json_is_object(from)) {
		take_scalar(b, to, from, &t);
		return to;
	}
	to->type = json_is_array(from) ? CSM_JSON_ARRAY : CSM_JSON_OBJECT;
	if (depth > DEPTH_MAX) {
		csm_error(b->diag, CSM_E_CONFIG,
		    &(struct csm_pos){
			.file = b->file, .line = t.line, .column = t.column},
		    "nested deeper than %d levels", DEPTH_MAX);
		return NULL;
	}
	return build_children(b, to, from, depth) == 0 ? to : NULL;
}

struct csm_json *
csm_json_parse(struct csm_arena *arena, const char *file, const char *text, size_t len,
    struct csm_diag *diag)
{
	struct build b = {.arena = arena,
	    .file = file,
	    .scan = {.s = text, .len = len, .line = 1},
	    .diag = diag};
	json_error_t error;
	struct csm_json *json;
	json_t *tree;

	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		b.scan.s += 3;
		b.scan.len -= 3;
	}
	if (json_scan_check_bytes(b.scan, file, diag) != 0)
		return NULL;
	/* Integers as reals: one beyond 64 bits is a large number, and no error of the
	 * text. */
	tree = json_loadb(b.scan.s, b.scan.len,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &error);
	if (tree == NULL) {
		report_fault(&b.scan, file, &error, diag);
		return NULL;
	}
	/* In step with the scanner: it is JSON by now, so that its tokens are those of
	 * the tree. */
	json = build_value(&b, tree, 1);
	json_decref(tree);
	return json;
}
