#!/usr/bin/env python3
"""ClickHouse as servers: three shards, and one that knows them.  The tables of --sql-ddl
--cluster and the rows of --sql-load --cluster, each company on one shard; the programs on
every shard give together what they give over the whole; a shard that dies in the middle,
or is not there, is an error and leaves no file.

Debian's ClickHouse of 2018 has neither windows nor roles: views and roles are not tried here.

usage: servers.py SRCDIR BUILD DIR
"""
import csv
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import engines
import fuzz
import whole
from fuzz import brute

SHARDS = 3
STARTED = []  # what is ended at the end, however that comes
CONFIG = """<yandex>
 <logger><level>warning</level><log>{home}/log</log><errorlog>{home}/errors</errorlog></logger>
 <listen_host>127.0.0.1</listen_host><tcp_port>{tcp}</tcp_port><http_port>{http}</http_port>
 <interserver_http_port>{inter}</interserver_http_port><interserver_http_host>127.0.0.1</interserver_http_host>
 <path>{home}/data/</path><tmp_path>{home}/tmp/</tmp_path><user_files_path>{home}/data/</user_files_path>
 <format_schema_path>{home}/data/</format_schema_path>
 <users_config>users.xml</users_config><default_profile>default</default_profile>
 <default_database>default</default_database><timezone>UTC</timezone><mark_cache_size>67108864</mark_cache_size>
 <remote_servers><csm>{shards}</csm></remote_servers>
</yandex>
"""
USERS = """<yandex><profiles><default><max_memory_usage>1000000000</max_memory_usage>
 <insert_distributed_sync>1</insert_distributed_sync></default></profiles>
 <users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile>
 <quota>default</quota></default></users><quotas><default/></quotas></yandex>
"""


class Server:
    """One node in a directory of its own; `ports`: of the shards."""

    def __init__(self, home, tcp, ports):
        shards = "".join(f"<shard><replica><host>127.0.0.1</host><port>{p}</port></replica></shard>" for p in ports)
        os.makedirs(home)
        for name, text in ("config.xml", CONFIG), ("users.xml", USERS):
            with open(os.path.join(home, name), "w", encoding="utf-8") as f:
                f.write(text.format(home=home, tcp=tcp, http=engines.free_port(), inter=engines.free_port(), shards=shards)
                        if name == "config.xml" else text)  # fmt: skip
        self.client = ["clickhouse-client", "--host", "127.0.0.1", "--port", str(tcp)]
        log = os.path.join(home, "out")
        with open(log, "w", encoding="utf-8") as f:
            self.server = subprocess.Popen(["clickhouse-server", f"--config-file={home}/config.xml"], stdout=f,
                                           stderr=f, stdin=subprocess.DEVNULL, cwd=home)  # fmt: skip
        STARTED.append(self.server)
        engines.wait_for(lambda: self.ask("SELECT 1").returncode == 0, self.server, log)

    def ask(self, sql):
        return subprocess.run(self.client, input=sql, capture_output=True, text=True, encoding="utf-8")

    def run(self, sql):
        """One statement after another: many at once, this client takes a row of VALUES a line."""
        for statement in sql.split(";\n"):
            done = self.ask(statement) if statement.strip() else done
            if done.returncode != 0:
                raise engines.Refused(done.stderr)
        return [line.split("\t") for line in done.stdout.splitlines()]


def csm(directory, *args, text=None):
    run = subprocess.run([args[0], "--no-config", "-q", *args[1:]], cwd=directory, input=text, capture_output=True,
                         text=True, encoding="utf-8")  # fmt: skip
    if run.returncode != 0:
        raise RuntimeError(f"{args}: {run.stderr}")
    return run.stdout


def world(directory):
    rows = [f"{c},company,{c},metrics.s,2026-03-{d:02},{(i * 7 + d * 3) % 11 - 2}.25,"
            for i, c in enumerate(["o'brien", "back\\slash", "ö", *(f"c{n:03}" for n in range(60))])
            for d in range(1, 29) if (i + d) % 5]  # fmt: skip
    with open(os.path.join(directory, "points.csv"), "w", encoding="utf-8") as f:
        f.write("company,model,id,metric,date,value,state\n" + "\n".join(sorted(rows)) + "\n")
    with open(os.path.join(directory, "seats.csv"), "w", encoding="utf-8") as f:
        f.write("id,seats\n" + "".join(f"c{n:03},{n + 1}\n" for n in range(60)))


POINTS = ("SELECT company, model, id, metric, toString(date) AS date, ifNull(toString(value), '') AS millionths,"
          " ifNull(state, '') AS state FROM points ORDER BY company, model, id, metric, date FORMAT CSVWithNames")  # fmt: skip
FORMULA = ["-e", "stddev(metrics.s, 7) / sum(metrics.s, 20)", "--since", "2026-03-01", "--until", "2026-03-28"]


def points_of(node):
    """What the node holds, as points."""
    made = io.StringIO()
    out = csv.writer(made, lineterminator="\n")
    out.writerow(["company", "model", "id", "metric", "date", "value", "state"])
    for r in list(csv.reader(io.StringIO(node.ask(POINTS).stdout, newline="")))[1:]:
        out.writerow([*r[:5], brute.decimal(int(r[5])) if r[5] else "", r[6]])
    return made.getvalue()


def loaded(directory, shards, coordinator):
    ddl = csm(directory, "csm-calc", "--sql-ddl", "clickhouse", "--cluster", "csm")
    # Debian's has no roles
    ddl = "".join(s + ";\n" for s in ddl.split(";\n") if s.strip() and not s.startswith(("CREATE ROLE", "GRANT")))
    for node in [*shards, coordinator]:
        node.run(ddl)
    coordinator.run(csm(directory, "csm-calc", "-F", "company=seats.csv", "--sql-load", "clickhouse", "--cluster", "csm",
                        "points.csv"))  # fmt: skip
    with open(os.path.join(directory, "points.csv"), encoding="utf-8") as f:
        n = len(f.readlines()) - 1
    of = [{r[0] for r in s.run("SELECT DISTINCT company FROM points")} for s in shards]
    fields = [{r[0] for r in s.run("SELECT DISTINCT company FROM fields")} for s in shards]
    there = int(coordinator.run("SELECT count() FROM points_all")[0][0])
    engines.result("rows go to the shard of their company in three of ClickHouse",
                   there == n and sum(map(len, of)) == 63 == len(set.union(*of)) and all(of)
                   and all(f <= o for f, o in zip(fields, of)) and sum(map(len, fields)) == 60,
                   f"{there} of {n} rows, {[len(o) for o in of]} companies, {[len(f) for f in fields]} of fields")  # fmt: skip


def each(directory, shards):
    """The programs where a shard is."""
    parts = []
    for i, node in enumerate(shards):
        parts.append(f"shard-{i}.csv")
        csm(directory, "csm-calc", *FORMULA, "-o", parts[-1], text=points_of(node))
    got = csm(directory, "csm-ingest", "-k", "points", "--disjoint", *parts)
    want = csm(directory, "csm-calc", *FORMULA, "points.csv")
    engines.result("the programs on each shard of ClickHouse give what they give over the whole",
                   got == want and len(want.splitlines()) > 999, f"{len(got)} bytes, wants {len(want)}")  # fmt: skip


def moved(directory, shards, coordinator, world):
    """The world instead of what the shards had: fields as --sql-load says them, points as this
    client takes many at once."""
    for node, table in [(n, t) for n in shards for t in ("points", "fields")]:
        node.run(f"TRUNCATE TABLE {table}")
    none = os.path.join(directory, "none.csv")
    with open(none, "w", encoding="utf-8") as f:
        f.write("company,model,id,metric,date,value,state\n")
    coordinator.run(csm(world.directory, "csm-calc", *world.fields, "--sql-load", "clickhouse", "--cluster", "csm", none))
    with open(os.path.join(world.directory, "points.csv"), encoding="utf-8", newline="") as f:
        rows = ["\t".join([*r[:5], str(fuzz.micros(r[5])) if r[5] else "\\N", r[6] or "\\N"]) for r in list(csv.reader(f))[1:]]
    done = subprocess.run([*coordinator.client, "--query", "INSERT INTO points_all FORMAT TabSeparated"],
                          input="\n".join(rows) + "\n", capture_output=True, text=True, encoding="utf-8")  # fmt: skip
    if done.returncode != 0:
        raise engines.Refused(done.stderr)


def here(directory, node, i, world):
    """The points of a node and its companies' rows of the files of fields, as options."""
    own, words = {r[0] for r in node.run("SELECT DISTINCT company FROM fields")}, []
    with open(os.path.join(world.directory, f"shard-{i}.csv"), "w", encoding="utf-8") as f:
        f.write(points_of(node))
    for option in world.fields[1::2]:
        model, file = option.partition("=")[::2]
        file, key = file.partition(":")[::2]
        with open(os.path.join(world.directory, file), encoding="utf-8", newline="") as f:
            head, *rows = csv.reader(f)
        at = head.index("company" if "company" in head else "id")
        with open(os.path.join(world.directory, f"shard-{i}-{model}.csv"), "w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows([head, *(r for r in rows if r[at] in own)])
        words += ["-F", f"{model}=shard-{i}-{model}.csv" + (f":{key}" if key else "")]
    return words


def demo(srcdir, directory, shards, coordinator):
    """The demo's whole configuration, by the programs on each shard."""
    home = os.path.join(directory, "demo")
    os.makedirs(home)
    world = whole.World("demo", whole.demo(srcdir, home), home)
    moved(directory, shards, coordinator, world)
    fields = [here(directory, node, i, world) for i, node in enumerate(shards)]
    rest = [a for a in world.base if a not in world.fields]
    cells, wrong = 0, []
    for program in ["csm-calc"], ["csm-health", "--parts"], ["csm-units"]:
        want = sorted(csm(home, *program, *world.base, "-t", "csv", "points.csv").splitlines()[1:])
        got = sorted(line for i, words in enumerate(fields)
                     for line in csm(home, *program, *rest, *words, "-t", "csv", f"shard-{i}.csv").splitlines()[1:])  # fmt: skip
        cells += len(want)
        wrong += [program[0]] * (got != want)
    engines.result(f"demo by the programs on three shards of ClickHouse 18.16, {cells} cells", cells > 9999 and not wrong,
                   f"others of {', '.join(wrong)}")  # fmt: skip


def old(node, directory):
    """A statement is an error there, and no other numbers."""
    for sql in csm(directory, "csm-calc", *FORMULA[2:], "-e", "sum(metrics.s, 20)", "--sql", "clickhouse"), "CREATE ROLE a":
        said = node.ask(sql).stderr
        engines.result(f"ClickHouse of 2018 knows no {sql.split()[0]} of statements", "Syntax error" in said, said[:300])


def asked(srcdir, directory, node, sql, name, *more):
    out = os.path.join(directory, name)
    child = subprocess.Popen([os.path.join(srcdir, "share/csm/scale/ask.sh"), out, *node.client, *more], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")  # fmt: skip
    STARTED.append(child)
    child.stdin.write(sql)
    child.stdin.close()
    return child


def dies(srcdir, directory, shards, coordinator):
    every = "SELECT company, model, id, metric, date, value, state{} FROM points_all FORMAT CSVWithNames"
    child = asked(srcdir, directory, coordinator, every.format(""), "whole.csv")
    engines.result("all shards of ClickHouse answer", child.wait(60) == 0
                   and os.path.exists(os.path.join(directory, "whole.csv")), "no file")  # fmt: skip
    # some 450 rows of a shard, each of which takes so long
    child = asked(srcdir, directory, coordinator, every.format(", sleepEachRow(0.05) AS s"), "died.csv", "--max_block_size=1")
    time.sleep(2)
    running = child.poll() is None
    shards[1].server.send_signal(signal.SIGKILL)
    shards[1].server.wait()
    status = child.wait(120)
    left = [f for f in os.listdir(directory) if f.startswith("died.csv")]
    engines.result("a shard of ClickHouse that dies in the middle is an error, and leaves no file",
                   running and status != 0 and not left, f"running {running}, status {status}, {left}")  # fmt: skip
    status = asked(srcdir, directory, coordinator, every.format(""), "gone.csv").wait(120)
    left = [f for f in os.listdir(directory) if f.startswith("gone.csv")]
    engines.result("a shard of ClickHouse that is not there is an error, and leaves no file",
                   status != 0 and not left, f"status {status}, {left}")  # fmt: skip


def main():
    srcdir, _, directory = sys.argv[1:4]
    if not shutil.which("clickhouse-server") or not shutil.which("clickhouse-client"):
        print("skip sql servers of ClickHouse: they are not installed (scripts/setup.sh engines)")
        return 0
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    world(directory)
    home = tempfile.mkdtemp(prefix="csm-clickhouse-")
    ports, nodes = [engines.free_port() for _ in range(SHARDS)], []
    try:
        for i, port in enumerate([*ports, engines.free_port()]):
            nodes.append(Server(os.path.join(home, f"n{i}"), port, ports))
        coordinator = nodes[-1]
        loaded(directory, nodes[:SHARDS], coordinator)
        each(directory, nodes[:SHARDS])
        old(coordinator, directory)
        if os.environ.get("SQL_CELLS"):
            demo(srcdir, directory, nodes[:SHARDS], coordinator)
        dies(srcdir, directory, nodes[:SHARDS], coordinator)
    except engines.Missing as why:
        print(f"skip sql servers of ClickHouse: {why}")
    finally:
        for process in reversed(STARTED):
            engines.end(process)
        shutil.rmtree(home)
    return 1 if engines.FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
