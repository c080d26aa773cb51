#include "base/buf.h"

#include "base/xalloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
csm_buf_fini(struct csm_buf *b)
{
	free(b->data);
	*b = (struct csm_buf){0};
}

void
csm_buf_reset(struct csm_buf *b)
{
	b->len = 0;
	if (b->data != NULL)
		b->data[0] = '\0';
}

void
csm_buf_reserve(struct csm_buf *b, size_t more)
{
	/* Element len + more is the NUL: CSM_GROW makes room for one more than it is
	 * told. */
	CSM_GROW(b->data, b->len + more, &b->cap);
	b->data[b->len] = '\0'; /* the first one made uninitialised bytes */
}

void
csm_buf_put(struct csm_buf *b, const void *bytes, size_t len)
{
	csm_buf_reserve(b, len);
	if (len != 0)
		memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void
csm_buf_puts(struct csm_buf *b, const char *s)
{
	csm_buf_put(b, s, strlen(s));
}

void
csm_buf_putc(struct csm_buf *b, char c)
{
	csm_buf_put(b, &c, 1);
}

void
csm_buf_printf(struct csm_buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	csm_buf_vprintf(b, fmt, ap);
	va_end(ap);
}

void
csm_buf_vprintf(struct csm_buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	csm_buf_reserve(b, (size_t)len);
	vsnprintf(b->data + b->len, (size_t)len + 1, fmt, ap);
	b->len += (size_t)len;
}

const char *
csm_buf_text(const struct csm_buf *b)
{
	return b->data == NULL ? "" : b->data;
}
