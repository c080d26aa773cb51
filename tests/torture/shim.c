/*
 * What can fail, made to fail: loaded before the C library, it lets the n-th call of a
 * kind fail once, from then on, or do half of its work.
 *
 *   TORTURE_PROGRAM  name of the process it is for; its children are left alone
 *   TORTURE          KIND:MODE:N, such as write:once:3
 *   TORTURE_COUNTS   file that gets how many calls of each kind there were, at the end
 *   TORTURE_CLOCK    what time() says
 *
 * stdio of other libraries goes through streams of our own, so that their calls are
 * seen too; standard error is never touched.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

enum kind { ALLOC, OPEN, READ, WRITE, CLOSE, FSYNC, RENAME, SPAWN, THREAD, KINDS };
enum mode { ONCE, GOOD, SHORT };
enum verdict { PASS, FAIL, HALVE };

static const char *const kinds[KINDS] = {
    "alloc", "open", "read", "write", "close", "fsync", "rename", "spawn", "thread"};
static const int errors[KINDS] = {
    ENOMEM, EMFILE, EIO, ENOSPC, EIO, EIO, EIO, EAGAIN, EAGAIN};

static int active;
static atomic_long calls[KINDS];
static enum kind chosen = KINDS;
static enum mode how;
static long which;

static void *
next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void
begin(void)
{
	const char *program = getenv("TORTURE_PROGRAM"), *what = getenv("TORTURE");
	char kind[16], mode[16];

	if (program == NULL || strcmp(program, program_invocation_short_name) != 0)
		return;
	if (what != NULL &&
	    sscanf(what, "%15[^:]:%15[^:]:%ld", kind, mode, &which) == 3) {
		for (int k = 0; k < KINDS; k++)
			if (strcmp(kind, kinds[k]) == 0)
				chosen = (enum kind)k;
		how = strcmp(mode, "once") == 0   ? ONCE
		      : strcmp(mode, "good") == 0 ? GOOD
						  : SHORT;
	}
	active = 1;
}

__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("TORTURE_COUNTS");
	char line[64];
	int fd;

	if (!active || path == NULL)
		return;
	active = 0;
	fd = (int)syscall(
	    SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	for (int k = 0; fd >= 0 && k < KINDS; k++) {
		int len = snprintf(line, sizeof line, "%s %ld\n", kinds[k], calls[k]);
		syscall(SYS_write, fd, line, (size_t)len);
	}
}

static enum verdict
judge(enum kind kind)
{
	long n;

	if (!active)
		return PASS;
	n = atomic_fetch_add(&calls[kind], 1) + 1;
	if (kind != chosen || n < which || (how != GOOD && n > which))
		return PASS;
	if (how == SHORT)
		return HALVE;
	errno = errors[kind];
	return FAIL;
}

/* ---- memory ---- */

void *
malloc(size_t n)
{
	return judge(ALLOC) == FAIL ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return judge(ALLOC) == FAIL ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return judge(ALLOC) == FAIL ? NULL : __libc_realloc(p, n);
}

void *
reallocarray(void *p, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(p, bytes);
}

void *
aligned_alloc(size_t align, size_t n)
{
	return judge(ALLOC) == FAIL ? NULL : __libc_memalign(align, n);
}

int
posix_memalign(void **p, size_t align, size_t n)
{
	void *got = aligned_alloc(align, n);

	if (got == NULL)
		return ENOMEM;
	*p = got;
	return 0;
}

void *
mmap(void *at, size_t n, int protection, int flags, int fd, off_t from)
{
	if (judge(ALLOC) == FAIL)
		return MAP_FAILED;
	return (void *)syscall(SYS_mmap, at, n, protection, flags, fd, from);
}

void *
mmap64(void *at, size_t n, int protection, int flags, int fd, off64_t from)
{
	return mmap(at, n, protection, flags, fd, from);
}

/* ---- descriptors ---- */

static int
open_at(int dir, const char *path, int flags, mode_t mode)
{
	if (judge(OPEN) == FAIL)
		return -1;
	return (int)syscall(SYS_openat, dir, path, flags, mode);
}

#define OPENS(name)                                                                    \
	int name(const char *path, int flags, ...)                                     \
	{                                                                              \
		va_list ap;                                                            \
		va_start(ap, flags);                                                   \
		mode_t mode = va_arg(ap, mode_t);                                      \
		va_end(ap);                                                            \
		return open_at(AT_FDCWD, path, flags, mode);                           \
	}
#define OPENS_AT(name)                                                                 \
	int name(int dir, const char *path, int flags, ...)                            \
	{                                                                              \
		va_list ap;                                                            \
		va_start(ap, flags);                                                   \
		mode_t mode = va_arg(ap, mode_t);                                      \
		va_end(ap);                                                            \
		return open_at(dir, path, flags, mode);                                \
	}
OPENS(open)
OPENS(open64)
OPENS_AT(openat)
OPENS_AT(openat64)

ssize_t
read(int fd, void *buf, size_t n)
{
	enum verdict v = judge(READ);

	if (v == FAIL)
		return -1;
	return syscall(SYS_read, fd, buf, v == HALVE && n > 1 ? n / 2 : n);
}

ssize_t
__read_chk(int fd, void *buf, size_t n, size_t room)
{
	(void)room;
	return read(fd, buf, n);
}

ssize_t
pread(int fd, void *buf, size_t n, off_t at)
{
	enum verdict v = judge(READ);

	if (v == FAIL)
		return -1;
	return syscall(SYS_pread64, fd, buf, v == HALVE && n > 1 ? n / 2 : n, at);
}

ssize_t
pread64(int fd, void *buf, size_t n, off64_t at)
{
	return pread(fd, buf, n, at);
}

ssize_t
write(int fd, const void *buf, size_t n)
{
	enum verdict v = fd == STDERR_FILENO ? PASS : judge(WRITE);

	if (v == FAIL)
		return -1;
	return syscall(SYS_write, fd, buf, v == HALVE && n > 1 ? n / 2 : n);
}

ssize_t
pwrite(int fd, const void *buf, size_t n, off_t at)
{
	enum verdict v = judge(WRITE);

	if (v == FAIL)
		return -1;
	return syscall(SYS_pwrite64, fd, buf, v == HALVE && n > 1 ? n / 2 : n, at);
}

ssize_t
pwrite64(int fd, const void *buf, size_t n, off64_t at)
{
	return pwrite(fd, buf, n, at);
}

struct dirent *
readdir(DIR *dir)
{
	struct dirent *(*real)(DIR *) = (struct dirent * (*)(DIR *)) next("readdir");

	return judge(READ) == FAIL ? NULL : real(dir);
}

struct dirent64 *
readdir64(DIR *dir)
{
	struct dirent64 *(*real)(DIR *) =
	    (struct dirent64 * (*)(DIR *)) next("readdir64");

	return judge(READ) == FAIL ? NULL : real(dir);
}

/* As Linux does: the descriptor is gone also when closing it failed. */
int
close(int fd)
{
	enum verdict v = judge(CLOSE);
	int rc = (int)syscall(SYS_close, fd);

	if (v != FAIL)
		return rc;
	errno = errors[CLOSE];
	return -1;
}

/* Nobody cuts the power here, and a disk takes longer than all else that a point does. */
int
fsync(int fd)
{
	return judge(FSYNC) == FAIL ? -1 : fcntl(fd, F_GETFD) < 0 ? -1 : 0;
}

int
rename(const char *from, const char *to)
{
	if (judge(RENAME) == FAIL)
		return -1;
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* ---- the clock ---- */

time_t
time(time_t *now)
{
	time_t (*real)(time_t *) = (time_t(*)(time_t *))next("time");
	const char *said = getenv("TORTURE_CLOCK");

	return said != NULL ? (time_t)atoll(said) : real(now);
}

/* ---- other processes, threads ---- */

pid_t
fork(void)
{
	pid_t (*real)(void) = (pid_t(*)(void))next("fork");

	return judge(SPAWN) == FAIL ? -1 : real();
}

int
posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *attributes, char *const argv[], char *const env[])
{
	int (*real)(pid_t *, const char *, const posix_spawn_file_actions_t *,
	    const posix_spawnattr_t *, char *const[], char *const[]) = (int (*)(pid_t *,
	    const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *,
	    char *const[], char *const[]))next("posix_spawnp");

	return judge(SPAWN) == FAIL ? errors[SPAWN]
				    : real(pid, file, actions, attributes, argv, env);
}

int
pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
    void *(*run)(void *), void *arg)
{
	int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *) =
	    (int (*)(pthread_t *, const pthread_attr_t *, void *(*)(void *),
		void *))next("pthread_create");

	return judge(THREAD) == FAIL ? errors[THREAD]
				     : real(thread, attributes, run, arg);
}

/* ---- stdio ---- */

static ssize_t
stream_read(void *cookie, char *buf, size_t n)
{
	return read((int)(long)cookie, buf, n);
}

static ssize_t
stream_write(void *cookie, const char *buf, size_t n)
{
	ssize_t got = write((int)(long)cookie, buf, n);

	return got < 0 ? 0 : got;
}

static int
stream_seek(void *cookie, off64_t *at, int whence)
{
	off_t now = lseek((int)(long)cookie, (off_t)*at, whence);

	*at = now;
	return now < 0 ? -1 : 0;
}

static int
stream_close(void *cookie)
{
	return close((int)(long)cookie);
}

FILE *
fdopen(int fd, const char *mode)
{
	cookie_io_functions_t with = {
	    stream_read, stream_write, stream_seek, stream_close};

	return fopencookie((void *)(long)fd, mode, with);
}

FILE *
fopen(const char *path, const char *mode)
{
	int flags = strchr(mode, '+') != NULL ? O_RDWR
		    : mode[0] == 'r'          ? O_RDONLY
					      : O_WRONLY,
	    fd;
	FILE *f;

	if (mode[0] != 'r')
		flags |= O_CREAT | (mode[0] == 'w' ? O_TRUNC : O_APPEND);
	fd = open(path, flags, 0666);
	if (fd < 0)
		return NULL;
	f = fdopen(fd, mode);
	if (f == NULL)
		syscall(SYS_close, fd);
	return f;
}

FILE *
fopen64(const char *path, const char *mode)
{
	return fopen(path, mode);
}

int
mkstemp(char *path)
{
	int (*real)(char *) = (int (*)(char *))next("mkstemp");

	return judge(OPEN) == FAIL ? -1 : real(path);
}

FILE *
tmpfile(void)
{
	char path[] = "/tmp/torture-XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		return NULL;
	unlink(path);
	return fdopen(fd, "w+");
}

FILE *
tmpfile64(void)
{
	return tmpfile();
}
