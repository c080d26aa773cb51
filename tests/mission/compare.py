"""Whether sqlite3 answers what csm answered.

    compare.py WANT.sql CAME.csv     in the directory of companies.csv, users.csv, tasks.csv,
                                     night.csv

The statement's columns are the first line of the CSV; a number is equal to the last of
six places.
"""

import csv
import sqlite3
import sys
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation


def cell(value):
    if value is None:
        return ""
    try:
        d = Decimal(str(value)).quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return str(value)
    return format(d.normalize() + 0, "f")


def load(db, table, name):
    with open(name, newline="") as f:
        reader = csv.reader(f)
        header = next(reader)
        db.execute(f"create table {table} ({', '.join(header)})")
        for row in reader:
            db.execute(f"insert into {table} values ({','.join('?' * len(header))})",
                       [None if c == "" else c for c in row])


db = sqlite3.connect(":memory:")
load(db, "company", "companies.csv")
load(db, "enduser", "users.csv")
load(db, "task", "tasks.csv")
load(db, "text_point", "night.csv")
db.execute("create table point as select company, model, id, metric, date, "
           "cast(value as real) as value, state from text_point")
db.execute("create index by_metric on point (metric, date)")
# Companies as a portfolio shows them on the last day: in one band each, with their value.
db.execute("""create view banded as select c.*, h.state is 'good' as good, h.state is 'average' as average,
        h.state is 'poor' as poor, h.state is null as none, r.value as mrr,
        case when h.state = 'poor' then r.value end as at_risk
    from company c
    left join point h on h.company = c.id and h.model = 'company' and h.metric = 'system.health' and h.date = '2026-05-31'
    left join point r on r.company = c.id and r.model = 'company' and r.metric = 'revenue.mrr' and r.date = '2026-05-31'""")
cursor = db.execute(open(sys.argv[1]).read().rstrip().rstrip(";"))
want = [[c[0] for c in cursor.description]] + [[cell(c) for c in row] for row in cursor]
with open(sys.argv[2], newline="") as f:
    came = list(csv.reader(f))
came = came[:1] + [[cell(c) for c in row] for row in came[1:]]
for i in range(max(len(want), len(came))):
    w = want[i] if i < len(want) else None
    c = came[i] if i < len(came) else None
    if w != c:
        print(f"line {i + 1}: csm has {c}, sqlite3 {w}")
        sys.exit(1)
if len(want) < 2:
    print("nothing was asked")
    sys.exit(1)
