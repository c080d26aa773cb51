#include "io/input.h"

#include "base/buf.h"
#include "base/xalloc.h"
#include "io/decoded.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What a stage reads: the input itself or the stage below, and before it what somebody
 * had peeked at when the stage came. */
struct csm_stage_source {
	struct csm_input *in;
	int below; /* stages */
	struct csm_buf held;
	size_t held_used;
};

struct csm_input {
	struct csm_decoded decoded;
	struct csm_buf peek; /* made by the stages, not yet read from peek_used on */
	size_t peek_used;
	struct csm_stage stage[CSM_INPUT_STAGES];
	struct csm_stage_source source[CSM_INPUT_STAGES]; /* of each */
	int stages;
};

/* An input that has begun, or what is left of one after the report of its failure. */
static int
input_begun(struct csm_input **out, struct csm_input *in, int rc)
{
	*out = in;
	if (rc == 0)
		return 0;
	csm_input_close(in);
	*out = NULL;
	return -1;
}

int
csm_input_open(struct csm_input **out, const char *path, struct csm_diag *diag)
{
	struct csm_input *in = csm_xcalloc(1, sizeof *in);

	return input_begun(out, in, csm_decoded_open(&in->decoded, path, diag));
}

int
csm_input_open_memory(struct csm_input **out, const char *name, const void *bytes,
    size_t len, struct csm_diag *diag)
{
	struct csm_input *in = csm_xcalloc(1, sizeof *in);

	return input_begun(
	    out, in, csm_decoded_open_memory(&in->decoded, name, bytes, len, diag));
}

void
csm_input_ahead(struct csm_input *in)
{
	csm_decoded_ahead(&in->decoded);
}

void
csm_input_expect_end(struct csm_input *in)
{
	csm_decoded_expect_end(&in->decoded);
}

/* What the first n stages make. */
static ssize_t
read_stages(struct csm_input *in, int n, void *buf, size_t size, struct csm_diag *diag)
{
	if (n == 0)
		return csm_decoded_read(&in->decoded, buf, size, diag);
	return in->stage[n - 1].read(
	    in->stage[n - 1].state, &in->source[n - 1], buf, size, diag);
}

static ssize_t
read_more(struct csm_input *in, void *buf, size_t size, struct csm_diag *diag)
{
	return read_stages(in, in->stages, buf, size, diag);
}

ssize_t
csm_stage_pull(
    struct csm_stage_source *source, void *buf, size_t size, struct csm_diag *diag)
{
	size_t left = source->held.len - source->held_used;

	if (left == 0)
		return read_stages(source->in, source->below, buf, size, diag);
	left = left < size ? left : size;
	memcpy(buf, source->held.data + source->held_used, left);
	source->held_used += left;
	return (ssize_t)left;
}

const char *
csm_stage_name(const struct csm_stage_source *source)
{
	return source->in->decoded.name;
}

void
csm_input_stage(struct csm_input *in, struct csm_stage stage)
{
	assert(in->stages < CSM_INPUT_STAGES);
	in->stage[in->stages] = stage;
	in->source[in->stages] =
	    (struct csm_stage_source){in, in->stages, in->peek, in->peek_used};
	in->stages++;
	in->peek = (struct csm_buf){0};
	in->peek_used = 0;
}

ssize_t
csm_input_read(struct csm_input *in, void *buf, size_t size, struct csm_diag *diag)
{
	size_t left = in->peek.len - in->peek_used;

	if (size == 0)
		return 0;
	if (left == 0)
		return read_more(in, buf, size, diag);
	if (left > size)
		left = size;
	memcpy(buf, in->peek.data + in->peek_used, left);
	in->peek_used += left;
	return (ssize_t)left;
}

int
csm_input_peek(
    struct csm_input *in, const char **bytes, size_t *len, struct csm_diag *diag)
{
	ssize_t n;

	csm_buf_reserve(&in->peek, CSM_DECODED_BLOCK);
	n = read_more(in, in->peek.data + in->peek.len, CSM_DECODED_BLOCK, diag);
	if (n > 0)
		in->peek.len += (size_t)n;
	*bytes = in->peek.data + in->peek_used;
	*len = in->peek.len - in->peek_used;
	return n < 0 ? -1 : n > 0;
}

const char *
csm_input_name(const struct csm_input *in)
{
	return in->decoded.name;
}

void
csm_input_close(struct csm_input *in)
{
	if (in == NULL)
		return;
	csm_decoded_fini(&in->decoded);
	for (int i = 0; i < in->stages; i++) {
		in->stage[i].free(in->stage[i].state);
		csm_buf_fini(&in->source[i].held);
	}
	csm_buf_fini(&in->peek);
	free(in);
}

char *
csm_input_slurp(const char *path, size_t *len, struct csm_diag *diag)
{
	struct csm_input *in;
	struct csm_buf text = {0};
	ssize_t n;

	if (csm_input_open(&in, path, diag) != 0)
		return NULL;
	do {
		csm_buf_reserve(&text, CSM_DECODED_BLOCK);
		n = csm_input_read(in, text.data + text.len, CSM_DECODED_BLOCK, diag);
		if (n > 0)
			text.len += (size_t)n;
	} while (n > 0 && text.len <= CSM_SLURP_BYTES);
	csm_input_close(in);
	if (text.len > CSM_SLURP_BYTES)
		n = csm_error(diag, CSM_E_CONFIG, &(struct csm_pos){.file = path},
		    "longer than %zu MiB", CSM_SLURP_BYTES >> 20);
	if (n < 0) {
		csm_buf_fini(&text);
		return NULL;
	}
	text.data[text.len] = '\0';
	*len = text.len;
	return text.data;
}
