/*
 * Scales: a score compared with a number, where the profiles that make it have different
 * scales.
 *
 * Ownership: nothing is kept.
 */
#ifndef CSM_AUDIT_SCALES_H
#define CSM_AUDIT_SCALES_H

#include "config/config.h"
#include "metric/use.h"

/* W_LINT at a call of use->formula that compares system.health with a number, if profiles of
 * the configuration score up to different numbers. */
void csm_scales_lint(const struct csm_config *conf, const struct csm_use *use,
    const struct csm_node *call, struct csm_diag *diag);

#endif
