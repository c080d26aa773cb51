/* One object of an NDJSON reader: its fields, or what is wrong with it. */
#include "base/text.h"
#include "syntax/json.h"
#include "syntax/ndjson_state.h"

#include <stdlib.h>
#include <string.h>

uint64_t
csm_ndjson_at(const struct csm_ndjson *nd)
{
	return nd->array ? csm_diag_element(nd->elements + 1, nd->bytes + 1) : nd->line;
}

int
csm_ndjson_fail(struct csm_ndjson *nd, struct csm_diag *diag, const char *what)
{
	struct csm_pos pos = {
	    .file = csm_input_name(nd->chunk.in), .line = csm_ndjson_at(nd)};

	return csm_error(diag, CSM_E_FORMAT, &pos, "%s", what);
}

enum csm_ndjson_step
csm_ndjson_reject(struct csm_ndjson *nd, enum csm_code code, size_t column,
    struct csm_text value, const char *what, const char *why, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = csm_input_name(nd->chunk.in),
	    .line = csm_ndjson_at(nd),
	    .column = (uint32_t)column};

	/* Of a line that is too long only the start is there. */
	nd->bad = code == CSM_E_LINE ? (struct csm_text){"", 0} : value;
	csm_reject(diag, code, &pos, value.s, value.len, what, why);
	nd->rejected++;
	return CSM_NDJSON_AGAIN;
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
static enum csm_ndjson_step
reject_json(struct csm_ndjson *nd, struct csm_text text, const json_error_t *error,
    struct csm_diag *diag)
{
	size_t column = error->position > 0 ? (size_t)error->position : 1;

	if (json_error_code(error) == json_error_null_character)
		return csm_ndjson_reject(
		    nd, CSM_E_NUL, column, text, "NUL byte in", NULL, diag);
	if (nd->array && !ndjson_is_balanced(text)) {
		csm_ndjson_fail(nd, diag, error->text);
		return CSM_NDJSON_FAIL;
	}
	/* an object written over many lines begins so */
	if (!nd->array && text.len == 1 && text.s[0] == '{')
		return csm_ndjson_reject(nd, CSM_E_JSON, column, text, "bad JSON",
		    "jq -c . makes one line of each object", diag);
	return csm_ndjson_reject(
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
	return (struct csm_text){/* A copy: nd->text is for the next field. */
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
	/* Lines of one program have their members in one order. */
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

/* A text of the field that is a number, as csm_ndjson_comma wants it. */
static struct csm_text
ndjson_with_comma(struct csm_ndjson *nd, size_t path, struct csm_text number)
{
	char *own;

	if (!nd->comma[path] || memchr(number.s, '.', number.len) == NULL)
		return number;
	own = csm_arena_text(&nd->arena, number.s, number.len);
	csm_json_comma(own, number.len);
	return (struct csm_text){own, number.len};
}

/* The fields of the flat object that was parsed. */
static void
ndjson_take_flat(struct csm_ndjson *nd)
{
	nd->objects++;
	nd->has_nested = 0;
	if (nd->has_comma)
		csm_arena_reset(&nd->arena);
	for (size_t i = 0; i < nd->n; i++) {
		const struct csm_text t = nd->field[i] = flat_field(nd, i);
		/* What stands before a string is its quote. */
		if (nd->has_comma && t.len > 0 && t.s[-1] != '"')
			nd->field[i] = ndjson_with_comma(nd, i, t);
	}
}

static json_t *
ndjson_object_load(struct csm_text text, json_error_t *error)
{
	/* numbers are taken as they are written, so that no integer is too big */
	return csm_json_value_load(text, JSON_REJECT_DUPLICATES, error);
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
		if (nd->has_comma && json_is_number(value))
			nd->field[i] = ndjson_with_comma(nd, i, nd->field[i]);
	}
	if (csm_ndjson_keys_wanted(&nd->keys))
		csm_ndjson_keys_object(&nd->keys, nd->object);
}

enum csm_ndjson_step
csm_ndjson_parse(struct csm_ndjson *nd, struct csm_text text, struct csm_diag *diag)
{
	const char *nul = memchr(text.s, '\0', text.len);
	size_t valid = csm_text_utf8(text.s, text.len);
	json_error_t error;

	if (nul != NULL)
		return csm_ndjson_reject(nd, CSM_E_NUL, (size_t)(nul - text.s) + 1,
		    text, "NUL byte in", NULL, diag);
	if (valid != text.len)
		return csm_ndjson_reject(
		    nd, CSM_E_UTF8, valid + 1, text, "not UTF-8:", NULL, diag);
	nd->source = text;
	json_decref(nd->object);
	nd->object = NULL;
	if (nd->fast && csm_flatjson_parse(&nd->flat, text.s, text.len)) {
		ndjson_take_flat(nd);
		if (csm_ndjson_keys_wanted(&nd->keys))
			csm_ndjson_keys_flat(&nd->keys, &nd->flat);
		csm_ndjson_learn(nd, text);
		return CSM_NDJSON_OBJECT;
	}
	nd->object = ndjson_object_load(text, &error);
	if (nd->object == NULL)
		return reject_json(nd, text, &error, diag);
	if (!json_is_object(nd->object))
		return csm_ndjson_reject(
		    nd, CSM_E_JSON, 1, text, "not an object:", NULL, diag);
	ndjson_take_object(nd);
	return CSM_NDJSON_OBJECT;
}

struct csm_text
csm_ndjson_source(struct csm_ndjson *nd)
{
	json_error_t error;

	if (nd->object == NULL)
		/* A flat object was never given to jansson, which is what gives it a
		 * compact form. */
		nd->object = ndjson_object_load(nd->source, &error);
	csm_buf_reset(&nd->text);
	csm_json_value_put(&nd->text, nd->object, nd->object, nd->source);
	return (struct csm_text){nd->text.data, nd->text.len};
}
