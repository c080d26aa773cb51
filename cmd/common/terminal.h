/* The terminal on standard output: how wide it is, and whether it shows UTF-8. */
#ifndef CSM_CMD_TERMINAL_H
#define CSM_CMD_TERMINAL_H

#include "common/run.h"

/* $COLUMNS, else the terminal's width, else 80. */
size_t csm_terminal_width(const struct csm_run *run);
/* What the user's locale says, not the one the program took to count characters. */
int csm_terminal_utf8(void);

#endif
