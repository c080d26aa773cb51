"""What the checks against DuckDB share: its answers, and points compared value by value."""
import csv
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def duckdb(sql, out, directory, modules):
    """DuckDB's rows, without a header; MODULES is the directory with node_modules."""
    subprocess.run(["node", os.path.join(ROOT, "tests", "bench", "duckdb.mjs"), "SET TimeZone = 'UTC'",
                    f"COPY ({sql}) TO '{out}' (HEADER false)"], cwd=directory, check=True,
                   env={**os.environ, "CSM_BENCH_MODULES": modules})


def points(path, skip):
    """Rows behind the first `skip` as sorted tuples, values in millionths."""
    with open(path, newline="") as f:
        rows = list(csv.reader(f))[skip:]
    return sorted((*r[:5], round(float(r[5]) * 1e6)) for r in rows)


def same(name, ours, theirs):
    """Whether both have the same points, and some; tells it, with the first that differ."""
    a, b = points(ours, 1), points(theirs, 0)
    if a == b and a:
        print(f"ok duckdb {name} ({len(a)} points)")
        return True
    for r in sorted(set(a) ^ set(b))[:6]:
        print("#", "csm   " if r in set(a) else "duckdb", r)
    print(f"not ok duckdb {name}: {len(a)} and {len(b)} points")
    return False
