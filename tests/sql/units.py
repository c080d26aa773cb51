#!/usr/bin/env python3
"""csm-units against its statement in an engine: units over the worlds of tests/brute.

usage: units.py BUILD DIR UNITS SEED ENGINE; status 77 if the engine cannot be had
"""
import csv
import json
import os
import random
import subprocess
import sys

import fuzz
from fuzz import brute, engines


def draw(rng, metric):
    """A unit on a metric, with thresholds that values meet."""
    low, high = sorted(rng.choice([-5, 0, 0, 1, 2.5, 10, 300]) for _ in range(2))
    unit = {"id": "u_" + metric, "metric": f"last(calculated.{metric}, {rng.choice([1, 7])})", "low": low, "high": high}
    if rng.random() < 0.3:
        unit["lower_is_better"] = True
    if rng.random() < 0.6:
        unit["default"] = rng.choice(["na", "on", "off", "unknown"])
    if rng.random() < 0.4:
        unit["where"] = rng.choice(["sum(activities.*, 7) > 3", "has_value(last(metrics.s, 20))"])
    return unit


def compare(engine, seed, world, directory):
    rng = random.Random(f"{seed} {world}")
    _, _, _, args, written = brute.random_world(rng, directory, most=12, spans=(0, 3, 9))
    base = [a for a in args if a not in ("csm-calc", "points.csv", "-q", "--no-config")]
    units = [draw(rng, i) for i, m in written.items() if m.get("model", "company") == "company"]
    path = os.path.join(directory, "metrics.json")
    with open(path, encoding="utf-8") as f:
        conf = json.load(f)
    kept = []
    for unit in units:  # one that is refused is left out
        with open(path, "w", encoding="utf-8") as f:
            json.dump(conf | {"units": [unit]}, f)
        if ask(["csm-units", *base, "--sql", engine.name], directory).returncode == 0:
            kept.append(unit)
    if not kept:
        return 0, []
    with open(path, "w", encoding="utf-8") as f:
        json.dump(conf | {"units": kept}, f)
    done = ask(["csm-units", *base, "-t", "csv", "points.csv"], directory)
    statement = ask(["csm-units", *base, "--sql", engine.name], directory).stdout
    if done.returncode != 0:
        return 0, [done.stderr]
    rows = list(csv.reader(done.stdout.splitlines()))[1:]
    want = {tuple(r[:5]): (fuzz.micros(r[5]), r[6]) for r in rows}
    engine.load(fuzz.tables(directory, args, engine.name))
    got = {tuple(r[:5]): (int(r[5]) if r[5] else None, r[6]) for r in engine.run(statement)}
    wrong = [f"{k}: {got.get(k)}, wants {want.get(k)}" for k in want.keys() | got.keys() if got.get(k) != want.get(k)]
    return len(want), wrong


def ask(command, directory):
    return subprocess.run(
        [command[0], "--no-config", "-q", *command[1:]], cwd=directory, capture_output=True, text=True, encoding="utf-8")  # fmt: skip


def main():
    build, directory, most, seed, name = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]
    os.makedirs(directory, exist_ok=True)
    try:
        engine = engines.ENGINES[name](build)
    except engines.Missing as why:
        print(why)
        return 77
    states, world = 0, 0
    try:
        while states < most:
            n, wrong = compare(engine, seed, world, directory)
            if wrong:
                print(f"seed {seed}, world {world}, {directory}")
                print("\n".join(sorted(wrong)[:5]))
                return 1
            states, world = states + n, world + 1
    finally:
        engine.close()
    print(f"{name}: seed {seed}, {world} worlds, {states} units judged the same")
    return 0


if __name__ == "__main__":
    sys.exit(main())
