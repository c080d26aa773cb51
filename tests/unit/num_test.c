#include "base/num.h"

#include "test.h"

#include <math.h>
#include <string.h>

struct number {
	const char *text;
	int64_t micros;
};

static void
check_parse(const struct number *n, size_t count, enum csm_num_status status)
{
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(n[i].text);
		/* exactly its bytes, so that a sanitizer sees a read past them */
		char *copy = malloc(len == 0 ? 1 : len);
		int64_t micros = 77;

		memcpy(copy, n[i].text, len);
		ck_assert_msg(
		    csm_num_parse(copy, len, &micros) == status, "%s", n[i].text);
		ck_assert_msg(
		    micros == n[i].micros, "%s: %lld", n[i].text, (long long)micros);
		free(copy);
	}
}

#define CHECK_PARSE(table, status)                                                     \
	check_parse((table), sizeof(table) / sizeof(table)[0], (status))

START_TEST(decimals_of_six_places_are_read_exactly)
{
	static const struct number exact[] = {{"0", 0}, {"-0", 0}, {"+0.0", 0},
	    {"1", 1000000}, {"-1", -1000000}, {"+1", 1000000}, {"10.3", 10300000},
	    {"0.000001", 1}, {"-0.000001", -1}, {".5", 500000}, {"5.", 5000000},
	    {"007", 7000000}, {"8000000000000", INT64_C(8000000000000000000)},
	    {"8999999999999.999999", INT64_C(8999999999999999999)},
	    {"-8999999999999.999999", -INT64_C(8999999999999999999)},
	    {"1.0000000000000000000000000", 1000000},
	    {"0000000000000000000000000000012.5", 12500000},
	    {"1e3", INT64_C(1000000000)}, {"1E+3", INT64_C(1000000000)},
	    {"12.5e-1", 1250000}, {"1e-6", 1}, {"1000000000000e-12", 1000000},
	    {"0e999999999999", 0}, {"0.0000000000000000000000000001e28", 1000000},
	    {"10000000000000000000000000000e-28", 1000000}};

	CHECK_PARSE(exact, CSM_NUM_OK);
}
END_TEST

/* By hand; the long ones with python3's decimal, ROUND_HALF_UP on value * 10**6. */
START_TEST(further_places_are_rounded_half_away_from_zero)
{
	static const struct number rounded[] = {{"0.333333333333", 333333},
	    {"0.0000005", 1}, {"-0.0000005", -1}, {"0.0000004999999", 0},
	    {"-0.0000004", 0}, {"0.00000051", 1}, {"1.0000015", 1000002},
	    {"1.00000149999999999999999999999", 1000001}, {"5e-7", 1}, {"5e-8", 0},
	    {"1e-999999", 0}, {"0.9999999", 1000000},
	    {"1000000000000.0000009", INT64_C(1000000000000000001)},
	    {"1000000000000.0000005", INT64_C(1000000000000000001)},
	    {"1000000000000.00000049", INT64_C(1000000000000000000)},
	    {"-8825154697017.0950599", -INT64_C(8825154697017095060)},
	    {"8999999999999.9999994", INT64_C(8999999999999999999)},
	    {"8427326915495540443.917022797504e-6", INT64_C(8427326915495540444)}};

	CHECK_PARSE(rounded, CSM_NUM_ROUNDED);
}
END_TEST

START_TEST(numbers_beyond_the_limit_are_named_as_such)
{
	static const struct number far[] = {{"9000000000000", 77},
	    {"-9000000000000", 77}, {"8999999999999.9999995", 77}, {"9e12", 77},
	    {"1e13", 77}, {"1e999999999999999999999", 77},
	    {"99999999999999999999999999999999999999", 77},
	    {"18446744073709551616", 77}, {"18446744073709.551616", 77}};

	CHECK_PARSE(far, CSM_NUM_RANGE);
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
	static const struct number bad[] = {{"", 77}, {"-", 77}, {"+", 77}, {".", 77},
	    {"-.", 77}, {" 1", 77}, {"1 ", 77}, {"1 000", 77}, {"1,5", 77},
	    {"1,000.5", 77}, {"1.2.3", 77}, {"--1", 77}, {"+-1", 77}, {"1-", 77},
	    {"NaN", 77}, {"nan", 77}, {"inf", 77}, {"-Infinity", 77}, {"0x10", 77},
	    {"1e", 77}, {"1e+", 77}, {"1e-", 77}, {"e5", 77}, {".e5", 77},
	    {"1e5.0", 77}, {"1e 5", 77}, {"1f", 77}, {"None", 77}, {"true", 77},
	    {"10%", 77}, {"\357\273\2771", 77}, {"\331\241", 77}};
	int64_t micros = 77;

	CHECK_PARSE(bad, CSM_NUM_BAD);
	ck_assert_int_eq(csm_num_parse("1\0002", 3, &micros), CSM_NUM_BAD);
	ck_assert_int_eq(csm_num_parse(NULL, 0, &micros), CSM_NUM_BAD);
	ck_assert_int_eq(csm_num_parse("123", 2, &micros), CSM_NUM_OK);
	ck_assert_int_eq(micros, 12000000);
}
END_TEST

START_TEST(digits_without_end_are_read)
{
	char text[5000];
	int64_t micros = 77;

	memset(text, '9', sizeof text);
	ck_assert_int_eq(csm_num_parse(text, sizeof text, &micros), CSM_NUM_RANGE);
	memset(text, '0', sizeof text);
	text[sizeof text - 1] = '3';
	ck_assert_int_eq(csm_num_parse(text, sizeof text, &micros), CSM_NUM_OK);
	ck_assert_int_eq(micros, 3000000);
	text[0] = '.';
	ck_assert_int_eq(csm_num_parse(text, sizeof text, &micros), CSM_NUM_ROUNDED);
	ck_assert_int_eq(micros, 0);
}
END_TEST

START_TEST(millionths_of_any_length_are_read_or_too_large)
{
	static const struct number good[] = {{"0", 0}, {"-0", 0}, {"007", 7},
	    {"-1", -1}, {"8999999999999999999", INT64_C(8999999999999999999)},
	    {"-8999999999999999999", -INT64_C(8999999999999999999)},
	    {"000000000000000000000000012", 12}};
	static const char *const large[] = {"9000000000000000000",
	    "-9000000000000000000", "9223372036854775808", "9999999999999999999",
	    "99999999999999999999", "9000000000000000010", "1000000000000000000000",
	    "18446744073709551616", "99999999999999999990000000"};
	static const char *const bad[] = {"", "-", "+1", "1.0", "1e6", "NaN", "NULL",
	    " 1", "1 ", "--1", "0x10", "9999999999999999999."};
	int64_t micros = 77;

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		const char *text = good[i].text;
		ck_assert_int_eq(
		    csm_num_parse_micros(text, strlen(text), &micros), CSM_NUM_OK);
		ck_assert_int_eq(micros, good[i].micros);
	}
	for (size_t i = 0; i < sizeof large / sizeof large[0]; i++)
		ck_assert_int_eq(
		    csm_num_parse_micros(large[i], strlen(large[i]), &micros),
		    CSM_NUM_RANGE);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_int_eq(
		    csm_num_parse_micros(bad[i], strlen(bad[i]), &micros), CSM_NUM_BAD);
}
END_TEST

START_TEST(numbers_are_written_without_zeros_exponent_or_minus_zero)
{
	static const struct number known[] = {{"0", 0}, {"1", 1000000},
	    {"-1", -1000000}, {"10.3", 10300000}, {"-0.000001", -1}, {"0.000001", 1},
	    {"0.1", 100000}, {"1.000001", 1000001}, {"100", 100000000},
	    {"8000000000000", INT64_C(8000000000000000000)},
	    {"8999999999999.999999", INT64_C(8999999999999999999)},
	    {"-8999999999999.999999", -INT64_C(8999999999999999999)},
	    {"9223372036854.775807", INT64_MAX}, {"-9223372036854.775807", -INT64_MAX}};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		char text[CSM_NUM_TEXT];
		size_t len = csm_num_format(known[i].micros, text);

		ck_assert_str_eq(text, known[i].text);
		ck_assert_uint_eq(len, strlen(text));
	}
}
END_TEST

START_TEST(reading_what_was_written_gives_the_same_number)
{
	uint64_t random = 1;

	for (int i = 0; i < 200000; i++) {
		char text[CSM_NUM_TEXT];
		int64_t micros, back = 0;

		random = random * UINT64_C(6364136223846793005) +
			 UINT64_C(1442695040888963407);
		micros = (int64_t)(random >> (1 + i % 60)) % CSM_NUM_LIMIT;
		if (i % 2)
			micros = -micros;
		size_t len = csm_num_format(micros, text);
		ck_assert_int_eq(csm_num_parse(text, len, &back), CSM_NUM_OK);
		ck_assert_int_eq(back, micros);
	}
}
END_TEST

START_TEST(sums_people_check_by_hand_come_out_right)
{
	int64_t a = 0, b = 0, c = 0;
	char text[CSM_NUM_TEXT];

	csm_num_parse("10", 2, &a);
	csm_num_parse("0.1", 3, &b);
	csm_num_parse("0.2", 3, &c);
	csm_num_format(a + b + c, text);
	ck_assert_str_eq(text, "10.3");
}
END_TEST

/* python3: math.floor(x * 1e6 + 0.5) */
START_TEST(doubles_are_rounded_to_micros_or_missing)
{
	ck_assert_int_eq(csm_num_from_double(0.0), 0);
	ck_assert_int_eq(csm_num_from_double(-0.0), 0);
	ck_assert_int_eq(csm_num_from_double(10 + 0.1 + 0.2), 10300000);
	ck_assert_int_eq(csm_num_from_double(1.0 / 3), 333333);
	ck_assert_int_eq(csm_num_from_double(0.5e-6), 1);
	ck_assert_int_eq(csm_num_from_double(-0.5e-6), 0);
	ck_assert_int_eq(csm_num_from_double(-1.5e-6), -1);
	ck_assert_int_eq(csm_num_from_double(2.5e-6), 3);
	ck_assert_int_eq(csm_num_from_double(8e12), INT64_C(8000000000000000000));
	ck_assert_int_eq(csm_num_from_double(9e12), CSM_MISSING);
	ck_assert_int_eq(csm_num_from_double(-9e12), CSM_MISSING);
	ck_assert_int_eq(csm_num_from_double(1e300), CSM_MISSING);
	ck_assert_int_eq(csm_num_from_double((double)INFINITY), CSM_MISSING);
	ck_assert_int_eq(csm_num_from_double(-(double)INFINITY), CSM_MISSING);
	ck_assert_int_eq(csm_num_from_double((double)NAN), CSM_MISSING);
}
END_TEST

START_TEST(micros_up_to_four_billion_survive_a_double)
{
	/* above 2^52 micros, floor(x * 1e6 + 0.5) itself rounds */
	for (int64_t m = 1; m < INT64_C(1) << 52; m = m * 3 + 1) {
		ck_assert_int_eq(csm_num_from_double(csm_num_to_double(m)), m);
		ck_assert_int_eq(csm_num_from_double(csm_num_to_double(-m)), -m);
	}
	ck_assert_double_eq(csm_num_to_double(10300000), 10.3);
	ck_assert_double_eq(csm_num_to_double(-1), -0.000001);
}
END_TEST

/* python3: int(S / 10**6) + (S % 10**6) / 1e6, and math.floor(x * 100 + 0.5) */
START_TEST(large_numbers_stay_whole)
{
	static const int64_t whole[] = {INT64_C(1000000000001), INT64_C(8999999999999),
	    INT64_C(8589934591), INT64_C(8589934592), INT64_C(9007199255)};

	for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
		int64_t m = whole[i] * CSM_NUM_ONE;
		ck_assert(csm_num_to_double(m) == (double)whole[i]);
		ck_assert(csm_num_to_double(-m) == -(double)whole[i]);
		ck_assert_int_eq(csm_num_from_double((double)whole[i]), m);
		ck_assert_int_eq(csm_num_from_double(-(double)whole[i]), -m);
	}
	/* 2^53 + 1 millionths, between two doubles: 9007199254 + 0.740993 */
	ck_assert(
	    csm_num_to_double(CSM_NUM_EXACT + 1) == 0x1.0c6f7a0b5ed8dp+33 + 0x1p-19);
	ck_assert_int_eq(
	    csm_num_from_double(8589934592.004), INT64_C(8589934592000000));
	ck_assert_int_eq(
	    csm_num_from_double(8589934592.006), INT64_C(8589934592010000));
	ck_assert_int_eq(
	    csm_num_from_double(-8589934592.006), -INT64_C(8589934592010000));
	ck_assert_int_eq(
	    csm_num_from_double(8589934591.004), INT64_C(8589934591004000));
	/* the double below 9e12, which two places bring up to it */
	ck_assert_int_eq(csm_num_from_double(nextafter(9e12, 0)), CSM_MISSING);
}
END_TEST

START_TEST(what_was_written_comes_back_from_its_double)
{
	static const int64_t far = (INT64_C(1) << 33) * CSM_NUM_ONE - 1;

	for (int64_t m = far; m > far - 5000; m--) {
		ck_assert_int_eq(csm_num_written(csm_num_to_double(m)), m);
		ck_assert_int_eq(csm_num_written(csm_num_to_double(-m)), -m);
	}
	for (int64_t m = 1; m < far; m = m * 3 + 1)
		ck_assert_int_eq(csm_num_written(csm_num_to_double(m)), m);
	ck_assert_int_eq(csm_num_written(8999999999999), INT64_C(8999999999999000000));
	ck_assert_int_eq(csm_num_written((double)NAN), CSM_MISSING);
}
END_TEST

TEST_MAIN("num", decimals_of_six_places_are_read_exactly,
    further_places_are_rounded_half_away_from_zero,
    numbers_beyond_the_limit_are_named_as_such, what_is_no_number_is_refused,
    digits_without_end_are_read, millionths_of_any_length_are_read_or_too_large,
    numbers_are_written_without_zeros_exponent_or_minus_zero,
    reading_what_was_written_gives_the_same_number,
    sums_people_check_by_hand_come_out_right, doubles_are_rounded_to_micros_or_missing,
    micros_up_to_four_billion_survive_a_double, large_numbers_stay_whole,
    what_was_written_comes_back_from_its_double)
