/* The terminal on standard output: how wide it is, and whether it shows UTF-8. */
#ifndef CSM_CMD_TERMINAL_H
#define CSM_CMD_TERMINAL_H

#include "common/run.h"

#include <stdbool.h>

/* $COLUMNS, else the terminal's width, which is *told; else 80. */
size_t csm_terminal_width(const struct csm_run *run, bool *told);
/* What the user's locale says, not the one the program took to count characters. */
int csm_terminal_utf8(void);

#endif
