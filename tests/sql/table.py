#!/usr/bin/env python3
"""What make scale has compared, measured and survived: tables of what its suites wrote.

usage: table.py BUILD

Reads sql.log, scale.log and cost.log of the directory; status 1 if one of the tables is empty.
"""
import os
import re
import sys

COMPARED = re.compile(r"^    (\w+): seed \d+, (\d+) worlds, (\d+) formulas, (\d+) cells, (\d+) different, .* (\d+) s$",
                      re.M)  # fmt: skip
COST = re.compile(r"^(\d+) rows[^:]*: (\S+) ([\d.]+) s of CPU, (\d+) MiB", re.M)
SURVIVED = re.compile(r"^ok \w+ (.*\b(?:is an error|fails)\b.*)$", re.M)


def read(build, name):
    with open(os.path.join(build, name), encoding="utf-8") as f:
        return f.read()


def show(title, rows, head):
    """Columns as wide as need be; the first to the left."""
    print(f"\n{title}")
    rows = [head, *rows]
    width = [max(len(str(r[i])) for r in rows) for i in range(len(head))]
    for row in rows:
        first, *others = zip(row, width, strict=True)
        print(f"  {first[0]:<{first[1]}}" + "".join(f"  {c:>{w}}" for c, w in others))
    return len(rows) > 1


def compared(text):
    """Of each engine all its runs, added up."""
    of = {}
    for engine, *numbers in COMPARED.findall(text):
        of[engine] = [a + int(b) for a, b in zip(of.get(engine, [0] * len(numbers)), numbers)]
    return [[engine, *numbers] for engine, numbers in of.items()]


def cost(text):
    """Of each engine a row: seconds and memory by size."""
    of = {}
    for rows, engine, seconds, memory in COST.findall(text):
        of.setdefault(engine, {})[int(rows)] = f"{seconds} s, {memory} MiB"
    sizes = sorted({n for sizes in of.values() for n in sizes})
    return [[engine, *(sizes_of.get(n, "-") for n in sizes)] for engine, sizes_of in of.items()], sizes


def main():
    build = sys.argv[1]
    logs = read(build, "sql.log") + read(build, "scale.log")
    head = ["engine", "worlds", "formulas", "cells", "different", "seconds"]
    whole = show("compared with csm-calc", compared(logs), head)
    rows, sizes = cost(read(build, "cost.log"))
    whole &= show("CPU time and memory", rows, ["rows", *(f"{n:,}" for n in sizes)])
    whole &= show("failures survived", [[line] for line in SURVIVED.findall(logs)], ["failure"])
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
