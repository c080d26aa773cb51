/*
 * MIME: a message with the report as text and as HTML, and a picture of each chart if
 * rsvg-convert is installed, for sendmail -t.  Boundaries and content ids are made of
 * what the message holds: no clock, no host name, no chance.
 */
#include "base/xalloc.h"
#include "document/picture.h"
#include "document/mail_html.h"
#include "document/mail_text.h"
#include "document/writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define TEXT_WIDTH 78 /* columns: RFC 5322 wants lines of no more */

struct message {
	const struct csm_doc *doc;
	struct csm_buf text, html;
	struct csm_mailhtml_picture *picture;
	struct csm_buf *png; /* of each picture */
	size_t pictures, picture_cap, png_cap;
	struct csm_arena arena;
};

static uint64_t
hash(const struct csm_buf *b, uint64_t seed)
{
	return XXH64(csm_buf_text(b), b->len, seed);
}

static size_t
mime_parts(const struct csm_doc *doc, const struct csm_table **last)
{
	size_t n = 0;

	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		if (!csm_table_shown(t, CSM_EYES_READ))
			continue;
		*last = t;
		n++;
	}
	return n;
}

/* "Portfolio: 240 companies, as of 2026-10-31", with the part if there is one only. */
static void
put_subject(const struct csm_doc *doc, struct csm_buf *out)
{
	const struct csm_table *part = NULL;
	struct csm_buf subject = {0};

	if (doc->title != NULL)
		csm_buf_puts(&subject, doc->title);
	if (mime_parts(doc, &part) == 1 && part->title != doc->title)
		csm_buf_printf(
		    &subject, "%s%s", subject.len > 0 ? ", " : "", part->title);
	if (doc->subtitle != NULL)
		csm_buf_printf(
		    &subject, "%s%s", subject.len > 0 ? ": " : "", doc->subtitle);
	csm_mailtext_field(out, "Subject", csm_buf_text(&subject));
	csm_buf_fini(&subject);
}

/* Addresses have been found to be such before. */
static void
mime_put_header(
    const struct csm_doc *doc, const struct csm_mail_options *mail, struct csm_buf *out)
{
	for (size_t i = 0; i < mail->tos; i++) {
		csm_buf_puts(out, i == 0 ? "To: " : ",\n ");
		csm_mailtext_address(out, mail->to[i]);
	}
	if (mail->tos > 0)
		csm_buf_putc(out, '\n');
	if (mail->from != NULL) {
		csm_buf_puts(out, "From: ");
		csm_mailtext_address(out, mail->from);
		csm_buf_putc(out, '\n');
	}
	put_subject(doc, out);
	if (mail->dated) {
		csm_buf_puts(out, "Date: ");
		csm_mailtext_date(out, mail->date);
		csm_buf_putc(out, '\n');
	}
	csm_buf_puts(out, "Auto-Submitted: auto-generated\nMIME-Version: 1.0\n");
}

/* 0 also where pictures cannot be made: the numbers are there. */
static int
draw(struct message *m, const struct csm_table *t, struct csm_diag *diag)
{
	struct csm_buf png = {0};
	int status = csm_picture_png(&png, NULL, t, diag);

	/* without rsvg-convert a mail is still a mail */
	if (status != 0) {
		csm_buf_fini(&png);
		return status < 0 ? -1 : 0;
	}
	CSM_GROW(m->picture, m->pictures, &m->picture_cap);
	CSM_GROW(m->png, m->pictures, &m->png_cap);
	m->picture[m->pictures] = (struct csm_mailhtml_picture){.table = t,
	    .id = csm_arena_printf(&m->arena, "chart%zu.%016" PRIx64 "@csm",
		m->pictures + 1, hash(&png, 0))};
	m->png[m->pictures++] = png;
	return 0;
}

static int
compose(struct message *m, struct csm_diag *diag)
{
	const struct csm_writer_options plain = {.width = TEXT_WIDTH, .utf8 = 1};

	for (const struct csm_table *t = m->doc->first; t != NULL; t = t->next)
		if (t->chart != CSM_CHART_NONE &&
		    csm_table_shown(t, CSM_EYES_PICTURE) && t->rows > 0 &&
		    draw(m, t, diag) != 0)
			return -1;
	/* Pictures first, of which the HTML names those that came out. */
	if (csm_write_text(m->doc, &plain, &m->text, diag) != 0)
		return -1;
	csm_mailhtml_put(&m->html, m->doc, m->picture, m->pictures);
	return 0;
}

static void
put_alternative(struct csm_buf *out, const char *boundary, const char *subtype,
    const struct csm_buf *body)
{
	csm_buf_printf(out,
	    "--%s\nContent-Type: text/%s; charset=utf-8\n"
	    "Content-Transfer-Encoding: quoted-printable\n\n",
	    boundary, subtype);
	csm_mailtext_quoted(out, csm_buf_text(body), body->len);
	csm_buf_putc(out, '\n'); /* the line end before a boundary is a part of it */
}

/* A line "=_" is never part of what the encodings write. */
static void
put_alternatives(const struct message *m, const char *boundary, struct csm_buf *out)
{
	csm_buf_printf(out,
	    "Content-Type: multipart/alternative;\n boundary=\"%s\"\n\n", boundary);
	put_alternative(out, boundary, "plain", &m->text);
	put_alternative(out, boundary, "html", &m->html);
	csm_buf_printf(out, "--%s--\n", boundary);
}

static void
mime_put_picture(
    const struct message *m, size_t i, const char *boundary, struct csm_buf *out)
{
	csm_buf_printf(out,
	    "--%s\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
	    "Content-ID: <%s>\n"
	    "Content-Disposition: inline; filename=\"chart%zu.png\"\n\n",
	    boundary, m->picture[i].id, i + 1);
	csm_mailtext_base64(out, m->png[i].data, m->png[i].len);
}

static void
put_message(const struct message *m, struct csm_buf *out)
{
	/* The same report gives the same bytes; two reports in one mailbox do not share
	 * a boundary. */
	uint64_t sum = hash(&m->html, hash(&m->text, 0));
	char inner[40], outer[40];

	snprintf(inner, sizeof inner, "=_csm_a_%016" PRIx64, sum);
	snprintf(outer, sizeof outer, "=_csm_r_%016" PRIx64, sum);
	/* related has a meaning only with something related to */
	if (m->pictures == 0) {
		put_alternatives(m, inner, out);
		return;
	}
	csm_buf_printf(out,
	    "Content-Type: multipart/related; type=\"multipart/alternative\";\n"
	    " boundary=\"%s\"\n\n--%s\n",
	    outer, outer);
	put_alternatives(m, inner, out);
	for (size_t i = 0; i < m->pictures; i++)
		mime_put_picture(m, i, outer, out);
	csm_buf_printf(out, "--%s--\n", outer);
}

int
csm_write_mime(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	struct message m = {.doc = doc};
	int failed = compose(&m, diag) != 0;

	if (!failed) {
		mime_put_header(doc, &options->mail, out);
		put_message(&m, out);
	}
	for (size_t i = 0; i < m.pictures; i++)
		csm_buf_fini(&m.png[i]);
	free(m.png);
	free(m.picture);
	csm_buf_fini(&m.text);
	csm_buf_fini(&m.html);
	csm_arena_fini(&m.arena);
	return failed ? -1 : 0;
}
