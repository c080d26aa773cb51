#include "io/input.h"

#include "base/buf.h"
#include "base/xalloc.h"
#include "io/readahead.h"
#include "io/codec.h"
#include "io/fd.h"
#include "io/place.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Anything from 64 KiB to 1 MiB was measured equal. */
#define BLOCK_BYTES (256 * 1024)

/* What a stage reads: the input itself or the stage below, and before it what somebody
 * had peeked at when the stage came. */
struct csm_stage_source {
	struct csm_input *in;
	int below; /* stages */
	struct csm_buf held;
	size_t held_used;
};

struct csm_input {
	const char *name;
	int fd;                   /* -1 for memory */
	unsigned char *block;     /* read from fd; NULL until needed, and for memory */
	const unsigned char *raw; /* not yet used part of block or of the memory */
	size_t raw_len;
	int raw_end;                   /* nothing comes after raw */
	const struct csm_codec *codec; /* NULL: plain */
	void *decoder;
	int waits;          /* for somebody else: no file and no memory */
	int between;        /* a member or frame has ended and none has begun */
	const char *damage; /* found, to be reported by the next read */
	/* what went wrong: reported once, and every further read fails too */
	int failed, reported;
	enum csm_code code;
	const char *what, *why;          /* why may be NULL */
	int error;                       /* errno; 0: none */
	struct csm_readahead *readahead; /* what comes from now on comes from there */
	struct csm_buf peek; /* decompressed, not yet read from peek_used on */
	size_t peek_used;
	bool expect_end; /* the last line is to end with a line feed */
	char last;       /* byte read; 0: none */
	struct csm_stage stage[CSM_INPUT_STAGES];
	struct csm_stage_source source[CSM_INPUT_STAGES]; /* of each */
	int stages;
};

/* Keep what went wrong: the thread that finds it may not be the one that reports. */
static int
input_fail(struct csm_input *in, enum csm_code code, const char *what, const char *why)
{
	in->failed = 1;
	in->code = code;
	in->what = what;
	in->why = why;
	return -1;
}

static int
fail_errno(struct csm_input *in, enum csm_code code, const char *what)
{
	in->error = errno;
	return input_fail(in, code, what, NULL);
}

static int
input_report(struct csm_input *in, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = in->name};
	const char *why = in->error != 0 ? strerror(in->error) : in->why;

	if (in->reported)
		return -1;
	in->reported = 1;
	if (why == NULL)
		return csm_error(diag, in->code, &pos, "%s", in->what);
	if (in->code == CSM_E_USAGE) /* an option */
		return csm_error(diag, in->code, &pos, "%s %s", why, in->what);
	return csm_error(diag, in->code, &pos, "%s: %s", in->what, why);
}

/* Make at least `want` bytes available in raw, fewer only at the end. */
static int
input_need(struct csm_input *in, size_t want)
{
	while (in->raw_len < want && !in->raw_end) {
		if (in->block == NULL)
			in->block = csm_xmalloc(BLOCK_BYTES);
		if (in->raw_len > 0)
			memmove(in->block, in->raw, in->raw_len);
		in->raw = in->block;
		ssize_t n = csm_fd_read(
		    in->fd, in->block + in->raw_len, BLOCK_BYTES - in->raw_len);
		if (n < 0)
			return fail_errno(in, CSM_E_READ, "cannot read");
		in->raw_end = n == 0;
		in->raw_len += (size_t)n;
	}
	return 0;
}

/* Recognise compression. */
static int
input_begin(struct csm_input *in)
{
	if (input_need(in, CSM_CODEC_MAGIC) != 0)
		return -1;
	in->codec = csm_codec_by_magic(in->raw, in->raw_len);
	if (in->codec == NULL)
		return 0;
	in->decoder = in->codec->decoder_new();
	if (in->decoder == NULL)
		return input_fail(in, CSM_E_READ, in->codec->name, "cannot start");
	return 0;
}

static int
open_fd(struct csm_input *in, const char *path)
{
	struct stat st;

	in->fd =
	    path == NULL ? STDIN_FILENO : csm_fd_open(path, O_RDONLY | O_NOCTTY, 0);
	if (in->fd < 0 || fstat(in->fd, &st) != 0)
		return fail_errno(in, CSM_E_OPEN, "cannot open");
	errno = EISDIR;
	if (S_ISDIR(st.st_mode))
		return fail_errno(in, CSM_E_OPEN, "cannot open");
	if ((in->why = csm_place_writer(&st)) != NULL)
		return input_fail(in, CSM_E_USAGE,
		    "would replace this file, which is read too", in->why);
	in->waits = !S_ISREG(st.st_mode);
	csm_fd_widen(in->fd);
	return 0;
}

int
csm_input_open(struct csm_input **out, const char *path, struct csm_diag *diag)
{
	struct csm_input *in = csm_xcalloc(1, sizeof *in);

	if (path != NULL && strcmp(path, "-") == 0)
		path = NULL;
	in->name = path == NULL ? "<stdin>" : path;
	*out = in;
	if (open_fd(in, path) == 0 && input_begin(in) == 0)
		return 0;
	input_report(in, diag);
	csm_input_close(in);
	*out = NULL;
	return -1;
}

int
csm_input_open_memory(struct csm_input **out, const char *name, const void *bytes,
    size_t len, struct csm_diag *diag)
{
	struct csm_input *in = csm_xcalloc(1, sizeof *in);

	in->name = name;
	in->fd = -1;
	in->raw = bytes;
	in->raw_len = len;
	in->raw_end = 1;
	*out = in;
	if (input_begin(in) == 0)
		return 0;
	input_report(in, diag);
	csm_input_close(in);
	*out = NULL;
	return -1;
}

static ssize_t
read_plain(struct csm_input *in, void *buf, size_t size)
{
	if (in->raw_len > 0) {
		size_t n = in->raw_len < size ? in->raw_len : size;
		memcpy(buf, in->raw, n);
		in->raw += n;
		in->raw_len -= n;
		return (ssize_t)n;
	}
	if (in->raw_end)
		return 0;
	ssize_t n = csm_fd_read(in->fd, buf, size);
	if (n < 0)
		return fail_errno(in, CSM_E_READ, "cannot read");
	in->raw_end = n == 0;
	return n;
}

/*
 * After a member: 1 if another one follows, 0 at the end, -1 if it fails.  Zeros are
 * the padding of tapes and block devices.
 */
static int
another(struct csm_input *in)
{
	for (;;) {
		if (input_need(in, CSM_CODEC_MAGIC) != 0)
			return -1;
		if (in->raw_len == 0)
			return 0;
		if (in->raw[0] != 0)
			break;
		in->raw++;
		in->raw_len--;
	}
	if (in->codec->begins(in->raw, in->raw_len))
		return 1;
	return input_fail(in, CSM_E_TRUNCATED, "damaged compressed data",
	    "followed by something else");
}

/* One step of the decoder: how many bytes it gave.  Damage it finds is kept for the
 * next call, after the bytes before it. */
static size_t
input_decode(struct csm_input *in, void *buf, size_t size)
{
	struct csm_codec_step step = {in->raw, in->raw_len, buf, size};
	const char *why = NULL;
	int rc = in->codec->decode(in->decoder, &step, &why);

	if (rc < 0)
		in->damage = why != NULL ? why : "unknown error";
	else if (rc == 0 && in->raw_len == 0 && step.out_len == size)
		in->damage = "it ends early";
	in->between = rc == 1;
	in->raw = step.in;
	in->raw_len = step.in_len;
	return size - step.out_len;
}

/* With csm_input_ahead on a thread of its own. */
static ssize_t
read_coded(void *ctx, void *buf, size_t size)
{
	struct csm_input *in = ctx;
	size_t n;

	do {
		int rc = in->between ? another(in) : 1;
		if (rc <= 0)
			return rc;
		if (in->damage != NULL)
			return input_fail(
			    in, CSM_E_TRUNCATED, "damaged compressed data", in->damage);
		if (input_need(in, 1) != 0)
			return -1;
		n = input_decode(in, buf, size);
	} while (n == 0);
	return (ssize_t)n;
}

void
csm_input_ahead(struct csm_input *in)
{
	if (in->codec != NULL && !in->waits && in->readahead == NULL)
		in->readahead = csm_readahead_new(read_coded, in);
}

/* The end of what may be a part: whoever writes lines ends the last one too. */
static ssize_t
input_end(struct csm_input *in)
{
	if (!in->expect_end || in->last == '\0' || in->last == '\n')
		return 0;
	return input_fail(in, CSM_E_TRUNCATED,
	    "the last line does not end with a line feed: the file may be cut", NULL);
}

static ssize_t
read_bottom(struct csm_input *in, void *buf, size_t size, struct csm_diag *diag)
{
	ssize_t n = -1;

	if (in->readahead != NULL)
		n = csm_readahead_read(in->readahead, buf, size);
	else if (!in->failed)
		n = in->codec == NULL ? read_plain(in, buf, size)
				      : read_coded(in, buf, size);
	if (n > 0)
		in->last = ((const char *)buf)[n - 1];
	if (n == 0)
		n = input_end(in);
	return n < 0 ? input_report(in, diag) : n;
}

void
csm_input_expect_end(struct csm_input *in)
{
	in->expect_end = true;
}

/* What the first n stages make. */
static ssize_t
read_stages(struct csm_input *in, int n, void *buf, size_t size, struct csm_diag *diag)
{
	if (n == 0)
		return read_bottom(in, buf, size, diag);
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
	return source->in->name;
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

	csm_buf_reserve(&in->peek, BLOCK_BYTES);
	n = read_more(in, in->peek.data + in->peek.len, BLOCK_BYTES, diag);
	if (n > 0)
		in->peek.len += (size_t)n;
	*bytes = in->peek.data + in->peek_used;
	*len = in->peek.len - in->peek_used;
	return n < 0 ? -1 : n > 0;
}

const char *
csm_input_name(const struct csm_input *in)
{
	return in->name;
}

void
csm_input_close(struct csm_input *in)
{
	if (in == NULL)
		return;
	csm_readahead_free(in->readahead);
	if (in->fd > STDERR_FILENO)
		close(in->fd);
	if (in->decoder != NULL)
		in->codec->decoder_free(in->decoder);
	for (int i = 0; i < in->stages; i++) {
		in->stage[i].free(in->stage[i].state);
		csm_buf_fini(&in->source[i].held);
	}
	csm_buf_fini(&in->peek);
	free(in->block);
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
		csm_buf_reserve(&text, BLOCK_BYTES);
		n = csm_input_read(in, text.data + text.len, BLOCK_BYTES, diag);
		if (n > 0)
			text.len += (size_t)n;
	} while (n > 0);
	csm_input_close(in);
	if (n < 0) {
		csm_buf_fini(&text);
		return NULL;
	}
	text.data[text.len] = '\0';
	*len = text.len;
	return text.data;
}
