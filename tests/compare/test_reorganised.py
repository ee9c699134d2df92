"""Bodies begin, end and take over from others: nothing is owed outside their time, nothing counted twice, and it is said."""

from __future__ import annotations

from datetime import date

import msgspec

from ckanext.spenddata.compare import reorganised
from ckanext.spenddata.compare.comparison import compare
from ckanext.spenddata.compare.coverage import coverage
from ckanext.spenddata.compare.figures import MonthTotal
from ckanext.spenddata.compare.findings import finding
from ckanext.spenddata.compare.likeness import Circumstances
from ckanext.spenddata.compare.plain import comparison_dict
from ckanext.spenddata.definitions.peers import tier_of
from tests.compare.making import DEFINITIONS, TODAY, YEAR, body, circumstances, filed, totals

LAST, FIRST = date(2025, 9, 30), date(2025, 10, 1)
OLD = [body(n, name=f"Old {n}", ended=LAST) for n in (11, 12)]
NEW = body(1, began=FIRST, predecessors=("X-DEMO-11", "X-DEMO-12"))
EVERY = {each.publisher_id: each for each in (NEW, *OLD)}
PUBLISHED = [
    *(filed(old, quarter) for old in OLD for quarter in ("2025-Q2", "2025-Q3")),
    *(filed(NEW, quarter) for quarter in ("2025-Q4", "2026-Q1")),
]


def covered(one, published=PUBLISHED):
    regime = DEFINITIONS.regimes["lgtc-500"]
    return coverage(one.publisher_id, regime, YEAR, published, TODAY, one.joined, (one.began, one.ended))


def new(published=PUBLISHED, before=OLD) -> Circumstances:
    whole = reorganised.together(covered(NEW, published), [covered(old, published) for old in before])
    regime = DEFINITIONS.regimes["lgtc-500"]
    return Circumstances.of(NEW, regime, tier_of(NEW, DEFINITIONS.tiers), whole, published, before)


def compared(first, *figures):
    peers = [body(n) for n in range(2, 7)]
    every = reorganised.summed(
        [*figures, *(each for peer in peers for each in totals(peer, it=300_00))],
        {old.publisher_id: NEW.publisher_id for old in OLD},
    )
    made = [first, *map(circumstances, peers)]
    return compare(made, every, DEFINITIONS.measures["spend"], YEAR, DEFINITIONS.categories)


def test_a_body_owes_nothing_outside_its_time():
    assert [each.period for each in covered(NEW).returns] == ["2025-Q4", "2026-Q1"]
    assert [each.period for each in covered(OLD[0]).returns] == ["2025-Q2", "2025-Q3"]


def test_the_quarter_in_which_it_ends_is_still_owed():
    middle = msgspec.structs.replace(OLD[0], ended=date(2025, 8, 15))
    assert [each.period for each in covered(middle).returns] == ["2025-Q2", "2025-Q3"]


def test_what_the_predecessors_spent_is_the_body_s_and_it_is_said():
    parts = [*totals(OLD[0], it=100_00), *totals(OLD[1], it=50_00), *totals(NEW, it=200_00)]
    found = compared(new(), *parts)
    assert found.total.cells[0].amount == 350_00
    assert found.subject.counted
    assert found.total.standing is not None
    (said,) = [each for each in found.subject.cautions if each.code == "reorganised"]
    assert said.text == (
        "Body 1 took over from other bodies: until 30 September 2025 its figures are the sums of Old 11, Old 12."
    )


def test_a_return_that_a_predecessor_never_filed_is_missing_from_the_body():
    found = compared(new([each for each in PUBLISHED if each.publisher_id != "X-DEMO-12"]), *totals(NEW, it=200_00))
    assert not found.subject.counted
    assert found.subject.circumstances.coverage.received == 4
    assert len(found.subject.circumstances.coverage.returns) == 6


def test_its_figures_lead_to_the_payments_of_all_of_them():
    shown = comparison_dict(compared(new(), *totals(NEW, it=1)))
    assert shown["total"]["cells"][0]["search"]["publisher_id"] == ["X-DEMO-1", "X-DEMO-11", "X-DEMO-12"]
    assert shown["bodies"][0]["predecessors"] == ["X-DEMO-11", "X-DEMO-12"]


def test_a_predecessor_that_is_compared_keeps_its_own_figures():
    found = reorganised.predecessors(NEW, EVERY, YEAR, ["X-DEMO-11"])
    assert [each.publisher_id for each in found] == ["X-DEMO-12"]


def test_a_predecessor_that_ended_before_the_months_adds_nothing():
    long_ago = [msgspec.structs.replace(old, ended=date(2020, 3, 31)) for old in OLD]
    assert reorganised.predecessors(NEW, {each.publisher_id: each for each in long_ago}, YEAR, []) == []


def test_predecessors_of_predecessors_count_and_a_ring_has_an_end():
    older = body(21, ended=date(2025, 6, 30), predecessors=("X-DEMO-1",))
    old = msgspec.structs.replace(OLD[0], predecessors=("X-DEMO-21", "X-DEMO-404"))
    found = reorganised.predecessors(NEW, {"X-DEMO-11": old, "X-DEMO-21": older, "X-DEMO-1": NEW}, YEAR, [])
    assert [each.publisher_id for each in found] == ["X-DEMO-11", "X-DEMO-21"]


def test_a_body_that_no_longer_exists_has_a_clear_answer():
    gone = msgspec.structs.replace(OLD[0], ended=date(2020, 3, 31))
    after = [each.name for each in reorganised.successors(gone, [NEW, *OLD])]
    regime = DEFINITIONS.regimes["lgtc-500"]
    made = Circumstances.of(gone, regime, tier_of(gone, DEFINITIONS.tiers), covered(gone), PUBLISHED, after=after)
    found = compared(made)
    assert finding(found).text == (
        "Old 11 existed until 31 March 2020. Body 1 took over from it. It owes nothing for 2025-26."
    )
    assert found.total.cells[0].value is None


def test_months_are_summed_as_whole_times_are_each_on_its_own():
    parts = [
        MonthTotal("X-DEMO-11", "lgtc-500", "2025-08", 2, 300),
        MonthTotal("X-DEMO-12", "lgtc-500", "2025-08", 1, -50),
        MonthTotal("X-DEMO-12", "lgtc-500", "2025-09", 1, 10),
        MonthTotal("X-DEMO-3", "lgtc-500", "2025-08", 4, 7),
    ]
    assert reorganised.summed(parts, dict.fromkeys(("X-DEMO-11", "X-DEMO-12"), "X-DEMO-1")) == [
        MonthTotal("X-DEMO-1", "lgtc-500", "2025-08", 3, 250),
        MonthTotal("X-DEMO-1", "lgtc-500", "2025-09", 1, 10),
        MonthTotal("X-DEMO-3", "lgtc-500", "2025-08", 4, 7),
    ]


def test_the_search_behind_a_figure_asks_for_all_whose_payments_are_in_it():
    for before in (OLD, OLD[:1]):
        found = comparison_dict(compared(new(before=before)))
        assert found["total"]["cells"][0]["search"]["publisher_id"] == [
            "X-DEMO-1",
            *(old.publisher_id for old in before),
        ]
    alone = comparison_dict(compared(circumstances(body(1))))
    assert alone["total"]["cells"][0]["search"]["publisher_id"] == "X-DEMO-1"
