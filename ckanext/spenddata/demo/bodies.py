"""The fictional bodies: three tiers of councils, trusts, departments and their agencies, police and fire.

Populations and budgets are round numbers, to look as invented as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.spenddata.definitions.publishers import Fact, Publisher

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


_COUNTY = _Kind("local authority", "County", "lgtc-500", "county")
_DISTRICT = _Kind("local authority", "Non-metropolitan district", "lgtc-500", "district")
_UNITARY = _Kind("local authority", "Unitary authority", "lgtc-500", "unitary")
_METROPOLITAN = _Kind("local authority", "Metropolitan district", "lgtc-500", "unitary")
_TRUST = _Kind("NHS trust", "NHS foundation trust", "nhs-25k", "trust")
_DEPARTMENT = _Kind("central government", "Ministerial department", "hmt-25k", "department")
_AGENCY = _Kind("central government", "Executive agency", "hmt-25k", "agency")
_POLICE = _Kind("police commissioner", "Police and crime commissioner", "pcc-500", "police")
_FIRE = _Kind("fire authority", "Fire and rescue authority", "lgtc-500", "fire")

_NORTH, _WEST, _EAST = "Northern Marches", "Western Vales", "Eastern Levels"


def _body(
    code: str,
    name: str,
    kind: _Kind,
    region: str,
    layout: str,
    rows: int,
    *,
    people: int = 0,
    pounds: int = 0,
    parent: str = "",
    basis: str = "net_of_recoverable_vat",
    card: bool = False,
) -> Body:
    facts = (Fact("population", people, YEAR, SOURCE),) if people else ()
    cards = {"lgtc-500": "lgtc-gpc", "hmt-25k": "hmt-gpc-500"}
    publisher = Publisher(
        publisher_id=f"{PREFIX}{code}",
        name=name,
        slug=f"demo-{code.lower()}",
        body_type=kind.body_type,
        body_subtype=kind.body_subtype,
        region=region,
        parent_id=f"{PREFIX}{parent}" if parent else "",
        regimes=(kind.regime, cards[kind.regime]) if card else (kind.regime,),
        facts=facts,
    )
    return Body(publisher, kind.profile, float(people or pounds), layout, rows, basis, card)


BODIES: tuple[Body, ...] = (
    # The first eight are one of each kind and those with a story, so that a small demonstration shows them too.
    _body("HALLOWSHIRE", "Hallowshire County Council", _COUNTY, _NORTH, "code", 560, people=640_000),
    _body("STONEHITHE", "Stonehithe Council", _UNITARY, _EAST, "code_variant", 420, people=260_000, card=True),
    _body("GREYMERE", "Greymere Council", _UNITARY, _NORTH, "esd", 400, people=245_000),
    _body("MARLOCK-HOSPITALS", "Marlock Hospitals NHS Foundation Trust", _TRUST, _EAST, "nhs", 230, pounds=820_000_000),
    _body(
        "TARNFELL-HOSPITALS", "Tarnfell Hospitals NHS Foundation Trust", _TRUST, _NORTH, "nhs", 200, pounds=690_000_000
    ),
    _body("DHT", "Department for Harbours and Tides", _DEPARTMENT, "", "treasury", 260, pounds=940_000_000, card=True),
    _body("ASHENVALE", "Ashenvale District Council", _DISTRICT, _NORTH, "ledger_export", 150, people=110_000),
    _body(
        "HALLOWSHIRE-PCC", "Hallowshire Police and Crime Commissioner", _POLICE, _NORTH, "police", 260, people=640_000
    ),
    # Counties
    _body("FENMARCH", "Fenmarch County Council", _COUNTY, _EAST, "esd", 520, people=580_000),
    _body("WESTERBOURNE", "Westerbourne County Council", _COUNTY, _WEST, "code_variant", 540, people=610_000),
    _body("COLDWOLD", "Coldwold County Council", _COUNTY, _WEST, "code", 480, people=520_000),
    # Districts
    _body("QUILLDALE", "Quilldale District Council", _DISTRICT, _NORTH, "two_systems", 130, people=95_000),
    _body("THORNBECK", "Thornbeck Borough Council", _DISTRICT, _NORTH, "code_variant", 160, people=130_000),
    _body(
        "MEREWICK",
        "Merewick District Council",
        _DISTRICT,
        _EAST,
        "two_amounts",
        140,
        people=105_000,
        basis="net_of_all_vat",
    ),
    _body("SEDGEHOLM", "Sedgeholm Fen District Council", _DISTRICT, _EAST, "ledger_export", 120, people=90_000),
    _body("YEWCOMBE", "Yewcombe Vale District Council", _DISTRICT, _WEST, "no_titles", 150, people=120_000),
    _body("LARKMOOR", "Larkmoor Borough Council", _DISTRICT, _WEST, "month_only", 130, people=100_000),
    # Unitary authorities and metropolitan districts
    _body("PORT-ARDENT", "Port Ardent City Council", _UNITARY, _WEST, "code", 430, people=275_000),
    _body("KINGSGARTH", "Kingsgarth Metropolitan Borough Council", _METROPOLITAN, _NORTH, "esd", 460, people=310_000),
    _body(
        "BRACKENROYD", "Brackenroyd Metropolitan Borough Council", _METROPOLITAN, _NORTH, "code", 440, people=290_000
    ),
    # Trusts
    _body(
        "OSTWELL-HOSPITALS",
        "Ostwell Hospitals NHS Foundation Trust",
        _TRUST,
        _WEST,
        "treasury_variant",
        190,
        pounds=640_000_000,
    ),
    _body(
        "FERNHOLT-HOSPITALS",
        "Fernholt and District NHS Foundation Trust",
        _TRUST,
        _EAST,
        "dollar_signs",
        180,
        pounds=600_000_000,
    ),
    _body(
        "TANSYMOOR-HOSPITALS",
        "Tansymoor Hospitals NHS Foundation Trust",
        _TRUST,
        _NORTH,
        "open_document",
        170,
        pounds=560_000_000,
    ),
    # Departments and their agencies
    _body("DOL", "Department of Orchards and Lanes", _DEPARTMENT, "", "treasury_variant", 220, pounds=760_000_000),
    _body("DCW", "Department for Clocks and Weights", _DEPARTMENT, "", "same_title_twice", 200, pounds=680_000_000),
    _body("DLW", "Department for Lamps and Wells", _DEPARTMENT, "", "agency_export", 210, pounds=700_000_000),
    _body("BEACONS", "Beacons Agency", _AGENCY, "", "agency_export", 70, pounds=160_000_000, parent="DHT"),
    _body("HEDGEROWS", "Hedgerows Agency", _AGENCY, "", "month_first", 60, pounds=140_000_000, parent="DOL"),
    # Police and fire
    _body("FENMARCH-PCC", "Fenmarch Police and Crime Commissioner", _POLICE, _EAST, "police", 230, people=580_000),
    _body("WESTERBOURNE-FIRE", "Westerbourne Fire and Rescue Authority", _FIRE, _WEST, "code", 110, people=610_000),
)
"""All of them; the first ``n`` make a smaller demonstration."""


def by_code(code: str) -> Body:
    """The body whose identifier ends in ``code``; ``StopIteration`` where there is none."""
    return next(body for body in BODIES if body.code == code)
