#include "base/diag.h"

#include "base/buf.h"
#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
	const char *name;
	int status;
} codes[] = {
#define CSM_CODE_ROW(name, status) {#name, status},
    CSM_CODES(CSM_CODE_ROW)
#undef CSM_CODE_ROW
};

void
csm_diag_init(
    struct csm_diag *d, void (*emit)(void *ctx, const struct csm_message *m), void *ctx)
{
	*d = (struct csm_diag){.emit = emit, .ctx = ctx};
}

static void
send(struct csm_diag *d, struct csm_message *m, const struct csm_pos *pos)
{
	if (pos != NULL)
		m->pos = *pos;
	/* Counted and judged before anybody is asked to print: what is not shown counts
	 * as well. */
	m->seq = ++d->count[m->code];
	if (m->level == CSM_ERROR && codes[m->code].status > d->status)
		d->status = codes[m->code].status;
	if (d->emit != NULL)
		d->emit(d->ctx, m);
}

bool
csm_diag_shows(const struct csm_diag *d, enum csm_code code)
{
	return d->most == 0 || d->count[code] < d->most;
}

void
csm_diag_rows(struct csm_diag *d, const struct csm_file_rows *account)
{
	if (d->account != NULL)
		d->account(d->ctx, account);
}

void
csm_diag_pass(struct csm_diag *d, const struct csm_message *m)
{
	struct csm_message again = *m;

	send(d, &again, NULL);
}

void
csm_diag_tell(struct csm_diag *d, enum csm_level level, enum csm_code code,
    const struct csm_pos *pos, const char *extra, const char *fmt, va_list ap)
{
	struct csm_message m = {.level = level, .code = code, .extra = extra};
	char small[512], *big = NULL;
	va_list again;
	int len;

	va_copy(again, ap);
	len = vsnprintf(small, sizeof small, fmt, ap);
	m.text = small;
	/* Without memory the message is cut: it may be about what the memory ran out
	 * for. */
	if ((size_t)len >= sizeof small && (big = malloc((size_t)len + 1)) != NULL) {
		vsnprintf(big, (size_t)len + 1, fmt, again);
		m.text = big;
	}
	va_end(again);
	send(d, &m, pos);
	free(big);
}

int
csm_error(struct csm_diag *d, enum csm_code code, const struct csm_pos *pos,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	csm_diag_tell(d, CSM_ERROR, code, pos, NULL, fmt, ap);
	va_end(ap);
	return -1;
}

int
csm_error_extra(struct csm_diag *d, enum csm_code code, const struct csm_pos *pos,
    const char *extra, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	csm_diag_tell(d, CSM_ERROR, code, pos, extra, fmt, ap);
	va_end(ap);
	return -1;
}

int
csm_reject(struct csm_diag *d, enum csm_code code, const struct csm_pos *pos,
    const char *value, size_t value_len, const char *what, const char *why)
{
	struct csm_buf text = {0}, row = {0}, header = {0};
	struct csm_message m = {.level = CSM_ERROR,
	    .code = code,
	    .value = value,
	    .value_len = value_len,
	    .reject = 1};

	csm_buf_puts(&text, what);
	if (value != NULL) {
		csm_buf_putc(&text, ' ');
		csm_text_quote(&text, value, value_len);
	}
	if (why != NULL)
		csm_buf_printf(&text, " (%s)", why);
	csm_buf_puts(&text, "; row rejected");
	m.text = text.data;
	if (d->wants_rows && d->row.put != NULL) {
		d->row.put(d->row.ctx, &row, &header);
		m.row = row.data;
		m.row_len = row.len;
		m.header = header.data;
		m.header_len = header.len;
	}
	send(d, &m, pos);
	csm_buf_fini(&text);
	csm_buf_fini(&row);
	csm_buf_fini(&header);
	return -1;
}

int
csm_warn(struct csm_diag *d, enum csm_code code, const struct csm_pos *pos,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	csm_diag_tell(d, CSM_WARNING, code, pos, NULL, fmt, ap);
	va_end(ap);
	return 0;
}

int
csm_note(struct csm_diag *d, enum csm_code code, const struct csm_pos *pos,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	csm_diag_tell(d, CSM_NOTE, code, pos, NULL, fmt, ap);
	va_end(ap);
	return 0;
}

const char *
csm_code_name(enum csm_code code)
{
	return codes[code].name;
}

const char *
csm_level_name(enum csm_level level)
{
	static const char *const names[] = {
	    [CSM_NOTE] = "note", [CSM_WARNING] = "warning", [CSM_ERROR] = "error"};

	assert((size_t)level < sizeof names / sizeof names[0]);
	return names[level];
}

/* A line of an element: a bit that no line has, its number, its byte.  64 GiB in an array
 * of 134 million elements are told right; beyond them a message names the last of these. */
#define IS_ELEMENT (UINT64_C(1) << 63)
#define BYTE_BITS 36
#define MOST_BYTES ((UINT64_C(1) << BYTE_BITS) - 1)
#define MOST_ELEMENTS ((UINT64_C(1) << (63 - BYTE_BITS)) - 1)
_Static_assert((IS_ELEMENT & (MOST_ELEMENTS << BYTE_BITS)) == 0 &&
		   ((MOST_ELEMENTS << BYTE_BITS) & MOST_BYTES) == 0,
    "mark, element and byte share no bit");

uint64_t
csm_diag_element(uint64_t element, uint64_t byte)
{
	if (element > MOST_ELEMENTS)
		element = MOST_ELEMENTS;
	return IS_ELEMENT | element << BYTE_BITS |
	       (byte > MOST_BYTES ? MOST_BYTES : byte);
}

uint64_t
csm_diag_element_of(uint64_t line, uint64_t *byte)
{
	*byte = line & MOST_BYTES;
	return line & IS_ELEMENT ? (line & ~IS_ELEMENT) >> BYTE_BITS : 0;
}

void
csm_diag_put_line(uint64_t line, struct csm_buf *out)
{
	uint64_t byte, element = csm_diag_element_of(line, &byte);

	if (element == 0)
		csm_buf_printf(out, "line %" PRIu64, line);
	else
		csm_buf_printf(
		    out, "element %" PRIu64 ", byte %" PRIu64, element, byte);
}
