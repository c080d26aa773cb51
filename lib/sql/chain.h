/*
 * Chain: the stages of the entities of one model: which nodes are columns of their own,
 * and of which stage.  A node that looks at other rows is a column; so is one that
 * several use, where it is settled; everything else is written out where it is used.
 *
 * Ownership: a chain owns what it allocated, until csm_sql_chain_fini.
 */
#ifndef CSM_SQL_CHAIN_H
#define CSM_SQL_CHAIN_H

#include "sql/build.h"

struct csm_sql_root {
	csm_sql node;
	size_t job;
};

/* A point of each entity and day. */
struct csm_sql_given {
	const char *metric;
	csm_sql value; /* millionths */
	csm_sql state; /* TEXT; NULL: it has none */
	csm_sql
	    exists; /* INT, 1: it does; NULL: where there is a value, or in a statement
			   of states always */
};

struct csm_sql_named {
	csm_sql node;
	const char *column;  /* NULL: a name as any */
	const char *comment; /* a line above its stage */
};

struct csm_sql_chain {
	struct csm_sql_graph graph;
	struct csm_sql_build build;
	struct csm_sql_root *root; /* jobs whose results the last stage has */
	size_t roots, root_cap;
	struct csm_sql_given *given; /* what the statement gives */
	size_t gives, give_cap;
	csm_sql condition;           /* NULL: all companies */
	struct csm_sql_named *named; /* columns that are called after what they are */
	size_t names, name_cap;
	/* By node: */
	int *stage;  /* of a column, from 0; -1: none */
	int *last;   /* the last stage that reads the column */
	char **name; /* of a column */
	int stages;  /* after the first */
};

void csm_sql_chain_fini(struct csm_sql_chain *chain);
/* A job whose result the last stage has; its node. */
csm_sql csm_sql_chain_add(struct csm_sql_chain *chain, size_t job);
void csm_sql_chain_give(struct csm_sql_chain *chain, const struct csm_sql_given *given);
/* Call the column of a node prefix_id, if that may be and it has no name; texts are
 * copied. */
void csm_sql_chain_name(struct csm_sql_chain *chain, csm_sql node, const char *prefix,
    const char *id, const char *comment);
/* Once all roots are there. */
void csm_sql_chain_arrange(struct csm_sql_chain *chain);
/* The column of a job that was added. */
const char *csm_sql_chain_column(const struct csm_sql_chain *chain, size_t job);

#endif
