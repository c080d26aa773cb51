/* Lines read by one and parsed by another, many at once if they fit one template. */
#include "base/text.h"
#include "base/xalloc.h"
#include "syntax/ndjson_state.h"

#include <assert.h>
#include <string.h>

#define NONE SIZE_MAX

struct csm_ndjson *
csm_ndjson_fork(const struct csm_ndjson *nd)
{
	struct csm_input *in;
	struct csm_ndjson *fork;

	csm_input_open_memory(&in, csm_input_name(nd->chunk.in), "", 0, NULL);
	fork = csm_ndjson_new(in, 0);
	fork->begun = 1;
	csm_ndjson_tune(fork, nd->fast, nd->chunk.block);
	for (size_t i = 0; i < nd->n; i++)
		if (nd->comma[csm_ndjson_path(fork, nd->path[i].s)])
			csm_ndjson_comma(fork, i);
	return fork;
}

/* Lines with a NUL byte are left to who reads them in turn. */
static int
has_no_nul(const char *lines, size_t len, char delimiter)
{
	(void)delimiter;
	return memchr(lines, '\0', len) == NULL;
}

int
csm_ndjson_lend(struct csm_ndjson *nd, struct csm_ndjson *to, struct csm_diag *diag)
{
	int rc = nd->failed ? -1 : nd->skip || nd->array ? 2 : -2;

	if (rc == -2 && !nd->begun && csm_chunk_begin(&nd->chunk, diag) != 0)
		rc = -1;
	nd->begun |= rc != 2; /* who reads an array begins it */
	if (rc == -2)
		rc = csm_chunk_lend(&nd->chunk, &to->chunk, has_no_nul, 0, diag);
	to->unseen = rc == 1 && to->fast;
	/* what is read in turn between two that are lent is a batch too */
	to->keys.batch = nd->keys.batch + 1;
	nd->keys.batch += 2;
	to->is_text = 0;
	nd->line = 1;
	to->line = 1;
	nd->failed = rc == -1;
	return rc;
}

void
csm_ndjson_learn(struct csm_ndjson *nd, struct csm_text line)
{
	/* A field that is written otherwise than its line has it is none of a template. */
	if (!nd->is_text || nd->has_comma ||
	    !csm_line_template_learn(&nd->template, &nd->flat, line.s, line.len))
		return;
	for (size_t i = 0; i < nd->n; i++) {
		CSM_GROW(nd->template_member, i, &nd->form_cap);
		nd->template_member[i] = NONE;
		for (size_t m = 0; m < nd->flat.n; m++)
			/* The same bytes, not equal ones: two members may have one
			 * value. */
			if (nd->flat.at[m].value.s == nd->field[i].s)
				nd->template_member[i] = m;
	}
}

size_t
csm_ndjson_look(struct csm_ndjson *nd, const int *column, size_t columns,
    struct csm_text *field, size_t max)
{
	const struct csm_chunk *c = &nd->chunk;
	const char *p = c->data + c->at, *end = c->data + c->end;
	struct csm_text value[CSM_LINE_TEMPLATE_MEMBERS];
	size_t n = 0;

	if (nd->unseen) /* by who has the lines, since others wait for who lends */
		nd->is_text = csm_text_utf8(p, (size_t)(end - p)) == (size_t)(end - p);
	nd->unseen = 0;
	if (!nd->is_text || nd->template.n == 0)
		return 0;
	for (; n < max && n < CSM_NDJSON_LOOK && p < end; n++) {
		const char *next =
		    csm_line_template_match(&nd->template, p, end, value);
		if (next == NULL || (size_t)(next - p) > CSM_NDJSON_LINE_BYTES)
			break;
		for (size_t i = 0; i < columns; i++) {
			size_t m = nd->template_member[column[i]];
			assert(m == NONE || m < nd->template.n);
			*field++ = m == NONE ? (struct csm_text){0} : value[m];
		}
		p = next;
		nd->end[n] = (size_t)(p - c->data);
	}
	return n;
}

void
csm_ndjson_use(struct csm_ndjson *nd, size_t lines)
{
	if (lines == 0)
		return;
	assert(lines <= CSM_NDJSON_LOOK && nd->end[lines - 1] <= nd->chunk.end);
	nd->chunk.at = nd->end[lines - 1];
	nd->line += lines;
}

void
csm_ndjson_join(struct csm_ndjson *nd, const struct csm_ndjson *fork)
{
	nd->objects += fork->objects;
	csm_ndjson_keys_join(&nd->keys, &fork->keys);
}
