"""Duties under which a body publishes the same payments: a sum over all duties counts each payment once.

A council publishes everything over £500, and once more what it paid over £30,000 under public contracts. Where the returns of two
duties of a body have days in common, its payments are counted under the wider duty, that with the lower threshold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from ckanext.spenddata.compare.published_months import Duty
from ckanext.spenddata.definitions.regimes import Regime

Days = tuple[date, date]


def counted_elsewhere(returns: Iterable[tuple[Duty, date, date]], regimes: Mapping[str, Regime]) -> frozenset[Duty]:
    """Duties whose payments are counted under another duty of the same body.

    Args:
        returns: Each with its body and duty, its first and last day.
        regimes: Every duty by its id.

    Returns:
        Bodies with the duties to leave out of a sum; payments by card and by invoice are never the same.
    """
    days: dict[Duty, list[Days]] = defaultdict(list)
    for duty, first, last in returns:
        days[duty].append((first, last))
    kept: dict[tuple[str, bool], list[Days]] = defaultdict(list)
    left_out: set[Duty] = set()
    for publisher_id, regime in sorted(days, key=lambda duty: (_threshold(regimes[duty[1]]), duty)):
        own, wider = days[publisher_id, regime], kept[publisher_id, regimes[regime].card]
        if any(_meet(one, other) for one in own for other in wider):
            left_out.add((publisher_id, regime))
        else:
            wider.extend(own)
    return frozenset(left_out)


def _threshold(regime: Regime) -> float:
    return float(regime.threshold.amount) if regime.threshold else 0.0


def _meet(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
