"""Points themselves: files merged, passed on, on threads, many companies, and how soon a program is there."""
import json
import os
import statistics
import subprocess

from measure import BUILD, DIR, RUNS, at_most, bar, job, measure, rate

INGEST, CALC = f"exec {BUILD}/csm-ingest --no-config -q", f"exec {BUILD}/csm-calc --no-config -q"


def megabytes(path):
    return os.path.getsize(path) / 1e6


def merging():
    """A year and the day after it: what a night adds to what is there."""
    year, day = f"{DIR}/points.csv", f"{DIR}/day-points.csv"
    with open(year) as f, open(day, "w") as out:
        for line in f:
            if line.startswith("company,") or ",2025-12-31," in line:
                out.write(line.replace(",2025-12-31,", ",2026-01-01,"))
    calc = f"{CALC} -e 'sum(activities.*, 7)' -a 2026-01-01 -o {DIR}/merged-calc.csv"
    m = job(f"A year of points ({megabytes(year):.0f} MB) and a day, one thread", {
        "csm-ingest -k points, both": f"{INGEST} -j 1 -k points -o {DIR}/merged.csv {year} {day}",
        "csm-ingest -k points, the year": f"{INGEST} -j 1 -k points -o {DIR}/year.csv {year}",
        "csm-calc, both": f"{calc} -j 1 {year} {day}",
        "csm-calc, the year": f"{calc} -j 1 {year}"})
    bar("merging to reading and writing the year, CPU",
        m["csm-ingest -k points, both"][1] / m["csm-ingest -k points, the year"][1], 1.3)
    bar("csm-calc on two files to one, CPU", m["csm-calc, both"][1] / m["csm-calc, the year"][1], 1.1)
    rate("reading points and one window of each company, CPU", megabytes(year) / m["csm-calc, the year"][1], 1200, "MB/s a core")


def passing():
    """A unit of one metric: all other rows only pass."""
    points = f"{DIR}/many-points.csv"
    with open(f"{DIR}/one-unit.json", "w") as f:
        json.dump({"units": [{"id": "u", "metric": "sum(activities.a01, 7)", "low": 1, "high": 9}]}, f)
    m = job(f"Rows that pass ({megabytes(points):.0f} MB), one thread, to /dev/null", {
        "csm-units -p": f"exec {BUILD}/csm-units --no-config -q -j 1 -c {DIR}/one-unit.json -a 2025-01-30 -p {points} >/dev/null",
        "csm-units": f"exec {BUILD}/csm-units --no-config -q -j 1 -c {DIR}/one-unit.json -a 2025-01-30 {points} >/dev/null"})
    rate("read and passed on, CPU", megabytes(points) / m["csm-units -p"][1], 2500, "MB/s a core")


def threads():
    points, conf = f"{DIR}/year-points.csv", f"--no-config -q -a 2026-04-30 {DIR}/year-points.csv"
    health, units = f"{BUILD}/csm-health -c {DIR}/health.json", f"{BUILD}/csm-units -c {DIR}/units.json"
    page = f"{BUILD}/csm-report page -o {DIR}/threads.html"
    m = job(f"Two threads and one ({megabytes(points):.0f} MB)", {
        f"{name}, {n} thread{'s' if n > 1 else ''}": f"exec {call} -j {n} {conf} >{DIR}/threads-{n}.csv"
        for name, call in (("csm-health", health), ("csm-units", units), ("csm-report page", page)) for n in (1, 2)})
    for name in ("csm-health", "csm-units", "csm-report page"):
        rate(f"{name}, wall", m[f"{name}, 1 thread"][0] / m[f"{name}, 2 threads"][0], 1.6, "x with two threads")


def companies():
    """Peak memory of many companies with a point each, less that of few."""
    calls = {"csm-calc": "csm-calc -e 'sum(activities.*, 7)'", "csm-health": f"csm-health -c {DIR}/health.json",
             "csm-units": f"csm-units -c {DIR}/units.json", **{f"csm-report {r}": f"csm-report {r} -t csv" for r in (
                 "list", "portfolio", "accounts", "risks")}, "csm-report page": "csm-report page -t html"}
    few, many = 50000, 250000
    for n in (few, many):
        with open(f"{DIR}/{n}-companies.csv", "w") as f:
            f.write("company,model,id,metric,date,value,state\n")
            f.writelines(f"c{c:07d},company,c{c:07d},activities.login,2025-12-31,1,\n" for c in range(n))
    print(f"\nBytes a company, {few} and {many} companies with a point each")
    for name, call in calls.items():
        peak = [measure(f"exec {BUILD}/{call} --no-config -q -a 2025-12-31 {DIR}/{n}-companies.csv >/dev/null")[2]
                for n in (few, many)]
        at_most(name, (peak[1] - peak[0]) * 2**20 / (many - few), 300, "bytes a company")


def starting():
    """One row a run, of a hundred in a row, less what the shell takes for them."""
    with open(f"{DIR}/one.csv", "w") as f:
        f.write("company,date,metric,value\na,2025-12-31,activities.login,1\n")
    loop = "i=0; while [ $i -lt 100 ]; do {} >/dev/null; i=$((i + 1)); done"
    print("\nA run of one row, milliseconds of wall time")
    for call in ("csm-ingest -k points", "csm-calc -e 'sum(activities.*, 7)' -a last"):
        took = [statistics.median(measure(loop.format(c))[0] for _ in range(max(RUNS, 3)))
                for c in (f"{BUILD}/{call} --no-config -q {DIR}/one.csv", "/bin/true")]
        at_most(call.split()[0], (took[0] - took[1]) * 10, 2, "ms more than /bin/true")


def jobs():
    merging()
    passing()
    threads()
    companies()
    starting()
