#!/usr/bin/env python3
"""csm-health against its statement in an engine: profiles of the three methods over the
worlds of tests/brute.

usage: health.py BUILD DIR SCORES SEED ENGINE; status 77 if the engine cannot be had
"""
import random
import sys

import judged

NUMBERS = (-5, 0, 0, 1, 2.5, 7, 10, 14, 300)
CONDITIONS = ("less than", "more than", "equal to", "not equal to", "at least", "at most", "linear", "linear bounded")
MISSING = ("skip", "zero", "neutral", "worst", "unknown")


def formula(rng, metrics, model):
    if model != "company":
        return rng.choice([f"sum(metrics.s, {rng.choice([7, 30])})", "days_since(activities.*)", "last(metrics.t, 9)"])
    return rng.choice(
        [f"last(calculated.{rng.choice(metrics)}, {rng.choice([1, 7])})", "days_since(activities.*)",
         f"sum(activities.*, {rng.choice([7, 30])})", "last(metrics.s, 20) / 3", "has_value(last(metrics.s, 5))"])  # fmt: skip


def condition(rng, metrics, model):
    return f"{formula(rng, metrics, model)} {rng.choice(['<', '>=', '='])} {rng.choice(NUMBERS)}"


def ends(rng):
    low, high = sorted(rng.sample((-3, 0, 1.5, 4, 10, 33.3), 2))
    return low, high


def impact(rng):
    return rng.choice([-5, -3, -0.7, 0.1, 1, 2, 1 / 3, 5])


def points(rng, metrics, model):
    factors = []
    for i in range(rng.randint(1, 5)):
        factor = {"id": f"f{i}", "metric": formula(rng, metrics, model), "condition": rng.choice(CONDITIONS)}
        if factor["condition"].startswith("linear"):
            low, high = ends(rng)
            factor |= {"low": [low, impact(rng)], "high": [high, impact(rng)]}
        else:
            factor |= {"value": rng.choice(NUMBERS), "impact": impact(rng)}
        factors.append(factor)
    return {"method": "points", "start": rng.choice([5, 0, 10, 2.3]), "factors": factors}


def measure(rng, metrics, model, i):
    factor = {"id": f"f{i}", "metric": formula(rng, metrics, model), "weight": rng.choice([1, 1, 2, 0.3, 5, 0]),
              "missing": rng.choice(MISSING), "invert": rng.random() < 0.3}  # fmt: skip
    if rng.random() < 0.5:
        low, high = ends(rng)
        factor["linear"] = {"low": low, "high": high}
    else:
        steps = sorted(set(rng.sample(NUMBERS, rng.randint(1, 4))))
        factor["thresholds"] = [{"below": s, "score": rng.choice([0, 2.5, 5, 10])} for s in steps] + [
            {"score": rng.choice([0, 10])}
        ]
    return factor


def weighted(rng, metrics, model):
    factors = [measure(rng, metrics, model, i) for i in range(rng.randint(1, 6))]
    profile = {"method": "weighted", "scale": rng.choice([10, 100])}
    factors[0]["weight"] = 1.5
    if rng.random() < 0.5:
        return profile | {"factors": factors}
    half = max(1, len(factors) // 2)
    groups = [factors[:half], factors[half:]]
    for g in groups:
        if g:
            g[0]["weight"] = 3
    return profile | {"groups": [{"id": f"g{i}", "weight": rng.choice([1, 2, 0.7]), "factors": g}
                                 for i, g in enumerate(groups) if g]}  # fmt: skip


def pillars(rng, metrics, model):
    overall = rng.choice(["poor if any", "worst", "majority", "weighted"])
    made = []
    for i in range(rng.randint(1, 5)):
        pillar = {"id": f"p{i}", "good": condition(rng, metrics, model), "poor": condition(rng, metrics, model)}
        if rng.random() < 0.3:
            del pillar[rng.choice(["good", "poor"])]
        if overall == "weighted":
            pillar["weight"] = rng.choice([1, 2, 0.4])
        made.append(pillar)
    return {"method": "pillars", "overall": overall, "pillars": made}


def bands(rng, top):
    states = [s for s in ("poor", "average", "good") if s == "good" or rng.random() < 0.7]
    edges = sorted(rng.sample((0.1, 0.25, 0.4, 0.5, 0.77), len(states) - 1))
    return [{"state": s, "below": e * top} for s, e in zip(states, edges)] + [{"state": "good"}]


def draw(rng, written):
    """Profiles: those of companies, the last of which may take all, and one of end users."""
    metrics = [i for i, m in written.items() if m.get("model", "company") == "company"]
    profiles, n = [], rng.randint(1, 3)
    for i in range(n + (rng.random() < 0.4)):
        model = "company" if i < n else "enduser"
        make = rng.choice([points, weighted, pillars])
        profile = {"id": f"profile{i}" if i else "o'brien", "model": model} | make(rng, metrics, model)
        if profile["method"] != "pillars" or profile["overall"] == "weighted":
            if rng.random() < 0.5:
                profile["bands"] = bands(rng, profile.get("scale", 10))
        if model == "company" and (i < n - 1 or rng.random() < 0.3):
            profile["where"] = rng.choice(["sum(activities.*, 7) > 3", "has_value(last(metrics.s, 20))"])
        profiles.append(profile)
    return {"health": profiles}


def command(rng):
    more = [o for o in ("--parts", "--round") if rng.random() < (0.8 if o == "--parts" else 0.2)]
    return ["csm-health", *more]


if __name__ == "__main__":
    sys.exit(judged.main("scores", draw, command))
