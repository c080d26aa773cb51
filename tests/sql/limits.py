#!/usr/bin/env python3
"""Statements that are long and deep, in every engine: the values are those of csm-calc up to
what csm-scale(7) says the engine takes, and beyond it is the engine that refuses, with no row.

usage: limits.py BUILD DIR
"""
import json
import os
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


# what each engine takes; and of SQLite, what it does not
TAKEN = [(flat, 400), (chain, 20), (added, 100), (nested, 150), (choices, 150), (active, 30)]
MORE = [(flat, 600), (chain, 40), (active, 100)]


def write(directory, formulas):
    with open(os.path.join(directory, "metrics.json"), "w", encoding="utf-8") as f:
        json.dump({"metrics": [{"id": f"m{i}", "formula": text} for i, text in enumerate(formulas)]}, f)


def same(engine, directory):
    want = fuzz.evaluated([*SPAN, "points.csv"], directory)
    got = {tuple(r[:5]): int(r[5]) for r in engine.run(fuzz.csm([*SPAN[3:], "--sql", engine.name], directory))}
    return want == got and len(want) > 0


def check(engine, directory):
    for what, n in TAKEN + (MORE if engine.name != "sqlite" else []):
        write(directory, what(n))
        try:
            holds, said = same(engine, directory), "other values"
        except engines.Refused as e:
            holds, said = False, str(e)[:200]
        engines.result(f"{engine.name} takes {n} {what.__name__}", holds, said)
    for what, n in MORE if engine.name == "sqlite" else []:
        write(directory, what(n))
        try:
            same(engine, directory)
            engines.result(f"{engine.name} refuses {n} {what.__name__}", False)
        except engines.Refused as e:
            engines.result(f"{engine.name} refuses {n} {what.__name__}", "too" in str(e), str(e))


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
        finally:
            engine.close()
    return 1 if engines.FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
