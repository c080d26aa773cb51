/*
 * Look: the ways numbers read that reports share.
 */
#ifndef CSM_TABLE_LOOK_H
#define CSM_TABLE_LOOK_H

#include "table/table.h"

/* Plain: without decimal places, with one, two, three, at most two. */
extern const struct csm_look csm_look_whole, csm_look_tenths, csm_look_hundredths,
    csm_look_thousandths, csm_look_few;
extern const struct csm_look csm_look_percent, csm_look_percent_tenths;
/* Recurring value and the like; a score of health. */
extern const struct csm_look csm_look_money, csm_look_money_change, csm_look_money_bar,
    csm_look_score;
/* With a sign: with two places at most, without, with one, with three. */
extern const struct csm_look csm_look_change, csm_look_change_whole,
    csm_look_change_tenths, csm_look_change_thousandths;
extern const struct csm_look csm_look_bar, csm_look_light, csm_look_painted;

#endif
