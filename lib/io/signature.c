#include "io/signature.h"

#include "base/buf.h"

#include <string.h>

/* %s is the name of the file as a shell takes it. */
static const struct {
	const char *bytes;
	size_t len;
	const char *holds; /* within the first bytes; NULL: nothing */
	const char *what, *cure;
} signatures[] = {
    {"PK\3\4", 4, "xl/", "an XLSX workbook",
	"save the sheet as CSV, or: xlsx2csv %s | csm-ingest ..."},
    {"PK\3\4", 4, "[Content_Types].xml", "an XLSX workbook",
	"save the sheet as CSV, or: xlsx2csv %s | csm-ingest ..."},
    {"PK\3\4", 4, "opendocument.spreadsheet", "an ODS workbook",
	"save the sheet as CSV, or: ssconvert %s fd://1 | csm-ingest ..."},
    {"PK\3\4", 4, NULL, "a zip archive", "unzip -p %s | csm-ingest ..."},
    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, NULL, "an XLS workbook",
	"save the sheet as CSV, or: ssconvert %s fd://1 | csm-ingest ..."},
    {"PAR1\x15", 5, NULL, "a Parquet file",
	"duckdb -csv -c \"from %s\" | csm-ingest ..."},
    /* Sixteen bytes with the NUL, which is part of it. */
    {"SQLite format 3", 16, NULL, "an SQLite database",
	"sqlite3 -header -csv %s 'SELECT * FROM events' | csm-ingest ..."},
    {"\xfd"
     "7zXZ",
	6, NULL, "compressed with xz", "xz -dc %s | csm-ingest ..."},
    /* Three letters may begin any text; the second mark, pi in BCD, stands behind them.
     */
    {"BZh", 3, "1AY&SY", "compressed with bzip2", "bzip2 -dc %s | csm-ingest ..."},
    {"\x04\x22\x4d\x18", 4, NULL, "compressed with lz4", "lz4 -dc %s | csm-ingest ..."},
    {"Obj\1", 4, NULL, "an Avro file",
	"duckdb -csv -c \"from read_avro(%s)\" | csm-ingest ..."},
    {"%PDF-", 5, NULL, "a PDF document", "export rows as CSV instead"},
};

/* As far as a member's name of an archive is looked for. */
#define HOLDS_WITHIN ((size_t)4096)

static int
holds(struct csm_text bytes, const char *text)
{
	size_t len = strlen(text),
	       end = bytes.len < HOLDS_WITHIN ? bytes.len : HOLDS_WITHIN;

	for (size_t i = 0; i + len <= end; i++)
		if (memcmp(bytes.s + i, text, len) == 0)
			return 1;
	return 0;
}

/* The name in single quotes, as a shell takes it, or "-" of standard input. */
static void
put_name(struct csm_buf *out, const char *name)
{
	if (name[0] == '<') {
		csm_buf_puts(out, "FILE");
		return;
	}
	csm_buf_putc(out, '\'');
	for (; *name != '\0'; name++) {
		if (*name == '\'')
			csm_buf_puts(out, "'\\''");
		else
			csm_buf_putc(out, *name);
	}
	csm_buf_putc(out, '\'');
}

int
csm_signature_check(
    const struct csm_input *in, struct csm_text bytes, struct csm_diag *diag)
{
	for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++) {
		struct csm_pos pos = {.file = csm_input_name(in)};
		struct csm_buf cure = {0};
		const char *name;
		size_t len = signatures[i].len;
		if (bytes.len < len || memcmp(bytes.s, signatures[i].bytes, len) != 0 ||
		    (signatures[i].holds != NULL && !holds(bytes, signatures[i].holds)))
			continue;
		name = strstr(signatures[i].cure, "%s");
		if (name == NULL) {
			csm_buf_puts(&cure, signatures[i].cure);
		} else {
			csm_buf_put(&cure, signatures[i].cure,
			    (size_t)(name - signatures[i].cure));
			put_name(&cure, pos.file);
			csm_buf_puts(&cure, name + 2);
		}
		csm_error(diag, CSM_E_FORMAT, &pos, "this is %s; %s",
		    signatures[i].what, csm_buf_text(&cure));
		csm_buf_fini(&cure);
		return -1;
	}
	return 0;
}
