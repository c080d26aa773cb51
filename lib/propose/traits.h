/*
 * Traits: what can be said of a column from its texts alone.
 *
 * Ownership: borrows the column; texts live in the arena given.
 */
#ifndef CSM_PROPOSE_TRAITS_H
#define CSM_PROPOSE_TRAITS_H

#include "propose/sample.h"
#include "time/stamp.h"

enum csm_traits_type {
	CSM_TRAITS_EMPTY,
	CSM_TRAITS_TIME,
	CSM_TRAITS_NUMBER,
	CSM_TRAITS_TRUTH,
	CSM_TRAITS_EMAIL,
	CSM_TRAITS_DOMAIN,
	CSM_TRAITS_URL,
	CSM_TRAITS_OBJECT, /* JSON */
	CSM_TRAITS_CODE,   /* short texts without blanks, or numbers that are codes */
	CSM_TRAITS_WORDS,  /* short texts */
	CSM_TRAITS_PROSE   /* long texts */
};

/* What proves the order of day and month, where there is one to prove. */
enum csm_traits_order {
	CSM_TRAITS_NO_ORDER,
	CSM_TRAITS_DAY_FIRST,
	CSM_TRAITS_MONTH_FIRST,
	CSM_TRAITS_OPEN_ORDER,
	CSM_TRAITS_BOTH_ORDERS
};

/* Of the thirteen spellings known; a column with more of them has the others among its
 * odd texts.  Not measured: it bounds the list of a question. */
#define CSM_TRAITS_NULLS ((size_t)4)

struct csm_traits {
	enum csm_traits_type type;
	size_t rows, filled, distinct;
	bool unique; /* every row has a text of its own */
	size_t odd;  /* different texts that are not of the type, nulls left out */
	const char *sample;                 /* one of them; NULL: none */
	const char *null[CSM_TRAITS_NULLS]; /* texts that mean that there is none */
	size_t nulls;
	/* TIME */
	const char *format; /* NULL: read without being told */
	enum csm_traits_order order;
	bool
	    detected; /* a run tells the order itself, once a row of any column proves it */
	bool clock, zoned; /* some have a time of day, a zone */
	/* NUMBER */
	bool whole;
	int64_t least, most; /* micros */
	char decimal;        /* has to be told; 0: no */
	bool money;
	bool groups_open; /* "1,200" may be 1200 or 1.2 */
};

/* may_be_time: whether the column is called as a time is, so that digits may be one. */
void csm_traits_find(struct csm_traits *traits, struct csm_arena *arena,
    const struct csm_sample *sample, size_t column, struct csm_zone *zone,
    bool may_be_time);
/* "every value an ISO time; 812 different", as a phrase. */
void csm_traits_put(const struct csm_traits *traits, struct csm_buf *out);

/* Part of it: whether the filled cells are times, and how they are written.  Nulls are
 * known. */
bool csm_traits_time(struct csm_traits *traits, struct csm_arena *arena,
    const struct csm_sample_column *column, struct csm_zone *zone, bool may_be_digits);
/* Whether a text is one of those that mean that there is none. */
bool csm_traits_is_null(const struct csm_traits *traits, struct csm_text text);

#endif
