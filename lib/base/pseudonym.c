#include "base/pseudonym.h"

#include "base/buf.h"

#include <stdio.h>
#include <string.h>

void
csm_pseudonym_init(struct csm_pseudonym *p, const void *key, size_t len)
{
	*p = (struct csm_pseudonym){{0}};
	/* RFC 2104: a key longer than a block is its own digest. */
	if (len > sizeof p->key)
		csm_sha256(key, len, p->key);
	else
		memcpy(p->key, key, len);
}

/* The digest of the key, each byte changed by `pad`, and of a text behind it. */
static void
pseudonym_half(const struct csm_pseudonym *p, unsigned char pad, const void *text,
    size_t len, unsigned char digest[CSM_SHA256_BYTES])
{
	struct csm_buf all = {0};

	for (size_t i = 0; i < sizeof p->key; i++)
		csm_buf_putc(&all, (char)(p->key[i] ^ pad));
	csm_buf_put(&all, text, len);
	csm_sha256(all.data, all.len, digest);
	csm_buf_fini(&all);
}

void
csm_pseudonym_put(
    const struct csm_pseudonym *p, struct csm_text id, char out[CSM_PSEUDONYM_TEXT])
{
	unsigned char inner[CSM_SHA256_BYTES], digest[CSM_SHA256_BYTES];

	pseudonym_half(p, 0x36, id.s, id.len, inner);
	pseudonym_half(p, 0x5c, inner, sizeof inner, digest);
	for (size_t i = 0; i < CSM_PSEUDONYM_TEXT / 2; i++)
		snprintf(out + 2 * i, 3, "%02x", (unsigned)digest[i]);
}
