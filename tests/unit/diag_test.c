#include "base/diag.h"

#include "test.h"

#include <string.h>

/* The last message, with its texts copied: they are borrowed for the call only. */
struct seen {
	int n;
	struct csm_message m;
	char text[4096], extra[64], file[64], value[64];
};

static void
copy(char *to, size_t size, const char *from)
{
	to[0] = '\0';
	if (from != NULL)
		strncat(to, from, size - 1);
}

static void
see(void *ctx, const struct csm_message *m)
{
	struct seen *seen = ctx;

	seen->n++;
	seen->m = *m;
	copy(seen->text, sizeof seen->text, m->text);
	copy(seen->extra, sizeof seen->extra, m->extra);
	copy(seen->file, sizeof seen->file, m->pos.file);
	if (m->value != NULL && m->value_len <= sizeof seen->value)
		memcpy(seen->value, m->value, m->value_len);
}

START_TEST(an_error_has_level_code_place_and_text)
{
	struct seen seen = {0};
	struct csm_diag d;
	struct csm_pos pos = {"a.json", 12, 3, "metrics[3].op"};

	csm_diag_init(&d, see, &seen);
	ck_assert_int_eq(d.status, 0);
	ck_assert_int_eq(csm_error(&d, CSM_E_CONFIG, &pos, "unknown %s", "key"), -1);
	ck_assert_int_eq(seen.n, 1);
	ck_assert_int_eq(seen.m.level, CSM_ERROR);
	ck_assert_int_eq(seen.m.code, CSM_E_CONFIG);
	ck_assert_str_eq(seen.text, "unknown key");
	ck_assert_str_eq(seen.file, "a.json");
	ck_assert_uint_eq(seen.m.pos.line, 12);
	ck_assert_uint_eq(seen.m.pos.column, 3);
	ck_assert_str_eq(seen.m.pos.path, "metrics[3].op");
	ck_assert_ptr_null(seen.m.extra);
	ck_assert_ptr_null(seen.m.value);
	ck_assert_int_eq(seen.m.reject, 0);
	ck_assert_uint_eq(seen.m.seq, 1);
	ck_assert_int_eq(d.status, 2);
}
END_TEST

START_TEST(an_error_can_carry_lines_to_show_below)
{
	struct seen seen = {0};
	struct csm_diag d;

	csm_diag_init(&d, see, &seen);
	ck_assert_int_eq(
	    csm_error_extra(&d, CSM_E_FORMULA, NULL, "a +\n  ^", "%d ends", 1), -1);
	ck_assert_str_eq(seen.text, "1 ends");
	ck_assert_str_eq(seen.extra, "a +\n  ^");
	ck_assert_ptr_null(seen.m.pos.file);
	ck_assert_uint_eq(seen.m.pos.line, 0);
}
END_TEST

START_TEST(a_reject_is_a_warning_with_the_value_quoted)
{
	struct seen seen = {0};
	struct csm_diag d;

	csm_diag_init(&d, see, &seen);
	ck_assert_int_eq(csm_reject(&d, CSM_E_DATE, NULL, "2024-02-30,x", 10,
			     "bad date", "no such day"),
	    -1);
	ck_assert_str_eq(
	    seen.text, "bad date \"2024-02-30\" (no such day); row rejected");
	ck_assert_int_eq(seen.m.level, CSM_ERROR);
	ck_assert_int_eq(seen.m.reject, 1);
	ck_assert_uint_eq(seen.m.value_len, 10);
	ck_assert_mem_eq(seen.value, "2024-02-30", 10);
	ck_assert_int_eq(d.status, 0);
	csm_reject(&d, CSM_E_COMPANY, NULL, NULL, 0, "no company", NULL);
	ck_assert_str_eq(seen.text, "no company; row rejected");
	ck_assert_ptr_null(seen.m.value);
	csm_reject(&d, CSM_E_NUMBER, NULL, "\0\n", 2, "bad number", NULL);
	ck_assert_str_eq(seen.text, "bad number \"\\x00\\n\"; row rejected");
	csm_reject(&d, CSM_E_NUMBER, NULL, "", 0, "bad number", NULL);
	ck_assert_str_eq(seen.text, "bad number \"\"; row rejected");
	csm_reject(&d, CSM_E_FIELDS, NULL, NULL, 0, "row", "3 columns");
	ck_assert_str_eq(seen.text, "row (3 columns); row rejected");
}
END_TEST

START_TEST(warnings_and_notes_return_0_and_do_not_change_the_status)
{
	struct seen seen = {0};
	struct csm_diag d;

	csm_diag_init(&d, see, &seen);
	ck_assert_int_eq(csm_warn(&d, CSM_E_READ, NULL, "%d", 1), 0);
	ck_assert_int_eq(seen.m.level, CSM_WARNING);
	ck_assert_int_eq(csm_note(&d, CSM_N_NOTE, NULL, "%d", 2), 0);
	ck_assert_int_eq(seen.m.level, CSM_NOTE);
	ck_assert_int_eq(d.status, 0);
}
END_TEST

START_TEST(messages_are_counted_by_code_and_the_worst_status_stays)
{
	struct seen seen = {0};
	struct csm_diag d;

	csm_diag_init(&d, see, &seen);
	for (unsigned i = 1; i <= 3; i++) {
		csm_warn(&d, CSM_W_OTHER, NULL, "w");
		ck_assert_uint_eq(seen.m.seq, i);
	}
	csm_error(&d, CSM_E_WRITE, NULL, "disk full");
	ck_assert_uint_eq(seen.m.seq, 1);
	csm_error(&d, CSM_E_REJECTS, NULL, "too many");
	ck_assert_int_eq(d.status, 4);
	ck_assert_uint_eq(d.count[CSM_W_OTHER], 3);
	ck_assert_uint_eq(d.count[CSM_E_WRITE], 1);
	ck_assert_uint_eq(d.count[CSM_E_DATE], 0);
}
END_TEST

START_TEST(without_a_receiver_messages_are_only_counted)
{
	struct csm_diag d;

	csm_diag_init(&d, NULL, NULL);
	csm_error(&d, CSM_E_OPEN, NULL, "%s", "x");
	csm_reject(&d, CSM_E_DATE, NULL, "x", 1, "bad date", NULL);
	ck_assert_uint_eq(d.count[CSM_E_OPEN], 1);
	ck_assert_uint_eq(d.count[CSM_E_DATE], 1);
	ck_assert_int_eq(d.status, 4);
}
END_TEST

START_TEST(a_message_of_any_length_arrives_whole)
{
	static const size_t lengths[] = {0, 1, 510, 511, 512, 513, 3000};
	struct seen seen = {0};
	struct csm_diag d;
	char text[3001];

	csm_diag_init(&d, see, &seen);
	memset(text, 'x', sizeof text);
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		text[lengths[i]] = '\0';
		csm_error(&d, CSM_E_CONFIG, NULL, "%s", text);
		ck_assert_str_eq(seen.text, text);
		text[lengths[i]] = 'x';
	}
}
END_TEST

START_TEST(codes_and_levels_have_names_and_exit_statuses)
{
	struct csm_diag d;

	csm_diag_init(&d, NULL, NULL);
	ck_assert_str_eq(csm_code_name(CSM_E_DATE), "E_DATE");
	ck_assert_str_eq(csm_code_name(CSM_E_INTERNAL), "E_INTERNAL");
	ck_assert_str_eq(
	    csm_code_name((enum csm_code)(CSM_CODE_COUNT - 1)), "E_INTERNAL");
	csm_error(&d, CSM_E_DATE, NULL, "x");
	ck_assert_int_eq(d.status, 0);
	csm_error(&d, CSM_E_REJECTS, NULL, "x");
	ck_assert_int_eq(d.status, 1);
	csm_error(&d, CSM_E_CONFIG, NULL, "x");
	ck_assert_int_eq(d.status, 2);
	csm_error(&d, CSM_E_HEADER, NULL, "x");
	ck_assert_int_eq(d.status, 3);
	csm_error(&d, CSM_E_WRITE, NULL, "x");
	ck_assert_int_eq(d.status, 4);
	ck_assert_str_eq(csm_level_name(CSM_NOTE), "note");
	ck_assert_str_eq(csm_level_name(CSM_WARNING), "warning");
	ck_assert_str_eq(csm_level_name(CSM_ERROR), "error");
}
END_TEST

TEST_MAIN("diag", an_error_has_level_code_place_and_text,
    an_error_can_carry_lines_to_show_below, a_reject_is_a_warning_with_the_value_quoted,
    warnings_and_notes_return_0_and_do_not_change_the_status,
    messages_are_counted_by_code_and_the_worst_status_stays,
    without_a_receiver_messages_are_only_counted, a_message_of_any_length_arrives_whole,
    codes_and_levels_have_names_and_exit_statuses)
