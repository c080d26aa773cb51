#!/usr/bin/env python3
"""Statements on more than one machine: PostgreSQL nodes and a coordinator with foreign
tables; a node that dies in the middle; ClickHouse's views, in process.

usage: cluster.py SRCDIR BUILD DIR
"""
import csv
import json
import os
import random
import signal
import subprocess
import sys
import time

import engines
import fuzz
from fuzz import brute


def run(command, directory, text=None):
    done = subprocess.run(command, cwd=directory, input=text, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError(f"{command}: {done.stderr}")
    return done.stdout


def program(name, *args):
    return [name, "--no-config", "-q", *args]


def world(directory):
    """A world of tests/brute, with health for its companies; what the dialect refuses is
    left out."""
    _, _, _, args, written = brute.random_world(random.Random("26 cluster"), directory, most=30, spans=(9,))
    base = [a for a in args if a not in ("csm-calc", "points.csv", "-q", "--no-config")]
    path = os.path.join(directory, "metrics.json")
    with open(path, encoding="utf-8") as f:
        conf = json.load(f)
    ids = [i for i in written if fuzz.statement(args, "postgres", [i], directory) is not None]
    conf["metrics"] = [m for m in conf["metrics"] if m["id"] in ids]
    conf["health"] = [{"id": "default", "method": "points", "factors": [
        {"id": "idle", "metric": "days_since(activities.*)", "condition": "more than", "value": 3, "impact": -2.5},
        {"id": "use", "metric": "sum(activities.*, 7)", "condition": "linear", "low": [0, -1], "high": [9, 3]}]}]  # fmt: skip
    with open(path, "w", encoding="utf-8") as f:
        json.dump(conf, f)
    return base


def shard(directory, base, i, n, dialect):
    """What one node gets: the companies of its shard."""
    run(program("csm-ingest", "-k", "points", "--shard", f"{i}/{n}", "--allow-empty", "-o", "part.csv", "points.csv"),
        directory)  # fmt: skip
    more = []
    for field in fuzz.fields_of(base):
        model, _, rest = field.partition("=")
        file, _, key = rest.partition(":")
        made = f"part-{model}.csv"
        company = (key or "id") if model == "company" else "company"
        run(program("csm-ingest", "-k", "fields", "--model", model, "--company", company, "--shard", f"{i}/{n}",
                    "--allow-empty", "-o", made, file), directory)  # fmt: skip
        more += ["-F", f"{model}={made}"]
    return run(program("csm-calc", *more, "--sql-load", dialect, "part.csv"), directory)


def points(text):
    return sorted(list(csv.reader(text.splitlines()))[1:])


def views(directory, base, dialect, name="csm-calc"):
    return run(program(name, *base, "--sql", dialect, "--cluster", "csm"), directory)


def database(node, name):
    """The same server, another database."""
    other = engines.Postgres.__new__(engines.Postgres)
    other.psql = node.psql[:-1] + [name]
    return other


def link(coordinator, nodes):
    coordinator.run("CREATE EXTENSION IF NOT EXISTS postgres_fdw; DROP SERVER IF EXISTS csm_0 CASCADE")
    for i, node in enumerate(nodes):
        port, name = node.psql[node.psql.index("-p") + 1], node.psql[-1]
        coordinator.run(
            f"CREATE SERVER csm_{i} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '{port}', "
            f"dbname '{name}', async_capable 'true', fetch_size '1000');"
            f"CREATE USER MAPPING FOR csm SERVER csm_{i} OPTIONS (user 'csm')")  # fmt: skip


def ask(directory, srcdir, node, out):
    return subprocess.Popen(
        [os.path.join(srcdir, "share/csm/scale/ask.sh"), out, *node.psql], cwd=directory, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")  # fmt: skip


def spread(directory, srcdir, base, servers, n):
    """n shards as databases of the servers, and a coordinator that is a database, too."""
    ddl = run(program("csm-calc", "--sql-ddl", "postgres", "--cluster", "csm"), directory)
    nodes = []
    for i in range(n + 1):
        server, name = servers[i % len(servers)], f"n{n}_{i}"
        server.run(f'CREATE DATABASE "{name}"')
        nodes.append(database(server, name))
        nodes[-1].run(ddl)
    coordinator = nodes.pop()
    for i, node in enumerate(nodes):
        node.run(shard(directory, base, i + 1, n, "postgres"))
    link(coordinator, nodes)
    for name in "csm-calc", "csm-health":
        text = views(directory, base, "postgres", name)
        for node in [*nodes, coordinator]:
            node.run(text)
        out = os.path.join(directory, f"{name}.csv")
        asked = ask(directory, srcdir, coordinator, out)
        _, why = asked.communicate("SELECT * FROM csm_all")
        want = points(run(program(name, *base, "points.csv"), directory))
        with open(out, encoding="utf-8") as f:
            got = points(f.read())
        engines.result(f"{name} on {n} nodes of PostgreSQL gives what the program does", got == want and len(want) > 9,
               f"{why} {len(got)} rows, wants {len(want)}")  # fmt: skip
    return coordinator, nodes


def die(directory, srcdir, coordinator, nodes, server):
    """A node is killed while it answers; its rows come slowly, so that it is in the middle."""
    slow = "CREATE OR REPLACE VIEW csm_shard AS SELECT s.company, s.model, s.id, s.metric, s.date, s.value, s.state"
    nodes[0].run("ALTER VIEW csm_shard RENAME TO fast_shard")
    nodes[0].run(slow + " FROM fast_shard s, LATERAL (SELECT pg_sleep(0.2) WHERE s.company IS NOT NULL) w")
    out = os.path.join(directory, "died.csv")
    asked = ask(directory, srcdir, coordinator, out)
    asked.stdin.write("SELECT * FROM csm_all")
    asked.stdin.close()
    time.sleep(1)
    server.server.send_signal(signal.SIGQUIT)
    status = asked.wait(60)
    left = [f for f in os.listdir(directory) if f.startswith("died.csv")]
    engines.result("a node that dies in the middle is an error, and leaves no file", status != 0 and not left,
           f"status {status}, {left}")  # fmt: skip


def postgres(srcdir, build, directory, base):
    servers = []
    try:
        for _ in range(4):
            servers.append(engines.Postgres(build))
        spread(directory, srcdir, base, servers[3:], 1)
        spread(directory, srcdir, base, servers[3:], 16)
        coordinator, nodes = spread(directory, srcdir, base, servers, 3)
        die(directory, srcdir, coordinator, nodes, servers[0])
    except engines.Missing as why:
        print(f"skip sql nodes of PostgreSQL: {why}")
    finally:
        for server in servers:
            server.close()


def clickhouse(build, directory, base):
    try:
        engine = engines.Clickhouse(build)
    except engines.Missing as why:
        if os.environ.get("SQL_CELLS"):  # else it is asked where it is, see tests/suite/sql
            print(f"skip sql views of ClickHouse: {why}")
        return
    more = [w for f in fuzz.fields_of(base) for w in ("-F", f)]
    try:
        engine.run_all(run(program("csm-calc", "--sql-ddl", "clickhouse", "--cluster", "csm"), directory))
        engine.run_all(run(program("csm-calc", *more, "--sql-load", "clickhouse", "points.csv"), directory))
        engine.run_all(views(directory, base, "clickhouse", "csm-health"))
        rows = engine.run("SELECT * FROM csm_all")
        want = points(run(program("csm-health", *base, "points.csv"), directory))
        got = sorted([*r[:5], r[5], r[6]] for r in rows)
        want = sorted([*r[:5], str(fuzz.micros(r[5])) if r[5] else "", r[6]] for r in want)
        engines.result("the views of ClickHouse give what csm-health does", got == want and len(want) > 9, f"{got[:2]} {want[:2]}")
    finally:
        engine.close()


def main():
    srcdir, build, directory = sys.argv[1:4]
    os.makedirs(directory, exist_ok=True)
    base = world(directory)
    postgres(srcdir, build, directory, base)
    clickhouse(build, directory, base)
    return 1 if engines.FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
