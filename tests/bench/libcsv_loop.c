/* The floor the usual library sets: counts the fields of standard input with libcsv. */
#include <csv.h>
#include <stdio.h>

static void
field(void *s, size_t len, void *n)
{
	(void)s;
	(void)len;
	++*(size_t *)n;
}

static void
row(int c, void *n)
{
	(void)c;
	(void)n;
}

int
main(void)
{
	static char block[1 << 18];
	struct csv_parser parser;
	size_t fields = 0, n;

	csv_init(&parser, 0);
	while ((n = fread(block, 1, sizeof block, stdin)) > 0)
		csv_parse(&parser, block, n, field, row, &fields);
	csv_fini(&parser, field, row, &fields);
	csv_free(&parser);
	printf("%zu\n", fields);
	return 0;
}
