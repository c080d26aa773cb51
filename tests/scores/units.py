#!/usr/bin/env python3
"""csm-units against a second implementation: units, ratings, milestones, suggestions.

usage: units.py SCRATCH

Random configurations over random points, the history of milestones replayed day by day.
Prints a line "ok NAME" or "not ok NAME" a comparison.
"""
import csv
import datetime as dt
import io
import json
import math
import os
import random
import subprocess
import sys

SCRATCH = sys.argv[1]
os.makedirs(SCRATCH, exist_ok=True)
os.chdir(SCRATCH)
DAY = dt.date(2026, 6, 30)
COMPANIES = [f"c{i:02}" for i in range(40)]
failed = 0


def report(name, differences, compared):
    global failed
    failed |= bool(differences) or compared == 0
    for d in differences[:5]:
        print("#", d)
    print(f"{'not ok' if differences or not compared else 'ok'} scores {name} ({compared} values)")


def run(*options):
    done = subprocess.run(["csm-units", "--no-config", "-q", *options, "points.csv"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print("#", " ".join(options), done.stderr)
    return list(csv.DictReader(io.StringIO(done.stdout)))


def ago(n):
    return DAY - dt.timedelta(n)


def write(name, header, rows):
    with open(name, "w", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([header, *rows])


def number(text):
    return None if text == "" else float(text)


# ---- units ----

def random_unit(r, i):
    u = {"id": f"u{i}", "sort": r.randrange(5), "default": r.choice(["na", "on", "off", "unknown"])}
    if r.random() < 0.3:
        u["where"] = f"company.size > {r.randrange(0, 100)}"
    if r.random() < 0.7:
        low = r.randrange(0, 80)
        u.update({"metric": f"last(metrics.{r.choice('ab')}, 5)", "low": low, "high": low + r.choice([0, 10, 20]),
                  "lower_is_better": r.random() < 0.3})
    elif r.random() < 0.5:
        u["rating"] = r.choice([{"amber": 2, "green": 5}, {"amber": 3, "green": 3}, {"amber": 1, "green": 2}])
    return u


def judge(u, value):
    if value is None:
        return u["default"]
    if "metric" in u:
        state = "red" if value < u["low"] else "green" if value > u["high"] else "amber"
        return {"red": "green", "green": "red"}.get(state, state) if u["lower_is_better"] else state
    edge = u.get("rating", {"amber": 3, "green": 4})
    return "green" if value >= edge["green"] else "amber" if value >= edge["amber"] else "red"


def check_units(r):
    wrong, compared = [], 0
    for _ in range(10):
        units = [random_unit(r, i) for i in range(8)]
        json.dump({"units": units}, open("units.json", "w"))
        size = {c: r.randrange(0, 100) for c in COMPANIES}
        write("companies.csv", ["id", "size"], size.items())
        value = {(c, m, n): r.randrange(0, 101) for c in COMPANIES for m in "ab" for n in range(12) if r.random() < 0.15}
        write("points.csv", ["company", "metric", "date", "value"],
              sorted([c, f"metrics.{m}", ago(n), v] for (c, m, n), v in value.items()))
        rated = [u["id"] for u in units if "metric" not in u]
        ratings = [[r.choice(COMPANIES), r.choice(rated), r.randrange(1, 6), r.choice([ago(n) for n in range(-3, 9)] + [""])]
                   for _ in range(200 if rated else 0)]
        write("ratings.csv", ["company", "unit", "rating", "date"], ratings)
        got = {(p["company"], p["metric"], p["date"]): (number(p["value"]), p["state"])
               for p in run("-c", "units.json", "-F", "company=companies.csv", "--ratings", "ratings.csv",
                            "--since", str(ago(3)), "--until", str(DAY))}
        want = {}
        for u in units:
            for c in COMPANIES:
                if size[c] <= int(u.get("where", "company.size > -1").split("> ")[1]):
                    continue
                for n in range(4):
                    if "metric" in u:
                        m = u["metric"][13]
                        v = next((value[c, m, k] for k in range(n, n + 5) if (c, m, k) in value), None)
                    else:  # ISO dates sort as text, and no date before them
                        mine = [(str(d), i, x) for i, (a, b, x, d) in enumerate(ratings)
                                if (a, b) == (c, u["id"]) and (d == "" or d <= ago(n))]
                        v = max(mine)[2] if mine else None
                    want[c, "units." + u["id"], str(ago(n))] = (v, judge(u, v))
        compared += len(want)
        wrong += [f"{k}: {got.get(k)}, not {w}" for k, w in want.items() if got.get(k) != w]
        wrong += [f"{k} is too many" for k in got.keys() - want.keys()]
    report("success units, rated and by metric", wrong, compared)


# ---- milestones ----

def check_milestones(r):
    wrong, compared = [], 0
    for _ in range(10):
        use = {(c, n): r.randrange(0, 4) for c in COMPANIES for n in range(60) if r.random() < 0.12}
        write("points.csv", ["company", "metric", "date", "value"],
              sorted([c, "activities.x", ago(n), v] for (c, n), v in use.items()))
        start = {c: ago(r.randrange(20, 90)) for c in COMPANIES if r.random() < 0.7}
        write("companies.csv", ["id", "start_date"], [[c, start.get(c, "")] for c in COMPANIES])
        asked = {f"m{i}": (r.choice(["total", "sum"]), r.randrange(1, 12)) for i in range(3)}
        text = {"total": "total(activities.x) >= {}", "sum": "sum(activities.x, 7) >= {}"}
        json.dump({"milestones": [{"id": i, "when": text[w].format(k)} for i, (w, k) in asked.items()]}, open("m.json", "w"))
        resets = [[r.choice(COMPANIES), r.choice(list(asked)), ago(r.randrange(0, 50))] for _ in range(25)]
        write("resets.csv", ["company", "milestone", "date"], resets)
        got = {(x["company"], x["milestone"]): (x["met"], x["days"]) for x in
               run("--milestones", "-c", "m.json", "-F", "company=companies.csv", "--resets", "resets.csv", "-a", str(DAY))}
        for c in COMPANIES:
            for i, (w, k) in asked.items():
                again = max([d for a, b, d in resets if (a, b) == (c, i)], default=None)
                met = first_day(use, c, w, k, again)
                began = start.get(c, min([ago(n) for (a, n), v in use.items() if a == c and v], default=None))
                days = "" if met is None or began is None else str((met - began).days)
                want = ("" if met is None else str(met), days)
                compared += 1
                if got.get((c, i)) != want:
                    wrong.append(f"{c} {i} {asked[i]} reset {again}: {got.get((c, i))}, not {want}")
    report("milestones replayed day by day", wrong, compared)


def first_day(use, company, window, least, reset):
    """The first day on which the condition held, points before the reset as if they had never been."""
    for n in range(99, -1, -1):
        if reset and ago(n) < reset:
            continue
        back = 100 if window == "total" else 7
        seen = [use[company, k] for k in range(n, n + back) if (company, k) in use and not (reset and ago(k) < reset)]
        if seen and sum(seen) >= least:
            return ago(n)
    return None


# ---- suggestions ----

def wilson(k, n):
    z = 1.959963984540054
    p, d = k / n, 1 + z * z / n
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    middle = (p + z * z / (2 * n)) / d
    return p, max(0, middle - half), min(1, middle + half)


def newcombe(a, b):
    return (a[0] - b[0], a[0] - b[0] - math.hypot(a[0] - a[1], b[2] - b[0]), a[0] - b[0] + math.hypot(a[2] - a[0], b[0] - b[1]))


def check_suggest(r):
    features = [f"activities.f{i}" for i in range(6)]
    companies = [f"c{i:02}" for i in range(80)]
    left = {c: ago(r.randrange(0, 60)) for c in companies if r.random() < 0.35}
    lead, window = 20, 40
    rows = [[c, "metrics.there", ago(150), 1] for c in companies]
    used = {f: set() for f in features}
    for c in companies:
        end = left.get(c, DAY) - dt.timedelta(lead)
        for i, f in enumerate(features):
            for d in {end - dt.timedelta(r.randrange(-15, 60)) for _ in range(r.randrange(0, 3))}:
                likes = 0.3 if c in left else 0.3 + i / 10
                v = r.choice([0, 1, 5]) if r.random() < likes + 0.2 else 0
                rows.append([c, f, d, v])
                if v and end - dt.timedelta(window) < d <= end:
                    used[f].add(c)
    write("points.csv", ["company", "metric", "date", "value"], sorted(rows))
    write("churn.csv", ["company", "date"], left.items())
    got = {x["feature"]: x for x in run("--suggest", "churn.csv", "-a", str(DAY), "--lead", str(lead), "--window", str(window))}
    n = [len(companies) - len(left), len(left)]
    wrong = []
    for f in features:
        k = [len([c for c in used[f] if c not in left]), len([c for c in used[f] if c in left])]
        shares = [wilson(*x) for x in zip(k, n)]
        difference = newcombe(*shares)
        want = {"stayed_used": k[0], "stayed": n[0], "left_used": k[1], "left": n[1], "lift": k[0] / sum(k) / (n[0] / sum(n))}
        for name, x in (("stayed_percent", shares[0]), ("left_percent", shares[1]), ("difference", difference)):
            want.update({name: 100 * x[0], name.split("_")[0] + "_from": 100 * x[1], name.split("_")[0] + "_to": 100 * x[2]})
        wrong += [f"{f} {key}: {got[f][key]}, not {w}" for key, w in want.items() if abs(float(got[f][key]) - w) > 1e-5]
    report("suggestions, with Wilson's and Newcombe's intervals", wrong, len(features) * 14)


dice = random.Random(20261124)
check_units(dice)
check_milestones(dice)
check_suggest(dice)
sys.exit(failed)
