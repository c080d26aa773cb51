#include "figure/outage.h"

#include "base/xalloc.h"
#include "time/date.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What is usual of a weekday is the median of the last four of it that were none of an
 * outage, sought in as many weeks again.  A choice: two months are known of most data,
 * and four weeks of them let one holiday fall out of the median. */
#define WEEKS 8
#define WEEKS_USED 4
/* Companies, usually: of fewer, all may be silent on one day by chance. */
#define LEAST 5

struct outage_day {
	uint32_t active, usual; /* companies */
	uint32_t last;          /* counted last, from 1 */
	bool out;
};

struct csm_outage {
	int32_t until;
	struct outage_day *day; /* from CSM_DAY_MIN on */
	size_t days;
	uint32_t companies;
	bool closed;
};

struct csm_outage *
csm_outage_new(int32_t until)
{
	struct csm_outage *o = csm_xcalloc(1, sizeof *o);

	o->until = until;
	o->days = (size_t)(until - CSM_DAY_MIN) + 1;
	o->day = csm_xcalloc(o->days, sizeof *o->day);
	return o;
}

void
csm_outage_free(struct csm_outage *o)
{
	if (o == NULL)
		return;
	free(o->day);
	free(o);
}

static void
outage_add(struct csm_outage *o, const struct csm_metric_points *p)
{
	for (size_t i = 0; i < p->series.n && p->series.day[i] <= o->until; i++) {
		assert(p->series.day[i] >= CSM_DAY_MIN);
		struct outage_day *d = &o->day[p->series.day[i] - CSM_DAY_MIN];
		/* A company counts once a day, however many of its users were active;
		 * `last` saves a set of days for each. */
		if (p->series.value[i] == 0 || d->last == o->companies)
			continue;
		d->last = o->companies;
		d->active++;
	}
}

void
csm_outage_count(struct csm_outage *o, const struct csm_set *set)
{
	assert(!o->closed);
	o->companies++;
	for (size_t e = 0; e < set->entities; e++)
		for (size_t m = 0; m < set->entity[e].metrics; m++)
			if (set->entity[e].metric[m].activity)
				outage_add(o, &set->entity[e].metric[m]);
}

static int
outage_by_size(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* How many companies are usually active on the weekday of day i. */
static uint32_t
outage_usual(const struct csm_outage *o, size_t i)
{
	uint32_t week[WEEKS_USED];
	size_t n = 0;

	/* Days that were out themselves tell nothing of what is usual, or a long outage
	 * would become the usual state. */
	for (size_t w = 1; w <= WEEKS && n < WEEKS_USED && 7 * w <= i; w++)
		if (!o->day[i - 7 * w].out)
			week[n++] = o->day[i - 7 * w].active;
	if (n == 0)
		return 0;
	qsort(week, n, sizeof *week, outage_by_size);
	return n % 2 != 0 ? week[n / 2] : (week[n / 2 - 1] + week[n / 2]) / 2;
}

/* In the order of days: what is usual of one needs to know which before it were out. */
void
csm_outage_close(struct csm_outage *o)
{
	for (size_t i = 0; i < o->days; i++) {
		struct outage_day *d = &o->day[i];
		d->usual = outage_usual(o, i);
		if (d->usual >= LEAST)
			/* A quarter is a choice: few companies fall silent on one
			 * weekday all at once. */
			d->out = 4 * (uint64_t)d->active < d->usual;
		else
			d->out = i > 0 && o->day[i - 1].out && d->active == 0;
	}
	o->closed = true;
}

bool
csm_outage_closed(const struct csm_outage *o)
{
	return o->closed;
}

bool
csm_outage_on(const struct csm_outage *o, int32_t day)
{
	return day >= CSM_DAY_MIN && day <= o->until && o->day[day - CSM_DAY_MIN].out;
}

int
csm_outage_newest(
    const struct csm_outage *o, int32_t from, int32_t to, struct csm_outage_run *run)
{
	while (to >= from && !csm_outage_on(o, to))
		to--;
	if (to < from)
		return 0;
	*run = (struct csm_outage_run){.from = to,
	    .to = to,
	    .active = o->day[to - CSM_DAY_MIN].active,
	    .usual = o->day[to - CSM_DAY_MIN].usual};
	while (csm_outage_on(o, run->from - 1))
		run->from--;
	/* after weeks without data nothing is usual any more, but what was before */
	if (run->usual < LEAST)
		run->usual = o->day[run->from - CSM_DAY_MIN].usual;
	return 1;
}

void
csm_outage_put(const struct csm_outage_run *run, struct csm_buf *out)
{
	char day[CSM_DAY_TEXT];

	csm_date_format(run->to, day);
	csm_buf_printf(out, "%zu of usually %zu companies were active on %s",
	    run->active, run->usual, day);
	if (run->from == run->to)
		return;
	csm_date_format(run->from, day);
	csm_buf_printf(out, ", and few since %s", day);
}
