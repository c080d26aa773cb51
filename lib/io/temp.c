#define _GNU_SOURCE /* O_TMPFILE, flock */
#include "io/temp.h"

#include "base/buf.h"
#include "base/xalloc.h"
#include "io/fd.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define TRIES 100 /* a limit: names are random, and the second is nearly always free */
/* Leaves room for what is added to a name of NAME_MAX bytes. */
#define BASE_BYTES 200

/*
 * Never freed: a handler may read it at any time, on any thread.  Its path is in force
 * while used is 1, which is set after it and cleared before it changes.
 */
static struct guarded {
	volatile sig_atomic_t used;
	char *path;
	int dir; /* open, if it is a directory: there may be no descriptor left */
	struct guarded *next;
} * _Atomic guarded;
static pthread_mutex_t guarding = PTHREAD_MUTEX_INITIALIZER;

static struct guarded *
temp_guard_path(const char *path)
{
	struct guarded *g;
	char *copy = csm_xstrdup(path);

	pthread_mutex_lock(&guarding);
	for (g = guarded; g != NULL && g->used; g = g->next)
		;
	if (g != NULL) {
		free(g->path);
		g->path = copy;
		g->dir = -1;
		g->used = 1;
	} else {
		g = csm_xmalloc(sizeof *g);
		*g = (struct guarded){1, copy, -1, guarded};
		guarded = g;
	}
	pthread_mutex_unlock(&guarding);
	return g;
}

void
csm_temp_forget(const char *path)
{
	pthread_mutex_lock(&guarding);
	for (struct guarded *g = guarded; g != NULL; g = g->next)
		if (g->used && strcmp(g->path, path) == 0)
			g->used = 0;
	pthread_mutex_unlock(&guarding);
}

/*
 * Remove the files of an open directory.  Only calls that are safe in a signal handler
 * and want no memory, which rules out opendir(3).
 */
static void
temp_empty(int dir)
{
#ifdef SYS_getdents64
	_Alignas(struct dirent64) char list[4096];
	long n;

	while ((n = syscall(SYS_getdents64, dir, list, sizeof list)) > 0)
		for (long at = 0; at < n;) {
			const struct dirent64 *e = (void *)(list + at);
			unlinkat(dir, e->d_name, 0);
			at += e->d_reclen;
		}
#else
	(void)dir;
#endif
}

static void
temp_unlink(const struct guarded *g)
{
	if (g->dir < 0) {
		unlink(g->path);
	} else {
		temp_empty(g->dir);
		rmdir(g->path);
	}
}

void
csm_temp_remove(char *path)
{
	if (path == NULL)
		return;
	for (const struct guarded *g = guarded; g != NULL; g = g->next)
		if (g->used && strcmp(g->path, path) == 0)
			temp_unlink(g);
	csm_temp_forget(path);
	free(path);
}

/* Is it ".BASE.PID.TIME.SERIAL" of a process that is no more? */
static bool
temp_is_stray(const char *name, const char *base)
{
	size_t len = strnlen(base, BASE_BYTES);
	char *end;
	long pid;

	if (name[0] != '.' || strncmp(name + 1, base, len) != 0 ||
	    name[1 + len] != '.' || !isdigit((unsigned char)name[2 + len]))
		return false;
	pid = strtol(name + 2 + len, &end, 10);
	if (*end != '.' || pid <= 0 || pid > INT_MAX)
		return false;
	end += 1 + strspn(end + 1, "0123456789abcdef");
	if (*end != '.' || end[1] == '\0' ||
	    end[1 + strspn(end + 1, "0123456789")] != '\0')
		return false;
	/* EPERM is a process too, of somebody else. */
	return kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

/* A child that was killed with its parent may hold the lock for a moment longer. */
static bool
temp_is_unlocked(int fd)
{
	const struct timespec moment = {0, 20000000};

	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	nanosleep(&moment, NULL);
	return flock(fd, LOCK_EX | LOCK_NB) == 0;
}

/*
 * What killed programs left.  A process id may belong to another machine or container
 * that shares the directory: who still writes a file holds a lock on it.
 */
static void
temp_sweep(const char *target, const char *base)
{
	char *directory = base == target
			      ? csm_xstrdup(".")
			      : csm_xmemdup0(target, (size_t)(base - target));
	DIR *dir = csm_fd_opendir(directory);
	struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (!temp_is_stray(entry->d_name, base))
			continue;
		int fd = csm_fd_openat(
		    dirfd(dir), entry->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
		if (fd >= 0 && temp_is_unlocked(fd) &&
		    unlinkat(dirfd(dir), entry->d_name, 0) != 0) {
			temp_empty(fd);
			unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
		}
		if (fd >= 0)
			close(fd);
	}
	if (dir != NULL)
		closedir(dir);
	free(directory);
}

/* A name nobody has, as long as processes have ids of their own. */
static char *
temp_name(const char *target, const char *base)
{
	static atomic_uint serial;
	struct csm_buf name = {0};
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	csm_buf_put(&name, target, (size_t)(base - target));
	csm_buf_printf(&name, ".%.*s.%ld.%lx.%u", BASE_BYTES, base, (long)getpid(),
	    (unsigned long)now.tv_nsec, atomic_fetch_add(&serial, 1));
	return name.data;
}

static const char *
temp_base(const char *target)
{
	const char *slash = strrchr(target, '/');

	return slash == NULL ? target : slash + 1;
}

/* Create a file, or a directory, with a name of its own; its descriptor, locked. */
static int
temp_create(const char *target, mode_t mode, bool directory, char **path)
{
	const char *base = temp_base(target);
	int fd = -1;

	temp_sweep(target, base);
	for (int i = 0; i < TRIES && fd < 0; i++) {
		char *name = temp_name(target, base);
		/* Before the file is there: a signal in between would leave it behind.
		 */
		struct guarded *g = temp_guard_path(name);
		if (!directory)
			/* O_EXCL: a name that somebody has put there, a symbolic link
			 * even, is never written through. */
			fd = csm_fd_open(name, O_RDWR | O_CREAT | O_EXCL, mode);
		else if (mkdir(name, mode) == 0)
			fd = g->dir = csm_fd_open(name, O_RDONLY | O_DIRECTORY, 0);
		if (fd >= 0) {
			*path = name;
			break;
		}
		int error = errno;
		if (directory && error != EEXIST)
			rmdir(name);
		csm_temp_forget(name);
		free(name);
		errno = error;
		if (error != EEXIST)
			return -1;
	}
	/* without locks, or on a file system without them, the process id has to do */
	if (fd >= 0)
		(void)flock(fd, LOCK_EX | LOCK_NB);
	return fd;
}

int
csm_temp_create(const char *target, mode_t mode, char **path)
{
	return temp_create(target, mode, false, path);
}

int
csm_temp_create_directory(const char *target, char **path)
{
	return temp_create(target, 0700, true, path);
}

char *
csm_temp_link(const char *target)
{
	char *name = temp_name(target, temp_base(target));

	temp_guard_path(name);
	if (link(target, name) == 0)
		return name;
	csm_temp_forget(name);
	free(name);
	return NULL;
}

const char *
csm_temp_directory(void)
{
	const char *directory = getenv("TMPDIR");

	return directory == NULL || *directory == '\0' ? "/tmp" : directory;
}

int
csm_temp_nameless(void)
{
	struct csm_buf target = {0};
	char *path = NULL;
	int fd = -1;

#ifdef O_TMPFILE
	/* it never has a name that a kill could leave behind */
	fd = csm_fd_open(csm_temp_directory(), O_TMPFILE | O_RDWR, 0600);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
		return fd;
#endif
	csm_buf_printf(&target, "%s/csm-temp", csm_temp_directory());
	fd = csm_temp_create(target.data, 0600, &path);
	csm_buf_fini(&target);
	if (fd < 0)
		return -1;
	csm_temp_remove(path);
	return fd;
}

/* Only calls that are safe in a signal handler. */
static void
remove_all(void)
{
	for (struct guarded *g = guarded; g != NULL; g = g->next)
		if (g->used)
			temp_unlink(g);
}

/* SA_RESETHAND has restored the default; the signal raised here is blocked until the
 * handler returns, and then ends the program. */
static void
on_signal(int number)
{
	remove_all();
	raise(number);
}

/* All that end a program by default and can be caught.  Faults are left to whoever waits
 * for them, such as a sanitizer. */
static const struct {
	int number;
	bool fault;
} fatal[] = {{SIGINT, false}, {SIGTERM, false}, {SIGHUP, false}, {SIGQUIT, false},
    {SIGPIPE, false}, {SIGXCPU, false}, {SIGXFSZ, false}, {SIGALRM, false},
    {SIGVTALRM, false}, {SIGPROF, false}, {SIGUSR1, false}, {SIGUSR2, false},
    {SIGABRT, true}, {SIGSEGV, true}, {SIGBUS, true}, {SIGFPE, true}, {SIGILL, true},
    {SIGSYS, true}, {SIGTRAP, true}};

void
csm_temp_guard(void)
{
	struct sigaction act = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND},
			 old;

	sigfillset(&act.sa_mask);
	for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++) {
		if (sigaction(fatal[i].number, NULL, &old) != 0 ||
		    old.sa_handler == SIG_IGN ||
		    (fatal[i].fault && old.sa_handler != SIG_DFL))
			continue;
		sigaction(fatal[i].number, &act, NULL);
	}
	csm_xalloc_last(remove_all);
}

void
csm_temp_hold(sigset_t *held)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, held);
}

void
csm_temp_release(const sigset_t *held)
{
	pthread_sigmask(SIG_SETMASK, held, NULL);
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
