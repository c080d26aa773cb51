/*
 * A value as formulas and fields see it: number, text, truth, day, or missing.
 *
 * Ownership: text is borrowed (from a fields table, a formula or an arena).
 */
#ifndef CSM_BASE_VALUE_H
#define CSM_BASE_VALUE_H

#include <stdint.h>

enum csm_value_type {
	CSM_VALUE_MISSING, /* 0, so that zeroed memory is missing */
	CSM_VALUE_NUMBER,
	CSM_VALUE_BOOL,
	CSM_VALUE_TEXT,
	CSM_VALUE_DAY
};

struct csm_value {
	enum csm_value_type type;
	union {
		double number;
		int truth;        /* 0 or 1 */
		const char *text; /* NUL-terminated UTF-8 */
		int32_t day;      /* days since 1970-01-01 */
	} u;
};

#endif
