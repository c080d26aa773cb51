#!/usr/bin/env python3
"""Statements that are long and deep, in every engine: the values are those of csm-calc up to
what csm-scale(7) says the engine takes.  Beyond it csm-calc refuses with the number, which
is the engine's own, or the engine does, with no row.

usage: limits.py BUILD DIR
"""
import json
import os
import subprocess
import sys

import engines
import fuzz

SPAN = ["csm-calc", "--no-config", "-q", "-c", "metrics.json", "-a", "2026-11-21"]


def flat(n):
    return [f"sum(metrics.s, {i % 60 + 1}) / {i + 1}" for i in range(n)]


def chain(n):
    return ["last(metrics.s, 9)"] + [f"sum(calculated.m{i}, 2) / 2" for i in range(n - 1)]


def added(n):
    return [" + ".join(["last(metrics.s, 9)", "0.5"] * (n // 2))]


def nested(n):
    return ["(" * n + "last(metrics.s, 9)" + " + 1)" * n]


def choices(n):
    return ["".join(f"if(last(metrics.s, 9) > {i}, {i}, " for i in range(n)) + "0" + ")" * n]


def active(n):
    return [f"last(system.users_active_last{i + 1})" for i in range(n)]


# what each engine takes; and what is too deep for it, as it says
TAKEN = {
    "sqlite": [(flat, 600), (chain, 20), (added, 100), (nested, 150), (choices, 150), (active, 30)],
    "duckdb": [(flat, 600), (chain, 40), (added, 100), (nested, 150), (choices, 150), (active, 100)],
    "postgres": [(flat, 600), (chain, 40), (added, 100), (nested, 150), (choices, 150), (active, 100)],
    "clickhouse": [(flat, 150), (chain, 10), (added, 16), (nested, 16), (choices, 150), (active, 30)],
}
DEEP = {
    "sqlite": ([(chain, 40)], "maximum depth 1000"),
    "clickhouse": ([(chain, 20), (added, 100), (nested, 150)], "Maximum: 100"),
}
# what csm-calc refuses, and what the engine says of a SELECT as large
REFUSED = {
    "sqlite": [
        (flat, 1998, "2001 columns", "2000", "SELECT " + "1," * 2000 + "1", "too many columns"),
        (active, 32, "66 tables in a join", "64", "SELECT 1 FROM points" + ", points" * 64, "at most 64 tables"),
    ],
    "postgres": [(flat, 1662, "1665 columns", "1664", "SELECT " + "1," * 1664 + "1", "at most 1664 entries")],
}


def write(directory, formulas):
    with open(os.path.join(directory, "metrics.json"), "w", encoding="utf-8") as f:
        json.dump({"metrics": [{"id": f"m{i}", "formula": text} for i, text in enumerate(formulas)]}, f)


def same(engine, directory):
    want = fuzz.evaluated([*SPAN, "points.csv"], directory)
    got = {tuple(r[:5]): int(r[5]) for r in engine.run(fuzz.csm([*SPAN[3:], "--sql", engine.name], directory))}
    return want == got and len(want) > 0


def check(engine, directory):
    for what, n in TAKEN[engine.name]:
        write(directory, what(n))
        try:
            holds, said = same(engine, directory), "other values"
        except engines.Refused as e:
            holds, said = False, str(e)[:200]
        engines.result(f"{engine.name} takes {n} {what.__name__}", holds, said)
    deep, says = DEEP.get(engine.name, ([], ""))
    for what, n in deep:
        write(directory, what(n))
        try:
            said = f"values that are {'the same' if same(engine, directory) else 'others'}"
        except engines.Refused as e:
            said = str(e)
        engines.result(f"{engine.name} refuses {n} {what.__name__}", says in said, said[:200])


def long(engine, directory):
    """More bytes than ClickHouse takes by itself: csm-calc warns with the number."""
    write(directory, flat(600))
    done = subprocess.run([*SPAN[:2], *SPAN[3:], "--sql", engine.name], cwd=directory, capture_output=True, text=True)
    n = len(done.stdout)
    engines.result("csm-calc warns of a statement that is too long for ClickHouse",
                   done.returncode == 0 and f"has {n} bytes, of which ClickHouse takes 262144 unless" in done.stderr,
                   done.stderr)  # fmt: skip
    try:
        said = f"it took {len(engine.run(done.stdout))} rows"
    except engines.Refused as e:
        said = str(e)
    engines.result("ClickHouse takes no more bytes than that", "Max query size exceeded" in said, said[:200])
    engine.run("SET max_query_size = 10000000")
    engines.result("ClickHouse takes more bytes where it is told to", same(engine, directory))


def refused(engine, directory):
    """By csm-calc before the engine is asked, with the number of the engine."""
    for what, n, needs, takes, large, says in REFUSED.get(engine.name, []):
        write(directory, what(n))
        try:
            said = fuzz.csm([*SPAN[3:], "--sql", engine.name], directory)[:200]
        except RuntimeError as e:
            said = str(e)
        engines.result(f"{n} {what.__name__} are refused for {engine.name} with the number",
                       f"needs {needs}, of which" in said and f"takes {takes}:" in said, said)  # fmt: skip
        try:
            said = f"it took {len(engine.run(large))} rows"
        except engines.Refused as e:
            said = str(e)
        engines.result(f"{engine.name} takes no more than {takes}", says in said, said)


def main():
    build, directory = sys.argv[1:3]
    os.makedirs(directory, exist_ok=True)
    with open(os.path.join(directory, "points.csv"), "w", encoding="utf-8") as f:
        f.write("company,model,id,metric,date,value\nacme,company,acme,metrics.s,2026-11-18,20\n"
                "acme,enduser,u,activities.a,2026-11-20,1\nacme,company,acme,metrics.s,2026-11-20,25.5\n")  # fmt: skip
    for name, kind in engines.ENGINES.items():
        try:
            engine = kind(build)
        except engines.Missing:
            continue
        try:
            engine.load(fuzz.tables(directory, SPAN, name))
            check(engine, directory)
            refused(engine, directory)
            if engine.name == "clickhouse":
                long(engine, directory)
        finally:
            engine.close()
    return 1 if engines.FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
