/* A file nobody knows: what is proposed is a configuration that holds, and reads the
 * file without a complaint about its columns; or it is said why nothing is. */
#include "fuzz.h"

#include "ingest/kind.h"
#include "propose/proposal.h"
#include "syntax/json.h"

static void
check_source(const struct csm_json *all, const struct csm_proposal *p)
{
	const struct csm_json *entry = csm_json_get(all, "sources")->child;
	struct csm_arena arena = {0};
	struct csm_diag diag;

	csm_diag_init(&diag, NULL, NULL);
	FUZZ_MUST(entry != NULL && p->candidate != NULL);
	struct csm_mapping *m = csm_mapping_from_json(&arena, entry, &diag);
	FUZZ_MUST(m != NULL && diag.status == 0);
	const struct csm_kind *kind = csm_kind_find(m->kind, &diag);
	FUZZ_MUST(kind != NULL && csm_kind_check(kind, m, &diag) == 0);
	csm_arena_fini(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file("propose", data, size);
	struct csm_proposals set = {0};
	struct csm_arena arena = {0};
	struct csm_buf text = {0};
	struct csm_diag diag;
	struct csm_zone *zone;

	csm_diag_init(&diag, NULL, NULL);
	zone = csm_zone_open("UTC", &diag);
	FUZZ_MUST(path != NULL && zone != NULL);
	if (csm_proposals_make(&set, &arena, zone, &path, 1, &diag) == 0) {
		csm_proposals_write(&set, &text);
		const struct csm_json *all =
		    csm_json_parse(&arena, "proposed", text.data, text.len, &diag);
		FUZZ_MUST(all != NULL);
		if (set.at[0].candidate != NULL)
			check_source(all, &set.at[0]);
		else
			FUZZ_MUST(set.at[0].no_export != NULL);
	}
	csm_proposals_fini(&set);
	csm_zone_free(zone);
	csm_buf_fini(&text);
	csm_arena_fini(&arena);
	return 0;
}
