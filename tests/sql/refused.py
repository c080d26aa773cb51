#!/usr/bin/env python3
"""Every function and window operator in every dialect: either a statement says it, and the
engine gives what csm-calc does, or it is refused and csm-scale(7) lists it; and the page
lists nothing that is not refused.

usage: refused.py SRCDIR BUILD DIR
"""
import csv
import os
import re
import subprocess
import sys

import engines
import fuzz

FIELDS = """id,seats,plan,owner,signed,left
a,100,Basic,ann,2026-01-01,2026-03-01
b,7,It's \\Pro,bob,2026-02-01,
c,,Basic,,,
"""
# one formula for each entry of the tables; a name without one fails the test
FUNCTIONS = {
    "SUM": "last(metrics.s, 9) + company.seats", "AVERAGE": "average(last(metrics.s, 9), company.seats, 4)",
    "MAX": "max(last(metrics.s), 2)", "MIN": "min(last(metrics.s), 2)", "SUBTRACTION": "company.seats - last(metrics.s)",
    "MULTIPLICATION": "last(metrics.s, 9) * 1.1", "DIVISION": "last(metrics.s, 9) / last(metrics.t, 9)",
    "POWER": "last(metrics.s, 9) ^ 1.5", "SIGN": "sign(last(metrics.s, 9))", "LOG": "log(last(metrics.s, 9))",
    "LOG10": "log10(last(metrics.s, 9))", "SQRT": "sqrt(last(metrics.s, 9))", "ABS": "abs(last(metrics.s, 9))",
    "ROUND": "round(last(metrics.s, 9))", "DAYS_BETWEEN": "days_between(company.signed, company.left)",
    "WORKDAYS": "workdays(company.signed, company.left)",
    "IF": "if(company.seats > 9, 1, last(metrics.s))", "CLAMP": "clamp(last(metrics.s, 9), 1, 3)",
    "COALESCE": "coalesce(last(metrics.s), company.seats)", "HAS_VALUE": "has_value(company.owner)",
    "MORE_THAN": "last(metrics.s, 9) > 2", "LESS_THAN": "last(metrics.s, 9) < 2", "EQUAL_TO": "company.plan = 'Basic'",
    "NOT_EQUAL_TO": "company.plan != 'Basic'", "AT_LEAST": "company.signed >= '2026-02-01'",
    "AT_MOST": "last(metrics.s, 9) <= 2", "IN": "company.plan in ('Basic', 'x')", "LIKE": "company.plan like '%Pr_%'",
    "BETWEEN": "company.seats between 5 and 10", "AND": "company.seats > 5 and last(metrics.s, 9) > 1",
    "OR": "company.seats > 50 or last(metrics.s, 9) > 1", "NOT": "not company.seats > 5",
    "CONCAT": "company.plan || 'x' = 'Basicx'", "LOWER": "lower(company.plan) = 'basic'",
    "UPPER": "upper(company.plan) = 'BASIC'", "TRIM": "trim(company.plan) = 'Basic'",
    "DOMAIN": "domain(company.plan) = 'x'", "PART": "part(company.plan, '.', 1) = 'Basic'",
    "REPLACE": "replace(company.plan, 'B', 'b') = 'basic'", "LEFT": "left(company.plan, 2) = 'Ba'",
    "MATCH": "match(company.plan, 'B.*') = 'Basic'", "NUMBER": "number(company.plan)",
    "IN_LIST": "in_list('list.csv')", "JSON": "json(company.plan, 'a') = 1", "SECONDS_BETWEEN": None, "DAY": None, "LOOKUP": None,  # of rows of exports
}  # fmt: skip
WINDOWS = {
    name: f"{name}({args})"
    for name, args in {
        "sum": "metrics.s, 5", "average": "metrics.s, 5", "max": "metrics.s, 5", "min": "metrics.s, 5",
        "last": "metrics.s, 5", "trend": "metrics.s, 3", "count": "metrics.s, 5", "total": "metrics.s",
        "days_since": "metrics.s", "first": "metrics.s, 5", "median": "metrics.s, 5",
        "percentile": "metrics.s, 5, 90", "stddev": "metrics.s, 5", "slope": "metrics.s, 5", "streak": "metrics.s",
        "zscore": "metrics.s, 5", "uniques": "activities.*, 5", "distinct": "activities.*, 5",
        "active_days": "activities.*, 5", "rank": "metrics.s", "days_in_state": "metrics.s, 5",
    }.items()
} | {"first_day": "days_between(company.signed, first_day(metrics.s))",
     "last_day": "days_between(company.signed, last_day(metrics.s))",
     "state": "if(state(metrics.s, 5) = 'red', 1, 0)", "count of members": "count(enduser, enduser.plan = 'x')"}  # fmt: skip
# what is refused of functions that are not: by what the message says
OTHERS = {
    "power with an exponent that is no number": "last(metrics.s) ^ last(metrics.t)",
    "power that can leave the range of doubles": "last(metrics.s) ^ 99",
    "a result that could leave the range of doubles": "*".join(["last(metrics.s)"] * 40),
    "a choice between fields that are read as nothing certain": "coalesce(company.plan, company.owner) = 'x'",
    "a choice between values of two kinds": "if(last(metrics.s) > 2, 1, last_day(metrics.s)) > 2",
    "like of anything but a text and a pattern": "last_day(metrics.s) like '2%'",
    "a comparison whose kind only the data tell": "company.plan = company.owner",
    "a day made of texts": "days_between(company.signed, if(company.seats > 2, 'x', 'y'))",
    "a window of workdays": "sum(metrics.s, workdays 3)",
    "first, which reaches back before 1970,": "first(metrics.s, 36500)",
}


def world(directory):
    with open(os.path.join(directory, "fields.csv"), "w", encoding="utf-8") as f:
        f.write(FIELDS)
    with open(os.path.join(directory, "users.csv"), "w", encoding="utf-8") as f:
        f.write("company,id,plan\na,u1,x\na,u2,y\n")
    with open(os.path.join(directory, "list.csv"), "w", encoding="utf-8") as f:
        f.write("id\na\n")
    rows = []
    for c, values in {"a": "31.50-2", "b": "0027", "c": "4"}.items():
        for i, v in enumerate(values):
            if v.isdigit():
                rows.append(f"{c},company,{c},metrics.s,2026-03-{i + 1:02},{v},red")
                rows.append(f"{c},company,{c},metrics.t,2026-03-{i + 1:02},{int(v) % 3},")
    for c, u, d in ("a", "u1", 2), ("a", "u2", 4), ("b", "u1", 5):
        rows.append(f"{c},enduser,{u},activities.login,2026-03-{d:02},{d},")
    with open(os.path.join(directory, "points.csv"), "w", encoding="utf-8") as f:
        f.write("company,model,id,metric,date,value,state\n" + "\n".join(sorted(rows)) + "\n")


ARGS = ["-F", "company=fields.csv", "-F", "enduser=users.csv", "--since", "2026-03-01", "--until", "2026-03-08"]


def ask(directory, formula, *more):
    return subprocess.run(["csm-calc", "--no-config", "-q", *ARGS, "-e", formula, *more], cwd=directory,
                          capture_output=True, text=True, encoding="utf-8")  # fmt: skip


def listed(srcdir):
    """The page's list: what, and where."""
    with open(os.path.join(srcdir, "man/csm-scale.7"), encoding="utf-8") as f:
        page = f.read()
    part = page[page.index('.\\" refused: begin') : page.index('.\\" refused: end')]
    return {m[1]: m[2] for m in re.finditer(r"^\.It Li \"?(.*?)\"? Ta (.*)$", part, re.M)}


def wanted(directory, formula):
    done = ask(directory, formula, "points.csv")
    if done.returncode != 0:
        raise RuntimeError(f"{formula}: {done.stderr}")
    return {tuple(r[:5]): fuzz.micros(r[5]) for r in list(csv.reader(done.stdout.splitlines()))[1:] if r[5] != ""}


def check(directory, name, formula, page, dialect, engine):
    said = ask(directory, formula, "--sql", dialect)
    refused = page.get(name) in ("all", dialect)
    if said.returncode != 0:
        if "cannot be said in the SQL" not in said.stderr:
            return f"{dialect}: {name}: {said.stderr}"
        return None if refused else f"{dialect}: {name} is refused, and csm-scale(7) does not say so"
    if refused:
        return f"{dialect}: {name} is said, and csm-scale(7) lists it as refused"
    if engine is None:
        return None
    want, got = wanted(directory, formula), {tuple(r[:5]): int(r[5]) for r in engine.run(said.stdout)}
    return None if want == got and want else f"{dialect}: {name}: {got}, wants {want}"


def names(srcdir):
    """Of the two tables, so that an entry that is new is one here."""
    with open(os.path.join(srcdir, "lib/formula/func.c"), encoding="utf-8") as f:
        functions = re.findall(r'^    \{"([A-Z_0-9]+)",', f.read(), re.M)
    with open(os.path.join(srcdir, "lib/series/window.c"), encoding="utf-8") as f:
        windows = re.findall(r'\.json = "(\w+)",(?:\s+\.alias = "\w+",)?\s+\.text = "(\w+)"', f.read())
    return functions, ["count of members" if j == "count" else t for j, t in windows]


def formulas(srcdir):
    functions, windows = names(srcdir)
    for name in functions:
        if FUNCTIONS[name] is not None:
            yield name.lower(), FUNCTIONS[name]
    for name in windows:
        yield name, WINDOWS[name]
    yield from OTHERS.items()


def main():
    srcdir, build, directory = sys.argv[1:4]
    os.makedirs(directory, exist_ok=True)
    world(directory)
    page, wrong, compared = listed(srcdir), [], 0
    for dialect, kind in engines.ENGINES.items():
        try:
            engine = kind(build)
            engine.load(fuzz.tables(directory, ARGS, dialect))
        except engines.Missing:
            engine = None
        for name, formula in formulas(srcdir):
            wrong.append(check(directory, name, formula, page, dialect, engine))
            compared += engine is not None
        if engine is not None:
            engine.close()
    known = {name for name, _ in formulas(srcdir)}
    wrong += [f"csm-scale(7) lists {name}, which is nothing" for name in page.keys() - known]
    wrong = [w for w in wrong if w]
    print("\n".join(wrong) or f"{compared} of functions and engines: each the same, or refused and listed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
