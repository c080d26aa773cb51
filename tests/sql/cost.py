#!/usr/bin/env python3
"""What a statement costs in engines, beside csm-calc over the same points: CPU seconds of
the query alone, the mean of two runs, and how they grow from the fewest rows, which are
measured before the others and after them, since other work on the machine comes and goes;
the most memory of the engine; what it takes over tables without rows, which is what it needs
to begin, of these metrics and of 40.  The number of results and their sum have to be the
same.  At the end, when to move.

usage: cost.py BUILD DIR ROWS,ROWS,... [ENGINE...]
"""
import csv
import datetime
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time

import engines
import fuzz

DAYS, UNTIL = 100, datetime.date(2026, 11, 21)
FORMULAS = {
    "week": "sum(activities.login, 7) / 7", "mean": "average(metrics.seats, 30)", "most": "max(activities.login, 30)",
    "growth": "trend(metrics.seats, 30, 'percent')", "idle": "days_since(activities.login)",
    "all": "total(activities.login)", "use": "100 * last(activities.login, 30) / last(metrics.seats, 30)",
    "smooth": "average(calculated.week, 7)"}  # fmt: skip
ARGS = ["-c", "cost.json", "--since", "2026-10-23", "--until", "2026-11-21"]
LINEAR = 1.3
RUNS = 2
MANY, ANALYSED = 40, 2  # metrics, and the seconds that beginning with them may take


def world(directory, rows):
    """Companies with two metrics on each of so many days; logins with a gap each week."""
    days = [str(UNTIL - datetime.timedelta(DAYS - 1 - i)) for i in range(DAYS)]
    with open(os.path.join(directory, "cost.json"), "w", encoding="utf-8") as f:
        json.dump({"metrics": [{"id": i, "formula": text} for i, text in FORMULAS.items()]}, f)
    with open(os.path.join(directory, "points.csv"), "w", encoding="utf-8") as f:
        f.write("company,model,id,metric,date,value,state\n")
        for c in range(rows // (DAYS * 2)):
            who = f"c{c:07},company,c{c:07}"
            f.writelines(f"{who},activities.login,{d},{(c * 7 + i * 13) % 40 + 1},\n" for i, d in enumerate(days)
                         if (i + c) % 7)  # fmt: skip
            f.writelines(f"{who},metrics.seats,{d},{50 + (c + i // 9) % 25}.25,\n" for i, d in enumerate(days))


def own(directory):
    """CPU seconds and MiB of csm-calc, and what it gives."""
    out = os.path.join(directory, "cost-own.csv")
    child = subprocess.Popen(["csm-calc", "--no-config", "-q", *ARGS, "-o", out, "points.csv"], cwd=directory)
    watch = Watch(child.pid, False)  # its ru_maxrss would be ours, where that is more
    watch.start()
    _, status, used = os.wait4(child.pid, 0)
    most = watch.end()
    if status != 0:
        raise RuntimeError(f"csm-calc: status {status}")
    count = total = 0
    with open(out, encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            if row["value"]:
                count, total = count + 1, total + fuzz.micros(row["value"])
    return used.ru_utime + used.ru_stime, most, (count, total)


def cpu(pid, of_children):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as f:
        fields = f.read().rpartition(")")[2].split()
    return sum(int(fields[i]) for i in ((13, 14) if of_children else (11, 12))) / os.sysconf("SC_CLK_TCK")


def memory(pid, of_children):
    """MiB at the most so far, of the process or of the largest of a server's children."""
    pids = [pid]
    if of_children:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="utf-8") as f:
            pids = f.read().split()
    most = 0
    for p in pids:
        try:
            with open(f"/proc/{p}/status", encoding="utf-8") as f:
                most = max(most, int(re.search(r"VmHWM:\s*(\d+)", f.read())[1]) // 1024)
        except (OSError, TypeError):  # it has ended
            pass
    return most


class Watch(threading.Thread):
    """The most memory while a statement runs."""

    def __init__(self, *of):
        super().__init__(daemon=True)
        self.of, self.most, self.ended = of, 0, threading.Event()

    def run(self):
        while not self.ended.wait(0.05):
            self.most = max(self.most, memory(*self.of))

    def end(self):
        self.ended.set()
        self.join()
        return self.most


def spent(engine, sql):
    """CPU seconds of it, and its rows."""
    server = engine.name == "postgres"
    pid = engine.server.pid if server else engine.node.pid
    before = cpu(pid, server)
    rows = engine.run(sql)
    if server:
        time.sleep(1)  # until the backend has ended and is counted
    return cpu(pid, server) - before, rows


def said(engine, directory, *args):
    return subprocess.run(["csm-calc", "--no-config", "-q", *args, "--sql", engine.name], cwd=directory, capture_output=True,
                          text=True, check=True).stdout.strip().removesuffix(";")  # fmt: skip


def many(engine, directory):
    """CPU seconds of a statement of many metrics, over no rows."""
    texts = [re.sub(r"\b(7|30)\b", lambda m, i=i: str(int(m[0]) + i), text) for i in range(1, MANY // len(FORMULAS))
             for text in FORMULAS.values()]  # fmt: skip
    metrics = FORMULAS | {f"m{i}": text for i, text in enumerate(texts)}
    with open(os.path.join(directory, "many.json"), "w", encoding="utf-8") as f:
        json.dump({"metrics": [{"id": i, "formula": text} for i, text in metrics.items()]}, f)
    return spent(engine, said(engine, directory, "-c", "many.json", *ARGS[2:]))[0]


def measure(engine, directory):
    statement = said(engine, directory, *ARGS)
    ddl = subprocess.run(["csm-calc", "--no-config", "--sql-ddl", engine.name], capture_output=True, text=True, check=True)
    engine.load(ddl.stdout)
    begin = spent(engine, statement)[0], many(engine, directory)
    engines.fill(engine, directory, [])
    watch = Watch(*((engine.server.pid, True) if engine.name == "postgres" else (engine.node.pid, False)))
    watch.start()
    runs = [spent(engine, f"SELECT count(*) AS n, sum(value) AS total FROM ({statement}) results") for _ in range(RUNS)]
    seconds, rows = sum(run[0] for run in runs) / RUNS, runs[0][1]
    return seconds, watch.end(), begin, tuple(int(v) for v in rows[0])


def move(rows, seconds):
    """When one machine takes an hour, as it was measured; nothing but time is meant."""
    hour = rows / seconds * 3600
    return (f"csm-calc takes an hour of one core for {hour / 1e9:.0f} billion rows, {hour / (DAYS * 2) / 1e6:.0f} million "
            "companies of this kind: move when the night has to be over sooner, or the points may not leave their engine "
            "or do not fit one machine")  # fmt: skip


def main():
    build, directory = sys.argv[1:3]
    sizes = [int(n) for n in sys.argv[3].split(",")]
    os.makedirs(directory, exist_ok=True)
    seconds, wrong = {}, []  # of an engine and so many rows: as often as they were measured
    for rows in [*sizes, *(sizes[:1] if len(sizes) > 1 else [])]:
        world(directory, rows)
        took, most, want = own(directory)
        seconds.setdefault(("csm-calc", rows), []).append(took)
        print(f"{rows} rows, {want[0]} results: csm-calc {took:.1f} s of CPU, {most} MiB", flush=True)
        for name in sys.argv[4:] or ["duckdb", "postgres", "clickhouse"]:
            try:
                engine = engines.ENGINES[name](build)
            except engines.Missing as why:
                print(f"skip {name}: {why}")
                continue
            try:
                took, most, begin, got = measure(engine, directory)
            finally:
                engine.close()
            seconds.setdefault((name, rows), []).append(took)
            print(f"{rows} rows: {name} {took:.1f} s of CPU, {most} MiB; over no rows {begin[0]:.2f} s, "
                  f"{begin[1]:.2f} s of {MANY} metrics", flush=True)  # fmt: skip
            if begin[1] > ANALYSED:
                wrong.append(f"{name}: {begin[1]:.2f} s to begin with {MANY} metrics, wants {ANALYSED}")
            if got != want:
                wrong.append(f"{name}, {rows} rows: {got} results and their sum, wants {want}")
    for name in {n for n, _ in seconds}:
        of = [statistics.mean(seconds[name, rows]) / rows for rows in sizes if (name, rows) in seconds]
        if len(of) > 1 and of[-1] > LINEAR * of[0]:
            wrong.append(f"{name}: {of[-1] / of[0]:.2f} times the CPU time a row")
    os.remove(os.path.join(directory, "points.csv"))
    os.remove(os.path.join(directory, "cost-own.csv"))
    print(move(sizes[-1], statistics.mean(seconds["csm-calc", sizes[-1]])))
    print("\n".join(wrong) or "the same results, and CPU time grows as the rows do")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
