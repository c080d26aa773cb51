#!/usr/bin/env python3
"""Published formulas: each one that is JSON and csm's own dialect is accepted; those with a
stated result give it.

usage: formulas.py FORMULAS.jsonl SCRATCH
"""
import csv
import datetime
import io
import json
import os
import subprocess
import sys

FORMULAS, SCRATCH = sys.argv[1:3]
SUNDAY = datetime.date(2026, 11, 22)
failed = 0


def ok(name, good, detail=""):
    global failed
    if not good:
        failed = 1
        print("#", detail)
    print(("ok" if good else "not ok"), "real", name)


def series(metric, values, last=SUNDAY):
    """Points of one company; values oldest first, None is missing."""
    for i, v in enumerate(values):
        if v is not None:
            day = last - datetime.timedelta(len(values) - 1 - i)
            yield f"acme,{metric},{day},{v}"


def evaluate(formula, points, fields=None):
    config = os.path.join(SCRATCH, "formula.json")
    with open(config, "w") as f:
        json.dump({"metrics": [{"id": "x", "model": "company", "formula": formula}]}, f)
    command = ["csm-calc", "-c", config, "-a", str(SUNDAY)]
    if fields:
        path = os.path.join(SCRATCH, "company.csv")
        with open(path, "w", newline="") as f:
            csv.writer(f).writerows([["id", *fields], ["acme", *fields.values()]])
        command += ["-F", "company=" + path]
    text = "company,metric,date,value\n" + "\n".join(points) + "\n"
    done = subprocess.run(command, input=text, text=True, capture_output=True)
    got = [r["value"] for r in csv.DictReader(io.StringIO(done.stdout))]
    return got[0] if got else done.stderr or "missing"


def stated(formulas):
    """The results the publications state, each with the series it states."""
    def find(meaning):
        return next(f["formula"] for f in formulas if f.get("meaning", "").startswith(meaning))

    week = [10, 9, 8, 12, 10, None, None]
    target = {"expected number of logins": 100}
    yield "weekly sum over 7 calendar days is 7", "7", evaluate(
        find("average per calendar day"), series("activities.login", week))
    yield "average over days with data is 9.8", "9.8", evaluate(
        find("AVG (older spelling"), series("activities.login", week))
    yield "50 logins of 100 expected is 0.5", "0.5", evaluate(
        find("logins of 7 days as a ratio"), series("activities.login", [20, 30]), target)
    yield "50 logins of 100 expected is 50 %", "50", evaluate(
        find("% of target field"), series("activities.login", [20, 30]), target)
    growth = find("growth TREND %")
    yield "13 % more activity is 113", "113", evaluate(growth, activity(100, 113))
    yield "18 % less activity is 82", "82", evaluate(growth, activity(100, 82))
    yield "34 after 53 is -35.849057 %", "-35.849057", evaluate(
        find("growth rate % of activity"), activity(53, 34))
    cost = find("recurring revenue per conversation")
    for n, want in ((10, "100"), (20, "50")):
        yield f"revenue 1000 with {n} conversations is {want}", want, evaluate(
            cost, list(series("revenue.rrvalue", [1000] * 30)) + list(series("conversations.type1", [n])) +
            list(series("conversations.type2", [0])) + list(series("conversations.type3", [0])))


def activity(previous, last):
    """system.activity_count with these sums in days 31-60 and 1-30 back."""
    return list(series("system.activity_count", [previous], SUNDAY - datetime.timedelta(45))) + \
        list(series("system.activity_count", [last], SUNDAY - datetime.timedelta(5)))


def main():
    os.makedirs(SCRATCH, exist_ok=True)
    with open(FORMULAS) as f:
        formulas = [json.loads(line) for line in f]
    own = [f for f in formulas if f["valid_json"] and "vendor" not in f]
    for number, f in enumerate(own):
        config = os.path.join(SCRATCH, "published.json")
        with open(config, "w") as out:
            json.dump({"metrics": [{"id": "x", "formula": f["formula"]}]}, out)
        done = subprocess.run(["csm-calc", "-n", "-c", config], capture_output=True, text=True)
        ok(f"published formula {number} is accepted: {f.get('meaning', '')}",
           done.returncode == 0, done.stderr)
        text = subprocess.run(["csm-calc", "--print", "text", "-c", config], capture_output=True, text=True).stdout
        again = subprocess.run(["csm-calc", "--no-config", "-e", text.strip(), "--print", "json"],
                               capture_output=True, text=True)
        want = subprocess.run(["csm-calc", "--print", "json", "-c", config], capture_output=True, text=True).stdout
        ok(f"published formula {number} survives the way through text", again.stdout == want != "",
           f"{text}{again.stdout}{again.stderr}{want}")
    for name, want, got in stated(own):
        ok(name, got == want, f"{got}, not {want}")
    return failed


sys.exit(main())
