#!/usr/bin/env python3
"""csm-calc against the evaluation of evaluate.py: random formulas over random points.

usage: brute.py DIR FORMULAS [SEED]     (csm-calc is the one on PATH)

Each world has a handful of companies with gaps, zeros and values below 0, fields of which
some hold from a day on, and a dozen metrics that use each other.  Every value must be the
same to the last of six places, and missing where it is missing; also after csm-calc has
printed the formulas in one spelling or the other.
"""
import csv
import datetime as dt
import json
import os
import random
import re
import subprocess
import sys

from evaluate import Entity, Metric, Number, World
from spell import STATED, WORDS, Draw, Speller

EPOCH = dt.date(1970, 1, 1)
BEGIN = (dt.date(2026, 3, 1) - EPOCH).days
DAYS = 40
METRICS = 14
MODELS = ["company", "company", "company", "enduser", "enduser", "asset"]


def date(day):
    return (EPOCH + dt.timedelta(day)).isoformat()


def decimal(micros):
    sign, micros = "-" * (micros < 0), abs(micros)
    return f"{sign}{micros // 10**6}.{micros % 10**6:06}".rstrip("0").rstrip(".")


def large_value(rng):
    """Up to 8e12, at the edges of what doubles hold among them."""
    whole = rng.choice([rng.randrange(8 * 10**12), rng.randrange(2**33 - 9, 2**33 + 9), 10**12 + 1])
    places = rng.choice([0, 0, rng.randrange(100) * 10**4, rng.randrange(10**6)])
    value = rng.choice([whole * 10**6 + places, whole * 10**6 + places, rng.randrange(2**52, 2**54)])
    return -value if rng.random() < 0.2 else value


def random_value(rng):
    roll = rng.random()
    if roll < 0.06:
        return None
    if roll < 0.25:
        return 0
    if roll < 0.26:
        return large_value(rng)
    scale = rng.choice([10**6, 10**6, 10**6, 10**4, 1, 1])
    value = rng.choice([rng.randrange(1, 20), rng.randrange(1, 2000), rng.randrange(1, 30000000)]) * scale
    return -value if rng.random() < 0.2 else value


def random_series(rng, span):
    often = rng.choice([0.05, 0.3, 0.7, 1.0])
    first, last = sorted(rng.randrange(span) for _ in range(2))
    days = [BEGIN + d for d in range(first, last + 1) if rng.random() < often]
    constant = random_value(rng) if rng.random() < 0.15 else None
    value = large_value if rng.random() < 0.15 else random_value
    return {d: value(rng) if constant is None else constant for d in days}


def random_points(rng, companies, span):
    names = ["activities.a", "activities.log in", "metrics.s", "metrics.t", "conversations.call",
             "conversations.mail", "revenue.mrr"]  # fmt: skip
    points = {}
    for company in companies:
        entities = [Entity(company, "company", company)]
        for model, most in (("enduser", 3), ("asset", 2), ("project", 1)):
            entities += [Entity(company, model, f"{model[0]}{i}") for i in range(rng.randint(0, most))]
        for e in entities:
            metrics = {n: random_series(rng, span) for n in names if rng.random() < 0.55}
            metrics = {n: s for n, s in metrics.items() if s}
            if metrics:
                points[e] = metrics
    return points


def random_states(rng, points, span):
    """Words beside points, which come in runs as those of units do; some points have no value."""
    states = {}
    for e, metrics in points.items():
        for name in STATED:
            if rng.random() < 0.3:
                continue
            word, days = rng.choice(WORDS), {}
            metrics[name] = random_series(rng, span) or {BEGIN: None}
            for day in sorted(metrics[name]):
                word = rng.choice(WORDS) if rng.random() < 0.3 else word
                if rng.random() < 0.95:
                    days[day] = word
            states.setdefault(e, {})[name] = days
        if e.model != "company" and rng.random() < 0.5:  # conversations its company has as well
            shared = [d for d in metrics.get("conversations.call", {}) if rng.random() < 0.5]
            states.setdefault(e, {})["conversations.call"] = dict.fromkeys(shared, "shared")
    return states


def random_cell(rng, column):
    if rng.random() < 0.15:
        return None
    return {
        "seats": lambda: Number(rng.choice([0, 1, 7, 25, -4]) * 10**6 + rng.choice([0, 0, 300000])),
        "bought": lambda: Number(rng.choice([rng.randrange(50), 8 * 10**12 - 1, 2**33 + 1]) * 10**6),
        "plan": lambda: rng.choice(["Basic", "Pro", "Pro's", "ö"]),
        "start": lambda: EPOCH + dt.timedelta(BEGIN + rng.randrange(-5, 20)),
        "vip": lambda: rng.random() < 0.5,
        "age": lambda: Number(rng.randrange(18, 70) * 10**6),
        "role": lambda: rng.choice(["Admin", "User"]),
    }[column]()


COLUMNS = {"company": ["seats", "bought", "plan", "start", "vip"], "enduser": ["age", "role"]}


def random_fields(rng, model, entities, span):
    """Rows of each entity, those without a date first."""
    fields = {}
    dated = rng.random() < 0.5
    for e in entities:
        days = [None]
        if dated:
            days = ([None] if rng.random() < 0.6 else []) + sorted(rng.sample(range(BEGIN - 5, BEGIN + span), 2))
        fields[e] = [(d, {c: random_cell(rng, c) for c in COLUMNS[model]}) for d in days]
    return fields


def cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return decimal(value.micros)
    return value.isoformat() if isinstance(value, dt.date) else value


def write_fields(rng, path, model, fields):
    rows = [(e, since, row) for e, dates in fields.items() for since, row in dates]
    rng.shuffle(rows)
    dated = any(since is not None for _, since, _ in rows)
    with open(path, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["id", "company", *COLUMNS[model]] + ["valid_from"] * dated)
        for e, since, row in rows:
            line = [e.id, e.company, *(cell(row[c]) for c in COLUMNS[model])]
            out.writerow(line + [date(since) if since is not None else ""] * dated)


def write_points(rng, path, points, states):
    rows = [
        [e.company, e.model, e.id, metric, date(day), "" if value is None else decimal(value),
         states.get(e, {}).get(metric, {}).get(day, "")]
        for e, metrics in points.items()
        for metric, series in metrics.items()
        for day, value in series.items()
    ]
    rng.shuffle(rows)
    with open(path, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerows([["company", "model", "id", "metric", "date", "value", "state"], *rows])


def random_metrics(rng, plain):
    metrics, known = {}, {}
    for i in range(METRICS):
        model = rng.choice(MODELS)
        draw = Draw(rng, model, known, plain=plain)
        where = draw.truth(1) if rng.random() < 0.15 else None
        metrics[f"m{i}"] = Metric(f"m{i}", model, draw.draw(rng.randint(0, 3)), rng.random() < 0.8, where)
        known[f"m{i}"] = model
    return metrics


def random_calendar(rng, world, directory):
    """Work days of the world, and the settings that say them."""
    settings = {}
    if rng.random() < 0.5:
        names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        world.weekend = set(rng.sample(range(7), rng.choice([0, 1, 2, 5])))
        settings["weekend"] = [names[d] for d in world.weekend]
    if rng.random() < 0.7:
        plans = [None, None, "Basic", "Pro's", "ö"]
        world.holidays = [(BEGIN + rng.randrange(-20, DAYS), rng.choice(plans)) for _ in range(rng.randrange(12))]
        with open(os.path.join(directory, "holidays.csv"), "w", encoding="utf-8") as f:
            f.write("company.plan,day\n")
            f.writelines(f"{plan or ''},{date(day)}\n" for day, plan in world.holidays)
        settings["holidays"] = "holidays.csv"
    with open(os.path.join(directory, "settings.json"), "w", encoding="utf-8") as f:
        json.dump({"settings": settings}, f)


def write_metrics(rng, path, metrics):
    speller = Speller(rng)
    entries = []
    for m in metrics.values():
        entry = {"id": m.id, "formula": speller.formula(m.formula)}
        if m.model != "company" or rng.random() < 0.5:
            entry["model"] = m.model
        if not m.nulls:
            entry["nulls"] = False
        if m.where is not None:
            entry["where"] = speller.text(m.where)
        entries.append(entry)
    rng.shuffle(entries)
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"metrics": entries}, f, indent=1, ensure_ascii=False)
    return {e["id"]: e for e in entries}


def random_world(rng, directory, most=4, spans=(0, 0, 3, 8), plain=False, span=DAYS, least=1):
    """A world of so many companies at most, with points of as many days as span, the command
    that evaluates it over some of spans of days, and its metrics as written; plain: as
    statements of databases say them."""
    companies = [f"c{i}" for i in range(rng.randint(least, most))]
    points = random_points(rng, companies, span)
    states = random_states(rng, points, span)
    fields, args = {}, ["csm-calc", "--no-config", "-q", "-c", "metrics.json"]
    listed = companies[: rng.randint(1, len(companies))] + ["empty"] * (rng.random() < 0.3)
    if rng.random() < 0.7:
        fields["company"] = random_fields(rng, "company", [Entity(c, "company", c) for c in listed], span)
    if rng.random() < 0.5:
        users = [Entity(c, "enduser", f"e{i}") for c in companies for i in range(4) if rng.random() < 0.6]
        fields["enduser"] = random_fields(rng, "enduser", users, span) if users else {}
    for model in list(fields):
        if not fields[model]:
            del fields[model]
            continue
        write_fields(rng, os.path.join(directory, f"{model}.csv"), model, fields[model])
        args += ["-F", f"{model}={model}.csv:id"]
    write_points(rng, os.path.join(directory, "points.csv"), points, states)
    where = Draw(rng, "company", {}, ranks=False, plain=plain).truth(1) if rng.random() < 0.25 else None
    if where is not None:
        args += ["-w", Speller(rng).text(where)]
    metrics = random_metrics(rng, plain)
    written = write_metrics(rng, os.path.join(directory, "metrics.json"), metrics)
    since = BEGIN + rng.randrange(-10, DAYS + 5)
    until = since + rng.choice(spans)
    args += ["-a", date(since)] if since == until else ["--since", date(since), "--until", date(until)]
    world = World(points, states, fields, metrics, where)
    world.last = until
    if not plain:
        random_calendar(rng, world, directory)
        args += ["-c", "settings.json"]
    world.choose(until)
    return world, since, until, [*args, "points.csv"], written


def expected(world, since, until):
    values = {}
    for m in world.metrics.values():
        for company in world.companies:
            for e in world.members(company, m.model):
                for day in range(since, until + 1):
                    micros = world.calculate(m.id, e, day)
                    if micros is not None:
                        values[(*e, "calculated." + m.id, date(day))] = decimal(micros)
    return values


def output(args, directory):
    run = subprocess.run(args, cwd=directory, capture_output=True, text=True, encoding="utf-8")
    if run.returncode != 0:
        raise RuntimeError(f"status {run.returncode}: {run.stderr.strip()}")
    return run.stdout.splitlines()


def printed(form, written, directory):
    """The metrics again, with their formulas as csm-calc --print writes them."""
    command = ["csm-calc", "--no-config", "-c", "metrics.json", "--print"]
    text = output([*command, "text"], directory)
    if form == "text":
        formulas = text[1::2]
    else:  # numbers as they are written: more places than a double has
        formulas = [json.loads(line, parse_float="#{}#".format) for line in output([*command, "json"], directory)]
    ids = [line.removeprefix("# ") for line in text[0::2]]
    again = [written[i] | {"formula": f} for i, f in zip(ids, formulas, strict=True)]
    with open(os.path.join(directory, "printed.json"), "w", encoding="utf-8") as f:
        f.write(re.sub(r'"#([^#"]*)#"', r"\1", json.dumps({"metrics": again}, indent=1, ensure_ascii=False)))
    return {e["id"]: e for e in again}


def evaluated(args, directory):
    rows = csv.reader(output(args, directory))
    next(rows, None)
    return {(company, model, id_, metric, day): value for company, model, id_, metric, day, value, _ in rows}


def differences(want, got, written):
    """Of each metric the first."""
    told = set()
    for key in sorted(want.keys() | got.keys(), key=lambda k: (int(k[3].rpartition("m")[2]), k)):
        if want.get(key) == got.get(key) or key[3] in told:
            continue
        told.add(key[3])
        entry = json.dumps(written[key[3].removeprefix("calculated.")], ensure_ascii=False)
        yield f"{' '.join(key)}: {got.get(key, 'missing')}, wants {want.get(key, 'missing')}\n    {entry}"


def main():
    directory, formulas = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(10**9)
    os.makedirs(directory, exist_ok=True)
    values = 0
    for world_number in range((formulas + METRICS - 1) // METRICS):
        rng = random.Random(f"{seed} {world_number}")
        world, since, until, args, written = random_world(rng, directory)
        want = expected(world, since, until)
        try:
            wrong = list(differences(want, evaluated(args, directory), written))
            if not wrong:
                written = printed(rng.choice(["text", "json"]), written, directory)
                args[args.index("metrics.json")] = "printed.json"
                wrong = list(differences(want, evaluated(args, directory), written))
        except RuntimeError as problem:
            wrong = [str(problem)]
        values += len(want)
        if wrong:
            print(f"seed {seed}, world {world_number}, {directory}: {' '.join(args)}")
            print("\n".join(wrong[:5]))
            return 1
    print(f"seed {seed}: {formulas} formulas, {values} values")
    return 0


if __name__ == "__main__":
    sys.exit(main())
