"""Programs that judge, against their statements: points with a state over the worlds of
tests/brute."""
import csv
import json
import os
import random
import subprocess

import fuzz
from fuzz import brute, engines


# of a formula; of all of it, where companies look at the scores of what is below them
REFUSALS = ("cannot be said in the SQL", "which a statement cannot make on the way")


def ask(command, directory):
    return subprocess.run(
        [command[0], "--no-config", "-q", *command[1:]], cwd=directory, capture_output=True, text=True, encoding="utf-8")  # fmt: skip


def write(path, conf, more):
    with open(path, "w", encoding="utf-8") as f:
        json.dump(conf | more, f)


def taken(program, base, path, conf, more, dialect, directory):
    """What the dialect can say of it: an entry that is refused is left out."""
    section, entries = next(iter(more.items()))
    kept = []
    for entry in entries:
        write(path, conf, {section: [entry]})
        done = ask([*program, *base, "--sql", dialect], directory)
        if done.returncode == 0:
            kept.append(entry)
        elif not any(why in done.stderr for why in REFUSALS):
            raise RuntimeError(done.stderr)
    write(path, conf, {section: kept})
    if REFUSALS[1] in ask([*program, *base, "--sql", dialect], directory).stderr:
        kept = [e for e in kept if e.get("model", "company") == "company"]
    open_ended = [e for e in kept[:-1] if section == "health" and "where" not in e and e["model"] == "company"]
    return {section: [e for e in kept if e not in open_ended]}


def compare(engine, seed, world, directory, draw, command):
    rng = random.Random(f"{seed} {world}")
    _, _, _, args, written = brute.random_world(rng, directory, most=12, spans=(0, 3, 9))
    base = [a for a in args if a not in ("csm-calc", "points.csv", "-q", "--no-config")]
    path = os.path.join(directory, "metrics.json")
    with open(path, encoding="utf-8") as f:
        conf = json.load(f)
    program = command(rng)
    kept = taken(program, base, path, conf, draw(rng, written), engine.name, directory)
    if not any(kept.values()):
        return 0, []
    write(path, conf, kept)
    done = ask([*program, *base, "-t", "csv", "points.csv"], directory)
    said = ask([*program, *base, "--sql", engine.name], directory)
    if done.returncode != 0 or said.returncode != 0:
        return 0, [done.stderr + said.stderr]
    with open(os.path.join(directory, "statement.sql"), "w", encoding="utf-8") as f:
        f.write(said.stdout)
    rows = list(csv.reader(done.stdout.splitlines()))[1:]
    want = {tuple(r[:5]): (fuzz.micros(r[5]), r[6]) for r in rows}
    engine.load(fuzz.tables(directory, args, engine.name))
    got = {tuple(r[:5]): (int(r[5]) if r[5] else None, r[6]) for r in engine.run(said.stdout)}
    wrong = [f"{k}: {got.get(k)}, wants {want.get(k)}" for k in want.keys() | got.keys() if got.get(k) != want.get(k)]
    return len(want), wrong


def main(noun, draw, command):
    def play(engine, seed, directory, most):
        rows, world = 0, 0
        while rows < most:
            n, wrong = compare(engine, seed, world, directory, draw, command)
            if wrong:
                print(f"{engine.name}, seed {seed}, world {world}, {directory}")
                print("\n".join(sorted(wrong)[:5]))
                return 1
            rows, world = rows + n, world + 1
        print(f"{engine.name}: seed {seed}, {world} worlds, {rows} {noun} the same")
        return 0

    return engines.main(play)
