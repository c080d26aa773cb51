#include "io/output.h"

#include "base/xalloc.h"
#include "io/codec.h"
#include "io/fd.h"
#include "io/place.h"
#include "io/temp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes for each system call: 16 KiB and 256 KiB were measured the same for 200 MB of points
 * in a file in memory, 1 MiB 5 % slower; of a slow disk or pipe fewer calls are better. */
#define BLOCK_BYTES (256 * 1024)

struct csm_output {
	int fd;
	char *name;      /* for messages: as given, or "<stdout>" */
	char *target;    /* what will be replaced; NULL: written directly */
	char *directory; /* of it */
	char *temp;      /* beside target */
	char *old;     /* another name of what was replaced, until all have appeared */
	bool replaces; /* something was there */
	struct csm_buf buf;            /* not yet written */
	const struct csm_codec *codec; /* NULL: plain */
	void *encoder;
	unsigned char *coded; /* a block of the encoder's output */
	int error;            /* errno of the first failure, 0 for none */
};

static int
output_failed(struct csm_output *out, int error)
{
	if (out->error == 0)
		out->error = error;
	return -1;
}

static int
write_fd(struct csm_output *out, const void *bytes, size_t len)
{
	if (csm_fd_write(out->fd, bytes, len) == 0)
		return 0;
	/* Not reported: whoever reads has seen enough, and `head` is no reason for a
	 * message. */
	if (errno == EPIPE)
		csm_temp_broken_pipe();
	return output_failed(out, errno);
}

static int
write_coded(struct csm_output *out, const void *bytes, size_t len, int last)
{
	struct csm_codec_step step = {.in = bytes, .in_len = len};
	int more;

	do {
		step.out = out->coded;
		step.out_len = BLOCK_BYTES;
		more = out->codec->encode(out->encoder, &step, last);
		if (more < 0)
			return output_failed(out, EIO);
		if (write_fd(out, out->coded, BLOCK_BYTES - step.out_len) != 0)
			return -1;
	} while (more);
	return 0;
}

static int
write_through(struct csm_output *out, const void *bytes, size_t len)
{
	if (out->error != 0)
		return -1;
	if (out->codec != NULL)
		return write_coded(out, bytes, len, 0);
	return write_fd(out, bytes, len);
}

static int
output_flush(struct csm_output *out)
{
	int rc = write_through(out, out->buf.data, out->buf.len);

	csm_buf_reset(&out->buf);
	return rc;
}

int
csm_output_write(struct csm_output *out, const void *bytes, size_t len)
{
	if (out->buf.len + len > BLOCK_BYTES && output_flush(out) != 0)
		return -1;
	/* Past the buffer, which is empty by now: a copy of so much would gain nothing.
	 */
	if (len >= BLOCK_BYTES)
		return write_through(out, bytes, len);
	csm_buf_put(&out->buf, bytes, len);
	return 0;
}

int
csm_output_puts(struct csm_output *out, const char *s)
{
	return csm_output_write(out, s, strlen(s));
}

int
csm_output_printf(struct csm_output *out, const char *fmt, ...)
{
	char small[512], *big;
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (len < 0)
		return output_failed(out, errno);
	if ((size_t)len < sizeof small)
		return csm_output_write(out, small, (size_t)len);
	big = csm_xmalloc((size_t)len + 1);
	va_start(ap, fmt);
	vsnprintf(big, (size_t)len + 1, fmt, ap);
	va_end(ap);
	len = csm_output_write(out, big, (size_t)len);
	free(big);
	return len;
}

/* Devices, pipes and open descriptors are written as they are, not replaced. */
static int
is_direct(const char *path, const struct stat *st)
{
	static const char *const names[] = {"/dev/stderr", "/dev/fd/", "/proc/"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strncmp(path, names[i], strlen(names[i])) == 0)
			return 1;
	return !S_ISREG(st->st_mode);
}

/* A new file beside the target, with the owner and mode of the old one if there is
 * one.  A changed owner is a favour to root, its failure is none of ours. */
static int
open_beside(struct csm_output *out, const char *path, const struct stat *old)
{
	const char *slash;

	out->target = csm_place_follow(path);
	if (out->target == NULL)
		return -1;
	slash = strrchr(out->target, '/');
	out->directory = slash == NULL ? csm_xstrdup(".")
				       : csm_xmemdup0(out->target,
					     (size_t)(slash - out->target) + 1);
	/* Nobody else may read what replaces a file until it has that file's mode. */
	out->fd = csm_temp_create(out->target, old == NULL ? 0666 : 0600, &out->temp);
	if (out->fd < 0 || old == NULL)
		return out->fd < 0 ? -1 : 0;
	if (fchown(out->fd, old->st_uid, old->st_gid) != 0)
		errno = 0;
	return fchmod(out->fd, old->st_mode & 0777);
}

static int
open_path(struct csm_output *out, const char *path)
{
	struct stat st;
	int exists = stat(path, &st) == 0;

	if (exists && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return -1;
	}
	if (exists && is_direct(path, &st))
		out->fd = csm_fd_open(path, O_WRONLY | O_NOCTTY, 0);
	else if (open_beside(out, path, exists ? &st : NULL) != 0)
		return -1;
	return out->fd < 0 ? -1 : 0;
}

static int
begin_coded(struct csm_output *out, const char *path, int threads)
{
	out->codec = csm_codec_by_name(path);
	if (out->codec == NULL)
		return 0;
	if (threads == 0)
		threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
	out->encoder = out->codec->encoder_new(threads < 1 ? 1 : threads);
	out->coded = csm_xmalloc(BLOCK_BYTES);
	errno = ENOMEM;
	return out->encoder == NULL ? -1 : 0;
}

int
csm_output_open(struct csm_output **result, const char *path, struct csm_diag *diag)
{
	return csm_output_open_threads(result, path, 1, diag);
}

int
csm_output_open_threads(
    struct csm_output **result, const char *path, int threads, struct csm_diag *diag)
{
	struct csm_output *out = csm_xcalloc(1, sizeof *out);
	int to_stdout =
	    path == NULL || strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0;

	out->name = csm_xstrdup(to_stdout ? "<stdout>" : path);
	out->fd = to_stdout ? STDOUT_FILENO : -1;
	*result = out;
	if (!to_stdout &&
	    (open_path(out, path) != 0 || begin_coded(out, path, threads) != 0))
		goto fail;
	csm_fd_widen(out->fd);
	csm_buf_reserve(&out->buf, BLOCK_BYTES);
	return 0;
fail:
	csm_error(diag, CSM_E_OPEN, &(struct csm_pos){.file = out->name},
	    "cannot open for writing: %s", strerror(errno));
	csm_output_abort(out);
	*result = NULL;
	return -1;
}

/* So that the new name outlives a crash; systems that cannot do not matter. */
static void
sync_directory(const struct csm_output *out)
{
	int fd = csm_fd_open(out->directory, O_RDONLY | O_DIRECTORY, 0);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

static int
output_finish(struct csm_output *out)
{
	int fd = out->fd, rc = output_flush(out);

	if (rc == 0 && out->codec != NULL)
		rc = write_coded(out, "", 0, 1);
	/* EINVAL: a file system that has no fsync */
	if (rc == 0 && out->target != NULL && fsync(fd) != 0 && errno != EINVAL)
		rc = output_failed(out, errno);
	out->fd = -1;
	if (close(fd) != 0)
		rc = output_failed(out, errno);
	return rc;
}

int
csm_output_prepare(struct csm_output *out, struct csm_diag *diag)
{
	if (output_finish(out) == 0)
		return 0;
	return csm_error(diag, CSM_E_WRITE, &(struct csm_pos){.file = out->name},
	    "cannot write: %s", strerror(out->error));
}

/* Another name for what is to be replaced, until all have appeared. */
static void
output_keep(struct csm_output *out)
{
	struct stat st;

	out->replaces = lstat(out->target, &st) == 0;
	if (out->replaces)
		out->old = csm_temp_link(out->target);
}

static int
output_appear(struct csm_output *out)
{
	if (rename(out->temp, out->target) != 0)
		return output_failed(out, errno);
	csm_temp_forget(out->temp);
	free(out->temp);
	out->temp = NULL;
	return 0;
}

/* As if it had never appeared.  Where files have one name only it stays. */
static void
output_disappear(struct csm_output *out)
{
	if (out->old == NULL && out->replaces)
		return;
	if (out->old != NULL && rename(out->old, out->target) == 0) {
		csm_temp_forget(out->old);
		free(out->old);
		out->old = NULL;
		return;
	}
	/* renaming was what failed: there is a moment without the file then */
	unlink(out->target);
	if (out->old != NULL && link(out->old, out->target) != 0)
		csm_temp_forget(out->old); /* better a stray file than none */
}

int
csm_output_publish(struct csm_output *const *out, size_t n, struct csm_diag *diag)
{
	const struct csm_output *failed = NULL;
	sigset_t held;
	size_t done;

	csm_temp_hold(&held);
	/* All but the last: when that one has its name nothing can fail any more. */
	for (size_t i = 0; i + 1 < n; i++)
		if (out[i]->target != NULL)
			output_keep(out[i]);
	/* from here on nothing may want memory */
	for (done = 0; done < n && failed == NULL; done++)
		if (out[done]->target != NULL && output_appear(out[done]) != 0)
			failed = out[done];
	for (size_t i = 0; failed != NULL && i + 1 < done; i++)
		if (out[i]->target != NULL)
			output_disappear(out[i]);
	csm_temp_release(&held);
	if (failed != NULL)
		csm_error(diag, CSM_E_WRITE, &(struct csm_pos){.file = failed->name},
		    "cannot write: %s", strerror(failed->error));
	for (size_t i = 0; i < n; i++) {
		if (failed == NULL && out[i]->target != NULL)
			sync_directory(out[i]);
		csm_output_abort(out[i]);
	}
	return failed == NULL ? 0 : -1;
}

int
csm_output_commit(struct csm_output *out, struct csm_diag *diag)
{
	if (csm_output_prepare(out, diag) == 0)
		return csm_output_publish(&out, 1, diag);
	csm_output_abort(out);
	return -1;
}

void
csm_output_abort(struct csm_output *out)
{
	if (out == NULL)
		return;
	if (out->fd > STDERR_FILENO)
		close(out->fd);
	csm_temp_remove(out->temp);
	csm_temp_remove(out->old);
	if (out->encoder != NULL)
		out->codec->encoder_free(out->encoder);
	csm_buf_fini(&out->buf);
	free(out->coded);
	free(out->name);
	free(out->target);
	free(out->directory);
	free(out);
}

void
csm_output_guard_signals(void)
{
	csm_temp_guard();
}
