/*
 * Pieces: metrics, factors, units and alerts that are ready to run, each with what has to
 * be in the data for it, and what runs them every night.  `csm init` puts those together
 * that fit.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_CMD_INIT_PIECES_H
#define CSM_CMD_INIT_PIECES_H

#include "base/buf.h"

#include <stdbool.h>

/* What data there are. */
enum init_data {
	INIT_ACTIVITIES = 1 << 0,
	INIT_CONVERSATIONS = 1 << 2,
	INIT_NPS = 1 << 3,
	INIT_REVENUE = 1 << 4,
	INIT_SEATS = 1 << 5,  /* company.seats */
	INIT_RENEWAL = 1 << 6 /* company.renewal_date */
};

/* {"metrics": [...], "units": [...], "alerts": [...]} of what there is. */
void init_put_metrics(struct csm_buf *out, unsigned data);
/* {"health": [...]}; false and nothing if there is nothing to score by. */
bool init_put_health(struct csm_buf *out, unsigned data);

/* A service of systemd, and a line of cron(8), for nightly.sh of a directory, whose name
 * may have anything in it. */
void init_put_service(struct csm_buf *out, const char *directory);
void init_put_crontab(struct csm_buf *out, const char *directory);
/* When the service runs. */
extern const char init_timer[];

#endif
