/*
 * Pieces: metrics, factors, units and alerts that are ready to run, each with what has to
 * be in the data for it.  `csm init` puts those together that fit.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_CMD_INIT_PIECES_H
#define CSM_CMD_INIT_PIECES_H

#include "base/buf.h"

/* What data there are. */
enum init_data {
	INIT_ACTIVITIES = 1 << 0,
	INIT_USERS = 1 << 1, /* activities that name end users */
	INIT_CONVERSATIONS = 1 << 2,
	INIT_NPS = 1 << 3,
	INIT_REVENUE = 1 << 4,
	INIT_SEATS = 1 << 5,  /* company.seats */
	INIT_RENEWAL = 1 << 6 /* company.renewal_date */
};

/* {"metrics": [...], "units": [...], "alerts": [...]} of what there is. */
void init_put_metrics(struct csm_buf *out, unsigned data);
/* {"health": [...]}; false and nothing if there is nothing to score by. */
int init_put_health(struct csm_buf *out, unsigned data);

#endif
