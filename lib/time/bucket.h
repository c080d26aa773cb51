/* Buckets: a day, the week, month, quarter or year it lies in. */
#ifndef CSM_TIME_BUCKET_H
#define CSM_TIME_BUCKET_H

#include <stddef.h>
#include <stdint.h>

enum csm_bucket {
	CSM_BUCKET_DAY = 1,
	CSM_BUCKET_WEEK, /* ISO 8601: Monday first */
	CSM_BUCKET_MONTH,
	CSM_BUCKET_QUARTER,
	CSM_BUCKET_YEAR,
	CSM_BUCKET_WEEK_SUNDAY /* Sunday first; goes by the name of the week */
};
#define CSM_BUCKET_LABEL 24

/* First day of the bucket `day` lies in; first day of the next one. */
int32_t csm_bucket_start(enum csm_bucket bucket, int32_t day);
int32_t csm_bucket_next(enum csm_bucket bucket, int32_t day);
/* First day of the nth bucket before, or of the one with the first day there is. */
int32_t csm_bucket_back(enum csm_bucket bucket, int32_t day, int n);
/* "2026-11-20", "2026-W47" (Sunday weeks: their first day), "2026-11", "2026-Q4",
 * "2026" */
size_t csm_bucket_label(
    enum csm_bucket bucket, int32_t day, char label[CSM_BUCKET_LABEL]);

#endif
