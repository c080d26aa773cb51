#define _GNU_SOURCE /* F_SETPIPE_SZ */
#include "io/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIPE_BYTES (1 << 20)

int
csm_fd_open(const char *path, int flags, mode_t mode)
{
	int fd = open(path, flags | O_CLOEXEC, mode), high;

	if (fd < 0 || fd > STDERR_FILENO)
		return fd;
	high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	close(fd);
	return high;
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
