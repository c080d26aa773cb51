/* Sections of a configuration, read although their shape may be wrong: refused with a status
 * and a place, or a table of entries that have names. */
#include "sections/sections.h"
#include "fuzz.h"

#include "filter/filter.h"
#include "ingest/mapping.h"
#include "metric/metric.h"
#include "score/profile.h"
#include "unit/milestone.h"
#include "unit/unit.h"

/* Entries have ids, or something was said. */
#define FUZZ_READ(type, read)                                                          \
	do {                                                                           \
		struct type *entry = NULL;                                             \
		struct csm_diag diag;                                                  \
		size_t n = 0;                                                          \
		csm_diag_init(&diag, NULL, NULL);                                      \
		if ((read) != 0)                                                       \
			FUZZ_MUST(diag.status != 0);                                   \
		else                                                                   \
			for (size_t i = 0; i < n; i++)                                 \
				FUZZ_MUST(entry[i].id[0] != '\0');                     \
	} while (0)

static void
read_sources(struct csm_arena *arena, const struct csm_config *conf)
{
	const struct csm_json *at = NULL;
	struct csm_diag diag;

	while ((at = csm_config_each_entry(conf, "sources", at)) != NULL) {
		csm_diag_init(&diag, NULL, NULL);
		if (csm_mapping_from_json(arena, at, &diag) == NULL)
			FUZZ_MUST(diag.status != 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csm_arena arena = {0};
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_diag shape;

	csm_diag_init(&shape, NULL, NULL);
	csm_config_load_text(conf, "f", (const char *)data, size, &shape);
	FUZZ_READ(csm_metric, csm_metrics_read(&arena, conf, &entry, &n, &diag));
	FUZZ_READ(csm_segment, csm_segments_read(&arena, conf, &entry, &n, &diag));
	FUZZ_READ(csm_unit, csm_units_read(&arena, conf, 0, &entry, &n, &diag));
	FUZZ_READ(csm_milestone, csm_milestones_read(&arena, conf, &entry, &n, &diag));
	FUZZ_READ(csm_profile, csm_profiles_read(&arena, conf, &entry, &n, &diag));
	read_sources(&arena, conf);
	csm_config_free(conf);
	csm_arena_fini(&arena);
	return 0;
}
