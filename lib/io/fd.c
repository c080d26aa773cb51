#define _GNU_SOURCE /* F_SETPIPE_SZ */
#include "io/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

/* The most that Linux gives a program without privileges, so that a program of a pipeline waits more rarely
 * for its neighbour; the CPU time of an ingest from a pipe is the same with 64 KiB. */
#define PIPE_BYTES (1 << 20)
/* What a small file is read by at once: those read whole are of some KiB. */
#define READ_BYTES ((size_t)1 << 16)

/* A descriptor above those of the standard streams, instead of the one just got. */
static int
fd_high(int fd)
{
	int high, error;

	if (fd < 0 || fd > STDERR_FILENO)
		return fd;
	high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	error = errno;
	close(fd);
	errno = error;
	return high;
}

int
csm_fd_open(const char *path, int flags, mode_t mode)
{
	return fd_high(open(path, flags | O_CLOEXEC, mode));
}

int
csm_fd_openat(int directory, const char *name, int flags)
{
	return fd_high(openat(directory, name, flags | O_CLOEXEC));
}

DIR *
csm_fd_opendir(const char *path)
{
	int fd = csm_fd_open(path, O_RDONLY | O_DIRECTORY, 0);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && dir == NULL) {
		int error = errno;
		close(fd);
		errno = error;
	}
	return dir;
}

bool
csm_fd_is_absent(int error)
{
	return error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG ||
	       error == ELOOP;
}

/* 1 if the call that just failed should be tried again. */
static int
fd_again(int fd, short event)
{
	struct pollfd p = {.fd = fd, .events = event};

	if (errno == EINTR)
		return 1;
	if (errno != EAGAIN && errno != EWOULDBLOCK)
		return 0;
	return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

ssize_t
csm_fd_read(int fd, void *buf, size_t size)
{
	ssize_t n;

	while ((n = read(fd, buf, size)) < 0 && fd_again(fd, POLLIN))
		;
	return n;
}

int
csm_fd_read_all(int fd, struct csm_buf *out, size_t most)
{
	ssize_t n = 1;

	while (n > 0 && most > 0) {
		size_t size = most < READ_BYTES ? most : READ_BYTES;
		csm_buf_reserve(out, size);
		n = csm_fd_read(fd, out->data + out->len, size);
		if (n > 0) {
			out->len += (size_t)n;
			most -= (size_t)n;
		}
	}
	csm_buf_put(out, "", 0);
	return n < 0 ? -1 : 0;
}

int
csm_fd_write(int fd, const void *buf, size_t size)
{
	const char *p = buf;

	while (size > 0) {
		ssize_t n = write(fd, p, size);
		if (n < 0 && !fd_again(fd, POLLOUT))
			return -1;
		if (n > 0) {
			p += n;
			size -= (size_t)n;
		}
	}
	return 0;
}

void
csm_fd_widen(int fd)
{
#ifdef F_SETPIPE_SZ
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode))
		(void)fcntl(fd, F_SETPIPE_SZ, PIPE_BYTES);
#else
	(void)fd;
#endif
}
