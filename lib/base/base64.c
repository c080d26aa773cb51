#include "base/base64.h"

#include <stdint.h>

void
csm_base64_put(struct csm_buf *out, const void *bytes, size_t len)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = bytes;

	/* Once for all: what is put is whole files, such as pictures. */
	csm_buf_reserve(out, (len + 2) / 3 * 4);
	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		uint32_t three = (uint32_t)p[i] << 16;
		if (n > 1)
			three |= (uint32_t)p[i + 1] << 8;
		if (n > 2)
			three |= p[i + 2];
		csm_buf_putc(out, letters[three >> 18]);
		csm_buf_putc(out, letters[three >> 12 & 63]);
		csm_buf_putc(out, n > 1 ? letters[three >> 6 & 63] : '=');
		csm_buf_putc(out, n > 2 ? letters[three & 63] : '=');
	}
}
