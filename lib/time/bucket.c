#include "time/bucket.h"

#include "time/date.h"

#include <assert.h>
#include <stdio.h>

/* First day of the run of `months` months `day` lies in, moved by `by` such runs. */
static int32_t
month_run(int32_t day, int months, int by)
{
	struct csm_civil c = csm_date_to_civil(day);
	int month = (c.month - 1) / months * months + by * months;

	/* `by` is 0 or 1, so that month / 12 never has to round below zero. */
	return csm_date_from_civil(c.year + month / 12, month % 12 + 1, 1);
}

static int32_t
week(int32_t day, int sunday, int by)
{
	int past = csm_date_weekday(day);

	if (sunday)
		past = past == 6 ? 0 : past + 1;
	return day - past + by * 7;
}

/* Start of the bucket `by` (0 or 1) after the one of `day`. */
static int32_t
bucket_start(enum csm_bucket bucket, int32_t day, int by)
{
	switch (bucket) {
	case CSM_BUCKET_DAY:
		return day + by;
	case CSM_BUCKET_WEEK:
		return week(day, 0, by);
	case CSM_BUCKET_WEEK_SUNDAY:
		return week(day, 1, by);
	case CSM_BUCKET_MONTH:
		return month_run(day, 1, by);
	case CSM_BUCKET_QUARTER:
		return month_run(day, 3, by);
	case CSM_BUCKET_YEAR:
		return month_run(day, 12, by);
	}
	assert(0 && "no such bucket");
	return day;
}

int32_t
csm_bucket_start(enum csm_bucket bucket, int32_t day)
{
	return bucket_start(bucket, day, 0);
}

int32_t
csm_bucket_next(enum csm_bucket bucket, int32_t day)
{
	return bucket_start(bucket, day, 1);
}

int32_t
csm_bucket_back(enum csm_bucket bucket, int32_t day, int n)
{
	day = csm_bucket_start(bucket, day);
	/* Who goes back farther than there are days stops at the first, and nothing
	 * overflows. */
	while (n-- > 0 && day > CSM_DAY_MIN)
		day = csm_bucket_start(bucket, day - 1);
	return day;
}

size_t
csm_bucket_label(enum csm_bucket bucket, int32_t day, char label[CSM_BUCKET_LABEL])
{
	struct csm_civil c = csm_date_to_civil(bucket_start(bucket, day, 0));
	int32_t year;
	int iso, len = 0;

	switch (bucket) {
	case CSM_BUCKET_DAY:
	case CSM_BUCKET_WEEK_SUNDAY:
		/* not csm_date_format: the week of 1970-01-01 starts in 1969 */
		len = snprintf(label, CSM_BUCKET_LABEL, "%04d-%02d-%02d", (int)c.year,
		    c.month, c.day);
		break;
	case CSM_BUCKET_WEEK:
		iso = csm_date_iso_week(day, &year);
		len = snprintf(label, CSM_BUCKET_LABEL, "%04d-W%02d", (int)year, iso);
		break;
	case CSM_BUCKET_MONTH:
		len = snprintf(
		    label, CSM_BUCKET_LABEL, "%04d-%02d", (int)c.year, c.month);
		break;
	case CSM_BUCKET_QUARTER:
		len = snprintf(label, CSM_BUCKET_LABEL, "%04d-Q%d", (int)c.year,
		    (c.month - 1) / 3 + 1);
		break;
	case CSM_BUCKET_YEAR:
		len = snprintf(label, CSM_BUCKET_LABEL, "%04d", (int)c.year);
		break;
	}
	return (size_t)len;
}
