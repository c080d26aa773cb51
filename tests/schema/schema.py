#!/usr/bin/env python3
"""csm.schema.json under a strict validator of draft-07, against what csm itself accepts.

    schema.py BUILD MODULES
"""
import copy
import glob
import json
import os
import shutil
import subprocess
import sys

import told

BUILD, MODULES = map(os.path.abspath, sys.argv[1:3])
WORK = os.path.join(BUILD, "schema")
SCHEMA = os.path.join(WORK, "csm.schema.json")
suite = told.Suite("schema")
result = suite.result


def refused(files):
    """{file: why} of those that the schema refuses."""
    got = subprocess.run(["node", "tests/schema/validate.mjs", MODULES, SCHEMA], input="\n".join(files),
                         text=True, capture_output=True)
    if got.returncode != 0:
        result("is a schema", [got.stderr.strip()[-600:]])
        sys.exit(1)
    return dict(line.split("\t", 1) for line in got.stdout.splitlines())


def csm_refuses(path):
    got = subprocess.run([os.path.join(BUILD, "csm-calc"), "-n", "--no-config", "-c", path], text=True,
                         capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1798761600"})
    return "[E_CONFIG]" in got.stderr


def sections(path):
    """The sections a file has, or None if it is no configuration."""
    try:
        with open(path, encoding="utf-8") as f:
            top = json.load(f)
    except (OSError, ValueError):
        return None
    return top if isinstance(top, dict) and set(top) & SECTIONS else None


# Of the demonstration: what changes in it, and where.
def mistakes():
    yield "an unknown section", None, lambda c: c.update(metrcs=c.pop("metrics"))
    yield "an unknown key", "metrics", lambda c: c["metrics"][0].update(formla="1")
    yield "a number for a text", "metrics", lambda c: c["metrics"][0].update(name=7)
    yield "a metric without an id", "metrics", lambda c: c["metrics"][0].pop("id")
    yield "an unknown model", "metrics", lambda c: c["metrics"][0].update(model="accounts")
    yield "an unknown kind", "sources", lambda c: next(iter(c["sources"].values())).update(kind="activites")
    yield "a list for a source", "sources", lambda c: c.update(sources=[])
    yield "a health without a method", "health", lambda c: c["health"][0].pop("method")
    yield "an unknown method", "health", lambda c: c["health"][0].update(method="magic")
    yield "a text for a band's limit", "health", lambda c: c["health"][0]["bands"][0].update(below="4")
    yield "a unit whose limit is a text", "units", lambda c: c["units"][0].update(low="2")
    yield "a week that starts on a holiday", None, lambda c: c.update(settings={"week_start": "easter"})
    yield "half a thread", None, lambda c: c.update(settings={"threads": 1.5})
    yield "an identifier of two lines", "metrics", lambda c: c["metrics"][0].update(id="a\nb")


def planted():
    files = {s: sections(f"share/demo/{s}.json") for s in ("metrics", "sources", "health", "units")}
    names = {}
    for i, (name, section, change) in enumerate(mistakes()):
        conf = copy.deepcopy(files[section or "metrics"])
        change(conf)
        names[os.path.join(WORK, f"mistake-{i}.json")] = name
        with open(os.path.join(WORK, f"mistake-{i}.json"), "w", encoding="utf-8") as f:
            json.dump(conf, f)
    found = refused(names)
    result("what the schema refuses of mistakes is what csm refuses",
           [f"{name}: the schema {'refuses' if path in found else 'takes'} it, csm does not"
            for path, name in names.items() if path not in found or not csm_refuses(path)])


def main():
    global SECTIONS
    shutil.rmtree(WORK, ignore_errors=True)
    os.makedirs(WORK)
    subprocess.run([os.path.join(BUILD, "csm-calc"), "--schema", "-o", SCHEMA], check=True)
    with open(SCHEMA, encoding="utf-8") as f:
        schema = json.load(f)
    SECTIONS = set(schema["properties"]) - {"$schema", "comment"}
    shipped = sorted(glob.glob("share/csm/*/*.json") + glob.glob("share/demo/*.json"))
    found = refused(shipped)
    result("draft-07, clean under a strict validator",
           [] if schema["$schema"] == "http://json-schema.org/draft-07/schema#" else [schema["$schema"]])
    result("every configuration of share is valid", [f"{k}: {v}" for k, v in found.items()])
    ours = sorted(f for f in glob.glob("tests/**/*.json", recursive=True) if sections(f) is not None)
    found = refused(ours)
    result(f"what csm takes of {len(ours)} configurations of tests is valid",
           [f"{k}: {v}" for k, v in found.items() if not csm_refuses(k)])
    planted()


main()
sys.exit(suite.status)
