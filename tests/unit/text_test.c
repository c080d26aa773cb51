#include "base/text.h"
#include "base/arena.h"

#include "test.h"

#include <string.h>

static void
check_quoted(const char *s, size_t len, const char *want)
{
	struct csm_buf b = {0};

	csm_text_quote(&b, s, len);
	ck_assert_str_eq(csm_buf_text(&b), want);
	csm_buf_fini(&b);
}

START_TEST(quoted_text_shows_every_byte_a_terminal_would_act_on)
{
	check_quoted("", 0, "\"\"");
	check_quoted("plain", 5, "\"plain\"");
	check_quoted("a\n\t\r\\\"b", 7, "\"a\\n\\t\\r\\\\\\\"b\"");
	check_quoted("\0\033[31m\177", 7, "\"\\x00\\x1b[31m\\x7f\"");
	check_quoted("G\303\266teborg", 9, "\"G\303\266teborg\"");
	check_quoted("\360\237\231\202", 4, "\"\360\237\231\202\"");
	/* C1 controls, line separator, right-to-left override, isolate, Arabic mark */
	check_quoted("\302\233", 2, "\"\\xc2\\x9b\"");
	check_quoted("\342\200\250", 3, "\"\\xe2\\x80\\xa8\"");
	check_quoted("\342\200\256x", 4, "\"\\xe2\\x80\\xaex\"");
	check_quoted("\342\201\246", 3, "\"\\xe2\\x81\\xa6\"");
	check_quoted("\342\200\216", 3, "\"\\xe2\\x80\\x8e\"");
	check_quoted("\330\234", 2, "\"\\xd8\\x9c\"");
	/* their neighbours are ordinary: no-break space, hyphen, Arabic semicolon */
	check_quoted("\302\240", 2, "\"\302\240\"");
	check_quoted("\342\200\220", 3, "\"\342\200\220\"");
	check_quoted("\330\233", 2, "\"\330\233\"");
	check_quoted("a\377b\303", 4, "\"a\\xffb\\xc3\"");
}
END_TEST

START_TEST(quoted_text_is_cut_at_80_bytes_between_characters)
{
	char text[200], want[200];

	memset(text, 'x', sizeof text);
	memset(want, 'x', sizeof want);
	want[0] = '"';
	memcpy(want + 81, "\"", 2);
	check_quoted(text, 80, want);
	memcpy(want + 81, "...\"", 5);
	check_quoted(text, 81, want);
	check_quoted(text, 200, want);
	/* the two bytes at 79 and 80 are one character: both stay out */
	text[79] = '\303';
	text[80] = '\266';
	memcpy(want + 80, "...\"", 5);
	check_quoted(text, 100, want);
	text[79] = 'x';
	text[80] = 'x';
	text[78] = '\303';
	text[79] = '\266';
	memset(want + 1, 'x', 78);
	memcpy(want + 79, "\303\266\"", 4);
	check_quoted(text, 80, want);
}
END_TEST

/* Table 3-7 of the Unicode standard, and Markus Kuhn's decoder stress cases. */
START_TEST(only_well_formed_utf8_is_valid)
{
	static const struct {
		const char *s;
		size_t len, valid;
	} known[] = {{"", 0, 0}, {"abc", 3, 3}, {"\0", 1, 1}, {"\177", 1, 1},
	    {"\302\200", 2, 2}, {"\337\277", 2, 2}, {"\340\240\200", 3, 3},
	    {"\355\237\277", 3, 3}, {"\356\200\200", 3, 3}, {"\357\277\277", 3, 3},
	    {"\360\220\200\200", 4, 4}, {"\364\217\277\277", 4, 4}, {"a\200", 2, 1},
	    {"a\300\257", 3, 1}, {"\301\277", 2, 0}, {"\340\237\277", 3, 0},
	    {"\355\240\200", 3, 0}, {"\355\277\277", 3, 0}, {"\360\217\277\277", 4, 0},
	    {"\364\220\200\200", 4, 0}, {"\365\200\200\200", 4, 0},
	    {"\370\210\200\200\200", 5, 0}, {"\376", 1, 0}, {"\377", 1, 0},
	    {"ab\303", 3, 2}, {"ab\342\202", 4, 2}, {"ab\360\237\231", 5, 2},
	    {"\303a", 2, 0}, {"\342\202a", 3, 0}, {"\360\237\231a", 4, 0},
	    {"12345678\303\266\303", 11, 10}, {"1234567\303\266", 9, 9},
	    {"12345678123\377", 12, 11}};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		char *copy = malloc(known[i].len == 0 ? 1 : known[i].len);

		memcpy(copy, known[i].s, known[i].len);
		ck_assert_msg(
		    csm_text_utf8(copy, known[i].len) == known[i].valid, "case %zu", i);
		free(copy);
	}
}
END_TEST

START_TEST(text_equals_bytes_of_the_same_length_only)
{
	ck_assert_int_eq(csm_text_is("abc", "abcd", 3), 1);
	ck_assert_int_eq(csm_text_is("abc", "abcd", 4), 0);
	ck_assert_int_eq(csm_text_is("abc", "ab", 2), 0);
	ck_assert_int_eq(csm_text_is("", "x", 0), 1);
	ck_assert_int_eq(csm_text_is("a", "a\0", 2), 0);
}
END_TEST

static const char *
suggest(const char *word, const char *const *known, size_t n)
{
	struct csm_nearest s;

	csm_nearest_init(&s, word);
	for (size_t i = 0; i < n; i++)
		csm_nearest_offer(&s, known[i]);
	return csm_nearest_best(&s);
}

START_TEST(the_nearest_plausible_word_is_suggested)
{
	static const char *const known[] = {
	    "company", "company_name", "timestamp", "time", "value", "id", "e"};
	static const struct {
		const char *word, *best;
	} cases[] = {{"comapny", "company"}, {"compny", "company"},
	    {"companny", "company"}, {"Company", "company"}, {"VALUE", "value"},
	    {"companyname", "company_name"}, {"tmie", "time"}, {"ID", "id"},
	    {"timestmap", "timestamp"}, {"E", "e"}, {"comp", "company"}, {"", NULL},
	    {"x", NULL}, {"zzzzzzz", NULL}, {"amount", NULL}, {"revenue", NULL}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *best = suggest(cases[i].word, known, 7);

		ck_assert_msg((best == NULL) == (cases[i].best == NULL), "%s: %s",
		    cases[i].word, best ? best : "none");
		if (best != NULL)
			ck_assert_str_eq(best, cases[i].best);
	}
}
END_TEST

START_TEST(of_equally_near_words_the_first_offered_wins)
{
	static const char *const known[] = {"plan_a", "plan_b"};

	ck_assert_str_eq(suggest("plan_c", known, 2), "plan_a");
	ck_assert_ptr_null(suggest("anything", known, 0));
}
END_TEST

START_TEST(what_metrics_begin_with_makes_them_no_likelier)
{
	static const char *const known[] = {"activities.log", "activities.login",
	    "activities.call", "activities.report opened", "metrics.seats",
	    "metrics.active_seats"};
	static const struct {
		const char *word, *best;
	} cases[] = {{"activities.logn", "activities.login"},
	    {"activities.lgoin", "activities.login"}, /* a swap is one edit */
	    {"activities.Login", "activities.login"},
	    {"activites.login", "activities.login"},
	    {"activities.lo", "activities.log"}, {"activities.cal", "activities.call"},
	    {"activities.report", "activities.report opened"},
	    {"metrics.active_saets", "metrics.active_seats"},
	    {"metrics.seat", "metrics.seats"}, {"activities.export", NULL},
	    {"activities.win", NULL}, {"metrics.licences", NULL}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *best = suggest(cases[i].word, known, 6);
		ck_assert_msg((best == NULL) == (cases[i].best == NULL), "%s: %s",
		    cases[i].word, best ? best : "none");
		if (best != NULL)
			ck_assert_str_eq(best, cases[i].best);
	}
}
END_TEST

START_TEST(counts_agree_with_their_nouns)
{
	static const struct {
		uint64_t n;
		const char *what, *text;
	} cases[] = {{0, "companies", "0 companies"}, {1, "companies", "1 company"},
	    {2, "companies", "2 companies"}, {1, "end users", "1 end user"},
	    {2, "end users", "2 end users"}, {1, "people known", "1 person known"},
	    {2, "people known", "2 people known"},
	    {1, "rows rejected", "1 row rejected"},
	    {1, "values rounded to six places", "1 value rounded to six places"},
	    {1, "left", "1 left"}, {1, "without points", "1 without points"},
	    {11, "divisions by zero", "11 divisions by zero"},
	    {1, "divisions by zero", "1 division by zero"},
	    {1, "others without a profile", "1 other without a profile"}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct csm_buf b = {0};
		csm_text_count(&b, cases[i].n, cases[i].what);
		ck_assert_str_eq(csm_buf_text(&b), cases[i].text);
		csm_buf_fini(&b);
	}
}
END_TEST

START_TEST(counts_of_sentences_have_their_thousands_apart)
{
	struct csm_arena arena = {0};

	ck_assert_str_eq(csm_text_counted(&arena, 0, "points"), "0 points");
	ck_assert_str_eq(csm_text_counted(&arena, 1, "points"), "1 point");
	ck_assert_str_eq(csm_text_counted(&arena, 999, "points"), "999 points");
	ck_assert_str_eq(csm_text_counted(&arena, 1000, "known"), "1,000 known");
	ck_assert_str_eq(
	    csm_text_counted(&arena, 12003045, "end users"), "12,003,045 end users");
	ck_assert_str_eq(
	    csm_text_part(&arena, 1000, 12003, "rows"), "1,000 of 12,003 rows");
	ck_assert_str_eq(csm_text_part(&arena, 0, 1, "companies"), "0 of 1 company");
	ck_assert_str_eq(csm_text_part(&arena, 25, 5000, NULL), "25 of 5,000");
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(words_of_any_length_can_be_compared)
{
	char word[300], other[300];

	memset(word, 'a', sizeof word);
	word[299] = '\0';
	memcpy(other, word, sizeof word);
	other[10] = 'b';
	const char *const known[] = {other};
	ck_assert_ptr_eq(suggest(word, known, 1), other);
	ck_assert_ptr_null(suggest("", known, 1));
}
END_TEST

START_TEST(a_hint_ends_a_message_or_is_empty)
{
	struct csm_nearest s;
	struct csm_buf b = {0};

	csm_nearest_init(&s, "compnay");
	ck_assert_str_eq(csm_nearest_hint(&s, &b), "");
	csm_nearest_offer(&s, "company");
	ck_assert_str_eq(csm_nearest_hint(&s, &b), "; did you mean \"company\"?");
	ck_assert_str_eq(csm_nearest_hint(&s, &b), "; did you mean \"company\"?");
	csm_buf_fini(&b);
}
END_TEST

TEST_MAIN("text", quoted_text_shows_every_byte_a_terminal_would_act_on,
    quoted_text_is_cut_at_80_bytes_between_characters, only_well_formed_utf8_is_valid,
    text_equals_bytes_of_the_same_length_only, the_nearest_plausible_word_is_suggested,
    of_equally_near_words_the_first_offered_wins, words_of_any_length_can_be_compared,
    what_metrics_begin_with_makes_them_no_likelier, counts_agree_with_their_nouns,
    counts_of_sentences_have_their_thousands_apart, a_hint_ends_a_message_or_is_empty)
