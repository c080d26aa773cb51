#include "chart/scale.h"

#include "base/num.h"

#include <assert.h>

/* A multiple of it encloses CSM_NUM_LIMIT without overflow. */
#define LARGEST_STEP UINT64_C(1000000000000000000)

void
csm_scale_init(
    struct csm_scale *s, double left, double top, double width, double height, size_t n)
{
	*s = (struct csm_scale){.left = left,
	    .top = top,
	    .width = width,
	    .height = height,
	    .n = n,
	    .least = INT64_MAX};
}

void
csm_scale_inset(struct csm_scale *s)
{
	s->inset = 1;
}

void
csm_scale_add(struct csm_scale *s, const int64_t *y, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (y[i] == CSM_MISSING)
			continue;
		if (y[i] < s->low)
			s->low = y[i];
		if (y[i] > s->high)
			s->high = y[i];
		if (y[i] < s->least)
			s->least = y[i];
	}
}

void
csm_scale_lift(struct csm_scale *s)
{
	int64_t quarter = s->high - s->high / 4;

	/* below half of it there is little to win, and 0 says more */
	if (s->least != INT64_MAX && s->least > s->high / 2)
		s->low = s->least < quarter ? s->least : quarter;
}

void
csm_scale_round(struct csm_scale *s)
{
	static const int mantissa[] = {1, 2, 5};
	/* at most 1.8e19, twice CSM_NUM_LIMIT: unsigned holds it */
	uint64_t range = (uint64_t)s->high - (uint64_t)s->low, power = 1, step = 1;

	/* All are 0: an axis to 1 has a tick above it, and nothing is divided by 0. */
	if (range == 0) {
		s->high = CSM_NUM_ONE;
		range = (uint64_t)CSM_NUM_ONE;
	}
	/* At most four whole steps, and one begun at each end: six ticks.  More labels
	 * would touch in a drawing 190 high. */
	for (int i = 0; range / step > 4 && step < LARGEST_STEP; i++) {
		if (i > 0 && i % 3 == 0)
			power *= 10;
		step = power * (uint64_t)mantissa[i % 3];
	}
	s->step = (int64_t)step;
	/* Division rounds towards 0: both ends go one step out unless they lie on a
	 * tick. */
	int64_t below = s->low / s->step - (s->low % s->step < 0),
		above = s->high / s->step + (s->high % s->step > 0);
	s->low = below * s->step;
	s->high = above * s->step;
	s->ticks = (int)(above - below);
	/* drawings have room for so many lines and their numbers */
	assert(s->ticks >= 1 && s->ticks <= 20);
}

int64_t
csm_scale_tick(const struct csm_scale *s, int i)
{
	return s->low + s->step * i;
}

double
csm_scale_x(const struct csm_scale *s, size_t i)
{
	if (s->inset)
		return s->left + s->width * ((double)i + 0.5) / (double)s->n;
	/* One place alone stands in the middle; there is no way from it to another. */
	return s->n < 2 ? s->left + s->width / 2
			: s->left + s->width * (double)i / (double)(s->n - 1);
}

double
csm_scale_y(const struct csm_scale *s, int64_t value)
{
	double range = (double)s->high - (double)s->low;

	/* before csm_scale_round, and all 0: on the ground line */
	if (range <= 0)
		return s->top + s->height;
	return s->top + s->height * ((double)s->high - (double)value) / range;
}
