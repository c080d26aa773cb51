#include "figure/buckets.h"

#include "time/date.h"

#include <assert.h>

/* A year of months: what fits a screen's width as columns of a chart. */
#define BUCKETS_SHOWN 12

static const struct {
	const char *word, *title;
} names[] = {[CSM_BUCKET_DAY] = {"day", "Day"},
    [CSM_BUCKET_WEEK] = {"week", "Week"},
    [CSM_BUCKET_MONTH] = {"month", "Month"},
    [CSM_BUCKET_QUARTER] = {"quarter", "Quarter"},
    [CSM_BUCKET_YEAR] = {"year", "Year"},
    [CSM_BUCKET_WEEK_SUNDAY] = {"week", "Week"}};

int
csm_buckets_check(const struct csm_context *context, const char *report)
{
	return context->options->bucket != CSM_BUCKET_ALL
		   ? 0
		   : csm_error(context->diag, CSM_E_USAGE, NULL,
			 "%s wants --bucket day, week, month, quarter or year", report);
}

enum csm_bucket
csm_buckets_choice(const struct csm_context *context, enum csm_bucket choice)
{
	assert(choice >= CSM_BUCKET_DAY && choice <= CSM_BUCKET_YEAR);
	return choice == CSM_BUCKET_WEEK && context->options->sunday
		   ? CSM_BUCKET_WEEK_SUNDAY
		   : choice;
}

void
csm_buckets_make(struct csm_context *context, enum csm_bucket bucket, int32_t since,
    struct csm_buckets *buckets)
{
	char label[CSM_BUCKET_LABEL];

	if (since == CSM_DAY_NONE)
		/* the newest is the one the as-of day is in, which may not be over */
		since = csm_bucket_back(bucket, context->until, BUCKETS_SHOWN - 1);
	/* a dozen years back from an early day */
	if (since < CSM_DAY_MIN)
		since = CSM_DAY_MIN;
	buckets->bucket = bucket;
	buckets->span =
	    csm_periods(&context->arena, bucket, since, context->until, &buckets->n);
	buckets->label = CSM_ARENA_ARRAY(&context->arena, const char *, buckets->n + 1);
	for (size_t i = 0; i < buckets->n; i++) {
		csm_bucket_label(bucket, buckets->span[i].from, label);
		buckets->label[i] = csm_arena_strdup(&context->arena, label);
	}
}

void
csm_buckets_range(
    struct csm_context *context, int32_t since, struct csm_buckets *buckets)
{
	int choice = context->options->bucket;

	csm_buckets_make(context,
	    csm_buckets_choice(
		context, choice == 0 ? CSM_BUCKET_MONTH : (enum csm_bucket)choice),
	    since, buckets);
	assert(buckets->n > 0);
	/* What engines evaluate begins with the first bucket, not with 90 days. */
	context->since = buckets->span[0].from;
}

const char *
csm_buckets_word(enum csm_bucket bucket)
{
	return names[bucket].word;
}

const char *
csm_buckets_title(enum csm_bucket bucket)
{
	return names[bucket].title;
}
