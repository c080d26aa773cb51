/* Formulas as text: see formula.h. */
#include "formula.h"

/* Over the columns of a row there is the text spelling alone. */
static void
check_columns(struct csm_arena *arena, const char *text, size_t len)
{
	struct csm_buf printed = {0}, again = {0};
	struct csm_formula *f, *back;
	struct csm_diag diag;

	csm_diag_init(&diag, NULL, NULL);
	f = csm_formula_parse_columns(arena, text, len, NULL, &diag);
	FUZZ_MUST((f == NULL) == (diag.status != 0));
	if (f == NULL)
		return;
	csm_formula_print_text(f, &printed);
	back = csm_formula_parse_columns(arena, printed.data, printed.len, NULL, &diag);
	if (back == NULL || !csm_formula_equal(f, back)) {
		fprintf(stderr, "%s\n", printed.data);
		abort();
	}
	csm_formula_print_text(back, &again);
	fuzz_same("texts", &printed, &again);
	formula_check_eval(arena, f);
	csm_buf_fini(&printed);
	csm_buf_fini(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csm_pos at = {.file = "metrics.json", .line = 7, .column = 3};
	const char *text = (const char *)data;
	struct csm_arena arena = {0};
	struct csm_formula *f;
	struct csm_diag diag;

	csm_diag_init(&diag, NULL, NULL);
	f = csm_formula_parse(
	    &arena, text, size, fuzz_choice(data, size) % 2 ? &at : NULL, &diag);
	FUZZ_MUST((f == NULL) == (diag.status != 0));
	if (f != NULL)
		formula_check(&arena, f);
	check_columns(&arena, text, size);
	csm_arena_fini(&arena);
	return 0;
}
