#include "io/subprocess.h"

#include "base/text.h"
#include "io/fd.h"
#include "io/temp.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/* What a shell would say of a program that is not there, and of one it cannot run. */
#define NOT_THERE 127
#define NOT_RUN 126
/* Nanoseconds between two looks whether it has ended: they begin with fewer and double, so
 * that a short child costs little more than itself and a long one nothing. */
#define LONGEST_NAP 16000000

/* Its streams are files, not pipes: neither side ever waits for the other. */
struct streams {
	int fd[3];
};

static int
open_streams(struct streams *s, const struct csm_buf *in)
{
	for (int i = 0; i < 3; i++)
		s->fd[i] = -1;
	for (int i = 0; i < 3; i++)
		if ((s->fd[i] = csm_temp_nameless()) < 0)
			return -1;
	if (csm_fd_write(s->fd[0], csm_buf_text(in), in->len) != 0 ||
	    lseek(s->fd[0], 0, SEEK_SET) != 0)
		return -1;
	return 0;
}

static void
close_streams(struct streams *s)
{
	for (int i = 0; i < 3; i++)
		if (s->fd[i] >= 0)
			close(s->fd[i]);
}

static int
read_all(int fd, struct csm_buf *out)
{
	return lseek(fd, 0, SEEK_SET) == 0 ? csm_fd_read_all(fd, out, SIZE_MAX) : -1;
}

/* In the child: only calls that are safe after fork(2) of a program with threads. */
_Noreturn static void
subprocess_become(const char *const *argv, const struct streams *s, pid_t parent)
{
#ifdef PR_SET_PDEATHSIG
	/* however we end, it does not outlive us */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
	/* Had it ended before the call above, nobody would send the signal any more. */
	if (getppid() != parent)
		_exit(NOT_RUN);
	for (int i = 0; i < 3; i++)
		if (dup2(s->fd[i], i) < 0)
			_exit(NOT_RUN);
	execvp(argv[0], (char *const *)argv);
	_exit(errno == ENOENT ? NOT_THERE : NOT_RUN);
}

/* Wait for at most so many seconds: an errno, or 0 and its status. */
static int
subprocess_wait(pid_t pid, int seconds, int *status)
{
	struct timespec now, end, nap = {0, 1000000};

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	for (;;) {
		pid_t got = waitpid(pid, status, WNOHANG);
		if (got == pid)
			return 0;
		if (got < 0 && errno != EINTR)
			return errno;
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec > end.tv_sec ||
		    (now.tv_sec == end.tv_sec && now.tv_nsec >= end.tv_nsec))
			break;
		nanosleep(&nap, NULL);
		if (nap.tv_nsec < LONGEST_NAP)
			nap.tv_nsec *= 2;
	}
	/* Not SIGTERM: it has had its time, and is waited for right after. */
	kill(pid, SIGKILL);
	while (waitpid(pid, status, 0) < 0 && errno == EINTR)
		;
	return ETIMEDOUT;
}

/* 0 and its status, or an errno. */
static int
subprocess_run(
    const char *const *argv, const struct streams *s, int seconds, int *status)
{
	pid_t parent = getpid(), pid = fork();
	int error;

	if (pid < 0)
		return errno;
	if (pid == 0)
		subprocess_become(argv, s, parent);
	error = subprocess_wait(pid, seconds, status);
	if (error != 0 || !WIFEXITED(*status))
		return error;
	/* A program that ends with these of itself is told as one that is not there or
	 * cannot run, as a shell would. */
	return WEXITSTATUS(*status) == NOT_THERE ? ENOENT
	       : WEXITSTATUS(*status) == NOT_RUN ? ENOEXEC
						 : 0;
}

static int
subprocess_failed(
    const char *name, const struct streams *s, int status, struct csm_diag *diag)
{
	struct csm_buf said = {0}, quoted = {0};

	if (read_all(s->fd[2], &said) == 0 && said.len > 0)
		csm_text_quote(&quoted, said.data, strcspn(said.data, "\n"));
	csm_error(diag, CSM_E_WRITE, NULL, "%s failed with %s %d%s%s", name,
	    WIFEXITED(status) ? "status" : "signal",
	    WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status),
	    quoted.len > 0 ? ": " : "", csm_buf_text(&quoted));
	csm_buf_fini(&said);
	csm_buf_fini(&quoted);
	return -1;
}

int
csm_subprocess_filter(const char *const *argv, int seconds, const struct csm_buf *in,
    struct csm_buf *out, struct csm_diag *diag)
{
	struct streams s;
	int result = 0, status = 0, error = 0;

	if (open_streams(&s, in) != 0) {
		result = csm_error(diag, CSM_E_WRITE, NULL,
		    "cannot write a temporary file in %s: %s", csm_temp_directory(),
		    strerror(errno));
		goto out;
	}
	error = subprocess_run(argv, &s, seconds, &status);
	if (error == ENOENT)
		result = 1;
	else if (error == ETIMEDOUT)
		result = csm_error(diag, CSM_E_WRITE, NULL,
		    "%s did not end within %d seconds", argv[0], seconds);
	else if (error != 0)
		result = csm_error(diag, CSM_E_WRITE, NULL, "cannot run %s: %s",
		    argv[0], strerror(error));
	else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		result = subprocess_failed(argv[0], &s, status, diag);
	else if (read_all(s.fd[1], out) != 0)
		result = csm_error(diag, CSM_E_WRITE, NULL,
		    "cannot read a temporary file: %s", strerror(errno));
out:
	close_streams(&s);
	return result;
}
