#include "io/subprocess.h"

#include "base/text.h"
#include "io/fd.h"
#include "io/temp.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNK 65536

extern char **environ;

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
	ssize_t n = lseek(fd, 0, SEEK_SET) == 0 ? 1 : -1;

	while (n > 0) {
		csm_buf_reserve(out, CHUNK);
		n = csm_fd_read(fd, out->data + out->len, CHUNK);
		if (n > 0)
			out->len += (size_t)n;
	}
	csm_buf_put(out, "", 0);
	return n < 0 ? -1 : 0;
}

/* 0 and its status, or an errno. */
static int
spawn(const char *const *argv, const struct streams *s, int *status)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int error;

	posix_spawn_file_actions_init(&actions);
	for (int i = 0; i < 3; i++)
		posix_spawn_file_actions_adddup2(&actions, s->fd[i], i);
	error =
	    posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error != 0)
		return error;
	while (waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			return errno;
	/* where the child is a copy, it tells so that there is no such program */
	return WIFEXITED(*status) && WEXITSTATUS(*status) == 127 ? ENOENT : 0;
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
csm_subprocess_filter(const char *const *argv, const struct csm_buf *in,
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
	error = spawn(argv, &s, &status);
	if (error == ENOENT)
		result = 1;
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
