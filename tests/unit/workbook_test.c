#include "base/xalloc.h"
#include "document/workbook.h"
#include "document/workbook_check.h"
#include "document/xlsx_text.h"
#include "document/writer.h"
#include "io/archive.h"

#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void
is_named(const char *wanted, unsigned attempt, const char *name)
{
	struct csm_buf out = {0};

	csm_xlsxtext_name(&out, wanted, attempt);
	ck_assert_str_eq(csm_buf_text(&out), name);
	csm_buf_fini(&out);
}

START_TEST(a_name_keeps_to_31_units_and_the_signs_allowed)
{
	is_named("Health", 1, "Health");
	is_named("Health", 2, "Health 2");
	is_named(
	    "sum(activities.*, 7) / [x]:?\\'", 1, "sum(activities.-, 7) - -x-----");
	is_named("abcdefghijklmnopqrstuvwxyz0123456789", 1,
	    "abcdefghijklmnopqrstuvwxyz01234");
	is_named("abcdefghijklmnopqrstuvwxyz0123456789", 12,
	    "abcdefghijklmnopqrstuvwxyz01 12");
	is_named("History", 1, "History 2");
	is_named("", 1, "Sheet");
	/* fifteen faces are 30 units, and a sixteenth two more */
	is_named("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", 1, "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀");
}
END_TEST

static void
is_text(const char *from, const char *to)
{
	struct csm_buf out = {0};

	ck_assert_int_eq(csm_xlsxtext_put(&out, from), 0);
	ck_assert_str_eq(csm_buf_text(&out), to);
	csm_buf_fini(&out);
}

START_TEST(a_text_that_looks_like_an_escape_is_escaped)
{
	is_text("", "");
	is_text("_x0041_", "_x005F_x0041_");
	is_text("a_x0041", "a_x0041");
	is_text("_x00g1_", "_x00g1_");
	is_text("_X0041_", "_X0041_");
}
END_TEST

START_TEST(a_text_longer_than_a_cell_is_cut_between_characters)
{
	char *text = csm_xmalloc(40001);
	struct csm_buf out = {0};

	memset(text, 'a', 40000);
	text[32767] = '\0';
	ck_assert_int_eq(csm_xlsxtext_put(&out, text), 0);
	ck_assert_uint_eq(out.len, 32767);
	csm_buf_reset(&out);
	text[32767] = 'a';
	text[40000] = '\0';
	ck_assert_int_eq(csm_xlsxtext_put(&out, text), 1);
	ck_assert_uint_eq(out.len, 32766 + strlen("…"));
	csm_buf_reset(&out);
	memcpy(text + 32765, "😀", strlen("😀")); /* two units, one of them too many */
	ck_assert_int_eq(csm_xlsxtext_put(&out, text), 1);
	ck_assert_str_eq(out.data + 32765, "…");
	csm_buf_fini(&out);
	free(text);
}
END_TEST

static char message[256];

static void
emit(void *ctx, const struct csm_message *m)
{
	(void)ctx;
	snprintf(message, sizeof message, "%s", m->text);
}

static void
is_refused(struct csm_doc *doc, const char *why)
{
	const struct csm_writer_options options = {0};
	struct csm_buf out = {0};
	struct csm_diag diag;

	csm_diag_init(&diag, emit, NULL);
	ck_assert_int_eq(csm_write_xlsx(doc, &options, &out, &diag), -1);
	ck_assert_str_eq(message, why);
	ck_assert_uint_eq(out.len, 0);
	ck_assert_int_eq(diag.status, 2);
	csm_buf_fini(&out);
	csm_doc_fini(doc);
}

static const struct csm_table_column empty_column = {
    .name = "x", .title = "x", .kind = CSM_CELL_NUMBER};

START_TEST(more_rows_than_a_sheet_holds_are_refused)
{
	struct csm_doc doc = {0};
	struct csm_table *t = csm_doc_table(&doc, "list", "Companies");

	csm_table_add(t, &empty_column);
	for (size_t i = 0; i < 1048573; i++)
		csm_table_put(t, NULL);
	is_refused(&doc,
	    "list: 1048573 rows and 1 columns; a sheet of a workbook holds 1048572 and "
	    "16384: choose fewer, or csv");
}
END_TEST

START_TEST(more_columns_than_a_sheet_holds_are_refused)
{
	struct csm_doc doc = {0};
	struct csm_table *t = csm_doc_table(&doc, "list", "Companies");

	for (size_t i = 0; i < 8193; i++)
		csm_table_add(t, &empty_column)->stated = 1;
	is_refused(&doc,
	    "list: 0 rows and 16386 columns; a sheet of a workbook holds 1048572 and "
	    "16384: choose fewer, or csv");
}
END_TEST

START_TEST(a_cell_that_no_sheet_has_fails_the_workbook)
{
	const struct csm_workbook_style style = {0};
	struct csm_diag diag;
	struct csm_buf out = {0};

	csm_diag_init(&diag, emit, NULL);
	struct csm_workbook *book = csm_workbook_new(&diag);
	struct csm_workbook_sheet *sheet = csm_workbook_sheet(book, "Companies");
	csm_workbook_number(sheet, 1048575, 16383, CSM_NUM_ONE, &style);
	csm_workbook_number(sheet, 1048576, 0, CSM_NUM_ONE, &style);
	ck_assert_int_eq(csm_workbook_finish(book, &out, &diag), -1);
	ck_assert_str_eq(message,
	    "a workbook cannot hold it: Worksheet row or column index out of range.");
	ck_assert_int_eq(diag.status, 4);
	csm_workbook_free(book);
	csm_buf_fini(&out);
}
END_TEST

START_TEST(parts_of_one_title_and_an_empty_document_are_workbooks)
{
	const struct csm_writer_options options = {.day = 0};
	struct csm_doc doc = {0};
	struct csm_buf out = {0};

	ck_assert_int_eq(csm_write_xlsx(&doc, &options, &out, NULL), 0);
	ck_assert_mem_eq(out.data, "PK\3\4", 4);
	csm_buf_reset(&out);
	for (int i = 0; i < 3; i++)
		csm_table_add(csm_doc_table(&doc, "a", i == 1 ? "UNITS" : "Units"),
		    &empty_column);
	ck_assert_int_eq(csm_write_xlsx(&doc, &options, &out, NULL), 0);
	ck_assert_mem_eq(out.data, "PK\3\4", 4);
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
}
END_TEST

static const char *
part(const char *xml)
{
	struct csm_workbook_content found = {0};

	return csm_workbookcheck_part(xml, strlen(xml), &found);
}

START_TEST(a_part_that_is_cut_anywhere_is_noticed)
{
	static const char whole[] =
	    "<?xml version=\"1.0\"?>\n<sst a=\"1 > 0\"><si><t>A "
	    "&amp; B</t></si><si/><c r=\"A1\"/></sst>";
	struct csm_workbook_content found = {0};

	ck_assert_ptr_null(csm_workbookcheck_part(whole, strlen(whole), &found));
	ck_assert_uint_eq(found.cells, 1);
	ck_assert_uint_eq(found.texts, 2);
	ck_assert_uint_eq(found.text_bytes, csm_workbookcheck_text("A & B"));
	for (size_t n = 0; n < strlen(whole); n++)
		ck_assert_ptr_nonnull(csm_workbookcheck_part(whole, n, &found));
	ck_assert_ptr_nonnull(part("<a><b></a></b>"));
	ck_assert_ptr_nonnull(part("<a></a><b></b>"));
	ck_assert_ptr_nonnull(part("</a>"));
	ck_assert_ptr_nonnull(part("<a><b c=\"</b></a>"));
}
END_TEST

/* One part, its content lost on the way, in a zip file that is whole. */
START_TEST(a_workbook_that_is_damaged_anywhere_is_noticed)
{
	const struct csm_writer_options options = {.day = 0};
	struct csm_doc doc = {0};
	struct csm_buf out = {0};
	struct csm_workbook_content want = {0};
	struct csm_archive a;
	struct csm_text name;
	struct csm_buf text = {0};
	const char *why;
	size_t parts = 0;

	ck_assert_int_eq(csm_write_xlsx(&doc, &options, &out, NULL), 0);
	want.sheets = 1;
	ck_assert_ptr_null(csm_workbookcheck_bytes(out.data, out.len, &want));
	want.cells = 1;
	ck_assert_str_eq(
	    csm_workbookcheck_bytes(out.data, out.len, &want), "cells are missing");
	want = (struct csm_workbook_content){.sheets = 2};
	ck_assert_str_eq(
	    csm_workbookcheck_bytes(out.data, out.len, &want), "a sheet is missing");
	want.sheets = 1;
	for (size_t n = 0; n < out.len; n++)
		ck_assert_ptr_nonnull(csm_workbookcheck_bytes(out.data, n, &want));
	/* packed bytes: a checksum tells */
	for (size_t i = 60; i < 160; i++) {
		out.data[i] ^= 4;
		ck_assert_ptr_nonnull(
		    csm_workbookcheck_bytes(out.data, out.len, &want));
		out.data[i] ^= 4;
	}
	ck_assert_ptr_null(csm_archive_open(&a, out.data, out.len));
	while (csm_archive_next(&a, &name, &text, &why) == 1)
		parts++;
	ck_assert_ptr_null(why);
	ck_assert_uint_ge(parts, 8);
	csm_buf_fini(&text);
	csm_buf_fini(&out);
}
END_TEST

/* What the system said is the reason, and the other library's lines are not printed. */
START_TEST(a_workbook_that_cannot_be_written_is_told_in_our_words_alone)
{
	const struct csm_writer_options options = {.day = 0};
	struct csm_doc doc = {0};
	struct csm_buf out = {0};
	struct csm_diag diag;
	struct rlimit old, small;
	struct stat printed;
	FILE *errors = tmpfile();
	int before = dup(STDERR_FILENO), result;

	csm_diag_init(&diag, emit, NULL);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 64;
	signal(SIGXFSZ, SIG_IGN);
	dup2(fileno(errors), STDERR_FILENO);
	setrlimit(RLIMIT_FSIZE, &small);
	result = csm_write_xlsx(&doc, &options, &out, &diag);
	setrlimit(RLIMIT_FSIZE, &old);
	fputs("heard", stderr); /* standard error is as it was */
	dup2(before, STDERR_FILENO);
	ck_assert_int_eq(result, -1);
	ck_assert_int_eq(fstat(fileno(errors), &printed), 0);
	ck_assert_int_eq(printed.st_size, strlen("heard"));
	ck_assert_str_eq(
	    message, "cannot write a temporary file in /tmp: File too large");
	close(before);
	fclose(errors);
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
}
END_TEST

static struct csm_cell
scored(const void *row, size_t at)
{
	struct csm_cell cell = csm_cell_number(*(const int64_t *)row);

	(void)at;
	cell.state = csm_state_at(0); /* good */
	return cell;
}

/* Whether the sheet of two scores has a rule that ends with the text. */
static bool
has_rule(int64_t low, int64_t high, const char *text)
{
	static const struct csm_table_column columns[] = {
	    {"company", "Company", CSM_CELL_TEXT, .put = NULL},
	    {"health", "Health", CSM_CELL_NUMBER, .of = scored, .stated = true}};
	struct csm_doc doc = {0};
	struct csm_writer_options options = {.width = 80};
	struct csm_table *t = csm_doc_table(&doc, "accounts", "Accounts");
	struct csm_buf out = {0}, part = {0};
	struct csm_archive a;
	struct csm_text name;
	const char *why;
	bool found = false;

	CSM_TABLE_COLUMNS(t, columns);
	csm_table_put(t, &low);
	csm_table_put(t, &high);
	ck_assert_int_eq(csm_write_xlsx(&doc, &options, &out, NULL), 0);
	ck_assert_ptr_null(csm_archive_open(&a, out.data, out.len));
	while (csm_archive_next(&a, &name, &part, &why) == 1)
		found |= strstr(csm_buf_text(&part), text) != NULL;
	csm_buf_fini(&part);
	csm_buf_fini(&out);
	csm_doc_fini(&doc);
	return found;
}

START_TEST(colours_of_scores_are_of_the_scale_they_are_on)
{
	ck_assert(has_rule(2 * CSM_NUM_ONE, 7 * CSM_NUM_ONE,
	    "<cfvo type=\"num\" val=\"5\"/><cfvo type=\"num\" val=\"10\"/>"));
	ck_assert(has_rule(20 * CSM_NUM_ONE, 70 * CSM_NUM_ONE,
	    "<cfvo type=\"num\" val=\"50\"/><cfvo type=\"num\" val=\"100\"/>"));
}
END_TEST

TEST_MAIN("book", a_name_keeps_to_31_units_and_the_signs_allowed,
    a_text_that_looks_like_an_escape_is_escaped,
    a_text_longer_than_a_cell_is_cut_between_characters,
    more_rows_than_a_sheet_holds_are_refused,
    more_columns_than_a_sheet_holds_are_refused,
    a_cell_that_no_sheet_has_fails_the_workbook, a_part_that_is_cut_anywhere_is_noticed,
    a_workbook_that_is_damaged_anywhere_is_noticed,
    a_workbook_that_cannot_be_written_is_told_in_our_words_alone,
    parts_of_one_title_and_an_empty_document_are_workbooks,
    colours_of_scores_are_of_the_scale_they_are_on)
