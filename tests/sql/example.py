#!/usr/bin/env python3
"""The worked example of csm-scale(7), as it stands there: raw rows on three nodes of PostgreSQL
become a page, and what comes of them is what the programs give of all the rows.

usage: example.py SRCDIR BUILD DIR
"""
import csv
import io
import os
import random
import re
import shutil
import subprocess
import sys

import engines

CONFIG = """{"sources": {"usage": {"kind": "activities", "time": "time", "company": "company", "user": "user", "name": "event"}},
 "metrics": [{"id": "logins", "formula": "sum(activities.login, 7)"}, {"id": "users", "formula": "last(system.users_active_last30)"},
  {"id": "idle", "formula": "days_since(activities.*)"}]}
"""


def script(srcdir):
    with open(os.path.join(srcdir, "man/csm-scale.7"), encoding="utf-8") as f:
        page = f.read()
    part = page[page.index('.\\" shards: begin') : page.index('.\\" shards: end')]
    return re.search(r"^\.Bd[^\n]*\n(.*)^\.Ed$", part, re.S | re.M)[1].replace("\\e", "\\")


def rows():
    """Of each node, the companies whose number falls to it."""
    rng, of = random.Random(3), {1: [], 2: [], 3: []}
    for _ in range(3000):
        c = rng.randrange(40)
        of[c % 3 + 1].append([f"c{c}'s" if c % 7 == 0 else f"c{c}", f"u{rng.randrange(6)}", rng.choice(["login", "export"]),
                              f"2026-{rng.choice((10, 11)):02}-{rng.randrange(1, 22):02}"])  # fmt: skip
    return of


def nodes(engine, directory, of):
    """Databases, and the services that psql finds them by."""
    port = engine.psql[engine.psql.index("-p") + 1]
    with open(os.path.join(directory, "services"), "w", encoding="utf-8") as f:
        for name in "node1", "node2", "node3", "coordinator":
            engine.run(f"CREATE DATABASE {name}")
            f.write(f"[{name}]\nhost=127.0.0.1\nport={port}\nuser=csm\ndbname={name}\n")
    for i, raw in of.items():
        values = ", ".join("('" + "', '".join(v.replace("'", "''") for v in row) + "')" for row in raw)
        sql = f'CREATE TABLE usage (company text, "user" text, event text, time text); INSERT INTO usage VALUES {values}'
        subprocess.run([*engine.psql[:-1], f"node{i}"], input=sql, text=True, check=True, capture_output=True)
    return {"PGPORT": port, "PGSERVICEFILE": os.path.join(directory, "services")}


def run(engine, srcdir, directory):
    of = rows()
    with open(os.path.join(directory, "csm.json"), "w", encoding="utf-8") as f:
        f.write(CONFIG)
    with open(os.path.join(directory, "usage.csv"), "w", encoding="utf-8") as f:
        f.write("company,user,event,time\n" + "".join(",".join(row) + "\n" for raw in of.values() for row in raw))
    whole = ("csm-ingest -q --no-config -c csm.json -S usage usage.csv | "
             "csm-calc -q --no-config -c csm.json -a 2026-11-21 -o whole.csv")  # fmt: skip
    subprocess.run(["sh", "-ec", whole], cwd=directory, check=True)
    environment = {**os.environ, **nodes(engine, directory, of), "PATH": f"{srcdir}/share/csm/scale:{os.environ['PATH']}"}
    done = subprocess.run(["sh", "-ec", script(srcdir)], cwd=directory, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        return False, done.stdout + done.stderr
    with open(os.path.join(directory, "calculated.csv"), encoding="utf-8") as f, open(
        os.path.join(directory, "whole.csv"), encoding="utf-8"
    ) as g:
        got, want = f.read(), g.read()
    with open(os.path.join(directory, "page.html"), encoding="utf-8") as f:
        page = f.read()
    missing = [c for c in ("c1", "c2", "c3") if f">{c}<" not in page]
    unlisted = set(values(want)) ^ set(listed(directory))
    return got == want and want.count("\n") > 99 and not missing and not unlisted, (
        f"{len(got)} bytes, wants {len(want)}; not on the page: {missing}; not in reports: {sorted(unlisted)[:3]}")


def values(points):
    """(company, value) of one of the metrics."""
    return [(r["company"], r["value"]) for r in csv.DictReader(io.StringIO(points)) if r["metric"] == "calculated.logins"]


def listed(directory):
    """The same from a report, which has none of the points that it was made of."""
    command = ["csm-report", "list", "--no-config", "-c", "csm.json", "-a", "2026-11-21", "--columns", "id,calculated.logins",
               "-t", "csv", "calculated.csv"]  # fmt: skip
    out = subprocess.run(command, cwd=directory, check=True, capture_output=True, text=True).stdout
    return [(r["id"], r["calculated.logins"]) for r in csv.DictReader(io.StringIO(out)) if r["calculated.logins"]]


def main():
    srcdir, build, directory = map(os.path.abspath, sys.argv[1:4])
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    try:
        engine = engines.Postgres(build)
    except engines.Missing as why:
        print(f"skip sql the worked example of csm-scale(7): {why}")
        return 0
    try:
        engines.result("the worked example of csm-scale(7), three shards to a page", *run(engine, srcdir, directory))
    finally:
        engine.close()
    return 1 if engines.FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
