#include "test.h"

#include "base/words.h"

static const struct csm_choice choices[] = {{"few", 2}, {"many", 7}, {NULL, 0}};
static const struct csm_words of_choices = CSM_WORDS(choices);

static const struct {
	const char *name;
	double weight;
} entries[] = {{"a", 0.5}, {"b", 2}, {NULL, 0}};
static const struct csm_words of_entries = CSM_WORDS(entries);

START_TEST(names_are_read_from_a_table_of_any_entries)
{
	ck_assert_str_eq(csm_words_at(&of_entries, 0), "a");
	ck_assert_str_eq(csm_words_at(&of_entries, 1), "b");
	ck_assert_ptr_null(csm_words_at(&of_entries, 2));
	ck_assert_ptr_eq(csm_words_find(&of_entries, "b"), &entries[1]);
	ck_assert_ptr_null(csm_words_find(&of_entries, "c"));
	ck_assert_ptr_null(csm_words_find(&of_entries, ""));
}
END_TEST

START_TEST(a_choice_is_a_name_for_a_number)
{
	ck_assert_int_eq(csm_words_value(&of_choices, "many"), 7);
	ck_assert_int_eq(csm_words_value(&of_choices, "man"), 0);
	ck_assert_str_eq(csm_words_name(&of_choices, 2), "few");
	ck_assert_ptr_null(csm_words_name(&of_choices, 3));
}
END_TEST

START_TEST(a_list_has_something_between_its_names)
{
	struct csm_buf list = {0};

	csm_words_list(&of_choices, ", ", &list);
	ck_assert_str_eq(csm_buf_text(&list), "few, many");
	csm_buf_fini(&list);
}
END_TEST

TEST_MAIN("words", names_are_read_from_a_table_of_any_entries,
    a_choice_is_a_name_for_a_number, a_list_has_something_between_its_names)
