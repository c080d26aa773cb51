"""Comments inside .c files: about one line in ten to fifteen of every room, so that none is left
that only its author can change; and none that repeats the one word it stands beside."""
import collections
import re

from tree import TOKEN, end, files, result, room

LEAST = 18  # lines of a room to one of comment; what the house aims for is ten to fifteen
FEW = 300  # lines: smaller rooms are tables and glue


def lines_of(path):
    """Lines that are not empty, and those of them that hold a comment."""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    commented = set()
    for m in TOKEN.finditer(text):
        if m.group(0)[0] == "/":
            first = text.count("\n", 0, m.start())
            commented.update(range(first, first + m.group(0).count("\n") + 1))
    filled = {i for i, line in enumerate(text.split("\n")) if line.strip()}
    return len(filled), len(commented & filled)


def check_density():
    lines, comments = collections.Counter(), collections.Counter()
    for path in files(".c"):
        n, c = lines_of(path)
        lines[room(path)] += n
        comments[room(path)] += c
    result("every room says why it is as it is",
           [f"{r}: one line of comment in {lines[r] / max(1, comments[r]):.0f}" for r in lines
            if lines[r] >= FEW and lines[r] > LEAST * comments[r]])  # fmt: skip


def check_echoes():
    """/* open the file */ above open_file(): the code says that already."""
    found = []
    for path in files(".c"):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for m in re.finditer(r"/\*\s*([^*\n]{1,60}?)\s*\*/\s*\n\s*([a-z_]+)\(", text):
            said = set(re.findall(r"[a-z]+", m.group(1).lower())) - {"the", "a", "an", "of", "it", "its"}
            if said and said <= set(m.group(2).split("_")):
                found.append(f"{path}: {m.group(1)}")
    result("no comment repeats the call below it", found)


check_density()
check_echoes()
end()
