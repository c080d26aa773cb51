#include "ingest/kinds/kind_ends.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "time/date.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

struct ends_period {
	uint32_t company;
	int32_t start, end;
};

struct ends {
	struct csm_intern companies;
	struct ends_period *period;
	size_t n, cap;
};

void
csm_kind_ends_saw(void **keeps, struct csm_text company, int32_t start, int32_t end)
{
	struct ends *e = *keeps;

	if (e == NULL)
		e = *keeps = csm_xcalloc(1, sizeof *e);
	CSM_GROW(e->period, e->n, &e->cap);
	e->period[e->n++] = (struct ends_period){
	    /* Only companies and days are kept, some 12 bytes a row: it is a hint, and
	     * no point waits for it. */
	    csm_intern_put(&e->companies, company.s, company.len), start, end};
}

static int
ends_order(const void *a, const void *b)
{
	const struct ends_period *x = a, *y = b;

	if (x->company != y->company)
		return x->company < y->company ? -1 : 1;
	return (x->start > y->start) - (x->start < y->start);
}

/* The first start of the same company on the day of the end or after it; CSM_DAY_NONE:
 * there is none.  `sorted` holds n periods.  By halves, since a file of subscriptions
 * has as many rows as a company has had contracts. */
static int32_t
ends_next_start(
    const struct ends_period *sorted, size_t n, const struct ends_period *of)
{
	const struct ends_period wanted = {of->company, of->end, 0};
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (ends_order(&sorted[mid], &wanted) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && sorted[lo].company == of->company ? sorted[lo].start
							   : CSM_DAY_NONE;
}

/* From the first day of a month to the last of one. */
static bool
ends_is_of_months(const struct ends_period *p)
{
	const struct csm_civil end = csm_date_to_civil(p->end);

	return csm_date_to_civil(p->start).day == 1 &&
	       end.day == csm_date_days_in_month(end.year, end.month);
}

static void
ends_note(struct csm_diag *diag, const char *what, uint64_t cases)
{
	csm_note(diag, CSM_N_NOTE, NULL,
	    "%s, in %" PRIu64 " of %" PRIu64 " cases"
	    ": if it is the last day of the period, --end-inclusive says so",
	    what, cases, cases);
}

/* Where periods follow each other, what their ends are to the next start tells; where none
 * is followed, whether all of them are of whole months as people write these. */
void
csm_kind_ends_tell(const void *keeps, struct csm_diag *diag)
{
	const struct ends *e = keeps;
	uint64_t ended = 0, of_months = 0, followed = 0, last_days = 0;

	if (e == NULL)
		return;
	qsort(e->period, e->n, sizeof *e->period, ends_order);
	for (size_t i = 0; i < e->n; i++) {
		const struct ends_period *p = &e->period[i];
		if (p->end == CSM_DAY_NONE)
			continue;
		int32_t next = ends_next_start(e->period, e->n, p);
		ended++;
		of_months += ends_is_of_months(p);
		followed += next != CSM_DAY_NONE;
		/* A gap of one day: were ends days after the last, the next period
		 * would begin on it. */
		last_days += next != CSM_DAY_NONE && next == p->end + 1;
	}
	/* Without an exception: one period that is followed at once shows that ends are
	 * exclusive. */
	if (followed > 0 && last_days == followed)
		ends_note(diag,
		    "the end of a period is the day before the next start of its "
		    "company",
		    followed);
	else if (followed == 0 && ended > 0 && of_months == ended)
		ends_note(diag,
		    "a period begins on the first day of a month and its end is the "
		    "last day of one",
		    ended);
}

void
csm_kind_ends_free(void *keeps)
{
	struct ends *e = keeps;

	if (e == NULL)
		return;
	csm_intern_fini(&e->companies);
	free(e->period);
	free(e);
}
