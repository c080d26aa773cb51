#include "entity/fields_cell.h"

#include "base/num.h"
#include "base/text.h"
#include "time/date.h"

/* 1 unless the text is more than its number: 007, -01, +49. */
static int
is_plain_number(const char *s, size_t len)
{
	size_t i = s[0] == '-';

	if (s[0] == '+')
		return 0;
	return len <= i + 1 || s[i] != '0' || s[i + 1] < '0' || s[i + 1] > '9';
}

struct csm_value
csm_fields_cell_parse(const char *s, size_t len, int *guess)
{
	struct csm_value v = {.type = CSM_VALUE_MISSING};
	enum csm_num_status status;
	int64_t micros;

	*guess = 1;
	if (csm_text_is("true", s, len) || csm_text_is("false", s, len)) {
		v.type = CSM_VALUE_BOOL;
		v.u.truth = s[0] == 't';
		return v;
	}
	if (csm_date_parse(s, len, &v.u.day) == NULL) {
		v.type = CSM_VALUE_DAY;
		return v;
	}
	status = csm_num_parse(s, len, &micros);
	if (status == CSM_NUM_OK || status == CSM_NUM_ROUNDED) {
		v.type = CSM_VALUE_NUMBER;
		v.u.number = csm_num_to_double(micros);
		*guess = is_plain_number(s, len);
	}
	return v;
}
