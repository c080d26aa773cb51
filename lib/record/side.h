/*
 * Side: how files beside the data are written, fields, lookups, ratings and the like, where
 * the configuration says so: no option is about them.
 *
 * Ownership: what is said lives as long as the process, and is borrowed.
 */
#ifndef CSM_RECORD_SIDE_H
#define CSM_RECORD_SIDE_H

#include "record/record.h"

struct csm_side {
	const char *path;
	struct csm_reader_options how; /* format, delimiter, encoding, dialect, pad */
	struct csm_side *next;
};

/* From now on the file is written so; of two sayings the later holds. */
void csm_side_say(struct csm_side *side);
/* Nothing is said any more. */
void csm_side_forget(void);
/* What is said of the file a path leads to, where `how` leaves it open. */
void csm_side_apply(const char *path, struct csm_reader_options *how);

#endif
