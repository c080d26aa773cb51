#include "sql/build.h"

#include <stdarg.h>
#include <stdio.h>

struct csm_sql_value
csm_sql_refuse(struct csm_sql_build *b, const char *fmt, ...)
{
	char what[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	b->failed = 1;
	csm_use_error(&b->use, CSM_E_FORMULA, b->diag,
	    "%s cannot be said in the SQL of %s so that it is the same", what,
	    b->dialect->engine);
	return (struct csm_sql_value){.kind = CSM_SQL_MISSING};
}
