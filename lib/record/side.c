#include "record/side.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

/* Of the process, as files beside the data are opened deep in rooms that know no
 * configuration; it is complete before the first of them is opened. */
static struct csm_side *said;

void
csm_side_say(struct csm_side *side)
{
	side->next = said;
	said = side;
}

void
csm_side_forget(void)
{
	said = NULL;
}

/* By name, or as the same file under two. */
static bool
side_is(const struct csm_side *side, const char *path)
{
	struct stat a, b;

	if (strcmp(side->path, path) == 0)
		return true;
	return stat(side->path, &a) == 0 && stat(path, &b) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

void
csm_side_apply(const char *path, struct csm_reader_options *how)
{
	const struct csm_side *side = said;

	while (side != NULL && !side_is(side, path))
		side = side->next;
	if (side == NULL)
		return;
	if (how->format == CSM_FORMAT_AUTO)
		how->format = side->how.format;
	if (how->delimiter == 0)
		how->delimiter = side->how.delimiter;
	if (how->encoding == NULL)
		how->encoding = side->how.encoding;
	/* No option says how a file beside the data quotes or pads: there is nothing to
	 * keep. */
	how->dialect = side->how.dialect;
	how->pad = side->how.pad;
}
