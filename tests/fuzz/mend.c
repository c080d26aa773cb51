/* Mended JSON: what is JSON stays as it is, lines keep their numbers, and what was
 * mended once needs no more mending. */
#include "fuzz.h"

#include "syntax/json.h"
#include "syntax/json_repair.h"

static size_t
lines(const char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += text[i] == '\n';
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct csm_arena arena = {0};
	struct csm_diag diag;
	size_t once_len = size, twice_len;

	csm_diag_init(&diag, NULL, NULL);
	int is_json = csm_json_parse(&arena, "f", text, size, &diag) != NULL;
	const char *once = csm_json_repair(&arena, "f", text, &once_len, &diag);
	uint64_t notes = diag.count[CSM_N_NOTE];
	FUZZ_MUST(lines(once, once_len) == lines(text, size));
	FUZZ_MUST(notes != 0 ||
		  (once_len == size && (size == 0 || !memcmp(once, text, size))));
	FUZZ_MUST(!is_json || notes == 0);
	/* a bracket left out may stand before what then begins a line */
	int comments = size > 0 && (memchr(text, '#', size) || memchr(text, '/', size));
	twice_len = once_len;
	csm_diag_init(&diag, NULL, NULL);
	csm_json_repair(&arena, "f", once, &twice_len, &diag);
	FUZZ_MUST(comments || notes >= 100 || diag.count[CSM_N_NOTE] == 0);
	csm_arena_fini(&arena);
	return 0;
}
