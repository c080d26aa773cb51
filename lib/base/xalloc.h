/*
 * Allocation that does not fail: out of memory prints one line with the program's name
 * and ends it with status 4.  It is the only place in the library that prints or exits.
 *
 * Ownership: the caller frees with free(3).
 */
#ifndef CSM_BASE_XALLOC_H
#define CSM_BASE_XALLOC_H

#include <stddef.h>

/* What is to be done before out of memory ends the program; it must not allocate. */
void csm_xalloc_last(void (*last)(void));
/* End the program so: for libraries that fail for want of memory only.  bytes 0: how
 * many is not known. */
_Noreturn void csm_xalloc_failed(size_t bytes);

void *csm_xmalloc(size_t bytes);
/* n * bytes, zeroed; an overflowing product counts as out of memory. */
void *csm_xcalloc(size_t n, size_t bytes);
/* Zeroed memory of a table that is large and read in any order: in pages as large as there
 * are, of which a processor finds more without looking for them.  free(3) takes it. */
void *csm_xcalloc_wide(size_t n, size_t bytes);
/* Resize to n * bytes; an overflowing product counts as out of memory. */
void *csm_xreallocarray(void *p, size_t n, size_t bytes);
/* What is in the bytes is lost, and their memory given back until they are written again,
 * where the system can: they must lie behind others of an array of MiB. */
void csm_xforget(void *p, size_t bytes);
char *csm_xstrdup(const char *s);
/* Copy of len bytes with a NUL added; s may hold NUL bytes. */
char *csm_xmemdup0(const char *s, size_t len);

/*
 * Grow `array` (of elements of `bytes` bytes, capacity *cap) so that element n fits;
 * doubles.  Returns the array's new place.  Use through CSM_GROW.
 */
void *csm_xgrow(void *array, size_t n, size_t *cap, size_t bytes);
#define CSM_GROW(array, n, cap)                                                        \
	((array) = csm_xgrow((array), (n), (cap), sizeof *(array)))

#endif
