"""A comparison made again from published CSV files by other means: Python's csv and statistics, and nothing of ours."""

from __future__ import annotations

import csv
import io
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

MEASURES: Mapping[str, Callable[[int, int, int, int], Fraction | None]] = {
    "spend": lambda pence, _n, _all, _heads: Fraction(pence, 100),
    "spend-per-head": lambda pence, _n, _all, heads: Fraction(pence, 100 * heads) if heads else None,
    "share": lambda pence, _n, every, _heads: Fraction(100 * pence, every) if every > 0 else None,
    "average-payment": lambda pence, n, _all, _heads: Fraction(pence, 100 * n) if n else None,
    "transactions": lambda _pence, n, _all, _heads: Fraction(n),
}
"""A category's pence and payments, all pence, and heads → the measure."""


def payments(texts: Iterable[str]) -> list[dict[str, str]]:
    """The lines of some published CSV files."""
    return [line for text in texts for line in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]


def wrong(shown: Mapping[str, Any], lines: Iterable[Mapping[str, str]]) -> list[str]:
    """What a comparison says of categories and the lines don't: nothing, where it is right to the penny."""
    pence, n = Counter(), Counter()
    first, last = shown["period"]["start"], shown["period"]["end"]
    regimes = {body["publisher_id"]: body["regime"] for body in shown["bodies"]}
    for line in lines:
        body = line["publisher_id"]
        if regimes.get(body) == line["regime"] and first <= line["payment_date"][:10] <= last:
            key = body, line["category"] or "unclassified"
            pence[key] += int(Decimal(line["amount"]) * 100)
            n[key] += 1
    wholes = Counter()
    for (body, _), amount in pence.items():
        wholes[body] += amount
    categories = {category for _, category in n}
    said = [] if categories == {row["category"] for row in shown["categories"]} else ["not the same categories"]
    for row in shown["categories"]:
        said += _row(shown, row, pence, n, wholes)
    return said


def _row(shown: Mapping[str, Any], row: Mapping[str, Any], pence: Counter, n: Counter, wholes: Counter) -> list[str]:
    measure, values, said = MEASURES[shown["measure"]["id"]], {}, []
    for body, cell in zip(shown["bodies"], row["cells"], strict=True):
        name = body["publisher_id"]
        if cell["transactions"] is None:
            values[name] = None
            continue
        key, heads = (name, row["category"]), body["facts"].get("population", {}).get("value", 0)
        values[name] = measure(pence[key], n[key], wholes[name], heads)
        said += _differ(f"{name} {row['category']}", cell, {"amount": Fraction(pence[key], 100), "value": values[name]})
        if cell["transactions"] != n[key]:
            said.append(f"{key}: {cell['transactions']} payments, not {n[key]}")
    peers = [values[name] for name in shown["statistics"]["peers"] if values[name] is not None]
    said += _differ(f"peers {row['category']}", row["peers"] or {}, _statistics(peers))
    if row["standing"]:
        own = values[shown["bodies"][0]["publisher_id"]]
        said += _differ(f"standing {row['category']}", row["standing"], _standing(own, peers))
    return said


def _statistics(peers: list[Fraction]) -> dict[str, Any]:
    if not peers:
        return {}
    found: dict[str, Any] = {"minimum": min(peers), "maximum": max(peers), "median": None, "deviation": None}
    if len(peers) >= 4:
        lower, middle, upper = statistics.quantiles(peers, n=4, method="inclusive")
        deviation = statistics.median(abs(peer - middle) for peer in peers)
        found |= {"lower_quartile": lower, "median": middle, "upper_quartile": upper, "deviation": deviation}
    return found


def _standing(own: Fraction, peers: list[Fraction]) -> dict[str, Any]:
    found = _statistics(peers)
    low, high = found.get("lower_quartile", found["minimum"]), found.get("upper_quartile", found["maximum"])
    outside = own - high if own > high else own - low if own < low else Fraction(0)
    told = {"outside": outside, "rank": Fraction(sorted([*peers, own], reverse=True).index(own) + 1)}
    if found["median"] is not None:
        told["difference"] = own - found["median"]
        spread = Fraction(14826, 10000) * found["deviation"]
        told["robust_distance"] = told["difference"] / spread if spread else None
    return told


def _differ(what: str, said: Mapping[str, Any], right: Mapping[str, Any]) -> list[str]:
    return [
        f"{what}: {name} is {said[name]}, not {_written(value)}"
        for name, value in right.items()
        if (None if said[name] is None else Decimal(str(said[name]))) != _written(value)
    ]


def _written(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    exact = Decimal(abs(value.numerator)) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP).copy_sign(Decimal(value.numerator or 1))
