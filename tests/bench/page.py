"""5,000 companies and 730 days of six series: what a large page is made of.

    page.py DIRECTORY [COMPANIES DAYS]
"""
import datetime, json, random, sys

out = sys.argv[1]
companies, days = (int(a) for a in (sys.argv[2:4] or (5000, 730)))
random.seed(1)
LAST = datetime.date(2026, 11, 20)
DAY = [(LAST - datetime.timedelta(days=days - 1 - d)).isoformat() for d in range(days)]
SERIES = ["create", "export", "invite", "login", "report", "share"]
WORDS = "Acorn Birch Cedar Delta Ember Fjord Granite Harbor Iris Juniper Kestrel Lumen Maple Nimbus".split()
KINDS = "Foods Labs Media Partners Group Systems Health Energy Retail Logistics".split()

with open(out + "/companies.csv", "w") as f:
    f.write("id,name,plan,owner\n")
    for i in range(companies):
        f.write(f"c{i:05d},{WORDS[i % 14]} {KINDS[i // 14 % 10]} {i},"
                f"{('Starter', 'Team', 'Enterprise')[i % 3]},Owner {i % 9}\n")
with open(out + "/points.csv", "w") as f:
    f.write("company,model,id,metric,date,value,state\n")
    for i in range(companies):
        c = f"c{i:05d},company,c{i:05d},"
        rows = []
        for s in SERIES:
            rows += [f"{c}activities.{s},{DAY[d]},{1 + (d + i) % 9},"
                     for d in range(days) if random.random() < 0.1]
        mrr = random.randint(50, 5000)
        rows += [f"{c}revenue.mrr,{DAY[d]},{mrr + d // 30}," for d in range(max(0, days - 90), days)]
        for d in (days - 31, days - 1):
            health = random.randint(0, 1000) / 100
            state = "poor" if health < 4 else "average" if health < 7 else "good"
            rows.append(f"{c}system.health,{DAY[d]},{health},{state}")
        for u in ("adoption", "seats", "support"):
            rows.append(f"{c}units.{u},{DAY[-1]},{random.randint(0, 100)},"
                        f"{random.choice(('red', 'amber', 'green'))}")
        f.write("\n".join(rows) + "\n")
with open(out + "/pages.json", "w") as f:
    json.dump({"pages": [{"id": "long", "title": "Two years", "elements": [
        {"type": "chart", "chart": "line", "title": "Six series", "days": days, "bucket": "day",
         "metrics": ["activities." + s for s in SERIES]},
        {"type": "report", "report": "accounts"}]}]}, f)
