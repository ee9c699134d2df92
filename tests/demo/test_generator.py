"""The demonstration is the same for the same seed, plainly fictional, and as large and as varied as it says."""

import csv
import hashlib
import os
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.demo import stories
from ckanext.spenddata.demo.bodies import BODIES
from ckanext.spenddata.demo.layouts import LAYOUTS
from ckanext.spenddata.demo.plan import EARLY, EXCEPTIONS, Filing, bodies, last_full_month, periods, plan
from ckanext.spenddata.demo.profiles import PROFILES
from ckanext.spenddata.demo.spending import SEASONS, THRESHOLDS, transactions
from ckanext.spenddata.values.periods import Period
from tests.demo.bodies import by_code

UNTIL = date(2026, 10, 31)
PLAN = plan(UNTIL)
DEFINITIONS = definitions.load()
SHARED = Path(os.environ.get("SPENDDATA_SHARED", Path(__file__).parents[2].parent / "shared"))


def one(code: str, what: str = "file") -> Filing:
    return next(filing for filing in PLAN if filing.body.code == code and filing.what == what)


def test_it_is_about_thirty_bodies_240_returns_and_100_000_transactions():
    assert len(BODIES) == 30
    assert 230 <= len({filing.key for filing in PLAN}) <= 260
    assert 95_000 <= sum(filing.rows for filing in PLAN) <= 110_000


def test_there_are_bodies_of_every_kind_and_at_least_eight_layouts():
    kinds = {(body.publisher.body_type, body.publisher.body_subtype) for body in BODIES}
    assert len({kind for kind, _ in kinds}) == 5
    assert {tier for kind, tier in kinds if kind == "local authority"} == {
        "County",
        "Non-metropolitan district",
        "Unitary authority",
        "Metropolitan district",
    }
    assert len({body.layout for body in BODIES}) >= 8
    assert {LAYOUTS[body.layout].container for body in BODIES} == {"csv", "xlsx", "ods"}


def test_a_small_demonstration_has_councils_trusts_a_department_and_police():
    assert len({body.publisher.body_type for body in BODIES[:8]}) == 4


def test_a_few_bodies_of_different_kinds_joined_before_their_first_return_fell_due():
    early = {body.code: body.publisher for body in bodies(UNTIL) if body.publisher.joined}
    assert set(early) == set(EARLY)
    assert len({publisher.body_type for publisher in early.values()}) == len(EARLY)
    late = [filing for filing in PLAN if filing.body.publisher.joined]
    assert all(DEFINITIONS.regimes[f.regime].due.date(f.period) >= f.body.publisher.joined for f in late)
    assert len(late) < len(PLAN) / 5


def test_identifiers_are_unique_and_say_that_they_are_a_demonstration():
    ids = [body.publisher.publisher_id for body in BODIES]
    assert len(set(ids)) == len(ids)
    assert len({body.publisher.slug for body in BODIES}) == len(ids)
    assert all(re.fullmatch(r"X-DEMO-[A-Z-]+", publisher_id) for publisher_id in ids)
    parents = {body.publisher.parent_id for body in BODIES} - {""}
    assert parents <= set(ids)


@pytest.mark.skipif(
    not (SHARED / "data/public_bodies_seed.csv").exists(), reason="the table of real bodies is not here"
)
def test_no_body_has_the_name_of_a_real_one():
    with (SHARED / "data/public_bodies_seed.csv").open(encoding="utf-8") as file:
        real = {
            name.strip().casefold()
            for row in csv.DictReader(file)
            for name in (row["name"], *row["alt_names"].split(","))
        }
    ours = {body.publisher.name.casefold() for body in BODIES}
    ours |= {body.publisher.name.casefold().partition(" council")[0].partition(" district")[0] for body in BODIES}
    assert not ours & real


def test_same_seed_same_bytes_and_another_seed_other_bytes():
    for code in ("HALLOWSHIRE", "MARLOCK-HOSPITALS", "TANSYMOOR-HOSPITALS", "DLW"):
        filing = one(code)
        again = Filing(filing.body, filing.regime, filing.period, filing.what, filing.seed)
        other = Filing(filing.body, filing.regime, filing.period, filing.what, filing.seed + 1)
        digests = [hashlib.sha256(each.content()).hexdigest() for each in (filing, again, other)]
        assert digests[0] == digests[1] != digests[2]


def test_a_body_spends_the_same_however_large_the_demonstration_is():
    few = {filing.key: filing.pence for filing in plan(UNTIL, 3)}
    assert len({key.split(".")[0] for key in few}) == 3
    assert few.items() <= {filing.key: filing.pence for filing in PLAN if filing.revision == 1}.items()


def test_payments_fall_in_their_period_and_above_the_threshold():
    for filing in PLAN:
        if filing.regime == filing.body.regime:
            threshold = THRESHOLDS[filing.regime] * 100
            assert all(t.day in filing.period for t in filing.transactions)
            assert all(abs(t.pence) > threshold for t in filing.transactions)


def test_no_payment_is_so_large_that_a_spreadsheet_loses_pennies():
    assert max(t.pence for filing in PLAN for t in filing.transactions) < 10**13


def test_periods_cover_twelve_months_without_gap_up_to_the_last_full_one():
    for cadence in ("month", "quarter"):
        found = periods(UNTIL, cadence)
        assert (found[-1].end - found[0].start).days >= 330
        assert found[0].start <= date(2025, 10, 1)
        assert all(before.following() == after for before, after in pairwise(found))
    assert periods(UNTIL, "month")[-1] == Period.parse("2026-10")
    assert periods(UNTIL, "quarter")[-1] == Period.parse("2026-Q3")
    assert last_full_month(date(2026, 3, 15)) == date(2026, 2, 28)


def test_filings_come_in_the_order_of_time_and_corrections_after_what_they_correct():
    ends = [filing.period.end for filing in PLAN]
    assert ends == sorted(ends)
    doubled = PLAN.index(one("BRACKENROYD", "doubled"))
    corrected = PLAN.index(one("BRACKENROYD", "corrected"))
    assert doubled < corrected
    assert PLAN[doubled].pence == 2 * PLAN[corrected].pence


def test_some_returns_are_missing_nil_in_error_waiting_or_no_spend_file():
    counts = Counter(filing.what for filing in PLAN)
    assert counts["nil"] >= 2
    assert counts["errors"] >= 5
    assert (counts["doubled"], counts["corrected"], counts["waiting"], counts["form"]) == (1, 1, 1, 1)
    filed = Counter(filing.body.code for filing in PLAN)
    assert filed["OSTWELL-HOSPITALS"] == filed["FERNHOLT-HOSPITALS"] - 4
    assert set(EXCEPTIONS) <= {body.code for body in BODIES}


def test_rows_in_error_are_left_out_of_rows_and_sum():
    filing = one("PORT-ARDENT", "errors")
    assert 3 <= len(filing.broken) <= 9
    clean = Filing(filing.body, filing.regime, filing.period, "file", filing.seed)
    lost = sum(filing.transactions[place].pence for place in filing.broken)
    assert (filing.rows, filing.pence) == (clean.rows - len(filing.broken), clean.pence - lost)
    assert filing.content() != clean.content()


@pytest.mark.parametrize("story", stories.STORIES, ids=lambda story: f"{story.body}-{story.expense_types[0]}")
def test_each_story_is_told_of_something_its_body_buys(story):
    bought = {line.expense_type for line in PROFILES[by_code(story.body).profile]}
    assert set(story.expense_types) <= bought
    assert story.reason.endswith((".", "receive instead."))


def test_one_council_pays_twice_the_median_a_head_for_agency_staff():
    def a_head(body):
        spent = sum(
            t.pence
            for filing in PLAN
            if filing.body is body and filing.what == "file" and filing.regime == "lgtc-500"
            for t in filing.transactions
            if t.line.expense_type == "Agency staff"
        )
        return spent / body.size

    unitary = sorted((a_head(body), body.code) for body in BODIES if body.profile == "unitary")
    assert unitary[-1][1] == "STONEHITHE"
    assert unitary[-1][0] > 1.9 * unitary[len(unitary) // 2][0]


def test_a_hospital_with_costly_medicines_stands_out():
    def share(code):
        every = [t for filing in PLAN if filing.body.code == code for t in filing.transactions]
        return sum(t.pence for t in every if t.line.expense_type == "Drugs") / sum(t.pence for t in every)

    assert share("MARLOCK-HOSPITALS") > 1.4 * max(share("FERNHOLT-HOSPITALS"), share("TARNFELL-HOSPITALS"))


def test_seasons_average_one_and_codes_are_those_of_the_lists():
    assert all(sum(season) == pytest.approx(12, abs=0.6) for season in SEASONS.values())
    for line in (line for lines in PROFILES.values() for line in lines):
        assert not line.cpv or line.cpv[:8] in DEFINITIONS.categories.of_cpv
        assert not line.proclass or DEFINITIONS.categories.proclass(line.proclass)


def test_most_of_it_can_be_classified_but_not_all():
    from ckanext.spenddata.definitions.expense_types import normalise

    lines = [line for lines in PROFILES.values() for line in lines]
    known = sum(normalise(line.expense_type) in DEFINITIONS.expense_types for line in lines)
    assert 0.9 < known / len(lines) < 1


def test_withheld_names_are_of_people_and_of_one_council_that_withholds_too_much():
    quilldale = transactions(by_code("QUILLDALE"), Period.parse("2026-Q1"), 1)
    other = transactions(by_code("YEWCOMBE"), Period.parse("2026-Q1"), 1)
    shares = [sum(t.name.startswith("REDACTED") for t in each) / len(each) for each in (quilldale, other)]
    assert shares[0] > 0.25 > shares[1]


def test_every_regime_of_a_body_is_one_that_its_kind_has():
    for body in BODIES:
        for regime in body.publisher.regimes:
            assert body.publisher.body_type in DEFINITIONS.regimes[regime].body_types
