/*
 * Want of memory in any library ends the program as ours does.  Libraries that look at
 * every allocation are rare: libxlsxwriter and libsmartcols lose cells or crash, libzstd
 * crashes in its threads, jansson calls a file misspelt.  A program's own malloc is
 * called by all of them, and none of it fails.
 *
 * Sanitizers bring an allocator of their own, and so does a static link, where this
 * file is left out by -DCSM_STATIC.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "common/memory.h"

#include "base/xalloc.h"

#include <stdlib.h>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) &&                            \
    !defined(__SANITIZE_THREAD__) && !defined(CSM_STATIC)
#include <dlfcn.h>

void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t n, size_t bytes);
void *__libc_realloc(void *p, size_t bytes);

static void *(*memory_malloc)(size_t) = __libc_malloc;
static void *(*memory_calloc)(size_t, size_t) = __libc_calloc;
static void *(*memory_realloc)(void *, size_t) = __libc_realloc;

/* Those that come next: the C library's, or what was loaded before it. */
__attribute__((constructor)) void
csm_memory_never_fails(void)
{
	*(void **)&memory_malloc = dlsym(RTLD_NEXT, "malloc");
	*(void **)&memory_calloc = dlsym(RTLD_NEXT, "calloc");
	*(void **)&memory_realloc = dlsym(RTLD_NEXT, "realloc");
}

void *
malloc(size_t bytes)
{
	void *p = memory_malloc(bytes);

	if (p == NULL && bytes != 0)
		csm_xalloc_failed(bytes);
	return p;
}

void *
calloc(size_t n, size_t bytes)
{
	void *p = memory_calloc(n, bytes);

	if (p == NULL && n != 0 && bytes != 0)
		csm_xalloc_failed(bytes);
	return p;
}

void *
realloc(void *old, size_t bytes)
{
	void *p = memory_realloc(old, bytes);

	if (p == NULL && bytes != 0)
		csm_xalloc_failed(bytes);
	return p;
}

#else

void
csm_memory_never_fails(void)
{
}

#endif
