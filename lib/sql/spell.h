/*
 * Spell: nodes as text of a dialect that has windows.
 *
 * Ownership: everything is borrowed.
 */
#ifndef CSM_SQL_SPELL_H
#define CSM_SQL_SPELL_H

#include "sql/dialect.h"

struct csm_sql_speller {
	const struct csm_sql_dialect *dialect;
	const char *key; /* what tells entities apart: "company, id" */
	/* The name of a node's column where it stands in the stage before; NULL: it is
	 * to be written out. */
	const char *(*column)(void *ctx, csm_sql node);
	void *ctx;
};

void csm_sql_spell(const struct csm_sql_speller *s, csm_sql node, struct csm_buf *out);

#endif
