/*
 * Texts: what formulas compare fields with and no cell of theirs is, such as
 * company.plan = 'Entreprise', which never holds without anybody seeing why.
 *
 * Ownership: it keeps nothing.
 */
#ifndef CSM_AUDIT_TEXTS_H
#define CSM_AUDIT_TEXTS_H

#include "metric/engine.h"

/* Of an engine that is prepared: W_UNKNOWN, with the texts there are, for each such
 * comparison of what it evaluates. */
void csm_texts_tell(const struct csm_engine *engine, struct csm_diag *diag);

#endif
