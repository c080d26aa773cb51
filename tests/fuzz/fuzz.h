/*
 * What the fuzz targets share.  A target is one file: LLVMFuzzerTestOneInput, which
 * reads bytes as the library would and aborts when something that must hold does not.
 * What it needs beside the bytes (sizes, choices) it takes from their last one, so that
 * ordinary files are good seeds as they are.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "base/buf.h"
#include "base/diag.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Abort, naming the condition, unless it holds. */
#define FUZZ_MUST(condition)                                                           \
	do {                                                                           \
		if (!(condition)) {                                                    \
			fprintf(stderr, "%s:%d: not: %s\n", __FILE__, __LINE__,        \
			    #condition);                                               \
			abort();                                                       \
		}                                                                      \
	} while (0)

/* Bytes to measure and choose by: the last one, 0 when there is none. */
static inline unsigned
fuzz_choice(const uint8_t *data, size_t size)
{
	return size == 0 ? 0 : data[size - 1];
}

/* Abort, showing both, unless they hold the same bytes. */
static inline void
fuzz_same(const char *what, const struct csm_buf *a, const struct csm_buf *b)
{
	if (a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0))
		return;
	fprintf(stderr, "%s differ:\n--- one\n%s\n--- other\n%s\n", what,
	    csm_buf_text(a), csm_buf_text(b));
	abort();
}

/* An emit for csm_diag_init: every message with its place, appended to a csm_buf. */
static inline void
fuzz_see(void *ctx, const struct csm_message *m)
{
	struct csm_buf *log = ctx;

	csm_buf_printf(log, "!%s %llu:%u %s %s\n", csm_code_name(m->code),
	    (unsigned long long)m->pos.line, m->pos.column,
	    m->pos.path != NULL ? m->pos.path : "", m->text);
	if (m->extra != NULL)
		csm_buf_puts(log, m->extra);
	if (m->value != NULL)
		csm_buf_put(log, m->value, m->value_len);
}

static char fuzz_path[512];

static inline void
fuzz_unlink(void)
{
	unlink(fuzz_path);
}

/* A file that holds these bytes, the same one at every call; NULL if there is no room
 * for it. */
static inline const char *
fuzz_file(const char *name, const void *bytes, size_t len)
{
	const char *dir = getenv("TMPDIR");
	FILE *f;

	if (fuzz_path[0] == '\0') {
		snprintf(fuzz_path, sizeof fuzz_path, "%s/%s-%ld",
		    dir != NULL ? dir : "/tmp", name, (long)getpid());
		atexit(fuzz_unlink);
	}
	if ((f = fopen(fuzz_path, "wb")) == NULL)
		return NULL;
	size_t done = fwrite(bytes, 1, len, f);
	return fclose(f) == 0 && done == len ? fuzz_path : NULL;
}

#endif
