/* Files that come with the programs. */
#include "common/run.h"

#include "sharedir.h"

#include <stdlib.h>

const char *
csm_run_share(struct csm_arena *arena, const char *name)
{
	const char *share = getenv("CSM_SHARE");

	if (share == NULL || *share == '\0')
		share = CSM_SHAREDIR;
	return csm_arena_printf(arena, "%s/%s", share, name);
}
