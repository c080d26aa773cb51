/*
 * What many tests need around the thing they test: messages as lines of text, files and
 * outputs under /tmp.
 *
 * Ownership: texts returned are the caller's to free; paths are arrays of his.
 */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "base/buf.h"
#include "base/diag.h"
#include "io/input.h"
#include "io/output.h"

#include "test.h"

#include <string.h>
#include <unistd.h>

#define FIXTURE_UNUSED __attribute__((unused))

static const char *fixture_format; /* of the messages of this test file */

/*
 * Append a message as the format says: %c its code, %f its file, %b the last part of
 * that ("-": none), %l line, %k column, %p path ("-": none), %t text.
 */
static FIXTURE_UNUSED void
fixture_keep(void *ctx, const struct csm_message *m)
{
	const char *base = m->pos.file == NULL ? NULL : strrchr(m->pos.file, '/');
	uint64_t byte, element;

	for (const char *p = fixture_format; *p != '\0'; p++) {
		if (*p != '%') {
			csm_buf_putc(ctx, *p);
			continue;
		}
		switch (*++p) {
		case 'c':
			csm_buf_puts(ctx, csm_code_name(m->code));
			break;
		case 'f':
			csm_buf_puts(ctx, m->pos.file);
			break;
		case 'b':
			csm_buf_puts(ctx, base != NULL          ? base + 1
					  : m->pos.file == NULL ? "-"
								: m->pos.file);
			break;
		case 'l':
			element = csm_diag_element_of(m->pos.line, &byte);
			if (element != 0)
				csm_buf_printf(
				    ctx, "[%llu]@", (unsigned long long)element);
			csm_buf_printf(ctx, "%llu",
			    (unsigned long long)(element != 0 ? byte : m->pos.line));
			break;
		case 'k':
			csm_buf_printf(ctx, "%u", (unsigned)m->pos.column);
			break;
		case 'p':
			csm_buf_puts(ctx, m->pos.path == NULL ? "-" : m->pos.path);
			break;
		case 't':
			csm_buf_puts(ctx, m->text);
			break;
		default:
			ck_abort_msg("no such part of a message: %c", *p);
		}
	}
}

/* A diag whose messages are appended to `said`; all diags of a test file that keep
 * messages have the same format. */
static FIXTURE_UNUSED void
fixture_diag(struct csm_diag *diag, struct csm_buf *said, const char *format)
{
	fixture_format = format;
	csm_diag_init(diag, fixture_keep, said);
}

#define FIXTURE_PATH "/tmp/csm-test-XXXXXX"

/* A new file with these bytes, which the test removes. */
static FIXTURE_UNUSED void
fixture_file(char path[sizeof FIXTURE_PATH], const void *bytes, size_t len)
{
	strcpy(path, FIXTURE_PATH);
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes, len), (ssize_t)len);
	ck_assert_int_eq(close(fd), 0);
}

static FIXTURE_UNUSED void
fixture_text(char path[sizeof FIXTURE_PATH], const char *text)
{
	fixture_file(path, text, strlen(text));
}

/* An output, and what was written to it: the output is closed and its file removed. */
static FIXTURE_UNUSED struct csm_output *
fixture_output(char path[sizeof FIXTURE_PATH], struct csm_diag *diag)
{
	struct csm_output *out;

	fixture_file(path, "", 0);
	ck_assert_int_eq(csm_output_open(&out, path, diag), 0);
	return out;
}

static FIXTURE_UNUSED char *
fixture_written(struct csm_output *out, const char *path, struct csm_diag *diag)
{
	size_t len;

	ck_assert_int_eq(csm_output_commit(out, diag), 0);
	char *text = csm_input_slurp(path, &len, diag);
	unlink(path);
	ck_assert_ptr_nonnull(text);
	return text;
}

#endif
