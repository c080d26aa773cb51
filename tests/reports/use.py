"""What the checks about use have in common: the catalog, and uses of features and modules in SQL."""
import glob
import json
import os


def tables(data):
    """Views active (every activity that is not 0), used (those of features), modular (module, ...)."""
    if getattr(data, "use_tables", False):
        return
    data.use_tables = True
    catalog = []
    for flag, path in zip(data.options, data.options[1:]):
        if flag == "-c":
            for file in sorted(glob.glob(os.path.join(path, "*.json"))) if os.path.isdir(path) else [path]:
                with open(file) as f:
                    catalog += json.load(f).get("catalog", [])
    db = data.db
    db.execute("CREATE TABLE catalog (feature, name, module, valuable)")
    db.executemany("INSERT INTO catalog VALUES (?, ?, ?, ?)", (
        (c["feature"], c.get("name", c["feature"]), c.get("module"), bool(c.get("valuable"))) for c in catalog))
    if not catalog:
        db.execute("""INSERT INTO catalog SELECT DISTINCT substr(metric, 12), substr(metric, 12), NULL, 0
            FROM point WHERE metric GLOB 'activities.*'""")
    data.catalogued = bool(catalog)
    db.execute("""CREATE TABLE activity AS SELECT company, model, id, substr(metric, 12) AS name, day, value FROM point
        WHERE metric GLOB 'activities.*' AND day <= :day AND value IS NOT NULL""", {"day": data.day})
    db.execute("CREATE INDEX activity_day ON activity (day)")
    db.execute("""CREATE TABLE uses AS SELECT a.*, c.module FROM activity a JOIN catalog c ON c.feature = a.name""")
    db.execute("CREATE INDEX uses_day ON uses (day)")
    db.execute("CREATE TABLE told AS SELECT DISTINCT company, model, id FROM point WHERE metric GLOB 'modules.*'")
    db.execute("""CREATE TABLE modular AS
        SELECT company, model, id, substr(metric, 9) AS module, day, value FROM point
            WHERE metric GLOB 'modules.*' AND day <= :day AND value IS NOT NULL
        UNION ALL SELECT company, model, id, module, day, value FROM uses WHERE module IS NOT NULL
            AND (company, model, id) NOT IN (SELECT * FROM told)""", {"day": data.day})


def series(data, rows, first):
    """{key: "1;;2"} of rows (key, day, value), as a report writes a series of the days from `first` on."""
    import datetime
    start = datetime.date.fromisoformat(first)
    days = (datetime.date.fromisoformat(data.day) - start).days + 1
    found = {}
    for key, day, value in rows:
        line = found.setdefault(key, [None] * days)
        line[(datetime.date.fromisoformat(day) - start).days] = value
    return found
