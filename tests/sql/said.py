#!/usr/bin/env python3
"""What prints statements, without an engine: random configurations, and such as are spoilt, in
every dialect.  A statement is printed, the same one twice, or an error is told; nothing is
overrun, which a build that watches memory tells.

usage: said.py DIR WORLDS SEED
"""
import json
import os
import random
import re
import subprocess
import sys

import health
import raw
import units
from fuzz import add_members, brute

DIALECTS = ("clickhouse", "postgres", "duckdb", "sqlite")
NUMBERS = ("0", "1", "-1", "1e308", "1e-300", "36500", "400", "99999999999999999999", "8999999999999.999999", "0.1234567")
WORDS = ("sum", "last", "first", "median", "percentile", "state", "count", "if", "coalesce", "company.plan", "true", "'x'", "*", "^",
         "like", "in", "enduser", "zero", "workdays 3", "ago 7", "system.users_total", "metrics.\"o'b\\\\\"", "metrics.\"%_\"")  # fmt: skip
CRASHED = re.compile("Sanitizer|runtime error|Assertion|ssertion .* failed")


def spoil(rng, entry):
    """Of a formula one to three pieces are others; what is no JSON any more is a text."""
    pieces = re.split(r"(\W+)", json.dumps(entry["formula"]))
    for _ in range(rng.randint(1, 3)):
        pieces[rng.randrange(len(pieces))] = rng.choice(NUMBERS + WORDS + tuple(pieces))
    try:
        entry["formula"] = json.loads("".join(pieces))
    except ValueError:
        entry["formula"] = "".join(pieces).strip('"')


def ask(command, directory):
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in (0, 1, 2) or CRASHED.search(done.stderr):
        raise RuntimeError(f"status {done.returncode}: {' '.join(command)}\n{done.stderr[:3000]}")
    return done


def commands(rng, args, written):
    base = [a for a in args[1:] if a != "points.csv"]
    yield args[0], *base
    for i in rng.sample(list(written), 4):
        yield args[0], *base, "--only", i
    yield *health.command(rng), *base
    yield "csm-units", *base
    yield args[0], *base, "--cluster", "csm"


def world(rng, n, directory, count):
    _, _, _, args, written = brute.random_world(rng, directory, most=3, spans=(0, 9), plain=n % 2 == 0)
    add_members(rng, n, directory, written)
    conf = {"metrics": list(written.values())} | health.draw(rng, written) | units.draw(rng, written)
    if n % 3 == 2:
        spoil(rng, rng.choice(conf["metrics"]))
    with open(os.path.join(directory, "metrics.json"), "w", encoding="utf-8") as f:
        json.dump(conf, f)
    dialect = rng.choice(DIALECTS)
    mapped = ["csm-ingest", "--no-config", "-q", *raw.options(rng), "--sql-table", "raw"]
    for command in [*commands(rng, args, written), mapped]:
        done = ask([*command, "--sql", dialect], directory)
        count["said" if done.returncode == 0 else "refused"] += 1
        if n % 5 == 0 and ask([*command, "--sql", dialect], directory).stdout != done.stdout:
            raise RuntimeError(f"two statements for {' '.join(command)}")


def main():
    directory, worlds, seed = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    os.makedirs(directory, exist_ok=True)
    count = {"said": 0, "refused": 0}
    for n in range(worlds):
        try:
            world(random.Random(f"{seed} {n}"), n, directory, count)
        except RuntimeError as problem:
            print(f"seed {seed}, world {n}, {directory}: {problem}")
            return 1
    print(f"seed {seed}, {worlds} worlds: {count['said']} statements, {count['refused']} refused")
    return 0 if count["said"] > 0 and count["refused"] > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
