#include "propose/notation.h"

#include "io/signature.h"
#include "io/transcode.h"
#include "syntax/csv_footer.h"

#include <string.h>

/* What is read of a file before anything is known of it: the headers and thousands of rows.
 * Not measured: the sample behind it reads more. */
#define LOOK_BYTES ((size_t)256 << 10)
/* What exports of spreadsheets on Windows are in, where they are not UTF-8. */
#define USUAL_ENCODING "windows-1252"

/* The first bytes, up to the end of the last whole line among them. */
static int
notation_peek(struct csm_input *in, struct csm_text *text, struct csm_diag *diag)
{
	int more;

	do
		more = csm_input_peek(in, &text->s, &text->len, diag);
	while (more == 1 && text->len < LOOK_BYTES);
	if (more < 0)
		return -1;
	size_t lines = text->len;
	/* A cut line would have fewer fields than it has; JSON may have no other. */
	while (more == 1 && lines > 0 && text->s[lines - 1] != '\n')
		lines--;
	text->len = lines > 0 ? lines : text->len;
	return 0;
}

/* The first word with a letter that is not ASCII. */
static const char *
notation_word(struct csm_arena *arena, struct csm_text text)
{
	size_t at = 0, begin, end;

	while (at < text.len && (unsigned char)text.s[at] < 0x80)
		at++;
	for (begin = at;
	     begin > 0 && strchr(" ,;\t\"\r\n|", text.s[begin - 1]) == NULL;)
		begin--;
	for (end = at; end < text.len && strchr(" ,;\t\"\r\n|", text.s[end]) == NULL;)
		end++;
	/* It is shown in a question, in one line. */
	if (end - begin > 60)
		end = begin + 60;
	return at == text.len ? NULL
			      : csm_arena_text(arena, text.s + begin, end - begin);
}

/* UTF-8 as it is, UTF-16 by its mark, and anything else as what is usual. */
static int
notation_encoding(struct csm_arena *arena, struct csm_input *in, struct csm_text *text,
    struct csm_notation *l, struct csm_diag *diag)
{
	const char *encoding = csm_transcode_by_mark(text->s, text->len);
	struct csm_stage stage;

	if (encoding == NULL && memchr(text->s, '\0', text->len) != NULL) {
		l->no_rows = "it holds NUL bytes, so it is no text";
		return 0;
	}
	/* Up to four bytes at the end may be a letter that was cut. */
	if (encoding == NULL && csm_text_utf8(text->s, text->len) + 4 < text->len) {
		encoding = USUAL_ENCODING;
		l->guessed_encoding = true;
		l->how.encoding = encoding;
	}
	if (encoding == NULL || csm_transcode_is_utf8(encoding))
		return 0;
	if (csm_transcode_new(&stage, encoding, diag) != 0)
		return -1;
	csm_input_stage(in, stage);
	if (notation_peek(in, text, diag) != 0)
		return -1;
	if (l->guessed_encoding)
		l->sample_word = notation_word(arena, *text);
	return 0;
}

/* Whatever of `how` is set has to be said in a source, which a lookup has no place
 * for. */
bool
csm_notation_is_plain(const struct csm_notation *l)
{
	return !l->delimited && l->how.encoding == NULL && l->how.names == 0 &&
	       l->how.format != CSM_FORMAT_COPY && l->how.dialect.comment == 0 &&
	       l->how.dialect.skip_lines == 0 && !l->how.pad;
}

/* Lines below the rows have no columns in common with them, and would make prose of all. */
static void
notation_cut_footer(struct csm_text *text)
{
	size_t len = text->len;

	for (const char *d = ",;\t|"; *d != '\0'; d++) {
		size_t at = csm_csv_footer_at(*text, *d);
		len = at < len ? at : len;
	}
	text->len = len;
}

int
csm_notation_find(struct csm_arena *arena, struct csm_zone *zone, const char *path,
    struct csm_notation *notation, struct csm_diag *diag)
{
	struct csm_input *in;
	struct csm_text text = {NULL, 0};
	int status;

	*notation = (struct csm_notation){0};
	if (csm_input_open(&in, path, diag) != 0)
		return -1;
	status = notation_peek(in, &text, diag);
	if (status == 0)
		/* Before its bytes are taken for text: workbooks and archives are told
		 * by what makes rows of them. */
		status = csm_signature_check(in, text, diag);
	if (status == 0)
		status = notation_encoding(arena, in, &text, notation, diag);
	if (status == 0)
		notation_cut_footer(&text);
	if (status == 0 && notation->no_rows == NULL)
		csm_notation_lines(arena, zone, text, notation);
	csm_input_close(in);
	return status;
}
