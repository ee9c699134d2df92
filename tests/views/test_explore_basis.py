"""What is missing from a table, in words: those of one reason together, and no more names than one reads."""

from __future__ import annotations

import pytest

from ckanext.spenddata.views import explore_basis

pytestmark = pytest.mark.usefixtures("plainly")

SHOWN = {
    "card": False,
    "period": {"title": "2025-26"},
    "amount_basis": None,
    "prices": None,
    "missing": {"returns": 0, "bodies": 0, "most": [], "before_joining": {"returns": 0, "bodies": 0}},
    "incomplete": None,
    "left_out": 0,
    "other_currencies": 0,
    "counted_elsewhere": [],
    "regimes": [{"id": "lgtc-500", "threshold": "500"}],
    "withheld": None,
    "not_classified": None,
}


def without(*found: tuple[str, str]) -> list[str]:
    divided_by = {"without": [{"publisher_id": name, "name": name, "why": why} for name, why in found]}
    shown = {**SHOWN, "measure": {"limits": "Of the area.", "divided_by": divided_by}}
    told = explore_basis.basis(shown)
    assert (told["kind"], told["gaps"], told["measure"]) == ("Payments by invoice, 2025-26", [], "Of the area.")
    return told["without"]


def test_bodies_without_a_figure_are_said_with_the_reason():
    assert without() == []
    assert without(("Exampleton", "no population is known")) == ["Exampleton has no figure: no population is known"]
    several = without(*((f"Trust {n}", "it serves others") for n in range(5)), ("Port", "no population is known"))
    assert several == [
        "5 bodies have no figure, such as Trust 0, Trust 1, Trust 2: it serves others",
        "Port has no figure: no population is known",
    ]


@pytest.mark.parametrize(
    ("returns", "before", "said"),
    [
        (2, 0, ["2 returns that are due are not published, by 1 body: Exampleton (2)"]),
        (1, 1, ["1 return is not published that fell due before its body joined this portal"]),
        (
            3,
            2,
            [
                "1 return that is due is not published",
                "2 returns are not published that fell due before their bodies joined this portal",
            ],
        ),
    ],
)
def test_nobody_is_said_to_owe_what_fell_due_before_it_joined(returns, before, said):
    most = [{"publisher_id": "X-DEMO-1", "name": "Exampleton", "returns": returns}]
    missing = {"returns": returns, "bodies": 1, "most": most, "before_joining": {"returns": before, "bodies": 1}}
    shown = {**SHOWN, "missing": missing, "measure": {"limits": "", "divided_by": None}}
    assert explore_basis.basis(shown)["gaps"] == said
