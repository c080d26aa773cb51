#include "unit/ledger.h"

#include "base/text.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define HINTS 10 /* unknown companies for which the nearest known one is looked for */

void
csm_ledger_fini(struct csm_ledger *ledger)
{
	free(ledger->file);
	free(ledger->entry);
	free(ledger->line);
	csm_intern_fini(&ledger->companies);
	*ledger = (struct csm_ledger){0};
}

void
csm_ledger_add(struct csm_ledger *ledger, struct csm_text company, uint32_t of,
    int32_t day, int64_t value, uint64_t line)
{
	size_t before = ledger->companies.n;
	struct csm_ledger_entry entry = {
	    .of = of, .day = day, .row = (uint32_t)ledger->n, .value = value};

	entry.company = csm_intern_put(&ledger->companies, company.s, company.len);
	/* The first line a company stands on is enough to find a misspelt one. */
	if (ledger->companies.n > before) {
		CSM_GROW(ledger->line, before, &ledger->line_cap);
		ledger->line[before] = line;
	}
	CSM_GROW(ledger->entry, ledger->n, &ledger->cap);
	ledger->entry[ledger->n++] = entry;
}

/* Row last: of two entries of one day the later in the file is found, whatever qsort
 * does with equal ones. */
static int
ledger_by_key(const void *a, const void *b)
{
	const struct csm_ledger_entry *x = a, *y = b;

	if (x->company != y->company)
		return x->company < y->company ? -1 : 1;
	if (x->of != y->of)
		return x->of < y->of ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

void
csm_ledger_sort(struct csm_ledger *ledger)
{
	if (ledger->n > 0)
		qsort(ledger->entry, ledger->n, sizeof *ledger->entry, ledger_by_key);
}

const struct csm_ledger_entry *
csm_ledger_at(
    const struct csm_ledger *ledger, struct csm_text company, uint32_t of, int32_t day)
{
	/* After every entry of that day, before the first of the next. */
	struct csm_ledger_entry key = {.of = of, .day = day, .row = UINT32_MAX};
	size_t lo = 0, hi = ledger->n;

	key.company = csm_intern_find(&ledger->companies, company.s, company.len);
	if (key.company == CSM_INTERN_NONE)
		return NULL;
	/* The first entry beyond the key; what stands before it is the newest not after
	 * the day, if it is of this company at all. */
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (ledger_by_key(&ledger->entry[mid], &key) <= 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0 || ledger->entry[lo - 1].company != key.company ||
	    ledger->entry[lo - 1].of != of)
		return NULL;
	return &ledger->entry[lo - 1];
}

static void
ledger_warn_unknown(const struct csm_ledger *ledger, uint32_t company,
    const struct csm_intern *offered, const char *what, struct csm_diag *diag)
{
	const struct csm_text *name = &ledger->companies.text[company];
	struct csm_pos pos = {
	    .file = ledger->file, .line = ledger->line[company], .path = "company"};
	struct csm_buf quoted = {0}, hint = {0};
	struct csm_nearest near;

	csm_nearest_init(&near, name->s);
	/* A name is compared with all companies to find the nearest: only for messages
	 * somebody reads. */
	if (!csm_diag_shows(diag, CSM_W_UNKNOWN))
		offered = NULL;
	for (size_t i = 0; offered != NULL && i < offered->n; i++)
		csm_nearest_offer(&near, offered->text[i].s);
	csm_text_quote(&quoted, name->s, name->len);
	csm_warn(diag, CSM_W_UNKNOWN, &pos, "%s, but there is no company %s%s", what,
	    quoted.data, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
}

/* After the run, since companies are known only once all points and fields were read.
 */
void
csm_ledger_finish(const struct csm_ledger *ledger, const struct csm_intern *known,
    const char *what, struct csm_diag *diag)
{
	int warned = 0;

	for (uint32_t i = 0; i < ledger->companies.n; i++) {
		const struct csm_text *name = &ledger->companies.text[i];
		if (csm_intern_find(known, name->s, name->len) == CSM_INTERN_NONE)
			ledger_warn_unknown(
			    ledger, i, warned++ < HINTS ? known : NULL, what, diag);
	}
}
