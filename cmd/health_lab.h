/*
 * The modes of csm-health that make tables of scores: --explain, --compare, --backtest,
 * --sensitivity.
 *
 * Ownership: the tables are the health's lab.
 */
#ifndef CSM_CMD_HEALTH_LAB_H
#define CSM_CMD_HEALTH_LAB_H

#include "health.h"

/* -1 after reporting a --part there is none of. */
int csm_health_lab_parts(struct csm_health *h);
/* Write the document in the format asked for. */
void csm_health_lab_write(struct csm_health *h);
/* True if the tables are for people: -t text, or nothing said and a terminal (or
 * `usually`, whatever the output is). */
bool csm_health_lab_text(const struct csm_run *run, bool usually);

/* --explain: the scorecard of a day; with --since, what moved the score. */
int csm_health_card_begin(struct csm_health *h);
void csm_health_card_company(struct csm_health *h, const struct csm_set *set);
int csm_health_move_prepare(struct csm_health *h);
int csm_health_move_begin(struct csm_health *h);
void csm_health_move_company(struct csm_health *h, const struct csm_set *set);
/* --compare */
int csm_health_compare_prepare(struct csm_health *h);
void csm_health_compare_company(struct csm_health *h, const struct csm_set *set);
void csm_health_compare_finish(struct csm_health *h);
/* --backtest, --sensitivity */
int csm_health_backtest_prepare(struct csm_health *h);
int csm_health_backtest_begin(struct csm_health *h);
void csm_health_backtest_company(struct csm_health *h, const struct csm_set *set);
void csm_health_backtest_finish(struct csm_health *h);

#endif
