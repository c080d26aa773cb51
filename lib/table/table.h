/*
 * Table: what every report makes and every writer writes.  A document is a list of
 * tables, some of them gathered in groups (one account of the page is a group).
 *
 * A value here is final: writers round for the eye and draw, they do not compute.
 *
 * Who makes a table keeps a struct for a row of it and a table of its columns, each
 * beside what fills it.  Nobody counts positions: a column moves, comes or goes with its
 * values.
 *
 *	static const struct csm_table_column nps_columns[] = {
 *	    {"company", "Id", CSM_OF_TEXT(struct nps_asked, id), .for_machines = true},
 *	    {"nps", "NPS", CSM_CELL_NUMBER, .put = nps_put_nps}};
 *
 *	CSM_TABLE_COLUMNS(t, nps_columns);
 *	for (size_t i = 0; i < n; i++)
 *		csm_table_put(t, &asked[i]);
 *
 * Ownership: a document, its tables and all they hold live in the document's arena;
 * texts are borrowed and must live as long.
 */
#ifndef CSM_TABLE_TABLE_H
#define CSM_TABLE_TABLE_H

#include "base/arena.h"
#include "base/num.h"
#include "table/state.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum csm_cell_kind {
	CSM_CELL_NONE,  /* no data; 0, so that zeroed memory is missing */
	CSM_CELL_BLANK, /* nothing belongs here: a unit the company does not have */
	CSM_CELL_TEXT,
	CSM_CELL_NUMBER, /* micros */
	CSM_CELL_DAY,
	CSM_CELL_SERIES, /* one number a day, CSM_MISSING for a gap: a sparkline */
	CSM_CELL_LIGHTS  /* the states of several units, in their order */
};

struct csm_light {
	const char *name;
	const struct csm_state *state; /* NULL: the company does not have this unit */
};

enum csm_show {
	CSM_SHOW_PLAIN,
	CSM_SHOW_BAR, /* with a bar, the column's largest being full; a series: as bars
		       */
	CSM_SHOW_CHANGE,  /* with a sign */
	CSM_SHOW_LIGHT,   /* its state alone: the number is left to the machine formats
			   */
	CSM_SHOW_PAINTED, /* a text that names its state, in the state's colour */
	CSM_SHOW_HEAT     /* shaded by its size among the table's columns that are so */
};

/* At most two decimal places, and none that are 0; of numbers nearer to 0 than that
 * the first that is not. */
#define CSM_PLACES_FEW (-2)

/* What a number is of. */
enum csm_measure {
	CSM_MEASURE_PLAIN,
	CSM_MEASURE_MONEY, /* in the currency of the run, with two places or none */
	CSM_MEASURE_SCORE  /* judged by the edges of the run's health bands */
};

/* Where a judgement changes: a number below an edge never reads as if it were not. */
struct csm_edges {
	const int64_t *at; /* micros */
	size_t n;
};

/* What is the same for all numbers of a run. */
struct csm_manner {
	const char *currency; /* NULL: not said */
	struct csm_edges score;
};

/* How a number reads. */
struct csm_look {
	enum csm_show show;
	int places;       /* decimal places; -1: as many as it has; CSM_PLACES_FEW */
	const char *unit; /* "%", written after it; NULL: none */
	enum csm_measure measure;
	struct csm_edges edges; /* more places where one would seem crossed */
};

struct csm_cell {
	enum csm_cell_kind kind;
	int32_t day; /* SERIES: a mark at this value of it, from 1; 0: none */
	const struct csm_state *state; /* NULL: none; may stand with any kind */
	const char *text;
	const char *exact; /* TEXT: what machine formats have instead; NULL: the text */
	int64_t number;
	const int64_t *series;
	const unsigned char *brief; /* table/brief.h: the series until the cell is
				       looked at; NULL: it is there */
	const bool *hollow; /* of series: values little is known of; NULL: none */
	const struct csm_light *light;
	size_t n;                    /* of series or light */
	const char *link;            /* id of the group it leads to, which need not be
					there; NULL: none */
	const struct csm_look *look; /* NULL: the column's */
};

/* A cell as a table keeps it: its value, and a cell that has all the rest, which many
 * share.  Whole cells of millions of rows would be five times as large. */
struct csm_packed {
	union {
		const char *text;
		int64_t number; /* a day, too */
		const int64_t *series;
		const struct csm_light *light;
	} value;
	const struct csm_cell *form;
};

struct csm_packed_form;
/* The forms that cells of a column have had, in the arena; all zero: none. */
struct csm_packed_forms {
	struct csm_packed_form *first;
	size_t n;
};

/* The cell of a column in a row, which is what csm_table_put was given. */
typedef struct csm_cell csm_cell_put(const void *row);
/* The same for one of several columns alike; `at` is what the column says. */
typedef struct csm_cell csm_cell_of(const void *row, size_t at);

/* A column of a table, and what fills it. */
struct csm_table_column {
	const char *name;  /* in CSV and NDJSON: "mrr" */
	const char *title; /* for people: "Recurring value" */
	enum csm_cell_kind kind;
	csm_cell_put *put; /* fills it; NULL: `of` does, or nothing */
	csm_cell_of *of;
	size_t at;                   /* where in the row, or which of those alike */
	const struct csm_look *look; /* NULL: plain, with as many places as it has */
	bool stated, json, wraps, for_machines;
	bool heavy; /* missed most where there is no room for all columns */
};

/* Kind, of and at of a column that is a member of the row's struct, as it is. */
#define CSM_OF_TEXT(type, member)                                                      \
	CSM_OF(CSM_CELL_TEXT, csm_cell_of_text, type, member, char * : 1,              \
	    const char * : 1)
#define CSM_OF_NUMBER(type, member) /* micros */                                       \
	CSM_OF(CSM_CELL_NUMBER, csm_cell_of_number, type, member, int64_t : 1)
#define CSM_OF_COUNT(type, member)                                                     \
	CSM_OF(CSM_CELL_NUMBER, csm_cell_of_count, type, member, size_t : 1)
#define CSM_OF_DAY(type, member)                                                       \
	CSM_OF(CSM_CELL_DAY, csm_cell_of_day, type, member, int32_t : 1)
#define CSM_OF_CELL(kind, type, member)                                                \
	CSM_OF(kind, csm_cell_of_cell, type, member, struct csm_cell : 1)
/* The compiler refuses a member that is of none of these types. */
#define CSM_OF(kind_of, cell_of, type, member, ...)                                    \
	.kind = kind_of, .of = cell_of,                                                \
	.at = offsetof(type, member) +                                                 \
	      0 * sizeof(_Generic(((const type *)0)->member, __VA_ARGS__))

struct csm_heading {
	const char *name;  /* in CSV and NDJSON: "mrr" */
	const char *title; /* for people: "Recurring value, EUR" */
	const char *bare;  /* the same without a currency */
	enum csm_cell_kind
	    kind; /* of its cells: TEXT is aligned left, the rest right */
	struct csm_look look;
	int stated; /* cells may have a state: machine formats add NAME_state */
	int json;   /* its texts are JSON: NDJSON writes them as they are */
	int wraps;  /* sentences: broken into lines where there is no room, never cut */
	int for_machines; /* 1: people are shown it only if they asked for it */
	bool spare;       /* a page's script shows it only if it is chosen */
	int heavy;        /* as the column's */
	const struct csm_state *state; /* whose colour its line or part of a column is
					  drawn in; NULL: one of its own */
	int64_t largest;   /* of the first `measured` - 1 rows, for csm_table_largest */
	size_t measured;   /* 0: not yet */
	csm_cell_put *put; /* as the column's */
	csm_cell_of *of;
	size_t at;
	size_t place; /* among the packed cells of a row */
	struct csm_packed_forms forms;
};

enum csm_layout {
	CSM_LAYOUT_TABLE,
	CSM_LAYOUT_TILES, /* headline numbers: label, value, what it is set against */
	CSM_LAYOUT_FACTS, /* two columns, a name and its value */
	/* One cell, of a page: */
	CSM_LAYOUT_PROSE,  /* a text in Markdown */
	CSM_LAYOUT_IMAGE,  /* what an image shows; the box has the image */
	CSM_LAYOUT_FAILURE /* why an element of the page is not there */
};

enum csm_chart {
	CSM_CHART_NONE,
	CSM_CHART_LINE, /* first column the day or bucket, a line each other number */
	CSM_CHART_COLUMNS, /* the same as upright bars */
	CSM_CHART_SHARES,  /* rows are parts of a whole, one stacked bar a number column
			    */
	CSM_CHART_STACKED, /* as COLUMNS, one upon the other */
	CSM_CHART_BARS,    /* rows as horizontal bars, of the second column, or of as
			      many as chart_columns says */
	CSM_CHART_PIE,     /* rows as slices, of the second column */
	CSM_CHART_SCATTER, /* rows as dots: second column across, third up, fourth (if
			      chart_columns is 3) their size */
	CSM_CHART_HEAT,    /* cells of the columns after the first by their size */
	CSM_CHART_RADAR,   /* rows as lines around, columns after the first as axes */
	CSM_CHART_BUBBLE   /* a bubble a row, by the columns x, y, size, colour; those
			      with an outlier are named */
};

/* Place of an element in the grid of a page; tables that follow one another and have
 * the same box are drawn in it. */
struct csm_box {
	const char *id, *title, *note;       /* NULL: none */
	unsigned column, row, width, height; /* from 1; 0: not said */
	const char *image, *video;           /* address, data: and all; NULL: none */
};

/* Who is shown a part that only says again what others say. */
enum csm_for_eyes {
	CSM_EYES_READ = 1, /* whoever reads; 0: it says something of its own */
	CSM_EYES_DRAW,     /* formats with drawings, but not the elements of a page */
	CSM_EYES_PICTURE   /* pictures alone: in HTML the part it is made of has bars */
};

struct csm_table {
	const char *name;    /* of the part: "movers" */
	const char *title;   /* "Biggest movers" */
	const char *chapter; /* heading above it and those that follow; NULL: none */
	const char *note;    /* a sentence under the title, NULL: none */
	enum csm_layout layout;
	enum csm_chart chart;
	size_t chart_columns; /* LINE, COLUMNS: how many columns after the first */
	bool divides;         /* BUBBLE: the room is in quarters */
	int64_t divide[2];    /* which meet here, across and up */
	size_t first; /* a page draws so many rows, a script has the rest; 0: all */
	int half;     /* 1: half the width of the page is enough */
	int accounts; /* 1: a page finds its companies by this table */
	enum csm_for_eyes for_eyes; /* made from other parts; left out of machine
				       formats */
	int hidden;                 /* 1: not asked for */
	size_t group;               /* 0: none, else the number of its group */
	const struct csm_box *box;  /* NULL: the page's own place for it */
	size_t
	    keys; /* how many columns at the left tell a row from the others; 0: one */
	struct csm_heading *column;
	size_t columns, column_cap;
	size_t places;    /* packed cells of a row */
	const void **row; /* its packed cells, or what csm_table_keep was given */
	size_t rows, row_cap;
	bool keeps;         /* the latter */
	const char **leads; /* of each row, where the cell of one column leads that does
			       not say so itself; NULL: nowhere */
	size_t leading;     /* that column's place */
	struct csm_table_lent *lent;     /* the document's, for csm_table_at */
	struct csm_arena *arena;         /* of the document it was made for */
	const struct csm_manner *manner; /* likewise; NULL: none */
	struct csm_table *next;
};

struct csm_group {
	const char *id;
	const char *title;
	const char *aside;             /* beside the title: "Enterprise, Ann Lee" */
	const struct csm_cell *mark;   /* a number with a state; NULL: none */
	const struct csm_cell *line;   /* a series before it; NULL: none */
	const struct csm_cell *lights; /* of units; NULL: none */
	struct csm_group *next;
};

struct csm_doc {
	struct csm_arena arena;
	struct csm_doc *next; /* after it in the same file, borrowed; NULL: none */
	const char *title;
	const char *subtitle; /* which day, which companies */
	const struct csm_manner
	    *manner;                 /* of the tables made from here on; NULL: none */
	struct csm_table_lent *lent; /* for all its tables; NULL: there are none */
	int page;      /* 1: the dashboard: wide, with a way to its sections */
	unsigned grid; /* columns of the page's grid; 0: 12 */
	struct csm_table *first, *last;
	struct csm_group *group, *last_group;
	size_t tables, groups;
	size_t drawn; /* HTML: groups that are drawn, the others being left to the
			 script; 0: all */
};

/* All zero is a valid empty document. */
void csm_doc_fini(struct csm_doc *doc);
struct csm_table *csm_doc_table(
    struct csm_doc *doc, const char *name, const char *title);
/* Append a table made for another document, which must live as long. */
void csm_doc_add(struct csm_doc *doc, struct csm_table *table);
/* The tables made from here on belong to this group; id NULL: to none again. */
struct csm_group *csm_doc_group(struct csm_doc *doc, const char *id, const char *title);
/* Leave out columns that only machine formats have. */
void csm_doc_for_eyes(struct csm_doc *doc);
/* Show only the parts named; -1 with *bad set to a name no table has. */
int csm_doc_select(
    struct csm_doc *doc, const char *const *part, size_t n, const char **bad);

/* Append a column; to a table of cells before its first row. */
struct csm_heading *csm_table_add(
    struct csm_table *table, const struct csm_table_column *column);
void csm_table_columns(
    struct csm_table *table, const struct csm_table_column *columns, size_t n);
#define CSM_TABLE_COLUMNS(table, columns)                                              \
	csm_table_columns(table, columns, sizeof(columns) / sizeof((columns)[0]))
/* Whether there is a column of that name. */
bool csm_table_has(const struct csm_table *table, const char *name);
/* The column of that name, which there is: its place, its heading. */
size_t csm_table_find(const struct csm_table *table, const char *name);
struct csm_heading *csm_table_heading(struct csm_table *table, const char *name);
/* Another look of a column: a unit of money stands in its heading. */
void csm_table_look(
    struct csm_table *table, struct csm_heading *heading, struct csm_look look);
/* Do without the column of that name, which there is: before the first row. */
void csm_table_drop(struct csm_table *table, const char *name);
/* A new row, each cell filled by its column of what `row` points to. */
void csm_table_put(struct csm_table *table, const void *row);
/* A new row, whose cells are filled whenever they are looked at, so that `row` must live
 * as long as the table and its cells are in no memory: in a table, all rows are made one
 * way.  Looks of its cells' own have no measure. */
void csm_table_keep(struct csm_table *table, const void *row);
/* The cell of one of its rows. */
struct csm_cell csm_table_cell(
    const struct csm_table *table, const void *row, size_t column);
/* The cell is good until CSM_TABLE_LENT others of the document's tables were asked for. */
const struct csm_cell *csm_table_at(
    const struct csm_table *table, size_t row, size_t column);
#define CSM_TABLE_LENT 8
/* Have the cell of the row lead to the group of this id, unless it says itself where it
 * leads; for one column of a table. */
void csm_table_lead(
    struct csm_table *table, size_t row, size_t column, const char *link);

/* 1 if machine formats leave it out: hidden, or drawn from other parts. */
int csm_table_left_out(const struct csm_table *table);
/* Whether a format shows it that shows to whom `most` allows. */
bool csm_table_shown(const struct csm_table *table, enum csm_for_eyes most);
/* Put the last table of the document in front of another one. */
void csm_doc_before(struct csm_doc *doc, struct csm_table *table);
/* The group it belongs to, NULL: none. */
const struct csm_group *csm_table_group(
    const struct csm_doc *doc, const struct csm_table *table);

struct csm_cell csm_cell_text(const char *text); /* NULL or "": NONE */
struct csm_cell csm_cell_number(int64_t micros); /* CSM_MISSING: NONE */
struct csm_cell csm_cell_count(size_t n);
struct csm_cell csm_cell_day(int32_t day); /* CSM_DAY_NONE: NONE */
struct csm_cell csm_cell_series(const int64_t *series, size_t n);
struct csm_cell csm_cell_blank(void);
/* What the macros CSM_OF_... say: the member `at` bytes into the row. */
csm_cell_of csm_cell_of_text, csm_cell_of_number, csm_cell_of_count, csm_cell_of_day,
    csm_cell_of_cell;
/* The look with what the manner (NULL: none) says of its measure. */
struct csm_look csm_look_in(
    const struct csm_look *look, const struct csm_manner *manner);
/* The look a cell is shown with. */
const struct csm_look *csm_cell_look(
    const struct csm_cell *cell, const struct csm_heading *column);
#define CSM_HEAT_STEPS 8
/* How dark a HEAT cell is, 0 to CSM_HEAT_STEPS: 0 for what is not above 0, the steps
 * from there to the largest of all HEAT columns. */
int csm_table_heat(const struct csm_table *table, const struct csm_cell *cell);
/* Largest number of a column, for bars; 0 if none is above 0. */
int64_t csm_table_largest(const struct csm_table *table, size_t column);

#endif
