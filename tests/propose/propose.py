"""csm-ingest --propose: for each case files of an export, and the sources somebody wrote for
them by hand.  What is proposed must read them to the same points; and it must say of files
that are no exports that they are none."""
import gzip
import json
import os
import shutil
import subprocess
import sys

import exports
import others

BUILD = os.environ.get("BUILD", "build")
ROOT = os.path.join(BUILD, "propose")
ENV = dict(os.environ, SOURCE_DATE_EPOCH="1798761600")  # 2027-01-01
failed = False


def run(here, *args):
    return subprocess.run(["csm-ingest", *args], cwd=here, env=ENV, capture_output=True)


def result(name, problem):
    global failed
    print(f"{'not ok' if problem else 'ok'} propose {name}")
    if problem:
        failed = True
        print("    " + problem.replace("\n", "\n    ")[:3000])


def place(name, files):
    here = os.path.join(ROOT, name.replace(" ", "-"))
    shutil.rmtree(here, ignore_errors=True)
    os.makedirs(here)
    for file, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        if file.endswith(".gz"):
            data = gzip.compress(data, mtime=0)
        with open(os.path.join(here, file), "wb") as f:
            f.write(data)
    return here


def points(here, config, source, file):
    """What a source makes of a file, without what is said of it."""
    out = run(here, "-c", config, "-S", source, "--until", "2026-12-31", file)
    return out.returncode, out.stdout, out.stderr.decode()


def compare(name, case):
    here = place(name, case["files"])
    told = run(here, "--propose", *case.get("options", []), *case["files"])
    if told.returncode != 0:
        return f"status {told.returncode}\n{told.stderr.decode()}"
    with open(os.path.join(here, "proposed.json"), "wb") as f:
        f.write(told.stdout)
    with open(os.path.join(here, "hand.json"), "w", encoding="utf-8") as f:
        json.dump({"sources": {s: e["source"] for s, e in case["hand"].items()}}, f)
    for source, e in case["hand"].items():
        want = points(here, "hand.json", source, e["file"])
        got = points(here, "proposed.json", source, e["file"])
        if want[0] != 0 or want[1].count(b"\n") < 2:
            return f"{source} by hand: status {want[0]}, {want[1][:200]}\n{want[2]}"
        if got[:2] != want[:2]:
            return (f"{source}: status {got[0]}, not {want[0]}\n{got[2]}\n"
                    f"want {want[1][:600].decode()}\ngot {got[1][:600].decode()}\n"
                    f"{told.stdout.decode()}")
    said = told.stderr.decode()
    for words in case.get("says", []):
        if words not in said:
            return f"says nothing of {words!r}:\n{said}"
    for words in case.get("silent", []):
        if words in said:
            return f"says {words!r}:\n{said}"
    return None


def refuse(name, case):
    here = place(name, case["files"])
    told = run(here, "--propose", *case["files"])
    said = told.stderr.decode()
    if told.returncode != 3:
        return f"status {told.returncode}, not 3\n{said}\n{told.stdout.decode()}"
    if told.stdout and not case.get("prints"):
        return f"printed {told.stdout.decode()}"
    return None if case["says"] in said else f"says nothing of {case['says']!r}:\n{said}"


def main():
    for name, case in exports.CASES.items():
        result(name, compare(name, case))
    for name, case in others.CASES.items():
        result(name, refuse(name, case))
    sys.exit(1 if failed else 0)


main()
