/* The page's own style and script, which are part of the program. */
#include "assets.h"
#include "base/base64.h"
#include "base/sha256.h"
#include "document/html.h"

/* In pieces, since a string of C may be of 4095 characters only (C11 5.2.4.1). */
void
csm_html_style(struct csm_buf *out)
{
	for (size_t i = 0; page_css[i] != NULL; i++)
		csm_buf_puts(out, page_css[i]);
}

void
csm_html_script(struct csm_buf *out)
{
	for (size_t i = 0; page_js[i] != NULL; i++)
		csm_buf_puts(out, page_js[i]);
}

void
csm_html_allow(struct csm_buf *policy, const char *text, size_t len)
{
	unsigned char digest[CSM_SHA256_BYTES];

	csm_sha256(text, len, digest);
	csm_buf_puts(policy, " 'sha256-");
	csm_base64_put(policy, digest, sizeof digest);
	csm_buf_putc(policy, '\'');
}
