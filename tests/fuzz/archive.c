/* What other programs gave: a workbook is parts with checksums or damaged, a picture is whole
 * or none. */
#include "fuzz.h"

#include "io/archive.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csm_archive a;
	struct csm_text name;
	struct csm_buf out = {0};
	const char *why = csm_archive_open(&a, data, size);
	int rc = why == NULL ? 1 : 0;

	for (size_t parts = why == NULL ? a.parts : 0; rc == 1; parts--) {
		rc = csm_archive_next(&a, &name, &out, &why);
		FUZZ_MUST(rc >= 0 || why != NULL);
		FUZZ_MUST(rc != 1 || parts > 0);
	}
	csm_archive_is_png(data, size);
	csm_buf_fini(&out);
	return 0;
}
