/*
 * Feature table: which features separate companies that stayed from those that left.
 *
 * Ownership: the document borrows the features' names.
 */
#ifndef CSM_VIEW_FEATURE_TABLE_H
#define CSM_VIEW_FEATURE_TABLE_H

#include "table/table.h"
#include "unit/feature_lift.h"

/* Put the table into a document; `text`: fewer columns, for people.  lead and window
 * are the days the features were looked at with. */
void csm_featuretable_put(struct csm_doc *doc, struct csm_feature_lifts *features,
    long lead, long window, int text);

#endif
