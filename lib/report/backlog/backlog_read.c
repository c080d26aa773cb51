#include "report/backlog/backlog.h"

#include "figure/facts.h"

#include <string.h>

/* The one of this type, which is new if there was none. */
static struct csm_backlog *
backlog_of(struct csm_arena *arena, struct csm_backlog *list, size_t *n,
    const char *name, size_t len)
{
	for (size_t i = 0; i < *n; i++)
		if (strlen(list[i].type) == len && memcmp(list[i].type, name, len) == 0)
			return &list[i];
	list[*n] = (struct csm_backlog){.type = csm_arena_text(arena, name, len)};
	return &list[(*n)++];
}

struct csm_backlog *
csm_backlog_read(struct csm_arena *arena, const struct csm_set *set, size_t *n)
{
	const struct csm_entity_points *own = csm_facts_own(set);
	struct csm_backlog *list;
	size_t all = 0;

	*n = 0;
	if (own == NULL)
		return NULL;
	list = CSM_ARENA_ARRAY(arena, struct csm_backlog, own->metrics + 1);
	for (size_t m = 0; m < own->metrics; m++) {
		const char *name = own->metric[m].metric.s;
		size_t len = strlen(name);
		enum csm_family_state_part part = csm_family_state(name, len);
		if (part != CSM_FAMILY_NONE)
			backlog_of(arena, list, &all, name,
			    len - strlen(csm_family_state_name(part)) - 1)
			    ->part[part] = &own->metric[m];
	}
	/* "ticket.solved.closed" tells how tickets ended, and is of no type. */
	for (size_t i = 0; i < all; i++)
		if (list[i].part[CSM_FAMILY_OPEN] != NULL ||
		    list[i].part[CSM_FAMILY_OPENED] != NULL)
			list[(*n)++] = list[i];
	return list;
}

int64_t
csm_backlog_on(
    const struct csm_backlog *backlog, enum csm_family_state_part part, int32_t day)
{
	return backlog->part[part] == NULL
		   ? CSM_MISSING
		   : csm_facts_at(backlog->part[part], day, NULL);
}

void
csm_backlog_days(const struct csm_backlog *backlog, enum csm_family_state_part part,
    int32_t since, int32_t until, int64_t *sum)
{
	if (backlog->part[part] != NULL)
		csm_facts_days(&backlog->part[part]->series, since, until, sum);
}
