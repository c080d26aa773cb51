/* Numbers: text to number agrees with strtod, and number to text reads back. */
#include "fuzz.h"

#include "base/num.h"

#include <math.h>

static void
check_text(int64_t micros)
{
	char text[CSM_NUM_TEXT];
	size_t len = csm_num_format(micros, text);
	int64_t back;

	FUZZ_MUST(len < sizeof text && strlen(text) == len);
	FUZZ_MUST(strpbrk(text, "eE+") == NULL && strcmp(text, "-0") != 0);
	FUZZ_MUST(csm_num_parse(text, len, &back) == CSM_NUM_OK && back == micros);
	FUZZ_MUST(strchr(text, '.') == NULL ||
		  (text[len - 1] != '0' && text[len - 1] != '.'));
}

/* `text` is NUL-terminated; strtod reads it in the C locale. */
static void
check_parse(const char *text, size_t len)
{
	int64_t micros = CSM_MISSING;
	enum csm_num_status status = csm_num_parse(text, len, &micros);
	double want, limit = (double)CSM_NUM_LIMIT / 1e6, slack;
	char *end;

	if (status == CSM_NUM_BAD)
		return;
	want = strtod(text, &end);
	FUZZ_MUST(end == text + len);
	if (status == CSM_NUM_RANGE) {
		FUZZ_MUST(fabs(want) >= limit * (1 - 1e-15));
		return;
	}
	FUZZ_MUST(micros < CSM_NUM_LIMIT && micros > -CSM_NUM_LIMIT);
	/* half a millionth, and what a double cannot tell */
	slack = 0.5e-6 + fabs(want) * 0x1p-51;
	FUZZ_MUST(fabs(csm_num_to_double(micros) - want) <= slack);
	check_text(micros);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	int64_t micros;
	double x;

	if (text == NULL)
		return 0;
	if (size != 0)
		memcpy(text, data, size);
	text[size] = '\0';
	check_parse(text, size);
	free(text);
	if (size < sizeof x)
		return 0;
	memcpy(&x, data, sizeof x);
	memcpy(&micros, data, sizeof micros);
	if (micros < CSM_NUM_LIMIT && micros > -CSM_NUM_LIMIT) {
		check_text(micros);
		if (micros < (INT64_C(1) << 50) && micros > -(INT64_C(1) << 50))
			FUZZ_MUST(
			    csm_num_from_double(csm_num_to_double(micros)) == micros);
	}
	micros = csm_num_from_double(x);
	FUZZ_MUST(
	    micros == CSM_MISSING ||
	    fabs(csm_num_to_double(micros) - x) <=
		(fabs(x) < CSM_NUM_SIX_PLACES ? 0.5e-6 : 0.005) + fabs(x) * 0x1p-51);
	return 0;
}
