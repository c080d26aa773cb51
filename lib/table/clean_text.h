/*
 * Clean text: text from outside as one line that every format can hold: valid UTF-8
 * without control characters.  Names come from databases, titles also from the command
 * line.
 */
#ifndef CSM_TABLE_CLEAN_TEXT_H
#define CSM_TABLE_CLEAN_TEXT_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

/* The character at s, which is not at its end: its bytes; *fine is 0 if it is a control
 * character, a byte that is no UTF-8, or one that XML cannot hold. */
size_t csm_cleantext_next(const char *s, int *fine);
/* The character at s if it changes the direction of the text around it, else 0. */
uint32_t csm_cleantext_turns(const char *s);
/* Append s: tabs and line ends become blanks, what is not fine U+FFFD. */
void csm_cleantext_put(struct csm_buf *out, const char *s);
#endif
