#include "time/newest.h"

#include "base/buf.h"
#include "base/text.h"

/* 1990-01-01: no export of customers' doings is older. */
#define EARLIEST 7305

void
csm_newest_merge(struct csm_newest *n, const struct csm_newest *other)
{
	if (other->day > n->day)
		n->day = other->day;
	if (other->late > n->late)
		n->late = other->late;
	n->lates += other->lates;
}

int32_t
csm_newest_day(const struct csm_newest *n)
{
	return n->day != CSM_DAY_NONE ? n->day : n->late;
}

static void
tell_late(const struct csm_newest *n, const char *what, struct csm_diag *diag)
{
	char late[CSM_DAY_TEXT], today[CSM_DAY_TEXT], day[CSM_DAY_TEXT];
	struct csm_buf many = {0};

	csm_text_count(&many, n->lates, what);
	csm_date_format(n->late, late);
	csm_date_format(n->today, today);
	if (n->day == CSM_DAY_NONE) {
		csm_warn(diag, CSM_W_FUTURE, NULL,
		    "%s, and all after today, %s, up to %s", many.data, today, late);
	} else {
		csm_date_format(n->day, day);
		csm_warn(diag, CSM_W_FUTURE, NULL,
		    "%s after today, %s, up to %s; the newest day taken is %s",
		    many.data, today, late, day);
	}
	csm_buf_fini(&many);
}

void
csm_newest_tell(const struct csm_newest *n, const char *what, struct csm_diag *diag)
{
	char day[CSM_DAY_TEXT];

	if (n->lates > 0)
		tell_late(n, what, diag);
	if (n->day == CSM_DAY_NONE || n->day >= EARLIEST)
		return;
	csm_date_format(n->day, day);
	csm_warn(diag, CSM_W_FUTURE, NULL,
	    "the newest of the %s is of %s; times in another unit look so "
	    "(--time-format epoch_ms, epoch_us, excel, days_1970)",
	    what, day);
}
