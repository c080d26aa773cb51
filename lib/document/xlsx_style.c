#include "document/xlsx_style.h"

#include "table/show.h"

#include <string.h>

static const struct {
	const char *css;
	uint32_t fill, ink;
	uint32_t chart; /* a stronger one, for shares */
} paints[] = {{"green", 0xDFF1E5, 0x1A7442, 0x3F9D68},
    {"amber", 0xFBECC8, 0x8A5A00, 0xE0A83A}, {"red", 0xFBE0DD, 0xB3261E, 0xD2564C}};
/* No data: a fill that prints pale, and what a chart draws it in. */
#define GREY_FILL 0xEBEBE8
#define GREY_CHART 0xC4C6C2

struct csm_workbook_style
csm_xlsxstyle_state(const struct csm_state *state)
{
	for (size_t i = 0; i < sizeof paints / sizeof paints[0]; i++)
		if (strcmp(paints[i].css, csm_state_plain(state)->css) == 0)
			return (struct csm_workbook_style){
			    .fill = paints[i].fill, .ink = paints[i].ink};
	return (struct csm_workbook_style){.fill = GREY_FILL};
}

uint32_t
csm_xlsxstyle_chart(const struct csm_state *state)
{
	for (size_t i = 0; state != NULL && i < sizeof paints / sizeof paints[0]; i++)
		if (strcmp(paints[i].css, csm_state_plain(state)->css) == 0)
			return paints[i].chart;
	return GREY_CHART;
}

/* The unit is text within quotes; a percent is the sign alone, which shows hundredths as
 * what they are. */
static void
xlsx_style_put_number(
    struct csm_buf *out, const char *sign, int decimals, const char *unit)
{
	csm_buf_printf(
	    out, "%s#,##0%s%.*s", sign, decimals > 0 ? "." : "", decimals, "000000");
	if (unit == NULL)
		return;
	if (strcmp(unit, "%") == 0) {
		csm_buf_putc(out, '%');
		return;
	}
	csm_buf_puts(out, "\" ");
	/* a quote would end the quoted text */
	for (; *unit != '\0'; unit++)
		if (*unit != '"')
			csm_buf_putc(out, *unit);
	csm_buf_putc(out, '"');
}

/* "#,##0.0", "+#,##0;-#,##0;#,##0", "#,##0%", "#,##0" EUR"" */
void
csm_xlsxstyle_number(struct csm_buf *out, int64_t micros, const struct csm_look *look)
{
	int decimals = csm_show_fit(micros, look).places;

	if (look->show == CSM_SHOW_CHANGE) {
		xlsx_style_put_number(out, "+", decimals, look->unit);
		csm_buf_putc(out, ';');
		xlsx_style_put_number(out, "-", decimals, look->unit);
		csm_buf_putc(out, ';');
	}
	xlsx_style_put_number(out, "", decimals, look->unit);
}

bool
csm_xlsxstyle_percent(const struct csm_look *look)
{
	return look->unit != NULL && strcmp(look->unit, "%") == 0;
}
