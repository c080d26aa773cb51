#include "io/decoded.h"

#include "base/xalloc.h"
#include "io/codec.h"
#include "io/fd.h"
#include "io/place.h"
#include "io/readahead.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Keep what went wrong: the thread that finds it may not be the one that reports. */
static int
decoded_fail(
    struct csm_decoded *in, enum csm_code code, const char *what, const char *why)
{
	in->failed = 1;
	in->code = code;
	in->what = what;
	in->why = why;
	return -1;
}

static int
decoded_fail_errno(struct csm_decoded *in, enum csm_code code, const char *what)
{
	in->error = errno;
	return decoded_fail(in, code, what, NULL);
}

static int
decoded_report(struct csm_decoded *in, struct csm_diag *diag)
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
decoded_need(struct csm_decoded *in, size_t want)
{
	while (in->raw_len < want && !in->raw_end) {
		if (in->block == NULL)
			in->block = csm_xmalloc(CSM_DECODED_BLOCK);
		if (in->raw_len > 0)
			memmove(in->block, in->raw, in->raw_len);
		in->raw = in->block;
		ssize_t n = csm_fd_read(
		    in->fd, in->block + in->raw_len, CSM_DECODED_BLOCK - in->raw_len);
		if (n < 0)
			return decoded_fail_errno(in, CSM_E_READ, "cannot read");
		in->raw_end = n == 0;
		in->raw_len += (size_t)n;
	}
	return 0;
}

/* Recognise compression. */
static int
decoded_magic(struct csm_decoded *in)
{
	if (decoded_need(in, CSM_CODEC_MAGIC) != 0)
		return -1;
	in->codec = csm_codec_by_magic(in->raw, in->raw_len);
	if (in->codec == NULL)
		return 0;
	in->decoder = in->codec->decoder_new();
	if (in->decoder == NULL)
		return decoded_fail(in, CSM_E_READ, in->codec->name, "cannot start");
	return 0;
}

static int
decoded_open_fd(struct csm_decoded *in, const char *path)
{
	struct stat st;

	in->fd =
	    path == NULL ? STDIN_FILENO : csm_fd_open(path, O_RDONLY | O_NOCTTY, 0);
	if (in->fd < 0 || fstat(in->fd, &st) != 0)
		return decoded_fail_errno(in, CSM_E_OPEN, "cannot open");
	/* open(2) takes a directory for reading; read(2) would fail later, as a read
	 * error. */
	errno = EISDIR;
	if (S_ISDIR(st.st_mode))
		return decoded_fail_errno(in, CSM_E_OPEN, "cannot open");
	/* Known before the first byte is read, and by device and inode: names lie. */
	if ((in->why = csm_place_writer(&st)) != NULL)
		return decoded_fail(in, CSM_E_USAGE,
		    "would replace this file, which is read too", in->why);
	in->waits = !S_ISREG(st.st_mode);
	in->size = st.st_size;
	csm_fd_widen(in->fd);
	return 0;
}

int
csm_decoded_open(struct csm_decoded *in, const char *path, struct csm_diag *diag)
{
	if (path != NULL && strcmp(path, "-") == 0)
		path = NULL;
	*in = (struct csm_decoded){.name = path == NULL ? "<stdin>" : path};
	return decoded_open_fd(in, path) == 0 && decoded_magic(in) == 0
		   ? 0
		   : decoded_report(in, diag);
}

int
csm_decoded_open_memory(struct csm_decoded *in, const char *name, const void *bytes,
    size_t len, struct csm_diag *diag)
{
	*in = (struct csm_decoded){
	    .name = name, .fd = -1, .raw = bytes, .raw_len = len, .raw_end = 1};
	return decoded_magic(in) == 0 ? 0 : decoded_report(in, diag);
}

static ssize_t
read_plain(struct csm_decoded *in, void *buf, size_t size)
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
		return decoded_fail_errno(in, CSM_E_READ, "cannot read");
	in->raw_end = n == 0;
	return n;
}

/*
 * After a member: 1 if another one follows, 0 at the end, -1 if it fails.  Zeros are
 * the padding of tapes and block devices.
 */
static int
decoded_another(struct csm_decoded *in)
{
	for (;;) {
		if (decoded_need(in, CSM_CODEC_MAGIC) != 0)
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
	return decoded_fail(in, CSM_E_TRUNCATED, "damaged compressed data",
	    "followed by something else");
}

/* One step of the decoder: how many bytes it gave.  Damage it finds is kept for the
 * next call, after the bytes before it. */
static size_t
decoded_step(struct csm_decoded *in, void *buf, size_t size)
{
	struct csm_codec_step step = {in->raw, in->raw_len, buf, size};
	const char *why = NULL;
	int rc = in->codec->decode(in->decoder, &step, &why);

	if (rc < 0)
		in->damage = why != NULL ? why : "unknown error";
	/* raw_len is still what the decoder was given: nothing, as the input has ended,
	 * and it had nothing left to give either.  A pipe that delivers byte by byte
	 * never comes here. */
	else if (rc == 0 && in->raw_len == 0 && step.out_len == size)
		in->damage = "it ends early";
	in->between = rc == 1;
	in->raw = step.in;
	in->raw_len = step.in_len;
	return size - step.out_len;
}

/* With csm_decoded_ahead on a thread of its own. */
static ssize_t
read_coded(void *ctx, void *buf, size_t size)
{
	struct csm_decoded *in = ctx;
	size_t n;

	do {
		int rc = in->between ? decoded_another(in) : 1;
		if (rc <= 0)
			return rc;
		if (in->damage != NULL)
			return decoded_fail(
			    in, CSM_E_TRUNCATED, "damaged compressed data", in->damage);
		if (decoded_need(in, 1) != 0)
			return -1;
		n = decoded_step(in, buf, size);
	} while (n == 0);
	return (ssize_t)n;
}

void
csm_decoded_ahead(struct csm_decoded *in)
{
	/* Nor for a pipe: the thread could wait in read(2) for ever while close() waits
	 * for it. */
	if (in->codec != NULL && !in->waits && in->readahead == NULL)
		in->readahead = csm_readahead_new(read_coded, in);
}

/* The end of what may be a part: whoever writes lines ends the last one too, and nobody takes
 * bytes away from a file that is whole. */
static ssize_t
decoded_end(struct csm_decoded *in)
{
	struct stat st;

	if (in->fd >= 0 && !in->waits && fstat(in->fd, &st) == 0 &&
	    st.st_size < in->size)
		return decoded_fail(in, CSM_E_TRUNCATED,
		    "the file became shorter while it was read", NULL);
	if (!in->expect_end || in->last == '\0' || in->last == '\n')
		return 0;
	return decoded_fail(in, CSM_E_TRUNCATED,
	    "the last line does not end with a line feed: the file may be cut", NULL);
}

ssize_t
csm_decoded_read(struct csm_decoded *in, void *buf, size_t size, struct csm_diag *diag)
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
		n = decoded_end(in);
	return n < 0 ? decoded_report(in, diag) : n;
}

void
csm_decoded_expect_end(struct csm_decoded *in)
{
	in->expect_end = true;
}

void
csm_decoded_fini(struct csm_decoded *in)
{
	csm_readahead_free(in->readahead);
	if (in->fd > STDERR_FILENO)
		close(in->fd);
	if (in->decoder != NULL)
		in->codec->decoder_free(in->decoder);
	free(in->block);
}
