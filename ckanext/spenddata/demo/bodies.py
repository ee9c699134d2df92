"""The fictional bodies: three tiers of councils, trusts, departments and their agencies, police and fire.

Populations and budgets are round numbers, to look as invented as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.spenddata.definitions import csv_file
from ckanext.spenddata.definitions.publishers import Fact, Publisher
from ckanext.spenddata.demo import tables

PREFIX = "X-DEMO-"
SOURCE = "invented for the demonstration"
YEAR = 2024


@dataclass(frozen=True)
class Body:
    """A fictional body and how it files."""

    publisher: Publisher
    profile: str
    """Which of ``profiles.PROFILES`` it spends by."""
    size: float
    """What the profile's rates are multiplied by: people served, or pounds a year."""
    layout: str
    """Which of ``layouts.LAYOUTS`` its files have."""
    rows: int
    """Transactions a month, about."""
    amount_basis: str = "net_of_recoverable_vat"
    card: bool = False
    """Files its payment cards too."""

    @property
    def code(self) -> str:
        """The last part of its identifier."""
        return self.publisher.publisher_id.removeprefix(PREFIX)

    @property
    def regime(self) -> str:
        """The regime of its spend over the threshold."""
        return self.publisher.regimes[0]


@dataclass(frozen=True)
class _Kind:
    body_type: str
    body_subtype: str
    regime: str
    profile: str


_KINDS = {
    "county": _Kind("local authority", "County", "lgtc-500", "county"),
    "district": _Kind("local authority", "Non-metropolitan district", "lgtc-500", "district"),
    "unitary": _Kind("local authority", "Unitary authority", "lgtc-500", "unitary"),
    "metropolitan": _Kind("local authority", "Metropolitan district", "lgtc-500", "unitary"),
    "trust": _Kind("NHS trust", "NHS foundation trust", "nhs-25k", "trust"),
    "department": _Kind("central government", "Ministerial department", "hmt-25k", "department"),
    "agency": _Kind("central government", "Executive agency", "hmt-25k", "agency"),
    "police": _Kind("police commissioner", "Police and crime commissioner", "pcc-500", "police"),
    "fire": _Kind("fire authority", "Fire and rescue authority", "lgtc-500", "fire"),
}
_CARDS = {"lgtc-500": "lgtc-gpc", "hmt-25k": "hmt-gpc-500"}
_COLUMNS = (
    *("code", "name", "kind", "region", "layout", "rows", "people", "pounds"),
    *("parent", "basis", "card"),
)


def _body(row: csv_file.Row) -> Body:
    kind, code = _KINDS[row["kind"]], row["code"]
    publisher = Publisher(
        publisher_id=f"{PREFIX}{code}",
        name=row["name"],
        slug=f"demo-{code.lower()}",
        body_type=kind.body_type,
        body_subtype=kind.body_subtype,
        region=row["region"],
        parent_id=f"{PREFIX}{row['parent']}" if row["parent"] else "",
        regimes=(kind.regime, _CARDS[kind.regime]) if row["card"] else (kind.regime,),
        facts=(Fact("population", int(row["people"]), YEAR, SOURCE),) if row["people"] else (),
    )
    size, basis = float(row["people"] or row["pounds"]), row["basis"] or "net_of_recoverable_vat"
    return Body(publisher, kind.profile, size, row["layout"], int(row["rows"]), basis, bool(row["card"]))


BODIES: tuple[Body, ...] = tuple(_body(row) for row in tables.rows("bodies.csv", *_COLUMNS))
"""All of them; the first ``n`` make a smaller demonstration: one of each kind and those with a story come first."""
