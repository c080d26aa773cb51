/* What a row of each kind gives. */
#ifndef CSM_RECORD_KIND_ROWS_H
#define CSM_RECORD_KIND_ROWS_H

#include "record/kind.h"

enum csm_outcome csm_kind_activities(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_metrics(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_conversations(
    struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_nps(struct csm_ingest *in, const struct csm_row *row);
enum csm_outcome csm_kind_revenue(struct csm_ingest *in, const struct csm_row *row);

#endif
