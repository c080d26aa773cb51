/* The vocabularies of what a report is asked for. */
#include "figure/context.h"

/* Options, pages, help and completions read these; values are the enums', 0 is "not
 * said". */
static const struct csm_choice overs[] = {{"sum", CSM_OVER_SUM}, {"avg", CSM_OVER_AVG},
    {"avg-present", CSM_OVER_AVG_PRESENT}, {"min", CSM_OVER_MIN}, {"max", CSM_OVER_MAX},
    {"median", CSM_OVER_MEDIAN}, {NULL, 0}};
const struct csm_words csm_over_words = CSM_WORDS(overs);

static const struct csm_choice aggs[] = {{"sum", CSM_TIME_AGG_SUM},
    {"avg", CSM_TIME_AGG_AVG}, {"last", CSM_TIME_AGG_LAST}, {"end", CSM_TIME_AGG_END},
    {"daily-avg", CSM_TIME_AGG_DAILY_AVG}, {"min", CSM_TIME_AGG_MIN},
    {"max", CSM_TIME_AGG_MAX}, {NULL, 0}};
const struct csm_words csm_time_agg_words = CSM_WORDS(aggs);

static const struct csm_choice ranges[] = {{"day", CSM_BUCKET_DAY},
    {"week", CSM_BUCKET_WEEK}, {"month", CSM_BUCKET_MONTH},
    {"quarter", CSM_BUCKET_QUARTER}, {"year", CSM_BUCKET_YEAR}, {"all", CSM_BUCKET_ALL},
    {NULL, 0}};
const struct csm_words csm_range_words = CSM_WORDS(ranges);

static const struct csm_choice compares[] = {
    {"previous", CSM_COMPARE_PREVIOUS}, {NULL, 0}};
const struct csm_words csm_compare_words = CSM_WORDS(compares);

static const struct csm_choice outliers[] = {
    {"iqr", CSM_OUTLIERS_IQR}, {"z", CSM_OUTLIERS_Z}, {NULL, 0}};
const struct csm_words csm_outliers_words = CSM_WORDS(outliers);
