#include "point/months.h"

#include "time/date.h"

const char *
csm_months_read(struct csm_months *days, struct csm_text date, int32_t *day)
{
	const char *why = csm_date_parse(date.s, date.len, day);

	if (why != NULL)
		return why;
	struct csm_civil civil = csm_date_to_civil(*day);
	struct csm_month *month = &days->month[csm_months_place(date)];
	memcpy(month->text, date.s, sizeof month->text);
	month->first = *day - civil.day + 1;
	month->days = csm_date_days_in_month(civil.year, civil.month);
	return NULL;
}
