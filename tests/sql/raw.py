#!/usr/bin/env python3
"""csm-ingest against its statement in an engine: random exports, as a file and as a table.

Rows are in the order of time, so that the first with an id is the earliest.  Then odd cells,
each of which gives the same points or ends the statement, as does every one that csm-ingest
rejects.

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

NAMES = ["login", "Login", "export", "activities.login", "metrics.export", "activities.", " login", "export ", "renamed",
         "o'brien", "back\\slash", "line\nfeed", 'quo"te', "a,b", "x" * 300, "Grüße"]
COMPANIES = ["acme", "ACME", "globex", "O'X\\", "ümlaut", "c 1"]
COLUMNS = ["at", "who", "org", "what", "qty", "k", "seats", "rate", "other"]


def number(rng):
    return rng.choice(["1", "0", "2.5", "-3", "0.0000005", "-0.0000005", "12.3456789", "199999999999.999999", "7",
                       "0.000001", "-8.1", "007.50", ""])  # fmt: skip


def moment(rng, day, second):
    """A time of the day, in the order of seconds."""
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    return f"2026-{10 + day // 28:02}-{1 + day % 28:02}" + rng.choice(
        [f" {clock}", f"T{clock}Z", f" {clock}+00", f" {clock} UTC", f"t{clock}.000001+00:00", f"T{clock},5", f" {clock}z"])


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
    said += ["--company", rng.choice(["org", "who@users.csv:user:org", '["other", "org"]', "=acme",
                                      '["other@orgs.csv:org:name", "org"]', '["who@users.csv:user:org", "org"]'])]
    kind = rng.choice(["activities", "metrics", "wide"])
    if kind == "activities":
        said += ["--name", "what"] + rng.choice([[], ["--count", "qty"]])
    elif kind == "metrics":
        said += ["-k", "metrics", "--name", "what", "--value", "qty"]
    else:
        said += ["-k", "metrics", "--columns", "seats", "--columns", "rate"]
    said += rng.choice([[], ["--user", "who"], ["--entity", "who", "--model", "asset"]])
    for name in rng.sample(["login", "export", "quo\"te", "activities.login", "Login", "renamed"], 3):
        said += rng.choice([[], ["--rename", f"{name}={rng.choice(['renamed', 'export', 'Login'])}"],
                            ["--zero", f"{name}=null"]])  # fmt: skip
    said += rng.choice([[], ["--zero", "*=null"]])
    fold = rng.choice(["sum", "min", "max", "last", "count"])
    said += rng.choice([[], ["--agg", f"*={fold}"], ["--agg", f"login={fold}", "--agg", "metrics.export=max"],
                        ["--agg", f"activities.login={fold}", "--agg", "renamed=min", "--agg", "*=last"]])
    said += rng.choice([[], ["--where", "what in ('login', 'o''brien', 'line\nfeed') or not has_value(k)"],
                        ["--where", "org != 'acme' and what != 'export'"]])  # fmt: skip
    return said + rng.choice([[], ["--since", "2026-10-10", "--until", "2026-11-05"]])


# columns whose own order does not tell capitals, where there are any
TEXT = {"clickhouse": "Nullable(String)", "duckdb": "VARCHAR COLLATE NOCASE", "sqlite": "TEXT COLLATE NOCASE",
        "postgres": 'TEXT COLLATE "nocase"'}  # fmt: skip
NOCASE = """CREATE COLLATION IF NOT EXISTS "nocase"
    (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"""


class Table:
    """The export as a table of the engine, and as a file."""

    def __init__(self, engine, csm, directory):
        self.engine, self.csm, self.directory = engine, csm, directory
        if engine.name == "postgres":
            engine.run(NOCASE)

    def quoted(self, text):
        if text == "":
            return "NULL"
        return "'" + (text.replace("\\", "\\\\") if self.engine.name == "clickhouse" else text).replace("'", "''") + "'"

    def table(self, name, columns, made):
        text = TEXT[self.engine.name]
        end = " ENGINE = Memory" if self.engine.name == "clickhouse" else ""
        typed = ", ".join(f'"{c}" {text}' for c in columns)
        sql = [f"CREATE TABLE {name} ({typed}){end}"]
        if made:
            values = ", ".join("(" + ", ".join(map(self.quoted, r)) + ")" for r in made)
            sql.append(f"INSERT INTO {name} VALUES {values}")
        # in quotes: blanks at the ends of a text are of it in a table
        with open(os.path.join(self.directory, name + ".csv"), "w", encoding="utf-8", newline="") as f:
            csv.writer(f, quoting=csv.QUOTE_ALL).writerows([columns, *made])
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
        self.fill("raw", COLUMNS, made)
        self.fill("users", ["user", "org"], users)
        self.fill("orgs", ["org", "name"], [[c, f"the {c}"] for c in COMPANIES])

    def fill(self, name, columns, made):
        sql = [f"DROP TABLE IF EXISTS {name}", *self.table(name, columns, made)]
        # one process of psql for all; ClickHouse takes one statement at a time
        for one in sql if self.engine.name == "clickhouse" else [";\n".join(sql)]:
            self.say(one)

    def empty(self):
        self.say("TRUNCATE TABLE points" if self.engine.name == "clickhouse" else "DELETE FROM points")

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


# what csm-ingest may take, which then gives its points or ends the statement
ODD = {
    "at": ["2026-10-01", "2026-10-01T10:00", "2026-10-01 10:00:00.5", "2026-10-01T10:00:00.123456789Z",
           "2026-10-01T10:00:00,5Z", "2026-10-01 10:00:00.", "2026-10-01T10:00:00+00:30", "2026-10-01T23:50:00-00:30",
           "2026-10-01T10:00:00+0000", "2026-10-01T10:00:00-00:00", "2026-10-01T10:00:00-00", "2026-10-01T10:00:00 +00",
           "2026-10-01 10:00:00 UTC", "2026-10-01T10:00:00 Z", "2026-10-01t10:00:00z", "2026-10-01T10", "2026-10-01T",
           "2026-10-01 ", " 2026-10-01", "2026-10-01 10:00 ", "2026-10-01  10:00", "2026-10-01 10:00:60",
           "2026-10-01 10:60", "2026-10-01 24:00", "2026-10-01 9:00", "20261001", "20261001T100000Z", "2026-10-1",
           "2026/10/01", "10/01/2026", "2026-10-01 10:00 PM", "2026-10-01T10:00:00 Europe/Berlin",
           "2026-10-01 10:00:00 CET", "2026-10-01 10:00:00Z+00:00", "2026-10-01 10:00:00+00+00",
           "2026-10-01 10:00:00+00:00Z", "2026-10-01+00:00 10:00", "2026-10-01 +00:00", "2026-10-01 +0010:00:00",
           "2026-10-01 10:+0000:00", "1969-12-31", "2105-12-31", "2106-01-01", "0000-00-00", "2026-10-01 10:00:00 BC",
           "2026-10-01 10:00:00Z ", "2026-10-01 10:0", "2026-10-01 1000", "2026-10-01 10:00:00.5.5",
           "2026-10-01T10:00:00.Z", "2026-10-01 10:00.5", "2026-10-01 infinity", "2026-10-01\n10:00:00",
           "2026-10-01 10:00:00+01", "2026-10-01 10:00:00m", "2026-10-01 10 AM", "2028-02-29", "2026-02-29",
           "2026-10-01T00:00:00+14:00", "２０２６-10-01", "2026-10-01 １0:00"],
    "qty": ["-0", "-0.0", "+1", "1.", ".5", "-.5", "1e3", "1e-7", "1e", " 1", "1 ", "1,5", "1.200,50", "0x10", "NaN",
            "inf", "12345678901234567890", "-12345678901234567890", "18446744073710", "18446744073709.551616",
            "99999999999999999999999999", "9" * 40, "9000000000000", "-9000000000000", "8999999999999.999999",
            "8999999999999.9999999", "-8999999999999.9999995", "9223372036854.775807", "9223372036855", "0." + "0" * 60 + "1",
            "0.0000004" + "9" * 40, "0.0000005" + "0" * 40 + "1", "0" * 60 + "1.5", "-", ".", "-1-", "1-", "1..5", "１",
            "1_000", "1 000", "$5", "true", "NULL", "1\n", "\n1", "1\t"],
    "org": [" acme", "acme ", "\tacme", " ", "\u00a0", "ACME", "acme\n", "a\u0301", "x" * 5000, "NULL", "\\N", "{}", "[1]"],
    "what": [" login", "login ", "LOGIN", "activities.login", "activities.", "*", "'", " ", "a\u0301", "%", "login%"],
    "who": [" u1", "u1 ", "U1", "{}", "acme"],
    "k": ["k", "K", " k", "k "],
}  # fmt: skip
LIMITS = [["8999999999999"] * 2, ["8999999999999"] * 3, ["9000000000000", "-1"], ["-9000000000000", "1"],
          ["8999999999999.999999", "-1"]]  # fmt: skip
# users of a lookup, and how u1 is looked up
USERS = [[["u1", "acme"], ["u1", "acme"]], [["u1", "acme"], ["u1", ""]], [["u1", ""]], [["u1", "acme"], ["u1", "globex"]],
         [["U1", "acme"]], [["", "acme"]], [["u1 ", "acme"]], []]  # fmt: skip
THROUGH = [["--company", "who@users.csv:user:org"], ["--company", '["who@users.csv:user:org", "org"]'],
           ["--company", "org", "-k", "metrics", "--value", "qty", "--user", "who@users.csv:user:org"],
           ["--company", "org", "--id", "who@users.csv:user:org"],
           ["--company", "org", "--count", "who@users.csv:user:org"],
           ["--company", '["who@users.csv:user:org", "=one"]'], ["--company", '["other", "who@users.csv:user:org"]']]  # fmt: skip


def same(table, said, what):
    """The points of the rows that are there are those of csm-ingest; or the statement ends
    and inserts nothing, as it must where csm-ingest rejects a row."""
    table.empty()
    done = table.ingest([*said, "--max-rejects", "0"], "raw.csv")
    try:
        table.say(table.statement(said))
    except engines.Refused:
        return f"{what}: points were inserted" if table.points() else None
    if done.returncode != 0:
        return f"{what} did not end the statement: {table.points()}\n{done.stderr}"
    have, want = table.points(), expected(done)
    return None if have == want else f"{what}: {table.engine.name} has {have}, csm {want}"


def odd(table):
    """What is wrong, and how much was tried."""
    said = ["--time", "at", "--company", "org", "--name", "what", "--user", "who", "--count", "qty", "--id", "k"]
    worlds = []
    for column, texts in [*ODD.items(), *((c, [t]) for c, t in BAD)]:
        first = [*GOOD[:5], "k", *GOOD[6:]]
        worlds += [([first, [t if c == column else v for c, v in zip(COLUMNS, GOOD)]], [], said, f"{column}={t!r}")
                   for t in texts]  # fmt: skip
    for amounts in LIMITS:
        worlds.append(([[*GOOD[:4], a, *GOOD[5:]] for a in amounts], [], said, f"qty {amounts}"))
    for users in USERS:
        worlds += [([GOOD], users, ["--time", "at", "--name", "what", *t], f"{users} {t}") for t in THROUGH]
    worlds.append(([], [], said, "no rows"))
    table.load([], [])
    for made, users, how, what in worlds:
        table.fill("raw", COLUMNS, made)
        if how != said:
            table.fill("users", ["user", "org"], users)
        why = same(table, how, what)
        if why is not None:
            return why, 0
    return None, len(worlds)


def rejects(table):
    """Each of BAD is rejected by csm-ingest, so that odd() has the statement end."""
    said = ["--time", "at", "--company", "org", "--name", "what", "--user", "who", "--count", "qty"]
    for column, text in BAD:
        table.table("raw", COLUMNS, [GOOD, [text if c == column else v for c, v in zip(COLUMNS, GOOD)]])
        if table.ingest([*said, "--max-rejects", "0"], "raw.csv").returncode == 0:
            return f"{column}={text!r} is not rejected by csm-ingest"
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
            table.empty()
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
    tried = 0
    if why is None:
        why, tried = odd(table)
    if why is not None:
        print(why)
        return 1
    print(f"{engine.name}: seed {seed}, {worlds} exports, {compared} points the same, {tried} odd ones the same or refused")
    return 0


if __name__ == "__main__":
    sys.exit(engines.main(main))
