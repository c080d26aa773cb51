"""Engines that run statements.  Each is given what csm-calc --sql-ddl and --sql-load print,
and a statement, and gives rows of texts, without the header."""
import csv
import io
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import glob

HERE = os.path.dirname(os.path.abspath(__file__))
# Who ends a suite that takes too long ends the servers it has started, and their directories.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


class Refused(Exception):
    """The engine objects to a statement."""


class Missing(Exception):
    """The engine cannot be had here."""


class Sqlite:
    name = "sqlite"

    def __init__(self, _):
        db = sqlite3.connect(":memory:")
        try:
            db.execute("SELECT floor(ln(2.5))")
        except sqlite3.Error as e:
            raise Missing(f"SQLite {sqlite3.sqlite_version}: {e}") from e

    def load(self, sql):
        self.db = sqlite3.connect(":memory:")
        self.db.executescript(sql)

    def run(self, statement):
        try:
            rows = self.db.execute(statement).fetchall()
        except sqlite3.Error as e:
            raise Refused(str(e)) from e
        return [["" if v is None else str(v) for v in r] for r in rows]

    def close(self):
        pass


class Node:
    """An engine in a process of node, which is asked one statement after another."""

    def __init__(self, script, **environment):
        self.node = subprocess.Popen(
            ["node", os.path.join(HERE, script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            encoding="utf-8", env={**os.environ, **environment})  # fmt: skip

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


class Duckdb(Node):
    name = "duckdb"

    def __init__(self, build):
        modules = os.path.join(build, "peers")
        if not os.path.isdir(os.path.join(modules, "node_modules", "@duckdb", "node-api")):
            raise Missing("@duckdb/node-api is not there (make peers)")
        super().__init__("duckdb.mjs", CSM_BENCH_MODULES=modules)

    def load(self, sql):
        self.run("DROP TABLE IF EXISTS points; DROP TABLE IF EXISTS fields;")
        self.run(sql)


class Clickhouse(Node):
    """ClickHouse in process: the npm package chdb, half a gigabyte."""

    name = "clickhouse"

    def __init__(self, build):
        modules = os.path.join(build, "chdb")
        if not os.path.isdir(os.path.join(modules, "node_modules", "chdb")):
            raise Missing("chdb is not there (make scale)")
        super().__init__("chdb.mjs", CSM_CHDB=modules)
        self.data = json.loads(self.node.stdout.readline())

    def load(self, sql):
        for table in ("points", "fields", "points_all", "fields_all"):
            self.run(f"DROP TABLE IF EXISTS {table}")
        self.run_all(sql)

    def run_all(self, sql):
        """Statement by statement, but for roles, which ClickHouse does not give in process."""
        for statement in sql.split(";\n"):
            if statement.strip() and not statement.startswith(("CREATE ROLE", "GRANT")):
                self.run(statement)

    def run(self, statement):
        return super().run(statement.strip().removesuffix(";"))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(answers, process, log):
    """Until the server answers; it is ended, and its log told, if it never does."""
    for _ in range(600):
        if answers():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    end(process)
    with open(log, encoding="utf-8", errors="replace") as f:
        raise Missing(f"the server did not start: {f.read()[-500:]}")


def end(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Postgres:
    """A server of its own on a free port of this machine, as another user if we are root,
    as whom it does not run."""

    name = "postgres"

    def __init__(self, _):
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda p: int(p.split("/")[4]))
        if not programs or not shutil.which("psql"):
            raise Missing("postgresql is not installed (scripts/setup.sh engines)")
        self.directory = tempfile.mkdtemp(prefix="csm-postgres-")
        data, log = os.path.join(self.directory, "data"), os.path.join(self.directory, "log")
        who = {}
        if os.getuid() == 0:
            shutil.chown(self.directory, "postgres", "postgres")
            who = {"user": "postgres", "group": "postgres", "extra_groups": []}
        subprocess.run(
            [programs[-1] + "/initdb", "-D", data, "-A", "trust", "-U", "csm", "-E", "UTF8", "--locale=C.UTF-8",
             "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd=self.directory, **who)  # fmt: skip
        port = str(free_port())
        options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off",
                   "synchronous_commit": "off", "full_page_writes": "off", "timezone": "UTC", "jit": "off"}  # fmt: skip
        command = [programs[-1] + "/postgres", "-D", data, "-p", port]
        for key, value in options.items():
            command += ["-c", f"{key}={value}"]
        with open(log, "w", encoding="utf-8") as f:
            self.server = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=f, stderr=f, cwd=self.directory, **who)  # fmt: skip
        self.psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "--csv", "-h", "127.0.0.1", "-p", port, "-U", "csm",
                     "-d", "postgres"]  # fmt: skip
        wait_for(lambda: self.ask("SELECT 1").returncode == 0, self.server, log)

    def ask(self, sql):
        return subprocess.run(self.psql, input=sql, capture_output=True, text=True, encoding="utf-8")

    def load(self, sql):
        self.run("DROP TABLE IF EXISTS points; DROP TABLE IF EXISTS fields;" + sql)

    def run(self, statement):
        done = self.ask(statement)
        if done.returncode != 0:
            raise Refused(done.stderr)
        return list(csv.reader(io.StringIO(done.stdout)))[1:]

    def close(self):
        end(self.server)
        shutil.rmtree(self.directory)


ENGINES = {e.name: e for e in (Sqlite, Duckdb, Postgres, Clickhouse)}


def main(play):
    """A program of BUILD DIR MANY SEED ENGINE: play(engine, seed, directory, many) is its
    status, which is 77 if the engine cannot be had."""
    build, directory, many, seed, name = sys.argv[1:6]
    os.makedirs(directory, exist_ok=True)
    try:
        engine = ENGINES[name](build)
    except Missing as why:
        print(why)
        return 77
    try:
        return play(engine, seed, directory, int(many))
    finally:
        engine.close()


# what an engine reads a file of points with: as fast as it can, not as INSERTs of all rows
FILES = {
    "duckdb": "INSERT INTO points SELECT company, model, id, metric, date, CAST(value * 1000000 AS BIGINT), state FROM "
    "read_csv('{path}', header = true, columns = {{company: 'VARCHAR', model: 'VARCHAR', id: 'VARCHAR', metric: 'VARCHAR', "
    "date: 'DATE', value: 'DECIMAL(24, 6)', state: 'VARCHAR'}})",
    "clickhouse": "INSERT INTO points SELECT company, model, id, metric, date, toInt64(value * 1000000), nullIf(state, '') "
    "FROM file('{path}', CSVWithNames, 'company String, model String, id String, metric String, date Date, "
    "value Nullable(Decimal(38, 6)), state String') SETTINGS format_csv_null_representation = ''",
}


def fill(engine, directory, fields):
    """The tables of points.csv in the directory, and of fields: options -F."""
    def csm(*args):
        return subprocess.run(["csm-calc", "--no-config", "-q", *args], cwd=directory, capture_output=True, text=True,
                              encoding="utf-8", check=True).stdout  # fmt: skip

    ddl, path = csm("--sql-ddl", engine.name), os.path.join(directory, "points.csv")
    if engine.name not in FILES:
        engine.load(ddl + csm(*fields, "--sql-load", engine.name, path))
        if engine.name == "postgres":
            engine.run("ANALYZE points; ANALYZE fields")
        return
    with open(os.path.join(directory, "none.csv"), "w", encoding="utf-8") as f:
        f.write("company,model,id,metric,date,value,state\n")
    engine.load(ddl + csm(*fields, "--sql-load", engine.name, "none.csv"))
    engine.run(FILES[engine.name].format(path=path))


FAILED = []


def result(name, holds, said=""):
    """Of one check of a suite."""
    print(f"{'ok' if holds else 'not ok'} sql {name}")
    if not holds:
        FAILED.append(name)
        print(f"    {said}")
