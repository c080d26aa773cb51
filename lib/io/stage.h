/*
 * Stage: a step between an input and its reader that makes other bytes of those below
 * it: another encoding, another way to write rows.
 *
 * Ownership: an input owns its stages, see csm_input_stage.
 */
#ifndef CSM_IO_STAGE_H
#define CSM_IO_STAGE_H

#include "base/diag.h"

#include <stddef.h>
#include <sys/types.h>

/* The bytes below a stage: as csm_input_read. */
struct csm_stage_source;
ssize_t csm_stage_pull(
    struct csm_stage_source *source, void *buf, size_t size, struct csm_diag *diag);
const char *csm_stage_name(const struct csm_stage_source *source); /* of the input */

struct csm_stage {
	void *state;
	/* As csm_input_read, of the bytes that the stage makes. */
	ssize_t (*read)(void *state, struct csm_stage_source *below, void *buf,
	    size_t size, struct csm_diag *diag);
	void (*free)(void *state);
};

#endif
