"""Rooms: their size, what they include, and what their objects call."""
import os
import re
import subprocess

from tree import ROOMS, code, end, files, rank, result, room, sources

BUILD = os.environ.get("BUILD", "build")
FILES_OF_ROOM = 45
FILES_OF_CIRCLE = 5
# Of the C library also where a program has its own.
LIBC = {"malloc", "calloc", "realloc"}
# The grammar of formulas is recursive: its parser may be a circle of any size.
RECURSIVE = "lib/formula/"
# What only tests call from outside: to read from memory, to make blocks small, to look at a part.
SEAMS = {"csm_config_load_text", "csm_formula_equal", "csm_ingest_reader", "csm_output_commit",
         "csm_point_reader_over", "csm_reader_tune", "csm_unit_state_find",
         "csm_workbookcheck_part", "csm_zone_offset"}
# Ways to show a number: the table is whole, whoever takes which.
FAMILY = "csm_look_"


def sizes():
    held = {}
    for f in sources():
        held.setdefault(os.path.dirname(f), []).append(f)
    return [f"{d}: {len(fs)} files" for d, fs in held.items()
            if len(fs) > FILES_OF_ROOM]


def upward_includes(name):
    bad = set()
    for f in sources():
        if room(f) != name:
            continue
        for m in re.finditer(r'^#include "([a-z]+)/', code(f), re.M):
            if not 0 <= rank(m.group(1)) <= rank(name):
                bad.add(f"{f} includes {m.group(1)}")
    return bad


# What stands for others in static programs, which the suite does not build.
STATIC_ALONE = {"lib/document/without.c"}


def objects():
    """Objects of the sources that are there: a build directory keeps those of files gone."""
    found = {f: f"{BUILD}/obj/{f[:-2]}.o" for f in files(".c") if f not in STATIC_ALONE}
    missing = [f for f, o in found.items() if not os.path.exists(o)]
    return {f: o for f, o in found.items() if f not in missing}, missing


def links(built):
    """For each file, the files that define what it uses, and the names used."""
    run = subprocess.run(["nm", "-A", *built.values()], capture_output=True, text=True, check=True)
    by_object = {o: f for f, o in built.items()}
    defines, uses = {}, {f: set() for f in built}
    for l in run.stdout.splitlines():
        path, rest = l.split(":", 1)
        kind, name = rest.split()[-2:]
        if kind == "U":
            uses[by_object[path]].add(name)
        elif kind in "TDBRCVWi" and name not in LIBC:
            defines[name] = by_object[path]
    graph = {f: {} for f in built}
    for f, names in uses.items():
        for n in names:
            if n in defines and defines[n] != f:
                graph[f].setdefault(defines[n], []).append(n)
    return graph


def unused(built):
    """What a file offers and no other takes: it is to be static, or to go."""
    run = subprocess.run(["nm", "-A", *built.values()], capture_output=True, text=True, check=True)
    by_object = {o: f for f, o in built.items()}
    offered, taken = {}, set()
    for l in run.stdout.splitlines():
        path, rest = l.split(":", 1)
        kind, name = rest.split()[-2:]
        if kind == "U":
            taken.add(name)
        elif kind in "TDBR":
            offered[name] = by_object[path]
    return [f"{f}: {name}" for name, f in offered.items()
            if name.startswith("csm_") and name not in taken | SEAMS and not name.startswith(FAMILY)]


def upward_links(graph):
    return [f"{f} uses {', '.join(sorted(names))} of {to}"
            for f, tos in graph.items() for to, names in tos.items()
            if rank(room(to)) > rank(room(f))]


def reached(graph, start):
    seen, pending = set(), [start]
    while pending:
        for to in graph[pending.pop()]:
            if to not in seen:
                seen.add(to)
                pending.append(to)
    return seen


def circles(graph):
    """Files that reach each other, by sets."""
    reach = {f: reached(graph, f) for f in graph}
    left, found = {f for f in graph if f in reach[f]}, []
    while left:
        f = left.pop()
        circle = {f} | {g for g in left if g in reach[f] and f in reach[g]}
        left -= circle
        found.append(sorted(circle))
    return found


result(f"a directory has at most {FILES_OF_ROOM} files", sizes())
result("every directory of lib is a room of the list",
       [d for d in os.listdir("lib") if os.path.isdir(f"lib/{d}") and d not in ROOMS]
       + [f"{r} is not there" for r in ROOMS if not os.path.isdir(f"lib/{r}")])
for r in ROOMS:
    result(f"{r} includes downward only", upward_includes(r))
built, missing = objects()
result("every file was compiled", missing)
result("what a file offers others take", unused(built))
graph = links(built)
result("objects use what is below them only", upward_links(graph))
result(f"no circle of more than {FILES_OF_CIRCLE} files",
       [f"{len(c)}: {' '.join(c)}" for c in circles(graph)
        if len(c) > FILES_OF_CIRCLE and not all(f.startswith(RECURSIVE) for f in c)])
end()
