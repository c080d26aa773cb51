#include "chart/glyph.h"

#include "base/num.h"

/* U+2588 is full, U+2589 seven eighths, ... U+258F one eighth of the width. */
static const char *const width_eighths[] = {
    "", "\u258f", "\u258e", "\u258d", "\u258c", "\u258b", "\u258a", "\u2589", "\u2588"};
static const char *const height_eighths[] = {
    "\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588"};
/* By how high the ink of each stands, as well as ASCII can. */
static const char height_ascii[] = "_.-:=+*#";

void
csm_glyph_bar(struct csm_buf *out, int64_t part, int64_t whole, size_t width, int utf8)
{
	size_t eighths;

	if (part <= 0 || whole <= 0)
		return;
	/* a part may be of another day than the whole */
	if (part > whole)
		part = whole;
	eighths = (size_t)((double)part / (double)whole * (double)width * 8 + 0.5);
	/* What is there must not look like nothing. */
	if (eighths == 0)
		eighths = 1;
	if (!utf8) {
		for (size_t i = 0; i < (eighths + 4) / 8 || i == 0; i++)
			csm_buf_putc(out, '#');
		return;
	}
	for (size_t i = 0; i < eighths / 8; i++)
		csm_buf_puts(out, width_eighths[8]);
	csm_buf_puts(out, width_eighths[eighths % 8]);
}

void
csm_glyph_spark(struct csm_buf *out, const int64_t *series, size_t n, int utf8)
{
	/* 0 belongs to every sparkline, so that one of 98 to 100 is flat and not a
	 * mountain. */
	int64_t low = 0, high = 0;

	for (size_t i = 0; i < n; i++) {
		if (series[i] == CSM_MISSING)
			continue;
		if (series[i] < low)
			low = series[i];
		if (series[i] > high)
			high = series[i];
	}
	for (size_t i = 0; i < n; i++) {
		int step = 0;
		if (series[i] == CSM_MISSING) {
			csm_buf_putc(out, ' ');
			continue;
		}
		if (high > low)
			/* as doubles: what lies between may be beyond 64 bits */
			step = (int)(((double)series[i] - (double)low) /
					 ((double)high - (double)low) * 7 +
				     0.5);
		if (utf8)
			csm_buf_puts(out, height_eighths[step]);
		else
			csm_buf_putc(out, height_ascii[step]);
	}
}

void
csm_glyph_shade(struct csm_buf *out, int step, int steps, int utf8)
{
	static const char *const shades[] = {
	    " ", "\u2591", "\u2592", "\u2593", "\u2588"};
	static const char ascii[] = " .:*#";
	/* Upwards, since the lowest step above 0 is to be seen. */
	int shade = (step * 4 + steps - 1) / steps;

	if (utf8)
		csm_buf_puts(out, shades[shade]);
	else
		csm_buf_putc(out, ascii[shade]);
}
