"""The jobs of csm-health and csm-units: one day of many companies, and a backtest of a year."""
import datetime as dt
import json
import random

from measure import BUILD, DIR, RUNS, bar, job

DAY, LAST = "2025-01-30", "2026-04-30"
WINDOWS = [("sum", 7), ("sum", 30), ("average", 14), ("max", 30), ("last", 7), ("last", 30), ("min", 14), ("count", 30)]


def window(i):
    function, days = WINDOWS[i % len(WINDOWS)]
    return f"{function}(activities.a{i % 10:02d}, {days})"


def formula(i):
    """Windows, every third a ratio of two; idleness and all activities, which look at every metric."""
    fixed = {5: "days_since(activities.*)", 7: "sum(activities.*, 30)"}
    return fixed.get(i, f"{window(i)} / {window(i + 3)}" if i % 3 == 0 else window(i))


def factor(i):
    f = {"id": f"f{i:02d}", "metric": formula(i)}
    if i % 2:
        return {**f, "condition": "linear", "low": [0, -1], "high": [60, 1.5]}
    return {**f, "condition": "more than", "value": 20, "impact": 0.5}


def configs():
    unit = [{"id": f"u{i:02d}", "sort": i, "metric": formula(i), "low": 10, "high": 40, "default": "na"} for i in range(30)]
    with open(f"{DIR}/health.json", "w") as f:
        json.dump({"health": [{"id": "bench", "method": "points", "factors": [factor(i) for i in range(12)]}]}, f)
    with open(f"{DIR}/units.json", "w") as f:
        json.dump({"units": unit}, f)


def churn(companies):
    """About one of eight leaves within the twelve months before LAST."""
    dice = random.Random(1)
    with open(f"{DIR}/churn.csv", "w") as f:
        f.write("company,date\n")
        for c in range(companies):
            if dice.random() < 0.12:
                f.write(f"c{c:06d},{dt.date.fromisoformat(LAST) - dt.timedelta(dice.randrange(365))}\n")


def jobs():
    many, year = f"{DIR}/many-points.csv", f"{DIR}/year-points.csv"
    read = f"exec {BUILD}/csm-ingest --no-config -k points"
    health = f"{BUILD}/csm-health --no-config -c {DIR}/health.json"
    units = f"{BUILD}/csm-units --no-config -c {DIR}/units.json"
    configs()
    churn(5000)
    m = job("Twelve factors and thirty units of 100,000 companies, one day, 5.4 million points", {
        "csm-health": f"exec {health} -a {DAY} {many} >/dev/null",
        "csm-units": f"exec {units} -a {DAY} {many} >/dev/null",
        "csm-health -p | csm-units": f"{health} -a {DAY} -p {many} | {units} -a {DAY} >/dev/null",
        "csm-health -t ndjson, with staleness": f"exec {health} -a {DAY} -t ndjson {many} >/dev/null",
        "csm-ingest -k points, reading alone": f"{read} {many} >/dev/null"})
    reading = m["csm-ingest -k points, reading alone"]
    for name in list(m)[:3]:
        bar(f"{name} to reading, wall", m[name][0] / reading[0], 3)

    m = job("Backtest of 5,000 companies over twelve months, three leads, from 8.8 million points", {
        "csm-health --backtest": f"exec {health} -a {LAST} --backtest {DIR}/churn.csv {year} >/dev/null",
        "the same with --sensitivity": f"exec {health} -a {LAST} --backtest {DIR}/churn.csv --sensitivity {year} >/dev/null",
        "csm-ingest -k points, reading alone": f"{read} {year} >/dev/null"}, runs=min(RUNS, 3))
    ours, reading = m["csm-health --backtest"], m["csm-ingest -k points, reading alone"]
    print(f"  bar: backtest {ours[0]:.2f} s (bar: 10 s), {ours[0] / reading[0]:.2f} x reading"
          f"{'' if ours[0] <= 10 else '   (lost)'}", flush=True)
