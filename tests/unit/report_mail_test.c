#include "document/mail_text.h"

#include "test.h"

#include <stdlib.h>
#include <string.h>

static void
is_field(const char *text, const char *field)
{
	struct csm_buf out = {0};

	csm_mailtext_field(&out, "Subject", text);
	ck_assert_str_eq(csm_buf_text(&out), field);
	csm_buf_fini(&out);
}

/* Encoded words by Python's base64. */
START_TEST(a_field_is_folded_or_encoded)
{
	is_field("", "Subject: \n");
	is_field("Portfolio: 2 companies", "Subject: Portfolio: 2 companies\n");
	is_field("aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggg "
		 "hhhhhhhhh",
	    "Subject: aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff "
	    "ggggggg\n hhhhhhhhh\n");
	is_field("Portfölj: 14 företag, per 2026-11-20 – läget i dag",
	    "Subject: "
	    "=?UTF-8?B?UG9ydGbDtmxqOiAxNCBmw7ZyZXRhZywgcGVyIDIwMjYtMTEtMjAg?=\n"
	    " =?UTF-8?B?4oCTIGzDpGdldCBpIGRhZw==?=\n");
	/* what looks encoded is encoded: "=?" */
	is_field("=?", "Subject: =?UTF-8?B?PT8=?=\n");
}
END_TEST

START_TEST(a_line_end_does_not_begin_another_field)
{
	is_field("x\r\nBcc: y", "Subject: =?UTF-8?B?eCAgQmNjOiB5?=\n");
	is_field("x\nBcc: y", "Subject: x Bcc: y\n");
}
END_TEST

static void
is_address(const char *text, const char *header)
{
	struct csm_buf out = {0};

	ck_assert_int_eq(csm_mailtext_address(&out, text), 0);
	ck_assert_str_eq(csm_buf_text(&out), header);
	csm_buf_fini(&out);
}

START_TEST(an_address_may_have_a_name)
{
	is_address("root", "root");
	is_address("a.b+c@example.org", "a.b+c@example.org");
	is_address("<a@example.org>", "<a@example.org>");
	is_address("Ann Lee <a@example.org>", "\"Ann Lee\"\n <a@example.org>");
	is_address("A \"B\" \\ <a@b>", "\"A \\\"B\\\" \\\\\"\n <a@b>");
	is_address("Åsa Öberg <asa@example.org>",
	    "=?UTF-8?B?w4VzYSDDlmJlcmc=?=\n <asa@example.org>");
}
END_TEST

START_TEST(what_is_no_address_is_refused)
{
	static const char *const bad[] = {"", "a b", "a@", "@b", "a@b@c", "a@b,c@d",
	    "a@b\nBcc: c@d", "Ann\nBcc: <a@b>", "Ann <a@b> x", "<a@b", "a..b@c", ".a@b",
	    "a@b.", "\xc3\xa5@b", "a@b>", "<>", "\"a b\"@c", "a;b@c", "Ann \xff <a@b>"};
	struct csm_buf out = {0};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		ck_assert_msg(
		    csm_mailtext_address(&out, bad[i]) == -1, "\"%s\"", bad[i]);
		ck_assert_uint_eq(out.len, 0);
	}
}
END_TEST

static void
is_quoted(const char *text, const char *coded)
{
	struct csm_buf out = {0};

	csm_mailtext_quoted(&out, text, strlen(text));
	ck_assert_str_eq(csm_buf_text(&out), coded);
	csm_buf_fini(&out);
}

START_TEST(quoted_printable_is_what_rfc_2045_says)
{
	is_quoted("", "");
	is_quoted("a=b", "a=3Db\n");
	is_quoted("å \nx\t\r", "=C3=A5=20\nx=09=0D\n");
	is_quoted("a\n\nb\n", "a\n\nb\n");
	/* 76 as they are, 77 in two lines */
	is_quoted("12345678901234567890123456789012345678901234567890123456789012345678"
		  "90123456",
	    "12345678901234567890123456789012345678901234567890123456789012345678901234"
	    "56\n");
	is_quoted("12345678901234567890123456789012345678901234567890123456789012345678"
		  "901234567",
	    "12345678901234567890123456789012345678901234567890123456789012345678901234"
	    "5=\n"
	    "67\n");
	/* a code is never split */
	is_quoted("12345678901234567890123456789012345678901234567890123456789012345678"
		  "901234åx",
	    "12345678901234567890123456789012345678901234567890123456789012345678901234"
	    "=\n"
	    "=C3=A5x\n");
}
END_TEST

START_TEST(no_line_means_something_to_a_mail_program)
{
	is_quoted(".\n..\n.a\n", "=2E\n..\n.a\n");
	is_quoted("From me\nFrom\n>From me\n", "=46rom me\nFrom\n>From me\n");
}
END_TEST

START_TEST(base64_has_lines_of_76)
{
	struct csm_buf out = {0};

	csm_mailtext_base64(&out, "any carnal pleas", 16);
	csm_mailtext_base64(&out, "any carnal pleasu", 17);
	csm_mailtext_base64(&out, "any carnal pleasur", 18);
	csm_mailtext_base64(&out, "", 0);
	ck_assert_str_eq(out.data,
	    "YW55IGNhcm5hbCBwbGVhcw==\nYW55IGNhcm5hbCBwbGVhc3U=\n"
	    "YW55IGNhcm5hbCBwbGVhc3Vy\n");
	csm_buf_reset(&out);
	for (int i = 0; i < 58; i++) /* 57 bytes fill a line */
		csm_buf_putc(&out, 'a');
	struct csm_buf coded = {0};
	csm_mailtext_base64(&coded, out.data, 57);
	ck_assert_uint_eq(coded.len, 77);
	csm_buf_reset(&coded);
	csm_mailtext_base64(&coded, out.data, 58);
	ck_assert_str_eq(coded.data + 77, "YQ==\n");
	csm_buf_fini(&coded);
	csm_buf_fini(&out);
}
END_TEST

START_TEST(dates_are_those_of_rfc_5322)
{
	struct csm_buf out = {0};

	csm_mailtext_date(&out, 0);
	ck_assert_str_eq(out.data, "Thu, 01 Jan 1970 00:00:00 +0000");
	csm_buf_reset(&out);
	csm_mailtext_date(&out, 1774866300);
	ck_assert_str_eq(out.data, "Mon, 30 Mar 2026 10:25:00 +0000");
	csm_buf_reset(&out);
	csm_mailtext_date(&out, 4291747199);
	ck_assert_str_eq(out.data, "Thu, 31 Dec 2105 23:59:59 +0000");
	csm_buf_fini(&out);
}
END_TEST

TEST_MAIN("report_mail", a_field_is_folded_or_encoded,
    a_line_end_does_not_begin_another_field, an_address_may_have_a_name,
    what_is_no_address_is_refused, quoted_printable_is_what_rfc_2045_says,
    no_line_means_something_to_a_mail_program, base64_has_lines_of_76,
    dates_are_those_of_rfc_5322)
