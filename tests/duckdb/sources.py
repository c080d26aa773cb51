#!/usr/bin/env python3
"""csm-ingest against DuckDB over random exports: what is open each day, and the like.

usage: sources.py SCRATCH MODULES      MODULES: the directory with node_modules

Each case makes its files, says the options and the SQL that gives the same points.
Prints a line "ok duckdb NAME" or "not ok duckdb NAME" a case.
"""
import csv
import datetime
import os
import random
import subprocess
import sys

SCRATCH, MODULES = sys.argv[1:3]
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)
DAYS = (f"(SELECT CAST(r AS DATE) AS date FROM range(TIMESTAMP '{FIRST}', "
        f"TIMESTAMP '{LAST}' + INTERVAL 1 DAY, INTERVAL 1 DAY) t(r))")
random.seed(20261129)


def table(name, header, rows):
    with open(os.path.join(SCRATCH, name), "w", newline="") as f:
        csv.writer(f).writerows([header, *rows])


def read(name):
    return f"read_csv('{name}', header=true, all_varchar=true)"


def day(last=LAST):
    return FIRST + datetime.timedelta(random.randrange((last - FIRST).days + 1))


def states():
    """Tickets and deals, some read again: the last row of an id holds."""
    rows = []
    for i in range(600):
        opened = day()
        closed = opened + datetime.timedelta(int(random.expovariate(1 / 20)))
        kind = random.choice(["ticket", "deal won"])
        amount = random.choice(["", f"{random.randrange(1, 100000) / 100}"])
        rows.append([i, kind, f"c{random.randrange(12)}", opened, "", "", amount])
        if random.random() < 0.7 and closed <= LAST:
            again = [*rows[-1][:4], closed, random.choice(["solved", "lost", ""]), amount]
            rows.append(again) if random.random() < 0.5 else rows.__setitem__(-1, again)
    table("states.csv", ["id", "type", "company", "opened", "closed", "state", "amount"], rows)
    source = (f"(SELECT * REPLACE (CAST(opened AS DATE) AS opened, CAST(closed AS DATE) AS closed) FROM (SELECT *, "
              f"row_number() OVER () AS n FROM read_csv('states.csv', header=true, all_varchar=true, parallel=false)) "
              f"QUALIFY n = max(n) OVER (PARTITION BY id))")
    begun = f"(SELECT company, type, min(opened) AS first FROM {source} GROUP BY ALL)"
    worth = f"(SELECT company, type, min(opened) AS first FROM {source} WHERE amount IS NOT NULL GROUP BY ALL)"
    is_open = "s.company = b.company AND s.type = b.type AND s.opened <= d.date AND (s.closed IS NULL OR s.closed > d.date)"
    level = ("SELECT b.company, 'company', b.company, b.type || '.{0}', d.date, {1} FROM {2} b JOIN " + DAYS +
             " d ON d.date >= b.first {3} JOIN " + source + " s ON " + is_open + " GROUP BY ALL")
    flow = "SELECT company, 'company', company, type || {0}, {1}, count(*) FROM " + source + " WHERE {2} GROUP BY ALL"
    sql = " UNION ALL ".join([
        flow.format("'.opened'", "opened", "true"), flow.format("'.closed'", "closed", "closed IS NOT NULL"),
        flow.format("'.' || state || '.closed'", "closed", "closed IS NOT NULL AND state IS NOT NULL"),
        level.format("open", "count(s.id)", begun, "LEFT"),
        level.format("amount", "coalesce(sum(CAST(s.amount AS DECIMAL(18,6))), 0)", worth, "LEFT"),
        level.format("age", "avg(d.date - s.opened)", begun, "INNER")])
    return (["-k", "states", "--opened", "opened", "--closed", "closed", "--company", "company", "--type", "type",
             "--state", "state", "--amount", "amount", "--id", "id", "--until", str(LAST), "states.csv"], sql)


CASES = [states]


def duckdb(sql, out):
    subprocess.run(["node", os.path.join(ROOT, "tests", "bench", "duckdb.mjs"), "SET TimeZone = 'UTC'",
                    f"COPY ({sql}) TO '{out}' (HEADER false)"], cwd=SCRATCH, check=True,
                   env={**os.environ, "CSM_BENCH_MODULES": MODULES})


def points(path, skip):
    """Rows as tuples, values in millionths."""
    with open(path, newline="") as f:
        rows = list(csv.reader(f))[skip:]
    return sorted((*r[:5], round(float(r[5]) * 1e6)) for r in rows)


def main():
    failed = 0
    os.makedirs(SCRATCH, exist_ok=True)
    for case in CASES:
        options, sql = case()
        name = case.__name__
        subprocess.run(["csm-ingest", "-q", "--no-config", "-o", f"{name}.csm.csv", *options], cwd=SCRATCH, check=True)
        duckdb(sql, f"{name}.duckdb.csv")
        a, b = (points(os.path.join(SCRATCH, f"{name}.{who}.csv"), skip) for who, skip in (("csm", 1), ("duckdb", 0)))
        if a == b and a:
            print(f"ok duckdb {name} ({len(a)} points)")
            continue
        failed = 1
        for r in sorted(set(a) ^ set(b))[:6]:
            print("#", "csm   " if r in set(a) else "duckdb", r)
        print(f"not ok duckdb {name}: {len(a)} and {len(b)} points")
    return failed


sys.exit(main())
