#!/usr/bin/env python3
"""Whole configurations in engines, not made for tests: what csm-calc, csm-health and csm-units
give of a company's exports, and what their statements give of the same points.

usage: whole.py SRCDIR BUILD DIR demo|RAVENSTACK ENGINE...

The demo is share/demo on a year of 80 companies; RAVENSTACK a directory of RavenStack's exports,
with tests/real/ravenstack.json.  What a dialect refuses is left out, and told.
"""
import csv
import glob
import json
import os
import re
import subprocess
import sys

import engines
import fuzz

SOURCES = {"usage": "feature_usage", "errors": "feature_usage", "subscriptions": "subscriptions", "tickets": "support_tickets",
           "escalated": "support_tickets", "satisfaction": "support_tickets", "answers": "support_tickets"}  # fmt: skip
# one statement may ask this for several days
SPANS = {"demo": ["--since", "2026-10-01", "--until", "2026-10-31"], "RavenStack": ["--since", "2024-12-02", "--until", "2024-12-31"]}


def run(args, directory, wrong=False):
    done = subprocess.run(args, cwd=directory, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0 and not wrong:
        raise RuntimeError(f"{args}: {done.stderr}")
    return done


def ask(name, *args):
    return [name, "--no-config", "-q", *args]


def demo(srcdir, directory):
    """Files of points, the configuration, options of fields."""
    raw, night = os.path.join(directory, "raw"), os.path.join(directory, "night")
    run(["python3", os.path.join(srcdir, "scripts/demo-data.py"), raw, "--companies", "80"], directory)
    run(["sh", os.path.join(srcdir, "scripts/nightly.sh"), raw, os.path.join(srcdir, "share/demo"), night, "2026-10-31"],
        directory)  # fmt: skip
    entries = {}
    for path in glob.glob(os.path.join(srcdir, "share/demo/*.json")):
        with open(path, encoding="utf-8") as f:
            entries |= {k: v for k, v in json.load(f).items() if k in ("settings", "segments", "metrics", "health", "units")}
    return [os.path.join(night, "points.csv.zst")], entries, ["-F", "company=raw/companies.csv", "-F", "enduser=raw/users.csv:user_id"]


def ravenstack(srcdir, directory, raw):
    conf, parts = os.path.join(srcdir, "tests/real/ravenstack.json"), []
    for source, file in SOURCES.items():
        parts.append(os.path.join(directory, f"{source}.csv"))
        run(ask("csm-ingest", "-c", conf, "-S", source, "-o", parts[-1], f"{file}.csv"), raw)
    with open(conf, encoding="utf-8") as f:
        entries = {k: v for k, v in json.load(f).items() if k in ("settings", "segments", "metrics", "health", "units")}
    return parts, entries, ["-F", f"company={raw}/accounts.csv:account_id"]


def write(directory, entries):
    with open(os.path.join(directory, "conf.json"), "w", encoding="utf-8") as f:
        json.dump(entries, f)
    return ["-c", "conf.json"]


class World:
    """Points and fields as files, and what the programs are asked."""

    def __init__(self, name, made, directory):
        parts, self.entries, self.fields = made
        self.name, self.directory = name, directory
        # units that are rated by hand have no metric, and no statement
        self.entries["units"] = [u for u in self.entries.get("units", []) if "metric" in u]
        run(ask("csm-ingest", "-k", "points", "-o", "points.csv", *parts), directory)
        self.base = [*write(directory, self.entries), *self.fields, *SPANS[name]]
        text = run(["csm-calc", "--no-config", "-c", "conf.json", "--print", "text"], directory).stdout
        self.metrics = re.findall(r"^# (\w+)$", text, re.M)

    def programs(self, dialect):
        """Commands, and what they leave out as refused."""
        only = [i for i in self.metrics if self.says(ask("csm-calc", *self.base, "--only", i), dialect)]
        yield ask("csm-calc", *self.base, "--only", ",".join(only)), [i for i in self.metrics if i not in only]
        for command in ask("csm-health", *self.base, "--parts"), ask("csm-units", *self.base):
            if self.entries.get(command[0][4:]):
                yield command, [] if self.says(command, dialect) else [command[0]]

    def says(self, command, dialect):
        return run([*command, "--sql", dialect], self.directory, True).returncode == 0


def values(rows, number):
    return {tuple(r[:5]): (number(r[5]), r[6] if len(r) > 6 else "") for r in rows}


def compare(engine, world):
    """Cells compared, what was refused, what is wrong."""
    cells, refused, wrong = 0, [], []
    for command, left_out in world.programs(engine.name):
        refused += left_out
        if command[0] in left_out:
            continue
        rows = csv.reader(run([*command, "-t", "csv", "points.csv"], world.directory).stdout.splitlines())
        want = values(list(rows)[1:], fuzz.micros)
        statement = run([*command, "--sql", engine.name], world.directory).stdout
        got = values(engine.run(statement), lambda v: int(v) if v else None)
        if command[0] == "csm-calc":  # a statement gives what has a value
            want = {k: v for k, v in want.items() if v[0] is not None}
        cells += len(want.keys() | got.keys())
        different = sorted(k for k in want.keys() | got.keys() if want.get(k) != got.get(k))
        wrong += [f"{command[0]} {k}: {got.get(k)}, wants {want.get(k)}" for k in different[:3]]
    return cells, refused, wrong


def play(world, name, build):
    try:
        engine = engines.ENGINES[name](build)
    except engines.Missing as why:
        print(f"skip sql {world.name} in {name}: {why}")
        return
    try:
        engines.fill(engine, world.directory, world.fields)
        cells, refused, wrong = compare(engine, world)
    except engines.Refused as problem:
        cells, refused, wrong = 0, [], [str(problem)[:500]]
    finally:
        engine.close()
    engines.result(f"{world.name} in {name}, {cells} cells, refused are {', '.join(refused) or 'none'}",
                   cells > 9999 and not wrong, "; ".join(wrong) or "too few")  # fmt: skip


def main():
    srcdir, build, directory = map(os.path.abspath, sys.argv[1:4])
    name = "demo" if sys.argv[4] == "demo" else "RavenStack"
    directory = os.path.join(directory, name)
    os.makedirs(directory, exist_ok=True)
    made = demo(srcdir, directory) if name == "demo" else ravenstack(srcdir, directory, os.path.abspath(sys.argv[4]))
    world = World(name, made, directory)
    for engine in sys.argv[5:]:
        play(world, engine, build)
    return 1 if engines.FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
