#!/usr/bin/env python3
"""csm-ingest against its statement in an engine: random exports, as a file and as a table.

Rows are in the order of time, so that the first with an id is the earliest.  Then each kind
of row that csm-ingest rejects, which must end the statement.

usage: raw.py BUILD DIR CELLS SEED ENGINE; status 77 if the engine cannot be had
"""
import csv
import io
import json
import os
import random
import subprocess
import sys

import engines

NAMES = ["login", "export", "o'brien", "back\\slash", "line\nfeed", 'quo"te', "a,b", "x" * 300, "Grüße"]
COMPANIES = ["acme", "globex", "O'X\\", "ümlaut", "c 1"]
COLUMNS = ["at", "who", "org", "what", "qty", "k", "seats", "rate", "other"]


def number(rng):
    return rng.choice(["1", "0", "2.5", "-3", "0.0000005", "-0.0000005", "12.3456789", "199999999999.999999", "7",
                       "0.000001", "-8.1", "007.50", ""])  # fmt: skip


def moment(rng, day, second):
    """A time of the day, in the order of seconds."""
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    return f"2026-{10 + day // 28:02}-{1 + day % 28:02}" + rng.choice([f" {clock}", f"T{clock}Z", f" {clock}+00"])


def rows(rng, many):
    made, second = [], 0
    moments = sorted((rng.randrange(50), rng.randrange(86400)) for _ in range(many))
    for i, (day, second) in enumerate(moments):
        if i > 0 and (day, second) == moments[i - 1]:
            continue  # the last of a day is one
        user = f"u{rng.randrange(8)}"
        made.append([moment(rng, day, second), user, rng.choice(COMPANIES), rng.choice(NAMES), number(rng),
                     rng.choice(["", f"k{rng.randrange(many)}"]), number(rng), number(rng),
                     rng.choice(["", "", "acme"])])  # fmt: skip
    return made


def options(rng):
    """A mapping; what it says of names is of some of NAMES."""
    said = ["--time", "at", "--id", "k"]
    said += ["--company", rng.choice(["org", "who@users.csv:user:org", '["other", "org"]', "=acme"])]
    kind = rng.choice(["activities", "metrics", "wide"])
    if kind == "activities":
        said += ["--name", "what"] + rng.choice([[], ["--count", "qty"]])
    elif kind == "metrics":
        said += ["-k", "metrics", "--name", "what", "--value", "qty"]
    else:
        said += ["-k", "metrics", "--columns", "seats", "--columns", "rate"]
    said += rng.choice([[], ["--user", "who"], ["--entity", "who", "--model", "asset"]])
    for name in rng.sample(["login", "export", "quo\"te"], 2):
        said += rng.choice([[], ["--rename", f"{name}=renamed"], ["--zero", f"{name}=null"]])
    said += rng.choice([[], ["--zero", "*=null"]])
    fold = rng.choice(["sum", "min", "max", "last", "count"])
    said += rng.choice([[], ["--agg", f"*={fold}"], ["--agg", f"login={fold}", "--agg", "metrics.export=max"]])
    said += rng.choice([[], ["--where", "what in ('login', 'o''brien', 'line\nfeed') or not has_value(k)"],
                        ["--where", "org != 'acme' and what != 'export'"]])  # fmt: skip
    return said + rng.choice([[], ["--since", "2026-10-10", "--until", "2026-11-05"]])


class Table:
    """The export as a table of the engine, and as a file."""

    def __init__(self, engine, csm, directory):
        self.engine, self.csm, self.directory = engine, csm, directory

    def quoted(self, text):
        if text == "":
            return "NULL"
        return "'" + (text.replace("\\", "\\\\") if self.engine.name == "clickhouse" else text).replace("'", "''") + "'"

    def table(self, name, columns, made):
        text = {"clickhouse": "Nullable(String)", "duckdb": "VARCHAR"}.get(self.engine.name, "TEXT")
        end = " ENGINE = Memory" if self.engine.name == "clickhouse" else ""
        typed = ", ".join(f'"{c}" {text}' for c in columns)
        sql = [f"CREATE TABLE {name} ({typed}){end}"]
        for r in made:
            sql.append(f"INSERT INTO {name} VALUES ({', '.join(map(self.quoted, r))})")
        with open(os.path.join(self.directory, name + ".csv"), "w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows([columns, *made])
        return sql

    def say(self, sql):
        if self.engine.name == "sqlite":
            try:
                self.engine.db.executescript(sql)
            except engines.sqlite3.Error as e:
                raise engines.Refused(str(e)) from e
        else:
            self.engine.run(sql)

    def load(self, made, users):
        ddl = subprocess.run([self.csm + "csm-calc", "--no-config", "--sql-ddl", self.engine.name], check=True,
                             capture_output=True, text=True).stdout  # fmt: skip
        self.engine.load(ddl)
        if self.engine.name != "sqlite":
            for name in ("raw", "users"):
                self.engine.run(f"DROP TABLE IF EXISTS {name}")
        for sql in self.table("raw", COLUMNS, made) + self.table("users", ["user", "org"], users):
            self.say(sql)

    def ingest(self, said, *operands):
        return subprocess.run(
            [self.csm + "csm-ingest", "--no-config", "-q", *said, *operands], capture_output=True, text=True,
            encoding="utf-8", cwd=self.directory)  # fmt: skip

    def statement(self, said):
        done = self.ingest([*said, "--sql", self.engine.name, "--sql-table", "raw"])
        if done.returncode != 0:
            raise AssertionError(f"no statement: {said}\n{done.stderr}")
        return done.stdout

    def points(self):
        return sorted(tuple(r) for r in self.engine.run("SELECT company, model, id, metric, date, value FROM points"))


def micros(text):
    if text == "":
        return ""
    whole, _, part = text.lstrip("-").partition(".")
    value = int(whole) * 1000000 + int((part + "000000")[:6])
    return str(-value if text.startswith("-") else value)


def expected(done):
    return sorted((r[0], r[1], r[2], r[3], r[4], micros(r[5])) for r in list(csv.reader(io.StringIO(done.stdout)))[1:])


GOOD = ["2026-10-01 10:00:00", "u1", "acme", "login", "1", "", "1", "1", ""]
# what of a good row another text rejects, and how it is read
BAD = [("at", "2026-02-30"), ("at", "yesterday"), ("at", ""), ("at", "2026-10-01 25:00:00"), ("org", ""),
       ("what", ""), ("who", ""), ("qty", "n/a"), ("qty", "1.2.3"), ("qty", "--1")]  # fmt: skip


def rejects(table):
    """Every row that csm-ingest rejects ends the statement, and nothing is inserted."""
    said = ["--time", "at", "--company", "org", "--name", "what", "--user", "who", "--count", "qty"]
    for column, text in BAD:
        bad = [text if c == column else v for c, v in zip(COLUMNS, GOOD)]
        table.load([GOOD, bad], [])
        done = table.ingest([*said, "--max-rejects", "0"], "raw.csv")
        if done.returncode == 0:
            return f"{column}={text!r} is not rejected by csm-ingest"
        try:
            table.say(table.statement(said))
        except engines.Refused:
            pass
        else:
            return f"{column}={text!r} did not end the statement: {table.points()}"
        if table.points():
            return f"{column}={text!r}: points were inserted"
    return None


def main(engine, seed, directory, many):
    rng = random.Random(seed)
    table = Table(engine, os.path.join(os.path.abspath(sys.argv[1]), ""), directory)
    users = [[f"u{i}", rng.choice(COMPANIES)] for i in range(8)]
    compared = worlds = 0
    while compared < many:
        table.load(rows(rng, rng.choice([1, 30, 200])), users)
        for _ in range(6):
            said = options(rng)
            done = table.ingest(said, "raw.csv")
            want = expected(done)
            if done.returncode not in (0, 1):
                print(f"seed {seed}: csm-ingest ended with {done.returncode}: {json.dumps(said)}\n{done.stderr}")
                return 1
            table.say("DELETE FROM points" if engine.name != "clickhouse" else "TRUNCATE TABLE points")
            try:
                table.say(table.statement(said))
            except engines.Refused as why:
                print(f"seed {seed}: {json.dumps(said)}\n  csm has {len(want)} points, {engine.name} refuses: {why}")
                return 1
            have = table.points()
            if have != want:
                print(f"seed {seed}: {json.dumps(said)}\n  csm only: {sorted(set(want) - set(have))[:5]}"
                      f"\n  {engine.name} only: {sorted(set(have) - set(want))[:5]}")  # fmt: skip
                return 1
            compared += len(want)
            worlds += 1
    why = rejects(table)
    if why is not None:
        print(why)
        return 1
    print(f"{engine.name}: seed {seed}, {worlds} exports, {compared} points the same, {len(BAD)} bad rows refused")
    return 0


if __name__ == "__main__":
    sys.exit(engines.main(main))
