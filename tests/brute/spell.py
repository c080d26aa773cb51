"""Random formulas, and the two spellings of a formula."""
import decimal
import re

from evaluate import ORDERS, Window

OPS = ["SUM", "AVERAGE", "MAX", "MIN", "LAST", "TREND", "COUNT", "totalSum", "daysSince", "FIRST",
       "MEDIAN", "PERCENTILE", "STDDEV", "SLOPE", "STREAK", "ZSCORE", "DISTINCT", "ACTIVE_DAYS"]  # fmt: skip
REFUSED = {"STDDEV", "SLOPE", "ZSCORE", "RANK"}  # csm-scale(7)
NAMES = {"totalSum": "total", "daysSince": "days_since", "firstDay": "first_day", "lastDay": "last_day"}
ALIASES = {"SUM": "ADDITION", "AVERAGE": "AVG", "MAX": "MAXIMUM", "MIN": "MINIMUM", "LOG": "LN"}
INFIX = {"SUM": "+", "SUBTRACTION": "-", "MULTIPLICATION": "*", "DIVISION": "/", "POWER": "^"}
COMPARE = {"MORE_THAN": ">", "LESS_THAN": "<", "EQUAL_TO": "=", "NOT_EQUAL_TO": "!=",
           "AT_LEAST": ">=", "AT_MOST": "<="}  # fmt: skip
ARITY = {"SUM": (1, 4), "AVERAGE": (1, 4), "MAX": (1, 4), "MIN": (1, 4), "SUBTRACTION": (2, 4),
         "MULTIPLICATION": (2, 3), "DIVISION": (2, 2), "POWER": (2, 2), "SIGN": (1, 1), "LOG": (1, 2),
         "LOG10": (1, 1), "SQRT": (1, 1), "ABS": (1, 1), "ROUND": (1, 1), "CLAMP": (3, 3),
         "COALESCE": (2, 3)}  # fmt: skip
CONDITIONS = {k: k.replace("_", " ").lower() for k in ORDERS} | {"HAS_VALUE": "has value"}
ROLLUPS = ["sum", "avg", "max", "min", "count"]
MODES = ["ratio", "difference", "percent"]
OPEN = ("STREAK", "DAYS_IN_STATE")
STATED = ["units.u", "health.h"]
WORDS = ["red", "amber", "green", "it's"]


class Draw:
    """Random formulas for metrics of one model; calculated: {id: model} that may be
    used; without ranks for conditions that choose the companies; plain: without what no
    statement of a database says."""

    def __init__(self, rng, model, calculated, ranks=True, plain=False):
        self.rng, self.model, self.calculated = rng, model, calculated
        self.ranks, self.plain = ranks, plain
        self.ops = OPS + ["DAYS_IN_STATE"] * 2 + ["RANK"] * 2 * ranks + ["UNIQUES"] * 2 * (model == "company")
        if plain:
            self.ops = [op for op in self.ops if op not in REFUSED]

    def name(self):
        """A metric's name and the model written before it, or None."""
        rng = self.rng
        usable = [i for i, m in self.calculated.items() if self.model in (m, "company")]
        if usable and rng.random() < 0.35:
            chosen = rng.choice(usable)
            return rng.choice([None, None, self.calculated[chosen]]), "calculated." + chosen
        if rng.random() < 0.12:
            system = ["activity_count", "users_total", "users_active_last7", "users_active_last1"]
            return None, "system." + rng.choice(system if self.model == "company" else system[:1])
        name = rng.choice(["activities.a", "activities.a", "activities.log in", "metrics.s", "metrics.t",
                           "conversations.call", "activities.*", "metrics.*", "activities.a*",
                           "conversations.*", "revenue.mrr", "tasks.none"])  # fmt: skip
        models = ["company", "enduser", "asset", "project"] if self.model == "company" else [self.model]
        return rng.choice([None, rng.choice(models)]), name

    def window(self):
        rng = self.rng
        op = rng.choice(self.ops)
        if op == "DAYS_IN_STATE":
            return self.stated(op)
        model, name = self.name()
        rollup = rng.choice(ROLLUPS) if rng.random() < 0.3 else "sum"
        if op == "UNIQUES":
            rollup, model = "sum", rng.choice([None, "enduser"])
            while name.startswith("system.users") or self.calculated.get(name[11:], "enduser") != "enduser":
                name = self.name()[1]
        if op in ("DISTINCT", "ACTIVE_DAYS"):
            rollup = "sum"
            while op == "DISTINCT" and name.startswith(("calculated.", "system.")):
                model, name = self.name()
        days = rng.choice([1, 1, 2, 3, 5, 7, 7, 14, 30, 45])
        if op == "RANK":
            days = 1
        elif op == "STREAK" and rng.random() < 0.3:
            days = 0
        elif rng.random() < 0.05 and not name.startswith("calculated."):
            days = 400
        p = "0"
        if op == "PERCENTILE":
            p = rng.choice(["0", "100", "50", "25", "90", "97.5", "33.33", "0.01", str(rng.randrange(101))])
        w = Window(op, model, name, 0 if op in NAMES else days, rng.choice([0, 0, 0, 1, 7, 20]),
                   rng.random() < 0.3, rollup, rng.choice(MODES) if op == "TREND" else "ratio", p)  # fmt: skip
        if op == "RANK" and rng.random() < 0.5:
            w = w._replace(by=self.field("plan", "seats", "vip", "start", "nobody")[1:])
        works = w.days > 0 and op not in ("UNIQUES", "DISTINCT", "RANK") and not self.plain
        return w._replace(work=works and rng.random() < 0.2)

    def stated(self, op):
        """A window over states."""
        rng = self.rng
        days = rng.choice([1, 1, 2, 7, 30] if op == "STATE" else [0, 0, 1, 2, 7, 30])
        return Window(op, rng.choice([None, self.model]), rng.choice(STATED), days, rng.choice([0, 0, 1, 7]),
                      False, "sum", "ratio", "0", days > 0 and not self.plain and rng.random() < 0.2)  # fmt: skip

    def day(self):
        """A window of the two that are days, or a field that is one."""
        if self.rng.random() < 0.3:
            return ("field", "company", "start")
        w = self.window()
        while w.op in ("UNIQUES", "RANK", "DISTINCT", "DAYS_IN_STATE"):
            w = self.window()
        return ("window", w._replace(op=self.rng.choice(["firstDay", "lastDay"]), days=0, mode="ratio", p="0", work=False))

    def field(self, *names):
        model = self.rng.choice(["company", self.model])
        return ("field", model, self.rng.choice(names if model == "company" else ["age", "role"]))

    def leaf(self):
        roll = self.rng.random()
        if roll < 0.7:
            return ("window", self.window())
        if roll < 0.75 and self.model == "company":
            return self.members("count")
        if roll < 0.8:
            return self.field("seats", "seats", "bought", "plan", "start", "vip", "nobody")
        return ("number", self.rng.choice(["0", "1", "2", "7", "100", "0.5", "-1", "-2.5", "0.1", "1e3",
                                           "0.1234567", "12345678.9", "1e-7", "3", "1000000000001",
                                           "8589934592.000001", "4503599627.370497", "-9007199254.740993",
                                           "8999999999999.25"]))  # fmt: skip

    def draw(self, depth):
        rng = self.rng
        roll = rng.random()
        if depth == 0 or roll < 0.15:
            return self.leaf()
        if roll < 0.27:
            return ("IF", self.truth(depth - 1), self.draw(depth - 1), self.draw(depth - 1))
        if roll < 0.32:
            return self.truth(depth - 1)
        if roll < 0.36:
            kind = "WORKDAYS" if not self.plain and rng.random() < 0.5 else "DAYS_BETWEEN"
            return (kind, self.day(), self.day())
        op = rng.choice(list(ARITY) + ["SUM", "DIVISION", "SUBTRACTION", "MULTIPLICATION"])
        return (op, *(self.draw(depth - 1) for _ in range(rng.randint(*ARITY[op]))))

    def truth(self, depth):
        rng = self.rng
        roll = rng.random()
        if roll < 0.15:
            return ("HAS_VALUE", self.draw(max(depth, 0)))
        if roll < 0.3:
            return self.text_truth()
        if depth > 0 and roll < 0.5:
            return (rng.choice(["AND", "OR"]), *(self.truth(depth - 1) for _ in range(rng.randint(2, 3))))
        if depth > 0 and roll < 0.6:
            return ("NOT", self.truth(depth - 1))
        if roll < 0.65:
            return ("truth", rng.random() < 0.5)
        if roll < 0.68:
            return self.changed()
        if roll < 0.71 and self.model == "company":
            return self.members("exists")
        few = max(depth - 1, 0)
        if roll < 0.72:
            return ("BETWEEN", self.draw(few), self.draw(0), self.draw(0))
        if roll < 0.78:
            return ("IN", self.draw(few), *(self.draw(0) for _ in range(rng.randint(1, 3))))
        return (rng.choice(list(ORDERS)), self.draw(few), self.draw(few))

    def changed(self):
        rng = self.rng
        w = self.stated("STATE") if rng.random() < 0.5 else self.window()
        return ("changed", w, rng.choice([1, 1, 2, 7]))

    def members(self, kind, model=None):
        """Of what a company has, each asked for itself."""
        model = model or self.rng.choice(["enduser", "enduser", "asset", "project"])
        of = {i: m for i, m in self.calculated.items() if m == model}
        condition = Draw(self.rng, model, of, self.ranks, self.plain).truth(self.rng.randint(0, 2))
        return (kind, model, condition, self.rng.choice([0, 0, 0, 1, 7]))

    def state_truth(self):
        rng = self.rng
        state = ("window", self.stated("STATE"))
        if rng.random() < 0.2:
            return ("HAS_VALUE", state)
        if rng.random() < 0.3:
            return (rng.choice(list(ORDERS)), state, ("window", self.stated("STATE")))
        if rng.random() < 0.3:
            return ("IN", state, *(("text", rng.choice(WORDS)) for _ in range(rng.randint(1, 3))))
        if rng.random() < 0.2:
            return ("LIKE", state, ("text", rng.choice(["%re%", "_ed", "green", "it'_"])))
        return (rng.choice(list(ORDERS)), state, ("text", rng.choice(WORDS)))

    def text_truth(self):
        rng = self.rng
        if rng.random() < 0.3:
            return self.state_truth()
        plans = ["Basic", "Pro", "Pro's", "pro", "ö"]
        plan = ("field", "company", "plan")
        if rng.random() < 0.3:
            start = ("field", "company", "start")
            return (rng.choice(list(ORDERS)), start, ("text", rng.choice(["2026-03-10", "2026-02-28", "soon"])))
        if rng.random() < 0.3:
            return ("LIKE", plan, ("text", rng.choice(["Pro%", "%o%", "_ro", "%", "B_s%c", "_"])))
        if rng.random() < 0.4:
            return ("IN", plan, *(("text", rng.choice(plans)) for _ in range(rng.randint(1, 3))))
        return (rng.choice(list(ORDERS)), plan, ("text", rng.choice(plans)))


def dotted(model, name):
    return name if model is None else f"{model}.{name}"


class Speller:
    """Either spelling, with random choices where several mean the same."""

    def __init__(self, rng):
        self.rng = rng

    def formula(self, f):
        """What stands behind "formula" in a configuration."""
        return self.text(f) if self.rng.random() < 0.5 else self.json(f)

    # ---- text ----

    def metric(self, model, name):
        prefix, rest = name.split(".", 1)
        if not re.fullmatch(r"[A-Za-z_]\w*|\*", rest) or self.rng.random() < 0.1:
            rest = f'"{rest}"'
        return dotted(model, f"{prefix}.{rest}")

    def window(self, w):
        series = self.metric(w.model, w.name)
        if w.zero:
            series = f"zero({series})"
        ops = [NAMES.get(w.op, w.op.lower())]
        if w.op in ("AVERAGE", "MAX", "MIN"):
            ops.append(ALIASES[w.op].lower())
        if w.op == "LAST" and w.days == 1 and not w.work and not w.ago and w.rollup == "sum" and self.rng.random() < 0.5:
            return f"({series})"
        options = []
        if w.days > 1 or w.work or w.op == "PERCENTILE" or (w.days == 1 and w.op != "RANK" and (w.op in OPEN or self.rng.random() < 0.5)):
            options.append("workdays " * w.work + str(w.days) + (f", {w.p}" if w.op == "PERCENTILE" else ""))
        if w.ago:
            options.append(f"ago {w.ago}")
        if w.rollup != "sum":
            options.append(f"rollup {w.rollup}")
        if w.op == "TREND" and (w.mode != "ratio" or self.rng.random() < 0.5):
            options.append(f"'{w.mode}'")
        if w.by:
            options.append(f"by {w.by[0]}.{self.rng.choice(['', 'custom.'])}{w.by[1]}")
        self.rng.shuffle(options)
        return f"{self.rng.choice(ops)}({', '.join([series] + options)})"

    def text(self, f):
        kind, args = f[0], f[1:]
        if kind == "number":
            return f[1] if f[1][0] != "-" else f"({f[1]})"
        if kind == "text":
            return "'" + f[1].replace("'", "''") + "'"
        if kind == "truth":
            return "true" if f[1] else "false"
        if kind == "field":
            return f"{f[1]}.{self.rng.choice(['', 'custom.'])}{f[2]}"
        if kind == "window":
            return self.window(f[1])
        if kind == "changed":
            return f"changed({self.window(f[1])}{'' if f[2] == 1 and self.rng.random() < 0.5 else f', {f[2]}'})"
        if kind in ("count", "exists"):
            condition = "" if f[2] == ("truth", True) else f", {self.text(f[2])}"
            return f"{kind}({f[1]}{condition}{f', ago {f[3]}' if f[3] else ''})"
        spelled = [self.text(a) for a in args]
        if kind in COMPARE:
            return f"({spelled[0]} {COMPARE[kind]} {spelled[1]})"
        if kind in ("AND", "OR"):
            return "(" + f" {kind.lower()} ".join(spelled) + ")"
        if kind == "NOT":
            return f"(not {spelled[0]})"
        if kind == "IN":
            return f"({spelled[0]} in ({', '.join(spelled[1:])}))"
        if kind == "LIKE":
            return f"({spelled[0]} like {spelled[1]})"
        if kind == "BETWEEN":
            return f"({spelled[0]} between {spelled[1]} and {spelled[2]})"
        if kind in INFIX and len(args) > 1 and (kind != "SUM" or self.rng.random() < 0.7):
            return "(" + f" {INFIX[kind]} ".join(spelled) + ")"
        return f"{kind.lower()}({', '.join(spelled)})"

    # ---- JSON ----

    def part(self, w):
        part = {"type": w.op if w.op in NAMES else "metricOverTime", "prop": dotted(w.model, w.name)}
        if w.op not in NAMES:
            if w.op != "LAST" or self.rng.random() < 0.5:
                part["op"] = w.op
                if w.op in ("AVERAGE", "MAX", "MIN") and self.rng.random() < 0.3:
                    part["op"] = ALIASES[w.op]
            if w.days > 1 or w.work or (w.days == 1 and (w.op in OPEN or self.rng.random() < 0.5)):
                part["workdays" if w.work else "days"] = w.days
        if w.op == "PERCENTILE":
            part["p"] = float(w.p) if "." in w.p else int(w.p)
        if w.op == "TREND" and (w.mode != "ratio" or self.rng.random() < 0.5):
            part["mode"] = w.mode
        if w.ago:
            part["offset"] = w.ago
        if w.rollup != "sum":
            part["rollup"] = w.rollup
        if w.zero:
            part["missing"] = "zero"
        if w.by:
            part["by"] = ".".join(w.by)
        return part

    def condition(self, f):
        """What stands before the last two of an IF."""
        name = CONDITIONS.get(f[0])
        args = f[1:]
        if f[0] == "NOT" and f[1][0] == "HAS_VALUE":
            name, args = "has no value", f[1][1:]
        if name is None or self.rng.random() < 0.1:
            return [self.json(f)]
        if self.rng.random() < 0.7:
            name = {"type": "condition", "value": name}
        return [self.json(args[0]), name] + [self.json(a) for a in args[1:]]

    def json(self, f):
        kind, args = f[0], f[1:]
        if kind not in ("text", "truth") and self.rng.random() < 0.05:
            return self.text(f)
        if kind == "number":
            value = float(f[1]) if re.search("[.e]", f[1]) else int(f[1])
            if decimal.Decimal(repr(value)) != decimal.Decimal(f[1]):
                return self.text(f)
            return self.rng.choice([value, {"type": "rawNumber", "value": value}])
        if kind in ("text", "truth"):
            return {"type": "rawValue", "value": f[1]}
        if kind == "field":
            return {"type": "propertyValue", "prop": f"{f[1]}.{self.rng.choice(['', 'custom.'])}{f[2]}"}
        if kind == "window":
            return self.part(f[1])
        if kind in ("count", "exists"):
            offset = {"offset": f[3]} if f[3] else {}
            return {"type": kind, "model": f[1], "where": self.formula(f[2]), **offset}
        if kind == "changed":
            return ["NOT_EQUAL_TO", self.part(f[1]), self.part(f[1]._replace(ago=f[1].ago + f[2]))]
        if kind == "IF":
            group = ["IF", *self.condition(f[1]), self.json(f[2]), self.json(f[3])]
        else:
            name = ALIASES[kind] if kind in ALIASES and self.rng.random() < 0.3 else kind
            group = [name, *(self.json(a) for a in args)]
        return [group] if self.rng.random() < 0.05 else group
