"""Points and fields of a data set in SQLite, the reports about it, and their comparison.

A report's file, tests/reports/NAME.py, has a function

    def check(data): ...

called once a data set.  It asks the report (data.report, data.parts), asks SQL
(data.sql), and says data.compare("what", got, want).  Numbers are whole millionths on
both sides; None is a value that is not there.
"""
import csv
import decimal
import io
import json
import os
import re
import sqlite3
import subprocess
import sys

SOURCE = os.environ["SRCDIR"]
HERE = os.path.dirname(os.path.abspath(__file__))


def micros(text):
    """A number as csm prints it, in whole millionths; None if it is empty."""
    if text is None or text == "":
        return None
    value = decimal.Decimal(text).scaleb(6)
    if value != int(value):
        raise ValueError(f"{text} has more than six places")
    return int(value)


def half_up(part, whole):
    """The whole number nearest to part/whole, halves away from zero, exactly."""
    sign = -1 if (part < 0) != (whole < 0) else 1
    part, whole = abs(part), abs(whole)
    return sign * ((2 * part + whole) // (2 * whole))


def day_minus(day, days):
    import datetime
    return str(datetime.date.fromisoformat(day) - datetime.timedelta(days))


def run(*command, cwd=None, status=0):
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != status:
        sys.stdout.write(done.stderr.decode(errors="replace"))
        raise RuntimeError(f"{' '.join(command)} ended with status {done.returncode}")
    return done.stdout.decode()


class Data:
    """One data set: name, as-of day, points file, options (-c, -F) and a database with

        point    company, model, id, metric, day (text), value (millionths), state
        company  the fields file, every column as text, '' for an empty cell
        enduser  the same, if there is one

    id, title: columns of company with its id and with what it is called.
    """

    def __init__(self, name, day, points, options, fields, id, title):
        self.id, self.title = id, title
        self.name, self.day, self.points, self.options = name, day, points, options
        self.failed = False
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE TABLE point (company, model, id, metric, day, value INTEGER, state)")
        self.db.create_function("half_up", 2, lambda a, b: None if a is None or not b else half_up(a, b))
        self.load_points()
        for model, file in fields.items():
            self.load_fields(model, file)

    def load_points(self):
        whole = {}
        def value(text):
            if text not in whole:
                whole[text] = micros(text)
            return whole[text]
        rows = csv.DictReader(io.StringIO(run("csm-ingest", "--no-config", "-k", "points", self.points)))
        self.db.executemany("INSERT INTO point VALUES (?, ?, ?, ?, ?, ?, ?)", (
            (r["company"], r["model"], r["id"], r["metric"], r["date"], value(r["value"]), r["state"])
            for r in rows))
        self.db.execute("CREATE INDEX by_metric ON point (metric, company, day)")

    def load_fields(self, model, file):
        with open(file, newline="") as f:
            rows = csv.reader(f)
            names = ", ".join('"%s"' % name for name in next(rows))
            rows = list(rows)
        self.db.execute(f"CREATE TABLE {model} ({names})")
        self.db.executemany(f"INSERT INTO {model} VALUES ({', '.join('?' * len(rows[0]))})", rows)

    def sql(self, text, **bound):
        """All rows; :day is the as-of day."""
        return self.db.execute(text, {"day": self.day, **bound}).fetchall()

    def before(self, days):
        """The day so many days before the as-of day."""
        return day_minus(self.day, days)

    def ask(self, report, *options, day=None, since=None, to="ndjson", status=0):
        """What csm-report writes, as text."""
        days = ["--since", since, "--until"] if since else ["-a"]
        return run("csm-report", *report.split(), "--no-config", "-q", *self.options, *days,
                   day or self.day, "-t", to, *options, self.points, status=status)

    def report(self, report, *options, **how):
        """Rows of a report in one part: dicts, numbers in millionths."""
        def number(text):
            return micros(text)
        def once(members):
            if len({key for key, _ in members}) != len(members):
                raise ValueError(f"a key twice: {members}")
            return dict(members)
        return [json.loads(line, parse_int=number, parse_float=number, object_pairs_hook=once)
                for line in self.ask(report, *options, **how).splitlines()]

    def parts(self, report, *options, **how):
        """Rows of a report in several parts: {part: [row]}."""
        parts = {}
        for row in self.report(report, *options, **how):
            parts.setdefault(row.pop("part"), []).append(row)
        # what completions offer for --part; overlaps are called after what they are of
        known = re.search(r"--part\) .*-W '([^']*)'", run("csm-report", "--options-as", "bash"))[1].split()
        new = [p for p in parts if p not in known and not p.startswith("overlap_")]
        if new:
            raise ValueError(f"completions do not know the parts {new}")
        return parts

    def compare(self, what, got, want):
        """Two lists, or two dicts, of which absent and None are the same."""
        if isinstance(got, dict):
            wrong = [f"{k!r}: {got.get(k)!r}, not {want.get(k)!r}"
                     for k in sorted(set(got) | set(want), key=repr) if got.get(k) != want.get(k)]
        else:
            wrong = [f"{i}: {g!r}, not {w!r}" for i, (g, w) in enumerate(zip(got, want)) if g != w]
            if len(got) != len(want):
                wrong.append(f"{len(got)} rows, not {len(want)}")
        if wrong or (not got and not want):
            self.failed = True
            for line in wrong[:5] or ["nothing was compared"]:
                print("#", line[:300])
            print(f"not ok reports {what}, {self.name}: {len(wrong)} differ")
        else:
            print(f"ok reports {what}, {self.name} ({len(want)})")


def plain(conf):
    """The demo's configuration without what checks bring themselves, milestones, and without the
    profile of pillars, whose parts do not add up to a score."""
    os.makedirs(conf)
    for name in os.listdir(os.path.join(SOURCE, "share/demo")):
        if name in ("milestones.json", "pages.json"):
            continue
        with open(os.path.join(SOURCE, "share/demo", name)) as f:
            part = json.load(f)
        if "health" in part:
            part["health"] = [p for p in part["health"] if p["method"] == "points"]
        with open(os.path.join(conf, name), "w") as f:
            json.dump(part, f)
    return conf


def demo(scratch):
    """A small year of the demo, through the nightly job."""
    raw, night = os.path.join(scratch, "raw"), os.path.join(scratch, "night")
    conf = plain(os.path.join(scratch, "conf"))
    day = "2026-10-31"
    run("python3", os.path.join(SOURCE, "scripts/demo-data.py"), raw, "--companies", "80")
    with open(os.path.join(raw, "tasks.csv"), "r+", newline="") as f:
        f.readline()
        f.seek(f.tell())
        f.truncate()
    run("sh", os.path.join(SOURCE, "scripts/nightly.sh"), raw, conf, night, day)
    company, users = os.path.join(raw, "companies.csv"), os.path.join(raw, "users.csv")
    return Data("demo", day, os.path.join(night, "night.csv.zst"),
                ["-c", conf, "-F", "company=" + company, "-F", "enduser=" + users + ":user_id"],
                {"company": company, "enduser": users}, "id", "name")


def real(scratch):
    """RavenStack: usage, revenue, tickets; scores and units."""
    raw = os.path.join(os.environ["CSM_REAL_DATA"], "ravenstack")
    conf = os.path.join(SOURCE, "tests/real/ravenstack.json")
    day, files = "2024-12-31", []
    sources = {"usage": "feature_usage.csv", "errors": "feature_usage.csv",
               "subscriptions": "subscriptions.csv", "tickets": "support_tickets.csv",
               "escalated": "support_tickets.csv", "satisfaction": "support_tickets.csv"}
    for source, file in sources.items():
        files.append(os.path.join(scratch, source + ".csv"))
        until = ["--until", day] if source == "subscriptions" else []
        run("csm-ingest", "--no-config", "-q", "-c", conf, "-S", source, *until, "-o", files[-1], file, cwd=raw)
    accounts = os.path.join(scratch, "accounts.csv")
    with open(os.path.join(raw, "accounts.csv"), newline="") as f, open(accounts, "w", newline="") as out:
        for line in f:  # the export writes 16-10-2024
            out.write(re.sub(r",(\d\d)-(\d\d)-(\d{4}),", r",\3-\2-\1,", line))
    options = ["-c", conf, "-F", "company=" + accounts + ":account_id"]
    steps = [["csm-ingest", "-k", "points", *files],
             ["csm-health", *options, "--since", day_minus(day, 30), "--until", day, "--parts", "-p"],
             ["csm-units", *options, "-a", day, "-p"]]
    points = None
    for n, step in enumerate(steps):
        out = os.path.join(scratch, f"points{n}.csv.zst")
        run(step[0], "--no-config", "-q", *step[1:], "-o", out, *([points] if points else []))
        points = out
    return Data("RavenStack", day, points, options, {"company": accounts}, "account_id", "account_name")
