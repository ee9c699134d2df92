"""What is asked to be compared, understood: bodies by either name, the nearest duty of each peer, and what nobody says decided."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.logic import comparing
from ckanext.spenddata.logic.schema.comparisons import MOST_BODIES
from tests.compare.making import DEFINITIONS, TODAY, YEAR, body, totals, whole_year

EVERY = [body(n) for n in range(1, 8)]
FORMER = {"old-one": EVERY[1]}
KNOWN = DEFINITIONS.peer_groups


@pytest.fixture(autouse=True)
def portal(in_english: None, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Seven bodies; the figures that the ledger has of them."""
    made = SimpleNamespace(every=EVERY, returns=[r for each in EVERY for r in whole_year(each)], asked=[], changes=[])
    found = lambda publisher: SimpleNamespace(publisher=publisher)  # noqa: E731
    monkeypatch.setattr(comparing.publishers, "every", lambda: [found(each) for each in made.every])
    monkeypatch.setattr(comparing.publishers, "find", lambda name: found(FORMER[name]) if name in FORMER else None)

    def read(name: str, answer: Any) -> Any:
        def ask(_ledger: Any, *asked: Any) -> Any:
            made.asked.append((name, *asked))
            return answer(*asked)

        return ask

    sums = [total for n, each in enumerate(EVERY, 1) for total in totals(each, legal=1_000 * n, it=500)]
    of_ids = lambda rows: lambda ids, *_: [row for row in rows if row.publisher_id in ids]  # noqa: E731
    monkeypatch.setattr(comparing.read, "published_returns", read("returns", lambda ids, _s: of_ids(made.returns)(ids)))
    monkeypatch.setattr(comparing.read, "totals", read("totals", of_ids(sums)))
    monkeypatch.setattr(comparing.read, "withheld", read("withheld", lambda *_: []))
    monkeypatch.setattr(comparing.read, "largest_suppliers", read("largest suppliers", lambda *_: []))
    for name in ("largest_payments", "amount_counts", "by_supplier_type", "changes_since"):
        monkeypatch.setattr(comparing.comparison_read, name, read(name, lambda *_: made.changes))
    return made


def question(**asked: Any) -> comparing.Question:
    plain = {"publishers": [], "without": []}
    return comparing.question(DEFINITIONS, {**plain, **asked}, KNOWN)


def why(**asked: Any) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as error:
        question(**asked)
    return error.value.error_dict


def answer(**asked: Any) -> Any:
    return comparing.answer(DEFINITIONS, "the ledger", question(**asked), TODAY)  # type: ignore[arg-type]


class TestBodies:
    def test_they_are_known_by_identifier_by_address_and_by_a_former_name(self):
        assert question(publishers=["X-DEMO-1", "body-3", "old-one"]).ids == ["X-DEMO-1", "X-DEMO-3", "X-DEMO-2"]

    def test_the_first_is_compared_unless_another_is_named(self):
        assert question(publishers=["X-DEMO-2", "X-DEMO-1"]).ids[0] == "X-DEMO-2"
        assert question(publisher="X-DEMO-1", publishers=["X-DEMO-2"]).ids == ["X-DEMO-1", "X-DEMO-2"]

    def test_each_is_there_once_and_those_left_out_are_not(self):
        asked = question(publishers=["X-DEMO-1", "X-DEMO-2", "body-2", "X-DEMO-3"], without=["X-DEMO-3"])
        assert asked.ids == ["X-DEMO-1", "X-DEMO-2"]

    def test_no_more_are_compared_than_one_comparison_takes(self, portal):
        portal.every = [body(n) for n in range(1, MOST_BODIES + 9)]
        assert len(question(publishers=[each.publisher_id for each in portal.every]).ids) == MOST_BODIES

    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ({}, "publisher"),
            ({"publisher": "nobody"}, "publisher"),
            ({"publishers": ["X-DEMO-1", "nobody"]}, "publishers"),
            ({"publisher": "X-DEMO-1", "without": ["nobody"]}, "without"),
            ({"publisher": "X-DEMO-1", "peer_group": "nobody"}, "peer_group"),
            ({"publisher": "X-DEMO-1", "regime": "nobody"}, "regime"),
            ({"publisher": "X-DEMO-1", "measure": "nobody"}, "measure"),
            ({"publisher": "X-DEMO-1", "category": "nobody"}, "category"),
            ({"publisher": "X-DEMO-1", "order": "nobody"}, "order"),
            ({"publisher": "X-DEMO-1", "period": "sometime"}, "period"),
        ],
    )
    def test_what_is_not_known_is_refused_at_its_field(self, asked, field):
        assert set(why(**asked)) == {field}


class TestPeers:
    def test_a_group_gives_the_peers_and_is_told(self):
        *_, last = question(publisher="X-DEMO-1").groups
        asked = question(publisher="X-DEMO-1", peer_group=last.id)
        assert asked.group == last
        assert len(asked.ids) > 1

    def test_without_bodies_and_group_the_usual_group_is_taken(self):
        asked = question(publisher="X-DEMO-1")
        assert asked.group in asked.groups
        assert asked.ids[0] == "X-DEMO-1"

    def test_bodies_that_are_chosen_are_no_group(self):
        assert question(publishers=["X-DEMO-1", "X-DEMO-2"]).group is None

    def test_only_groups_that_know_the_body_are_offered(self, portal):
        portal.every = [body(1)]
        assert question(publisher="X-DEMO-1").groups == ()


class TestDuties:
    def test_the_one_that_is_asked_for_is_everybody_s(self):
        asked = question(publishers=["X-DEMO-1", "X-DEMO-2"], regime="hmt-25k")
        assert [each.id for each in asked.regimes] == ["hmt-25k", "hmt-25k"]

    def test_else_the_first_that_is_not_about_cards_and_of_each_peer_the_nearest(self, portal):
        portal.every = [
            body(1, regimes=("lgtc-gpc", "lgtc-500")),
            body(2, regimes=("hmt-gpc-500", "hmt-25k")),
            body(3, regimes=("lgtc-gpc",)),
        ]
        asked = question(publishers=["X-DEMO-1", "X-DEMO-2", "X-DEMO-3"])
        assert [each.id for each in asked.regimes] == ["lgtc-500", "hmt-25k", "lgtc-500"]

    def test_a_body_without_one_is_asked_which(self, portal):
        portal.every = [body(1, regimes=("no-such",))]
        assert "Body 1" in why(publisher="X-DEMO-1")["regime"][0]


class TestMeasures:
    def test_shares_are_compared_where_some_body_has_no_population(self, portal):
        first = next(iter(DEFINITIONS.measures))
        assert question(publishers=["X-DEMO-1", "X-DEMO-2"]).measure.id == first
        portal.every = [body(1), body(2, facts=())]
        assert question(publishers=["X-DEMO-1", "X-DEMO-2"]).measure.id == "share"

    def test_one_that_is_asked_for_is_taken_whoever_lacks_a_figure(self, portal):
        first = next(iter(DEFINITIONS.measures))
        portal.every = [body(1), body(2, facts=())]
        assert question(publishers=["X-DEMO-1", "X-DEMO-2"], measure=first).measure.id == first


class TestAnswers:
    def test_the_newest_time_that_the_body_published_whole_is_compared(self):
        assert answer(publishers=["X-DEMO-1", "X-DEMO-2"]).span == YEAR

    def test_a_body_that_published_nothing_is_compared_for_twelve_months(self, portal):
        portal.returns = []
        assert answer(publishers=["X-DEMO-1", "X-DEMO-2"]).span == Span("2025-11", "2026-10")

    def test_figures_are_those_of_all_bodies_in_the_months_asked_for(self, portal):
        found = answer(publishers=["X-DEMO-1", "X-DEMO-2"], period="2025-26", measure="share")
        assert found.span == YEAR
        legal = found.row("legal")
        assert [cell.amount for cell in legal.cells] == [1_000, 2_000]
        assert ("totals", ["X-DEMO-1", "X-DEMO-2"], YEAR) in portal.asked

    def test_predecessors_are_among_the_figures_of_the_body_that_took_over(self, portal):
        old = body(2, ended=date(2025, 9, 30))
        portal.every = [body(1, predecessors=("X-DEMO-2",), began=date(2025, 10, 1)), old, body(3)]
        found = answer(publishers=["X-DEMO-1", "X-DEMO-3"], period="2025-26", measure="share")
        assert [cell.amount for cell in found.row("legal").cells] == [3_000, 3_000]
        assert [each.publisher_id for each in found.bodies[0].circumstances.before] == ["X-DEMO-2"]

    @pytest.mark.parametrize(
        ("numerator", "read"), [("median_payment", "amount_counts"), ("supplier_types", "by_supplier_type")]
    )
    def test_what_sums_can_t_tell_is_read_only_for_measures_that_need_it(self, portal, numerator, read):
        answer(publishers=["X-DEMO-1"], period="2025-26", measure="share")
        assert read not in {name for name, *_ in portal.asked}
        measure = next((m.id for m in DEFINITIONS.measures.values() if m.numerator == numerator), None)
        assert measure
        answer(publishers=["X-DEMO-1"], period="2025-26", measure=measure)
        assert read in {name for name, *_ in portal.asked}

    def test_what_changed_is_read_only_where_somebody_says_since_when(self, portal):
        portal.changes = ["a change"]
        assert comparing.changes("the ledger", question(publisher="X-DEMO-1"), YEAR) == []  # type: ignore[arg-type]
        asked = question(publishers=["X-DEMO-1"], as_of=7)
        assert comparing.changes("the ledger", asked, YEAR) == ["a change"]  # type: ignore[arg-type]
        assert portal.asked == [("changes_since", asked.ids, YEAR, 7)]
