/* CSV: the short way and libcsv give the same rows and messages, whatever is read at a
 * time. */
#include "fuzz.h"

#include "syntax/csv.h"

struct setting {
	char delimiter;
	int fast;
	size_t block, row;
};

static void
put_row(struct csm_buf *log, const struct csm_text *fields, size_t n, uint64_t line)
{
	csm_buf_printf(log, "%llu:", (unsigned long long)line);
	for (size_t i = 0; i < n; i++) {
		csm_buf_printf(log, "[%zu]", fields[i].len);
		csm_buf_put(log, fields[i].s, fields[i].len);
	}
	csm_buf_putc(log, '\n');
}

static void
read_all(struct csm_buf *log, const uint8_t *data, size_t size, struct setting s)
{
	const struct csm_text *fields;
	uint64_t line, rejected = 0, sum = 0;
	struct csm_input *in;
	struct csm_csv *csv;
	struct csm_diag diag;
	size_t n;
	int rc;

	csm_buf_reset(log);
	csm_diag_init(&diag, fuzz_see, log);
	if (csm_input_open_memory(&in, "f", data, size, &diag) != 0)
		return;
	csv = csm_csv_new(in, s.delimiter);
	csm_csv_tune(csv, s.fast, s.block, s.row);
	while ((rc = csm_csv_next(csv, &fields, &n, &line, &rejected, &diag)) == 1)
		put_row(log, fields, n, line);
	csm_buf_printf(log, "%d %llu\n", rc, (unsigned long long)rejected);
	for (int i = 0; i < CSM_CODE_COUNT; i++)
		sum += diag.count[i];
	/* every message of the reader is a row lost, or the one that ends the run */
	FUZZ_MUST(sum == rejected + (rc < 0));
	csm_csv_free(csv);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct csm_buf slow, other;
	unsigned choice = fuzz_choice(data, size);
	size_t row = choice & 64 ? (size_t)16 << 20 : 8 + choice % 31;
	size_t block = 1 + choice % 41;
	char delimiter = ",\t;,"[choice >> 6];

	/* compressed bytes are the business of another target, and can be long */
	if (size > 1 && ((data[0] == 0x1f && data[1] == 0x8b) || data[0] == 0x28))
		return -1;
	read_all(&slow, data, size, (struct setting){delimiter, 0, 8192, row});
	read_all(&other, data, size, (struct setting){delimiter, 1, 8192, row});
	fuzz_same("the two ways", &slow, &other);
	read_all(&other, data, size, (struct setting){delimiter, 1, block, row});
	fuzz_same("the short way in pieces", &slow, &other);
	read_all(&other, data, size, (struct setting){delimiter, 0, block, row});
	fuzz_same("libcsv in pieces", &slow, &other);
	return 0;
}
