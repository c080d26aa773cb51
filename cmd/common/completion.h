/* What the shells complete, printed: --options-as bash, zsh, fish. */
#ifndef CSM_CMD_COMPLETION_H
#define CSM_CMD_COMPLETION_H

#include "common/option.h"

void csm_completion_bash(const struct csm_program *program);
void csm_completion_zsh(const struct csm_program *program);
void csm_completion_fish(const struct csm_program *program);

#endif
