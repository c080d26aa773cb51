/*
 * Movement: how the recurring value of customers went from one day to another, and what
 * is kept of it.
 *
 * A customer that paid nothing and pays is new, or regained if it had paid before; one
 * that pays nothing any more is lost; others are up, down or as they were.  Then
 *
 *   net retention    (start + up - down - lost) / start
 *   gross retention  (start - down - lost) / start, at most 100 %
 *   customers kept   customers at the start that still pay / customers at the start
 *
 * which are the usual definitions of net and gross revenue (or dollar) retention and of
 * logo retention: new customers are in none of them.
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_STATS_MOVEMENT_H
#define CSM_STATS_MOVEMENT_H

#include <stddef.h>
#include <stdint.h>

/* Of all customers; start + gained + up - down - lost is end. */
struct csm_movement {
	int64_t start, gained, regained, up, down, lost, end;    /* micros; regained is
								    part of gained */
	size_t starts, gains, regains, ups, downs, losses, ends; /* customers */
};

/* Add one worth `from` at the start and `to` at the end, micros, both 0 or more;
 * paid_before: it had paid before the start. */
void csm_movement_add(
    struct csm_movement *m, int64_t from, int64_t to, int paid_before);
/* In percent, micros; CSM_MISSING if there was nothing at the start. */
int64_t csm_movement_net(const struct csm_movement *m);
int64_t csm_movement_gross(const struct csm_movement *m);
int64_t csm_movement_kept(const struct csm_movement *m);

#endif
