#include "time/tzrule.h"

#include "time/date.h"

struct cursor {
	const char *s, *end;
};

static int
tzrule_take(struct cursor *c, char want)
{
	if (c->s == c->end || *c->s != want)
		return 0;
	c->s++;
	return 1;
}

static int
is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static int
tzrule_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* At least three characters, letters or <letters, digits and signs>. */
static int
take_name(struct cursor *c)
{
	int quoted = tzrule_take(c, '<');
	const char *start = c->s;

	while (c->s != c->end &&
	       (is_letter(*c->s) || (quoted && (tzrule_is_digit(*c->s) ||
						   *c->s == '+' || *c->s == '-'))))
		c->s++;
	if (c->s - start < 3)
		return -1;
	return quoted && !tzrule_take(c, '>') ? -1 : 0;
}

static int
take_number(struct cursor *c, int min, int max, int *value)
{
	if (c->s == c->end || !tzrule_is_digit(*c->s))
		return -1;
	for (*value = 0; c->s != c->end && tzrule_is_digit(*c->s); c->s++) {
		*value = *value * 10 + (*c->s - '0');
		/* At each digit, so that no number of digits overflows. */
		if (*value > max)
			return -1;
	}
	return *value < min ? -1 : 0;
}

/* [+-]h[:m[:s]] in seconds. */
static int
take_time(struct cursor *c, int max_hours, int32_t *seconds)
{
	int negative = tzrule_take(c, '-'), h, m = 0, s = 0;

	if (!negative)
		tzrule_take(c, '+');
	if (take_number(c, 0, max_hours, &h) != 0)
		return -1;
	if (tzrule_take(c, ':')) {
		if (take_number(c, 0, 59, &m) != 0)
			return -1;
		if (tzrule_take(c, ':') && take_number(c, 0, 59, &s) != 0)
			return -1;
	}
	*seconds = h * 3600 + m * 60 + s;
	if (negative)
		*seconds = -*seconds;
	return 0;
}

static int
take_day(struct cursor *c, struct csm_tzrule_day *d)
{
	int bad;

	if (!tzrule_take(c, ','))
		return -1;
	if (tzrule_take(c, 'M')) {
		d->kind = CSM_TZRULE_WEEKDAY;
		bad = take_number(c, 1, 12, &d->month) != 0 || !tzrule_take(c, '.') ||
		      take_number(c, 1, 5, &d->week) != 0 || !tzrule_take(c, '.') ||
		      take_number(c, 0, 6, &d->day) != 0;
	} else if (tzrule_take(c, 'J')) {
		d->kind = CSM_TZRULE_JULIAN;
		bad = take_number(c, 1, 365, &d->day) != 0;
	} else {
		d->kind = CSM_TZRULE_COUNT;
		bad = take_number(c, 0, 365, &d->day) != 0;
	}
	if (bad)
		return -1;
	/* What POSIX has where no time is given. */
	d->time = 2 * 3600;
	return tzrule_take(c, '/') ? take_time(c, 167, &d->time) : 0;
}

int
csm_tzrule_parse(const char *s, size_t len, struct csm_tzrule *rule)
{
	struct cursor c = {s, s + len};
	int32_t west;

	*rule = (struct csm_tzrule){0};
	if (take_name(&c) != 0 || take_time(&c, 24, &west) != 0)
		return -1;
	/* POSIX counts hours west of Greenwich. */
	rule->standard = -west;
	if (c.s == c.end)
		return 0;
	rule->has_summer = 1;
	rule->summer = rule->standard + 3600;
	if (take_name(&c) != 0)
		return -1;
	if (c.s != c.end && *c.s != ',') {
		if (take_time(&c, 24, &west) != 0)
			return -1;
		rule->summer = -west;
	}
	if (take_day(&c, &rule->start) != 0 || take_day(&c, &rule->end) != 0)
		return -1;
	return c.s == c.end ? 0 : -1;
}

/* The civil day the rule names in a year. */
static int32_t
day_in(const struct csm_tzrule_day *d, int32_t year)
{
	int32_t january = csm_date_from_civil(year, 1, 1);

	switch (d->kind) {
	case CSM_TZRULE_JULIAN:
		return january + d->day - 1 +
		       /* Jn does not count February 29: day 60 is March 1 in every
		        * year. */
		       (d->day >= 60 && csm_date_days_in_month(year, 2) == 29);
	case CSM_TZRULE_COUNT:
		return january + d->day;
	case CSM_TZRULE_WEEKDAY:
		break;
	}
	int32_t first = csm_date_from_civil(year, d->month, 1);
	/* the rule counts weekdays from Sunday, csm_date_weekday from Monday */
	int ahead = (d->day + 6 - csm_date_weekday(first)) % 7;
	int in_month = ahead + (d->week - 1) * 7;
	/* Week 5 is the last, also of a month in which that weekday comes four times.
	 */
	if (in_month >= csm_date_days_in_month(year, d->month))
		in_month -= 7;
	return first + in_month;
}

void
csm_tzrule_changes(
    const struct csm_tzrule *rule, int32_t year, struct csm_tzchange change[2])
{
	struct csm_tzchange start = {.offset = rule->summer},
			    end = {.offset = rule->standard};

	start.at = (int64_t)day_in(&rule->start, year) * 86400 + rule->start.time -
		   rule->standard;
	end.at =
	    (int64_t)day_in(&rule->end, year) * 86400 + rule->end.time - rule->summer;
	/* South of the equator summer time ends before it begins. */
	change[0] = start.at <= end.at ? start : end;
	change[1] = start.at <= end.at ? end : start;
}
