"""What the torture runs: a small world of data, and one command for each program, format and
way through it.  A job is (name, program, arguments); files written are named in them, and
"<FILE" at their end is standard input."""
import gzip
import json
import shutil
import subprocess

DAY = "2026-11-20"
FILES = ("out", "rej.csv", "sum.json")  # what -o (with an ending), -r and --summary write

CONFIG = {
    "settings": {"tz": "Europe/Stockholm"},
    "sources": {
        "full": {"kind": "activities", "time": "t",
                 "company": {"lookup": "users.csv", "from": "u", "key": "id", "take": "org"},
                 "user": "u", "name": "a", "id": "i", "where": "a <> 'noise'",
                 "rename": {"x": "login"}, "count": "(n * 2)"},
    },
    "segments": [{"id": "big", "name": "Big", "model": "company", "where": "company.seats > 20"}],
    "metrics": [
        {"id": "week", "name": "Week", "model": "company", "formula": "sum(activities.*, 7)"},
        {"id": "share", "name": "Share", "model": "company", "unit": "%",
         "formula": "100 * calculated.week / company.seats"}],
    "health": [{"id": "all", "name": "All", "method": "points", "start": 5,
                "bands": [{"state": "poor", "below": 4}, {"state": "good"}],
                "factors": [{"id": "week", "metric": "sum(activities.*, 7)", "condition": "more than",
                             "value": 3, "impact": 1}]}],
    "units": [{"id": "use", "name": "Use", "metric": "sum(activities.*, 7)", "low": 2, "high": 4}],
    "alerts": [{"id": "quiet", "name": "Quiet", "type": "risk", "when": "days_since(activities.*) >= 2",
                "message": "{company.name} is quiet", "on": "enter"}],
}

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="20" height="20"/></svg>'


def world():
    """Every input, by name."""
    events = ["t,c,u,a,n,i"]
    records = []
    for i in range(400):
        row = (f"2026-11-{i % 20 + 1:02d} 10:00:00", f"c{i * 7 % 9}", f"u{i % 37}", "xyz"[i % 3], i % 5 + 1, i)
        events.append(",".join(map(str, row)))
        records.append(dict(zip(("t", "c", "u", "a", "n", "i"), row)))
    events.append("never,c1,u1,x,1,401")
    csv = ("\n".join(events) + "\n").encode()
    ndjson = ("\n".join(json.dumps(r) for r in records) + "\n").encode()
    # more than is kept of points, and of rows, whatever -m says
    many, more = ("t,c,u,a\n" + "".join(f"2026-11-{i % 20 + 1:02d},c{i * 7 % 9},u{i % 997},{'xyz'[i % 3]}\n"
                                        for i in range(n)) for n in (5_000, 600_000))
    points = ["company,model,id,metric,date,value,state"]
    for c in range(12):
        for d in range(1, 21):
            points.append(f"c{c:02d},company,c{c:02d},metrics.seats,2026-11-{d:02d},{c + d},")
        for u in range(3):
            for d in range(1, 21, 3):
                points.append(f"c{c:02d},enduser,u{c}-{u},activities.login,2026-11-{d:02d},{u + 1},")
    sorted_points = sorted(points[1:], key=lambda r: (r.split(",")[0], r.split(",")[1] != "company", r.split(",")[2:5]))
    plain = ("\n".join([points[0], *sorted_points]) + "\n").encode()
    turned = ("\n".join([points[0], *sorted_points[::-1]]) + "\n").encode()
    users = "id,org,name\n" + "".join(f"u{i},c{i % 9},User {i}\n" for i in range(37))
    companies = "id,name,seats,owner,renewal\n" + "".join(
        f"c{i:02d},Company {i},{i * 5},{'ann' if i % 2 else 'bob'},2026-12-{i + 1:02d}\n" for i in range(12))
    files = {
        "events.csv": csv, "events.csv.gz": gzip.compress(csv, mtime=0), "events.ndjson": ndjson,
        "many.csv": many.encode(), "more.csv": more.encode(), "events.json": json.dumps(records).encode(),
        "latin.csv": csv.replace(b"noise", b"caf\xe9") + "2026-11-20,c1,Jos\xe9,x,1,900\n".encode("latin-1"),
        "points.csv": plain, "turned.csv": turned, "users.csv": users.encode(), "companies.csv": companies.encode(),
        "churn.csv": b"company,date\nc01,2026-11-19\nc03,2026-11-18\n",
        "money.csv": b"c,from,to,mrr\nc1,2026-01-01,2027-01-01,100\nc2,2026-02-01,,50.5\n",
        "conf.json": json.dumps(CONFIG, indent=1).encode(),
        "conf/all.json": json.dumps(CONFIG).encode(),
    }
    picture = subprocess.run(["rsvg-convert"], input=SVG, stdout=subprocess.PIPE, check=True).stdout
    # what it gives, in a hundredth of its time
    files["picture.png"], files["rsvg-convert"] = picture, b"#!/bin/sh\nexec cat picture.png\n"
    if shutil.which("zstd"):
        files["events.csv.zst"] = subprocess.run(["zstd", "-qc"], input=csv, stdout=subprocess.PIPE, check=True).stdout
    return files


MAP = ["--time", "t", "--company", "c", "--user", "u", "--name", "a"]
ALL = ["-r", "rej.csv", "--summary", "sum.json"]
ON = ["-c", "conf.json", "-F", "company=companies.csv", "-a", DAY]


def jobs(files):
    ingest = [
        ("plain", [*MAP, "-j", "1", "events.csv"]),
        ("threads-files", [*MAP, "-j", "2", *ALL, "-o", "out.csv", "events.csv"]),
        ("spilling", [*MAP, "-j", "1", "-m", "16K", *ALL, "-o", "out.csv", "many.csv"]),
        ("shards", [*MAP, "-j", "1", "-m", "8M", "-o", "out.csv", "more.csv"]),
        ("zone", [*MAP, "-z", "Europe/Paris", "-j", "2", "-o", "out.csv", "events.csv"]),
        ("twice", [*MAP[:3], '["c", "u@<input>:c"]', *MAP[4:], "-o", "out.csv", "-", "<events.csv"]),
        ("company-level", [*MAP, "--level", "company", "-o", "out.csv", "events.csv"]),
        ("full-mapping", ["-c", "conf.json", "-S", "full", *ALL, "-o", "out.csv", "events.csv"]),
        ("full-spilling", ["-c", "conf.json", "-S", "full", "-m", "16K", "-o", "out.csv", "events.csv"]),
        ("ndjson", [*MAP, *ALL, "-o", "out.csv", "events.ndjson"]),
        ("json", [*MAP, "-t", "ndjson", "-o", "out.ndjson", "events.json"]),
        ("gzip", [*MAP, *ALL, "-o", "out.csv.gz", "events.csv.gz"]),
        ("gzip-threads", [*MAP, "-j", "3", "-o", "out.csv.gz", "events.csv.gz"]),
        ("latin", [*MAP, "--encoding", "ISO-8859-1", "-o", "out.csv", "latin.csv"]),
        ("dialect", [*MAP, "--quote", "'", "--comment", "#", "-o", "out.csv", "events.csv"]),
        ("points", ["-k", "points", *ALL, "-o", "out.csv", "turned.csv", "points.csv"]),
        ("points-spilling", ["-k", "points", "-m", "16K", "-o", "out.csv", "turned.csv", "points.csv"]),
        ("fields", ["-k", "fields", "--model", "company", "--company", "id", *ALL, "-o", "out.csv", "companies.csv"]),
        ("records", ["-k", "records", *ALL, "-o", "out.csv", "events.csv"]),
        ("revenue", ["-k", "revenue", "--company", "c", "--start", "from", "--end", "to", "--recurring", "mrr",
                     "--until", DAY, "-o", "out.csv", "money.csv"]),
    ]
    if "events.csv.zst" in files:
        ingest += [("zstd", [*MAP, *ALL, "-o", "out.csv.zst", "events.csv.zst"]),
                   ("zstd-threads", [*MAP, "-j", "3", "-o", "out.csv.zst", "events.csv.zst"])]
    calc = [
        ("asked", ["-e", "last(metrics.seats, 1)", "-a", DAY, "points.csv"]),
        ("configured", [*ON, "-p", *ALL, "-o", "out.csv", "points.csv"]),
        ("threads", [*ON, "-j", "2", "--wide", "-o", "out.csv", "points.csv"]),
        ("sorting", [*ON, "-o", "out.csv", "turned.csv"]),
        ("spilling", [*ON, "-m", "16K", "-o", "out.csv", "turned.csv"]),
        ("range", ["-c", "conf.json", "-F", "company=companies.csv", "--since", "2026-11-01", "--until", DAY,
                   "-t", "ndjson", "-o", "out.ndjson", "points.csv"]),
        ("explained", [*ON, "--explain", "c03", "points.csv"]),
        ("directory", ["-c", "conf", "-F", "company=companies.csv", "-a", DAY, "-o", "out.csv", "points.csv"]),
        ("schema", ["--schema", "-o", "out.json"]),
    ]
    health = [
        ("scores", [*ON, "--parts", "-p", *ALL, "-o", "out.csv", "points.csv"]),
        ("table", [*ON, "-t", "text", "-o", "out.txt", "points.csv"]),
        ("explained", [*ON, "--explain", "c03", "points.csv"]),
        ("backtest", ["-c", "conf.json", "-F", "company=companies.csv", "-a", DAY, "--backtest", "churn.csv",
                      "--lead", "5", "-t", "text", "-o", "out.txt", "points.csv"]),
    ]
    units = [
        ("states", [*ON, "-p", *ALL, "-o", "out.csv", "points.csv"]),
        ("table", [*ON, "-t", "text", "-o", "out.txt", "turned.csv"]),
    ]
    report = [(f"list-{t}", ["list", *ON, "--columns", "id,name,metrics.seats", *(ALL if t == "csv" else []),
                             "-t", t, "-o", f"out.{t}", "points.csv"])
              for t in ("csv", "text", "ndjson", "html", "markdown", "xlsx", "mime")]
    report += [(f"trend-{t}", ["trend", "metrics.seats", "-c", "conf.json", "--since", "2026-11-01", "-a", DAY,
                               "-t", t, "-o", f"out.{t}", "points.csv"])
               for t in ("text", "xlsx", "html", "svg", "png", "mime")]
    report += [
        ("portfolio", ["portfolio", *ON, "-t", "text", "points.csv"]),
        ("accounts", ["accounts", *ON, "-t", "csv", *ALL, "-o", "out.csv", "turned.csv"]),
        ("account", ["account", "c03", *ON, "-t", "html", "-o", "out.html", "points.csv"]),
        ("alerts", ["alerts", *ON, "-t", "csv", "-o", "out.csv", "points.csv"]),
        ("page", ["page", *ON, *ALL, "-o", "out.html", "points.csv"]),
        ("split", ["risks", *ON, "-t", "csv", "--split-by", "owner", "-o", "out", "points.csv"]),
    ]
    table = {"csm-ingest": ingest, "csm-calc": calc, "csm-health": health, "csm-units": units, "csm-report": report}
    return [(f"{program[4:]}-{name}", program, ["--no-config", *args] if program != "csm-report"
             else [args[0], "--no-config", *args[1:]])
            for program, list_ in table.items() for name, args in list_]


def peers():
    """What other programs do with the same files, to be measured by the same points.  They
    write to standard output alone."""
    return [
        ("jq", "jq", ["-c", "select(.n > 1) | [.c, .n]", "events.ndjson"]),
        ("jq-slurp", "jq", ["-s", "group_by(.c) | map([.[0].c, (map(.n) | add)])", "events.ndjson"]),
        ("sqlite3", "sqlite3", ["-csv", ":memory:", ".import --csv events.csv e",
                                "select c, sum(n) from e group by c order by c"]),
        ("mlr", "mlr", ["--icsv", "--ocsv", "stats1", "-a", "sum", "-f", "n", "-g", "c", "events.csv"]),
    ]
