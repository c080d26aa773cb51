/* Bytes in another encoding: what comes out is UTF-8, and the same however much is read
 * at a time; or the run ends with E_FORMAT. */
#include "fuzz.h"

#include "base/text.h"
#include "io/input.h"
#include "io/transcode.h"

static const char *const encodings[] = {"windows-1252", "latin1", "utf-16", "utf-16le",
    "utf-16be", "utf-32", "shift_jis", "euc-jp", "gb18030", "big5", "koi8-r",
    "windows-1251", "iso-2022-jp", "utf-7"};

static void
read_all(struct csm_buf *out, const uint8_t *data, size_t size, const char *encoding,
    size_t at_once)
{
	struct csm_stage stage;
	struct csm_input *in;
	struct csm_diag diag;
	char block[512];
	ssize_t got;

	csm_buf_reset(out);
	csm_diag_init(&diag, NULL, NULL);
	if (csm_input_open_memory(&in, "f", data, size, &diag) != 0)
		return;
	FUZZ_MUST(csm_transcode_new(&stage, encoding, &diag) == 0);
	csm_input_stage(in, stage);
	while ((got = csm_input_read(in, block, at_once, &diag)) > 0)
		csm_buf_put(out, block, (size_t)got);
	FUZZ_MUST((got < 0) == (diag.status != 0));
	FUZZ_MUST(got == 0 || diag.count[CSM_E_FORMAT] == 1);
	/* what is cut by an error may be cut within a character */
	FUZZ_MUST(got < 0 || csm_text_utf8(csm_buf_text(out), out->len) == out->len);
	if (got < 0)
		csm_buf_reset(out);
	csm_buf_printf(out, " %d", got < 0);
	csm_input_close(in);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct csm_buf whole, pieces;
	unsigned choice = fuzz_choice(data, size);
	size_t n = sizeof encodings / sizeof encodings[0];

	/* compressed, a skippable frame of zstd (5? 2a 4d 18) among it: of another target */
	if (size > 1 && ((data[0] == 0x1f && data[1] == 0x8b) || data[0] == 0x28 ||
			    ((data[0] & 0xf0) == 0x50 && data[1] == 0x2a)))
		return -1;
	read_all(&whole, data, size, encodings[choice % n], 512);
	read_all(&pieces, data, size, encodings[choice % n], 1 + choice % 7);
	fuzz_same("blocks", &whole, &pieces);
	return 0;
}
