#include "sql/bound.h"

#include <math.h>

/* The last place of a double is more than 2^-53 of it; half of that is certain. */
double
csm_sql_last_place(double least)
{
	return least * 0x1p-54;
}

void
csm_sql_bound(struct csm_sql_node *n)
{
	csm_sql a = n->arg[0], b = n->argc > 1 ? n->arg[1] : NULL;

	n->least = a->least;
	n->most = a->most;
	n->place = 0;
	switch (n->op) {
	case CSM_SQL_ADD:
	case CSM_SQL_SUB:
		n->most = a->most + b->most;
		n->place = a->place < b->place ? a->place : b->place;
		/* A sum may be as small as what the two cannot tell apart, unless it is
		 * 0. */
		n->least = n->place;
		break;
	case CSM_SQL_MUL:
		/* A product is rounded to its own last place, which `place` 0 lets the
		 * graph work out. */
		n->least = a->least * b->least;
		n->most = a->most * b->most;
		break;
	case CSM_SQL_DIV:
		n->least = a->least / b->most;
		n->most = a->most / b->least;
		break;
	case CSM_SQL_COALESCE:
		n->least = a->least < b->least ? a->least : b->least;
		n->most = a->most > b->most ? a->most : b->most;
		n->place = a->place < b->place ? a->place : b->place;
		break;
	case CSM_SQL_TO_REAL:
		n->least = 1;
		n->most = 0x1p63;
		break;
	case CSM_SQL_FLOOR_R:
		n->least = 1;
		n->most = a->most > 1 ? a->most : 1;
		break;
	case CSM_SQL_SQRT:
		/* Twice as wide as it is, since engines take the root of their own C
		 * library. */
		n->least = sqrt(a->least) / 2;
		n->most = sqrt(a->most) * 2;
		break;
	case CSM_SQL_LN:
	case CSM_SQL_LOG10:
		/* beside 1 a logarithm is no less than the last place */
		n->least = 0x1p-54;
		n->most = 1000;
		break;
	default:
		break;
	}
}

void
csm_sql_bound_either(struct csm_sql_node *n, csm_sql value, csm_sql other)
{
	n->least = value->op == CSM_SQL_NULL ? other->least
		   : other->op == CSM_SQL_NULL || value->least < other->least
		       ? value->least
		       : other->least;
	n->place = value->op == CSM_SQL_NULL ? other->place
		   : other->op == CSM_SQL_NULL || value->place < other->place
		       ? value->place
		       : other->place;
	n->most = value->op == CSM_SQL_NULL ? other->most
		  : other->op == CSM_SQL_NULL || value->most > other->most
		      ? value->most
		      : other->most;
}
