#include "base/some.h"

#include <inttypes.h>

/* Names in a message: what fits a line of a terminal, and shows what kind they are. */
#define SHOWN 5

void
csm_some_add(struct csm_some *some, struct csm_text name)
{
	/* The others are only counted, so that a million of them take no memory. */
	if (some->n++ >= SHOWN)
		return;
	if (some->n > 1)
		csm_buf_puts(&some->text, ", ");
	csm_text_quote(&some->text, name.s, name.len);
}

void
csm_some_put(const struct csm_some *some, struct csm_buf *out)
{
	csm_buf_put(out, csm_buf_text(&some->text), some->text.len);
	if (some->n > SHOWN)
		csm_buf_printf(out, " and %" PRIu64 " more", some->n - SHOWN);
}

void
csm_some_fini(struct csm_some *some)
{
	csm_buf_fini(&some->text);
}
