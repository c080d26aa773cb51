/*
 * Writers: a document as text, CSV, TSV, NDJSON, HTML, Markdown and so on.  One table
 * of writers; another format is another row.
 */
#ifndef CSM_DOCUMENT_WRITER_H
#define CSM_DOCUMENT_WRITER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/words.h"
#include "table/table.h"

/* The header of a message.  Addresses are as csm_mailtext_address takes them. */
struct csm_mail_options {
	const char *const *to;
	size_t tos;
	const char *from; /* NULL: none */
	int dated;        /* 1: with date, seconds since 1970 */
	int64_t date;
};

struct csm_writer_options {
	size_t width; /* text: columns of the terminal */
	int whole;    /* text: rather wider than that than cut, or without a column */
	int color;    /* text: SGR sequences may be used */
	int utf8;     /* text: the terminal shows UTF-8 */
	int excel;  /* CSV, TSV: text a spreadsheet would run as a formula is guarded */
	int script; /* HTML: with the page's own script */
	const char
	    *charts; /* HTML: text of the chart library, with script; NULL: none */
	int32_t day; /* xlsx: the day it says it was made, since 1970-01-01 */
	struct csm_mail_options mail; /* mime */
	/* Rows of formats for programs: takes what there is so far and empties the buffer, so
	 * that it does not hold those of millions; NULL: it is to hold all. */
	void (*drain)(void *of, struct csm_buf *out);
	void *drain_of;
};

#define CSM_WRITER_ENDINGS 2

struct csm_writer {
	const char *name; /* as -t takes it; first, see csm_words */
	/* Append the document; -1 after a report, which only formats that need
	 * something of the machine make. */
	int (*write)(const struct csm_doc *doc,
	    const struct csm_writer_options *options, struct csm_buf *out,
	    struct csm_diag *diag);
	int binary;  /* 1: not for a terminal */
	int chart;   /* 1: draws the chart of one part, and nothing else */
	int exact;   /* 1: for programs, which get every column */
	int script;  /* 1: can carry the script of pages */
	int mail;    /* 1: a message, which has addresses */
	int several; /* 1: one file takes a document after another */
	/* How files it writes may end, NULL after the last; the first is the usual. */
	const char *endings[CSM_WRITER_ENDINGS];
};

/* The table of writers. */
extern const struct csm_words csm_writer_words;
/* NULL if there is none of that name. */
const struct csm_writer *csm_writer_find(const char *name);
/* The one a file's name ends like, in any case and whether .gz or .zst follows: a.html,
 * b.csv.gz.  NULL if it tells nothing. */
const struct csm_writer *csm_writer_for(const char *path);
/* The ending of a file's name as csm_writer_for looks at it, ".dat" of a.dat.gz, in the
 * arena; NULL: it has none. */
const char *csm_writer_ending(struct csm_arena *arena, const char *path);
/* ".csv, .tsv, ..." */
void csm_writer_endings(struct csm_buf *out);

int csm_write_text(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag);
int csm_write_csv(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag);
int csm_write_tsv(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag);
int csm_write_ndjson(const struct csm_doc *doc,
    const struct csm_writer_options *options, struct csm_buf *out,
    struct csm_diag *diag);
int csm_write_html(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag);
int csm_write_markdown(const struct csm_doc *doc,
    const struct csm_writer_options *options, struct csm_buf *out,
    struct csm_diag *diag);
int csm_write_xlsx(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag);
int csm_write_svg(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag);
int csm_write_png(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag);
int csm_write_mime(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag);

#endif
