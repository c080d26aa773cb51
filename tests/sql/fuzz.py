#!/usr/bin/env python3
"""csm-calc against the statements it prints, in engines: random formulas over random points.

usage: fuzz.py BUILD DIR CELLS SEED ENGINE

The worlds are those of tests/brute.  A metric that a dialect refuses is left out, and
counted; every function and operator that statements say is in some cell that is
compared.  Every value must be the same integer of millionths, and missing where it is
missing.  Prints the formulas and cells compared, the metrics refused and the seconds; status
77 if the engine cannot be had.
"""
import collections
import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "brute"))
import brute  # noqa: E402
import engines  # noqa: E402
from spell import Draw, Speller  # noqa: E402


def micros(text):
    if text == "":
        return None
    whole, _, part = text.lstrip("-").partition(".")
    return (-1 if text[0] == "-" else 1) * int(whole + part.ljust(6, "0"))


def csm(args, directory):
    run = subprocess.run(["csm-calc", "--no-config", "-q", *args], cwd=directory, capture_output=True, text=True,
                         encoding="utf-8")  # fmt: skip
    if run.returncode != 0:
        raise RuntimeError(run.stderr)
    return run.stdout


def evaluated(args, directory):
    rows = csv.reader(io.StringIO(csm(args[3:], directory), newline=""))
    return {tuple(r[:5]): micros(r[5]) for r in list(rows)[1:] if r[5] != ""}


def fields_of(args):
    """MODEL=FILE of each -F."""
    return [w for i, w in enumerate(args) if i > 0 and args[i - 1] == "-F"]


def tables(directory, args, dialect):
    fields = [f"-F{field}" for field in fields_of(args)]
    load = csm([*fields, "--sql-load", dialect, "points.csv"], directory)
    return csm(["--sql-ddl", dialect], directory) + load


def is_large(directory):
    return os.path.getsize(os.path.join(directory, "points.csv")) > 5 * 10**5


def load(engine, args, directory):
    """Points and fields; many points as a file, since a row of an INSERT takes long to read."""
    if not is_large(directory):
        engine.load(tables(directory, args, engine.name))
    else:
        engines.fill(engine, directory, [f"-F{field}" for field in fields_of(args)])


def statement(args, dialect, ids, directory):
    command = [a for a in args if a != "points.csv"] + ["--sql", dialect, "--only", ",".join(ids)]
    run = subprocess.run(command, cwd=directory, capture_output=True, text=True, encoding="utf-8")
    return run.stdout if run.returncode == 0 else None


# names that a statement, a load or a result could get wrong
ODD = ["o'brien", "back\\slash\\", 'a "quoted"\nline', "x" * 300, "\u00f6\t%_", "--;", "\\N", "''", "NULL"]


def rename(directory):
    """Companies get odd names, in points and files of fields alike."""
    for file in os.listdir(directory):
        if file not in ("points.csv", "company.csv", "enduser.csv"):
            continue
        path = os.path.join(directory, file)
        with open(path, encoding="utf-8", newline="") as f:
            rows = list(csv.reader(f))
        places = [i for i, name in enumerate(rows[0]) if name in ("company", "id")]
        for row in rows[1:]:
            for i in places:
                if row[i][:1] == "c" and row[i][1:].isdigit() and int(row[i][1:]) < len(ODD):
                    row[i] = ODD[int(row[i][1:])]
        with open(path, "w", encoding="utf-8", newline="") as f:
            csv.writer(f, lineterminator="\n").writerows(rows)


WORD = re.compile(r"\b[a-z_]+(?=\()|\b(?:and|or|not|in|like|between|ago|rollup)\b|[!<>]?=|[-+*/^<>]")
# what statements say, each of which is to be in some cell that is compared
SAID = set("""abs active_days ago and average between clamp coalesce count days_between days_in_state days_since distinct first first_day
    has_value if in last last_day like log max median min not or percentile rollup round sign sqrt state streak sum total
    trend uniques zero
    = != < <= > >= + - * / ^""".split())  # fmt: skip
# of members of a company, each asked for itself; a window is called count as well
MEMBERS = [(word, model) for model in ("enduser", "asset", "project") for word in ("count", "exists")]
OF_MEMBERS = re.compile(r"\b(count|exists)\((enduser|asset|project)\b(?!\.)")
SAID |= {f"{word} of {model}s" for word, model in MEMBERS}
WORLDS = 400  # enough for each of them, whatever the seed
# A statement costs an engine seconds however few the rows: many cells are those of large worlds,
# of many companies on few days, or of few on many.
LARGE = 100000
FORMULAS = 300  # that many cells are of, at least
LONG = (30, 100, 200, 400)  # days that a large world is asked for
# Metrics of a large world that one statement is asked for, of an engine that works a stage out
# anew for each that looks at it.
AT_ONCE = {"clickhouse": 5}


def words(args, directory):
    """What the formula of each metric is made of: functions, windows, operators."""
    command = [a for a in args if a != "points.csv"] + ["--print", "text"]
    run = subprocess.run(command, cwd=directory, capture_output=True, text=True, encoding="utf-8", check=True)
    lines, of = run.stdout.splitlines(), {}
    for name, text in zip(lines[0::2], lines[1::2]):
        text = re.sub(r"'(''|[^'])*'", "''", text)
        members = {f"{word} of {model}s" for word, model in OF_MEMBERS.findall(text)}
        of[name.removeprefix("# ")] = set(WORD.findall(text)) | members
    return of


def ask(engine, args, ids, directory):
    n, got = AT_ONCE.get(engine.name, len(ids)) if is_large(directory) else len(ids), {}
    for some in (ids[i : i + n] for i in range(0, len(ids), n)):
        text = statement(args, engine.name, some, directory)
        with open(os.path.join(directory, "statement.sql"), "w", encoding="utf-8") as f:
            f.write(text)
        got |= {tuple(r[:5]): int(r[5]) for r in engine.run(text)}
    return got


def compare(engine, args, written, want, directory, count):
    ids = [i for i in written if statement(args, engine.name, [i], directory) is not None]
    count["metrics"] += len(written)
    count["refused"] += len(written) - len(ids)
    if not ids:
        return []
    load(engine, args, directory)
    got = ask(engine, args, ids, directory)
    asked = {f"calculated.{i}" for i in ids}
    want = {k: v for k, v in want.items() if k[3] in asked}
    of = words(args, directory)
    for metric, n in collections.Counter(k[3] for k in want.keys() | got.keys()).items():
        count["cells"] += n
        count["formulas"] += 1
        count["words"].update(dict.fromkeys(of[metric.removeprefix("calculated.")], n))
    return list(brute.differences(want, got, written)) if want != got else []


def add_members(rng, world, directory, written):
    """A metric of members, which few formulas have by chance: in turn of each kind and model."""
    of = Draw(rng, "company", {i: m.get("model", "company") for i, m in written.items()}, plain=True)
    kind, model = MEMBERS[world % len(MEMBERS)]
    entry = {"id": f"m{len(written)}", "formula": Speller(rng).formula(of.members(kind, model))}
    written[entry["id"]] = entry
    with open(os.path.join(directory, "metrics.json"), "w", encoding="utf-8") as f:
        json.dump({"metrics": list(written.values())}, f, indent=1, ensure_ascii=False)


def draw(seed, world, directory, cells):
    """Of many cells, three worlds of five are large."""
    rng = random.Random(f"{seed} {world}")
    size = {"most": 12, "spans": (0, 3, 20, 45)}
    if cells >= LARGE and world % 5 < 3:
        days = rng.choice(LONG)
        many = cells // 100 // days
        size = {"least": many, "most": many, "spans": (days - 1,), "span": max(days, brute.DAYS)}
    _, _, _, args, written = brute.random_world(rng, directory, plain=world % 4 != 0, **size)
    add_members(rng, world, directory, written)
    return args, written


def play(engine, seed, directory, cells):
    count = {"cells": 0, "formulas": 0, "metrics": 0, "refused": 0, "words": collections.Counter()}
    world, began, formulas = 0, time.monotonic(), FORMULAS if cells >= LARGE else 0
    while count["cells"] < cells or count["formulas"] < formulas or (SAID - count["words"].keys() and world < WORLDS):
        args, written = draw(seed, world, directory, cells)
        if world % 3 == 2:
            rename(directory)
        try:
            want = evaluated(args, directory)
            wrong = compare(engine, args, written, want, directory, count)
        except (RuntimeError, engines.Refused) as problem:
            wrong = [str(problem)]
        if wrong:
            print(f"{engine.name}, seed {seed}, world {world}, {directory}: {' '.join(args)}")
            print("\n".join(wrong[:5]))
            return 1
        world += 1
    print(f"{engine.name}: seed {seed}, {world} worlds, {count['formulas']} formulas, {count['cells']} cells, 0 different, "
          f"{count['refused']} of {count['metrics']} metrics refused, {time.monotonic() - began:.0f} s")  # fmt: skip
    if SAID - count["words"].keys():
        print(f"never compared: {', '.join(sorted(SAID - count['words'].keys()))}")
        return 1
    print("cells with: " + ", ".join(f"{w} {n}" for w, n in sorted(count["words"].items())))
    return 0


if __name__ == "__main__":
    sys.exit(engines.main(play))
