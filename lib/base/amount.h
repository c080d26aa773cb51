/*
 * Amount: a number as people and spreadsheets write it, where it has been said how.
 *
 * Ownership: nothing is kept.
 */
#ifndef CSM_BASE_AMOUNT_H
#define CSM_BASE_AMOUNT_H

#include "base/num.h"

/*
 * As csm_num_parse, with `decimal` ('.' or ',') before the fraction and, between groups
 * of three digits of the whole part, the other of the two: 1.200,50 with ','.  A
 * separator anywhere else is CSM_NUM_BAD, and so is an exponent.
 */
enum csm_num_status csm_amount_parse(
    const char *s, size_t len, char decimal, int64_t *micros);
/*
 * An amount of money or a percentage, which may also have: blanks around it and blanks,
 * no-break blanks or apostrophes between groups; a minus before it, after it or after
 * the currency; brackets around a negative one; a sign of a currency or up to four
 * letters before or after it; a percent sign after it, which divides nothing: 12 % is
 * 12.
 */
enum csm_num_status csm_amount_parse_money(
    const char *s, size_t len, char decimal, int64_t *micros);

#endif
