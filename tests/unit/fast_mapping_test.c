/*
 * Mappings of all kinds, put together at random, by threads and the general way: the same
 * points, messages and counts.  CSM_FAST_ROWS and CSM_FAST_SEED ask for more rows or
 * for others.
 */
#include "fast.h"

#include "ingest/features.h"
#include "ingest/mapping_words.h"
#include "sections/sections.h"

#include <time.h>
#include <unistd.h>

static char users_path[64], moved_path[64], names_path[64], domains_path[64],
    bots_path[64], rates_path[64];

static void
write_file(char path[64], const char *name, const char *text)
{
	FILE *f;

	snprintf(path, 64, "/tmp/fast_%s_%d.csv", name, (int)getpid());
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	ck_assert_int_eq(fclose(f), 0);
}

/* Some users have no row, some no company; some moved. */
static void
write_files(void)
{
	struct csm_buf users = {0}, moved = {0};

	csm_buf_puts(&users, "u,company\n");
	csm_buf_puts(&moved, "u,company,valid_from\n");
	for (unsigned i = 0; i < 60; i++) {
		if (i % 17 != 3)
			csm_buf_printf(&users, "u%u,%s%u\n", i,
			    i % 13 == 5 ? "" : "a-long-name-of-a-company-", i % 7);
		csm_buf_printf(
		    &moved, "u%u,m%u,%s\n", i, i % 7, i % 3 == 0 ? "2026-01-05" : "");
		if (i % 4 == 0)
			csm_buf_printf(&moved, "u%u,m%u,2026-01-12\n", i, i % 5);
	}
	write_file(users_path, "users", csm_buf_text(&users));
	write_file(moved_path, "moved", csm_buf_text(&moved));
	write_file(
	    names_path, "names", "n,feature\nview,Views\nlog in,Logins\nhelp,\n");
	write_file(bots_path, "bots", "u\nu1\nu7\nmail3@example.com\nU12\n");
	write_file(domains_path, "domains",
	    "id,domain\nacme,example.com\nother,\"example.org, example.net\"\n");
	write_file(rates_path, "rates", "currency,rate\na,1\nb,2\nc,0.5\n");
	csm_buf_fini(&users);
	csm_buf_fini(&moved);
}

static void
remove_files(void)
{
	unlink(users_path);
	unlink(moved_path);
	unlink(names_path);
	unlink(domains_path);
	unlink(bots_path);
	unlink(rates_path);
}

/* The words of a source; %U, %M, %N, %D, %B and %R are the files. */
static const char *const times[] = {
    "\"t\"", "\"t\"", "\"t\"", "[\"t2\",\"t\"]", "\"(t)\"", "\"(coalesce(t2, t))\""};
static const char *const companies[] = {"\"c\"", "\"c\"",
    "{\"lookup\":\"%U\",\"from\":\"u\",\"take\":\"company\"}",
    "{\"lookup\":\"%M\",\"from\":\"u\",\"take\":\"company\"}",
    "[{\"lookup\":\"%U\",\"from\":\"u\",\"take\":\"company\"},\"c\"]",
    "[{\"lookup\":\"%M\",\"from\":\"u\",\"take\":\"company\"},{\"const\":\"none\"}]",
    "\"(upper(c))\"", "\"(c || '-' || k)\"", "{\"const\":\"one\"}",
    "\"(lookup('%U', u, 'company'))\"", "\"(lookup('%M', u, 'company'))\"",
    "\"(lookup('%U', trim(u), 'company', 'u'))\"", "{\"domain\":\"e\"}",
    "[{\"domain\":\"e\",\"of\":\"%D\",\"column\":\"domain\"},\"c\"]",
    "[{\"domain\":\"e\",\"of\":\"%D\",\"column\":\"domain\",\"take\":\"id\"},"
    "{\"const\":\"none\"}]",
    "{\"lookup\":\"%N\",\"key\":\"n\",\"take\":\"feature\",\"from\":"
    "{\"lookup\":\"%N\",\"key\":\"feature\",\"take\":\"n\",\"from\":\"f\"}}"};
static const char *const users[] = {NULL, "\"u\"", "\"u\"", "\"u\"", "\"(upper(u))\"",
    "[\"e\",\"u\"]", "\"(u || k)\"", "{\"const\":\"somebody\"}", "\"e\"",
    "{\"any\":[\"e\",\"u\"],\"same\":\"%U\",\"key\":\"u\",\"take\":\"company\"}",
    "[{\"any\":\"u\",\"same\":\"%U\",\"case\":\"lower\",\"key\":\"u\",\"take\":"
    "\"company\"},\"e\"]",
    "[\"(x * 10)\",\"u\"]"};
static const char *const names[] = {"\"n\"", "\"n\"", "\"n\"", "{\"const\":\"event\"}",
    "\"(upper(n))\"", "\"(n || k)\"", "[\"f\",\"n\"]",
    "[{\"lookup\":\"%N\",\"from\":\"n\",\"take\":\"feature\"},\"n\"]",
    "{\"lookup\":\"%N\",\"from\":\"n\",\"take\":\"feature\"}",
    "\"(replace(n, ' ', '_'))\""};
static const char *const counts[] = {NULL, NULL, "\"x\"", "\"x\"", "\"(x * 2)\"",
    "\"(x * w)\"", "{\"const\":\"3\"}", "\"(if(k = 'a', 2, 1))\"", "\"(number(x))\"",
    "[\"x\",{\"const\":\"4\"}]", "[\"(x * 2)\",\"w\"]", "[\"(number(f) * 2)\",\"x\"]"};
static const char *const weights[] = {NULL, NULL, NULL, "\"w\"", "\"(w / 3)\""};
static const char *const ids[] = {
    NULL, NULL, "\"i\"", "\"i\"", "\"(i || k)\"", "\"(upper(i))\"", "[\"i\",\"u\"]"};
static const char *const wheres[] = {NULL, NULL, "k = 'a'", "k = 'a' and x > 1",
    "not (k = 'b' or n = 'view')", "x * w > 2", "u like 'u1%'", "t > '2026-01-10'",
    "k in ('a', 'b') and not n = 'help'", "has_value(x)", "1 = 2", "k = n",
    "coalesce(k, 'a') = 'a' or u = 'u3'"};
static const char *const excludes[] = {NULL, NULL, NULL, NULL, "\"(k = 'c')\"",
    "[\"(e like '%@example.org')\",\"(x > 5)\"]", "\"%B\"", "[\"%B:u\",\"(k = n)\"]"};
static const char *const others[] = {"", "", ",\"rename\":{\"view\":\"log in\"}",
    ",\"level\":\"company\"", ",\"zero\":{\"*\":\"null\"}",
    ",\"zero\":\"null\",\"rename\":{\"view\":\"look\"}", ",\"null\":[\"-\",\"0\"]",
    ",\"decimal\":\",\"", ",\"id_format\":\"integer\"", ",\"time_format\":\"iso\"",
    ",\"level\":\"company\",\"zero\":{\"view\":\"null\"}", ",\"money\":true",
    ",\"rename\":{\"nobody\":\"x\",\"view\":\"help\"}", ",\"agg\":{\"*\":\"max\"}",
    ",\"agg\":{\"view\":\"avg\",\"help\":\"count\",\"none\":\"min\"}",
    ",\"agg\":{\"*\":\"min\",\"modules.Core\":\"count\"},\"level\":\"company\"",
    ",\"agg\":{\"view\":\"last\"}"};

static const char *const modules[] = {NULL, NULL, NULL, NULL, "\"f\"", "\"k\"",
    "{\"const\":\"Core\"}", "\"(if(k = 'a', f, k))\""};

/* A catalog; NULL: none. */
static const struct csm_features *
some_features(struct csm_config **conf)
{
	static const char catalog[] =
	    "{\"catalog\":[{\"feature\":\"view\",\"module\":\"Core\"},"
	    "{\"feature\":\"help\"},{\"feature\":\"log in\",\"module\":\"Core\"},"
	    "{\"feature\":\"export\",\"module\":\"Extra\"}]}";

	*conf = NULL;
	if (roll(3) != 0)
		return NULL;
	*conf = csm_config_new(&csm_sections);
	ck_assert_int_eq(
	    csm_config_load_text(*conf, "catalog", catalog, strlen(catalog), &diag), 0);
	return csm_features_read(&arena, *conf);
}

static void
put_words(struct csm_buf *m, const char *role, const char *words)
{
	if (words == NULL)
		return;
	csm_buf_printf(m, ",\"%s\":", role);
	for (const char *p = words; *p != '\0'; p++) {
		const char *path = *p != '%'     ? NULL
				   : p[1] == 'U' ? users_path
				   : p[1] == 'M' ? moved_path
				   : p[1] == 'N' ? names_path
				   : p[1] == 'D' ? domains_path
				   : p[1] == 'B' ? bots_path
				   : p[1] == 'R' ? rates_path
						 : NULL;
		if (path == NULL) {
			csm_buf_putc(m, *p);
			continue;
		}
		csm_buf_puts(m, path);
		p++;
	}
}

#define ONE_OF(list) (list)[roll(sizeof(list) / sizeof(list)[0])]

static void
put_mapping(struct csm_buf *m)
{
	const char *where = ONE_OF(wheres), *user = ONE_OF(users),
		   *exclude = user == NULL ? NULL : ONE_OF(excludes);

	csm_buf_puts(m, "{\"kind\":\"activities\"");
	put_words(m, "time", ONE_OF(times));
	put_words(m, "company", ONE_OF(companies));
	put_words(m, "user", user);
	put_words(m, "name", ONE_OF(names));
	put_words(m, "count", ONE_OF(counts));
	put_words(m, "weight", ONE_OF(weights));
	put_words(m, "id", ONE_OF(ids));
	put_words(m, "module", ONE_OF(modules));
	put_words(m, "exclude", exclude);
	if (where != NULL)
		csm_buf_printf(m, ",\"where\":\"%s\"", where);
	csm_buf_printf(m, "%s}", ONE_OF(others));
}

/* What share of fields, in a thousand, is odd in some way. */
static unsigned odd;

static void
put_cell(struct csm_buf *b, const char *text, bool json)
{
	static const char *const strange[] = {"", "\"a \"\"b\"\"\"", "\"two\nlines\"",
	    " u1 ", "caf\xc3\xa9", "bad\xff", "-", "12/31/2025", "13-01-2026", "1e999",
	    "0", "0.1234567", "\"1,5\"", "10522.0", "a-text-longer-than-sixteen-bytes"};
	static const char *const in_json[] = {"\"\"", "null", "7", "\"\\u00e9\"", "{}",
	    "[1]", "0", "\"-\"", "true", "2.50",
	    "\"a-text-longer-than-sixteen-bytes\""};

	if (roll(1000) < odd)
		csm_buf_puts(b, json ? ONE_OF(in_json) : ONE_OF(strange));
	else if (json && text[0] == '\0')
		csm_buf_puts(b, "null");
	else
		csm_buf_printf(b, json ? "\"%s\"" : "%s", text);
}

static const char *const columns[] = {
    "i", "t", "t2", "c", "u", "e", "n", "f", "k", "x", "w"};
#define COLUMNS (sizeof columns / sizeof columns[0])

static void
put_row(struct csm_buf *b, bool json, unsigned number)
{
	static const char *const words[] = {"view", "view", "log in", "help", "export"},
				 *const kinds[] = {"a", "a", "b", "c", ""},
				 *const counted[] = {"1", "2", "0", "", "1.5", "7"},
				 *const mails[] = {"mail%u@example.com",
				     "mail%u@example.org", "mail%u@", "u%u"},
				 *const weighed[] = {"1", "", "0.5", "3"};
	char text[COLUMNS][64] = {{0}};

	snprintf(text[0], 64, "6f9619ff-8b86-d011-%08u",
	    number - (roll(30) == 0 ? roll(50) : 0));
	snprintf(text[1], 64,
	    roll(3) == 0 ? "2026-01-%02u" : "2026-01-%02uT%02u:30:00Z", roll(28) + 1,
	    roll(24));
	snprintf(text[3], 64, "company-%u", roll(9));
	snprintf(text[4], 64, "u%u", roll(64));
	snprintf(text[5], 64, roll(2) == 0 ? "" : ONE_OF(mails), roll(30));
	snprintf(text[6], 64, "%s", ONE_OF(words));
	snprintf(text[7], 64, "%s", roll(4) == 0 ? "Views" : "");
	snprintf(text[8], 64, "%s", ONE_OF(kinds));
	snprintf(text[9], 64, "%s", ONE_OF(counted));
	snprintf(text[10], 64, "%s", ONE_OF(weighed));
	csm_buf_puts(b, json ? "{" : "");
	for (size_t i = 0; i < COLUMNS; i++) {
		csm_buf_puts(b, i > 0 ? "," : "");
		if (json)
			csm_buf_printf(b, "\"%s\":", columns[i]);
		put_cell(b, text[i], json);
	}
	csm_buf_puts(b, json ? "}\n" : "\n");
}

static void
put_rows(struct csm_buf *b, bool json, unsigned rows)
{
	for (size_t i = 0; !json && i < COLUMNS; i++)
		csm_buf_printf(b, "%s%s", i > 0 ? "," : "", columns[i]);
	csm_buf_puts(b, json ? "" : "\n");
	for (unsigned i = 0; i < rows; i++)
		put_row(b, json, i + 100);
}

/* One mapping over some rows: every number of threads, some sizes of blocks. */
static void
compare_mapping(unsigned rows)
{
	static const size_t blocks[] = {1, 97, 999, 4096, 65536};
	static const char *const zones[] = {"UTC", "Europe/Stockholm"};
	struct csm_buf text = {0}, mapping = {0};
	const bool json = roll(3) == 0;
	const char *zone = ONE_OF(zones);
	const int32_t since = roll(4) == 0 ? 20465 : CSM_DAY_NONE;
	struct csm_config *conf;
	const struct csm_features *features = some_features(&conf);
	struct how how = {1, 1, 262144, 0, features};
	char *want;

	odd = roll(4) == 0 ? 30 : roll(2) * 3;
	put_mapping(&mapping);
	put_rows(&text, json, rows);
	want = run(mapping.data, zone, since, text.data, text.len, &how);
	for (int i = 0; i < 4; i++) {
		static const int threads[] = {1, 2, 3, 8};
		how = (struct how){0, threads[i],
		    rows < 1000 ? blocks[roll(4)] : blocks[2 + roll(3)],
		    roll(4) == 0 ? 1 : 0, features};
		char *got = run(mapping.data, zone, since, text.data, text.len, &how);
		if (strcmp(got, want) != 0)
			fprintf(stderr, "%s\nthreads %d, block %zu, %s, %s\n",
			    mapping.data, how.threads, how.block, zone,
			    json ? "json" : "csv");
		expect_same(got, want);
		free(got);
	}
	free(want);
	csm_buf_fini(&text);
	csm_buf_fini(&mapping);
	csm_config_free(conf);
	csm_arena_fini(&arena);
}

static void
compare_mappings(uint64_t rows, unsigned each)
{
	write_files();
	for (uint64_t done = 0; done < rows; done += each)
		compare_mapping(each);
	remove_files();
}

START_TEST(mappings_give_the_same_either_way)
{
	const char *rows = getenv("CSM_FAST_ROWS"), *seed = getenv("CSM_FAST_SEED");
	uint64_t all = rows != NULL ? strtoull(rows, NULL, 10) : 20000;

	if (getenv("CSM_WATCHED") != NULL)
		all /= 4;
	if (seed != NULL)
		state = strtoull(seed, NULL, 10) | 1;
	compare_mappings(all, 200);
	if (rows != NULL)
		compare_mappings(all, 20000);
}
END_TEST

START_TEST(new_mappings_give_the_same_either_way)
{
	state = (uint64_t)time(NULL) << 20 | 1;
	fprintf(stderr, "CSM_FAST_SEED=%llu\n", (unsigned long long)state);
	compare_mappings(getenv("CSM_WATCHED") != NULL ? 1000 : 6000, 200);
}
END_TEST

/* Something that each word may say, in a mapping that says nothing else but what rows
 * need. */
static const struct said {
	const char *word, *words;
} said[] = {{"description", "\"events\""}, {"kind", "\"activities\""},
    {"preset", "\"mixpanel\""}, {"file", "\"x.csv\""}, {"format", "\"csv\""},
    {"delimiter", "\";\""}, {"encoding", "\"windows-1252\""}, {"quote", "\"'\""},
    {"escape", "\"!\""}, {"comment", "\"#\""}, {"skip_lines", "1"}, {"header", "false"},
    {"pad", "true"}, {"decimal", "\",\""}, {"money", "true"},
    {"null", "[\"u1\",\"0\"]"}, {"tz", "\"Asia/Tokyo\""}, {"time", "\"(t)\""},
    {"time_format", "[\"iso\",\"%d.%m.%Y\"]"}, {"company", "\"(c || k)\""},
    {"user", "\"e\""}, {"entity", "\"k\""}, {"model", "\"asset\""}, {"name", "\"k\""},
    {"type", "\"k\""}, {"module", "\"k\""}, {"prefix", "\"revenue\""},
    {"value", "\"w\""}, {"columns", "[\"x\"]"},
    {"fields", "{\"x\":{\"type\":\"number\"}}"}, {"count", "\"w\""},
    {"weight", "\"w\""}, {"participants", "\"e\""}, {"thread", "\"k\""},
    {"score", "\"x\""}, {"start", "\"t2\""}, {"end", "\"t2\""}, {"recurring", "\"w\""},
    {"recurring_unit", "\"month\""}, {"currency", "\"k\""}, {"rates", "\"%R\""},
    {"one_off", "\"w\""}, {"status", "\"k\""}, {"completed", "\"t2\""},
    {"due", "\"t2\""}, {"paid", "\"t2\""}, {"amount", "\"w\""}, {"opened", "\"t2\""},
    {"closed", "\"t2\""}, {"state", "\"k\""}, {"id", "\"i\""},
    {"id_format", "\"integer\""}, {"where", "\"k = 'a'\""}, {"exclude", "\"%B\""},
    {"rename", "{\"view\":\"look\"}"}, {"agg", "{\"view\":\"last\"}"},
    {"zero", "\"null\""}, {"level", "\"enduser\""}, {"require", "[\"k\"]"}};
#define SAID (sizeof said / sizeof said[0])

static const struct said *
said_of(const char *word)
{
	for (size_t i = 0; i < SAID; i++)
		if (strcmp(said[i].word, word) == 0)
			return &said[i];
	ck_abort_msg("%s: threads read mappings with a word that no test has", word);
	return NULL;
}

/* The word, on top of what rows need, or instead of that. */
static void
put_word(struct csm_buf *m, const struct said *more)
{
	static const struct said need[] = {{"time", "\"t\""}, {"company", "\"c\""},
	    {"user", "\"u\""}, {"name", "\"n\""}, {"count", "\"x\""},
	    {"level", "\"company\""}};
	const char *word = strcmp(more->word, "type") == 0 ? "name" : more->word;

	csm_buf_puts(m, "{\"kind\":\"activities\"");
	for (size_t i = 0; i < sizeof need / sizeof need[0]; i++)
		if (strcmp(need[i].word, word) != 0)
			put_words(m, need[i].word, need[i].words);
	if (strcmp(word, "kind") != 0)
		put_words(m, more->word, more->words);
	csm_buf_puts(m, "}");
}

START_TEST(every_word_gives_the_same_either_way)
{
	unsigned made = 0;

	/* always the same rows: of some others one of the words leaves nothing */
	state = 2026;
	write_files();
	for (const struct csm_mapping_word *w = csm_mapping_words; w->key.name != NULL;
	     w++) {
		struct csm_buf text = {0}, mapping = {0};
		struct how how = {1, 1, 262144, 0, NULL};
		odd = 20;
		put_word(&mapping, said_of(w->key.name));
		put_rows(&text, true, 1000);
		char *want =
		    run(mapping.data, "UTC", CSM_DAY_NONE, text.data, text.len, &how);
		made += strstr(want, ",activities.") != NULL;
		for (size_t memory = 0; memory < 2; memory++) {
			how = (struct how){0, 3, 999, memory, NULL};
			char *got = run(mapping.data, "UTC", CSM_DAY_NONE, text.data,
			    text.len, &how);
			if (strcmp(got, want) != 0)
				fprintf(stderr, "%s\n", mapping.data);
			expect_same(got, want);
			free(got);
		}
		free(want);
		csm_buf_fini(&text);
		csm_buf_fini(&mapping);
		csm_arena_fini(&arena);
	}
	remove_files();
	ck_assert_uint_eq(made, SAID - 1); /* but for the one with another prefix */
}
END_TEST

TEST_MAIN("fast_mapping", mappings_give_the_same_either_way,
    new_mappings_give_the_same_either_way, every_word_gives_the_same_either_way)
