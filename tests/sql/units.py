#!/usr/bin/env python3
"""csm-units against its statement in an engine: units over the worlds of tests/brute.

usage: units.py BUILD DIR UNITS SEED ENGINE; status 77 if the engine cannot be had
"""
import sys

import judged


def unit(rng, metric):
    """On a metric, with thresholds that values meet."""
    low, high = sorted(rng.choice([-5, 0, 0, 1, 2.5, 10, 300]) for _ in range(2))
    made = {"id": "u_" + metric, "metric": f"last(calculated.{metric}, {rng.choice([1, 7])})", "low": low, "high": high}
    if rng.random() < 0.3:
        made["lower_is_better"] = True
    if rng.random() < 0.6:
        made["default"] = rng.choice(["na", "on", "off", "unknown"])
    if rng.random() < 0.4:
        made["where"] = rng.choice(["sum(activities.*, 7) > 3", "has_value(last(metrics.s, 20))"])
    return made


def draw(rng, written):
    return {"units": [unit(rng, i) for i, m in written.items() if m.get("model", "company") == "company"]}


if __name__ == "__main__":
    sys.exit(judged.main("units judged", draw, lambda rng: ["csm-units"]))
