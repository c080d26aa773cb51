/*
 * Messages: prints what the library reports, on standard error, for people or as JSON
 * lines; at most ten of a code; writes the rejects file.
 *
 * Ownership: names of files are copied; `rejects` is the run's, which finishes it.
 */
#ifndef CSM_CMD_MESSAGES_H
#define CSM_CMD_MESSAGES_H

#include "base/diag.h"
#include "base/text.h"
#include "io/output.h"

#include <stdbool.h>

/* What of a code fits a screen: the rest is counted, and the rejects file has all. */
#define CSM_MESSAGES_PER_CODE 10

/* What became of the rows of a file. */
struct csm_messages_file {
	char *name;
	struct csm_file_rows account; /* added up, if the file was read several times */
	uint64_t rejected;
	uint64_t reject_count[CSM_CODE_COUNT];
};

struct csm_messages {
	const char *program;
	int json;  /* --errors json */
	int excel; /* rejects: texts are none that a spreadsheet runs */
	int quiet; /* -q: warnings and notes are not printed, errors and rejects are */
	int verbose;                /* -v: so are notes that only count rows */
	struct csm_output *rejects; /* NULL: none */
	uint64_t rejected;          /* rows, of all files */
	struct csm_messages_file *file;
	size_t files, file_cap, last_file;    /* last_file: of the message before */
	enum csm_level level[CSM_CODE_COUNT]; /* of the last message of a code */
};

/*
 * Notes on single rows that the summary counts anyway (N_DUPLICATE, N_UNRESOLVED) are printed with -v
 * only.
 */
/* The emit function of a csm_diag whose ctx is a struct csm_messages. */
void csm_messages_emit(void *ctx, const struct csm_message *m);
/* "N more messages with code E_DATE", for each code that had more than ten. */
void csm_messages_finish(const struct csm_messages *ms, const struct csm_diag *diag);
/* The account function of that csm_diag. */
void csm_messages_account(void *ctx, const struct csm_file_rows *account);
/* Rows read of all files so far. */
uint64_t csm_messages_rows(const struct csm_messages *ms);
void csm_messages_fini(struct csm_messages *ms);
/* Header of the rejects file. */
void csm_messages_rejects_header(struct csm_messages *ms);
/* Whether it is the header of a file of rejected rows. */
bool csm_messages_are_rejects(struct csm_text header);

#endif
