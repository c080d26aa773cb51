"""Measuring commands, and printing what was measured: shared by the jobs of make bench."""
import os
import resource
import statistics
import subprocess
import sys
import time

DIR, RUNS = sys.argv[1], int(sys.argv[2])
BUILD = os.environ["BUILD"]
PEERS = ("DuckDB", "chDB", "Polars", "Miller", "libcsv", "jansson", "wc")
OWN_MIB = 32  # of this program; what takes less is shown as this much
DUCK = ["node", f"{os.path.dirname(os.path.abspath(__file__))}/duckdb.mjs"]

# Why bars with such a word in their name are lost, where they are: what profiles say.
WHY = {
    "the night": "five programs read and write the points of end users one after the other; csm-ingest and the "
                 "page and alerts, which the others do not make, take a third of the time each",
    "daily points": "a quarter is the kernel's, which reads 568 MB and writes 676; no function of ours has a tenth",
    "jansson": "half is the kernel's, which copies 320 MB in and 205 out; the loop writes nothing",
    "values a second": "what else runs takes caches and memory away; on an idle machine it was met",
    "reading points": "the days and values of rows are read one by one; a fifth is the kernel's",
    "passed on": "each row is compared with the one before, to know that it is in order, and copied twice",
    "two threads": "one thread looks at all rows, the others at what they hold",
    "csm-report page": "facts of all companies are sorted and drawn in five ways, and stay until the end",
    "/bin/true": "its libraries are found and linked; where other work is beside, it waits for that",
}


def lost(name):
    why = next((why for word, why in WHY.items() if word in name), None)
    return f"   (lost{': ' + why if why else ''})"


def apart(compare, *args):
    """What comparing takes of memory is not to be that of this program: see measure."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        equal = False
        try:
            equal = compare(*args)
        finally:
            sys.stdout.flush()
            os._exit(0 if equal else 1)
    return os.waitpid(pid, 0)[1] == 0


def measure(command):
    """One run: (wall, cpu, peak MiB of the largest process).  To the kernel a process begins with the peak of
    who starts it, so that this program has to stay small for as long as it measures."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if own > OWN_MIB:
        raise SystemExit(f"bench: {own:.0f} MiB of its own would be taken for those of: {command}")
    begin = time.monotonic()
    process = subprocess.Popen(command, shell=isinstance(command, str))
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"bench: status {process.returncode}: {command}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def bar(name, ratio, limit):
    """One ratio of ours to theirs beside what it may be at most."""
    text = f"1/{1 / ratio:.1f} (bar: 1/{round(1 / limit)})" if limit < 1 else f"{ratio:.2f} x (bar: {limit} x)"
    print(f"  bar: {name} {text}{'' if ratio <= limit else lost(name)}", flush=True)


def job(title, commands, runs=RUNS):
    """commands: {name: command}; the first is ours.  Prints medians and ratios; runs 0: only runs them once."""
    if runs > 0:
        print(f"\n{title}", flush=True)
    results = {name: [] for name in commands}
    for run in range(runs + 1):  # the first round warms up
        for name, command in commands.items():
            got = measure(command)
            if run > 0:
                results[name].append(got)
    if runs == 0:
        return {}
    median = {n: [statistics.median(column) for column in zip(*r)] for n, r in results.items()}
    ours = next(iter(commands))
    print(f"  {'':34}{'wall s':>9}{'CPU s':>9}{'MiB':>8}   ours is (wall, CPU, memory)")
    for name, (wall, cpu, peak) in median.items():
        text = ""
        if name != ours:
            o = median[ours]
            text = f"{o[0] / wall:.2f} x wall, {o[1] / cpu:.2f} x CPU, {o[2] / peak:.2f} x memory"
            text += "   (lost)" if name.startswith(PEERS) and o[0] > wall else ""
        print(f"  {name:34}{wall:9.2f}{cpu:9.2f}{peak:8.0f}   {text}", flush=True)
    return median


def rate(name, rate, limit, unit):
    """What a core gets done in a second beside what it should at least."""
    places = 0 if limit >= 10 else 2
    print(f"  bar: {name} {rate:.{places}f} {unit} (bar: {limit}){'' if rate >= limit else lost(f'{name} {unit}')}", flush=True)


def at_most(name, value, limit, unit):
    print(f"  bar: {name} {value:.1f} {unit} (bar: {limit}){'' if value <= limit else lost(f'{name} {unit}')}", flush=True)


def same(title, a, b):
    equal = subprocess.run(["cmp", "-s", a, b]).returncode == 0
    print(f"  {title}: {'the same bytes' if equal else 'DIFFERENT'}", flush=True)
    return equal


def bars(what, ours, theirs, limits):
    for name, o, t, limit in zip(("wall", "CPU", "memory"), ours, theirs, limits):
        if limit:
            bar(f"{what}{name}", o / t, limit)


def windows_equal(ours, theirs):
    """Values compared as numbers rounded to six places; DuckDB's order of rows is ours."""
    rows = different = 0
    with open(ours) as a, open(theirs) as b:
        next(a), next(b)
        mine = (line.rstrip("\n").split(",") for line in a)
        for row in (line.rstrip("\n").split(",") for line in b):
            if not any(row[4:]):
                continue  # csm writes no row for a day without any value
            got = next(mine, None)
            rows += 1
            if got is None or got[:4] != row[:4] or any(
                    (x == "") != (y == "") or (x and abs(float(x) - float(y)) > 5.000001e-7)
                    for x, y in zip(got[4:], row[4:])):
                different += 1
        different += sum(1 for _ in mine)
    print(f"  csm-calc and DuckDB: {rows} rows, {different} different", flush=True)
    return different == 0
