#include "point/family.h"

#include "point/point.h"

#include <stdbool.h>
#include <string.h>

const char *const csm_family_prefixes[] = {"activities", "metrics", "conversations",
    "tasks", "revenue", "nps", "modules", "system", "calculated", "health", "units",
    "milestones", "custom", "conversation", "task", NULL};

const char *
csm_family_rest(const char *name, size_t len)
{
	const char *point = memchr(name, '.', len);
	size_t head = point == NULL ? 0 : (size_t)(point - name);

	for (size_t i = 0; point != NULL && csm_family_prefixes[i] != NULL; i++)
		if (strlen(csm_family_prefixes[i]) == head &&
		    memcmp(csm_family_prefixes[i], name, head) == 0)
			return point + 1;
	return NULL;
}

static const char *const state_parts[] = {[CSM_FAMILY_OPENED] = "opened",
    [CSM_FAMILY_CLOSED] = "closed",
    [CSM_FAMILY_OPEN] = "open",
    [CSM_FAMILY_AMOUNT] = "amount",
    [CSM_FAMILY_AGE] = "age"};

const char *
csm_family_state_name(enum csm_family_state_part part)
{
	return state_parts[part];
}

static bool
family_begins_with_model(const char *name, size_t len)
{
	const char *point = memchr(name, '.', len);
	enum csm_model model;

	return point != NULL &&
	       csm_model_parse(name, (size_t)(point - name), &model) == 0;
}

enum csm_family_state_part
csm_family_state(const char *name, size_t len)
{
	size_t tail = 0;

	while (tail < len && name[len - tail - 1] != '.')
		tail++;
	/* activities.open is an event called so, and company.age a field of companies.
	 */
	if (tail == 0 || tail + 1 >= len || csm_family_rest(name, len) != NULL ||
	    family_begins_with_model(name, len))
		return CSM_FAMILY_NONE;
	for (int p = CSM_FAMILY_OPENED; p <= CSM_FAMILY_AGE; p++)
		if (strlen(state_parts[p]) == tail &&
		    memcmp(state_parts[p], name + len - tail, tail) == 0)
			return (enum csm_family_state_part)p;
	return CSM_FAMILY_NONE;
}
