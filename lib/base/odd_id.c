#include "base/odd_id.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

/* What stands in the first cell of a row of totals. */
static const char *const totals[] = {"total", "totals", "grand total", "sub total",
    "subtotal", "sum", "gesamt", "gesamtsumme", "summe", "totaal", "totale", "all",
    NULL};

static size_t
digits(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] >= '0' && s[n] <= '9')
		n++;
	return n;
}

/* 8.96529E+19, and with a comma. */
static bool
is_shortened(const char *s, size_t len)
{
	size_t exponent, fraction;

	/* One digit before the mark, a capital E, its sign and two digits: what
	 * spreadsheets write, and hardly an id that somebody chose. */
	if (len < 5 || digits(s, len) != 1)
		return false;
	s++;
	len--;
	if (*s == '.' || *s == ',') {
		fraction = digits(s + 1, len - 1);
		if (fraction == 0)
			return false;
		s += fraction + 1;
		len -= fraction + 1;
	}
	if (len < 4 || *s != 'E' || s[1] != '+')
		return false;
	exponent = digits(s + 2, len - 2);
	return exponent >= 2 && exponent == len - 2;
}

/* Whether white space may stand at either end: no id of ASCII has it inside of this. */
static bool
may_be_blank(struct csm_text id)
{
	unsigned char first = (unsigned char)id.s[0],
		      last = (unsigned char)id.s[id.len - 1];

	return first <= ' ' || last <= ' ' || first >= 0x80 || last >= 0x80;
}

static void
odd_id_add(struct csm_odd_ids *odd, enum csm_odd_id kind, const char *s, size_t len)
{
	struct csm_buf *first = &odd->first[kind], *last = &odd->last[kind];
	size_t shorter = len < first->len ? len : first->len;
	int order = odd->n[kind] == 0 ? -1 : memcmp(s, first->data, shorter);

	/* Rows of one id mostly follow each other; one that comes back later counts
	 * again. */
	if (odd->n[kind] != 0 && last->len == len && memcmp(s, last->data, len) == 0)
		return;
	csm_buf_reset(last);
	csm_buf_put(last, s, len);
	odd->n[kind]++;
	/* The least of all instead of the one seen first: threads see them in any
	 * order. */
	if (order > 0 || (order == 0 && len >= first->len))
		return;
	csm_buf_reset(first);
	csm_buf_put(first, s, len);
}

void
csm_odd_ids_saw(struct csm_odd_ids *odd, struct csm_text id)
{
	if (id.len == 0)
		return;
	if (may_be_blank(id) && csm_text_trim(id.s, id.len).len != id.len)
		odd_id_add(odd, CSM_ODD_BLANK, id.s, id.len);
	else if (id.s[0] <= '9' && is_shortened(id.s, id.len))
		odd_id_add(odd, CSM_ODD_SHORTENED, id.s, id.len);
}

void
csm_odd_ids_merge(struct csm_odd_ids *odd, const struct csm_odd_ids *more)
{
	for (int kind = 0; kind < CSM_ODD_KINDS; kind++) {
		if (more->n[kind] == 0)
			continue;
		uint64_t n = odd->n[kind] + more->n[kind];
		odd_id_add(odd, (enum csm_odd_id)kind, more->first[kind].data,
		    more->first[kind].len);
		/* Not one more, as odd_id_add() counted: the sum of both. */
		odd->n[kind] = n;
	}
}

void
csm_odd_ids_tell(const struct csm_odd_ids *odd, const char *file, struct csm_diag *diag)
{
	static const char *const what[CSM_ODD_KINDS] = {
	    [CSM_ODD_BLANK] = "white space around it, and is another id than without; "
			      "(trim(COLUMN)) takes it away",
	    [CSM_ODD_SHORTENED] = "been shortened by a spreadsheet: other ids may have "
				  "become the same; export it as text"};
	struct csm_pos at = {.file = file};

	for (int kind = 0; kind < CSM_ODD_KINDS; kind++) {
		struct csm_buf text = {0};
		const struct csm_buf *first = &odd->first[kind];
		struct csm_text shown = {first->data, first->len};
		if (odd->n[kind] == 0)
			continue;
		/* Without the blanks, which nobody would see, the message can be
		 * searched for. */
		if (kind == CSM_ODD_BLANK)
			shown = csm_text_trim(shown.s, shown.len);
		csm_buf_puts(&text, "the id ");
		csm_text_quote(&text, shown.s, shown.len);
		csm_buf_printf(&text, " has %s", what[kind]);
		if (odd->n[kind] > 1)
			csm_buf_printf(
			    &text, "; so have %" PRIu64 " more", odd->n[kind] - 1);
		csm_warn(diag, CSM_W_ID, file == NULL ? NULL : &at, "%s", text.data);
		csm_buf_fini(&text);
	}
}

void
csm_odd_ids_fini(struct csm_odd_ids *odd)
{
	for (int kind = 0; kind < CSM_ODD_KINDS; kind++) {
		csm_buf_fini(&odd->first[kind]);
		csm_buf_fini(&odd->last[kind]);
	}
}

void
csm_odd_id_last(struct csm_text id, const char *model, const struct csm_pos *at,
    struct csm_diag *diag)
{
	struct csm_text t = csm_text_trim(id.s, id.len);
	struct csm_buf text = {0};
	size_t i = 0;

	/* "Total:" */
	if (t.len != 0 && t.s[t.len - 1] == ':')
		t.len--;
	while (totals[i] != NULL &&
	       (strlen(totals[i]) != t.len || strncasecmp(totals[i], t.s, t.len) != 0))
		i++;
	if (totals[i] == NULL)
		return;
	csm_text_quote(&text, id.s, id.len);
	csm_warn(diag, CSM_W_ID, at,
	    "%s in the last row looks like the total of the rows before it, and counts "
	    "as one %s more",
	    text.data, model);
	csm_buf_fini(&text);
}
