"""The packaged regimes are complete and say what the duties say."""

from datetime import date

import pytest

from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.yaml_file import DefinitionError
from ckanext.spenddata.values.periods import Period

REGIMES = load().regimes


def test_the_eight_regimes_are_there():
    assert list(REGIMES) == [
        "hmt-25k", "nhs-25k", "hmt-gpc-500", "lgtc-500", "lgtc-gpc", "pcc-500", "scot-25k", "pa23-s70",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("regime", "pence", "tested_on", "cadence", "card"),
    [
        ("hmt-25k", 2_500_000, "gross", "month", False),
        ("nhs-25k", 2_500_000, "gross", "month", False),
        ("hmt-gpc-500", 50_000, "gross", "month", True),
        ("lgtc-500", 50_000, "net", "quarter", False),
        ("pcc-500", 50_000, "net", "month", False),
        ("scot-25k", 2_500_000, "gross", "year", False),
        ("pa23-s70", 3_000_000, "gross", "quarter", False),
    ],
)
def test_thresholds_and_cadences(regime, pence, tested_on, cadence, card):
    found = REGIMES[regime]
    assert found.threshold is not None
    assert (found.threshold.pence, found.threshold.tested_on, found.cadence, found.card) == (
        pence,
        tested_on,
        cadence,
        card,
    )


def test_every_card_transaction_of_a_council_is_under_the_duty():
    assert REGIMES["lgtc-gpc"].threshold is None


@pytest.mark.parametrize(
    ("regime", "period", "due"),
    [
        ("hmt-25k", "2026-04", date(2026, 5, 29)),
        ("nhs-25k", "2026-03", date(2026, 4, 23)),
        ("lgtc-500", "2026-Q2", date(2026, 7, 31)),
        ("pa23-s70", "2026-Q2", date(2026, 7, 30)),
        ("scot-25k", "2026-27", date(2027, 9, 30)),
    ],
)
def test_due_dates(regime, period, due):
    assert REGIMES[regime].due.date(Period.parse(period)) == due


@pytest.mark.parametrize("regime", REGIMES.values(), ids=lambda regime: regime.id)
def test_required_fields_exist_and_every_regime_names_its_basis(regime):
    assert set(regime.required) <= set(load().transaction.names)
    assert regime.basis.text
    assert regime.basis.url.startswith("https://")


def test_a_mistake_names_the_file_and_the_place(tmp_path):
    (tmp_path / "regimes.yaml").write_text("- {id: x, title: X, cadence: fortnight}\n")
    with pytest.raises(DefinitionError, match=r"regimes\.yaml.*cadence|regimes\.yaml.*missing"):
        load(tmp_path).regimes.get("x")


def test_two_definitions_of_one_id_are_refused(tmp_path):
    last = "- id: " + load().paths("regimes.yaml")[0].read_text().split("- id: ")[-1]
    (tmp_path / "regimes.yaml").write_text(last * 2)
    with pytest.raises(DefinitionError, match="more than once"):
        load(tmp_path).regimes.get("x")
