/*
 * CSV ways: the loops over every byte of CSV index, compiled for the kinds of machines there
 * are: a byte at a time anywhere, 16 bytes with SSE2, 32 with AVX2.
 */
#ifndef CSM_SYNTAX_CSV_WAYS_H
#define CSM_SYNTAX_CSV_WAYS_H

#include <stddef.h>

struct csm_csv_index;

/* CSM_CHUNK_PAD bytes behind the lines must be readable. */
struct csm_csv_way {
	const char *name;
	/* A quote opens behind a delimiter or line end and closes before one, and there
	 * is no line end between. */
	int (*simple)(const char *lines, size_t len, char delimiter);
	/* Append the ends of the index's bytes, whose quotes are simple, to those it
	 * has; 0 after a CR without LF.  *high is set if some byte is above 0x7f. */
	int (*ends)(struct csm_csv_index *m, size_t len, char delimiter, int *high);
};

/* Those this machine has, the portable one first; the last is the fastest. */
const struct csm_csv_way *csm_csv_ways(size_t *n);

#endif
