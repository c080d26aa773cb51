#include "table/state.h"

#include "base/arena.h"
#include "base/text.h"

#define GREEN "32"
#define AMBER "33"
#define RED "31"

/* Bands first, and in the order of severity reports list them; csm_state_at, marks and
 * legends rely on the place of the first three.  Filled circles look alike without
 * colour, which is why a letter or word stands beside them. */
static const struct csm_state states[] = {
    {"good", "green", "G", "\u25cf", "\U0001f7e2", GREEN, "green", 0, 1},
    {"average", "amber", "A", "\u25cf", "\U0001f7e1", AMBER, "amber", 2, 1},
    {"poor", "red", "R", "\u25cf", "\U0001f534", RED, "red", 3, 1},
    {"green", "green", "G", "\u25cf", "\U0001f7e2", GREEN, "green", 0, 0},
    {"amber", "amber", "A", "\u25cf", "\U0001f7e1", AMBER, "amber", 2, 0},
    {"red", "red", "R", "\u25cf", "\U0001f534", RED, "red", 3, 0},
    {"on", "on", "+", "\u25cf", "\u2705", NULL, "on", 0, 0},
    {"off", "off", "-", "\u25d0", "\u2b1c", NULL, "off", 0, 0},
    {"unknown", "unknown", "?", "\u25cb", "\u26aa", NULL, "unknown", 1, 0},
    {"na", "not applicable", "x", "\u2715", "\u2796", NULL, "na", 0, 0},
};

#define BANDS 3
/* The bands, in the same order, with a mark. */
static const struct csm_state by_hand[BANDS] = {
    {"good", "green, by hand", "G", "\u25cf", "\U0001f7e2", GREEN, "green hand", 0, 1},
    {"average", "amber, by hand", "A", "\u25cf", "\U0001f7e1", AMBER, "amber hand", 2,
	1},
    {"poor", "red, by hand", "R", "\u25cf", "\U0001f534", RED, "red hand", 3, 1}};
static const struct csm_state little_known[BANDS] = {
    {"good", "green, little known", "G", "\u25cb", "\u25ef", GREEN, "green hollow", 0,
	1},
    {"average", "amber, little known", "A", "\u25cb", "\u25ef", AMBER, "amber hollow",
	2, 1},
    {"poor", "red, little known", "R", "\u25cb", "\u25ef", RED, "red hollow", 3, 1}};

/* By place, not by name: the lights of units are called alike, and are not set by hand
 * here. */
static const struct csm_state *
state_marked(const struct csm_state *state, const struct csm_state marked[BANDS])
{
	for (size_t i = 0; i < BANDS; i++)
		if (state == &states[i])
			return &marked[i];
	return state;
}

const struct csm_state *
csm_state_by_hand(const struct csm_state *state)
{
	return state_marked(state, by_hand);
}

const struct csm_state *
csm_state_little_known(const struct csm_state *state)
{
	return state_marked(state, little_known);
}

const struct csm_state *
csm_state_plain(const struct csm_state *state)
{
	for (size_t i = 0; i < BANDS; i++)
		if (state == &by_hand[i] || state == &little_known[i])
			return &states[i];
	return state;
}

const struct csm_state *
csm_state_at(size_t i)
{
	return i < sizeof states / sizeof states[0] ? &states[i] : NULL;
}

const struct csm_state *
csm_state_find(struct csm_arena *arena, struct csm_text name)
{
	struct csm_state *other;

	/* points without a state */
	if (name.len == 0)
		return NULL;
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
		if (csm_text_is(states[i].name, name.s, name.len))
			return &states[i];
	other = CSM_ARENA_NEW(arena, struct csm_state);
	other->name = other->word = csm_arena_text(arena, name.s, name.len);
	/* No severity: whoever made it up knows what it means, and reports must not
	 * alarm by it. */
	other->letter = "*";
	other->symbol = "\u25c7";
	other->mark = other->symbol;
	other->css = "other";
	return other;
}
