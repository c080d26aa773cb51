"""Engines that run statements: each takes rows of the two tables and a statement, and
gives rows of texts."""
import json
import os
import sqlite3
import subprocess

POINTS = ["company", "model", "id", "metric", "date", "value", "state"]
FIELDS = ["model", "company", "id", "name", "text", "number", "day", "truth", "since", "until"]
TYPES = {"value": "BIGINT", "number": "BIGINT", "truth": "SMALLINT",
         "date": "DATE", "day": "DATE", "since": "DATE", "until": "DATE"}  # fmt: skip
HERE = os.path.dirname(os.path.abspath(__file__))


class Refused(Exception):
    """The engine objects to the statement."""


def create(table, columns, text):
    typed = ", ".join(f"{c} {TYPES.get(c, text)}" for c in columns)
    return f"CREATE TABLE {table} ({typed})"


def literal(value):
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def insert(table, rows, quote=literal):
    for i in range(0, len(rows), 500):
        values = ",\n".join("(" + ", ".join(map(quote, r)) + ")" for r in rows[i : i + 500])
        yield f"INSERT INTO {table} VALUES {values}"


class Sqlite:
    name = "sqlite"

    def load(self, points, fields):
        self.db = sqlite3.connect(":memory:")
        for table, columns, rows in (("points", POINTS, points), ("fields", FIELDS, fields)):
            self.db.execute(create(table, columns, "TEXT"))
            self.db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(columns))})", rows)

    def run(self, statement):
        try:
            rows = self.db.execute(statement).fetchall()
        except sqlite3.Error as e:
            raise Refused(str(e)) from e
        return [["" if v is None else str(v) for v in r] for r in rows]

    def close(self):
        pass


class Duckdb:
    name = "duckdb"

    def __init__(self, modules):
        self.node = subprocess.Popen(
            ["node", os.path.join(HERE, "duckdb.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            encoding="utf-8", env={**os.environ, "CSM_BENCH_MODULES": modules})  # fmt: skip

    def load(self, points, fields):
        for table, columns, rows in (("points", POINTS, points), ("fields", FIELDS, fields)):
            self.run(f"DROP TABLE IF EXISTS {table}")
            self.run(create(table, columns, "VARCHAR"))
            for statement in insert(table, rows):
                self.run(statement)

    def run(self, statement):
        self.node.stdin.write(json.dumps(statement) + "\n")
        self.node.stdin.flush()
        answer = json.loads(self.node.stdout.readline())
        if "error" in answer:
            raise Refused(answer["error"])
        return [["" if v is None else v for v in r] for r in answer["rows"]]

    def close(self):
        self.node.stdin.close()
        self.node.wait()
