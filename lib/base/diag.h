/*
 * Diagnostics: how the library tells the program what it found, where, and how bad it
 * is.  The library never prints: it hands each message to the program's `emit`.
 *
 * Ownership: a message and all it points to is borrowed for the length of the call.
 */
#ifndef CSM_BASE_DIAG_H
#define CSM_BASE_DIAG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Every code: name, exit status it leads to (0: a row's matter, or a warning).
 * 1 something to look at; 2 usage, configuration, formula; 3 the input cannot be
 * understood; 4 the system, or a bug of ours.
 */
#define CSM_CODES(X)                                                                   \
	X(E_DATE, 0)       /* bad date or time */                                      \
	X(E_NUMBER, 0)     /* not a number */                                          \
	X(E_RANGE, 0)      /* number or day outside the supported range */             \
	X(E_FIELDS, 0)     /* row with too few or too many columns */                  \
	X(E_QUOTE, 0)      /* unterminated or stray quote */                           \
	X(E_UTF8, 0)       /* not UTF-8 */                                             \
	X(E_NUL, 0)        /* NUL byte */                                              \
	X(E_JSON, 0)       /* a line that is not a JSON object */                      \
	X(E_COMPANY, 0)    /* row without a company */                                 \
	X(E_LOOKUP, 0)     /* row whose key is not in a lookup */                      \
	X(E_MISSING, 0)    /* row without a field it needs */                          \
	X(E_MODEL, 0)      /* unknown model */                                         \
	X(E_PERIOD, 0)     /* a period that ends before it starts */                   \
	X(E_LINE, 0)       /* a line longer than any reader keeps */                   \
	X(N_DUPLICATE, 0)  /* later row with the same id */                            \
	X(N_UNRESOLVED, 0) /* users and the like no file of aliases knows */           \
	X(N_NOTE, 0)       /* a plain note */                                          \
	X(W_UNKNOWN, 0)    /* unknown name: metric, field, company, unit */            \
	X(W_STALE, 0)      /* newest point much older than the as-of day */            \
	X(W_DUPLICATE, 0)  /* the same entity twice in a fields file */                \
	X(W_LINT, 0)      /* a formula that probably says something else than meant */ \
	X(W_CELL, 0)      /* cells of a field that cannot be read as what is wanted */ \
	X(W_AMBIGUOUS, 0) /* cells of a field that may be two days */                  \
	X(W_TYPE, 2)   /* a field of which no cell can be read; a warning, but      \
			     where a check is all that is asked for */  \
	X(W_OUTAGE, 0) /* the activity of all companies fell at once */                \
	X(W_KEY, 0)    /* a key that is asked for and no object has */                 \
	X(W_ID, 0)     /* ids that are probably not what was meant */                  \
	X(W_QUESTION, 0) /* what somebody has to decide */                             \
	X(W_CURRENCY, 0) /* amounts added up whose currencies differ */                \
	X(W_OTHER, 0)                                                                  \
	X(W_FUTURE, 0)    /* days that cannot be: after today, or long ago */          \
	X(E_REJECTS, 1)   /* more rejects than allowed */                              \
	X(E_NOTHING, 1)   /* rows were rejected, and none used */                      \
	X(E_AGE, 1)       /* newest row older than --max-age */                        \
	X(E_ROWS, 1)      /* fewer rows than --min-rows */                             \
	X(E_PAGE, 1)      /* an element of a page that could not be made */            \
	X(E_USAGE, 2)     /* command line */                                           \
	X(E_CONFIG, 2)    /* configuration */                                          \
	X(E_FORMULA, 2)   /* formula */                                                \
	X(E_CYCLE, 2)     /* metrics that use each other in a circle */                \
	X(E_RATING, 2)    /* a rating that is not a whole number from 1 to 5 */        \
	X(E_HEADER, 3)    /* header without a needed column */                         \
	X(E_FORMAT, 3)    /* not the format it should be */                            \
	X(E_AMBIGUOUS, 3) /* day-month or month-day, point or comma cannot be told */  \
	X(E_CURRENCY, 3)  /* amounts in currencies that cannot be added up */          \
	X(E_KEY, 3)       /* two points with the same key */                           \
	X(E_NODATA, 3)    /* nothing to show for what was asked */                     \
	X(E_OPEN, 4)                                                                   \
	X(E_READ, 4)                                                                   \
	X(E_WRITE, 4)                                                                  \
	X(E_TRUNCATED, 4) /* compressed input ends early or is damaged */              \
	X(E_INTERNAL, 4)  /* a bug of ours */

#define CSM_CODE_ENUM(name, status) CSM_##name,
enum csm_code { CSM_CODES(CSM_CODE_ENUM) CSM_CODE_COUNT };
#undef CSM_CODE_ENUM

enum csm_level { CSM_NOTE, CSM_WARNING, CSM_ERROR };

/* A place.  Zero and NULL mean "not known" and are left out of the message. */
struct csm_pos {
	const char *file; /* as given; "<stdin>" for standard input */
	uint64_t line;    /* physical line, from 1 */
	uint32_t column;  /* from 1: field number in CSV, byte in the line elsewhere */
	const char *path; /* configuration path or column name */
};

/* A row as it was read, for who keeps those rejected: `put` appends it, and the header
 * it stands under, if it has one. */
struct csm_buf;
struct csm_diag_row {
	void (*put)(const void *ctx, struct csm_buf *row, struct csm_buf *header);
	const void *ctx;
};

/*
 * An array has elements where files have lines, often all in one: its line is then the
 * number of the element and the byte at which it begins, both from 1.
 */
uint64_t csm_diag_element(uint64_t element, uint64_t byte);
/* The number of the element, and its byte; 0: it is a line. */
uint64_t csm_diag_element_of(uint64_t line, uint64_t *byte);
/* "line 14", "element 2, byte 37" */
void csm_diag_put_line(uint64_t line, struct csm_buf *out);

struct csm_message {
	enum csm_level level;
	enum csm_code code;
	struct csm_pos pos;
	const char *text;  /* one line without position and code; user text quoted */
	const char *extra; /* lines to print under it (a caret), or NULL */
	const char *value; /* offending text of a rejected row, or NULL; not escaped */
	size_t value_len;
	const char *row; /* the rejected row, where it is wanted and known; else NULL */
	size_t row_len;
	const char *header; /* of it, or NULL */
	size_t header_len;
	int reject;   /* 1: the row was rejected */
	uint64_t seq; /* this is the seq-th message of its code, from 1 */
};

/* What became of the rows of one file; those rejected are told by their messages. */
struct csm_file_rows {
	const char *file; /* as messages name it */
	uint64_t rows;    /* read */
	uint64_t used, filtered, excluded, duplicates, deleted, replaced;
	uint64_t unseen; /* read, and not looked at when the run stopped */
	uint64_t unused; /* told as used before, and now as something else */
};

struct csm_diag {
	void (*emit)(void *ctx, const struct csm_message *m); /* NULL: count only */
	/* Told of each file once all its rows were read; NULL: nobody asks. */
	void (*account)(void *ctx, const struct csm_file_rows *account);
	void *ctx;
	uint64_t count[CSM_CODE_COUNT];
	uint64_t most;  /* of one code anybody will read; 0: all */
	int status;     /* highest exit status any message led to */
	int wants_rows; /* rows are to be given with the messages that reject them */
	struct csm_diag_row row; /* the one that is dealt with; put NULL: none */
	int strict; /* only a check is made: what would be missing throughout is an
		       error */
};

void csm_diag_init(struct csm_diag *d,
    void (*emit)(void *ctx, const struct csm_message *m), void *ctx);

/* Will somebody read the next message of this code?  What is dear to find, such as the
 * nearest of many names, is looked for only then. */
bool csm_diag_shows(const struct csm_diag *d, enum csm_code code);

/* Each returns -1, so that a failure can be reported and returned in one line. */
int csm_error(struct csm_diag *d, enum csm_code code, const struct csm_pos *pos,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* As csm_error, with lines to print below, such as a source line and its caret. */
int csm_error_extra(struct csm_diag *d, enum csm_code code, const struct csm_pos *pos,
    const char *extra, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/*
 * A row that is dropped.  `what` becomes: WHAT "VALUE" (WHY); row rejected.  value may
 * be NULL and why may be NULL; each part is then left out.
 */
int csm_reject(struct csm_diag *d, enum csm_code code, const struct csm_pos *pos,
    const char *value, size_t value_len, const char *what, const char *why);
/* These return 0. */
int csm_warn(struct csm_diag *d, enum csm_code code, const struct csm_pos *pos,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int csm_note(struct csm_diag *d, enum csm_code code, const struct csm_pos *pos,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* A message of any level, its arguments as a list, for who tells of things of its own;
 * extra: as of csm_error_extra, or NULL. */
void csm_diag_tell(struct csm_diag *d, enum csm_level level, enum csm_code code,
    const struct csm_pos *pos, const char *extra, const char *fmt, va_list ap)
    __attribute__((format(printf, 6, 0)));

/* Account for the rows of a file: every reader of rows does, whatever they are. */
void csm_diag_rows(struct csm_diag *d, const struct csm_file_rows *account);

/* Report a message made elsewhere, for another diag; its number becomes ours. */
void csm_diag_pass(struct csm_diag *d, const struct csm_message *m);

const char *csm_code_name(enum csm_code code);
const char *csm_level_name(enum csm_level level); /* "error" */

#endif
