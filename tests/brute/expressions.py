#!/usr/bin/env python3
"""Expressions over rows, and encodings, against Python: its own arithmetic, texts, regular
expressions, JSON, dates and codecs.

usage: expressions.py SCRATCH N [SEED]

N expressions are made at random, each as the text csm-ingest takes and as a function of a row;
their columns of -k fields have to be what the functions give.
"""
import csv
import datetime
import io
import json
import math
import os
import random
import re
import subprocess
import sys

SCRATCH, N = sys.argv[1], int(sys.argv[2])
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(10 ** 9)
R = random.Random(SEED)
CSM = os.path.join(os.path.abspath(os.environ["BUILD"]), "csm-ingest")
LETTERS = "abcXYZ ÄöÅñЖд/@.-"
COLUMNS = ["n", "m", "t", "u", "mail", "day", "later", "doc", "key"]
TABLE = {"k1": "7", "k2": "x", "k3": "2.5"}


def row(i):
    def maybe(text):
        return "" if R.random() < 0.15 else text

    def word(most=8):
        return "".join(R.choice(LETTERS) for _ in range(R.randrange(1, most))).strip()

    start = datetime.datetime(2026, 1, 1) + datetime.timedelta(seconds=R.randrange(10 ** 7))
    return {
        "id": f"r{i}", "n": maybe(R.choice(["0", "-3", "12", "0.25", "1000000", "7.5"])),
        "m": maybe(str(R.randrange(-20, 20))), "t": maybe(word()), "u": maybe(word(4)),
        "mail": maybe(R.choice(["ann@Acme.example", "a@b@c.example", "none", "x@"])),
        "day": maybe(start.strftime("%Y-%m-%d")),
        "later": maybe((start + datetime.timedelta(days=R.randrange(40))).strftime("%Y-%m-%dT%H:%M:%SZ")),
        "doc": maybe(R.choice(['{"a":{"b":3},"c":["x",2]}', '{"a":{"b":"y"}}', "[1", '{"c":[]}'])),
        "key": maybe(R.choice(["k1", "k2", "k3", "k4"]))}


# ---- values: None is missing, a float a number, a str a text, a bool a truth ----

def plain(text):
    return "'" + text.replace("'", "''") + "'"


def spelled(v):
    """As a text: numbers in up to six places, beyond 2^33 in two, without trailing zeros.  They are
    rounded as the metrics are, csm-formula(5): halves up, after one multiplication in double."""
    if v is None or isinstance(v, str):
        return v
    if isinstance(v, bool):
        return "true" if v else "false"
    if abs(v) >= 9e12:
        return None  # beyond the range of a number
    small = abs(v) < 2 ** 33
    micros = math.floor(v * 1e6 + 0.5) if small else math.floor(v * 100 + 0.5) * 10000
    text = f"{abs(micros) // 10 ** 6}.{abs(micros) % 10 ** 6:06}".rstrip("0").rstrip(".")
    return ("-" if micros < 0 else "") + text


def number_cell(name):
    return name, lambda r: float(r[name]) if r[name] else None


def text_cell(name):
    return name, lambda r: r[name] or None


def number(depth):
    """(text, function) of a number."""
    kind = R.randrange(10 if depth else 2)
    if kind == 0:
        value = R.choice(["0", "1", "2.5", "12", "100"])
        return value, lambda r: float(value)
    if kind == 1:
        return number_cell(R.choice(["n", "m"]))
    if kind == 2:
        (a, fa), (b, fb) = number(depth - 1), number(depth - 1)
        return f"({a} * {b})", lambda r: None if None in (fa(r), fb(r)) else fa(r) * fb(r)
    if kind == 3:
        (a, fa), (b, fb) = number(depth - 1), number(depth - 1)
        return f"({a} / {b})", lambda r: None if None in (fa(r), fb(r)) or fb(r) == 0 else fa(r) / fb(r)
    if kind == 4:
        (a, fa), (b, fb) = number(depth - 1), number(depth - 1)
        return f"({a} + {b})", lambda r: sum(v for v in (fa(r), fb(r)) if v is not None) \
            if fa(r) is not None or fb(r) is not None else None
    if kind == 5:
        (a, fa), (b, fb) = number(depth - 1), number(depth - 1)
        return f"({a} - {b})", lambda r: None if fa(r) is None else fa(r) - (fb(r) or 0)
    if kind == 6:
        (c, fc), (a, fa), (b, fb) = truth(depth - 1), number(depth - 1), number(depth - 1)
        return f"if({c}, {a}, {b})", lambda r: fa(r) if fc(r) else fb(r)
    if kind == 7:
        (a, fa), (b, fb) = number(depth - 1), number(depth - 1)
        return f"coalesce({a}, {b})", lambda r: fa(r) if fa(r) is not None else fb(r)
    if kind == 8:
        return "seconds_between(day, later)", lambda r: None if not r["day"] or not r["later"] else float(
            int((datetime.datetime.fromisoformat(r["later"][:-1]) -
                 datetime.datetime.fromisoformat(r["day"])).total_seconds()))
    return "days_between(day(day), day(later))", lambda r: None if not r["day"] or not r["later"] else float(
        (datetime.date.fromisoformat(r["later"][:10]) - datetime.date.fromisoformat(r["day"])).days)


def truth(depth):
    (a, fa), (b, fb) = number(depth), number(depth)
    sign, holds = R.choice([("<", lambda x, y: x < y), (">=", lambda x, y: x >= y), ("=", lambda x, y: x == y)])
    return f"{a} {sign} {b}", lambda r: None not in (fa(r), fb(r)) and holds(fa(r), fb(r))


def of_text(make):
    return lambda f: lambda r: None if spelled(f(r)) is None else make(spelled(f(r)))


def text(depth):
    """(text, function) of a text."""
    kind = R.randrange(12 if depth else 2)
    if kind == 0:
        return text_cell(R.choice(["t", "u"]))
    if kind == 1:
        value = R.choice(["x", "Åb", "/", "a'b"])
        return plain(value), lambda r: value
    a, fa = text(depth - 1)
    if kind == 2:
        return f"lower({a})", of_text(lambda s: "".join(c.lower() for c in s))(fa)
    if kind == 3:
        return f"upper({a})", of_text(lambda s: "".join(c.upper() for c in s))(fa)
    if kind == 4:
        return f"trim({a})", of_text(lambda s: s.strip())(fa)
    if kind == 5:
        n = R.choice([1, 2, -1, 3])

        def part(s):
            parts = s.split("/")
            return parts[n - 1 if n > 0 else n] if len(parts) >= abs(n) else None
        return f"part({a}, '/', {n})", of_text(part)(fa)
    if kind == 6:
        return f"replace({a}, 'a', 'b/')", of_text(lambda s: s.replace("a", "b/"))(fa)
    if kind == 7:
        n = R.randrange(1, 5)
        return f"left({a}, {n})", of_text(lambda s: s[:n])(fa)
    if kind == 8:
        (b, fb) = R.choice([text, number])(depth - 1)
        return f"({a} || {b})", lambda r: None if None in (spelled(fa(r)), spelled(fb(r))) \
            else spelled(fa(r)) + spelled(fb(r))
    if kind == 9:
        return "domain(lower(mail))", lambda r: r["mail"].lower().rsplit("@", 1)[1] or None if "@" in r["mail"] else None

    if kind == 10:
        pattern, group = R.choice([("^([a-c]+)", 1), ("[A-Z]+", 0), ("(.)/(.)", 2)])

        def matched(s):
            found = re.search(pattern, s)
            return found.group(group) if found else None
        return f"match({a}, '{pattern}', {group})", of_text(matched)(fa)

    def member(r):
        try:
            v = json.loads(r["doc"])["a"]["b"]
        except (ValueError, KeyError, TypeError):
            return None
        return v if isinstance(v, str) else str(v)
    return "json(doc, 'a.b')", member


def looked_up():
    return "lookup('table.csv', key, 'value')", lambda r: TABLE.get(r["key"])


def check(made, rows):
    with open("rows.csv", "w", newline="", encoding="utf-8") as f:
        out = csv.DictWriter(f, ["id", *COLUMNS])
        out.writeheader()
        out.writerows(rows)
    with open("conf.json", "w", encoding="utf-8") as f:
        json.dump({"sources": {"x": {"kind": "fields", "columns": {
            f"({t})": f"c{i}" for i, (t, _) in enumerate(made)}}}}, f)
    run = subprocess.run([CSM, "--no-config", "-c", "conf.json", "-S", "x", "-z", "UTC", "rows.csv"],
                         capture_output=True, text=True, encoding="utf-8")
    got = {r["id"]: r for r in csv.DictReader(io.StringIO(run.stdout))}
    if run.returncode != 0 or len(got) != len(rows):
        return f"status {run.returncode}, {len(got)} rows\n{run.stderr[:2000]}"
    for r in rows:
        for i, (t, f) in enumerate(made):
            want, have = spelled(f(r)) or "", got[r["id"]][f"c{i}"]
            if want != have:
                return f"{t}\nover {r}\ngives {have!r}, and here {want!r}"
    return None


def expressions():
    with open("table.csv", "w", encoding="utf-8") as f:
        f.write("key,value\n" + "".join(f"{k},{v}\n" for k, v in TABLE.items()))
    made, texts = [looked_up()], set()
    while len(made) < N:
        one = R.choice([number, text])(R.randrange(1, 4))
        if one[0] not in texts and re.search("[a-z]", one[0]):
            texts.add(one[0])
            made.append(one)
    rows = [row(i) for i in range(120)]
    for at in range(0, len(made), 200):
        problem = check(made[at:at + 200], rows)
        if problem:
            print(problem)
            return False
    return True


# ---- encodings ----

ENCODINGS = {"windows-1252": "cp1252", "latin1": "latin-1", "iso-8859-15": "iso8859-15", "utf-16": "utf-16",
             "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "utf-32": "utf-32", "koi8-r": "koi8-r",
             "windows-1251": "cp1251", "cp437": "cp437", "euc-jp": "euc-jp", "gb18030": "gb18030", "utf-8": "utf-8"}
CHARACTERS = [chr(c) for c in [*range(0x20, 0x7f), *range(0xa1, 0x17f), *range(0x410, 0x44f), 0x20ac, 0x2013,
                               *range(0x3041, 0x3097), *range(0x4e00, 0x4e40), 0x1f600] if chr(c) not in '",;|\\']


def encodable(codec):
    def there(c):
        try:
            return c.encode(codec).decode(codec) == c
        except UnicodeError:
            return False
    return [c for c in CHARACTERS if there(c)]


def encodings():
    for name, codec in ENCODINGS.items():
        known = encodable(codec)
        rows = [["id", "a", "b"], *([f"{i}", *("".join(R.choice(known) for _ in range(R.randrange(1, 40))).strip() or "x"
                                                for _ in range(2))] for i in range(300))]
        text = "".join(",".join(r) + "\r\n" for r in rows)
        with open("coded.csv", "wb") as f:
            f.write(text.encode(codec))
        run = subprocess.run([CSM, "--no-config", "-k", "records", "--encoding", name, "coded.csv"], capture_output=True)
        got = list(csv.reader(io.StringIO(run.stdout.decode("utf-8"))))
        if run.returncode != 0 or got != rows:
            wrong = next(((a, b) for a, b in zip(rows, got) if a != b), None)
            print(f"{name}: status {run.returncode} {wrong} {run.stderr.decode()[:500]}")
            return False
    return True


def main():
    os.makedirs(SCRATCH, exist_ok=True)
    os.chdir(SCRATCH)
    done = expressions() and encodings()
    if not done:
        print(f"seed {SEED}")
    return 0 if done else 1


sys.exit(main())
