/* The option table, printed: for people, for mandoc(1) and for shells. */
#ifndef CSM_CMD_OPTION_TABLE_H
#define CSM_CMD_OPTION_TABLE_H

#include "common/option.h"

#include <stdbool.h>

/* form: "help", "mdoc", "bash", "zsh" or "fish", on standard output.  Returns the exit
 * status: 0, 2 for another form, 4 if standard output failed. */
int csm_options_print(const struct csm_program *program, const char *form);
/* Help about one of the things a program does: of its own options those that `shows`
 * wants.  Returns the exit status. */
int csm_options_help(const struct csm_program *program, const char *usage,
    const char *about, bool (*shows)(const void *ctx, const struct csm_option *option),
    const void *ctx);
/* Calls `print` for every option people should know; words: also with those that are not
 * all an option may be, as shells complete them. */
void csm_options_each(const struct csm_program *program, bool words,
    void (*print)(const struct csm_program *program, const struct csm_option *o));
/* Flush and close standard output: 0, or 4 after a message. */
int csm_options_flush(const struct csm_program *program);

#endif
