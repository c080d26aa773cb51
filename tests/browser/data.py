"""Companies with names that try to break out, their users and points: what the pages of
the browser tests are made of.

    data.py DIRECTORY
"""
import base64, csv, datetime, json, sys

HOSTILE = ["</script><img src=x onerror=globalThis.broken=1>", "\"><svg onload=globalThis.broken=1>",
           "\u202egnp.exe", "A" * 300, "\U0001f600 \u65e5\u672c\u8a9e", "'; DROP TABLE x; --",
           "&lt;b&gt;", "<!-- ", "]]>", "javascript:globalThis.broken=1", "{{7*7}}", "\u05e9\u05dc\u05d5\u05dd", "=HYPERLINK(1)"]
COMPANIES, DAYS, LAST = 160, 45, datetime.date(2026, 11, 20)
out = sys.argv[1]
names = HOSTILE + [f"Company {i:03d}" for i in range(len(HOSTILE), COMPANIES)]


def table(name, header, rows):
    with open(f"{out}/{name}", "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


table("companies.csv", ["id", "name", "plan", "owner", "start"],
      [(f"c-{i}/{i % 7}", n, ("Team", "Starter", "Enterprise")[i % 3], ("Ann", "Bo <i>", "")[i % 3], f"2026-{9 + i % 3:02d}-01")
       for i, n in enumerate(names)])
table("users.csv", ["id", "company", "name"],
      [(f"u{i}", f"c-{i}/{i % 7}", f"User {i} <b>") for i in range(COMPANIES)])
points = []
for i in range(COMPANIES):
    c = f"c-{i}/{i % 7}"
    for d in range(DAYS):
        day = (LAST - datetime.timedelta(days=DAYS - 1 - d)).isoformat()
        health = (i * 37 + d) % 101 / 10
        state = "poor" if health < 4 else "average" if health < 7 else "good"
        points.append((c, "company", c, "revenue.mrr", day, 100 + i * 7 + d // 30, ""))
        points.append((c, "company", c, "system.health", day, health, state))
        if (i + d) % 3 == 0:
            points.append((c, "enduser", f"u{i}", "activities.login", day, 1 + (i * d) % 5, ""))
            points.append((c, "enduser", f"u{i}", "activities.export <b>", day, 1, ""))
    points.append((c, "company", c, "units.adoption", day, i % 11, ("red", "amber", "green")[i % 3]))
    points.append((c, "company", c, "units.support", day, i % 5, ("amber", "green", "unknown")[i % 3]))
    if i % 4 == 0:
        points += [(c, "company", c, f"ticket.{part}", day, n, "") for part, n in (("open", 1 + i % 3), ("age", i % 20), ("opened", 1))]
points.sort(key=lambda p: (p[0].encode(), p[1], p[2].encode(), p[3].encode(), p[4]))
table("points.csv", ["company", "model", "id", "metric", "date", "value", "state"], points)
elements = [
    {"type": "number", "title": "Value", "metric": "revenue.mrr", "width": 4},
    {"type": "text", "width": 8, "text": "## Notes\n\n**Bold** [link](https://example.com) <img src=x onerror=globalThis.broken=1>"},
    {"type": "image", "file": "logo.svg", "alt": "Our logo", "width": 4},
    {"type": "table", "title": "Who", "header": ["Who", "When"], "rows": [["Ann <b>", "Monday"], ["Bo", None]], "width": 8},
    {"type": "report", "report": "account", "company": "nobody"},
    {"type": "report", "report": "bubble", "x": "revenue.mrr", "y": "system.health", "color": "plan"},
    {"type": "report", "report": "cohort", "by": "start", "metric": "activities.login"},
    {"type": "table", "title": "All", "columns": ["id", "name", {"value": "revenue.mrr", "title": "MRR"}]}]
for kind in ("line", "bar", "stacked", "horizontal", "pie", "heatmap"):
    elements.append({"type": "chart", "title": kind, "chart": kind, "metric": "activities.login",
                     "by": "plan", "width": 6, "days": 28})
THREE = ["sum(activities.*, 7)", "revenue.mrr", "system.health"]
elements.append({"type": "chart", "title": "bars", "chart": "horizontal", "metrics": THREE, "by": "plan", "width": 6,
                 "titles": ["Events <b>", "Value", "Health"]})
elements.append({"type": "chart", "title": "radar", "chart": "radar", "metrics": THREE, "by": "plan", "width": 6,
                 "titles": ["Events </script>", "Value", "Health"]})
elements.append({"type": "video", "id": "film", "title": "Tour", "file": "tour.webm", "alt": "The \"tour\" <b>", "width": 6})
elements.append({"type": "report", "id": "parts", "report": "portfolio", "by": "plan", "part": "by", "width": 6})
elements.append({"type": "chart", "id": "scatter", "title": "scatter", "chart": "scatter", "x": "revenue.mrr",
                 "y": "system.health", "size": "revenue.mrr"})
with open(f"{out}/pages.json", "w", encoding="utf-8") as f:
    json.dump({"catalog": [{"feature": "login", "module": "core", "valuable": True}],
               "alerts": [{"id": "low", "name": "Low <b>", "type": "risk", "when": "system.health < 3",
                           "message": "{company.name} is low"}],
               "segments": [{"id": "low", "name": "Low <b>", "model": "company", "where": "system.health < 5"},
                            {"id": "paying", "name": "Paying", "model": "company", "where": "revenue.mrr > 120"},
                            {"id": "users", "name": "Active", "model": "enduser", "where": "activities.login > 0"}],
               "pages": [{"id": "team", "title": "Team <b>", "elements": elements}]}, f)

# ---- a film of one picture: VP8, taken out of a WebP, in the boxes of WebM ----

WEBP = base64.b64decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
KEY_FRAME = WEBP[20:20 + int.from_bytes(WEBP[16:20], "little")]


def box(name, *content):
    body = b"".join(content)
    return bytes.fromhex(name) + (0x10000000 | len(body)).to_bytes(4, "big") + body


number = lambda name, n: box(name, n.to_bytes(2, "big"))
with open(f"{out}/tour.webm", "wb") as f:
    f.write(box("1a45dfa3", number("4286", 1), number("42f7", 1), number("42f2", 4), number("42f3", 8),
                box("4282", b"webm"), number("4287", 2), number("4285", 2)))
    f.write(box("18538067",
                box("1549a966", box("2ad7b1", (1000000).to_bytes(4, "big")), box("4d80", b"csm"), box("5741", b"csm")),
                box("1654ae6b", box("ae", number("d7", 1), number("73c5", 1), number("83", 1), box("86", b"V_VP8"),
                                    box("e0", number("b0", 1), number("ba", 1)))),
                box("1f43b675", number("e7", 0), box("a3", bytes([0x81, 0, 0, 0x80]), KEY_FRAME))))

# ---- numbers that are easily written another way, in more rows than the program draws ----

ODD = ["0", "0.001", "-0.001", "0.004999", "0.005", "-0.005", "0.000001", "0.125", "1.005", "-1.005",
       "0.995", "999.995", "1000", "-1234.5", "1234567.891", "9007199254.741", "2.5", "2.45", "2.449"]
EDGES = ["3.9", "3.94", "3.95", "3.96", "3.999999", "4", "4.000001", "4.04", "4.05", "6.949", "6.95", "6.9999", "7", "7.001", "9.96", "10"]
points = []
for i in range(180):
    c, odd, edge = f"n{i:03d}", ODD[i % len(ODD)], EDGES[i % len(EDGES)]
    state = "poor" if float(edge) < 4 else "average" if float(edge) < 7 else "good"
    light = "red" if float(edge) < 4 else "amber" if float(edge) <= 7 else "green"
    for metric, value, of in (("metrics.odd", odd, ""), ("revenue.mrr", odd, ""), ("system.health", edge, state),
                              ("units.edge", edge, light), ("units.below", "-" + edge, "red")):
        points.append((c, "company", c, metric, "2026-11-20", value, of))
points.sort()
table("numbers.csv", ["company", "model", "id", "metric", "date", "value", "state"], points)
columns = ["name", "metrics.odd", "revenue.mrr", "health", "units.edge", "units.below", "calculated.share", "calculated.each", "floor"]
table("floors.csv", ["id", "name", "floor"], [(f"n{i:03d}", f"Number {i}", ODD[-i % len(ODD)]) for i in range(180)])
with open(f"{out}/numbers.json", "w", encoding="utf-8") as f:
    json.dump({"settings": {"currency": "EUR", "fields": {"company": {"floor": {"unit": "m2"}}}},
               "metrics": [{"id": "share", "formula": "metrics.odd * 10", "unit": "%", "round": 1},
                           {"id": "each", "formula": "revenue.mrr / 7", "unit": "currency"}],
               "units": [{"id": "edge", "metric": "metrics.odd", "low": 4, "high": 7},
                         {"id": "below", "metric": "metrics.odd", "low": -4, "high": 7}],
               "pages": [{"id": "numbers", "elements": [
                   {"id": "numbers", "type": "table", "title": "Numbers", "columns": columns}]}]}, f)
with open(f"{out}/columns", "w", encoding="utf-8") as f:
    f.write(",".join(columns))
with open(f"{out}/logo.svg", "w", encoding="utf-8") as f:
    f.write('<svg xmlns="http://www.w3.org/2000/svg" width="80" height="30" onload="globalThis.broken=1">'
            '<script>globalThis.broken=1</script><rect width="80" height="30"/></svg>')
