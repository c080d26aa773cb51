/*
 * What can fail, made to fail: loaded before the C library, it lets the n-th call of a
 * kind fail once, from then on, do half of its work, or be where the process is killed.
 *
 *   TORTURE_PROGRAM  name of the process it is for; its children are left alone
 *   TORTURE_SERVER   ASK,TELL: descriptors; the process then never gets to its main()
 *                    but forks one that does for each point asked for, which costs a
 *                    third of starting it
 *   TORTURE_COUNTS   file that gets how many calls of each kind there were
 *   TORTURE_CLOCK    what the clock says, in seconds since 1970
 *   TORTURE_NO_THREADS  no thread can be made
 *
 * A point is a line KIND:MODE:N, such as write:once:3; time:kill:N is a kill after so
 * many microseconds, and none:count:0 counts.  The answer is two integers: the status of
 * wait(2), or -1 if it did not end, and whether it left a process behind.
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
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

enum kind { ALLOC, OPEN, READ, WRITE, CLOSE, FSYNC, RENAME, SPAWN, THREAD, KINDS };
enum mode { ONCE, GOOD, SHORT, KILL, COUNT, DENIED, BROKEN, NOMEM, MODES };
enum verdict { PASS, FAIL, HALVE };

#define HANG_SECONDS 20

static const char *const kinds[KINDS] = {
    "alloc", "open", "read", "write", "close", "fsync", "rename", "spawn", "thread"};
static const char *const modes[MODES] = {
    "once", "good", "short", "kill", "count", "denied", "broken", "nomem"};
static const int errors[KINDS] = {
    ENOMEM, EMFILE, EIO, ENOSPC, EIO, EIO, EIO, EAGAIN, EAGAIN};

static int active;
static atomic_long calls[KINDS];
static enum kind chosen = KINDS;
static enum mode how;
static long which;
static int now_set;
static long long now_is;

static pid_t (*real_fork)(void);
static int (*real_spawn)(pid_t *, const char *, const posix_spawn_file_actions_t *,
    const posix_spawnattr_t *, char *const[], char *const[]);
static int (*real_thread)(
    pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
static int (*real_mkstemp)(char *);
static struct dirent *(*real_readdir)(DIR *);
static struct dirent64 *(*real_readdir64)(DIR *);

/* Before any of them is called: a library's constructor may, before ours is. */
static void
resolve(void)
{
	if (real_fork != NULL)
		return;
	*(void **)&real_spawn = dlsym(RTLD_NEXT, "posix_spawnp");
	*(void **)&real_thread = dlsym(RTLD_NEXT, "pthread_create");
	*(void **)&real_mkstemp = dlsym(RTLD_NEXT, "mkstemp");
	*(void **)&real_readdir = dlsym(RTLD_NEXT, "readdir");
	*(void **)&real_readdir64 = dlsym(RTLD_NEXT, "readdir64");
	*(void **)&real_fork = dlsym(RTLD_NEXT, "fork");
}

/* ---- points ---- */

static int
find(const char *word, const char *const *words, int n)
{
	int i = 0;

	while (i < n && strcmp(word, words[i]) != 0)
		i++;
	return i;
}

/* The process that is to fail, or be killed. */
static void
become(int kind, int mode, long n)
{
	setpgid(0, 0);
	if (kind < KINDS)
		chosen = (enum kind)kind;
	how = (enum mode)mode;
	which = n;
	active = 1;
}

/* Wait for its end, kill it at its time, and do not wait for ever. */
static void
watch(pid_t pid, long kill_after, int answer[2])
{
	long usec = kill_after >= 0 ? kill_after : HANG_SECONDS * 1000000L;
	struct timespec limit = {usec / 1000000, usec % 1000000 * 1000},
			nap = {0, 1000000};
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	answer[1] = 0;
	while (waitpid(pid, &answer[0], WNOHANG) == 0) {
		if (sigtimedwait(&child, NULL, &limit) >= 0 || errno == EINTR)
			continue;
		kill(kill_after >= 0 ? pid : -pid, SIGKILL);
		waitpid(pid, &answer[0], 0);
		if (kill_after < 0)
			answer[0] = -1;
		break;
	}
	/* what ends with it may take a moment, and is ours to bury */
	for (int i = 0; i < 1000; i++) {
		while (waitpid(-pid, NULL, WNOHANG) > 0)
			;
		answer[1] = kill(-pid, 0) == 0;
		if (!answer[1])
			break;
		nanosleep(&nap, NULL);
	}
	if (answer[1])
		kill(-pid, SIGKILL);
}

static ssize_t
ask(int fd, char *line, size_t room)
{
	size_t n = 0;

	while (n + 1 < room && syscall(SYS_read, fd, line + n, 1) == 1)
		if (line[n++] == '\n')
			break;
	line[n] = '\0';
	return (ssize_t)n;
}

static void
serve(int from, int to)
{
	char line[64], kind[16], mode[16];
	int answer[2] = {0, 0};
	sigset_t child, before;
	long n;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, &before);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	syscall(SYS_write, to, answer, sizeof answer);
	while (ask(from, line, sizeof line) > 0 &&
	       sscanf(line, "%15[^:]:%15[^:]:%ld", kind, mode, &n) == 3) {
		pid_t pid = real_fork();
		if (pid == 0) {
			sigprocmask(SIG_SETMASK, &before, NULL);
			syscall(SYS_close, from);
			syscall(SYS_close, to);
			become(find(kind, kinds, KINDS), find(mode, modes, MODES), n);
			return;
		}
		setpgid(pid, pid);
		watch(pid, strcmp(kind, "time") == 0 ? n : -1, answer);
		syscall(SYS_write, to, answer, sizeof answer);
	}
	_exit(0);
}

__attribute__((constructor)) static void
begin(void)
{
	const char *program = getenv("TORTURE_PROGRAM");
	const char *server = getenv("TORTURE_SERVER"), *now = getenv("TORTURE_CLOCK");
	int from, to;

	resolve();
	if (program == NULL || strcmp(program, program_invocation_short_name) != 0)
		return;
	now_set = now != NULL;
	now_is = now_set ? atoll(now) : 0;
	/* what it starts is as it would be without us, and not slower */
	unsetenv("LD_PRELOAD");
	unsetenv("LD_BIND_NOW");
	if (server != NULL && sscanf(server, "%d,%d", &from, &to) == 2)
		serve(from, to);
}

__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("TORTURE_COUNTS");
	char line[64];
	int fd;

	if (!active || how != COUNT || path == NULL)
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
	if (how == KILL)
		kill(getpid(), SIGKILL);
	errno = how == DENIED   ? EACCES
		: how == BROKEN ? EIO
		: how == NOMEM  ? ENOMEM
				: errors[kind];
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
	resolve();
	return judge(READ) == FAIL ? NULL : real_readdir(dir);
}

struct dirent64 *
readdir64(DIR *dir)
{
	resolve();
	return judge(READ) == FAIL ? NULL : real_readdir64(dir);
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

/* ---- other processes, threads ---- */

pid_t
fork(void)
{
	resolve();
	return judge(SPAWN) == FAIL ? -1 : real_fork();
}

int
posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *attributes, char *const argv[], char *const env[])
{
	resolve();
	return judge(SPAWN) == FAIL
		   ? errors[SPAWN]
		   : real_spawn(pid, file, actions, attributes, argv, env);
}

int
pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
    void *(*run)(void *), void *arg)
{
	resolve();
	return getenv("TORTURE_NO_THREADS") != NULL || judge(THREAD) == FAIL
		   ? errors[THREAD]
		   : real_thread(thread, attributes, run, arg);
}

/* ---- the clock ---- */

int
clock_gettime(clockid_t clock, struct timespec *t)
{
	int rc = (int)syscall(SYS_clock_gettime, clock, t);

	if (rc == 0 && now_set && clock == CLOCK_REALTIME)
		t->tv_sec = (time_t)now_is;
	return rc;
}

time_t
time(time_t *t)
{
	struct timespec now = {0, 0};

	clock_gettime(CLOCK_REALTIME, &now);
	if (t != NULL)
		*t = now.tv_sec;
	return now.tv_sec;
}

int
gettimeofday(struct timeval *t, void *zone)
{
	struct timespec now = {0, 0};

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	t->tv_sec = now.tv_sec;
	t->tv_usec = now.tv_nsec / 1000;
	return 0;
}

/* ---- stdio ---- */

static ssize_t
stream_read(void *cookie, char *buf, size_t n)
{
	return read((int)(long)cookie, buf, n);
}

/* As the C library's own streams do, which go on where a write was short. */
static ssize_t
stream_write(void *cookie, const char *buf, size_t n)
{
	size_t done = 0;

	while (done < n) {
		ssize_t got = write((int)(long)cookie, buf + done, n - done);
		if (got < 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
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
	resolve();
	return judge(OPEN) == FAIL ? -1 : real_mkstemp(path);
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
