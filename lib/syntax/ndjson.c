#include "syntax/ndjson.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "syntax/json_array.h"
#include "syntax/ndjson_state.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_BYTES 80 /* of a line that is too long, in its message */

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
	free(nd->comma);
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
	CSM_GROW(nd->comma, nd->n, &nd->comma_cap);
	nd->comma[nd->n] = 0;
	csm_ndjson_keys_add(&nd->keys);
	return nd->n++;
}

void
csm_ndjson_comma(struct csm_ndjson *nd, size_t path)
{
	nd->comma[path] = 1;
	nd->has_comma = 1;
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
static enum csm_ndjson_step
ndjson_reject_long(struct csm_ndjson *nd, struct csm_diag *diag)
{
	struct csm_text start = {nd->chunk.data + nd->chunk.at, SHOWN_BYTES};

	nd->skip = 1;
	return csm_ndjson_reject(
	    nd, CSM_E_LINE, 0, start, "line too long:", NULL, diag);
}

/* The next line; CSM_NDJSON_OBJECT and its bytes in *text, without line end. */
static enum csm_ndjson_step
next_line(struct csm_ndjson *nd, struct csm_text *text, struct csm_diag *diag)
{
	struct csm_chunk *c = &nd->chunk;
	const char *end = NULL;
	size_t seen = 0;

	while (end == NULL) {
		size_t left = csm_chunk_left(c);
		if (left > seen)
			end = memchr(c->data + c->at + seen, '\n', left - seen);
		/* On from here after reading on: what was searched has no end. */
		seen = left;
		if (end != NULL || seen > CSM_NDJSON_LINE_BYTES)
			break;
		int rc = csm_chunk_more(c, diag);
		if (rc < 0 || (rc == 0 && left == 0))
			return rc < 0 ? CSM_NDJSON_FAIL : CSM_NDJSON_END;
		if (rc == 0)
			end = c->data + c->end;
	}
	text->s = c->data + c->at;
	text->len = end == NULL ? seen : (size_t)(end - text->s);
	if (!nd->skip && text->len > CSM_NDJSON_LINE_BYTES)
		return ndjson_reject_long(nd, diag);
	return CSM_NDJSON_OBJECT;
}

static enum csm_ndjson_step
read_line(struct csm_ndjson *nd, uint64_t *line, struct csm_diag *diag)
{
	struct csm_chunk *c = &nd->chunk;
	struct csm_text text;
	enum csm_ndjson_step step = next_line(nd, &text, diag);
	int ended;

	if (step != CSM_NDJSON_OBJECT)
		return step;
	ended = c->at + text.len < c->end; /* by LF, which is not skipped yet */
	*line = nd->line;
	if (!nd->skip && ndjson_trim(text).len > 0)
		step = csm_ndjson_parse(nd, text, diag);
	else
		step = CSM_NDJSON_AGAIN;
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

static enum csm_ndjson_step
read_element(struct csm_ndjson *nd, uint64_t *line, struct csm_diag *diag)
{
	struct csm_chunk *c = &nd->chunk;
	struct csm_text text;
	enum csm_ndjson_step step;

	switch (csm_json_array_element(c, CSM_NDJSON_LINE_BYTES, &text.len, diag)) {
	case 0:
		break;
	case 1:
		/* Fatal, unlike a line: nothing says where the next element begins. */
		csm_ndjson_fail(nd, diag, "an element is longer than 16 MiB");
		/* fall through */
	default:
		return CSM_NDJSON_FAIL;
	}
	text.s = c->data + c->at;
	*line = csm_ndjson_at(nd);
	step = csm_ndjson_parse(nd, text, diag);
	nd->elements++;
	nd->bytes += text.len;
	c->at += text.len;
	nd->place = AFTER_ELEMENT;
	return step;
}

/* One step through the array: a bracket, a comma or an element. */
static enum csm_ndjson_step
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
		return CSM_NDJSON_FAIL;
	if (c == END_OF_INPUT && (nd->place == AT_START || nd->place == AT_END))
		return CSM_NDJSON_END;
	if (c == END_OF_INPUT) {
		csm_ndjson_fail(nd, diag, "the array does not end");
		return CSM_NDJSON_FAIL;
	}
	if (c != '\0' && strchr(rules[nd->place].marks, c) != NULL) {
		nd->place = c == '[' ? AT_FIRST : c == ',' ? AFTER_COMMA : AT_END;
		nd->chunk.at++;
		nd->bytes++;
		return CSM_NDJSON_AGAIN;
	}
	if (rules[nd->place].element)
		return read_element(nd, line, diag);
	csm_ndjson_fail(nd, diag, rules[nd->place].else_what);
	return CSM_NDJSON_FAIL;
}

int
csm_ndjson_next(struct csm_ndjson *nd, const struct csm_text **fields, size_t *n,
    uint64_t *line, uint64_t *rejected, struct csm_diag *diag)
{
	enum csm_ndjson_step step = nd->failed ? CSM_NDJSON_FAIL : CSM_NDJSON_AGAIN;

	if (!nd->begun && csm_chunk_begin(&nd->chunk, diag) != 0)
		step = CSM_NDJSON_FAIL;
	nd->begun = 1;
	nd->rejected = 0;
	while (step == CSM_NDJSON_AGAIN)
		step = nd->array ? ndjson_read_array(nd, line, diag)
				 : read_line(nd, line, diag);
	nd->failed = step == CSM_NDJSON_FAIL;
	*rejected += nd->rejected;
	*fields = nd->field;
	*n = nd->n;
	return step;
}

void
csm_ndjson_recount(struct csm_ndjson *nd)
{
	nd->line = 1;
}

uint64_t
csm_ndjson_lines(const struct csm_ndjson *nd)
{
	return nd->array ? 0 : nd->line - 1;
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
	/* With a second object the file is rows, and the first one's list is a field of
	 * it. */
	return nd->objects == 1 && nd->keys.list.len != 0 ? csm_buf_text(&nd->keys.list)
							  : NULL;
}
