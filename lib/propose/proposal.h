/*
 * Proposal: what an unknown file seems to be, as an entry of `sources`, with the reasons
 * and with what is doubtful as questions.  Several files explain one another: whose user
 * somebody is stands in the file of users.
 *
 * Ownership: a set of proposals owns its samples; all else lives in its arena.
 */
#ifndef CSM_PROPOSE_PROPOSAL_H
#define CSM_PROPOSE_PROPOSAL_H

#include "point/point.h"
#include "propose/traits.h"
#include "propose/meaning.h"

struct csm_candidate;
struct csm_proposal;

/* A column of one file whose texts stand in a column of another, which has each once. */
struct csm_join {
	int from, key;                   /* columns */
	const struct csm_proposal *file; /* that `key` is of; NULL: there is none */
	int take;                        /* of that file: the company; -1: `key` is */
	double share;                    /* of the rows that are found there */
	bool by_domain; /* the domain of the address in `from` is found */
};

struct csm_question {
	const char *text;
	struct csm_question *next;
};

struct csm_proposal {
	struct csm_sample sample;
	struct csm_traits *traits; /* of each column */
	const char *named;  /* its path as the configuration has it, which then says
			      which file it reads; NULL: the path, and it does not */
	const char *source; /* its name in `sources` */
	const struct csm_candidate
	    *candidate;         /* NULL: it is no export, or none that is known */
	const char *no_export;  /* why */
	const char *preset;     /* NULL: none has such columns */
	enum csm_model model;   /* of fields */
	int role[CSM_MEANINGS]; /* column; -1: none */
	const char *constant[CSM_ROLES], *formula[CSM_ROLES]; /* in place of a column */
	struct csm_join company; /* where no column is the company itself */
	bool *metric;            /* columns that are one each */
	const char *recurring_unit;
	const char *time_format;
	struct csm_question *question, **question_end;
};

struct csm_proposals {
	struct csm_arena *arena;
	struct csm_zone *zone;
	const char *const *header; /* names for columns of files that have none */
	size_t headers;
	struct csm_proposal *at; /* as many as files, in their order */
	size_t n;
};

/*
 * Look at files and say what they seem to be; `header` was set, or is 0.  0; -1 after a report: a file that cannot
 * be read.  A file that is no export has no candidate, and says why.
 */
int csm_proposals_make(struct csm_proposals *set, struct csm_arena *arena,
    struct csm_zone *zone, const char *const *path, size_t n, struct csm_diag *diag);
void csm_proposals_fini(struct csm_proposals *set);

/* The configuration that reads those that are exports: {"sources": {...}}. */
void csm_proposals_write(const struct csm_proposals *set, struct csm_buf *out);
/* What each column seems to be and why, a line each, below one for the file. */
void csm_proposal_tell(
    const struct csm_proposals *set, const struct csm_proposal *p, struct csm_buf *out);
/* Whether rows are entities, as fields. */
bool csm_proposal_is_fields(const struct csm_proposal *p);
/* The kind of rows; NULL: none. */
const char *csm_proposal_kind(const struct csm_proposal *p);

/* ---- For the files that make a proposal. ---- */

void csm_proposal_ask(struct csm_proposals *set, struct csm_proposal *p,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The name of a column in an expression, quoted as csm-formula(5) has it: a quote in it is
 * doubled. */
void csm_proposal_put_name(const char *name, struct csm_buf *out);
/* A column as a source in JSON, anywhere: its name, or an expression of it where the name
 * alone could be read as something else. */
void csm_proposal_put_source(const char *name, struct csm_buf *out);
const char *csm_proposal_column(const struct csm_proposal *p, int column);
/* Ask about users that may be others by another name, or nobody. */
void csm_proposal_ask_people(struct csm_proposals *set, struct csm_proposal *p);
/* The words of a file's name, without its endings, with _ between. */
const char *csm_proposal_words(struct csm_arena *arena, const char *file);
/* Whether the name of the file, without its ending, has one of the words in it, which
 * are divided by blanks: the word found, else NULL. */
const char *csm_proposal_word(
    const struct csm_proposals *set, const struct csm_proposal *p, const char *words);
/* The column no role has yet that fits a meaning best, at least so well; -1: none. */
int csm_proposal_best(const struct csm_proposal *p, int meaning, int least,
    bool (*may_be)(const struct csm_proposal *p, int column));
/* Whether some role has the column. */
bool csm_proposal_is_used(const struct csm_proposal *p, int column);
/* Who is the company of a row: sets the role, or `company`.  False: nobody knows. */
bool csm_proposal_company(struct csm_proposals *set, struct csm_proposal *p);
/* How many of the rows of a column are found in a column of another file, as a share. */
double csm_join_share(const struct csm_proposal *p, int from,
    const struct csm_proposal *other, int key, bool by_domain);

#endif
