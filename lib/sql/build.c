#include "sql/build.h"

#include <stdarg.h>

struct csm_sql_value
csm_sql_refuse(struct csm_sql_build *b, const char *fmt, ...)
{
	struct csm_buf what = {0};
	va_list ap;

	va_start(ap, fmt);
	csm_buf_vprintf(&what, fmt, ap);
	va_end(ap);
	/* Building goes on with a missing value, so that all refusals of a statement
	 * are told at once. */
	b->failed = 1;
	csm_use_error(&b->use, CSM_E_FORMULA, b->diag,
	    "%s cannot be said in the SQL of %s so that it is the same", what.data,
	    b->dialect->engine);
	csm_buf_fini(&what);
	return (struct csm_sql_value){.kind = CSM_SQL_MISSING};
}
