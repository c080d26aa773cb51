/*
 * Runs the blocks of tests/formula/<file>.test.  A block is a formula, then for each of
 * its leaves a line with its text and value, then "= " and the result; or "%%FAIL", the
 * formula, and the whole message; or "%%JSON" / "%%TEXT", the formula, and how it is
 * printed in that spelling.  Blocks end with a blank line; lines that begin with '%'
 * and a blank are comments.
 */
#include "formula/func.h"

#include "base/xalloc.h"
#include "test.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

struct block {
	char file[600];
	int line;
	char *text[64];
	size_t n;
};

static void
on_message(void *ctx, const struct csm_message *m)
{
	struct csm_buf *out = ctx;

	if (m->pos.file != NULL)
		csm_buf_printf(out, "%s:", m->pos.file);
	if (m->pos.line != 0)
		csm_buf_printf(out, "%d:%d:", (int)m->pos.line, (int)m->pos.column);
	if (m->pos.path != NULL)
		csm_buf_printf(out, "%s:", m->pos.path);
	csm_buf_printf(out, "%s%s [%s]\n", out->len > 0 ? " " : "", m->text,
	    csm_code_name(m->code));
	if (m->extra != NULL)
		csm_buf_printf(out, "%s\n", m->extra);
}

static struct csm_formula *
parse(struct csm_arena *arena, const char *text, struct csm_buf *messages)
{
	struct csm_pos at = {.file = "-e"};
	struct csm_diag diag;

	csm_diag_init(&diag, on_message, messages);
	return csm_formula_parse(arena, text, strlen(text), &at, &diag);
}

static struct csm_value
value_of(const char *s)
{
	int32_t day;
	int64_t micros;
	struct csm_value v = {.type = CSM_VALUE_MISSING};

	if (strcmp(s, "missing") == 0)
		return v;
	if (strcmp(s, "true") == 0 || strcmp(s, "false") == 0) {
		v.type = CSM_VALUE_BOOL;
		v.u.truth = *s == 't';
	} else if (csm_date_parse(s, strlen(s), &day) == NULL) {
		v.type = CSM_VALUE_DAY;
		v.u.day = day;
	} else if (csm_num_parse(s, strlen(s), &micros) == CSM_NUM_OK) {
		v.type = CSM_VALUE_NUMBER;
		v.u.number = csm_num_to_double(micros);
	} else {
		v.type = CSM_VALUE_TEXT;
		v.u.text = s;
	}
	return v;
}

static void
put_value(struct csm_buf *out, const struct csm_value *v)
{
	char text[CSM_NUM_TEXT];

	switch (v->type) {
	case CSM_VALUE_MISSING:
		csm_buf_puts(out, "missing");
		break;
	case CSM_VALUE_BOOL:
		csm_buf_puts(out, v->u.truth ? "true" : "false");
		break;
	case CSM_VALUE_TEXT:
	case CSM_VALUE_CELL:
		csm_buf_puts(out, csm_value_text(v));
		break;
	case CSM_VALUE_DAY:
		csm_date_format(v->u.day, text);
		csm_buf_puts(out, text);
		break;
	case CSM_VALUE_NUMBER:
		csm_num_format(csm_value_micros(v), text);
		csm_buf_puts(out, text);
		break;
	}
}

/* The value bound to a leaf: what follows "LEAF: " in a line of the block. */
static struct csm_value
bound(const struct block *b, const struct csm_node *leaf)
{
	struct csm_buf name = {0};
	struct csm_value v = {.type = CSM_VALUE_MISSING};
	int found = 0;

	csm_node_print_text(leaf, &name);
	csm_buf_puts(&name, ": ");
	for (size_t i = 1; i + 1 < b->n && !found; i++) {
		found = strncmp(b->text[i], name.data, name.len) == 0;
		if (found)
			v = value_of(b->text[i] + name.len);
	}
	ck_assert_msg(
	    found, "%s:%d: no value for %s", b->file, b->line, csm_buf_text(&name));
	csm_buf_fini(&name);
	return v;
}

static void
result_of(const struct block *b, const struct csm_formula *f, struct csm_arena *arena,
    struct csm_buf *out)
{
	struct csm_column *column =
	    CSM_ARENA_ARRAY(arena, struct csm_column, f->leaves);
	struct csm_value *value = CSM_ARENA_ARRAY(arena, struct csm_value, f->leaves);
	struct csm_value result;
	struct csm_eval_counts counts = {0};

	for (size_t i = 0; i < f->leaves; i++) {
		value[i] = bound(b, f->leaf[i]);
		column[i] = (struct csm_column){&value[i], 0};
	}
	csm_formula_eval(f, column, 1, &result, arena, &counts);
	csm_buf_puts(out, "= ");
	put_value(out, &result);
	if (counts.divisions_by_zero > 0)
		csm_buf_printf(out, ", %d divided by 0", (int)counts.divisions_by_zero);
}

static void
expect(const struct block *b, const char *wanted, const char *got)
{
	ck_assert_msg(strcmp(wanted, got) == 0, "%s:%d:\nwanted: %s\ngot:    %s",
	    b->file, b->line, wanted, got);
}

/* The lines of a block from `from` to its end as one text. */
static void
join(const struct block *b, size_t from, struct csm_buf *out)
{
	for (size_t i = from; i < b->n; i++)
		csm_buf_printf(out, "%s\n", b->text[i]);
}

static void
run_block(const struct block *b)
{
	struct csm_arena arena = {0};
	struct csm_buf got = {0}, wanted = {0}, messages = {0};
	int marked = strncmp(b->text[0], "%%", 2) == 0;
	const char *kind = marked ? b->text[0] : "";
	struct csm_formula *f = parse(&arena, b->text[marked], &messages);

	if (strcmp(kind, "%%FAIL") == 0) {
		ck_assert_msg(f == NULL, "%s:%d: is accepted", b->file, b->line);
		join(b, 2, &wanted);
		expect(b, csm_buf_text(&wanted), csm_buf_text(&messages));
	} else {
		ck_assert_msg(
		    f != NULL, "%s:%d: %s", b->file, b->line, csm_buf_text(&messages));
		if (strcmp(kind, "%%JSON") == 0)
			csm_formula_print_json(f, &got);
		else if (strcmp(kind, "%%TEXT") == 0)
			csm_formula_print_text(f, &got);
		else
			result_of(b, f, &arena, &got);
		expect(b, b->text[b->n - 1], csm_buf_text(&got));
	}
	csm_buf_fini(&got);
	csm_buf_fini(&wanted);
	csm_buf_fini(&messages);
	csm_arena_fini(&arena);
}

static void
finish_block(struct block *b)
{
	if (b->n > 0)
		run_block(b);
	for (size_t i = 0; i < b->n; i++)
		free(b->text[i]);
	b->n = 0;
}

static size_t
run_file(const char *path)
{
	struct block b = {.n = 0};
	FILE *in = fopen(path, "r");
	char line[4096];
	size_t blocks = 0;

	ck_assert_msg(in != NULL, "%s: cannot be read", path);
	snprintf(b.file, sizeof b.file, "%s", path);
	for (int number = 1; fgets(line, sizeof line, in) != NULL; number++) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "% ", 2) == 0)
			continue;
		if (line[0] == '\0') {
			blocks += b.n > 0;
			finish_block(&b);
			continue;
		}
		if (b.n == 0)
			b.line = number;
		ck_assert_uint_lt(b.n, sizeof b.text / sizeof b.text[0]);
		b.text[b.n++] = csm_xstrdup(line);
	}
	blocks += b.n > 0;
	finish_block(&b);
	fclose(in);
	return blocks;
}

START_TEST(every_block_gives_what_it_says)
{
	const char *dir = getenv("CSM_FORMULA_TESTS");
	DIR *entries;
	size_t blocks = 0;

	if (dir == NULL)
		dir = "tests/formula";
	entries = opendir(dir);
	ck_assert_msg(entries != NULL, "%s: cannot be read", dir);
	for (struct dirent *e; (e = readdir(entries)) != NULL;) {
		char path[600];
		size_t len = strlen(e->d_name);
		if (len < 6 || strcmp(e->d_name + len - 5, ".test") != 0)
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		blocks += run_file(path);
	}
	closedir(entries);
	ck_assert_uint_gt(blocks, 0);
}
END_TEST

static void
expect_named(const char *page, const char *name)
{
	ck_assert_msg(name == NULL || strstr(page, name) != NULL,
	    "csm-formula(5) does not name %s", name);
}

START_TEST(the_manual_names_every_operator_and_function)
{
	static char page[100000];
	const char *path = getenv("CSM_FORMULA_MANUAL");
	FILE *in = fopen(path != NULL ? path : "man/csm-formula.5", "r");

	ck_assert_ptr_nonnull(in);
	page[fread(page, 1, sizeof page - 1, in)] = '\0';
	fclose(in);
	for (size_t i = 0; i < csm_func_count; i++) {
		expect_named(page, csm_func_table[i].json);
		expect_named(page, csm_func_table[i].alias);
		expect_named(page, csm_func_table[i].text);
		expect_named(page, csm_func_table[i].infix);
		expect_named(page, csm_func_table[i].condition);
	}
	for (int op = 0; op < CSM_WINDOW_OPS; op++) {
		expect_named(page, csm_window_info[op].json);
		expect_named(page, csm_window_info[op].alias);
		expect_named(page, csm_window_info[op].text);
	}
}
END_TEST

TEST_MAIN("formula", the_manual_names_every_operator_and_function,
    every_block_gives_what_it_says)
