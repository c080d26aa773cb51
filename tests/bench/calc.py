"""The jobs of csm-calc: twenty metrics of mixed windows, as configuration and as SQL."""
import json
import os
import statistics
import subprocess

from measure import BUILD, DIR, DUCK, RUNS, apart, bar, bars, job, rate, same, windows_equal

SINCE, UNTIL = "2025-01-01", "2025-12-31"


def over(days, ago=0):
    return (f"OVER (PARTITION BY company ORDER BY date RANGE BETWEEN INTERVAL {days - 1 + ago} DAYS PRECEDING "
            f"AND INTERVAL {ago} DAYS PRECEDING)")


def window(function, a, days):
    sql = {"sum": "sum({0})", "average": "avg({0})", "min": "min({0})", "max": "max({0})",
           "last": "last_value({0} IGNORE NULLS)"}[function]
    return f"{function}(activities.a{a:02d}, {days})", sql.format(f"a{a:02d}") + " " + over(days)


def ratio(a, b):
    return f"{a[0]} / {b[0]}", f"({a[1]}) / nullif(CAST(({b[1]}) AS DOUBLE), 0)"


def trend(a, days):
    return (f"trend(activities.a{a:02d}, {days})",
            f"CAST(a{a:02d} AS DOUBLE) / nullif(lag(a{a:02d}, {days}) OVER (PARTITION BY company ORDER BY date), 0)")


def metrics():
    """(id, formula, SQL): the last two are metrics over another metric."""
    w = window
    made = [w("sum", 0, 7), w("sum", 1, 30), w("sum", 2, 90), w("average", 3, 7), w("average", 4, 30),
            w("average", 5, 90), w("min", 6, 14), w("min", 7, 60), w("max", 8, 14), w("max", 9, 90),
            w("last", 10, 7), w("last", 11, 30), w("last", 12, 90), trend(13, 7), trend(14, 28),
            ratio(w("sum", 15, 7), w("sum", 15, 28)), ratio(w("sum", 16, 30), w("sum", 17, 30))]
    condition = w("sum", 18, 30)
    made.append((f"if({condition[0]} > 100, 1, 0)", f"CASE WHEN {condition[1]} > 100 THEN 1 ELSE 0 END"))
    listed = [(f"m{i:02d}", f, s) for i, (f, s) in enumerate(made)]
    listed.append(("m18", "average(calculated.m00, 14)", f"avg(m00) {over(14)}"))
    listed.append(("m19", "sum(calculated.m03, 28)", f"sum(CAST(m03 AS DECIMAL(18,6))) {over(28)}"))
    return listed


def config(path):
    with open(path, "w") as f:
        json.dump({"metrics": [{"id": i, "model": "company", "formula": t} for i, t, _ in metrics()]}, f, indent=1)


def sql(points, out):
    """The same from the same file: a dense table of days, then the windows."""
    pivot = ", ".join(f"max(value) FILTER (metric = 'activities.a{a:02d}') AS a{a:02d}" for a in range(20))
    six = "floor(CAST({0} AS DOUBLE) * 1e6 + 0.5) / 1e6 AS {1}"
    first = ", ".join(six.format(s, i) for i, _, s in metrics()[:18])
    later = ", ".join(six.format(s, i) for i, _, s in metrics()[18:])
    columns = ", ".join(i for i, _, _ in metrics())
    return (f"COPY (WITH p AS (SELECT company, date, metric, CAST(value AS BIGINT) AS value FROM read_csv('{points}', header=true, "
            "columns={'company':'VARCHAR','model':'VARCHAR','id':'VARCHAR','metric':'VARCHAR','date':'DATE','value':'BIGINT','state':'VARCHAR'})), "
            f"wide AS (SELECT company, date, {pivot} FROM p GROUP BY ALL), "
            "grid AS (SELECT c.company, CAST(r AS DATE) AS date FROM (SELECT DISTINCT company FROM p) c, "
            f"range(TIMESTAMP '{SINCE}', TIMESTAMP '{UNTIL}' + INTERVAL 1 DAY, INTERVAL 1 DAY) t(r)), "
            "days AS (SELECT grid.company, grid.date, wide.* EXCLUDE (company, date) FROM grid LEFT JOIN wide USING (company, date)), "
            f"one AS (SELECT company, date, {first} FROM days), two AS (SELECT *, {later} FROM one) "
            f"SELECT company, 'company' AS model, company AS id, date, {columns} FROM two ORDER BY company, date) "
            f"TO '{out}' (HEADER, DELIMITER ',')")


def evaluation():
    """Without text: the metrics of 1,000 companies that are in memory."""
    command = [f"{BUILD}/tools/evaluate", f"{DIR}/metrics.json", f"{DIR}/thousand-points.csv", SINCE, UNTIL, "5"]
    rates = [float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[2])
             for _ in range(RUNS)]
    print("\nEvaluation alone, twenty metrics of 1,000 companies and 365 days in memory")
    rate("values a second a core, CPU", statistics.median(rates), 100, "million")


def text(points, calc):
    """Reading points, and writing them as they are, on one thread."""
    m = job("Points as text, one thread", {
        "read, a constant of one day": f"{calc} -j 1 -e 1 -a {UNTIL} -o {DIR}/constant.csv {points}",
        "read and written (-p)": f"{calc} -j 1 -p -e 1 -a {UNTIL} -o {DIR}/passed.csv {points}",
        "lines counted by wc -l": f"wc -l {points} >/dev/null",
        "cat": f"cat {points} >{DIR}/cat.csv"})
    mb = os.path.getsize(points) / 1e6
    read, both = (m[n][1] for n in ("read, a constant of one day", "read and written (-p)"))
    rate("reading points, MB/s of CPU", mb / read, 500, "MB/s")
    rate("writing points, MB/s of CPU", mb / max(both - read, 1e-3), 500, "MB/s")


def jobs():
    """Every company and every day of a year, from text to text."""
    points, calc = f"{DIR}/points.csv", f"exec {BUILD}/csm-calc --no-config"
    year = f"--since {SINCE} --until {UNTIL} --wide"
    config(f"{DIR}/metrics.json")
    evaluation()
    text(points, calc)
    m = job("Threads", {f"{n} thread{'s' * (n > 1)}": f"{calc} -j {n} -c {DIR}/metrics.json {year} -o {DIR}/j{n}.csv {points}"
                        for n in (2, 1)})
    ok = same("csm-calc on one thread and on two", f"{DIR}/j1.csv", f"{DIR}/j2.csv")
    m = job("Twenty metrics of 5,000 companies and 365 days, from 6.6 million points", {
        "csm-calc": f"{calc} -c {DIR}/metrics.json {year} -o {DIR}/twenty.csv {points}",
        "DuckDB, 2 threads": DUCK + [sql(points, f"{DIR}/duck-twenty.csv")]}, runs=min(RUNS, 3))
    bars("", *m.values(), (None, 1 / 6, 1 / 4))
    ok &= apart(windows_equal, f"{DIR}/twenty.csv", f"{DIR}/duck-twenty.csv")

    m = job("One day, and reading alone", {
        "twenty metrics of one day": f"{calc} -c {DIR}/metrics.json -a {UNTIL} -o {DIR}/day.csv {points}",
        "a constant of one day": f"{calc} -e 1 -a {UNTIL} -o {DIR}/constant.csv {points}"})
    bar("one day to reading, CPU", m["twenty metrics of one day"][1] / m["a constant of one day"][1], 1.5)

    windows = [f"-e 'sum(activities.a00, {n})' -e 'average(activities.a01, {n})' -e 'max(activities.a02, {n})'"
               for n in (365, 7)]
    m = job("Length of the windows", {
        "365 days": f"{calc} {windows[0]} {year} -o {DIR}/long.csv {points}",
        "7 days": f"{calc} {windows[1]} {year} -o {DIR}/short.csv {points}"})
    bar("365 days to 7, CPU", m["365 days"][1] / m["7 days"][1], 1.1)

    # the thousand days of the few end in 2027: a day after today would be read another way
    past = f"export SOURCE_DATE_EPOCH=1830297600; {calc}"
    m = job("Number of companies, 5.4 million points each", {
        "100,000 companies": f"{past} {windows[1]} -a 2025-01-30 -o {DIR}/many.csv {DIR}/many-points.csv",
        "1,000 companies": f"{past} {windows[1]} -a 2025-01-30 -o {DIR}/few.csv {DIR}/few-points.csv"}, runs=min(RUNS, 3))
    bar("100,000 companies to 1,000, memory", m["100,000 companies"][2] / m["1,000 companies"][2], 1.1)
    return ok
