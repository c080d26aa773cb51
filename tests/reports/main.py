#!/usr/bin/env python3
"""usage: main.py SCRATCH      runs check(data) of every other file here, a line a comparison"""
import glob
import importlib
import os
import shutil
import sys
import traceback

sys.dont_write_bytecode = True
import data as datasets

SCRATCH = sys.argv[1]
LIBRARY = {"main", "data", "use"}


def chosen():
    names = sorted(os.path.basename(f)[:-3] for f in glob.glob(os.path.join(datasets.HERE, "*.py")))
    wanted = os.environ.get("CSM_REPORTS", "").split()
    return [n for n in names if n not in LIBRARY and (not wanted or n in wanted)]


def main():
    makers = [datasets.demo]
    if "CSM_REAL_DATA" in os.environ:
        makers.append(datasets.real)
    else:
        print("skip reports RavenStack: CSM_REAL_DATA is not set")
    failed = False
    for make in makers:
        scratch = os.path.join(SCRATCH, make.__name__)
        shutil.rmtree(scratch, ignore_errors=True)  # of the run before
        os.makedirs(scratch)
        data = make(scratch)
        for name in chosen():
            try:
                importlib.import_module(name).check(data)
            except Exception:
                traceback.print_exc(file=sys.stdout)
                print(f"not ok reports {name}, {data.name}: the check itself failed")
                failed = True
        failed = failed or data.failed
    return failed


sys.exit(main())
