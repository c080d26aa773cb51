#!/usr/bin/env python3
"""system.relevance of random end users against the formula of csm-formula(5), computed here from
the points by plain loops.

usage: relevance.py DIR USERS [SEED]     (csm-calc and csm-report are those on PATH)
"""
import csv
import json
import math
import os
import random
import sys

from brute import BEGIN, date, output

DAYS = 120
KINDS = ["activities.login", "activities.create report", "conversations.call", "conversations.mail",
         "metrics.sessions"]  # fmt: skip


def random_user(rng):
    """{metric: {day: whole number}}, 0 among them."""
    often = [rng.choice([0, 0.02, 0.1, 0.5, 1]) for _ in KINDS]
    return {
        kind: {BEGIN + d: rng.choice([0, 1, 1, 2, 9]) for d in range(DAYS) if rng.random() < share}
        for kind, share in zip(KINDS, often, strict=True)
    }


def total(user, prefix, day, days):
    return sum(n for kind, s in user.items() if kind.startswith(prefix) for d, n in s.items() if day - days < d <= day)


def relevance(user, day):
    active = {d for k, s in user.items() if k.startswith("activities.") for d, n in s.items() if n and day - 30 < d <= day}
    recent, both = total(user, "activities.", day, 14), total(user, "activities.", day, 28)
    talks = total(user, "conversations.", day, 90)
    score = 40 * min(len(active) / 12, 1.0) + 30 * min(2 * recent / max(both, 1.0), 1.0) + 30 * min(talks / 3, 1.0)
    return math.floor(score + 0.5)


def rows(text):
    return list(csv.DictReader(text))


def check(rng, directory, n):
    users = {f"u{i:04}": random_user(rng) for i in range(n)}
    company = {u: f"c{rng.randrange(9)}" for u in users}
    with open(f"{directory}/points.csv", "w", encoding="utf-8") as f:
        f.write("company,model,id,metric,date,value\n")
        for u, kinds in users.items():
            for kind, series in kinds.items():
                f.writelines(f"{company[u]},enduser,{u},{kind},{date(d)},{v}\n" for d, v in series.items())
    with open(f"{directory}/conf.json", "w", encoding="utf-8") as f:
        json.dump({"metrics": [{"id": "r", "model": "enduser", "formula": "system.relevance"}]}, f)
    users = {u: kinds for u, kinds in users.items() if any(kinds.values())}
    since, until = BEGIN + 80, BEGIN + DAYS + 10
    day = rng.randrange(since, until)
    days = ["--since", date(day - 3), "--until", date(day)]
    got = rows(output(["csm-calc", "--no-config", "-q", "-c", "conf.json", *days, "points.csv"], directory))
    got = {(r["id"], r["date"]): int(r["value"]) for r in got}
    want = {(u, date(d)): relevance(k, d) for u, k in users.items() for d in range(day - 3, day + 1)}
    if got != want:
        return f"csm-calc: {sorted(set(got.items()) ^ set(want.items()))[:6]}", 0
    bands = {}
    for low, where in ((67, "system.relevance > 66"), (0, "system.relevance < 33"), (33, "system.relevance between 33 and 66")):
        command = ["csm-report", "people", "--no-config", "-q", "--part", "people", "-a", date(day), "-w", where]
        bands[low] = rows(output([*command, "-t", "csv", "points.csv"], directory))
    for low, high, band in ((67, 100, "high"), (0, 32, "low"), (33, 66, "medium")):
        # who only has points of later days is not known yet
        known = [u for u, kinds in users.items() if any(d <= day for s in kinds.values() for d in s)]
        wanted = sorted((u, str(want[u, date(day)]), band) for u in known if low <= want[u, date(day)] <= high)
        listed = sorted((r["id"], r["relevance"], r["band"]) for r in bands[low])
        if listed != wanted:
            return f"people {band}: {listed[:4]}, wants {wanted[:4]}", 0
    columns = "id,count(enduser, system.relevance > 66) as high,last(enduser.system.relevance, rollup max) as most"
    command = ["csm-report", "list", "--no-config", "-q", "-t", "csv", "-a", date(day), "--columns", columns]
    of = {c: [want[u, date(day)] for u in users if company[u] == c] for c in company.values()}
    wanted = [(c, sum(v > 66 for v in of[c]), max(of[c])) for c in sorted(of) if of[c]]
    listed = [(r["id"], int(r["high"]), int(r["most"])) for r in rows(output([*command, "points.csv"], directory))]
    if listed != wanted:
        return f"companies: {listed}, wants {wanted}", 0
    return None, len(want)


def main():
    directory, n = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(10**9)
    os.makedirs(directory, exist_ok=True)
    wrong, values = check(random.Random(seed), directory, n)
    print(f"seed {seed}, {directory}: {wrong}" if wrong else f"seed {seed}: {values} values")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
