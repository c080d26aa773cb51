#!/usr/bin/env python3
"""csm-calc against the statements it prints, in engines: random formulas over random points.

usage: fuzz.py DIR CELLS SEED ENGINE...       ENGINE: sqlite, duckdb=MODULES

The worlds are those of tests/brute.  A metric that a dialect refuses is left out, and
counted.  Every value must be the same integer of millionths, and missing where it is
missing.  Prints, for each engine, the cells compared and the metrics refused.
"""
import csv
import datetime as dt
import os
import random
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "brute"))
import brute  # noqa: E402
import engines  # noqa: E402


def micros(text):
    if text == "":
        return None
    whole, _, part = text.lstrip("-").partition(".")
    return (-1 if text[0] == "-" else 1) * int(whole + part.ljust(6, "0"))


def tables(directory, args, dialect):
    """What --sql-load writes, as rows; a stand-in until then."""
    with open(os.path.join(directory, "points.csv"), newline="", encoding="utf-8") as f:
        points = [[*r[:5], micros(r[5]), None] for r in list(csv.reader(f))[1:]]
    fields = []
    for spec in args:
        model, _, file = spec.partition("=")
        if model not in brute.COLUMNS or not file.endswith(":id"):
            continue
        fields += field_rows(directory, model, file.removesuffix(":id"))
    return points, fields


def reading(text):
    number = day = truth = None
    try:
        number = micros(text) if text[:1] in "-0123456789" else None
    except ValueError:
        pass
    try:
        day = dt.date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    words = {"true": 1, "t": 1, "yes": 1, "y": 1, "1": 1, "false": 0, "f": 0, "no": 0, "n": 0, "0": 0}
    truth = words.get(text.lower())
    return number, day, truth


def field_rows(directory, model, file):
    with open(os.path.join(directory, file), newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    versions = {}
    for r in rows:
        key = (r["id"] if model == "company" else r["company"], r["id"])
        versions.setdefault(key, {}).setdefault(r.get("valid_from", ""), r)
    out = []
    for (company, id_), dates in versions.items():
        out.append([model, company, id_, "", None, None, None, None, None, None])
        order = sorted(dates)
        for i, since in enumerate(order):
            until = order[i + 1] if i + 1 < len(order) else None
            for column in [*brute.COLUMNS[model], "id"]:
                text = dates[since][column]
                if text:
                    number, day, truth = reading(text)
                    out.append([model, company, id_, column, text, number, day, truth, since or None, until])
    return out


def statement(args, dialect, ids, directory):
    command = [a for a in args if a != "points.csv"] + ["--sql", dialect, "--only", ",".join(ids)]
    run = subprocess.run(command, cwd=directory, capture_output=True, text=True, encoding="utf-8")
    return run.stdout if run.returncode == 0 else None


class Count:
    def __init__(self):
        self.cells = self.refused = self.metrics = 0
        self.why = {}


def compare(engine, args, written, want, directory, count):
    ids = [i for i in written if statement(args, engine.name, [i], directory) is not None]
    count.metrics += len(written)
    count.refused += len(written) - len(ids)
    if not ids:
        return []
    text = statement(args, engine.name, ids, directory)
    with open(os.path.join(directory, f"{engine.name}.sql"), "w", encoding="utf-8") as f:
        f.write(text)
    got = {tuple(r[:5]): int(r[5]) for r in engine.run(text.rstrip().removesuffix(";"))}
    want = {k: v for k, v in want.items() if k[3].removeprefix("calculated.") in ids}
    count.cells += len(want.keys() | got.keys())
    return brute.differences(want, got, written)


def main():
    directory, cells, seed = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    os.makedirs(directory, exist_ok=True)
    used = []
    for spec in sys.argv[4:]:
        name, _, how = spec.partition("=")
        used.append(engines.Sqlite() if name == "sqlite" else engines.Duckdb(how))
    counts = {e.name: Count() for e in used}
    world = 0
    while min(c.cells for c in counts.values()) < cells:
        rng = random.Random(f"{seed} {world}")
        _, _, _, args, written = brute.random_world(rng, directory, most=12, spans=(0, 3, 20, 45))
        world += 1
        try:
            want = {k: micros(v) for k, v in brute.evaluated(args, directory).items()}
        except RuntimeError as problem:
            print(f"seed {seed}, world {world - 1}: {problem}")
            return 1
        points, fields = tables(directory, args, None)
        for engine in used:
            engine.load(points, fields)
            try:
                wrong = list(compare(engine, args, written, want, directory, counts[engine.name]))
            except engines.Refused as problem:
                wrong = [str(problem)]
            if wrong:
                print(f"{engine.name}, seed {seed}, world {world - 1}, {directory}: {' '.join(args)}")
                print("\n".join(wrong[:5]))
                return 1
    for name, c in counts.items():
        print(f"{name}: seed {seed}, {world} worlds, {c.cells} cells the same, {c.refused} of {c.metrics} metrics refused")
    for engine in used:
        engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
