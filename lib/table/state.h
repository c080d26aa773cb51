/*
 * States as reports show them: one row a state, with the word, letter, symbol and
 * colour it gets, so that colour is never alone.
 */
#ifndef CSM_TABLE_STATE_H
#define CSM_TABLE_STATE_H

#include "syntax/csv.h"

struct csm_state {
	const char *name;   /* as it stands in points: "good", "red" */
	const char *word;   /* as people read it: "green" for good */
	const char *letter; /* one ASCII character */
	const char *symbol; /* one UTF-8 character */
	const char *mark;   /* one that brings its colour, for plain text */
	const char *sgr;    /* terminal colour; NULL: none */
	const char *css;    /* class in the page; of little known a second one */
	int severity;       /* 3 red, 2 amber, 1 unknown, 0 the rest */
	int band;           /* 1: a health band */
};

/* The same band of a score that was set by hand, and of one that little is known of,
 * which is drawn hollow; other states, and NULL, as they are. */
const struct csm_state *csm_state_by_hand(const struct csm_state *state);
const struct csm_state *csm_state_little_known(const struct csm_state *state);
/* The state without such a mark. */
const struct csm_state *csm_state_plain(const struct csm_state *state);
/* NULL for no state; a state nobody knows is shown as it is written, uncoloured, from
 * the arena. */
struct csm_arena;
const struct csm_state *csm_state_find(struct csm_arena *arena, struct csm_text name);
/* The i-th of the table, NULL after the last: bands from best to worst, then the lights
 * of units. */
const struct csm_state *csm_state_at(size_t i);

#endif
