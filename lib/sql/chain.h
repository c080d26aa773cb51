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
	const char *column;
};

struct csm_sql_chain {
	struct csm_sql_graph graph;
	struct csm_sql_build build;
	struct csm_sql_root *root; /* what the last stage has */
	size_t roots, root_cap;
	csm_sql condition; /* NULL: all companies */
	csm_sql *there;    /* by what is asked for; NULL: whatever it is */
	size_t asked;
	/* By node: */
	int *stage;  /* of a column, from 0; -1: none */
	int *last;   /* the last stage that reads the column */
	char **name; /* of a column */
	int stages;  /* after the first */
};

void csm_sql_chain_fini(struct csm_sql_chain *chain);
/* A job whose result the last stage has; once. */
void csm_sql_chain_add(struct csm_sql_chain *chain, size_t job);
/* Once all roots are there. */
void csm_sql_chain_arrange(struct csm_sql_chain *chain);
/* The column of a job that was added. */
const char *csm_sql_chain_column(const struct csm_sql_chain *chain, size_t job);

#endif
