/* Formulas as JSON: see formula.h. */
#include "formula.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csm_arena arena = {0};
	struct csm_formula *f;
	struct csm_diag diag;

	csm_diag_init(&diag, NULL, NULL);
	f = formula_from_json(&arena, (const char *)data, size, &diag);
	FUZZ_MUST((f == NULL) == (diag.status != 0));
	if (f != NULL)
		formula_check(&arena, f);
	csm_arena_fini(&arena);
	return 0;
}
