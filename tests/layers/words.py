"""Names: a vocabulary stands in its table, a static function carries its file's noun, and
what is foreign or not of the language is touched in one place."""
import os
import re
import subprocess

from tree import code, end, files, line, outside, result, sources

BUILD = os.environ.get("BUILD", "build")
FILES_OF_NAME = 2

# Headers of other libraries, and the files that adapt them to ours.
ADAPTERS = {
    "csv.h": r"lib/syntax/",
    "jansson.h": r"lib/syntax/|lib/config/schema\.c",
    "zlib.h": r"lib/io/",
    "zstd.h": r"lib/io/",
    "iconv.h": r"lib/io/",
    "xlsxwriter.h": r"lib/document/workbook_book\.h",
    "libsmartcols/libsmartcols.h": r"lib/document/text_grid\.c",
}


def asked(program, *options):
    run = subprocess.run([f"{BUILD}/{program}", *options], capture_output=True, text=True,
                         check=True)
    return run.stdout


def listed(text, pattern):
    found = re.search(pattern, text, re.S)
    return re.findall(r"[a-z_]+", re.sub(r"\([^)]*\)|[A-Z]+", "", found.group(1))) if found else []


def vocabularies():
    """Each vocabulary as the programs tell it to users."""
    report, ingest = asked("csm-report", "--help"), asked("csm-ingest", "--help")
    choice = r"%s[^\n]*\n\s+\(([a-z ]+)\)"
    return {
        "report": re.findall(r"^  ([a-z]+) +(?:[A-Z]+)? +\S.*", report.split("fields:")[1].split("\n\n")[0], re.M),
        "document format": listed(report, choice % "--to FORMAT"),
        "bucket": listed(report, choice % "--bucket[^\n]*"),
        "kind": listed(ingest, r"--kind KIND\s+[^:]*:([^\n]*)"),
        "preset": listed(ingest, r"--preset NAME\s+[^:]*:([^\n]*)"),
        "method": re.findall(r'\{"([a-z_]+)", &csm_method_', code("lib/score/method.c")),
    }


COMPARED = re.compile(r'\b(?:strcmp|strcasecmp|csm_text_is|csm_parse_is_word)\s*\(([^;]*?)"(\w+)"')


def stray(names):
    """Comparisons with a name of a vocabulary: the table's entry says what it does instead."""
    bad = []
    for f in files(".c"):
        text = code(f)
        for m in COMPARED.finditer(text):
            if m.group(2) in names:
                bad.append(f'{f}:{line(text, m.start(2))}: "{m.group(2)}"')
    return bad


def standing_often(pattern, text_of):
    """Names that more files define than a breakpoint can tell apart."""
    where = {}
    for f in files(".c"):
        for m in set(re.findall(pattern, text_of(f), re.M)):
            where.setdefault(m, []).append(f)
    return [f"{name}: {' '.join(fs)}" for name, fs in where.items() if len(fs) > FILES_OF_NAME]


def included(header, adapter):
    return [f for f in sources()
            if f"#include <{header}>" in code(f) and not re.match(adapter, f)]


# `row[2] = csm_cell_...` and `*row++ = csm_cell_...`: a cell that is put by counting.
COUNTED = re.compile(r"(?:\*\w+\+\+|\[\d+\])\s*=\s*csm_cell_")


def counted():
    """Cells that are put by their position instead of by the column they stand in."""
    return [f"{f}:{line(code(f), m.start())}" for f in files(".c")
            if not f.startswith("lib/table/") for m in COUNTED.finditer(code(f))]


# Who writes rows: one writer for all, and one for points, of which there are millions.
ROW_WRITERS = {"lib/record/row_writer.c", "lib/point/point_writer.c"}
# A cell of a CSV, and an object that ends with its line: by hand.
BY_HAND = re.compile(r'\bcsm_csv_put\s*\(|"\}\\n"|%\w+\}\\n"')
# Where a cell is defined; and braces of a style sheet, of dot.
OTHERS = {"lib/syntax/csv_put.c", "lib/syntax/csv.c", "lib/document/html_box.c", "lib/audit/trace_print.c"}


def by_hand():
    """Rows of CSV, TSV and NDJSON that do not leave through a writer of rows."""
    return [f"{f}:{line(code(f), m.start())}: {m.group()}" for f in files(".c")
            if f not in ROW_WRITERS | OTHERS for m in BY_HAND.finditer(code(f))]


def plurals():
    """A counted noun whose plural is built by hand, where csm_text_count knows it."""
    return [f"{f}:{line(code(f), m.start())}" for f in files(".c")
            for m in re.finditer(r'%(?:zu|d|ld|"\s*PRI\w+\s*") \w+%s', code(f))
            if re.search(r'== 1 \? "" : "s"', code(f)[m.start():m.start() + 300])]


# A constant by its name; one made of sizes says itself what it is.
DEFINED = re.compile(r"^\s*#\s*define\s+\w+\s+(?!.*sizeof)(\S.*)$")
NUMBER = re.compile(r"\b(?:0[xX][0-9a-fA-F]+|[1-9]\d*)")


def is_large(value):
    """A number somebody chose: 64 and more, or a shift; smaller ones are mostly places and bits."""
    value = re.sub(r'"[^"]*"|/\*.*', "", value)
    return "<<" in value or any(int(n, 0) >= 64 for n in NUMBER.findall(value))


def is_told(lines, i):
    """A comment stands beside the constant, or above it and those that follow it."""
    if "/*" in lines[i]:
        return True
    while i > 0 and re.match(r"^\s*#\s*define|^_Static_assert|^\s|^.*\);$", lines[i]):
        i -= 1
        if lines[i].rstrip().endswith("*/"):
            return True
    return False


def untold():
    """Constants of which nothing says why they are as large as they are."""
    bad = []
    for f in sources():
        with open(f, encoding="utf-8") as opened:
            lines = opened.read().split("\n")
        for i, text in enumerate(lines):
            found = DEFINED.match(text)
            if found and is_large(found.group(1)) and not is_told(lines, i):
                bad.append(f"{f}:{i + 1}: {text}")
    return bad


for what, names in vocabularies().items():
    result(f"names of a {what} are known to this check", [] if len(names) > 2 else [str(names)])
    result(f"no file compares with the name of a {what}", stray(names))
result(f"a static function's name stands in at most {FILES_OF_NAME} files",
       standing_often(r"^static[^;()]*?\b([a-z]\w*)\s*\(", outside))
result(f"a type's name stands in at most {FILES_OF_NAME} files",
       standing_often(r"^(?:struct|enum) (\w+) \{", code))
for header, adapter in ADAPTERS.items():
    result(f"only its adapter includes {header}", included(header, adapter))
result("a cell is put by its column", counted())
result("a row leaves through a row writer", by_hand())
result("a constant says why it is as large", untold())
result("a plural is made by csm_text_count", plurals())
result("the wide integer is named in one file",
       [f for f in sources() if "__int128" in code(f)][1:])
result("files are opened in one place, above the standard streams",
       [f"{f}:{line(code(f), m.start())}" for f in files(".c", ".h") if f != "lib/io/fd.c"
        for m in re.finditer(r"\b(?:open|openat|creat|fopen|fopen64|freopen|popen|opendir|mkstemps?|mkostemps?"
                             r"|tmpfile|memfd_create|pipe2?|socket(?:pair)?)\s*\(", code(f))])
result("the library neither prints nor exits",
       [f for f in files(".c") if f.startswith("lib/") and f != "lib/base/xalloc.c"
        and re.search(r"\b(?:printf|puts|exit|abort|perror)\(", code(f))])
end()
