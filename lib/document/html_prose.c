/*
 * Text of a page: a subset of Markdown.  Paragraphs, headings, lists, quotes, code,
 * rules; strong, emphasis, code and links within.  HTML in it is text like any other,
 * and a link leads only where it says: to http, https, mailto or a place of the page.
 */
#include "document/html.h"
#include "chart/svg.h"
#include "table/markup_text.h"

#include <string.h>

struct prose {
	struct csm_buf *out;
	const char *open; /* element that lines are added to; NULL: none */
	int top;          /* level of the first heading, as an element */
	int first, level; /* as it was written; as an element, of the last; 0: none */
};

static void
html_prose_put_escaped(struct csm_buf *out, const char *s, size_t len)
{
	struct csm_buf text = {0};

	csm_buf_put(&text, s, len);
	csm_markup_escape(out, csm_buf_text(&text));
	csm_buf_fini(&text);
}

/* A list of what is allowed: of javascript:, data: and what browsers invent next nobody
 * knows all. */
static int
is_safe(const char *to, size_t len)
{
	static const char *const starts[] = {"https://", "http://", "mailto:", "#"};

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (len > strlen(starts[i]) &&
		    strncmp(to, starts[i], strlen(starts[i])) == 0)
			return 1;
	return 0;
}

static void html_prose_put_line(struct csm_buf *out, const char *s, size_t len);

/* [text](address): how many bytes it takes, 0 if it is none. */
static size_t
put_link(struct csm_buf *out, const char *s, size_t len)
{
	const char *close = memchr(s, ']', len), *end;
	size_t text, to;

	if (close == NULL || (size_t)(close - s) + 1 >= len || close[1] != '(')
		return 0;
	end = memchr(close, ')', len - (size_t)(close - s));
	if (end == NULL)
		return 0;
	text = (size_t)(close - s) - 1;
	to = (size_t)(end - close) - 2;
	/* shown as it was written: where it would lead is to be seen */
	if (!is_safe(close + 2, to))
		return 0;
	csm_buf_puts(out, "<a href=\"");
	html_prose_put_escaped(out, close + 2, to);
	csm_buf_puts(out, "\">");
	html_prose_put_line(out, s + 1, text);
	csm_buf_puts(out, "</a>");
	return (size_t)(end - s) + 1;
}

/* Text between two marks: how many bytes it takes, 0 if there is no second one. */
static size_t
put_marked(
    struct csm_buf *out, const char *s, size_t len, const char *mark, const char *name)
{
	size_t n = strlen(mark);

	/* "2 * 3 * 4" is no emphasis */
	if (len < 2 * n + 1 || strncmp(s, mark, n) != 0 || s[n] == ' ')
		return 0;
	for (size_t i = n + 1; i + n <= len; i++) {
		if (strncmp(s + i, mark, n) != 0 || s[i - 1] == ' ')
			continue;
		csm_buf_printf(out, "<%s>", name);
		/* within code nothing else is markup */
		if (*mark == '`')
			html_prose_put_escaped(out, s + n, i - n);
		else
			html_prose_put_line(out, s + n, i - n);
		csm_buf_printf(out, "</%s>", name);
		return i + n;
	}
	return 0;
}

static void
html_prose_put_line(struct csm_buf *out, const char *s, size_t len)
{
	static const struct {
		const char *mark, *name;
	} marks[] = {{"**", "strong"}, {"__", "strong"}, {"*", "em"}, {"_", "em"},
	    {"`", "code"}};

	for (size_t i = 0; i < len;) {
		size_t taken = 0, next;
		int inside = i > 0 && s[i] == '_' && s[i - 1] != ' '; /* a_b_c */
		if (s[i] == '\\' && i + 1 < len &&
		    strchr("\\`*_[]()#>-+.!", s[i + 1])) {
			html_prose_put_escaped(out, s + i + 1, 1);
			i += 2;
			continue;
		}
		for (size_t m = 0; m < sizeof marks / sizeof marks[0] && taken == 0;
		     m++)
			if (!inside)
				taken = put_marked(
				    out, s + i, len - i, marks[m].mark, marks[m].name);
		if (taken == 0 && s[i] == '[')
			taken = put_link(out, s + i, len - i);
		/* What begins nothing is put in one piece up to the next sign that
		 * might. */
		for (next = i + 1;
		     taken == 0 && next < len && strchr("\\`*_[", s[next]) == NULL;)
			next++;
		if (taken == 0)
			html_prose_put_escaped(out, s + i, next - i);
		i = taken == 0 ? next : i + taken;
	}
}

static void
turn_to(struct prose *p, const char *name)
{
	if (p->open != NULL && (name == NULL || strcmp(p->open, name) != 0))
		csm_buf_printf(p->out, "</%s>\n", p->open);
	if (name != NULL && (p->open == NULL || strcmp(p->open, name) != 0))
		csm_buf_printf(p->out, "<%s>", name);
	p->open = name;
}

/* Length of the mark of a list's entry, "- " or "12. ", 0 if it is none. */
static size_t
entry_mark(const char *s, size_t len, int *numbered)
{
	size_t digits = strspn(s, "0123456789");

	*numbered = digits > 0;
	/* Nine digits, as CommonMark has it. */
	if (digits > 0 && digits < 10 && digits + 1 < len && s[digits] == '.' &&
	    s[digits + 1] == ' ')
		return digits + 2;
	*numbered = 0;
	return len > 2 && strchr("-*+", s[0]) != NULL && s[1] == ' ' ? 2 : 0;
}

static int
is_rule(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (s[i] != s[0] && s[i] != ' ')
			return 0;
		n += s[i] == s[0];
	}
	return n >= 3 && (s[0] == '-' || s[0] == '*' || s[0] == '_');
}

/* The first heading is of the text's top level; none is more than one below the last.
 * A page has its headings already: whoever begins a text with ### means the first level
 * of it. */
static int
html_prose_put_heading(struct prose *p, const char *s, size_t len)
{
	int written = (int)strspn(s, "#"), level;

	if (written == 0 || written > 6 || (size_t)written >= len || s[written] != ' ')
		return 0;
	if (p->first == 0)
		p->first = written;
	level = p->top + (written > p->first ? written - p->first : 0);
	if (p->level > 0 && level > p->level + 1)
		level = p->level + 1;
	p->level = level = level > 6 ? 6 : level;
	turn_to(p, NULL);
	csm_buf_printf(p->out, "<h%d>", level);
	html_prose_put_line(p->out, s + written + 1, len - (size_t)written - 1);
	csm_buf_printf(p->out, "</h%d>\n", level);
	return 1;
}

static void
put_block(struct prose *p, const char *s, size_t len)
{
	int numbered;
	size_t mark;

	if (len == 0) {
		turn_to(p, NULL);
		return;
	}
	if (html_prose_put_heading(p, s, len))
		return;
	if (is_rule(s, len)) {
		turn_to(p, NULL);
		csm_buf_puts(p->out, "<hr>\n");
		return;
	}
	mark = entry_mark(s, len, &numbered);
	if (mark > 0) {
		turn_to(p, numbered ? "ol" : "ul");
		csm_buf_puts(p->out, "<li>");
	} else if (s[0] == '>') {
		turn_to(p, "blockquote");
		mark = len > 1 && s[1] == ' ' ? 2 : 1;
	} else if (p->open == NULL) {
		turn_to(p, "p");
	}
	html_prose_put_line(p->out, s + mark, len - mark);
	csm_buf_putc(p->out, '\n');
}

void
csm_html_prose(struct csm_buf *out, const char *text, int top)
{
	struct prose p = {.out = out, .top = top};
	int code = 0;

	csm_buf_puts(out, "<div class=\"prose\">");
	for (const char *line = text; *line != '\0';) {
		size_t whole = strcspn(line, "\n"), blanks = strspn(line, " ");
		/* of CR LF both are the line's end */
		size_t len = whole - (whole > 0 && line[whole - 1] == '\r');
		if (strncmp(line, "```", 3) == 0) {
			turn_to(&p, NULL);
			code = !code;
			csm_buf_puts(out, code ? "<pre><code>" : "</code></pre>\n");
		} else if (code) {
			html_prose_put_escaped(out, line, len);
			csm_buf_putc(out, '\n');
		} else {
			put_block(&p, line + (blanks < len ? blanks : len),
			    len - (blanks < len ? blanks : len));
		}
		line += whole + (line[whole] == '\n');
	}
	/* what is open ends with the text, whether it was closed or not */
	turn_to(&p, NULL);
	csm_buf_puts(out, code ? "</code></pre></div>" : "</div>");
}
