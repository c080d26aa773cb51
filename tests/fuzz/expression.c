/* An expression, the first line, over the rows of the CSV below it: a value is the same
 * at every look, a cell that is none is one of the row, and a text is one. */
#include "fuzz.h"

#include "base/text.h"
#include "ingest/source/expression.h"

static void
look(struct csm_expression *x, const struct csm_record *record, struct csm_buf *out)
{
	struct csm_expression_fault fault;
	struct csm_text text;

	csm_buf_reset(out);
	if (csm_expression_get(x, record, &text, &fault) != 0) {
		FUZZ_MUST(fault.name != NULL && fault.text != NULL);
		csm_buf_printf(out, "%d %s %s", fault.column, fault.name, fault.text);
		return;
	}
	FUZZ_MUST(text.s != NULL || text.len == 0);
	csm_buf_printf(out, "%d ", text.s != NULL);
	if (text.len != 0)
		csm_buf_put(out, text.s, text.len);
}

static void
read_rows(
    struct csm_expression *x, const char *csv, size_t len, struct csm_number_form *form)
{
	static struct csm_buf once, again;
	struct csm_reader_options options = {.format = CSM_FORMAT_CSV};
	const char *path = fuzz_file("expression", csv, len);
	const struct csm_record *record;
	struct csm_reader *reader;
	struct csm_diag diag;
	int32_t day = 20000;

	csm_diag_init(&diag, NULL, NULL);
	if (path == NULL || (reader = csm_reader_open(path, &options, &diag)) == NULL)
		return;
	csm_expression_reads(x, NULL, form, &day);
	if (!csm_reader_empty(reader) && csm_expression_bind(x, reader, &diag) == 0)
		while (csm_reader_next(reader, &record, &diag) == 1) {
			look(x, record, &once);
			look(x, record, &again);
			fuzz_same("looks", &once, &again);
		}
	csm_reader_free(reader);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *end = size == 0 ? NULL : memchr(text, '\n', size);
	struct csm_number_form form = {.decimal = fuzz_choice(data, size) & 1 ? ',' : 0,
	    .money = (fuzz_choice(data, size) & 2) != 0};
	struct csm_arena arena = {0};
	struct csm_expression *x;
	struct csm_diag diag;
	char *line;

	if (end == NULL || memchr(text, '\0', (size_t)(end - text)) != NULL)
		return -1;
	csm_diag_init(&diag, NULL, NULL);
	line = csm_arena_text(&arena, text, (size_t)(end - text));
	x = csm_expression_read(&arena, line, NULL, &diag);
	FUZZ_MUST((x == NULL) == (diag.status != 0));
	/* the files of lookups are not the fuzzer's */
	if (x != NULL && csm_expression_file(x, 0) == NULL) {
		read_rows(x, end + 1, size - (size_t)(end + 1 - text), &form);
		csm_expression_unload(x);
	}
	csm_arena_fini(&arena);
	return 0;
}
