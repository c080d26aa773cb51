/*
 * Growable byte buffer, always NUL-terminated once it has memory.
 *
 * Ownership: the buffer owns its bytes; `data` is valid until the next put.
 */
#ifndef CSM_BASE_BUF_H
#define CSM_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

/* All zero is a valid empty buffer; data is then NULL. */
struct csm_buf {
	char *data;
	size_t len, cap;
};

void csm_buf_fini(struct csm_buf *b);
void csm_buf_reset(struct csm_buf *b); /* len = 0, memory kept */
/* Room for `more` bytes and the NUL. */
void csm_buf_reserve(struct csm_buf *b, size_t more);
void csm_buf_put(struct csm_buf *b, const void *bytes, size_t len);
void csm_buf_puts(struct csm_buf *b, const char *s);
void csm_buf_putc(struct csm_buf *b, char c);
void csm_buf_printf(struct csm_buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void csm_buf_vprintf(struct csm_buf *b, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
/* The text, "" when empty. */
const char *csm_buf_text(const struct csm_buf *b);

#endif
