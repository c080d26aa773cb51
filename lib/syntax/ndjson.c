#include "syntax/ndjson.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "syntax/json_array.h"
#include "syntax/ndjson_state.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_BYTES 80

enum ndjson_step { STEP_FAIL = -1, STEP_END, STEP_OBJECT, STEP_AGAIN };

struct csm_ndjson *
csm_ndjson_new(struct csm_input *in, int array)
{
	struct csm_ndjson *nd = csm_xcalloc(1, sizeof *nd);

	csm_chunk_init(&nd->chunk, in);
	csm_arena_init(&nd->arena);
	nd->array = array;
	nd->fast = 1;
	nd->line = 1;
	return nd;
}

void
csm_ndjson_tune(struct csm_ndjson *nd, int fast, size_t block_bytes)
{
	nd->fast = fast;
	nd->chunk.block = block_bytes;
}

void
csm_ndjson_free(struct csm_ndjson *nd)
{
	if (nd == NULL)
		return;
	csm_chunk_fini(&nd->chunk);
	csm_arena_fini(&nd->arena);
	csm_buf_fini(&nd->text);
	json_decref(nd->object);
	for (size_t i = 0; i < nd->n; i++)
		free((char *)(size_t)nd->path[i].s);
	csm_ndjson_keys_fini(&nd->keys);
	free(nd->path);
	free(nd->nested);
	free(nd->template_member);
	free(nd->member);
	free(nd->field);
	free(nd);
}

size_t
csm_ndjson_path(struct csm_ndjson *nd, const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < nd->n; i++)
		if (csm_text_is(nd->path[i].s, path, len))
			return i;
	CSM_GROW(nd->path, nd->n, &nd->path_cap);
	CSM_GROW(nd->member, nd->n, &nd->member_cap);
	CSM_GROW(nd->field, nd->n, &nd->field_cap);
	nd->path[nd->n] = (struct csm_text){csm_xmemdup0(path, len), len};
	nd->member[nd->n] = 0;
	CSM_GROW(nd->nested, nd->n, &nd->nested_cap);
	nd->field[nd->n] = (struct csm_text){0};
	nd->nested[nd->n] = 0;
	csm_ndjson_keys_add(&nd->keys);
	return nd->n++;
}

/* Where the reading is. */
static uint64_t
ndjson_line(const struct csm_ndjson *nd)
{
	return nd->array ? csm_diag_element(nd->elements + 1, nd->bytes + 1) : nd->line;
}

static int
ndjson_fail(struct csm_ndjson *nd, struct csm_diag *diag, const char *what)
{
	struct csm_pos pos = {
	    .file = csm_input_name(nd->chunk.in), .line = ndjson_line(nd)};

	return csm_error(diag, CSM_E_FORMAT, &pos, "%s", what);
}

static enum ndjson_step
ndjson_reject(struct csm_ndjson *nd, enum csm_code code, size_t column,
    struct csm_text value, const char *what, const char *why, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = csm_input_name(nd->chunk.in),
	    .line = ndjson_line(nd),
	    .column = (uint32_t)column};

	nd->bad = code == CSM_E_LINE ? (struct csm_text){"", 0} : value;
	csm_reject(diag, code, &pos, value.s, value.len, what, why);
	nd->rejected++;
	return STEP_AGAIN;
}

/* Whether each bracket of a text is closed by one of its kind. */
static int
ndjson_is_balanced(struct csm_text text)
{
	struct csm_buf open = {0};
	int good = text.len != 0, quoted = 0;

	for (size_t i = 0; i < text.len && good; i++) {
		char c = text.s[i];
		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '['))
			csm_buf_putc(&open, c == '{' ? '}' : ']');
		else if (!quoted && (c == '}' || c == ']'))
			good = open.len != 0 && open.data[--open.len] == c;
	}
	good = good && open.len == 0 && !quoted;
	csm_buf_fini(&open);
	return good;
}

/* What jansson did not like in `text`.  If its brackets are in order, so is what follows
 * it in an array; else all of that is doubtful. */
static enum ndjson_step
reject_json(struct csm_ndjson *nd, struct csm_text text, const json_error_t *error,
    struct csm_diag *diag)
{
	size_t column = error->position > 0 ? (size_t)error->position : 1;

	if (json_error_code(error) == json_error_null_character)
		return ndjson_reject(
		    nd, CSM_E_NUL, column, text, "NUL byte in", NULL, diag);
	if (nd->array && !ndjson_is_balanced(text)) {
		ndjson_fail(nd, diag, error->text);
		return STEP_FAIL;
	}
	/* an object written over many lines begins so */
	if (!nd->array && text.len == 1 && text.s[0] == '{')
		return ndjson_reject(nd, CSM_E_JSON, column, text, "bad JSON",
		    "jq -c . makes one line of each object", diag);
	return ndjson_reject(
	    nd, CSM_E_JSON, column, text, "bad JSON", error->text, diag);
}

static struct csm_text
ndjson_text_of(struct csm_ndjson *nd, const json_t *value)
{
	if (value == NULL || json_is_null(value))
		return (struct csm_text){0};
	if (json_is_string(value))
		return (struct csm_text){
		    json_string_value(value), json_string_length(value)};
	csm_buf_reset(&nd->text);
	csm_json_value_put(&nd->text, value, nd->object, nd->source);
	return (struct csm_text){
	    csm_arena_text(&nd->arena, nd->text.data, nd->text.len), nd->text.len};
}

static int
is_member(const struct csm_ndjson *nd, size_t m, size_t path)
{
	return nd->flat.at[m].key.len == nd->path[path].len &&
	       memcmp(nd->flat.at[m].key.s, nd->path[path].s, nd->path[path].len) == 0;
}

/* No value of a flat object is a list: "a.0" is what "a" is. */
static struct csm_text
flat_element(struct csm_ndjson *nd, size_t of)
{
	const struct csm_text path = nd->path[of];

	if (path.len < 2 || memcmp(path.s + path.len - 2, ".0", 2) != 0)
		return (struct csm_text){0};
	for (size_t m = 0; m < nd->flat.n; m++)
		if (nd->flat.at[m].key.len == path.len - 2 &&
		    memcmp(nd->flat.at[m].key.s, path.s, path.len - 2) == 0) {
			csm_ndjson_keys_saw(&nd->keys, of);
			return nd->flat.at[m].value;
		}
	return (struct csm_text){0};
}

/* The field of a path in the flat object, sought first where it was last. */
static struct csm_text
flat_field(struct csm_ndjson *nd, size_t path)
{
	if (nd->keys.had[path] && nd->member[path] < nd->flat.n &&
	    is_member(nd, nd->member[path], path))
		return nd->flat.at[nd->member[path]].value;
	for (size_t m = 0; m < nd->flat.n; m++)
		if (is_member(nd, m, path)) {
			nd->member[path] = m;
			csm_ndjson_keys_saw(&nd->keys, path);
			return nd->flat.at[m].value;
		}
	return flat_element(nd, path);
}

static json_t *
load(struct csm_text text, json_error_t *error)
{
	/* numbers are taken as they are written, so that no integer is too big */
	return json_loadb(text.s, text.len,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, error);
}

/* The fields of the object that jansson has read. */
static void
ndjson_take_object(struct csm_ndjson *nd)
{
	csm_arena_reset(&nd->arena);
	nd->objects++;
	nd->has_nested = 0;
	for (size_t i = 0; i < nd->n; i++) {
		const json_t *value = csm_json_value_find(nd->object, nd->path[i].s);
		nd->nested[i] = json_is_object(value) || json_is_array(value);
		nd->has_nested |= nd->nested[i];
		if (value != NULL)
			csm_ndjson_keys_saw(&nd->keys, i);
		nd->field[i] = ndjson_text_of(nd, value);
	}
	if (csm_ndjson_keys_wanted(&nd->keys))
		csm_ndjson_keys_object(&nd->keys, nd->object);
}

/* Make the object written in `text` the current one. */
static enum ndjson_step
ndjson_parse(struct csm_ndjson *nd, struct csm_text text, struct csm_diag *diag)
{
	const char *nul = memchr(text.s, '\0', text.len);
	size_t valid = csm_text_utf8(text.s, text.len);
	json_error_t error;

	if (nul != NULL)
		return ndjson_reject(nd, CSM_E_NUL, (size_t)(nul - text.s) + 1, text,
		    "NUL byte in", NULL, diag);
	if (valid != text.len)
		return ndjson_reject(
		    nd, CSM_E_UTF8, valid + 1, text, "not UTF-8:", NULL, diag);
	nd->source = text;
	json_decref(nd->object);
	nd->object = NULL;
	if (nd->fast && csm_flatjson_parse(&nd->flat, text.s, text.len)) {
		for (size_t i = 0; i < nd->n; i++)
			nd->field[i] = flat_field(nd, i);
		nd->objects++;
		nd->has_nested = 0;
		if (csm_ndjson_keys_wanted(&nd->keys))
			csm_ndjson_keys_flat(&nd->keys, &nd->flat);
		csm_ndjson_learn(nd, text);
		return STEP_OBJECT;
	}
	nd->object = load(text, &error);
	if (nd->object == NULL)
		return reject_json(nd, text, &error, diag);
	if (!json_is_object(nd->object))
		return ndjson_reject(
		    nd, CSM_E_JSON, 1, text, "not an object:", NULL, diag);
	ndjson_take_object(nd);
	return STEP_OBJECT;
}

static int
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct csm_text
ndjson_trim(struct csm_text text)
{
	while (text.len > 0 && is_space(text.s[text.len - 1]))
		text.len--;
	while (text.len > 0 && is_space(text.s[0])) {
		text.s++;
		text.len--;
	}
	return text;
}

/* Reject a line or element that is too long, for its start. */
static enum ndjson_step
ndjson_reject_long(struct csm_ndjson *nd, struct csm_diag *diag)
{
	struct csm_text start = {nd->chunk.data + nd->chunk.at, SHOWN_BYTES};

	nd->skip = 1;
	return ndjson_reject(nd, CSM_E_LINE, 0, start, "line too long:", NULL, diag);
}

/* The next line; STEP_OBJECT and its bytes in *text, without line end. */
static enum ndjson_step
next_line(struct csm_ndjson *nd, struct csm_text *text, struct csm_diag *diag)
{
	struct csm_chunk *c = &nd->chunk;
	const char *end = NULL;
	size_t seen = 0;

	while (end == NULL) {
		size_t left = csm_chunk_left(c);
		if (left > seen)
			end = memchr(c->data + c->at + seen, '\n', left - seen);
		seen = left;
		if (end != NULL || seen > CSM_NDJSON_LINE_BYTES)
			break;
		int rc = csm_chunk_more(c, diag);
		if (rc < 0 || (rc == 0 && left == 0))
			return rc < 0 ? STEP_FAIL : STEP_END;
		if (rc == 0)
			end = c->data + c->end;
	}
	text->s = c->data + c->at;
	text->len = end == NULL ? seen : (size_t)(end - text->s);
	if (!nd->skip && text->len > CSM_NDJSON_LINE_BYTES)
		return ndjson_reject_long(nd, diag);
	return STEP_OBJECT;
}

static enum ndjson_step
read_line(struct csm_ndjson *nd, uint64_t *line, struct csm_diag *diag)
{
	struct csm_chunk *c = &nd->chunk;
	struct csm_text text;
	enum ndjson_step step = next_line(nd, &text, diag);
	int ended;

	if (step != STEP_OBJECT)
		return step;
	ended = c->at + text.len < c->end; /* by LF, which is not skipped yet */
	*line = nd->line;
	if (!nd->skip && ndjson_trim(text).len > 0)
		step = ndjson_parse(nd, text, diag);
	else
		step = STEP_AGAIN;
	c->at += text.len + (size_t)ended;
	nd->line += (uint64_t)ended;
	nd->skip = nd->skip && !ended && !c->ended;
	return step;
}

/* The next byte that is no white space, not used up; END_OF_INPUT, or READ_FAILED after
 * a report. */
enum { END_OF_INPUT = -1, READ_FAILED = -2 };

static int
peek_char(struct csm_ndjson *nd, struct csm_diag *diag)
{
	struct csm_chunk *c = &nd->chunk;

	for (;; c->at++, nd->bytes++) {
		if (csm_chunk_left(c) == 0) {
			int rc = csm_chunk_more(c, diag);
			if (rc <= 0)
				return rc == 0 ? END_OF_INPUT : READ_FAILED;
		}
		if (!is_space(c->data[c->at]))
			return (unsigned char)c->data[c->at];
		nd->line += c->data[c->at] == '\n';
	}
}

static enum ndjson_step
read_element(struct csm_ndjson *nd, uint64_t *line, struct csm_diag *diag)
{
	struct csm_chunk *c = &nd->chunk;
	struct csm_text text;
	enum ndjson_step step;

	switch (csm_json_array_element(c, CSM_NDJSON_LINE_BYTES, &text.len, diag)) {
	case 0:
		break;
	case 1:
		ndjson_fail(nd, diag, "an element is longer than 16 MiB");
		/* fall through */
	default:
		return STEP_FAIL;
	}
	text.s = c->data + c->at;
	*line = ndjson_line(nd);
	step = ndjson_parse(nd, text, diag);
	nd->elements++;
	nd->bytes += text.len;
	c->at += text.len;
	nd->place = AFTER_ELEMENT;
	return step;
}

/* One step through the array: a bracket, a comma or an element. */
static enum ndjson_step
ndjson_read_array(struct csm_ndjson *nd, uint64_t *line, struct csm_diag *diag)
{
	static const struct {
		const char *marks; /* what may come, beside an element */
		int element;       /* an element may come */
		const char *else_what;
	} rules[] = {
	    [AT_START] = {"[", 0, "'[' expected: one JSON array of objects"},
	    [AT_FIRST] = {"]", 1, NULL},
	    [AFTER_COMMA] = {"", 1, NULL},
	    [AFTER_ELEMENT] = {",]", 0, "',' or ']' expected after an element"},
	    [AT_END] = {"", 0, "text after the end of the array"},
	};
	int c = peek_char(nd, diag);

	if (c == READ_FAILED)
		return STEP_FAIL;
	if (c == END_OF_INPUT && (nd->place == AT_START || nd->place == AT_END))
		return STEP_END;
	if (c == END_OF_INPUT) {
		ndjson_fail(nd, diag, "the array does not end");
		return STEP_FAIL;
	}
	if (c != '\0' && strchr(rules[nd->place].marks, c) != NULL) {
		nd->place = c == '[' ? AT_FIRST : c == ',' ? AFTER_COMMA : AT_END;
		nd->chunk.at++;
		nd->bytes++;
		return STEP_AGAIN;
	}
	if (rules[nd->place].element)
		return read_element(nd, line, diag);
	ndjson_fail(nd, diag, rules[nd->place].else_what);
	return STEP_FAIL;
}

int
csm_ndjson_next(struct csm_ndjson *nd, const struct csm_text **fields, size_t *n,
    uint64_t *line, uint64_t *rejected, struct csm_diag *diag)
{
	enum ndjson_step step = nd->failed ? STEP_FAIL : STEP_AGAIN;

	if (!nd->begun && csm_chunk_begin(&nd->chunk, diag) != 0)
		step = STEP_FAIL;
	nd->begun = 1;
	nd->rejected = 0;
	while (step == STEP_AGAIN)
		step = nd->array ? ndjson_read_array(nd, line, diag)
				 : read_line(nd, line, diag);
	nd->failed = step == STEP_FAIL;
	*rejected += nd->rejected;
	*fields = nd->field;
	*n = nd->n;
	return step;
}

uint64_t
csm_ndjson_lines(const struct csm_ndjson *nd)
{
	return nd->array ? 0 : nd->line - 1;
}

struct csm_text
csm_ndjson_source(struct csm_ndjson *nd)
{
	json_error_t error;

	if (nd->object == NULL)
		nd->object = load(nd->source, &error);
	csm_buf_reset(&nd->text);
	csm_json_value_put(&nd->text, nd->object, nd->object, nd->source);
	return (struct csm_text){nd->text.data, nd->text.len};
}

const unsigned char *
csm_ndjson_nested(const struct csm_ndjson *nd)
{
	return nd->has_nested ? nd->nested : NULL;
}

int
csm_ndjson_had(const struct csm_ndjson *nd, size_t path)
{
	return nd->objects == 0 || nd->keys.had[path];
}

const struct csm_intern *
csm_ndjson_names(const struct csm_ndjson *nd)
{
	return &nd->keys.name;
}

struct csm_text
csm_ndjson_rejected(const struct csm_ndjson *nd)
{
	return nd->bad;
}

struct csm_text
csm_ndjson_written(const struct csm_ndjson *nd)
{
	return nd->source;
}

const char *
csm_ndjson_list(const struct csm_ndjson *nd)
{
	return nd->objects == 1 && nd->keys.list.len != 0 ? csm_buf_text(&nd->keys.list)
							  : NULL;
}
