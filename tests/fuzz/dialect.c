/* Rows written in other ways: other quotes, comments, lines before the header and footers
 * below the rows give the same cells and messages however much is read at a time. */
#include "record/record.h"
#include "fuzz.h"

static void
rows(struct csm_buf *log, const uint8_t *data, size_t size,
    const struct csm_reader_options *how, size_t block)
{
	struct csm_input *in;
	struct csm_reader *reader;
	const struct csm_record *rec;
	struct csm_diag diag;
	int rc;

	csm_buf_reset(log);
	csm_diag_init(&diag, fuzz_see, log);
	FUZZ_MUST(csm_input_open_memory(&in, "f", data, size, &diag) == 0);
	if ((reader = csm_reader_over(in, how, &diag)) == NULL) {
		FUZZ_MUST(diag.status != 0);
		return;
	}
	csm_reader_tune(reader, block);
	for (size_t i = 0; i < csm_reader_columns(reader); i++)
		csm_reader_column(reader, csm_reader_column_name(reader, i));
	while ((rc = csm_reader_next(reader, &rec, &diag)) == 1) {
		csm_buf_printf(log, "%llu", (unsigned long long)rec->line);
		for (size_t i = 0; i < rec->n; i++) {
			csm_buf_putc(log, '|');
			csm_buf_put(log, rec->field[i].s, rec->field[i].len);
		}
		csm_buf_putc(log, '\n');
	}
	FUZZ_MUST(rc == 0 || diag.status != 0);
	csm_reader_free(reader);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct csm_buf whole, pieces;
	unsigned choice = fuzz_choice(data, size);
	struct csm_reader_options how = {.format = CSM_FORMAT_CSV,
	    .delimiter = choice & 1 ? ';' : '\0',
	    .pad = (choice & 2) != 0,
	    .footer = (choice & 4) != 0,
	    .prove = (choice & 8) != 0};

	if (size > 1 && ((data[0] == 0x1f && data[1] == 0x8b) || data[0] == 0x28))
		return -1;
	how.dialect.quote = (int[]){0, '\'', CSM_QUOTE_NONE, '"'}[choice >> 4 & 3];
	how.dialect.escape = choice & 64 ? '\\' : '\0';
	how.dialect.comment = choice & 128 ? '#' : '\0';
	how.dialect.skip_lines = choice % 3;
	rows(&whole, data, size, &how, 8192);
	rows(&pieces, data, size, &how, 1 + choice % 61);
	fuzz_same("the rows of a dialect", &whole, &pieces);
	return 0;
}
