#include "score/move.h"

#include "score/method.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

void
csm_move_fini(struct csm_move *m)
{
	free(m->term);
	*m = (struct csm_move){0};
}

/* The term of that id, new if there is none; `factor` 0: base and limit.  Whether it is
 * a factor counts besides the id, since a factor may be called "start" or "limit".
 * Terms keep the order they came in; a profile has few. */
static struct csm_term *
move_find(struct csm_move *m, const char *id, const char *name, int factor)
{
	for (size_t i = 0; i < m->n; i++)
		if ((m->term[i].profile != NULL) == factor &&
		    strcmp(m->term[i].id, id) == 0)
			return &m->term[i];
	CSM_GROW(m->term, m->n, &m->cap);
	m->term[m->n] = (struct csm_term){.id = id, .name = name};
	return &m->term[m->n++];
}

static void
move_put(struct csm_term *t, int side, int64_t adds)
{
	t->there[side] = 1;
	t->adds[side] = adds;
}

void
csm_move_add(struct csm_move *m, int side, const struct csm_score *score)
{
	const struct csm_profile *p = score->profile;

	/* exact, like the scale of groups: 1 or 10 */
	int64_t scale = m->top / p->top;

	m->value[side] = score->value * scale;
	m->state[side] = score->band->state;
	m->profile[side] = p;
	/* A term of 0 would be a line that says nothing, as in every weighted profile.
	 */
	if (score->base != 0)
		move_put(move_find(m, "start",
			     p->method->parts == CSM_PARTS_PILLARS ? "all pillars good"
								   : "start",
			     0),
		    side, score->base * scale);
	for (size_t i = 0; i < score->parts; i++) {
		const struct csm_part *part = &score->part[i];
		struct csm_term *t =
		    move_find(m, part->factor->id, part->factor->name, 1);
		t->profile = p;
		move_put(t, side, part->contribution * scale);
		t->value[side] = part->value;
		if (p->method->parts == CSM_PARTS_PILLARS)
			t->state[side] = csm_pillar_state_name(part->state);
	}
	if (score->value != score->sum)
		move_put(move_find(m, "limit", "kept within the scale", 0), side,
		    (score->value - score->sum) * scale);
}
