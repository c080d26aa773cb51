#!/usr/bin/env python3
"""csm-health against a second implementation of its methods and of its lab.

usage: brute.py SCRATCH

Random profiles of each method over random points; groups of companies; backtests by
looking at every pair.  Prints a line "ok NAME" or "not ok NAME" a comparison.
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
STATES = ["poor", "average", "good"]
MEASURES = ["a", "b", "c", "d"]
failed = 0


def report(name, differences, compared):
    global failed
    if differences or compared == 0:
        failed = 1
        for d in differences[:5]:
            print("#", d)
        print(f"not ok scores {name}: {len(differences)} of {compared} differ")
    else:
        print(f"ok scores {name} ({compared} values)")


def run(*options):
    done = subprocess.run(["csm-health", "--no-config", "-q", *options, "points.csv"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print("#", " ".join(options), done.stderr)
    return list(csv.DictReader(io.StringIO(done.stdout)))


def six(x):
    """Millionths: the rounding of every result."""
    return math.floor(x * 1e6 + 0.5)


def micros(text):
    if text == "":
        return None
    whole, _, part = text.lstrip("-").partition(".")
    return (-1 if text[0] == "-" else 1) * (int(whole) * 10**6 + int(part.ljust(6, "0")))


def metric(name):
    return f"last(metrics.{name}, 1)"


def make_points(r, companies, days):
    """value[company][metric][day]; about a quarter is missing."""
    value = {}
    with open("points.csv", "w") as f:
        f.write("company,model,id,metric,date,value\n")
        for c in companies:
            value[c] = {}
            for m in MEASURES:
                value[c][m] = {}
                for d in days:
                    if r.random() < 0.75:
                        x = r.randrange(0, 1001) / 10
                        value[c][m][d] = x
                        f.write(f"{c},company,{c},metrics.{m},{d},{x}\n")
    return value


# ---- the three methods ----

def random_points(r):
    factors = []
    for m in MEASURES:
        kind = r.choice(["less than", "more than", "at least", "at most", "linear", "linear bounded"])
        f = {"id": m, "metric": metric(m), "condition": kind}
        if kind.startswith("linear"):
            low = r.randrange(0, 50)
            f["low"] = [low, r.randrange(-5, 6)]
            f["high"] = [low + r.randrange(1, 60), r.randrange(-5, 6)]
        else:
            f["value"], f["impact"] = r.randrange(0, 100), r.randrange(-40, 41) / 10
        factors.append(f)
    return {"method": "points", "start": r.randrange(0, 11), "factors": factors}


def impact(f, x):
    if x is None:
        return 0
    if f["condition"].startswith("linear"):
        (low, a), (high, b) = f["low"], f["high"]
        if x < low or x > high:
            return 0 if f["condition"] == "linear bounded" else (a if x < low else b)
        return a + (x - low) / (high - low) * (b - a)
    holds = {"less than": x < f["value"], "more than": x > f["value"],
             "at least": x >= f["value"], "at most": x <= f["value"]}[f["condition"]]
    return f["impact"] if holds else 0


def score_points(p, value):
    # the sum is rounded, not its terms; a part adds what it moves the rounded sum by
    total, done, parts = p["start"], six(p["start"]), {}
    for f in p["factors"]:
        total += impact(f, value[f["id"]])
        parts[f["id"]] = six(total) - done
        done = six(total)
    return min(max(done, 0), 10 * 10**6), parts


def random_weighted(r):
    def factor(m):
        f = {"id": m, "metric": metric(m), "weight": r.choice([0.5, 1, 2, 3]),
             "invert": r.random() < 0.3,
             "missing": r.choice(["skip", "zero", "neutral", "worst", "skip", "unknown"])}
        if r.random() < 0.5:
            low = r.randrange(0, 50)
            f["linear"] = {"low": low, "high": low + r.randrange(1, 60)}
        else:
            edges = sorted(r.sample(range(1, 100), 2))
            f["thresholds"] = [{"below": e, "score": r.randrange(0, 11)} for e in edges]
            f["thresholds"].append({"score": r.randrange(0, 11)})
        return f
    return {"method": "weighted", "scale": r.choice([10, 100]), "groups": [
        {"id": "g1", "weight": r.choice([1, 2, 2.5]), "factors": [factor("a"), factor("b")]},
        {"id": "g2", "factors": [factor("c"), factor("d")]}]}


def measure(f, x):
    turn = (lambda s: 10 - s) if f["invert"] else (lambda s: s)
    if "linear" in f:
        low, high = f["linear"]["low"], f["linear"]["high"]
        possible = [0]
        if x is not None:
            s = min(max((x - low) / (high - low), 0), 1) * 10
    else:
        possible = [turn(t["score"]) for t in f["thresholds"]]
        if x is not None:
            s = next(t["score"] for t in f["thresholds"] if "below" not in t or x < t["below"])
    if x is not None:
        return turn(s)
    return {"skip": None, "zero": 0, "neutral": 5, "worst": min(possible),
            "unknown": "unknown"}[f["missing"]]


def score_weighted(p, value):
    scores = {f["id"]: measure(f, value[f["id"]]) for g in p["groups"] for f in g["factors"]}
    if "unknown" in scores.values():
        return None, {}
    live = [g for g in p["groups"] if any(scores[f["id"]] is not None for f in g["factors"])]
    if not live:
        return None, {}
    total, done, parts = 0.0, 0, {}
    weight = sum(g.get("weight", 1) for g in live)
    for g in p["groups"]:
        inside = sum(f["weight"] for f in g["factors"] if scores[f["id"]] is not None)
        for f in g["factors"]:
            if scores[f["id"]] is None:
                parts[f["id"]] = 0
                continue
            share = f["weight"] / inside * g.get("weight", 1) / weight
            total += share * scores[f["id"]] * (p["scale"] // 10)
            parts[f["id"]] = six(total) - done
            done += parts[f["id"]]
    return done, parts


def random_pillars(r):
    pillars = []
    overall = r.choice(["poor if any", "worst", "majority", "weighted"])
    for m in MEASURES:
        pillar = {"id": m, "good": f"{metric(m)} >= {r.randrange(10, 90)}",
                  "poor": f"{metric(m)} < {r.randrange(10, 90)}"}
        if r.random() < 0.3:
            pillar["good"] += f" and not {metric('a')} < 20"
        if overall == "weighted":
            pillar["weight"] = r.choice([1, 2, 3])
        pillars.append(pillar)
    return {"method": "pillars", "overall": overall, "pillars": pillars}


def pillar_state(p, value):
    x, a = value[p["id"]], value["a"]
    both = " and not " in p["good"]
    if x is None and (not both or a is None):
        return None
    if x is not None and x < float(p["poor"].split("< ")[1]):
        return "poor"
    good = x is not None and x >= float(p["good"].split(">= ")[1].split(" ")[0])
    if both and a is not None and a < 20:
        good = False
    return "good" if good else "average"


def score_pillars(p, value):
    states = {q["id"]: pillar_state(q, value) for q in p["pillars"]}
    number = {"good": 10, "average": 5, "poor": 0, None: None}
    parts = {k: None if s is None else number[s] * 10**6 for k, s in states.items()}
    known = [s for s in states.values() if s]
    if not known:
        return None, parts
    if p["overall"] == "weighted":
        w = {q["id"]: q["weight"] for q in p["pillars"] if states[q["id"]]}
        total = 0.0
        for k in w:
            total += w[k] / sum(w.values()) * number[states[k]]
        return six(total), parts
    if p["overall"] == "majority":
        best = max(STATES, key=lambda s: (known.count(s), -STATES.index(s)))
    else:
        best = min(known, key=STATES.index)
    return number[best] * 10**6, parts


METHODS = {"points": (random_points, score_points), "weighted": (random_weighted, score_weighted),
           "pillars": (random_pillars, score_pillars)}


def check_methods(r):
    companies = [f"c{i:02}" for i in range(40)]
    for name, (make, score) in METHODS.items():
        wrong, compared = [], 0
        for _ in range(15):
            value = make_points(r, companies, [DAY])
            profile = dict(make(r), id="p")
            json.dump({"health": [profile]}, open("health.json", "w"))
            got = {(p["company"], p["metric"]): micros(p["value"])
                   for p in run("-c", "health.json", "-a", str(DAY), "--parts")}
            for c in companies:
                today = {m: value[c][m].get(DAY) for m in MEASURES}
                if not any(v is not None for v in today.values()):
                    continue
                want, parts = score(profile, today)
                pairs = [(got[c, "system.health"], want)]
                pairs += [(got[c, "health.p." + k], parts[k]) for k in parts]
                compared += len(pairs)
                wrong += [f"{c} {profile} {today}: {pairs}" for g, w in pairs if g != w]
        report(f"method {name} on random profiles", wrong, compared)


# ---- staleness ----

def random_window(r, m):
    """(formula, set of the days back it looks at)."""
    n, ago = r.randrange(1, 15), r.choice([0, 0, 3, 10])
    kind = r.choice(["sum", "last", "trend", "total", "days_since", "count"])
    shift = f", ago {ago}" if ago else ""
    if kind == "trend":
        return f"trend(metrics.{m}, {n}{shift})", {ago, ago + n}
    if kind in ("total", "days_since"):
        return f"{kind}(metrics.{m}{shift})", set(range(ago, 100))
    return f"{kind}(metrics.{m}, {n}{shift})", set(range(ago, ago + n))


def check_staleness(r):
    """The newest of the days a factor looks at that has a value; of a score that of its known factors."""
    companies = [f"c{i:02}" for i in range(25)]
    days = [DAY - dt.timedelta(i) for i in range(40)][::-1]
    wrong, compared = [], 0
    for _ in range(12):
        value = make_points(r, companies, r.sample(days, 9))
        factors, looks = [], {}
        for m in MEASURES:
            text, back = random_window(r, m)
            if r.random() < 0.3:  # through a calculated metric of the two days before
                factors.append({"id": m, "metric": f"last(calculated.{m}, 2)"})
                looks[m] = (text, {b + i for b in back for i in (0, 1)})
            else:
                factors.append({"id": m, "metric": text})
                looks[m] = (None, back)
            factors[-1].update({"condition": "more than", "value": 5, "impact": 1})
        json.dump({"health": [{"id": "p", "method": "points", "factors": factors}],
                   "metrics": [{"id": m, "model": "company", "formula": t} for m, (t, _) in looks.items() if t]},
                  open("health.json", "w"))
        for c in companies[:5]:
            rows = run("-c", "health.json", "-a", str(DAY), "--explain", c, "-t", "csv")
            if not rows:
                continue
            want, known = {}, {x["term"] for x in rows if x["kind"] == "factor" and x["coverage"] == "1"}
            for m in MEASURES:
                ages = [(DAY - d).days for d in value[c][m]]
                want[m] = min([a for a in ages if a in looks[m][1]], default="")
            want["score"] = min([want[m] for m in known if want[m] != ""], default="")
            for x in rows:
                if x["kind"] in ("factor", "score"):
                    compared += 1
                    if x["staleness"] != str(want[x["term"]]):
                        wrong.append(f"{c} {x['term']}: {x['staleness']}, not {want[x['term']]}: {factors}")
    report("staleness of factors and scores", wrong, compared)


# ---- groups ----

def check_groups(r):
    companies = [f"c{i:02}" for i in range(30)]
    value = make_points(r, companies, [DAY])
    parent = {c: (r.choice(companies[:i]) if i and r.random() < 0.6 else "") for i, c in enumerate(companies)}
    with open("companies.csv", "w") as f:
        f.write("id,parent\n" + "".join(f"{c},{parent[c]}\n" for c in companies))
    profile = dict(random_points(r), id="p")
    json.dump({"health": [profile]}, open("health.json", "w"))
    score = {c: score_points(profile, {m: value[c][m].get(DAY) for m in MEASURES})[0] for c in companies}

    def above(c):
        while c:
            yield c
            c = parent[c]
    for how, of in (("mean", lambda m: six(sum(score[c] / 1e6 for c in m) / len(m))),
                    ("min", lambda m: min(score[c] for c in m)),
                    ("metrics.a", weigh(value, score))):
        got = {p["company"]: micros(p["value"]) for p in
               run("-c", "health.json", "-a", str(DAY), "-F", "company=companies.csv", "--rollup", how)
               if p["metric"] == "health.group"}
        want = {}
        for p in set(parent.values()) - {""}:
            want[p] = of([c for c in companies if p in above(c)])
        wrong = [f"{k}: {got.get(k)}, not {w}" for k, w in want.items()
                 if (got.get(k) is None) != (w is None) or (w is not None and abs(got[k] - w) > 1)]
        report(f"groups by {how}", wrong + sorted(set(got) ^ set(want)), len(want))


def weigh(value, score):
    def of(members):
        members = [c for c in members if value[c]["a"].get(DAY, 0) > 0]
        if not members:
            return None
        w = [value[c]["a"][DAY] for c in members]
        return six(sum(x * score[c] / 1e6 for x, c in zip(w, members)) / sum(w))
    return of


# ---- backtest ----

def area(left, stayed):
    """Every pair looked at; DeLong's standard error."""
    def place(x, y):
        return 1.0 if x < y else 0.5 if x == y else 0.0
    v10 = [sum(place(x, y) for y in stayed) / len(stayed) for x in left]
    v01 = [sum(place(x, y) for x in left) / len(left) for y in stayed]
    mean = sum(v10) / len(v10)

    def variance(v):
        return sum((x - mean) ** 2 for x in v) / (len(v) - 1) / len(v)
    return mean, math.sqrt(variance(v10) + variance(v01))


def interval(left, stayed, mean, se):
    """Exact for 0 and 1, Newcombe's score interval for few, DeLong's for many."""
    z, m, n = 1.959963984540054, len(left), len(stayed)
    if mean in (0, 1):
        reach = 1 - 0.025 ** (1 / min(m, n))
        return max(0, mean - reach), min(1, mean + reach)
    if min(m, n) >= 30:
        return max(0, mean - z * se), min(1, mean + z * se)

    def within(a):
        k = (m + n) / 2 - 1
        return (mean - a) ** 2 <= z * z * a * (1 - a) * (1 + k * (1 - a) / (2 - a) + k * a / (1 + a)) / (m * n)
    ends = []
    for end in (0.0, 1.0):
        inside, outside = mean, end
        for _ in range(100):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if within(middle) else (inside, middle)
        ends.append(inside)
    return tuple(ends)


def cells(options):
    """Tables of several parts: {part: [row]}."""
    tables = {}
    for cell in run(*options):
        rows = tables.setdefault(cell["part"], [])
        if not rows or cell["row"] != rows[-1]["row"]:
            rows.append({"row": cell["row"], "lead": cell["row"].split()[0]})
        rows[-1][cell["column"]] = cell["value"]
    return tables


def check_backtest(r):
    companies = [f"c{i:02}" for i in range(60)]
    days = [DAY - dt.timedelta(i) for i in range(150)][::-1]
    value = make_points(r, companies, days)
    profile = dict(random_points(r), id="p")
    json.dump({"health": [profile]}, open("health.json", "w"))
    churn = {c: r.choice(days[60:]) for c in companies if r.random() < 0.4}
    with open("churn.csv", "w") as f:
        f.write("company,date\n" + "".join(f"{c},{d}\n" for c, d in churn.items()))
    bands = [4 * 10**6, 7 * 10**6]

    def at(c, d):
        today = {m: value[c][m].get(d) for m in MEASURES}
        known = any(v is not None for v in today.values())
        return score_points(profile, today)[0] if known else None
    order = sorted(churn.values())
    tables = cells(["-c", "health.json", "-a", str(DAY), "--backtest", "churn.csv",
                    "--lead", "20,50", "-t", "csv"])
    wrong, compared = [], 0
    for row, lead in zip(tables["auc"], (20, 50)):
        ago = dt.timedelta(lead)
        left = [at(c, churn[c] - ago) for c in sorted(churn)]
        left = [s for s in left if s is not None]
        stayed = []
        for i, c in enumerate(c for c in companies if c not in churn):
            first = (i * 2654435769 % 2**32) * len(order) // 2**32
            tries = [at(c, order[(first + k) % len(order)] - ago) for k in range(len(order))]
            stayed += [s for s in tries if s is not None][:1]
        mean, se = area(left, stayed)
        low, high = interval(left, stayed, mean, se)
        green = [s for s in left if s >= bands[1]]
        want = {"lead": lead * 10**6, "left": len(left) * 10**6, "stayed": len(stayed) * 10**6,
                "auc": six(mean), "low": six(low), "high": six(high),
                "left_green": six(len(green) / len(left))}  # of more than ten
        wrong += [f"{lead}: {k} {row[k]}, not {w}" for k, w in want.items() if abs(micros(row[k]) - w) > 1]
        compared += len(want)
        for s, band in enumerate(r for r in tables["bands"] if micros(r["lead"]) == lead * 10**6):
            def inside(x):
                return (x >= bands[0]) + (x >= bands[1]) == s
            a, b = sum(map(inside, left)), sum(map(inside, stayed))
            base = len(left) / (len(left) + len(stayed))
            want = [a * 10**6, b * 10**6, six(a / (a + b)) if a + b else None, six(a / len(left)),
                    six(a / (a + b) / base) if a + b else None]
            if 0 < a + b < 10:  # a ratio of so few says nothing
                few = [band["precision"], band["lift"]]
                wrong += [f"{lead} {STATES[s]}: {few}"] if few != ["too few"] * 2 else []
                want[2] = want[4] = None
            got = [None if band[k] == "too few" else micros(band[k])
                   for k in ("left", "stayed", "precision", "recall", "lift")]
            compared += 5
            wrong += [f"{lead} {STATES[s]}: {got}, not {want}" for g, w in zip(got, want)
                      if (g is None) != (w is None) or (w is not None and abs(g - w) > 1)]
    report("backtest by every pair", wrong, compared)
    check_leak(tables, churn)
    check_variants(profile, value, churn)


def check_leak(before, churn):
    """What becomes known of those who left after the day they are scored changes nothing."""
    with open("points.csv", newline="") as f:
        rows = list(csv.reader(f))
    kept = [r for r in rows[1:] if r[0] not in churn or
            dt.date.fromisoformat(r[4]) <= churn[r[0]] - dt.timedelta(20)]
    planted = [[c, "company", c, "metrics." + m, str(d + dt.timedelta(i)), "0"]
               for c, d in churn.items() for m in MEASURES for i in range(-19, 10)]
    with open("points.csv", "w", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([rows[0]] + sorted(kept + planted, key=lambda r: (r[0], r[3], r[4])))
    after = cells(["-c", "health.json", "-a", str(DAY), "--backtest", "churn.csv",
                   "--lead", "20,50", "-t", "csv"])
    report("backtest looks at no day after the scored one",
           [] if after == before and before else ["the tables differ"], sum(map(len, before.values())))


def check_variants(profile, value, churn):
    """A number moved by --sensitivity is the number moved in the file."""
    rows = cells(["-c", "health.json", "-a", str(DAY), "--backtest", "churn.csv", "--lead", "20",
                  "--sensitivity", "-t", "csv"])["sensitivity"]
    wrong = []
    for row in rows:
        path, changed = row["number"].split("."), json.loads(json.dumps(profile))
        to = float(row["to"])
        if path == ["start"]:
            changed["start"] = to
        elif path[0] == "bands":
            edges = {"poor": 4, "average": 7}
            edges[path[1]] = to
            changed["bands"] = [{"state": s, "below": edges[s]} for s in edges] + [{"state": "good"}]
        else:
            factor = next(f for f in changed["factors"] if f["id"] == path[0])
            if len(path) == 3:
                factor[path[1]][path[2] == "impact"] = to
            else:
                factor[path[1]] = to
        json.dump({"health": [changed]}, open("changed.json", "w"))
        whole = cells(["-c", "changed.json", "-a", str(DAY), "--backtest", "churn.csv", "--lead", "20",
                       "-t", "csv"])
        count = [micros(b["left"]) + micros(b["stayed"]) for b in whole["bands"]]
        got = [micros(row["auc"])] + [micros(row[s]) for s in STATES]
        want = [micros(whole["auc"][0]["auc"])] + count
        if got != want:
            wrong.append(f"{row}: {want}")
    report("sensitivity moves the numbers of the file", wrong, len(rows))


dice = random.Random(20261123)
check_methods(dice)
check_staleness(dice)
check_groups(dice)
check_backtest(dice)
sys.exit(failed)
