#define _GNU_SOURCE /* program_invocation_short_name */
#include "base/xalloc.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void (*last_will)(void);

void
csm_xalloc_last(void (*last)(void))
{
	last_will = last;
}

/* No stdio and no exit handlers: both may want memory, or wait for another thread. */
_Noreturn void
csm_xalloc_failed(size_t bytes)
{
	char line[128];
	const char *name = program_invocation_short_name;
	int len = bytes == 0 ? snprintf(line, sizeof line,
				   "%.40s: out of memory [E_MEMORY]\n", name)
			     : snprintf(line, sizeof line,
				   "%.40s: out of memory (%zu bytes wanted) "
				   "[E_MEMORY]\n",
				   name, bytes);

	/* First what would stay behind, such as temporary files: writing the line may
	 * block, or end us with SIGPIPE. */
	if (last_will != NULL)
		last_will();
	(void)!write(STDERR_FILENO, line, (size_t)len);
	_exit(4);
}

static void *
checked(void *p, size_t bytes)
{
	if (p == NULL && bytes != 0)
		csm_xalloc_failed(bytes);
	return p;
}

void *
csm_xmalloc(size_t bytes)
{
	return checked(malloc(bytes ? bytes : 1), bytes);
}

void *
csm_xcalloc(size_t n, size_t bytes)
{
	void *p = calloc(n ? n : 1, bytes ? bytes : 1);

	if (p == NULL)
		csm_xalloc_failed(
		    bytes != 0 && n > SIZE_MAX / bytes ? SIZE_MAX : n * bytes);
	return p;
}

void *
csm_xcalloc_wide(size_t n, size_t bytes)
{
	const size_t page = (size_t)2 << 20;
	size_t all = n * bytes;
	void *p;

	/* Below two of its pages of 2 MiB a table would waste more than it saves; a
	 * product that overflows is refused where all of them are. */
	if (all < 2 * page || n > SIZE_MAX / 2 / bytes)
		return csm_xcalloc(n, bytes);
	all = (all + page - 1) / page * page;
	p = checked(aligned_alloc(page, all), all);
#ifdef MADV_HUGEPAGE
	(void)madvise(p, all, MADV_HUGEPAGE); /* where there are none it is as it was */
#endif
	return memset(p, 0, all);
}

void *
csm_xreallocarray(void *p, size_t n, size_t bytes)
{
	if (bytes != 0 && n > SIZE_MAX / bytes)
		return checked(NULL, SIZE_MAX);
	/* realloc(p, 0) may free p or not, as the system likes. */
	return checked(realloc(p, n * bytes == 0 ? 1 : n * bytes), n * bytes);
}

void
csm_xforget(void *p, size_t bytes)
{
#ifdef MADV_DONTNEED
	const uintptr_t page = 4096, from = ((uintptr_t)p + page - 1) & ~(page - 1),
			to = ((uintptr_t)p + bytes) & ~(page - 1);

	if (from < to)
		(void)madvise(
		    (char *)p + (from - (uintptr_t)p), to - from, MADV_DONTNEED);
#else
	(void)p;
	(void)bytes;
#endif
}

char *
csm_xstrdup(const char *s)
{
	return csm_xmemdup0(s, strlen(s));
}

char *
csm_xmemdup0(const char *s, size_t len)
{
	char *copy = csm_xmalloc(len + 1);

	if (len != 0)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

void *
csm_xgrow(void *array, size_t n, size_t *cap, size_t bytes)
{
	if (n < *cap)
		return array;
	size_t want = *cap ? *cap : 8;
	while (want <= n)
		want = want > SIZE_MAX / 2 ? SIZE_MAX : want * 2;
	*cap = want;
	return csm_xreallocarray(array, want, bytes);
}
