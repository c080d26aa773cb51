/*
 * Revenue: a row is a period, in force from its start up to, but not including, its
 * end.
 */
#include "ingest/ingest_state.h"
#include "ingest/kinds/kind_ends.h"
#include "ingest/kinds/kind_rows.h"
#include "base/int128.h"
#include "base/text.h"
#include "ingest/kinds/recurring.h"

#include <ctype.h>
#include <string.h>

/* What becomes of a period when it ends; without a word it is to be renewed. */
enum fate { FATE_DUE, FATE_RENEWS, FATE_NOTICE, FATE_LOST };

struct period {
	int32_t start, end; /* end: first day after it; CSM_DAY_NONE: open */
	int32_t said;       /* the same, if it is what the row says */
	enum fate fate;
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
	/* 31 January and a month is 28 February: contracts that begin at the end of a
	 * month end so. */
	int most = csm_date_days_in_month(year, month % 12 + 1);

	return csm_date_from_civil(year, month % 12 + 1, c.day < most ? c.day : most);
}

/* A value over a period to one a month.  The period's length in months is the whole
 * months in it, and the days left over the length of the month they lie in: 15 January
 * to 1 March is 1 + 14/28.  The fraction is kept whole: rounded once, when a day is
 * written (force.c). */
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
	/* What a year is worth has to fit too, or the point of arr could not be
	 * written. */
	const csm_int128 most = (csm_int128)CSM_NUM_LIMIT * p->year.den,
			 arr = (csm_int128)p->recurring * p->year.num;

	if (arr < most && arr > -most)
		return 0;
	csm_ingest_reject(in, row, CSM_ROLE_RECURRING, CSM_E_RANGE, "bad number",
	    "a year of it is 9000000000000 or more");
	return -1;
}

/* For how long the recurring value is: a month's, if nothing says so. */
static int
revenue_unit(
    struct csm_ingest *in, const struct csm_row *row, struct csm_recurring *unit)
{
	*unit = (struct csm_recurring){.month = {1, 1}};
	if (csm_ingest_mapping(in)->role[CSM_ROLE_UNIT] == NULL ||
	    csm_recurring_parse(row->role[CSM_ROLE_UNIT], unit) == 0)
		return 0;
	csm_ingest_reject(in, row, CSM_ROLE_UNIT, CSM_E_PERIOD,
	    row->role[CSM_ROLE_UNIT].len == 0 ? "no unit of the recurring value"
					      : "bad unit of the recurring value",
	    "day, week, month, quarter, half, year, so many of them, or value");
	return -1;
}

/* What part of the recurring value a month's and a year's are. */
static int
normalise(struct csm_ingest *in, const struct csm_row *row, struct period *p)
{
	struct csm_recurring unit;

	if (p->recurring == CSM_MISSING)
		return 0;
	if (revenue_unit(in, row, &unit) != 0)
		return -1;
	/* Nobody knows how much of it a month is worth. */
	if (unit.whole && p->end == CSM_DAY_NONE) {
		csm_ingest_reject(in, row, CSM_ROLE_END, CSM_E_PERIOD,
		    "a value over a period without an end", NULL);
		return -1;
	}
	p->month = unit.month;
	/* A period of no days is in force on none, so its share is of no consequence. */
	if (unit.whole && p->end > p->start)
		p->month = a_month(p->start, p->end);
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
	/* Exports write the end of a day as 23:59:59, in the zone of the run. */
	return csm_zone_day(o->zone, end->micros / second + 1) > end->day ? end->day + 1
									  : end->day;
}

/* Words of several systems; case, blanks, "_" and "-" do not count, and any other word
 * says nothing. */
static enum fate
revenue_fate(struct csm_text status)
{
	static const struct {
		const char *word;
		enum fate fate;
	} words[] = {{"autorenew", FATE_RENEWS}, {"autorenews", FATE_RENEWS},
	    {"autorenewal", FATE_RENEWS}, {"notice", FATE_NOTICE},
	    {"noticegiven", FATE_NOTICE}, {"lost", FATE_LOST}};
	char plain[16];
	size_t n = 0;

	for (size_t i = 0; i < status.len; i++) {
		if (strchr(" _-", status.s[i]) != NULL)
			continue;
		/* Longer than any of the words. */
		if (n == sizeof plain - 1)
			return FATE_DUE;
		plain[n++] = (char)tolower((unsigned char)status.s[i]);
	}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (csm_text_is(words[i].word, plain, n))
			return words[i].fate;
	return FATE_DUE;
}

static enum csm_outcome
revenue_read_amounts(struct csm_ingest *in, const struct csm_row *row, struct period *p)
{
	struct csm_rate rate;
	enum csm_outcome outcome = csm_kind_rate(in, row, p->start, &rate);

	if (outcome != CSM_ROW_USED)
		return outcome;
	if (csm_kind_amount(in, row, CSM_ROLE_RECURRING, rate, &p->recurring) != 0 ||
	    csm_kind_amount(in, row, CSM_ROLE_ONE_OFF, rate, &p->one_off) != 0 ||
	    normalise(in, row, p) != 0)
		return CSM_ROW_REJECTED;
	return CSM_ROW_USED;
}

static enum csm_outcome
read_period(struct csm_ingest *in, const struct csm_row *row, struct period *p)
{
	struct csm_stamp start, end;

	*p = (struct period){.end = CSM_DAY_NONE};
	if (csm_ingest_stamp(in, row, CSM_ROLE_START, &start) != 0 ||
	    csm_kind_day_if(in, row, CSM_ROLE_END, &end) != 0)
		return CSM_ROW_REJECTED;
	p->start = start.day;
	p->end = end_after(in, &end);
	/* What was made a day later already is no hint that ends are inclusive. */
	p->said = end.day == p->end ? end.day : CSM_DAY_NONE;
	p->fate = revenue_fate(row->role[CSM_ROLE_STATUS]);
	if (p->end != CSM_DAY_NONE && end.day < p->start)
		return csm_ingest_reject(in, row, CSM_ROLE_END, CSM_E_PERIOD,
		    "bad period end", "before its start");
	/* Notice and loss are of a day: without one they would be counted on none. */
	if (p->end == CSM_DAY_NONE && p->fate >= FATE_NOTICE)
		return csm_ingest_reject(in, row, CSM_ROLE_STATUS, CSM_E_PERIOD,
		    "no period end", "when does it end?");
	return revenue_read_amounts(in, row, p);
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
		    &part[i].share, p->start,
		    /* A period that renews itself is in force until somebody says
		     * otherwise, and its end is only when that is due. */
		    p->fate == FATE_RENEWS ? CSM_DAY_NONE : p->end);
	return outcome;
}

/* On the day a period ends, what a year of it is worth: to be renewed, or given notice
 * of. */
static enum csm_outcome
revenue_push_fate(
    struct csm_ingest *in, struct csm_point *point, const struct period *p)
{
	const char *name = p->fate == FATE_NOTICE ? "notice" : "renewal_due";
	csm_int128 year = (csm_int128)p->recurring * p->year.num, den = p->year.den;

	/* Without a status nobody says what becomes of a period, and a renewal would be
	 * a guess. */
	if (csm_ingest_mapping(in)->role[CSM_ROLE_STATUS] == NULL ||
	    p->recurring == CSM_MISSING || p->end == CSM_DAY_NONE ||
	    p->fate == FATE_LOST || csm_ingest_outside(in, p->end))
		return CSM_ROW_FILTERED;
	point->metric = csm_ingest_metric(in, name, strlen(name))->name;
	/* Half away from zero, as all rounding of amounts. */
	point->value = (int64_t)((year < 0 ? year - den / 2 : year + den / 2) / den);
	point->day = p->end;
	return csm_ingest_push(in, point, 0);
}

static enum csm_outcome
push_period(struct csm_ingest *in, struct csm_point *point, const struct period *p)
{
	enum csm_outcome outcome = CSM_ROW_FILTERED;

	if (p->recurring != CSM_MISSING)
		outcome = push_recurring(in, point, p);
	if (outcome != CSM_ROW_FATAL)
		outcome = csm_kind_both(outcome, revenue_push_fate(in, point, p));
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
	enum csm_outcome outcome = read_period(in, row, &p);

	if (outcome != CSM_ROW_USED)
		return outcome;
	if (csm_ingest_entity(in, row, CSM_WHOSE_COMPANY, &point) != 0)
		return CSM_ROW_REJECTED;
	if (csm_ingest_seen(in, row))
		return CSM_ROW_DUPLICATE;
	/* Of all rows that are read, also those without an amount: days are what is
	 * looked at. */
	csm_kind_ends_saw(csm_ingest_keeps(in), point.company, p.start, p.said);
	if (p.recurring == CSM_MISSING && p.one_off == CSM_MISSING)
		return CSM_ROW_EMPTY;
	return push_period(in, &point, &p);
}

int
csm_kind_revenue_finish(struct csm_ingest *in)
{
	if (csm_ingest_mapping(in)->role[CSM_ROLE_END] != NULL)
		csm_kind_ends_tell(*csm_ingest_keeps(in), in->diag);
	return 0;
}

void
csm_kind_revenue_free(void *keeps)
{
	csm_kind_ends_free(keeps);
}
