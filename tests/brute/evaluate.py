"""Metrics evaluated the long way: every value anew from the points, with loops over days
and entities, integers of millionths where the rules say exact, and doubles elsewhere.
A window that is exact evaluates to an integer, which is a double as soon as anything is
done with it; of a metric that is nothing else it is the result.

A formula is a tuple: ("number", text), ("text", text), ("truth", bool),
("field", model, name), ("window", Window), ("changed", Window, days),
("count", model, condition, ago), ("exists", model, condition, ago),
(OPERATOR, formula, ...).
"""
import collections
import datetime as dt
import decimal
import fractions
import functools
import math

LIMIT = 9 * 10**12
EPOCH = dt.date(1970, 1, 1)
ROLLED = ("activities.", "conversations.", "tasks.", "modules.")

# work: the days are work days; by: (model, name) of the field a rank keeps apart
Window = collections.namedtuple("Window", "op model name days ago zero rollup mode p work by", defaults=[False, None])
Metric = collections.namedtuple("Metric", "id model formula nulls where")
Entity = collections.namedtuple("Entity", "company model id")


def finite(x):
    return x if math.isfinite(x) else None


def in_range(x):
    return x if -LIMIT < x < LIMIT else None


def ratio(x, unit):
    """x / unit of integers as a double: one rounding where x is exact as one, else the
    whole part and the rest apart, both towards 0."""
    if abs(x) <= 2**53:
        return float(x) / float(unit)
    sign = -1 if x < 0 else 1
    whole, rest = divmod(abs(x), unit)
    return float(sign * whole) + float(sign * rest) / float(unit)


def double(micros):
    return ratio(micros, 10**6)


def quantised(x):
    """The millionths of a metric's result."""
    if not -LIMIT < x < LIMIT:
        return None
    six = abs(x) < 2**33
    return limited(math.floor(x * 1e6 + 0.5) if six else math.floor(x * 100.0 + 0.5) * 10**4)


class Number(float):
    """A field's number, which remembers what was written."""

    def __new__(cls, micros):
        self = super().__new__(cls, double(micros))
        self.micros = micros
        return self


def literal(text):
    """The millionths of a literal; None with more than six places."""
    micros = decimal.Decimal(text) * 10**6
    return int(micros) if micros == int(micros) else None


def libm(function, *args):
    try:
        return finite(function(*args))
    except (ValueError, OverflowError):
        return None


def matches(pattern, name):
    if "*" not in pattern:
        return pattern == name
    before, after = pattern.split("*")
    return name.startswith(before) and name.endswith(after) and len(name) >= len(pattern) - 1


def fold(values, how):
    """Micros of one day of several entities."""
    if how == "count":
        return len(values) * 10**6
    if how == "avg":
        return math.floor(fractions.Fraction(sum(values), len(values)) + fractions.Fraction(1, 2))
    return {"sum": sum, "max": max, "min": min}[how](values)


def limited(micros):
    """None for what is out of the range of numbers."""
    return micros if micros is not None and abs(micros) < LIMIT * 10**6 else None


def number(v):
    """Of a value in arithmetic: None for a text or a day."""
    if isinstance(v, bool):
        return 1.0 if v else 0.0
    return v if isinstance(v, float) else None


def true(v):
    return v is not None and not isinstance(v, (str, dt.date)) and v != 0


def compare(a, b):
    """-1, 0, 1; "different" for what has no order; None if one is missing."""
    if a is None or b is None:
        return None
    for one, other in ((a, b), (b, a)):
        if isinstance(one, dt.date) and isinstance(other, str):
            try:
                other = dt.date.fromisoformat(other)
            except ValueError:
                return "different"
            a, b = (one, other) if one is a else (other, one)
    if isinstance(a, str) and isinstance(b, str):
        a, b = a.encode(), b.encode()
    elif isinstance(a, dt.date) and isinstance(b, dt.date):
        pass
    else:
        a, b = number(a), number(b)
        if a is None or b is None:
            return "different"
    return (a > b) - (a < b)


def read(v, want):
    """A field's value where a number, truth or day is wanted: None if it is none."""
    if want in ("number", "truth"):
        return v if isinstance(v, (bool, float)) else None
    return v if want != "day" or isinstance(v, dt.date) else None


def kind_of(f):
    """What a formula is, as far as it says itself; None for a field."""
    if f[0] == "field":
        return "day" if f[2] == "today" else None
    if f[0] == "text":
        try:
            return "day" if dt.date.fromisoformat(f[1]) else None
        except ValueError:
            return "text"
    if f[0] == "window" and f[1].op == "STATE":
        return "text"
    if f[0] in ("IF", "COALESCE"):
        return next(filter(None, map(kind_of, f[2 if f[0] == "IF" else 1 :])), None)
    return "truth" if f[0] in TRUTHS else "number"


def wants(f, want):
    """What is wanted of each argument."""
    kind, args = f[0], f[1:]
    if kind in ("AND", "OR", "NOT"):
        return ["truth"] * len(args)
    if kind in ("IF", "COALESCE"):
        want = want or kind_of(f)
        return ["truth", want, want] if kind == "IF" else [want] * len(args)
    if kind in ("DAYS_BETWEEN", "WORKDAYS"):
        return ["day"] * len(args)
    if kind in ORDERS or kind in ("BETWEEN", "IN"):
        want = next(filter(None, map(kind_of, args)), None)
        if want == "text" or (want == "day" and kind in ("EQUAL_TO", "NOT_EQUAL_TO", "IN")):
            want = None
        return [want] * len(args)
    return [None if kind in ("LIKE", "HAS_VALUE") else "number"] * len(args)


def like(text, pattern):
    if pattern == "":
        return text == ""
    if pattern[0] == "%":
        return any(like(text[i:], pattern[1:]) for i in range(len(text) + 1))
    return text != "" and pattern[0] in ("_", text[0]) and like(text[1:], pattern[1:])


class World:
    """points: {Entity: {metric: {day: micros or None}}}; states: the same with words; fields: {model: {Entity:
    [(day or None, {name: value})]}}, a model without a file absent; metrics: {id:
    Metric}."""

    def __init__(self, points, states, fields, metrics, where=None):
        self.points, self.states, self.fields = points, states, fields
        self.metrics, self.where = metrics, where
        # weekdays off; (day, plan or None) of companies of a plan or all; whose is asked on the last day
        self.weekend, self.holidays, self.last = {5, 6}, [], None
        listed = fields.get("company")
        self.companies = sorted(
            {e.company for e in listed} if listed is not None else {e.company for e in points}
        )
        self.ranked = functools.lru_cache(None)(self._ranked)
        self.calculate = functools.lru_cache(None)(self._calculate)
        self.source = functools.lru_cache(None)(self._source)
        self.first = functools.lru_cache(None)(self._first)
        self.members = functools.lru_cache(None)(self._members)

    def _members(self, company, model):
        if model == "company":
            return [Entity(company, "company", company)]
        known = set(self.points) | set(self.fields.get(model, {}))
        return sorted(e for e in known if e.company == company and e.model == model)

    def _first(self, entity):
        """The first day of a point, of a company's anyone's; None without."""
        days = [
            day
            for e, metrics in self.points.items()
            if e == entity or (entity.model == "company" and e.company == entity.company)
            for series in metrics.values()
            for day in series
        ]
        return min(days, default=None)

    # ---- series ----

    def shared(self, entity, metric, day):
        """Whether a child's point is one that its company's own counts as well."""
        return entity.model != "company" and self.states.get(entity, {}).get(metric, {}).get(day) == "shared"

    def own(self, entity, name, day, whole=False):
        """Sum of an entity's points that match, None if none has a value; whole: of those nobody shares."""
        found = [
            series[day]
            for metric, series in self.points.get(entity, {}).items()
            if matches(name, metric) and series.get(day) is not None
            and not (whole and self.shared(entity, metric, day))
        ]
        return sum(found) if found else None

    def active(self, user, day, days):
        return any(
            value
            for metric, series in self.points.get(user, {}).items()
            if metric.startswith("activities.")
            for d, value in series.items()
            if day - days < d <= day
        )

    def users(self, company, name, day):
        users = self.members(company, "enduser")
        listed = self.fields.get("enduser", {})
        first = self.first(Entity(company, "company", company))
        if not any(u in listed for u in users) and (first is None or day < first):
            return None
        if name == "system.users_total":
            there = [u for u in users if u in listed or self.first(u) <= day]
        else:
            days = int(name.removeprefix("system.users_active_last"))
            there = [u for u in users if self.active(u, day, days)]
        return len(there) * 10**6

    def definition(self, name):
        return self.metrics.get(name.removeprefix("calculated.")) if name.startswith("calculated.") else None

    def derived(self, name):
        return self.definition(name) is not None or name.startswith("system.users_")

    def _source(self, entity, model, name, rollup, day):
        """Micros of what a formula of the entity sees under a name on a day."""
        metric = self.definition(name)
        of_company = entity.model == "company"
        if metric is not None and metric.model == entity.model:
            return self.calculate(metric.id, entity, day)
        if metric is not None:
            children = self.members(entity.company, metric.model)
            found = [self.calculate(metric.id, child, day) for child in children]
        elif name.startswith("system.users_"):
            return self.users(entity.company, name, day)
        else:
            activity = name == "system.activity_count"
            if activity:
                name = "activities.*"
            if not of_company or model == "company":
                return limited(self.own(entity, name, day))
            if model is None and not name.startswith(ROLLED):
                return limited(self.own(entity, name, day))
            models = [model] if model else ["company", "asset", "enduser", "project"]
            whole = model is None
            found = [self.own(e, name, day, whole) for m in models for e in self.members(entity.company, m)]
        if rollup != "sum":
            found = [limited(v) for v in found]
        found = [v for v in found if v is not None]
        return limited(fold(found, rollup)) if found else None

    # ---- work days ----

    def works(self, entity, day):
        plan = self.field(Entity(entity.company, "company", entity.company), "company", "plan", self.last)
        off = any(d == day and (of is None or of == plan) for d, of in self.holidays)
        return (EPOCH + dt.timedelta(day)).weekday() not in self.weekend and not off

    def between(self, entity, begin, end):
        """Work days after one day up to another."""
        if end < begin:
            return -self.between(entity, end, begin)
        return sum(self.works(entity, d) for d in range(begin + 1, end + 1))

    def back(self, entity, w, day, n):
        """The first day of a window of n days that ends on the day."""
        if not w.work:
            return day - n + 1
        n -= self.works(entity, day)
        while n > 0:
            day -= 1
            n -= self.works(entity, day)
        return day

    # ---- windows ----

    def window(self, entity, w, today):
        day = today - w.ago
        first = self.first(entity)
        zero = w.zero and first is not None
        unbounded = w.days == 0
        from_first = self.derived(w.name) and (unbounded or zero)
        if w.op in ("STATE", "DAYS_IN_STATE"):
            if w.work:  # as many days as that comes to
                w = w._replace(days=day - self.back(entity, w, day, w.days) + 1)
            return self.state(self.states.get(entity, {}).get(w.name, {}), w, day)
        if w.op == "UNIQUES":
            return self.uniques(entity, w, day, first, zero)
        if w.op in ("DISTINCT", "ACTIVE_DAYS"):
            since = self.back(entity, w, day, w.days)
            return self.count(entity, w, range(max(since, first) if from_first else since, day + 1))

        def value(d):
            if from_first and (first is None or d < first):
                return None
            v = self.source(entity, w.model, w.name, w.rollup, d)
            return 0 if v is None and zero and d >= first else v

        if unbounded:
            begin = first if first is not None else day + 1
        else:
            begin = self.back(entity, w, day, w.days)
        if w.op == "RANK":
            return self.rank(value(day), self.ranked(entity.model, w, today, self.group(entity, w, day)))
        if w.op == "TREND":
            return self.trend(value(day), value(self.back(entity, w, day, w.days + 1)), w.mode)
        if w.op == "ZSCORE":
            before = [value(d) for d in range(self.back(entity, w, day, w.days + 1), day)]
            return self.zscore(value(day), [v for v in before if v is not None])
        if w.op == "STREAK":
            streak = 0
            while (unbounded or day - streak >= begin) and value(day - streak):
                streak += 1
            return streak * 10**6
        pairs = [(d, value(d)) for d in range(begin, day + 1)]
        return self.statistic(w, day, [(d, v) for d, v in pairs if v is not None])

    @staticmethod
    def state(states, w, day):
        """The newest word of the window, or how long the day's has lasted."""
        if w.op == "STATE":
            return next((states[d] for d in range(day, day - w.days, -1) if d in states), None)
        if day not in states:
            return None
        n = 1
        while states.get(day - n) == states[day] and (n < w.days or w.days == 0):
            n += 1
        return n * 10**6

    def choose(self, day):
        """Only the companies for which the condition holds on the day."""
        if self.where is not None:
            chosen = [c for c in self.companies if true(self.evaluate(self.where, Entity(c, "company", c), day))]
            self.companies = chosen

    def group(self, entity, w, day):
        """What a field has for the entity, as it is written; "all" without a field, None without a value."""
        if w.by is None:
            return "all"
        v = self.field(entity, *w.by, day)
        if isinstance(v, bool):
            return "true" if v else "false"
        if isinstance(v, Number):
            return str(fractions.Fraction(v.micros, 10**6))
        return v if v is None else str(v)

    def _ranked(self, model, w, today, group):
        """What all entities of the model in the group have, as far as they have it."""
        plain = w._replace(op="MAX", days=1)
        entities = [e for c in self.companies for e in self.members(c, model)]
        entities = [e for e in entities if group is not None and self.group(e, w, today - w.ago) == group]
        values = [self.micros(e, plain, today) for e in entities]
        return [v for v in values if v is not None]

    def micros(self, entity, w, today):
        """The value of a day as an integer."""
        day, first = today - w.ago, self.first(entity)
        zero = w.zero and first is not None
        if zero and self.derived(w.name) and day < first:
            return None
        v = self.source(entity, w.model, w.name, w.rollup, day)
        return 0 if v is None and zero and day >= first else v

    @staticmethod
    def rank(value, values):
        if value is None or not values:
            return None
        less = sum(v < value for v in values)
        equal = sum(v == value for v in values)
        return float(100 * (2 * less + equal)) / float(2 * len(values))

    def uniques(self, company, w, day, first, zero):
        if zero and day < first:
            return None
        begin = day - w.days + 1
        if zero:
            begin = max(begin, first)
        active, present = 0, zero
        for user in self.members(company.company, "enduser"):
            values = [self.source(user, None, w.name, "sum", d) for d in range(begin, day + 1)]
            active += any(values)
            present = present or any(v is not None for v in values)
        return active * 10**6 if present else None

    def count(self, entity, w, days):
        """Different metrics, or days, with anything that is not 0."""
        found = [(n, d) for d in days for n, v in self.named(entity, w, d) if v]
        return len({pair[w.op == "ACTIVE_DAYS"] for pair in found}) * 10**6

    def named(self, entity, w, day):
        """The names and values of everybody's series that a name or pattern takes in."""
        name, of_company = w.name, entity.model == "company"
        metric = self.definition(name)
        if metric is not None and metric.model != entity.model:
            return [(name, self.calculate(metric.id, e, day)) for e in self.members(entity.company, metric.model)]
        if metric is not None or name.startswith("system.users_"):
            return [(name, self.source(entity, w.model, name, "sum", day))]
        if name == "system.activity_count":
            name = "activities.*"
        models = [w.model] if w.model else [entity.model]
        if of_company and w.model is None and (name.startswith(ROLLED)):
            models = ["company", "asset", "enduser", "project"]
        of = [e for m in models for e in self.members(entity.company, m)] if of_company else [entity]
        return [
            (metric, series.get(day))
            for e in of
            for metric, series in self.points.get(e, {}).items()
            if matches(name, metric)
            and not (of_company and w.model is None and self.shared(e, metric, day))
        ]

    @staticmethod
    def trend(a, b, mode):
        if a is None or b is None:
            return None
        if mode == "difference":
            return limited(a - b)
        if b == 0:
            return None
        return in_range(float(a) / float(b) if mode == "ratio" else float(100 * (a - b)) / float(b))

    @staticmethod
    def zscore(x, v):
        n = len(v)
        if x is None or n < 2:
            return None
        spread = n * sum(a * a for a in v) - sum(v) ** 2
        if spread == 0:
            return None
        return in_range(float(n * x - sum(v)) / float(n) / math.sqrt(float(spread) / float(n * (n - 1))))

    @staticmethod
    def statistic(w, day, pairs):
        v = [value for _, value in pairs]
        n, s = len(v), sum(v)
        if w.op == "COUNT":
            return n * 10**6
        if w.op == "daysSince":
            newest = [d for d, value in pairs if value != 0]
            return (day - max(newest)) * 10**6 if newest else None
        if w.op in ("firstDay", "lastDay"):
            there = [d for d, value in pairs if value != 0]
            return EPOCH + dt.timedelta((min if w.op == "firstDay" else max)(there)) if there else None
        if n == 0:
            return None
        if w.op in ("SUM", "totalSum"):
            return limited(s)
        if w.op == "AVERAGE":
            return in_range(ratio(s, 10**6 * n))
        if w.op in ("MAX", "MIN", "LAST", "FIRST"):
            return {"MAX": max(v), "MIN": min(v), "LAST": v[-1], "FIRST": v[0]}[w.op]
        if w.op in ("MEDIAN", "PERCENTILE"):
            hundredths = 5000 if w.op == "MEDIAN" else int(fractions.Fraction(w.p) * 100)
            k, rest = divmod((n - 1) * hundredths, 10000)
            v.sort()
            if rest == 0:
                return double(v[k])
            return in_range(ratio(v[k] * (10000 - rest) + v[k + 1] * rest, 10**10))
        if n < 2:
            return None
        if w.op == "STDDEV":
            spread = n * sum(a * a for a in v) - s * s
            return in_range(math.sqrt(float(spread) / float(n * (n - 1))) / 1e6)
        assert w.op == "SLOPE"
        t = sum(d for d, _ in pairs)
        below = n * sum(d * d for d, _ in pairs) - t * t
        return in_range(float(n * sum(d * value for d, value in pairs) - s * t) / float(below) / 1e6)

    # ---- formulas ----

    def field(self, entity, model, name, day):
        if model != entity.model:
            entity = Entity(entity.company, "company", entity.company)
        value = None
        for since, row in self.fields.get(model, {}).get(entity, []):
            if since is None or since <= day:
                value = row.get(name)
        return value

    def fulfilling(self, company, f, day):
        """How many entities of a model the condition holds for, of those that are there."""
        _, model, condition, ago = f
        there = [
            e
            for e in self.members(company.company, model)
            if e in self.fields.get(model, {}) or self.first(e) <= day - ago
        ]
        return sum(true(self.evaluate(condition, e, day - ago, "truth")) for e in there)

    def evaluate(self, f, entity, day, want=None):
        kind = f[0]
        if kind == "number":
            micros = literal(f[1])
            return float(f[1]) if micros is None else double(micros)
        if kind in ("text", "truth"):
            return f[1]
        if kind == "field":
            return read(self.field(entity, f[1], f[2], day), want)
        if kind == "window":
            v = self.window(entity, f[1], day)
            return double(v) if isinstance(v, int) else v
        if kind == "changed":
            v = [self.window(entity, f[1], d) for d in (day, day - f[2])]
            return compare(*(double(x) if isinstance(x, int) else x for x in v)) in (-1, 1)
        if kind in ("count", "exists"):
            n = self.fulfilling(entity, f, day)
            return n > 0 if kind == "exists" else float(n)
        ask = [functools.partial(self.evaluate, a, entity, day, w) for a, w in zip(f[1:], wants(f, want))]
        if kind == "IF":
            return ask[1]() if true(ask[0]()) else ask[2]()
        if kind == "COALESCE":
            return next((v for v in (a() for a in ask) if v is not None), None)
        if kind == "AND":
            return all(true(a()) for a in ask)
        if kind == "OR":
            return any(true(a()) for a in ask)
        v = [a() for a in ask]
        if kind == "WORKDAYS":
            there = all(isinstance(d, dt.date) for d in v)
            return float(self.between(entity, *((d - EPOCH).days for d in v))) if there else None
        if kind == "NOT_EQUAL_TO" and f[1][0] == f[2][0] == "field" and compare(*v) == "different":
            return False  # of two fields one is not what the other's column is
        return self.apply(kind, v)

    def apply(self, kind, v):
        if kind == "HAS_VALUE":
            return v[0] is not None
        if kind == "NOT":
            return not true(v[0])
        if kind == "DAYS_BETWEEN":
            return float((v[1] - v[0]).days) if all(isinstance(d, dt.date) for d in v) else None
        if kind in ORDERS:
            order = compare(*v)
            return order is not None and ORDERS[kind](order)
        if kind == "BETWEEN":
            return compare(v[0], v[1]) in (0, 1) and compare(v[0], v[2]) in (0, -1)
        if kind == "IN":
            return any(compare(v[0], x) == 0 for x in v[1:])
        if kind == "LIKE":
            return isinstance(v[0], str) and like(*v)
        return self.arithmetic(kind, [number(x) for x in v])

    @staticmethod
    def arithmetic(kind, x):
        present = [a for a in x if a is not None]
        if kind in ("SUM", "AVERAGE", "MAX", "MIN"):
            if not present:
                return None
            if kind in ("MAX", "MIN"):
                return max(present) if kind == "MAX" else min(present)
            total = present[0]
            for a in present[1:]:
                total += a
            return finite(total / len(present) if kind == "AVERAGE" else total)
        if kind == "SUBTRACTION":
            if x[0] is None:
                return None
            rest = x[0]
            for a in x[1:]:
                rest -= 0 if a is None else a
            return finite(rest)
        if len(present) < len(x):
            return None
        return FUNCTIONS[kind](*x)

    def _calculate(self, name, entity, day):
        """Micros of a metric on a day."""
        m = self.metrics[name]
        if m.where is not None and not true(self.evaluate(m.where, entity, day)):
            return None
        micros = self.result(m.formula, entity, day)
        return 0 if micros is None and not m.nulls else micros

    def result(self, f, entity, day):
        """Millionths; of a window, field or literal alone those it has itself."""
        if f[0] == "number" and literal(f[1]) is not None:
            return limited(literal(f[1]))
        v = self.window(entity, f[1], day) if f[0] == "window" else self.evaluate(f, entity, day)
        if isinstance(v, Number):
            return v.micros
        if isinstance(v, int) and not isinstance(v, bool):
            return v
        x = number(v)
        return None if x is None else quantised(x)


ORDERS = {
    "MORE_THAN": lambda order: order == 1,
    "LESS_THAN": lambda order: order == -1,
    "EQUAL_TO": lambda order: order == 0,
    "NOT_EQUAL_TO": lambda order: order != 0,
    "AT_LEAST": lambda order: order in (0, 1),
    "AT_MOST": lambda order: order in (0, -1),
}


TRUTHS = {*ORDERS, "BETWEEN", "IN", "LIKE", "HAS_VALUE", "AND", "OR", "NOT", "truth", "changed", "exists"}


def product(*x):
    result = x[0]
    for a in x[1:]:
        result *= a
    return finite(result)


def rounded(x):
    whole = math.trunc(x)
    return float(whole + (abs(x - whole) >= 0.5) * (1 if x > 0 else -1))


def logarithm(x, base=None):
    if x <= 0 or (base is not None and base <= 0):
        return None
    return math.log(x) if base is None else libm(lambda: math.log(x) / math.log(base) if base != 1 else math.inf)


FUNCTIONS = {
    "MULTIPLICATION": product,
    "DIVISION": lambda a, b: finite(a / b) if b != 0 else None,
    "POWER": lambda a, b: libm(math.pow, a, b),
    "SIGN": lambda a: float((a > 0) - (a < 0)),
    "ABS": abs,
    "ROUND": rounded,
    "SQRT": lambda a: libm(math.sqrt, a),
    "LOG": logarithm,
    "LOG10": lambda a: math.log10(a) if a > 0 else None,
    "CLAMP": lambda a, low, high: min(max(a, low), high),
}
