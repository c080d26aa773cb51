#!/usr/bin/env python3
"""What must not change a value of a statement: the order of rows, the number of shards, where
the days begin.  Worlds of tests/brute in an engine; the values are those of csm-calc.

usage: same.py BUILD DIR CELLS SEED ENGINE; status 77 if the engine cannot be had
"""
import datetime
import random
import sys

import cluster
import engines
import fuzz
from fuzz import brute

SHARDS = (1, 3, 16)
BEGINS = (-20, 3)  # days earlier and later
COPY = {"clickhouse": ("CREATE TABLE other ENGINE = Memory AS SELECT * FROM points", "TRUNCATE TABLE points")}
# A statement is run two dozen times.  ClickHouse compiles what comes back, which takes it as
# long again as all else, over so few rows; fuzz.py has it compile.
BEFORE = {"clickhouse": "SET compile_expressions = 0"}
OTHERS = ("CREATE TABLE other AS SELECT * FROM points", "DELETE FROM points")


def values(engine, text):
    rows = [(tuple(r[:5]), int(r[5])) for r in engine.run(text)]
    got = dict(rows)
    if len(got) != len(rows):
        raise engines.Refused("a value is there twice")
    return got


def turn(engine):
    """The rows of points in another order."""
    copy, empty = COPY.get(engine.name, OTHERS)
    back = "INSERT INTO points SELECT * FROM other ORDER BY date DESC, metric DESC, company DESC, id"
    for sql in copy, empty, back, "DROP TABLE other":
        engine.run(sql)


def by_shards(engine, args, text, n, directory):
    """The values of n shards, each of which has its companies alone."""
    got = {}
    for i in range(n):
        engine.load(fuzz.csm(["--sql-ddl", engine.name], directory) + cluster.shard(directory, args, i + 1, n, engine.name))
        part = values(engine, text)
        if {k[0] for k in part} & {k[0] for k in got}:
            raise engines.Refused(f"a company is in two of {n} shards")
        got |= part
    return got


def begun(args, days):
    """The same, from so many days later on; and that day."""
    at = args.index("--since") + 1
    day = (datetime.date.fromisoformat(args[at]) + datetime.timedelta(days)).isoformat()
    return [*args[:at], day, *args[at + 1 :]], day


def variants(engine, args, ids, want, directory):
    """Names, what the engine gave, and what it should give."""
    text = fuzz.statement(args, engine.name, ids, directory)
    engine.load(fuzz.tables(directory, args, engine.name))
    yield "as csm-calc", values(engine, text), want
    turn(engine)
    yield "rows in another order", values(engine, text), want
    for days in BEGINS:
        other, day = begun(args, days)
        got = values(engine, fuzz.statement(other, engine.name, ids, directory))
        since = max(day, args[args.index("--since") + 1])
        yield (f"--since {days} days later", {k: v for k, v in got.items() if k[4] >= since},
               {k: v for k, v in want.items() if k[4] >= since})  # fmt: skip
    for n in SHARDS:
        yield f"{n} shards", by_shards(engine, args, text, n, directory), want


def play(engine, seed, directory, cells):
    compared = world = 0
    if engine.name in BEFORE:
        engine.run(BEFORE[engine.name])
    while compared < cells:
        rng = random.Random(f"{seed} {world}")
        _, _, _, args, written = brute.random_world(rng, directory, most=20, spans=(9,), plain=True)
        ids = [i for i in written if fuzz.statement(args, engine.name, [i], directory) is not None]
        want = {k: v for k, v in fuzz.evaluated(args, directory).items() if k[3].removeprefix("calculated.") in ids}
        for name, got, wanted in variants(engine, args, ids, want, directory) if want else ():
            compared += len(wanted.keys() | got.keys())
            if got != wanted:
                print(f"{engine.name}, seed {seed}, world {world}, {name}: {len(got)} values, wants {len(wanted)}")
                print("\n".join(list(brute.differences(wanted, got, written))[:5]))
                return 1
        world += 1
    print(f"{engine.name}: seed {seed}, {world} worlds, {compared} values the same in any order, "
          f"by {', '.join(map(str, SHARDS))} shards, from an earlier day and a later one")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(engines.main(play))
