/*
 * The charts of a workbook, which are made of the cells of a sheet.
 */
#include "document/workbook.h"

#include "document/workbook_book.h"

#define LINE_WIDTH 2.25
#define GRID 0xE2E3E0 /* as light as the grid of drawings: choice of looks */

static void
set_color(lxw_chart_series *series, enum csm_workbook_kind kind, uint32_t color)
{
	lxw_chart_line line = {.color = color, .width = LINE_WIDTH};
	lxw_chart_fill fill = {.color = color};

	/* black lines are none of ours: 0 leaves the choice to the spreadsheet */
	if (color == 0)
		return;
	if (kind == CSM_WORKBOOK_LINES)
		chart_series_set_line(series, &line);
	else
		chart_series_set_fill(series, &fill);
}

/* Ranges, not numbers: a chart follows when somebody mends a cell. */
static void
workbook_chart_add_column(struct csm_workbook_sheet *sheet, lxw_chart *chart,
    const struct csm_workbook_chart *of, size_t i)
{
	lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
	lxw_row_t first = (lxw_row_t)of->first, last = (lxw_row_t)of->last;
	lxw_col_t along = (lxw_col_t)of->along, column = (lxw_col_t)of->column[i];

	chart_series_set_categories(series, sheet->name, first, along, last, along);
	chart_series_set_values(series, sheet->name, first, column, last, column);
	chart_series_set_name_range(series, sheet->name, (lxw_row_t)of->head, column);
	set_color(series, of->kind, of->color == NULL ? 0 : of->color[i]);
}

static void
workbook_chart_add_row(struct csm_workbook_sheet *sheet, lxw_chart *chart,
    const struct csm_workbook_chart *of, size_t row)
{
	lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
	lxw_col_t from = (lxw_col_t)of->column[0],
		  to = (lxw_col_t)of->column[of->columns - 1];
	lxw_row_t at = (lxw_row_t)row, head = (lxw_row_t)of->head;

	chart_series_set_categories(series, sheet->name, head, from, head, to);
	chart_series_set_values(series, sheet->name, at, from, at, to);
	chart_series_set_name_range(series, sheet->name, at, (lxw_col_t)of->along);
	set_color(series, of->kind, of->color == NULL ? 0 : of->color[row - of->first]);
}

static void
soften(lxw_chart *chart, const struct csm_workbook_chart *of)
{
	lxw_chart_line grid = {.color = GRID, .width = 0.75};

	/* of lying bars the axes change places */
	chart_axis_major_gridlines_set_line(
	    of->kind == CSM_WORKBOOK_SHARES ? chart->x_axis : chart->y_axis, &grid);
	if (of->format != NULL)
		chart_axis_set_num_format(chart->y_axis, of->format);
}

void
csm_workbook_chart(struct csm_workbook_sheet *sheet, size_t row, size_t column,
    const struct csm_workbook_chart *of)
{
	static const uint8_t types[] = {
	    LXW_CHART_LINE, LXW_CHART_COLUMN, LXW_CHART_BAR_STACKED_PERCENT};
	lxw_chart *chart = workbook_add_chart(sheet->book->workbook, types[of->kind]);
	lxw_chart_options place = {
	    .x_scale = 1.5, .y_scale = 1.1, .description = (char *)of->alt};

	chart_title_set_name_range(chart, sheet->name, 0, 0);
	if (of->kind == CSM_WORKBOOK_SHARES) {
		for (size_t r = of->first; r <= of->last; r++)
			workbook_chart_add_row(sheet, chart, of, r);
		/* Lying bars begin at the bottom otherwise, the first row lowest. */
		chart_axis_set_reverse(chart->y_axis);
	} else {
		for (size_t i = 0; i < of->columns; i++)
			workbook_chart_add_column(sheet, chart, of, i);
	}
	soften(chart, of);
	if (of->kind != CSM_WORKBOOK_SHARES && of->columns == 1)
		chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	else
		chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
	worksheet_insert_chart_opt(
	    sheet->sheet, (lxw_row_t)row, (lxw_col_t)column, chart, &place);
}
