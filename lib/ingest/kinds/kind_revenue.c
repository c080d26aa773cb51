/*
 * Revenue: a row is a period, in force from its start up to, but not including, its
 * end.
 */
#include "ingest/kinds/kind_rows.h"
#include "base/int128.h"

#include <string.h>

struct period {
	int32_t start, end; /* end: first day after it; CSM_DAY_NONE: open */
	int64_t recurring, one_off;
	struct csm_fraction month, year; /* of `recurring` */
};

/* The same day of the month `months` later, or that month's last. */
static int32_t
add_months(int32_t day, int32_t months)
{
	struct csm_civil c = csm_date_to_civil(day);
	int32_t month = c.month - 1 + months;
	int32_t year = c.year + month / 12;
	int most = csm_date_days_in_month(year, month % 12 + 1);

	return csm_date_from_civil(year, month % 12 + 1, c.day < most ? c.day : most);
}

/*
 * A value over a period to one a month.  The period's length in months is the whole
 * months in it, and the days left over the length of the month they lie in: 15 January
 * to 1 March is 1 + 14/28.
 */
static struct csm_fraction
a_month(int32_t start, int32_t end)
{
	struct csm_civil from = csm_date_to_civil(start), to = csm_date_to_civil(end);
	int32_t months = (to.year - from.year) * 12 + to.month - from.month;

	if (add_months(start, months) > end)
		months--;
	int32_t whole = add_months(start, months);
	int32_t length = add_months(start, months + 1) - whole;
	return (struct csm_fraction){
	    (uint32_t)length, (uint32_t)(months * length + (end - whole))};
}

static int
limit(struct csm_ingest *in, const struct csm_row *row, const struct period *p)
{
	const csm_int128 most = (csm_int128)CSM_NUM_LIMIT * p->year.den,
			 arr = (csm_int128)p->recurring * p->year.num;

	if (arr < most && arr > -most)
		return 0;
	csm_ingest_reject(in, row, CSM_ROLE_RECURRING, CSM_E_RANGE, "bad number",
	    "a year of it is 9000000000000 or more");
	return -1;
}

/* What part of the recurring value a month's and a year's are. */
static int
normalise(struct csm_ingest *in, const struct csm_row *row, struct period *p)
{
	enum csm_recurring unit = csm_ingest_mapping(in)->recurring_unit;

	if (p->recurring == CSM_MISSING)
		return 0;
	if (unit == CSM_RECURRING_VALUE && p->end == CSM_DAY_NONE) {
		csm_ingest_reject(in, row, CSM_ROLE_END, CSM_E_PERIOD,
		    "a value over a period without an end", NULL);
		return -1;
	}
	if (unit == CSM_RECURRING_ARR)
		p->month = (struct csm_fraction){1, 12};
	else if (unit == CSM_RECURRING_VALUE && p->end > p->start)
		p->month = a_month(p->start, p->end);
	else
		p->month = (struct csm_fraction){1, 1};
	p->month = csm_fraction_reduced(p->month.num, p->month.den);
	p->year = csm_fraction_reduced(12 * p->month.num, p->month.den);
	return limit(in, row, p);
}

/* The last day of a period said to be that, and an end within the last second of a day,
 * are the day before its end. */
static int32_t
end_after(struct csm_ingest *in, const struct csm_stamp *end)
{
	const struct csm_ingest_options *o = csm_ingest_options(in);
	const int64_t second = INT64_C(1000000);

	if (end->day == CSM_DAY_NONE)
		return CSM_DAY_NONE;
	if (csm_ingest_mapping(in)->end_inclusive)
		return end->day + 1;
	return csm_zone_day(o->zone, end->micros / second + 1) > end->day ? end->day + 1
									  : end->day;
}

static int
read_period(struct csm_ingest *in, const struct csm_row *row, struct period *p)
{
	struct csm_stamp start, end;

	*p = (struct period){.end = CSM_DAY_NONE};
	if (csm_ingest_stamp(in, row, CSM_ROLE_START, &start) != 0)
		return -1;
	if (csm_kind_day_if(in, row, CSM_ROLE_END, &end) != 0)
		return -1;
	p->start = start.day;
	p->end = end_after(in, &end);
	if (p->end != CSM_DAY_NONE && end.day < p->start) {
		csm_ingest_reject(in, row, CSM_ROLE_END, CSM_E_PERIOD, "bad period end",
		    "before its start");
		return -1;
	}
	if (csm_ingest_number(in, row, CSM_ROLE_RECURRING, &p->recurring) != 0 ||
	    csm_ingest_number(in, row, CSM_ROLE_ONE_OFF, &p->one_off) != 0)
		return -1;
	return normalise(in, row, p);
}

/* The metrics of a period that is in force on some day that is asked for. */
static enum csm_outcome
push_recurring(struct csm_ingest *in, struct csm_point *point, const struct period *p)
{
	const struct {
		const char *name;
		struct csm_kind_share share;
	} part[] = {{"mrr", {p->recurring, p->month}}, {"arr", {p->recurring, p->year}},
	    {"rrvalue", {p->recurring, {1, 1}}}};
	enum csm_outcome outcome = CSM_ROW_USED;

	for (size_t i = 0; i < 3 && outcome == CSM_ROW_USED; i++)
		outcome = csm_kind_span(in, point,
		    csm_ingest_metric(in, part[i].name, strlen(part[i].name)),
		    &part[i].share, p->start, p->end);
	return outcome;
}

static enum csm_outcome
push_period(struct csm_ingest *in, struct csm_point *point, const struct period *p)
{
	enum csm_outcome outcome = CSM_ROW_FILTERED;

	if (p->recurring != CSM_MISSING)
		outcome = push_recurring(in, point, p);
	if (outcome == CSM_ROW_FATAL || p->one_off == CSM_MISSING ||
	    csm_ingest_outside(in, p->start))
		return outcome;
	point->metric = csm_ingest_metric(in, "nrr", 3)->name;
	point->value = p->one_off;
	point->day = p->start;
	return csm_ingest_push(in, point, 0);
}

enum csm_outcome
csm_kind_revenue(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_point point = {0};
	struct period p;

	if (read_period(in, row, &p) != 0 ||
	    csm_ingest_entity(in, row, CSM_WHOSE_COMPANY, &point) != 0)
		return CSM_ROW_REJECTED;
	if (csm_ingest_seen(in, row))
		return CSM_ROW_DUPLICATE;
	if (p.recurring == CSM_MISSING && p.one_off == CSM_MISSING)
		return CSM_ROW_EMPTY;
	return push_period(in, &point, &p);
}
