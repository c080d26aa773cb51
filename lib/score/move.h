/*
 * Moves: what made a score another one, term by term.  A score is its base, the
 * contributions of its parts and, where the sum was beyond the scale, what keeps it
 * within; so the differences of these terms add up to that of the scores, exactly.
 *
 * Ownership: a move owns its terms; names it borrows from the profiles.
 */
#ifndef CSM_SCORE_MOVE_H
#define CSM_SCORE_MOVE_H

#include "score/method.h"

#define CSM_MOVE_SIDES 3

struct csm_term {
	const char *id, *name;
	const struct csm_profile *profile; /* factor: whose */
	/* By side, whether it is there, what it adds in micros, and what was judged: */
	int there[CSM_MOVE_SIDES];
	int64_t adds[CSM_MOVE_SIDES];
	struct csm_value value[CSM_MOVE_SIDES];
	const char *state[CSM_MOVE_SIDES]; /* of a pillar; else NULL */
};

/* `top` set and the rest zero is a valid start. */
struct csm_move {
	int64_t top; /* scale of all sides: the highest of their profiles' */
	struct csm_term *term;
	size_t n, cap;
	int64_t value[CSM_MOVE_SIDES];
	const char *state[CSM_MOVE_SIDES];
	const struct csm_profile *profile[CSM_MOVE_SIDES];
};

void csm_move_fini(struct csm_move *m);
/* Take in the score of a side, which has one and is known.  Factors with one id are one
 * term, also if they are of different profiles. */
void csm_move_add(struct csm_move *m, int side, const struct csm_score *score);

#endif
