#include "table/show.h"

#include "base/text.h"
#include "time/date.h"

#include <string.h>

/* Halves away from zero, as people round; CSM_NUM_LIMIT leaves room for half a unit
 * above the largest number. */
static int64_t
show_rounded(int64_t micros, int places)
{
	int64_t unit = 1, size = micros < 0 ? -micros : micros;

	for (int i = places; i < 6; i++)
		unit *= 10;
	size = (size + unit / 2) / unit * unit;
	return micros < 0 ? -size : size;
}

/* Decimal places a number has. */
static int
show_places_of(int64_t micros)
{
	int places = 6;

	while (places > 0 && micros % 10 == 0) {
		micros /= 10;
		places--;
	}
	return places;
}

/* Whether rounding carries it over an edge. */
static bool
show_crosses(int64_t micros, int64_t rounded, const struct csm_edges *edges)
{
	for (size_t i = 0; i < edges->n; i++)
		if ((micros < edges->at[i]) != (rounded < edges->at[i]))
			return true;
	return false;
}

static int
show_places(int64_t micros, const struct csm_look *look)
{
	int places = look->places == CSM_PLACES_FEW ? 2 : look->places;

	if (places == -1)
		return show_places_of(micros);
	if (look->measure == CSM_MEASURE_MONEY)
		return show_rounded(micros, 2) % CSM_NUM_ONE == 0 ? 0 : 2;
	if (look->places == CSM_PLACES_FEW)
		while (places < 6 && micros != 0 && show_rounded(micros, places) == 0)
			places++;
	while (places < 6 &&
	       show_crosses(micros, show_rounded(micros, places), &look->edges))
		places++;
	return look->places == CSM_PLACES_FEW
		   ? show_places_of(show_rounded(micros, places))
		   : places;
}

struct csm_shown_number
csm_show_fit(int64_t micros, const struct csm_look *look)
{
	int places = show_places(micros, look);

	return (struct csm_shown_number){show_rounded(micros, places), places};
}

void
csm_show_number(struct csm_buf *out, int64_t micros, const struct csm_look *look)
{
	struct csm_shown_number fit = csm_show_fit(micros, look);
	char text[CSM_NUM_TEXT];
	const char *p = text, *point;
	size_t whole;

	/* Rounded before it is written, so that 0.999 with two places is 1.00, and
	 * -0.004 has no sign. */
	csm_num_format(fit.micros, text);
	if (*p == '-')
		csm_buf_putc(out, *p++);
	else if (look->show == CSM_SHOW_CHANGE && fit.micros > 0)
		csm_buf_putc(out, '+');
	point = strchr(p, '.');
	whole = point == NULL ? strlen(p) : (size_t)(point - p);
	csm_text_group(out, p, whole);
	if (point != NULL)
		csm_buf_puts(out, point);
	else if (fit.places > 0)
		csm_buf_putc(out, '.');
	for (int i = point == NULL ? 0 : (int)strlen(point + 1); i < fit.places; i++)
		csm_buf_putc(out, '0');
	if (look->unit != NULL) {
		if (strcmp(look->unit, "%") != 0)
			csm_buf_putc(out, ' ');
		csm_buf_puts(out, look->unit);
	}
}

static const struct letter {
	int64_t one;
	const char *text;
} letters[] = {{INT64_C(1000000000000000000), "T"}, {INT64_C(1000000000000000), "G"},
    {INT64_C(1000000000000), "M"}, {INT64_C(1000000000), "k"}, {CSM_NUM_ONE, ""}};

/* The letter of a number that large. */
static const struct letter *
show_letter(int64_t micros)
{
	const struct letter *l = letters;
	int64_t size = micros < 0 ? -micros : micros;

	while (size < l->one && l->one > CSM_NUM_ONE)
		l++;
	return l;
}

void
csm_show_short(struct csm_buf *out, int64_t micros)
{
	const struct letter *letter = show_letter(micros);
	struct csm_look look = {.places = -1};
	int64_t size = micros < 0 ? -micros : micros;

	if (letter->one == CSM_NUM_ONE) {
		csm_show_number(
		    out, show_rounded(micros, size < 10 * CSM_NUM_ONE ? 2 : 1), &look);
		return;
	}
	/* One place below a hundred, none from there on: 99.9k, then 100k. */
	int64_t tenths = (size + letter->one / 20) / (letter->one / 10);
	if (tenths >= 1000)
		tenths = (tenths + 5) / 10 * 10;
	int64_t shown = tenths * (CSM_NUM_ONE / 10);
	csm_show_number(out, micros < 0 ? -shown : shown, &look);
	csm_buf_puts(out, letter->text);
}

void
csm_show_tick(struct csm_buf *out, int64_t micros)
{
	const struct letter *letter = show_letter(micros);

	csm_show_number(out, micros / (letter->one / CSM_NUM_ONE),
	    &(struct csm_look){.places = -1});
	csm_buf_puts(out, letter->text);
}

void
csm_show_cell(
    struct csm_buf *out, const struct csm_cell *cell, const struct csm_heading *column)
{
	switch (cell->kind) {
	case CSM_CELL_NONE:
		csm_buf_puts(out, CSM_SHOW_NONE);
		break;
	case CSM_CELL_BLANK:
	case CSM_CELL_SERIES:
		break;
	case CSM_CELL_LIGHTS:
		for (size_t i = 0; i < cell->n; i++)
			csm_buf_puts(out, cell->light[i].state == NULL
					      ? "."
					      : cell->light[i].state->letter);
		break;
	case CSM_CELL_NUMBER:
		csm_show_number(out, cell->number, csm_cell_look(cell, column));
		break;
	case CSM_CELL_TEXT:
		csm_buf_puts(out, cell->text);
		break;
	case CSM_CELL_DAY:
		csm_show_exact(out, cell);
		break;
	}
}

void
csm_show_exact(struct csm_buf *out, const struct csm_cell *cell)
{
	char text[CSM_NUM_TEXT > CSM_DAY_TEXT ? CSM_NUM_TEXT : CSM_DAY_TEXT];

	switch (cell->kind) {
	case CSM_CELL_NONE:
	case CSM_CELL_BLANK:
		break;
	case CSM_CELL_TEXT:
		csm_buf_puts(out, cell->exact != NULL ? cell->exact : cell->text);
		break;
	case CSM_CELL_NUMBER:
		csm_num_format(cell->number, text);
		csm_buf_puts(out, text);
		break;
	case CSM_CELL_DAY:
		csm_date_format(cell->day, text);
		csm_buf_puts(out, text);
		break;
	case CSM_CELL_SERIES:
		for (size_t i = 0; i < cell->n; i++) {
			if (i > 0)
				csm_buf_putc(out, ';');
			/* An empty place between two semicolons: the days of a series
			 * are counted by them. */
			if (cell->series[i] == CSM_MISSING)
				continue;
			csm_num_format(cell->series[i], text);
			csm_buf_puts(out, text);
		}
		break;
	case CSM_CELL_LIGHTS:
		for (size_t i = 0; i < cell->n; i++) {
			if (i > 0)
				csm_buf_putc(out, ';');
			if (cell->light[i].state != NULL)
				csm_buf_puts(out, cell->light[i].state->name);
		}
		break;
	}
}

/* csm_cell_series makes no series without any value, so there is a highest. */
void
csm_show_series(struct csm_buf *out, const struct csm_cell *cell)
{
	struct csm_look look = cell->look != NULL
				   ? *cell->look
				   : (struct csm_look){.places = CSM_PLACES_FEW};
	int64_t last = cell->series[cell->n - 1], high = CSM_MISSING;

	for (size_t i = 0; i < cell->n; i++)
		if (cell->series[i] > high) /* CSM_MISSING is below every number */
			high = cell->series[i];
	csm_buf_puts(out, "highest ");
	csm_show_number(out, high, &look);
	csm_buf_puts(out, ", last ");
	if (last == CSM_MISSING)
		csm_buf_puts(out, CSM_SHOW_NONE);
	else
		csm_show_number(out, last, &look);
}

/* Averages, not every so many days: a peak between two picked days would vanish. */
void
csm_show_squeeze(const int64_t *series, size_t n, int64_t *out, size_t into)
{
	for (size_t i = 0; i < into; i++) {
		/* for the eye only, and sums of a year of large values are beyond 64
		 * bits */
		double sum = 0;
		size_t days = 0;
		for (size_t k = n * i / into; k < n * (i + 1) / into; k++) {
			if (series[k] == CSM_MISSING)
				continue;
			sum += (double)series[k];
			days++;
		}
		out[i] = days == 0 ? CSM_MISSING : (int64_t)(sum / (double)days);
	}
}
