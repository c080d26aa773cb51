/* The day of a row whose time is not of the day that the last one was. */
#include "ingest/fast/fast_day.h"

#include <string.h>

int
csm_fast_day_read(struct csm_fast_worker *w, struct csm_text t, int32_t *day)
{
	struct csm_stamp stamp;
	enum csm_stamp_kind kind = w->when.format.kind;
	int range = 0;

	if (kind == CSM_STAMP_DETECT || kind == CSM_STAMP_ISO) {
		/* Forgotten first: if this time is not read, the date before it must
		 * not stay in its place. */
		w->date_day = CSM_DAY_NONE;
		if (kind == CSM_STAMP_DETECT &&
		    csm_stamp_ambiguous(t.s, t.len, &(int){0}, &(int){0}))
			return 0;
	}
	if (t.len == 0 || csm_time_column_read(&w->when, t, &stamp, &range) != NULL)
		return 0;
	*day = stamp.day;
	if ((kind == CSM_STAMP_DETECT || kind == CSM_STAMP_ISO) &&
	    /* The date as it is written, before the zone: csm_fast_day_again moves it
	     * by the zone again. */
	    csm_date_parse(t.s, sizeof w->date, &w->date_day) == NULL)
		memcpy(w->date, t.s, sizeof w->date);
	else
		w->date_day = CSM_DAY_NONE;
	return 1;
}
