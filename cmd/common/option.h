/*
 * Options: one table a program drives getopt_long(3), --help, the option list of the
 * manual page and the completions of bash, zsh and fish.
 *
 * Ownership: texts point into argv; lists are freed by csm_options_fini.
 */
#ifndef CSM_CMD_OPTION_H
#define CSM_CMD_OPTION_H

#include "base/words.h"

#include <stddef.h>

struct csm_list {
	const char **item;
	size_t n, cap;
};

enum csm_option_kind {
	CSM_OPTION_FLAG,   /* int: set to 1 */
	CSM_OPTION_TEXT,   /* const char *: the last one given */
	CSM_OPTION_LIST,   /* struct csm_list: every one given */
	CSM_OPTION_CHOICE, /* int: value of one of `words`, a csm_choice; 0: not given */
	CSM_OPTION_WORD,   /* const char *: one of `words` */
	CSM_OPTION_WHOLE,  /* long: 0 and up */
	CSM_OPTION_SIZE,   /* size_t: bytes, with K, M, G or T */
	CSM_OPTION_HELP,
	CSM_OPTION_VERSION,
	CSM_OPTION_TABLE /* --options-as mdoc|bash|zsh|fish: the table itself, unlisted
			  */
};

struct csm_option {
	char letter;      /* 0: none */
	const char *name; /* long spelling; NULL ends the table */
	const char *arg;  /* "FILE"; NULL: none */
	enum csm_option_kind kind;
	size_t offset;    /* of the member in the program's options struct */
	const char *help; /* one line; %w stands for the words with blanks between, %l
			     with commas, %d as %l if the first is the default */
	const struct csm_words *words; /* CHOICE, WORD: those allowed; else for %w */
};

struct csm_program {
	const char *name;                   /* "csm-calc" */
	const char *summary;                /* one line */
	void (*about)(struct csm_buf *out); /* NULL, or: more of it, for --help */
	const char *usage;                  /* "[options] [FILE...]" */
	const char *purpose;  /* what it is for, one line or two; NULL: nothing more */
	const char *examples; /* command lines, each with its end; NULL: none */
	/* Words its first operand may be, with blanks between; NULL: none but files. */
	void (*operands)(struct csm_buf *out);
	const struct csm_option *const *groups; /* NULL-terminated list of tables */
	void *options;                          /* the struct the offsets are of */
};

/*
 * Parse.  *first is set to the index of the first operand.  Returns -1 to go on, else
 * the exit status to end with: 0 after --help and --version (on standard output), 2
 * after a message on standard error.
 */
int csm_options_parse(
    const struct csm_program *program, int argc, char **argv, int *first);
void csm_options_fini(const struct csm_program *program);
/* Print one message and "see --help" on standard error; returns 2. */
int csm_usage(const struct csm_program *program, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* "64M" or "1000": 0 and *bytes set, or -1. */
int csm_size_parse(const char *text, size_t *bytes);

#endif
