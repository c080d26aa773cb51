#!/usr/bin/env python3
"""The programs inside an engine: ClickHouse's executable(), PostgreSQL's COPY FROM PROGRAM,
with the settings of csm-scale(7).  A child that fails, is silent, is killed or rejects a
row is an error, and no row of it is taken.

usage: inside.py SRCDIR BUILD DIR
"""
import os
import shutil
import subprocess
import sys
import time

import engines

POINTS = [("a", "2026-11-20", 3), ("a", "2026-11-21", 4), ("b", "2026-11-19", 1)]
# the last: one row more, whose date is none
CHILDREN = {
    "fails": "printf 'company,model,id,metric,date,value,state\\nx,company,x,calculated.e,2026-11-21,1,\\n'; exit 3",
    "is silent": "sleep 60",
    "is killed": "printf 'company,model,id,metric,date,value,state\\nx,company,x,calculated.e,2026-11-21,1,\\n'; kill -9 $$",
}
MEDIAN = "csm-calc --no-config -q -a 2026-11-21 -e 'median(metrics.s, 7)'"
WANT = [["a", "3.5"], ["b", "1"]]


def script(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write("#!/bin/sh\n" + text + "\n")
    os.chmod(path, 0o755)


def refuses(name, ask):
    """An error that is about the child, not about the statement."""
    try:
        said = f"it took {ask()}"
    except engines.Refused as e:
        said = str(e)
    about = ("Child process was", "Pipe read timeout exceeded", "child process exited")
    engines.result(name, any(a in said for a in about), said)


def clickhouse(srcdir, build):
    try:
        engine = engines.Clickhouse(build)
    except engines.Missing as why:
        if os.environ.get("SQL_CELLS"):  # else it is asked where it is, see tests/suite/sql
            print(f"skip sql csm inside ClickHouse: {why}")
        return
    scripts = os.path.join(engine.data, "user_scripts")
    os.makedirs(scripts, exist_ok=True)
    script(os.path.join(scripts, "median.sh"), f"exec {srcdir}/share/csm/scale/inside.sh {MEDIAN}")
    for i, text in enumerate(CHILDREN.values()):
        script(os.path.join(scripts, f"child{i}.sh"), f"cat >/dev/null; {text}")

    def ask(child, more=""):
        return engine.run(f"""SELECT company, value FROM executable('{child}', CSVWithNames,
          'company String, model String, id String, metric String, date Date, value Nullable(Decimal(18, 6)), state String',
          (SELECT * FROM (SELECT company, model, id, metric, toString(date) AS date,
             ifNull(toString(toDecimal128(value, 6) / 1000000), '') AS value, ifNull(state, '') AS state
           FROM points {more}) ORDER BY company, model, id, metric, date),
          SETTINGS check_exit_code = true, stderr_reaction = 'log_last', command_read_timeout = 4000,
            command_write_timeout = 4000, command_termination_timeout = 4)
          ORDER BY company""")  # fmt: skip

    try:
        engine.run("CREATE TABLE points (company String, model String, id String, metric String, date Date, "
                   "value Nullable(Int64), state Nullable(String)) ENGINE = MergeTree ORDER BY company")  # fmt: skip
        rows = ", ".join(f"('{c}', 'company', '{c}', 'metrics.s', '{d}', {v * 1000000}, NULL)" for c, d, v in POINTS)
        engine.run(f"INSERT INTO points VALUES {rows}")
        got = ask("median.sh")
        engines.result("csm inside ClickHouse", got == WANT, f"{got}")
        for i, name in enumerate(CHILDREN):
            refuses(f"a child of ClickHouse that {name} is an error", lambda i=i: ask(f"child{i}.sh"))
        bad = "UNION ALL SELECT 'z', 'company', 'z', 'metrics.s', '2026-99-99', '1', ''"
        refuses("a child of ClickHouse that rejects a row is an error", lambda: ask("median.sh", bad))
    finally:
        engine.close()


def interrupted(engine, child):
    """How long a child runs that a time limit of PostgreSQL interrupts, which is an error."""
    begun = time.monotonic()
    try:
        engine.run(f"SET statement_timeout = '500ms'; COPY results FROM PROGRAM '{child}' WITH (FORMAT csv, HEADER)")
    except engines.Refused as e:
        return time.monotonic() - begun if "signal 2" in str(e) or "timeout" in str(e) else -1
    return -1


def postgres(srcdir, build):
    try:
        engine = engines.Postgres(build)
    except engines.Missing as why:
        print(f"skip sql csm inside PostgreSQL: {why}")
        return
    home = engine.directory  # the server's user sees no directory of ours
    for program in "csm-calc", "csm":
        shutil.copy(os.path.join(build, program), home)
    shutil.copy(os.path.join(srcdir, "share/csm/scale/inside.sh"), home)
    for i, text in enumerate(CHILDREN.values()):
        script(os.path.join(home, f"child{i}.sh"), text)
    os.chmod(home, 0o755)
    select = "COPY (SELECT company, model, id, metric, date, value::numeric / 1000000 AS value, state FROM points"
    psql = " ".join(engine.psql) + f' -c "{select} {{more}} ORDER BY 1, 2, 3, 4, 5) TO STDOUT WITH (FORMAT csv, HEADER)"'

    def median(more=""):
        text = f"PATH={home}:$PATH exec {home}/inside.sh -f '{psql.format(more=more)}' {MEDIAN}"
        script(os.path.join(home, "median.sh"), text)
        return copy("median.sh")

    def copy(child):
        engine.run(f"TRUNCATE results; COPY results FROM PROGRAM 'timeout 3 {home}/{child}' WITH (FORMAT csv, HEADER)")
        return engine.run("SELECT company, trim_scale(value) FROM results ORDER BY 1")

    def left():
        return engine.run("SELECT * FROM results")

    try:
        engine.run("CREATE TABLE points (company text, model text, id text, metric text, date text, value bigint, state text);"
                   "CREATE TABLE results (company text, model text, id text, metric text, date date, value numeric,"
                   " state text)")  # fmt: skip
        rows = ", ".join(f"('{c}', 'company', '{c}', 'metrics.s', '{d}', {v * 1000000}, NULL)" for c, d, v in POINTS)
        engine.run(f"INSERT INTO points VALUES {rows}")
        got = median()
        engines.result("csm inside PostgreSQL", got == WANT, f"{got}")
        engine.run("TRUNCATE results")
        for i, name in enumerate(CHILDREN):
            refuses(f"a child of PostgreSQL that {name} is an error", lambda i=i: copy(f"child{i}.sh"))
        for child, least, most in ("sleep 5", 0, 4), ("timeout 9 sleep 5", 4.5, 60):
            took = interrupted(engine, child)
            engines.result(f"statement_timeout of PostgreSQL and {child}", least < took < most, f"{took} s")
        bad = "UNION ALL SELECT 'z', 'company', 'z', 'metrics.s', '2026-99-99', 1, ''"
        refuses("a child of PostgreSQL that rejects a row is an error", lambda: median(bad))
        engines.result("no row of a child that failed is taken", left() == [], f"{left()}")
    finally:
        engine.close()


def main():
    srcdir, build, _ = sys.argv[1:4]
    clickhouse(srcdir, build)
    postgres(srcdir, build)
    return 1 if engines.FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
