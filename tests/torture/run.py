#!/usr/bin/env python3
"""Lets every call of the system and every allocation fail, in every program and format, and
kills them: what may come of it is the same output, or a status of 4 with a message, the old
files and nothing beside them.

    run.py all [JOB...]        every point, and a hundredth of those of other programs
    run.py sample SHARE        that share of the points of every job, spread evenly

TORTURE_STATE=FILE keeps what was tried there; with the same file it goes on where it ended,
as long as the programs are the same.

SAME    status and every byte as without failure
TOLD    status 4, a message with a code, and the old files
CRASH   a signal, an assertion                 SILENT  the status of success, another output
MUTE    a failure without a message or code    HANG    no end
HALF    new files, or some of them, although it failed
STRAY   files or a process left behind
"""
import hashlib
import json
import multiprocessing
import os
import random
import re
import resource
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import OLD, Bench  # noqa: E402
from jobs import FILES, jobs, peers, world  # noqa: E402

BUILD = os.path.abspath(os.environ.get("BUILD", "build"))
SHIM = os.path.join(BUILD, "torture", "shim.so")
OUTCOMES = ("SAME", "TOLD", "CRASH", "SILENT", "MUTE", "HANG", "HALF", "STRAY")
GOOD = ("SAME", "TOLD")
MODES = {"alloc": ("once", "good"), "open": ("once", "good", "denied", "broken", "nomem", "kill"),
         "read": ("once", "good", "short", "kill"), "write": ("once", "good", "short", "kill"),
         "close": ("once", "kill"), "fsync": ("once", "good", "kill"),
         "rename": ("once", "good", "kill"), "spawn": ("once", "good", "kill"), "thread": ("once", "good")}
HEAVY = {"ingest-shards": 0.02}  # of its points: each takes a tenth of a second
KILLS = 200  # of each program, at any time, beside those at its calls
CHUNK = 100  # points that a worker tries at a time
SAYS = [("calc-directory", ("open",), b": conf: cannot open: "),
        ("calc-directory", ("read",), b": conf: cannot read: "),
        ("ingest-plain", ("read",), b": events.csv: cannot read: "),
        ("ingest-zone", ("read",), b": cannot read the time zone file "),
        ("ingest-twice", ("open",), b": no room for a copy of standard input in "),
        ("ingest-twice", ("write",), b": a copy of standard input in "),
        ("ingest-twice", ("alloc",), b": the copy of standard input: "),
        ("ingest-shards", ("open", "write"), b": cannot write a temporary file in "),
        ("ingest-shards", ("read",), b": cannot read a temporary file: "),
        ("report-trend-png", ("open", "write"), b": cannot write a temporary file in "),
        ("report-trend-png", ("spawn",), b": cannot run rsvg-convert: "),
        ("report-trend-png", ("read",), b": cannot read a temporary file: ")]
CODES = r"\[E_(?:OPEN|READ|WRITE|MEMORY|TRUNCATED)\]"


class Job:
    def __init__(self, name, program, args):
        # "<FILE" as the last argument is standard input
        self.name, self.program = name, program
        self.input = args[-1][1:] if args[-1].startswith("<") else None
        self.args = args[:-1] if self.input else args
        self.ours = program.startswith("csm-")
        self.path = os.path.join(BUILD, program) if self.ours else shutil.which(program)
        at = args.index("-o") if "-o" in args else -1
        self.output = args[at + 1] if at >= 0 else None
        self.split = "--split-by" in args
        self.outputs = [o for o in (self.output, *FILES[1:]) if o is not None and o in args]
        self.names = {*self.outputs, "tmp"}
        self.message = re.compile(rf"^{program}: .*{CODES}$", re.M)
        self.foreign = re.compile(rf"^(?!{program}: |  )", re.M)  # a line that another program's code wrote
        self.calls, self.base, self.seconds = {}, None, 0

    def format(self):
        if "-t" in self.args:
            return self.args[self.args.index("-t") + 1]
        return self.output.partition(".")[2] if self.output else "stdout"

    def key(self):
        """Of everything that decides what its points are and give."""
        digest = hashlib.sha256(repr((self.args, self.input, MODES, CHUNK)).encode())
        for path in (self.path, SHIM):
            with open(path, "rb") as f:
                digest.update(f.read())
        return digest.hexdigest()[:16]


def untouched(job, outputs):
    return all(v == OLD for v in outputs.values()) if not job.split else not any("/" in k for k in outputs)


def judge(bench, job, got):
    status, process, out, err = got
    if status is None:
        return "HANG", ""
    text = err.decode("utf-8", "replace").strip()
    if status < 0 or status >= 128 or b"Sanitizer" in err:
        return "CRASH", f"status {status}: {text[-300:]}"
    left, outputs = bench.strays(), bench.outputs()
    if left or process:
        return "STRAY", " ".join([*left, *(["a process"] if process else [])])
    if status == job.base[0]:
        if (out, outputs) == job.base[1:]:
            return "SAME", ""
        return "SILENT", f"status {status}: {text[-300:]}"
    if not untouched(job, outputs):
        changed = [k for k, v in outputs.items() if v != OLD]
        return "HALF", f"status {status}, new: {' '.join(changed)}: {text[-200:]}"
    if not text or job.ours and (status != 4 or not job.message.search(text) or job.foreign.search(text)):
        return "MUTE", f"status {status}: {text[-300:]}"
    return "TOLD", ""


def half(job, outputs):
    """What a kill may not leave: a file that is neither old nor new, or new data, which are
    renamed last, beside an old file."""
    new = {name: data == job.base[2].get(name) for name, data in outputs.items() if "/." not in name}
    torn = [name for name, is_new in new.items() if not is_new and outputs[name] != OLD]
    if torn or not job.split and new[job.output] and not all(new.values()):
        return f"after a kill: {' '.join(torn) or 'new data beside old files'}"
    return None


def kill(bench, job, point):
    """Killed somewhere on its way: old or new, and nothing left by the next run."""
    kind, mode, n = point
    if kind == "time":
        n = int(random.Random(f"{job.name} {SEED} {n}").random() * job.seconds * 1.2e6)
    _, process, _, _ = bench.run(kind, mode, n)
    if process:
        return "STRAY", "a process after a kill"
    wrong = half(job, bench.outputs())
    if wrong is not None:
        return "HALF", wrong
    status, process, out, _ = bench.run("none", "once", 0)
    left = bench.strays()
    if left or process or (status, out, bench.outputs()) != job.base:
        return "STRAY", f"after a kill and another run: {' '.join(left) or 'another output'}"
    return "SAME", ""


def counts(bench, job):
    """What the job gives without failure, how many calls of each kind it makes and how long
    it takes; False: it cannot be tried."""
    if not bench.turn_to(job):
        return False
    bench.fresh()
    began = time.time()
    status, _, out, err = bench.run("none", "count", 0)
    job.seconds = time.time() - began
    if status not in (0, 1):
        sys.exit(f"torture: {job.name} does not work by itself: status {status}: {err.decode()[-500:]}")
    with open(bench.counts) as f:
        job.calls = {kind: int(n) for kind, n in map(str.split, f)}
    job.base = status, out, bench.outputs()
    return True


def points_of(job, share, kills):
    """An even share of each kind and mode, the first and last always."""
    chance, points = random.Random(f"{job.name} {SEED}"), []
    share = min(share, HEAVY.get(job.name, 1))
    for kind, modes in MODES.items():
        for mode in modes:
            if mode == "kill" and job.output is None:
                continue
            n = job.calls.get(kind, 0)
            want = max(min(n, 2), round(n * share))
            numbers = range(1, n + 1)
            if want < n:
                offset = chance.random()
                numbers = sorted({1, n, *(int((i + offset) * n / want) + 1 for i in range(want))})
            points += [(kind, mode, i) for i in numbers]
    return points + [("time", "kill", i) for i in range(kills)]


def chunk_of(task):
    """In a worker: [(point, outcome, detail)]."""
    global BENCH
    at, number, points = task
    job, said = TODO[at], []
    if BENCH is None:
        BENCH = Bench(ROOT, FILES_MADE, SHIM)
    BENCH.turn_to(job)
    for point in points:
        BENCH.fresh()
        said.append((point, *(kill(BENCH, job, point) if point[1] == "kill" else
                              judge(BENCH, job, BENCH.run(*point)))))
    return at, number, said


class Tally:
    def __init__(self):
        self.count, self.shown = {}, {}

    def add(self, job, point, outcome, detail, quiet):
        row = self.count.setdefault(job.name, dict.fromkeys(OUTCOMES, 0))
        row[outcome] += 1
        if outcome in GOOD or quiet:
            return
        # one line for each cause, not for each allocation that has it
        key = (job.name, point[0], outcome, re.sub(r"\d+", "", detail))
        self.shown[key] = self.shown.get(key, 0) + 1
        if self.shown[key] == 1:
            print(f"#   {outcome} {job.name} {':'.join(map(str, point))} {detail}", flush=True)

    def tell(self, job):
        row = self.count.get(job.name, dict.fromkeys(OUTCOMES, 0))
        wrong = sum(n for outcome, n in row.items() if outcome not in GOOD)
        print(f"{'ok' if wrong == 0 else 'not ok'} torture {job.name}: {sum(row.values())} points"
              + (f", {wrong} bad" if wrong else ""), flush=True)
        return wrong

    def table(self, todo):
        """By program and by its formats."""
        print(f"# {'program':12} {'format':10}" + "".join(f"{o:>8}" for o in OUTCOMES))
        rows = {}
        for job in todo:
            for name in ("", job.format()):
                row = rows.setdefault((job.program, name), dict.fromkeys(OUTCOMES, 0))
                for outcome, n in self.count.get(job.name, {}).items():
                    row[outcome] += n
        for (program, name), row in sorted(rows.items()):
            print(f"# {program:12} {name or 'all':10}" + "".join(f"{row[o]:8}" for o in OUTCOMES), flush=True)


class State:
    """What was tried by runs before, in a file; none without one."""

    def __init__(self, path):
        self.done, self.calls, self.file = {}, {}, None
        if not path:
            return
        if os.path.exists(path):
            with open(path) as f:
                for line in f:
                    entry = json.loads(line)
                    if "calls" in entry:
                        self.calls[entry["key"]] = entry["calls"]
                    else:
                        self.done[entry["key"], entry["chunk"]] = entry["said"]
        self.file = open(path, "a")

    def write(self, **entry):
        if self.file is not None:
            self.file.write(json.dumps(entry) + "\n")
            self.file.flush()


def plan(share, kills, state):
    """The tasks of all jobs in their order; what was done before is none."""
    tasks, before = [], []
    for at, job in enumerate(TODO):
        key = job.key()
        if key in state.calls:
            job.calls = state.calls[key]
        else:
            state.write(key=key, job=job.name, calls=job.calls)
        outputs = sum(j.output is not None and j.program == job.program for j in TODO)
        points = points_of(job, share, 0 if job.output is None else -(-kills // outputs))
        for number in range(0, len(points), CHUNK):
            if (key, number) in state.done:
                before.append((at, number, state.done[key, number]))
            else:
                tasks.append((at, number, points[number:number + CHUNK]))
    return tasks, before


def torture(share, kills, state, quiet=False):
    """Everything of TODO; the number of points that went wrong."""
    tally, bad = Tally(), 0
    tasks, before = plan(share, kills, state)
    open_chunks = [sum(t[0] == at for t in tasks) for at in range(len(TODO))]
    for at, _, said in before:
        for point, outcome, detail in said:
            tally.add(TODO[at], point, outcome, detail, quiet)
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        for at, number, said in pool.imap_unordered(chunk_of, tasks):
            for point, outcome, detail in said:
                tally.add(TODO[at], point, outcome, detail, quiet)
            state.write(key=TODO[at].key(), chunk=number, said=said)
            open_chunks[at] -= 1
            if open_chunks[at] == 0 and not quiet:
                bad += tally.tell(TODO[at])
        pool.close()
        pool.join()
    if not quiet:
        done = {t[0] for t in tasks}
        bad += sum(tally.tell(job) for at, job in enumerate(TODO) if at not in done)
    tally.table(TODO)
    return bad, sum(len(t[2]) for t in tasks)


def others(share, bench):
    """Points of other programs that are installed; what becomes of them is shown and is no
    failure."""
    global TODO
    TODO = []
    for job in (Job(*p) for p in peers()):
        if job.path is None:
            print(f"# {job.name} is not installed")
        elif not counts(bench, job):
            print(f"# {job.name} makes its calls without the C library, where none can be made to fail")
        else:
            TODO.append(job)
    bench.close()
    torture(share, 0, State(None), quiet=True)


def says(bench):
    """Messages that nothing but a failing call raises: some point of the job has it.  How many
    have not."""
    missing = 0
    for name, kinds, text in SAYS:
        job = next(j for j in TODO if j.name == name)
        bench.turn_to(job)
        found = None
        for kind, n in ((kind, n) for kind in kinds for n in range(job.calls.get(kind, 0), 0, -1)):
            bench.fresh()
            if text in bench.run(kind, "once", n)[3]:
                found = f"{kind} {n}"
                break
        print(f"{'ok' if found else 'not ok'} torture {name} says \"{text.decode()}\": {found}", flush=True)
        missing += found is None
    return missing


def cost(points, seconds):
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = used.ru_utime + used.ru_stime
    print(f"# {points} points in {seconds:.0f} s, {points / max(seconds, 0.001):.0f} a second; "
          f"{1000 * spent / max(points, 1):.2f} ms of a processor each", flush=True)


def main():
    global ROOT, TODO, FILES_MADE
    what, wanted, share, kills = sys.argv[1], sys.argv[2:], 1.0, KILLS
    if what == "sample":
        share, wanted, kills = float(sys.argv[2]), [], 20
    # in memory, where there is such a place: nothing here is about disks
    shm = "/dev/shm" if os.access("/dev/shm", os.W_OK) and "TMPDIR" not in os.environ else None
    ROOT = tempfile.mkdtemp(prefix="csm-torture-", dir=shm)
    made = world()
    for name, data in made.items():
        path = os.path.join(ROOT, "world", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)
    FILES_MADE = {name.split("/")[0] for name in made}
    os.chmod(os.path.join(ROOT, "world", "rsvg-convert"), 0o755)
    try:
        TODO = [j for j in (Job(*j) for j in jobs(made)) if not wanted or any(w in j.name for w in wanted)]
        if not TODO:
            sys.exit(f"torture: no job is called {' or '.join(wanted)}")
        bench, began, bad = Bench(ROOT, FILES_MADE, SHIM), time.time(), 0
        for job in TODO:
            if not counts(bench, job):
                sys.exit(f"torture: {job.name} cannot be tried")
        if not wanted:
            bad = says(bench)
        bench.close()
        more, points = torture(share, kills, State(os.environ.get("TORTURE_STATE")))
        bad += more
        cost(points, time.time() - began)
        if what == "all" and not wanted:
            others(0.01, bench)  # jq alone allocates 27,000 times
    finally:
        shutil.rmtree(ROOT, ignore_errors=True)
    return 1 if bad else 0


SEED = os.environ.get("TORTURE_SEED", "1")
WORKERS = 4 * (os.cpu_count() or 1)  # each waits for what it tries
ROOT, TODO, FILES_MADE, BENCH = "", [], {}, None
if __name__ == "__main__":
    sys.exit(main())
