#include "point/spread.h"

#include <stdlib.h>

int
csm_spread_parse(const char *text, struct csm_spread *spread)
{
	char *end;
	unsigned long index, of;

	/* strtoul() would take a sign and blanks. */
	if (*text < '0' || *text > '9')
		return -1;
	index = strtoul(text, &end, 10);
	if (*end != '/' || end[1] < '0' || end[1] > '9')
		return -1;
	of = strtoul(end + 1, &end, 10);
	if (*end != '\0' || index < 1 || index > of || of > CSM_SPREAD_MOST)
		return -1;
	*spread = (struct csm_spread){(uint32_t)index - 1, (uint32_t)of};
	return 0;
}

bool
csm_spread_has(const struct csm_spread *spread, struct csm_text company)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	if (spread->of == 0)
		return true;
	for (size_t i = 0; i < company.len; i++)
		hash = (hash ^ (unsigned char)company.s[i]) * UINT64_C(1099511628211);
	return hash % spread->of == spread->index;
}
