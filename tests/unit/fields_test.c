#include "entity/fields.h"

#include "base/buf.h"
#include "formula/formula.h"
#include "time/date.h"

#include "fixture.h"

#define MESSAGE "%c %l:%k: %t\n"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FORMAT(f) .format = (const char *const[]){f}, .formats = 1

/* Fields of a file with this content; what is said must be `messages`. */
static struct csm_fields *
load(const char *content, enum csm_model model, const char *id, const char *messages)
{
	char path[sizeof FIXTURE_PATH];
	struct csm_buf said = {0};
	struct csm_diag diag;

	fixture_text(path, content);
	fixture_diag(&diag, &said, MESSAGE);
	struct csm_fields *f = csm_fields_load(
	    path, model, &(struct csm_fields_options){.id_column = id}, &diag);
	unlink(path);
	ck_assert_str_eq(csm_buf_text(&said), messages);
	csm_buf_fini(&said);
	return f;
}

static int32_t
day(const char *s)
{
	int32_t d;

	ck_assert_ptr_null(csm_date_parse(s, strlen(s), &d));
	return d;
}

static long
find(const struct csm_fields *f, const char *company, const char *id)
{
	return csm_fields_find(f, company, strlen(company), id, strlen(id));
}

static struct csm_value
get(const struct csm_fields *f, const char *id, const char *column)
{
	return csm_fields_value(
	    f, find(f, id, id), csm_fields_column(f, column), day("2026-06-01"));
}

static struct csm_value
as(const struct csm_fields *f, const char *id, const char *column,
    enum csm_value_type type)
{
	struct csm_value v = get(f, id, column);

	return csm_value_as(&v, type);
}

static enum csm_value_type
type_of(const struct csm_fields *f, const char *column)
{
	int c = csm_fields_column(f, column);

	ck_assert_int_ge(c, 0);
	return csm_fields_column_type(f, (size_t)c);
}

START_TEST(types_are_inferred_over_all_cells_and_nothing_is_rewritten)
{
	struct csm_fields *f =
	    load("id,n,day,truth,zip,phone,mixed,empty,some,version,big\n"
		 "007,1.5,2026-01-31,true,01234,+49,1,,,1.0,9000000000000\n"
		 "10,-2e3,2026-02-28,false,99999,4930,x,,3,2.0,1\n",
		CSM_MODEL_COMPANY, NULL, "");

	ck_assert_int_eq(type_of(f, "id"), CSM_VALUE_TEXT);
	ck_assert_int_eq(type_of(f, "n"), CSM_VALUE_NUMBER);
	ck_assert_int_eq(type_of(f, "day"), CSM_VALUE_DAY);
	ck_assert_int_eq(type_of(f, "truth"), CSM_VALUE_BOOL);
	ck_assert_int_eq(type_of(f, "zip"), CSM_VALUE_TEXT);
	ck_assert_int_eq(type_of(f, "phone"), CSM_VALUE_TEXT);
	ck_assert_int_eq(type_of(f, "mixed"), CSM_VALUE_TEXT);
	ck_assert_int_eq(type_of(f, "empty"), CSM_VALUE_TEXT);
	ck_assert_int_eq(type_of(f, "some"), CSM_VALUE_NUMBER);
	ck_assert_int_eq(type_of(f, "version"), CSM_VALUE_NUMBER);
	ck_assert_int_eq(type_of(f, "big"), CSM_VALUE_TEXT);
	ck_assert(as(f, "007", "n", CSM_VALUE_NUMBER).u.number == 1.5);
	ck_assert(as(f, "10", "n", CSM_VALUE_NUMBER).u.number == -2000);
	ck_assert_int_eq(as(f, "007", "day", CSM_VALUE_DAY).u.day, day("2026-01-31"));
	ck_assert_int_eq(as(f, "10", "truth", CSM_VALUE_BOOL).u.truth, 0);
	ck_assert_str_eq(as(f, "007", "zip", CSM_VALUE_TEXT).u.text, "01234");
	ck_assert_str_eq(as(f, "007", "phone", CSM_VALUE_TEXT).u.text, "+49");
	ck_assert_str_eq(as(f, "10", "phone", CSM_VALUE_TEXT).u.text, "4930");
	ck_assert_str_eq(as(f, "007", "id", CSM_VALUE_TEXT).u.text, "007");
	ck_assert_int_eq(get(f, "007", "some").type, CSM_VALUE_MISSING);
	ck_assert_int_eq(get(f, "007", "empty").type, CSM_VALUE_MISSING);
	ck_assert_int_eq(get(f, "7", "n").type, CSM_VALUE_MISSING);
	ck_assert_int_eq(csm_fields_value(f, 0, -1, 0).type, CSM_VALUE_MISSING);
	csm_fields_free(f);
}
END_TEST

START_TEST(the_id_column_is_the_one_named_else_id_else_the_first)
{
	struct csm_fields *f =
	    load("name,id,key\nAcme,1,k\n", CSM_MODEL_COMPANY, NULL, "");
	ck_assert_int_eq(find(f, "1", "1"), 0);
	csm_fields_free(f);
	f = load("name,id,key\nAcme,1,k\n", CSM_MODEL_COMPANY, "key", "");
	ck_assert_int_eq(find(f, "k", "k"), 0);
	ck_assert_int_eq(find(f, "1", "1"), -1);
	csm_fields_free(f);
	f = load("name,key\nAcme,k\n", CSM_MODEL_COMPANY, NULL, "");
	ck_assert_int_eq(find(f, "Acme", "Acme"), 0);
	csm_fields_free(f);
	f = load("company_id,user\nAcme,u\n", CSM_MODEL_ENDUSER, NULL, "");
	ck_assert_int_eq(find(f, "Acme", "u"), 0);
	csm_fields_free(f);
}
END_TEST

START_TEST(entities_are_in_canonical_order_and_found_by_company)
{
	struct csm_fields *f = load(
	    "id,company\nu2,b\nu10,b\nu1,a\nu1,c\nu1,b\n", CSM_MODEL_ENDUSER, NULL, "");
	static const char *const want[][2] = {
	    {"a", "u1"}, {"b", "u1"}, {"b", "u10"}, {"b", "u2"}, {"c", "u1"}};
	static const uint64_t line[] = {4, 6, 3, 2, 5};
	size_t begin, end;

	ck_assert_uint_eq(csm_fields_count(f), 5);
	for (size_t i = 0; i < 5; i++) {
		const struct csm_entity *e = csm_fields_entity(f, i);
		ck_assert_str_eq(e->company, want[i][0]);
		ck_assert_str_eq(e->id, want[i][1]);
		ck_assert_uint_eq(e->line, line[i]);
		ck_assert_int_eq(find(f, want[i][0], want[i][1]), (long)i);
	}
	ck_assert_int_eq(find(f, "a", "u2"), -1);
	csm_fields_of_company(f, "b", 1, &begin, &end);
	ck_assert_uint_eq(begin, 1);
	ck_assert_uint_eq(end, 4);
	csm_fields_of_company(f, "bb", 2, &begin, &end);
	ck_assert_uint_eq(begin, end);
	csm_fields_free(f);
}
END_TEST

START_TEST(a_dated_row_is_in_force_until_the_next_one)
{
	struct csm_fields *f = load("id,plan,valid_from\n"
				    "a,Pro,2026-03-01\n"
				    "a,Free,\n"
				    "a,Max,2026-05-01\n"
				    "b,Pro,2026-03-01\n",
	    CSM_MODEL_COMPANY, NULL, "");
	int plan = csm_fields_column(f, "plan");

	ck_assert(csm_fields_dated(f));
	ck_assert_uint_eq(csm_fields_count(f), 2);
	ck_assert_str_eq(csm_fields_value(f, 0, plan, 0).u.cell->text, "Free");
	ck_assert_str_eq(
	    csm_fields_value(f, 0, plan, day("2026-02-28")).u.cell->text, "Free");
	ck_assert_str_eq(
	    csm_fields_value(f, 0, plan, day("2026-03-01")).u.cell->text, "Pro");
	ck_assert_str_eq(
	    csm_fields_value(f, 0, plan, day("2026-04-30")).u.cell->text, "Pro");
	ck_assert_str_eq(
	    csm_fields_value(f, 0, plan, day("2100-01-01")).u.cell->text, "Max");
	ck_assert_int_eq(
	    csm_fields_value(f, 1, plan, day("2026-02-28")).type, CSM_VALUE_MISSING);
	ck_assert_int_eq(csm_fields_value(f, -1, plan, 0).type, CSM_VALUE_MISSING);
	csm_fields_free(f);
}
END_TEST

START_TEST(duplicates_are_warned_about_and_the_first_row_holds)
{
	struct csm_fields *f = load("id,plan,valid_from\n"
				    "a,one,\n"
				    "a,two,\n"
				    "a,three,2026-01-01\n"
				    "a,four,2026-01-01\n",
	    CSM_MODEL_COMPANY, NULL,
	    "W_DUPLICATE 3:0: company \"a\" again; its first row, line 2, holds\n"
	    "W_DUPLICATE 5:0: company \"a\" again with the same valid_from; its first "
	    "row, line 4, holds\n");
	int plan = csm_fields_column(f, "plan");

	ck_assert_str_eq(csm_fields_value(f, 0, plan, 0).u.cell->text, "one");
	ck_assert_str_eq(
	    csm_fields_value(f, 0, plan, day("2026-01-01")).u.cell->text, "three");
	csm_fields_free(f);
}
END_TEST

START_TEST(rows_without_id_company_or_a_real_date_are_rejected)
{
	struct csm_fields *f = load("company,id,valid_from\n"
				    "a,,\n"
				    ",u,\n"
				    "a,u,2026-02-30\n"
				    "a,u,2026-02-28,\n"
				    "a,u,2026-02-28\n",
	    CSM_MODEL_PROJECT, NULL,
	    "E_FIELDS 5:0: row has 4 columns, the header 3; row rejected\n"
	    "E_MISSING 2:2: no id; row rejected\n"
	    "E_COMPANY 3:1: no company; row rejected\n"
	    "E_DATE 4:3: bad date \"2026-02-30\" (no such day); row rejected\n");

	ck_assert_uint_eq(csm_fields_count(f), 1);
	csm_fields_free(f);
}
END_TEST

START_TEST(a_header_without_the_columns_needed_is_refused)
{
	ck_assert_ptr_null(load("name,key\nAcme,k\n", CSM_MODEL_COMPANY, "kye",
	    "E_HEADER 1:0: no column \"kye\"; there are: name, key; did you mean "
	    "\"key\"?\n"));
	ck_assert_ptr_null(load("id,plan\nu,k\n", CSM_MODEL_ENDUSER, NULL,
	    "E_HEADER 1:0: no column \"company\"; there are: id, plan\n"));
	ck_assert_ptr_null(load("id,id\nu,k\n", CSM_MODEL_COMPANY, NULL,
	    "E_HEADER 1:0: column \"id\" occurs twice (columns 1 and 2)\n"));
	ck_assert_ptr_null(load("{\"id\":\"u\"}\n", CSM_MODEL_ENDUSER, NULL,
	    "E_HEADER 0:0: no object has a member \"company\"\n"));
	ck_assert_ptr_null(load("{\"id\":\"u\"}\n", CSM_MODEL_COMPANY, "key",
	    "E_HEADER 0:0: no object has a member \"key\"\n"));
	struct csm_diag diag;
	csm_diag_init(&diag, NULL, NULL);
	ck_assert_ptr_null(load("", CSM_MODEL_COMPANY, NULL,
	    "E_HEADER 0:0: no column \"id\"; the input is empty\n"));
	ck_assert_ptr_null(
	    csm_fields_load("not-there/f.csv", CSM_MODEL_COMPANY, NULL, &diag));
	ck_assert_uint_eq(diag.count[CSM_E_OPEN], 1);
	csm_fields_free(NULL);
}
END_TEST

START_TEST(objects_give_columns_by_name_and_inner_objects_dotted_ones)
{
	static const char text[] =
	    "{\"id\":\"a\",\"custom\":{\"seats\":25,\"tags\":[\"x\",\"y\\u00e9\"]}}\n"
	    "{\"plan\":\"Pro\",\"id\":17,\"custom\":{\"seats\":null,\"live\":true}}\n"
	    "[1]\n";
	struct csm_fields *f = load(text, CSM_MODEL_COMPANY, NULL,
	    "E_JSON 3:1: not an object: \"[1]\"; row rejected\n");

	ck_assert_uint_eq(csm_fields_count(f), 2);
	ck_assert_uint_eq(csm_fields_columns(f), 5);
	ck_assert_str_eq(csm_fields_column_name(f, 1), "custom.seats");
	ck_assert(as(f, "a", "custom.seats", CSM_VALUE_NUMBER).u.number == 25);
	ck_assert(as(f, "a", "seats", CSM_VALUE_NUMBER).u.number == 25);
	ck_assert_int_eq(get(f, "17", "seats").type, CSM_VALUE_MISSING);
	ck_assert_str_eq(
	    as(f, "a", "tags", CSM_VALUE_TEXT).u.text, "[\"x\",\"y\xc3\xa9\"]");
	ck_assert_int_eq(as(f, "17", "live", CSM_VALUE_BOOL).u.truth, 1);
	ck_assert_int_eq(get(f, "a", "plan").type, CSM_VALUE_MISSING);
	ck_assert_str_eq(as(f, "17", "plan", CSM_VALUE_TEXT).u.text, "Pro");
	csm_fields_free(f);
}
END_TEST

START_TEST(columns_are_found_with_and_without_custom)
{
	struct csm_fields *f = load(
	    "id,plan,custom.tier,custom.plan\na,1,2,3\n", CSM_MODEL_COMPANY, NULL, "");

	ck_assert_int_eq(csm_fields_column(f, "plan"), 1);
	ck_assert_int_eq(csm_fields_column(f, "custom.plan"), 3);
	ck_assert_int_eq(csm_fields_column(f, "tier"), 2);
	ck_assert_int_eq(csm_fields_column(f, "id"), 0);
	ck_assert_int_eq(csm_fields_column(f, "custom.id"), -1);
	ck_assert_int_eq(csm_fields_column(f, "Plan"), -1);
	ck_assert_int_eq(csm_fields_column(f, "custom."), -1);
	csm_fields_free(f);
}
END_TEST

/* The same of a file whose columns the configuration speaks of. */
static struct csm_fields *
load_formed(const char *content, const struct csm_fields_cell_form *form, size_t n,
    struct csm_diag *diag)
{
	char path[] = "/tmp/csm-fields-XXXXXX";

	fixture_text(path, content);
	struct csm_fields *f = csm_fields_load(path, CSM_MODEL_COMPANY,
	    &(struct csm_fields_options){.form = form, .forms = n}, diag);
	unlink(path);
	return f;
}

START_TEST(a_type_can_be_forced)
{
	const struct csm_fields_cell_form form[] = {{.column = "n",
							.type = CSM_VALUE_TEXT},
	    {.column = "code", .type = CSM_VALUE_NUMBER}},
					  wrong[] = {{.column = "n", FORMAT("%Q")}};
	struct csm_buf said = {0};
	struct csm_diag diag;
	const char text[] = "id,code,n\na,007,1\nb,+49,2\nc,n/a,3\n";

	fixture_diag(&diag, &said, MESSAGE);
	struct csm_fields *f = load_formed(text, form, 2, &diag);
	ck_assert_int_eq(as(f, "b", "n", CSM_VALUE_NUMBER).type, CSM_VALUE_MISSING);
	ck_assert_str_eq(as(f, "b", "n", CSM_VALUE_TEXT).u.text, "2");
	ck_assert(as(f, "a", "code", CSM_VALUE_NUMBER).u.number == 7);
	ck_assert(as(f, "b", "code", CSM_VALUE_NUMBER).u.number == 49);
	ck_assert_int_eq(as(f, "c", "code", CSM_VALUE_NUMBER).type, CSM_VALUE_MISSING);
	ck_assert(csm_fields_tell(f, 1, CSM_VALUE_NUMBER, &diag));
	ck_assert(csm_fields_tell(f, 1, CSM_VALUE_NUMBER, &diag));
	ck_assert(!csm_fields_tell(f, 2, CSM_VALUE_NUMBER, &diag));
	csm_fields_free(f);
	ck_assert_ptr_null(load_formed(text, wrong, 1, &diag));
	ck_assert_str_eq(csm_buf_text(&said),
	    "W_CELL 4:2: company.code: \"n/a\" is no number; 1 of 3 values missing; "
	    "\"null\": \"n/a\" in settings.fields.company takes it for none\n"
	    "E_CONFIG 0:0: \"%Q\" is no format: iso, epoch, epoch_ms, epoch_us, excel, "
	    "days_1970, money or a pattern such as %d/%m/%Y\n");
	csm_buf_fini(&said);
}
END_TEST

START_TEST(a_cell_is_read_as_what_is_wanted_and_its_column_is_what_most_are)
{
	struct csm_fields *f =
	    load("id,n,day,truth,open,us\n"
		 "a,10,2026-01-31,TRUE,03/04/2026,3/4/2026\n"
		 "b,unlimited,2026-02-28T23:30:00-02:00,t,x,4/13/2026\n"
		 "c,\"1,200\",31.3.2026,Yes,04/03/2026,\n"
		 "d,20.5,2023-01-04 00:00:00+00,no,,x\n",
		CSM_MODEL_COMPANY, NULL, "");

	ck_assert_int_eq(type_of(f, "n"), CSM_VALUE_TEXT); /* two and two */
	ck_assert(as(f, "a", "n", CSM_VALUE_NUMBER).u.number == 10);
	ck_assert_int_eq(as(f, "b", "n", CSM_VALUE_NUMBER).type, CSM_VALUE_MISSING);
	ck_assert_int_eq(as(f, "c", "n", CSM_VALUE_NUMBER).type, CSM_VALUE_MISSING);
	ck_assert(as(f, "d", "n", CSM_VALUE_NUMBER).u.number == 20.5);
	ck_assert_int_eq(type_of(f, "day"), CSM_VALUE_DAY);
	ck_assert_int_eq(as(f, "b", "day", CSM_VALUE_DAY).u.day, day("2026-03-01"));
	ck_assert_int_eq(as(f, "c", "day", CSM_VALUE_DAY).u.day, day("2026-03-31"));
	ck_assert_int_eq(as(f, "d", "day", CSM_VALUE_DAY).u.day, day("2023-01-04"));
	ck_assert_int_eq(type_of(f, "truth"), CSM_VALUE_BOOL);
	ck_assert_int_eq(as(f, "b", "truth", CSM_VALUE_BOOL).u.truth, 1);
	ck_assert_int_eq(as(f, "d", "truth", CSM_VALUE_BOOL).u.truth, 0);
	ck_assert_str_eq(as(f, "c", "truth", CSM_VALUE_TEXT).u.text, "Yes");
	ck_assert_int_eq(as(f, "a", "open", CSM_VALUE_DAY).type, CSM_VALUE_MISSING);
	ck_assert_int_eq(as(f, "a", "us", CSM_VALUE_DAY).u.day, day("2026-03-04"));
	csm_fields_free(f);
}
END_TEST

START_TEST(what_could_not_be_read_is_told_once_with_its_place)
{
	struct csm_fields *f = load("id,day,plan\n"
				    "a,2026-01-31,x\n"
				    "b,03/04/2026,z\n"
				    "c,soon,\n",
	    CSM_MODEL_COMPANY, NULL, "");
	struct csm_buf said = {0};
	struct csm_diag diag;

	fixture_diag(&diag, &said, MESSAGE);
	ck_assert(csm_fields_tell(f, 1, CSM_VALUE_DAY, &diag));
	ck_assert(csm_fields_tell(f, 1, CSM_VALUE_DAY, &diag));
	csm_fields_tell_all(f, 2, CSM_VALUE_BOOL, &diag);
	ck_assert_str_eq(csm_buf_text(&said),
	    "W_AMBIGUOUS 3:2: company.day: no value of the column tells day-month from "
	    "month-day, as in \"03/04/2026\"; 1 of 3 values missing; \"format\": "
	    "\"%d/%m/%Y\" in settings.fields.company would\n"
	    "W_CELL 4:2: company.day: \"soon\" is no day; 1 of 3 values missing\n"
	    "W_TYPE 0:0: company.plan is text; no value of it is a truth\n");
	csm_buf_fini(&said);
	csm_fields_free(f);
}
END_TEST

START_TEST(a_form_says_how_cells_are_written)
{
	static const char *const none[] = {"-", "N/A"};
	const struct csm_fields_cell_form form[] = {
	    {.column = "price", FORMAT(CSM_FIELDS_MONEY)},
	    {.column = "menge", .decimal = ',', .null = none, .nulls = 2},
	    {.column = "since", FORMAT("%m/%d/%Y")},
	    {.column = "ms", FORMAT("epoch_ms")}, {.column = "serial", FORMAT("excel")},
	    {.column = "n", FORMAT("days_1970")}};
	struct csm_buf said = {0};
	struct csm_diag diag;

	fixture_diag(&diag, &said, MESSAGE);
	struct csm_fields *f = load_formed(
	    "id,price,menge,since,ms,serial,n\n"
	    "a,\"$1,200.50\",\"1.200,5\",03/04/2026,1767225600000,46022.75,20454\n"
	    "b,(33.52),N/A,04/03/2026,x,46023,0.5\n"
	    "c,12 %,\"20,5\",,,,\n",
	    form, 6, &diag);
	ck_assert_str_eq(csm_buf_text(&said), "");
	ck_assert(as(f, "a", "price", CSM_VALUE_NUMBER).u.number == 1200.5);
	ck_assert(as(f, "b", "price", CSM_VALUE_NUMBER).u.number == -33.52);
	ck_assert(as(f, "c", "price", CSM_VALUE_NUMBER).u.number == 12);
	ck_assert(as(f, "a", "menge", CSM_VALUE_NUMBER).u.number == 1200.5);
	ck_assert_int_eq(get(f, "b", "menge").type, CSM_VALUE_MISSING);
	ck_assert(as(f, "c", "menge", CSM_VALUE_NUMBER).u.number == 20.5);
	ck_assert_int_eq(as(f, "a", "since", CSM_VALUE_DAY).u.day, day("2026-03-04"));
	ck_assert_int_eq(as(f, "a", "ms", CSM_VALUE_DAY).u.day, day("2026-01-01"));
	ck_assert_int_eq(as(f, "a", "serial", CSM_VALUE_DAY).u.day, day("2025-12-31"));
	ck_assert_int_eq(as(f, "b", "serial", CSM_VALUE_DAY).u.day, day("2026-01-01"));
	ck_assert_int_eq(as(f, "a", "n", CSM_VALUE_DAY).u.day, day("2026-01-01"));
	ck_assert_int_eq(type_of(f, "since"), CSM_VALUE_DAY);
	csm_buf_fini(&said);
	csm_fields_free(f);
}
END_TEST

START_TEST(very_long_ids_are_found_too)
{
	struct csm_buf text = {0};
	char id[2000];

	memset(id, 'x', sizeof id);
	csm_buf_puts(&text, "id,plan\n");
	csm_buf_put(&text, id, sizeof id);
	csm_buf_puts(&text, ",p\n");
	struct csm_fields *f = load(text.data, CSM_MODEL_COMPANY, NULL, "");
	ck_assert_int_eq(csm_fields_find(f, NULL, 0, id, sizeof id), 0);
	ck_assert_int_eq(csm_fields_find(f, NULL, 0, id, sizeof id - 1), -1);
	csm_fields_free(f);
	csm_buf_fini(&text);
}
END_TEST

TEST_MAIN("fields", types_are_inferred_over_all_cells_and_nothing_is_rewritten,
    the_id_column_is_the_one_named_else_id_else_the_first,
    entities_are_in_canonical_order_and_found_by_company,
    a_dated_row_is_in_force_until_the_next_one,
    duplicates_are_warned_about_and_the_first_row_holds,
    rows_without_id_company_or_a_real_date_are_rejected,
    a_header_without_the_columns_needed_is_refused,
    objects_give_columns_by_name_and_inner_objects_dotted_ones,
    columns_are_found_with_and_without_custom, a_type_can_be_forced,
    a_cell_is_read_as_what_is_wanted_and_its_column_is_what_most_are,
    what_could_not_be_read_is_told_once_with_its_place,
    a_form_says_how_cells_are_written, very_long_ids_are_found_too)
