"""The first page tells who is far from their peers, in the comparison's own sentence, and nobody who is not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.compare.making import DEFINITIONS, YEAR, body, circumstances, totals

highlights = pytest.importorskip("ckanext.spenddata.logic.highlights", reason="CKAN is not here")


def compared(own: int, *others: int):
    from ckanext.spenddata.compare.comparison import compare

    bodies = [body(n) for n in range(1, len(others) + 2)]
    figures = [
        each
        for one, pence in zip(bodies, (own, *others), strict=True)
        for each in totals(one, it=pence, legal=100_000_00)
    ]
    measure = DEFINITIONS.measures["spend-per-head"]
    return compare([*map(circumstances, bodies)], figures, measure, YEAR, DEFINITIONS.categories)


def test_three_times_the_median_is_told_in_the_words_of_the_comparison():
    # £600,000 beside £100,000, £200,000, £200,000, £300,000: the median is £200,000.
    furthest, told = highlights._highlight(
        "X-DEMO-1", compared(600_000_00, 100_000_00, 200_000_00, 200_000_00, 300_000_00)
    )
    assert furthest == Fraction(3)
    assert (told["times"], told["category"]) == ("3.0", "it")
    assert "3.0 times its peers’ median" in told["finding"]["text"]


def test_a_third_is_as_far_as_three_times():
    furthest, told = highlights._highlight(
        "X-DEMO-1", compared(100_000_00, 250_000_00, 300_000_00, 300_000_00, 350_000_00)
    )
    assert furthest == Fraction(3)
    assert "less than its peers’ median" in told["finding"]["text"]


@pytest.mark.parametrize(
    "figures", [(200_000_00, 100_000_00, 200_000_00, 200_000_00, 300_000_00), (600_000_00, 100_000_00), (600_000_00,)]
)
def test_who_is_like_its_peers_or_has_too_few_is_not_told(figures):
    assert highlights._highlight("X-DEMO-1", compared(*figures)) is None


def test_bodies_with_too_few_peers_cost_no_comparison_and_the_others_are_looked_at(monkeypatch):
    from types import SimpleNamespace

    peers = {f"X-DEMO-{n}": 5 if n % 2 else 3 for n in range(40)}
    looked_at = []
    monkeypatch.setattr(
        highlights.comparing,
        "question",
        lambda _d, asked, _k: SimpleNamespace(bodies=range(peers[asked["publisher"]]), of=asked["publisher"]),
    )
    monkeypatch.setattr(highlights.comparing, "answer", lambda _d, _l, question, _t: looked_at.append(question.of))
    monkeypatch.setattr(highlights, "_highlight", lambda _id, _comparison: None)
    assert highlights.far_from_peers(DEFINITIONS, None, {}, peers, None) == []
    assert looked_at == [f"X-DEMO-{n}" for n in range(40) if n % 2][: highlights.LOOKED_AT]
