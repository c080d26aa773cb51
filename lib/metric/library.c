#include "metric/library.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static int
library_by_id(const void *a, const void *b)
{
	const struct csm_metric *x = a, *y = b;

	return strcmp(x->id, y->id);
}

int
csm_library_open(struct csm_library *library, const struct csm_config_shape *shape,
    const char *directory, struct csm_diag *diag)
{
	library->conf = csm_config_new(shape);
	if (csm_config_load(library->conf, directory, diag) != 0 ||
	    csm_metrics_read(&library->arena, library->conf, &library->metric,
		&library->n, diag) != 0)
		return -1;
	if (library->n > 0)
		/* By id, as they are listed: the files group them otherwise. */
		qsort(library->metric, library->n, sizeof *library->metric,
		    library_by_id);
	return 0;
}

void
csm_library_close(struct csm_library *library)
{
	csm_config_free(library->conf);
	csm_arena_fini(&library->arena);
	*library = (struct csm_library){0};
}

const struct csm_metric *
csm_library_find(
    const struct csm_library *library, const char *id, struct csm_buf *hint)
{
	struct csm_nearest near;

	csm_nearest_init(&near, id);
	for (size_t i = 0; i < library->n; i++) {
		if (strcmp(library->metric[i].id, id) == 0)
			return &library->metric[i];
		csm_nearest_offer(&near, library->metric[i].id);
	}
	csm_nearest_hint(&near, hint);
	return NULL;
}
