/*
 * Scale: from numbers to places in a drawing, with round ticks.
 */
#ifndef CSM_CHART_SCALE_H
#define CSM_CHART_SCALE_H

#include <stddef.h>
#include <stdint.h>

struct csm_scale {
	double left, top, width, height;
	size_t n;  /* places along x */
	int inset; /* 1: places are middles of n strips, else ends and between */
	int64_t low, high; /* micros; 0 is between them, but after csm_scale_lift */
	int64_t least;     /* of what was added; INT64_MAX: nothing */
	int64_t step;      /* between ticks, after csm_scale_round */
	int ticks;         /* number of steps */
};

void csm_scale_init(struct csm_scale *s, double left, double top, double width,
    double height, size_t n);
void csm_scale_inset(struct csm_scale *s);
/* Widen so that all of y fits; missing ones are passed over. */
void csm_scale_add(struct csm_scale *s, const int64_t *y, size_t n);
/* Of lines far from 0: begin near them, but show a quarter of the greatest value at least, so
 * that ticks differ as they are written and a line that hardly moves looks so. */
void csm_scale_lift(struct csm_scale *s);
/* Widen to round ticks, at most six of them (for numbers near the
 * limit: twenty): 1, 2 or 5 times a power of ten apart. */
void csm_scale_round(struct csm_scale *s);
/* The i-th tick, from 0 to s->ticks. */
int64_t csm_scale_tick(const struct csm_scale *s, int i);

double csm_scale_x(const struct csm_scale *s, size_t i);
double csm_scale_y(const struct csm_scale *s, int64_t value);

#endif
