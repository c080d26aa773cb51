#include "metric/stated.h"

#include "base/intern.h"
#include "base/num.h"

/* A handful of words changes seldom: most days have that of the day before. */
static uint32_t
state_number(struct csm_intern *words, struct csm_text state, uint32_t before)
{
	if (before < words->n && words->text[before].len == state.len &&
	    csm_text_is(words->text[before].s, state.s, state.len))
		return before;
	return csm_intern_put(words, state.s, state.len);
}

static const char *const *
state_list(const struct csm_intern *words, struct csm_arena *arena)
{
	const char **list = CSM_ARENA_ARRAY(arena, const char *, words->n);

	for (size_t i = 0; i < words->n; i++)
		list[i] = csm_arena_text(arena, words->text[i].s, words->text[i].len);
	return list;
}

struct csm_series
csm_stated_series(const struct csm_entity_points *entity, const char *metric,
    struct csm_arena *arena, const char *const **word)
{
	const struct csm_metric_points *m =
	    entity != NULL ? csm_set_find(entity, metric) : NULL;
	struct csm_intern words = {0};
	uint32_t number = CSM_INTERN_NONE;
	size_t n = 0;

	*word = NULL;
	if (m == NULL || m->state == NULL)
		return (struct csm_series){0};
	int32_t *day = CSM_ARENA_ARRAY(arena, int32_t, m->n);
	int64_t *value = CSM_ARENA_ARRAY(arena, int64_t, m->n);
	for (size_t i = 0; i < m->n; i++) {
		/* No state on that day, whatever its value. */
		if (m->state[i].len == 0)
			continue;
		number = state_number(&words, m->state[i], number);
		day[n] = m->day[i];
		/* A whole number, which a window passes on exactly; csm_stated_words()
		 * turns it back. */
		value[n++] = number * CSM_NUM_ONE;
	}
	*word = state_list(&words, arena);
	csm_intern_fini(&words);
	return (struct csm_series){day, value, n};
}

void
csm_stated_words(const char *const *word, struct csm_value *value, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (value[i].type != CSM_VALUE_NUMBER)
			continue;
		value[i].type = CSM_VALUE_TEXT;
		value[i].u.text = word[(size_t)value[i].u.number];
	}
}
