#include "table/text_cut.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "table/terminal_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* "Initech Hol…(12)": the number is never cut, or two could be the same again. */
static void
text_cut_number(
    struct csm_buf *out, const char *text, size_t place, size_t width, int utf8)
{
	struct csm_buf number = {0};

	csm_buf_printf(&number, "(%zu)", place + 1);
	csm_termtext_clean(
	    out, text, width > number.len ? width - number.len : 1, utf8);
	csm_buf_puts(out, number.data);
	csm_buf_fini(&number);
}

void
csm_textcut_put(struct csm_buf *out, const char *text, size_t place,
    enum csm_textcut how, size_t width, int utf8)
{
	if (how == CSM_TEXTCUT_MIDDLE)
		csm_termtext_middle(out, text, width, utf8);
	else if (how == CSM_TEXTCUT_NUMBER)
		text_cut_number(out, text, place, width, utf8);
	else
		csm_termtext_clean(
		    out, text, how == CSM_TEXTCUT_NOT ? SIZE_MAX : width, utf8);
}

/* Texts, and what they are cut to. */
struct text_cut_texts {
	const char *const *text;
	size_t n, width;
	int utf8;
	enum csm_textcut *how;
	struct csm_intern whole, cut;
	uint32_t *of;   /* by text: its id in cut */
	uint32_t *from; /* by id of cut: the first whole one */
	bool *alike;    /* by id of cut: of two whole ones */
};

static void
text_cut_one(struct text_cut_texts *c, size_t i)
{
	struct csm_buf cut = {0};
	uint32_t id, from;
	size_t n = c->cut.n;

	csm_textcut_put(&cut, c->text[i], i, c->how[i], c->width, c->utf8);
	from = csm_intern_put(&c->whole, c->text[i], strlen(c->text[i]));
	id = csm_intern_put(&c->cut, csm_buf_text(&cut), cut.len);
	/* met first: of itself it is not alike */
	if (id == n)
		c->from[id] = from;
	/* The same text twice stays the same when it is cut; two different ones must
	 * not. */
	c->alike[id] |= c->from[id] != from;
	c->of[i] = id;
	csm_buf_fini(&cut);
}

/* Whether some are alike, which are to be cut another way.  All those that became one
 * go on to the next way, also the first of them: which one stood first would decide
 * what is shown. */
static bool
text_cut_try(struct text_cut_texts *c)
{
	bool again = false;

	csm_intern_reset(&c->cut);
	for (size_t i = 0; i < c->n; i++)
		c->alike[i] = false;
	for (size_t i = 0; i < c->n; i++)
		text_cut_one(c, i);
	for (size_t i = 0; i < c->n; i++)
		if (c->alike[c->of[i]] && c->how[i] != CSM_TEXTCUT_NUMBER) {
			c->how[i]++;
			again = true;
		}
	return again;
}

void
csm_textcut_choose(
    const char *const *text, size_t n, size_t width, int utf8, enum csm_textcut *how)
{
	struct text_cut_texts c = {.text = text,
	    .n = n,
	    .width = width,
	    .utf8 = utf8,
	    .how = how,
	    .of = csm_xcalloc(n + 1, sizeof *c.of),
	    .from = csm_xcalloc(n + 1, sizeof *c.from),
	    .alike = csm_xcalloc(n + 1, sizeof *c.alike)};

	for (size_t i = 0; i < n; i++)
		how[i] = CSM_TEXTCUT_END;
	/* It ends: each round moves a text one way on, and there are three. */
	while (text_cut_try(&c))
		;
	csm_intern_fini(&c.whole);
	csm_intern_fini(&c.cut);
	free(c.of);
	free(c.from);
	free(c.alike);
}
