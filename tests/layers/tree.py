"""What the checks of the tree share: the list of rooms, files without comments, and results."""
import glob
import os
import re
import sys

# Lowest first: a room names those before it, and itself.
ROOMS = """base io syntax config time stats record point entity series formula ingest propose metric audit
filter unit score sql table view lab chart document figure report page sections""".split()

failed = False


def result(name, problems):
    """One check: passes without problems, and else shows the first of them."""
    global failed
    problems = sorted(problems)
    if not problems:
        print(f"ok layers {name}")
        return
    failed = True
    print(f"not ok layers {name}")
    for p in problems[:30]:
        print(f"    {p}")
    if len(problems) > 30:
        print(f"    and {len(problems) - 30} more")


def end():
    sys.exit(1 if failed else 0)


def files(*ends):
    """Files of the library and the programs that end so."""
    found = [f for top in ("lib", "cmd") for f in glob.glob(f"{top}/**/*", recursive=True)]
    return sorted(f for f in found if f.endswith(ends) and os.path.isfile(f))


def headers():
    return files(".h")


def sources():
    return files(".c", ".h")


def room(path):
    """lib/ingest/fast/x.c is of the room ingest; cmd is a room too, cmd/common a part of it."""
    parts = path.split("/")
    return parts[1] if parts[0] == "lib" else parts[0]


def rank(name):
    if name in ("cmd", "common"):
        return len(ROOMS)
    return ROOMS.index(name) if name in ROOMS else -1


TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def code(path):
    """The text of a file with its comments blanked and its lines kept."""
    with open(path, encoding="utf-8") as f:
        text = f.read()

    def blank(m):
        t = m.group(0)
        return t if t[0] in "\"'" else re.sub(r"[^\n]", " ", t)

    return TOKEN.sub(blank, text)


def outside(path):
    """The text of a file outside comments, strings and braces: what it declares."""
    text = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', code(path))
    text = re.sub(r"'(?:\\.|[^'\\\n])*'", "' '", text)
    text = re.sub(r"^[ \t]*#(?:[^\n\\]|\\\n|\\.)*", "", text, flags=re.M)
    kept, depth = [], 0
    for c in text:
        depth -= c == "}"
        if depth == 0:
            kept.append(c)
        depth += c == "{"
    return "".join(kept)


def line(text, offset):
    return text.count("\n", 0, offset) + 1
