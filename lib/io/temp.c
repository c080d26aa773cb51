#include "io/temp.h"

#include "base/buf.h"
#include "base/xalloc.h"
#include "io/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Files beyond these are written all the same, but not removed by a signal. */
#define GUARDED 64
#define TRIES 100
/* Leaves room for what is added to a name of NAME_MAX bytes. */
#define BASE_BYTES 200

/*
 * Static and never freed: a handler may read it at any time, on any thread.  A slot is
 * in use while used is 1, which is set after its path and cleared before it changes.
 */
static struct {
	volatile sig_atomic_t used;
	char path[PATH_MAX];
} guarded[GUARDED];

static void
guard(const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < GUARDED && len < PATH_MAX; i++) {
		if (guarded[i].used)
			continue;
		memcpy(guarded[i].path, path, len + 1);
		guarded[i].used = 1;
		return;
	}
}

void
csm_temp_forget(const char *path)
{
	for (size_t i = 0; i < GUARDED; i++)
		if (guarded[i].used && strcmp(guarded[i].path, path) == 0)
			guarded[i].used = 0;
}

int
csm_temp_create(const char *target, mode_t mode, char **path)
{
	static unsigned serial;
	const char *slash = strrchr(target, '/');
	const char *base = slash == NULL ? target : slash + 1;
	int fd = -1;

	for (int i = 0; i < TRIES; i++) {
		struct csm_buf name = {0};
		struct timespec now;
		clock_gettime(CLOCK_REALTIME, &now);
		csm_buf_put(&name, target, (size_t)(base - target));
		csm_buf_printf(&name, ".%.*s.%ld.%lx.%u", BASE_BYTES, base,
		    (long)getpid(), (unsigned long)now.tv_nsec, serial++);
		fd = csm_fd_open(name.data, O_RDWR | O_CREAT | O_EXCL, mode);
		if (fd >= 0) {
			*path = name.data;
			break;
		}
		int error = errno;
		csm_buf_fini(&name);
		errno = error;
		if (error != EEXIST)
			return -1;
	}
	if (fd >= 0)
		guard(*path);
	return fd;
}

int
csm_temp_nameless(void)
{
	const char *directory = getenv("TMPDIR");
	struct csm_buf target = {0};
	char *path = NULL;
	int fd;

	csm_buf_printf(&target, "%s/csm-temp",
	    directory == NULL || *directory == '\0' ? "/tmp" : directory);
	fd = csm_temp_create(target.data, 0600, &path);
	csm_buf_fini(&target);
	if (fd < 0)
		return -1;
	unlink(path);
	csm_temp_forget(path);
	free(path);
	return fd;
}

/* Only calls that are safe in a signal handler. */
static void
remove_all(void)
{
	for (size_t i = 0; i < GUARDED; i++)
		if (guarded[i].used)
			unlink(guarded[i].path);
}

/* SA_RESETHAND has restored the default; the signal raised here is blocked until the
 * handler returns, and then ends the program. */
static void
on_signal(int number)
{
	remove_all();
	raise(number);
}

void
csm_temp_guard(void)
{
	static const int fatal[] = {
	    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXCPU, SIGXFSZ};
	struct sigaction act = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND},
			 old;

	sigfillset(&act.sa_mask);
	for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
		if (sigaction(fatal[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(fatal[i], &act, NULL);
}

void
csm_temp_broken_pipe(void)
{
	sigset_t set;

	remove_all();
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	raise(SIGPIPE);
	_exit(128 + SIGPIPE); /* never reached: SIGPIPE ends the program */
}
