/*
 * Amount: a number as people and spreadsheets write it, where it has been said how.
 *
 * Ownership: nothing is kept.
 */
#ifndef CSM_BASE_AMOUNT_H
#define CSM_BASE_AMOUNT_H

#include "base/buf.h"
#include "base/num.h"
#include "base/text.h"

#include <stdbool.h>

/* How the numbers of an export are written; all zero: as csm_num_parse has them. */
struct csm_number_form {
	char decimal;            /* '.' or ','; 0: not said */
	bool money;              /* as csm_amount_parse_money has it */
	const char *const *null; /* texts that mean missing, n of them */
	size_t nulls;
};

enum csm_num_status csm_number_form_parse(
    const struct csm_number_form *form, const char *s, size_t len, int64_t *micros);
bool csm_number_form_is_null(const struct csm_number_form *form, struct csm_text text);

/*
 * What the numbers of a column look like, where nothing says what stands before their
 * fraction.  1.200 may be one and a fifth or twelve hundred; 99,90 has a comma, and
 * 1.200,50 shows by itself that points stand between thousands.
 */
struct csm_decimal_shapes {
	bool comma;       /* 99,90 */
	bool pointed;     /* 1.200 */
	char example[32]; /* of the one seen first */
};
/* Look at one more text: true if the column cannot be read with a decimal point, and no
 * longer means a number unless somebody says how. */
bool csm_decimal_shapes_saw(struct csm_decimal_shapes *shapes, struct csm_text text);
/* `has a decimal comma, and "1.200" before it may have a point between thousands`: why,
 * of the text csm_decimal_shapes_saw said it of. */
void csm_decimal_shapes_put(
    const struct csm_decimal_shapes *shapes, struct csm_text text, struct csm_buf *out);

/*
 * As csm_num_parse, with `decimal` ('.' or ',') before the fraction and, between groups
 * of three digits of the whole part, the other of the two: 1.200,50 with ','.  A
 * separator anywhere else is CSM_NUM_BAD, and so is an exponent.
 */
enum csm_num_status csm_amount_parse(
    const char *s, size_t len, char decimal, int64_t *micros);
/*
 * An amount of money or a percentage, which may also have: blanks around it and blanks,
 * no-break blanks or apostrophes between groups; groups of two digits before the last,
 * as lakhs and crores are written (12,34,567.50); a minus, U+2212 too, before it, after
 * it or after the currency; brackets around a negative one; a sign of a currency or up to four
 * letters before or after it; a percent sign after it, which divides nothing: 12 % is
 * 12.
 */
enum csm_num_status csm_amount_parse_money(
    const char *s, size_t len, char decimal, int64_t *micros);

/* One of the words that databases and spreadsheets write where there is no value: N/A. */
bool csm_amount_is_absent(struct csm_text text);

/* What would have to be said of a column so that a text that is no number is read. */
struct csm_amount_cure {
	bool null;    /* that it means that there is none */
	bool money;   /* that it is an amount */
	char decimal; /* what is before the fraction; 0: nothing, or it is open */
	bool open;    /* either mark would read it, as another number */
};
struct csm_amount_cure csm_amount_cure(
    const struct csm_number_form *form, struct csm_text text);
/* As options, "; --money --decimal , reads it", or as members of the configuration,
 * `"format": "money", "decimal": ","`; false and nothing if there is no cure. */
bool csm_amount_cure_put_options(
    struct csm_amount_cure cure, struct csm_text text, struct csm_buf *out);
bool csm_amount_cure_put_keys(
    struct csm_amount_cure cure, struct csm_text text, struct csm_buf *out);

#endif
