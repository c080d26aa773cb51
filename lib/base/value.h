/*
 * A value as formulas and fields see it: number, text, truth, day, or missing; or the
 * cell of a fields file, which is a text and becomes one of the others where it is used.
 *
 * Ownership: text and cells are borrowed (from a fields table, a formula or an arena).
 */
#ifndef CSM_BASE_VALUE_H
#define CSM_BASE_VALUE_H

#include <stdint.h>

enum csm_value_type {
	CSM_VALUE_MISSING, /* 0, so that zeroed memory is missing */
	CSM_VALUE_NUMBER,
	CSM_VALUE_BOOL,
	CSM_VALUE_TEXT,
	CSM_VALUE_DAY,
	CSM_VALUE_CELL
};

/* A cell's text and what it can be read as. */
struct csm_reading {
	const char *text;
	int64_t micros; /* the number */
	int32_t day;
	unsigned char truth;
	unsigned char reads; /* CSM_READS of each type it can be read as */
	unsigned char type;  /* enum csm_value_type: of its column */
};
#define CSM_READS(type) (1u << (type))

struct csm_value {
	enum csm_value_type type;
	union {
		double number;
		int truth;        /* 0 or 1 */
		const char *text; /* NUL-terminated UTF-8 */
		int32_t day;      /* days since 1970-01-01 */
		const struct csm_reading *cell;
	} u;
};

#endif
