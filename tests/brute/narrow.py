#!/usr/bin/env python3
"""csm-report about some end users alone, against the evaluation of evaluate.py.

usage: narrow.py DIR WORLDS [SEED]     (csm-report is the one on PATH)

Conditions on end users leave of every company those for whom they hold; whatever counts or
adds up end users has to be what it is in a world in which the others never were.
"""
import csv
import os
import random
import sys

from brute import date, decimal, output, random_world
from evaluate import World, true
from spell import Draw, Speller

COLUMNS = {
    "count(enduser)": ("count", "enduser", ("truth", True), 0),
    "count(enduser, enduser.role = 'Admin')": (
        "count", "enduser", ("EQUAL_TO", ("field", "enduser", "role"), ("text", "Admin")), 0),
}  # fmt: skip


def condition(rng, draw):
    """On end users, as it names a field of theirs."""
    field = ("field", "enduser", rng.choice(["role", "age"]))
    named = ("HAS_VALUE", field) if rng.random() < 0.5 else ("EQUAL_TO", field, ("text", "Admin"))
    return (rng.choice(["AND", "OR"]), named, draw.truth(1))


def without(world, left):
    """The same world, in which other end users than those left never were."""
    there = lambda e: e.model != "enduser" or e in left
    points = {e: m for e, m in world.points.items() if there(e)}
    states = {e: m for e, m in world.states.items() if there(e)}
    fields = {m: {e: rows for e, rows in of.items() if there(e)} for m, of in world.fields.items()}
    narrowed = World(points, states, fields, world.metrics)
    narrowed.companies = world.companies
    narrowed.weekend, narrowed.holidays, narrowed.last = world.weekend, world.holidays, world.last
    return narrowed


def windows(rng, draw):
    """Windows over end users, as columns."""
    out = {}
    while len(out) < 4:
        w = draw.window()
        if w.op in ("RANK", "DAYS_IN_STATE") or w.name.startswith("calculated."):
            continue
        out[Speller(rng).window(w)] = ("window", w)
    return out


def check(rng, directory):
    world, _, until, args, _ = random_world(rng, directory)
    files = args[args.index("metrics.json") + 1 : -1]
    fields = [a for i, a in enumerate(files) if a == "-F" or (i and files[i - 1] == "-F")]
    draw = Draw(rng, "enduser", {}, ranks=False)
    on_users = [condition(rng, draw) for _ in range(rng.randint(1, 2))]
    users = [u for c in world.companies for u in world.members(c, "enduser")]
    left = {u for u in users if all(true(world.evaluate(f, u, until, "truth")) for f in on_users)}
    narrowed = without(world, left)
    columns = COLUMNS | windows(rng, Draw(rng, "company", {}, ranks=False))
    where = [a for f in on_users for a in ("-w", Speller(rng).text(f))]
    if world.where is not None:
        where += ["-w", Speller(rng).text(world.where)]
    command = ["csm-report", "list", "--no-config", "-c", "settings.json", "-q", "-t", "csv", *fields, "-a", date(until), *where]
    of = [*command, "--model", "enduser", "--columns", "id", "points.csv"]
    got = sorted(row[0] for row in list(csv.reader(output(of, directory)))[1:])
    want = sorted(u.id for u in left)
    if got != want:
        return f"{of}: end users {got}, wants {want}", 0
    named = ",".join(f"{c} as k{i}" for i, c in enumerate(columns))
    of = [*command, "--columns", f"id,{named}", "points.csv"]
    rows = list(csv.reader(output(of, directory)))[1:]
    if sorted(row[0] for row in rows) != world.companies:
        return f"{of}: companies {[row[0] for row in rows]}, wants {world.companies}", 0
    for company, *values in rows:
        entity = narrowed.members(company, "company")[0]
        for (text, f), value in zip(columns.items(), values, strict=True):
            micros = narrowed.result(f, entity, until)
            if value != ("" if micros is None else decimal(micros)):
                return f"{of}: {company} {text}: {value}, wants {micros}", 0
    return None, len(rows) * len(columns) + len(want)


def main():
    directory, worlds = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(10**9)
    os.makedirs(directory, exist_ok=True)
    values = 0
    for i in range(worlds):
        wrong, n = check(random.Random(f"{seed} {i}"), directory)
        values += n
        if wrong:
            print(f"seed {seed}, world {i}, {directory}: {wrong}")
            return 1
    print(f"seed {seed}: {worlds} worlds, {values} values")
    return 0


if __name__ == "__main__":
    sys.exit(main())
