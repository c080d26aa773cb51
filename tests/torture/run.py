#!/usr/bin/env python3
"""Lets every call of the system and every allocation fail, in every program and format, and
kills them: what may come of it is the same output, or a status of 4 with a message, the old
files and nothing beside them.

    run.py all [JOB...]        every point, and those of other programs that are installed
    run.py sample SECONDS      as many points of every job as fit, spread evenly

SAME    status and every byte as without failure
TOLD    status 4, a message with a code, and the old files
CRASH   a signal, an assertion                 SILENT  the status of success, another output
MUTE    a failure without a message or code    HANG    no end
HALF    new files, or some of them, although it failed
STRAY   files left behind
"""
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from jobs import FILES, jobs, peers, world  # noqa: E402

BUILD = os.path.abspath(os.environ.get("BUILD", "build"))
SHIM = os.path.join(BUILD, "torture", "shim.so")
OUTCOMES = ("SAME", "TOLD", "CRASH", "SILENT", "MUTE", "HANG", "HALF", "STRAY")
GOOD = ("SAME", "TOLD")
MODES = {"alloc": ("once", "good"), "open": ("once", "good"), "read": ("once", "good", "short"),
         "write": ("once", "good", "short"), "close": ("once",), "fsync": ("once", "good"),
         "rename": ("once", "good"), "spawn": ("once", "good"), "thread": ("once", "good")}
SECONDS = 20
KILLS = 200
OLD = b"old\n"
here = threading.local()


class Job:
    def __init__(self, name, program, args):
        # "<FILE" as the last argument is standard input
        self.name, self.program = name, program
        self.input = args[-1][1:] if args[-1].startswith("<") else None
        self.args = args[:-1] if self.input else args
        self.path = os.path.join(BUILD, program) if program.startswith("csm-") else shutil.which(program)
        at = args.index("-o") if "-o" in args else -1
        self.output = args[at + 1] if at >= 0 else None
        self.split = "--split-by" in args
        self.outputs = [o for o in (self.output, *FILES[1:]) if o is not None and o in args]


def fresh(job, files):
    """The directory of this thread: the inputs, the old outputs and its own $TMPDIR, nothing else."""
    cwd = here.__dict__.get("cwd")
    if cwd is None:
        cwd = here.cwd = tempfile.mkdtemp(prefix="torture-", dir=ROOT)
        for name in files:
            os.symlink(os.path.join(ROOT, "world", name), os.path.join(cwd, name))
        os.mkdir(os.path.join(cwd, "tmp"))
    for entry in [*os.scandir(cwd), *os.scandir(os.path.join(cwd, "tmp"))]:
        if entry.name not in files and entry.path != os.path.join(cwd, "tmp"):
            (shutil.rmtree if entry.is_dir(follow_symlinks=False) else os.unlink)(entry.path)
    for name in job.outputs:
        if job.split and name == job.output:
            os.mkdir(os.path.join(cwd, name))
        else:
            with open(os.path.join(cwd, name), "wb") as f:
                f.write(OLD)
    return cwd


def environment(cwd, job, **more):
    env = {k: v for k, v in os.environ.items() if k not in ("LD_PRELOAD", "TORTURE", "TORTURE_COUNTS")}
    env.update(TMPDIR=os.path.join(cwd, "tmp"), SOURCE_DATE_EPOCH="1795300000", LC_ALL="C.UTF-8",
               TORTURE_PROGRAM=job.program, **more)
    return env


def read_outputs(cwd, job):
    got = {}
    for name in job.outputs:
        path = os.path.join(cwd, name)
        if os.path.isdir(path):
            for entry in sorted(os.listdir(path)):
                with open(os.path.join(path, entry), "rb") as f:
                    got[f"{name}/{entry}"] = f.read()
        elif os.path.exists(path):
            with open(path, "rb") as f:
                got[name] = f.read()
        else:
            got[name] = None
    return got


def strays(cwd, job, files):
    left = set(os.listdir(cwd)) - set(files) - set(job.outputs) - {"tmp"}
    left |= {f"tmp/{f}" for f in os.listdir(os.path.join(cwd, "tmp"))}
    if job.split:
        left |= {f for f in os.listdir(os.path.join(cwd, job.output)) if f.startswith(".")}
    return sorted(left)


def stdin(cwd, job):
    return open(os.path.join(cwd, job.input) if job.input else os.devnull, "rb")


def start(job, files, **more):
    """Run it; (cwd, status, standard output, messages), status None if it did not end."""
    cwd = fresh(job, files)
    try:
        with stdin(cwd, job) as given:
            run = subprocess.run([job.path, *job.args], cwd=cwd, stdin=given,
                                 env=environment(cwd, job, **more), capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return cwd, None, b"", b""
    return cwd, run.returncode, run.stdout, run.stderr


def untouched(job, outputs):
    return all(v == OLD for v in outputs.values()) if not job.split else not any("/" in k for k in outputs)


def judge(job, files, base, got):
    cwd, status, out, err = got
    if status is None:
        return "HANG", ""
    text = err.decode("utf-8", "replace").strip()
    if status < 0 or status >= 128 or b"Sanitizer" in err:
        return "CRASH", f"status {status}: {text[-300:]}"
    left, outputs = strays(cwd, job, files), read_outputs(cwd, job)
    if left:
        return "STRAY", " ".join(left)
    if status == base[1]:
        if out == base[2] and outputs == base[3]:
            return "SAME", ""
        return "SILENT", f"status {status}: {text[-300:]}"
    if not untouched(job, outputs):
        changed = [k for k, v in outputs.items() if v != OLD]
        return "HALF", f"status {status}, new: {' '.join(changed)}: {text[-200:]}"
    if not job.program.startswith("csm-"):
        return ("TOLD", "") if text else ("MUTE", f"status {status}")
    if status != 4 or not re.search(rf"^{job.program}: .*\[E_(?:OPEN|READ|WRITE|MEMORY|TRUNCATED)\]$", text, re.M):
        return "MUTE", f"status {status}: {text[-300:]}"
    return "TOLD", ""


def counts(job, files):
    """How many calls of each kind the job makes, and what it gives without failure."""
    path = os.path.join(ROOT, f"counts-{job.name}")
    cwd, status, out, err = start(job, files, LD_PRELOAD=SHIM, TORTURE_COUNTS=path)
    if status == 0 and not job.program.startswith("csm-") and not os.path.exists(path):
        return {}, None
    if status not in (0, 1) or not os.path.exists(path):
        sys.exit(f"torture: {job.name} does not work by itself: status {status}: {err.decode()[-500:]}")
    calls = {}
    with open(path) as f:
        for line in f:
            kind, n = line.split()
            calls[kind] = int(n)
    return calls, (cwd, status, out, read_outputs(cwd, job))


def points_of(calls):
    return [(kind, mode, n) for kind, modes in MODES.items() for mode in modes
            for n in range(1, calls.get(kind, 0) + 1)]


def chosen(points, share):
    """An even share of each kind and mode, the first and last always."""
    groups, kept = {}, []
    for p in points:
        groups.setdefault(p[:2], []).append(p)
    for group in groups.values():
        want = max(2, round(len(group) * share))
        if want >= len(group):
            kept += group
        else:
            offset = RANDOM.random()
            kept += sorted({group[0], group[-1], *(group[int((i + offset) * len(group) / want)] for i in range(want))})
    return kept


def kill(job, files, base, seconds):
    """Killed somewhere on its way: old or new, and nothing left by the next run."""
    cwd = fresh(job, files)
    argv, env = [job.path, *job.args], environment(cwd, job)
    with stdin(cwd, job) as given:
        child = subprocess.Popen(argv, cwd=cwd, stdin=given, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, env=env)
    time.sleep(RANDOM.random() * seconds)
    child.kill()
    child.wait()
    for name, data in read_outputs(cwd, job).items():
        if "/." in name:
            continue
        if data not in (OLD, base[3].get(name)):
            return "HALF", f"{name} after a kill"
    with stdin(cwd, job) as given:
        subprocess.run(argv, cwd=cwd, stdin=given, capture_output=True, env=env, timeout=SECONDS)
    left = strays(cwd, job, files)
    if left or read_outputs(cwd, job) != base[3]:
        return "STRAY", f"after a kill and another run: {' '.join(left) or 'another output'}"
    return "SAME", ""


class Tally:
    def __init__(self, quiet=False):
        self.quiet = quiet
        self.lock = threading.Lock()
        self.count = {}
        self.shown = {}

    def add(self, job, point, outcome, detail):
        with self.lock:
            self.count[job.program, outcome] = self.count.get((job.program, outcome), 0) + 1
            if outcome in GOOD or self.quiet:
                return
            # one line for each cause, not for each allocation that has it
            key = (job.name, point[0], outcome, hashlib.md5(re.sub(r"\d+", "", detail).encode()).hexdigest())
            self.shown[key] = self.shown.get(key, 0) + 1
            if self.shown[key] == 1:
                print(f"#   {outcome} {job.name} {':'.join(map(str, point))} {detail}", flush=True)


def torture(job, files, share, tally, pool):
    calls, base = counts(job, files)

    def one(point):
        got = start(job, files, LD_PRELOAD=SHIM, TORTURE=":".join(map(str, point)))
        tally.add(job, point, *judge(job, files, base, got))

    list(pool.map(one, chosen(points_of(calls), share)))
    return base


def kills(job, files, base, n, tally, pool):
    began = time.time()
    start(job, files)
    seconds = (time.time() - began) * 1.2
    list(pool.map(lambda i: tally.add(job, ("kill", "9", i), *kill(job, files, base, seconds)), range(n)))


def others(files, share, pool):
    """The same points in other programs; what becomes of them is shown and is no failure."""
    tally, names = Tally(quiet=True), []
    for job in (Job(*p) for p in peers()):
        if job.path is None:
            print(f"# {job.name} is not installed")
        elif not counts(job, files)[0]:
            print(f"# {job.name} makes its calls without the C library, where none can be made to fail")
        else:
            torture(job, files, share, tally, pool)
            names.append(job.program)
    table(tally, list(dict.fromkeys(names)))


def table(tally, programs):
    print("# " + f"{'program':12}" + "".join(f"{o:>8}" for o in OUTCOMES))
    for p in programs:
        print("# " + f"{p:12}" + "".join(f"{tally.count.get((p, o), 0):8}" for o in OUTCOMES), flush=True)


def main():
    global ROOT
    what, rest = sys.argv[1], sys.argv[2:]
    share, wanted, killed = 1.0, rest, KILLS
    ROOT = tempfile.mkdtemp(prefix="csm-torture-")
    files, tally = world(), Tally()
    for name, data in files.items():
        path = os.path.join(ROOT, "world", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)
    files = {name.split("/")[0] for name in files}
    todo = [Job(*j) for j in jobs(files)]
    if what == "sample":
        share, wanted, killed = float(rest[0]), [], 4
    todo = [j for j in todo if not wanted or any(w in j.name for w in wanted)]
    if not todo:
        sys.exit(f"torture: no job is called {' or '.join(wanted)}")
    programs = list(dict.fromkeys(j.program for j in todo))
    bad = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for job in todo:
            before = dict(tally.count)
            base = torture(job, files, share, tally, pool)
            if job.output is not None:
                per = killed if what == "sample" else max(1, KILLS // sum(
                    j.output is not None and j.program == job.program for j in todo) + 1)
                kills(job, files, base, per, tally, pool)
            wrong = sum(tally.count.get((job.program, o), 0) - before.get((job.program, o), 0)
                        for o in OUTCOMES if o not in GOOD)
            tried = sum(tally.count.values()) - sum(before.values())
            bad += wrong
            print(f"{'ok' if wrong == 0 else 'not ok'} torture {job.name}: {tried} points"
                  + (f", {wrong} bad" if wrong else ""), flush=True)
        table(tally, programs)
        if what == "all" and not wanted:
            others(files, share, pool)
    shutil.rmtree(ROOT, ignore_errors=True)
    return 1 if bad else 0


RANDOM = random.Random(int(os.environ.get("TORTURE_SEED", "1")))
ROOT = ""
sys.exit(main())
