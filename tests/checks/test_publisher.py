"""Another publisher's file is noticed, and a publisher's own is never turned away for its parent's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import cast

import msgspec
import pytest

from ckanext.spenddata.checks.publisher import another_publisher, belongs
from ckanext.spenddata.checks.table import Overall, Table
from ckanext.spenddata.definitions import Definitions, load
from ckanext.spenddata.definitions.bodies import Body
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.intake.reading import NamedBody, Refusal
from tests.checks.filings import context, filing, found, good, table_of

MINISTRY = Publisher(publisher_id="X-DEMO-MIN", name="Ministry of Examples", other_names=("MoE",))
AGENCY = Publisher(publisher_id="X-DEMO-AGY", name="Examples Agency", parent_id="X-DEMO-MIN")
OFFICE = Publisher(publisher_id="X-DEMO-OFF", name="The Office of Samples & Specimens")
ALL = (MINISTRY, AGENCY, OFFICE)


def judged(publisher: Publisher, *rows: tuple[str | None, str | None], registered=ALL):
    cells = [good(department_family=family, entity=entity) for family, entity in rows]
    return belongs(filing(*cells), publisher, registered)


@pytest.mark.parametrize(
    ("publisher", "rows"),
    [
        (AGENCY, [("Ministry of Examples", "Examples Agency")]),
        (AGENCY, [("Ministry of Examples", "Ministry of Examples")]),  # its parent
        (MINISTRY, [("Ministry of Examples", "Examples Agency")]),  # its child
        (AGENCY, [("Somebody else", "Examples agency")]),
        (OFFICE, [(None, "Office of Samples and Specimens")]),
        (OFFICE, [(None, "Samples Directorate")]),  # a name that nobody has
        (OFFICE, [("Ministry of Examples", "Samples Directorate")]),  # the family is not the one that paid
        (OFFICE, [(None, None)]),
    ],
)
def test_own_files_belong(publisher, rows):
    assert judged(publisher, *rows) is None


def test_another_publishers_file_is_refused_with_what_to_do():
    refusal = judged(OFFICE, (None, "MoE"), (None, "moe"), (None, "Unknown Directorate"))
    assert isinstance(refusal, Refusal)
    assert "Ministry of Examples" in refusal.message
    assert "none names The Office of Samples & Specimens" in refusal.message
    assert "other names" in refusal.remedy


@pytest.mark.parametrize("identifier", ["X-DEMO-MIN", "x-demo-min", "https://example.org/id/X-DEMO-MIN"])
def test_an_identifier_alone_tells_another_publisher(identifier):
    rows = filing(*[good(publisher_id=identifier, entity=None, department_family=None)] * 2)
    assert isinstance(belongs(rows, OFFICE, ALL), Refusal)
    assert belongs(rows, AGENCY, ALL) is None, "its parent's"
    named = filing(*[good(publisher_id=identifier, entity="Samples Directorate", department_family=None)] * 2)
    assert isinstance(belongs(named, OFFICE, ALL), Refusal)
    both = filing(*[good(publisher_id=identifier, entity=OFFICE.name, department_family=None)] * 2)
    assert isinstance(belongs(both, OFFICE, ALL), Overall)


def test_its_own_identifier_does_not_hide_another_name():
    rows = filing(*[good(publisher_id="X-DEMO-OFF", entity="MoE", department_family=None)] * 2)
    assert isinstance(belongs(rows, OFFICE, ALL), Overall)


def test_a_family_alone_names_the_publisher():
    assert isinstance(judged(OFFICE, ("Ministry of Examples", None)), Refusal)


def test_a_file_that_names_both_is_a_warning():
    found = judged(OFFICE, (None, "MoE"), (None, "MoE"), (None, "Office of Samples and Specimens"))
    assert isinstance(found, Overall)
    assert found.value == "MoE"


def test_a_publisher_that_is_not_registered_yet_is_known_all_the_same():
    assert judged(AGENCY, (None, "Examples Agency"), registered=(MINISTRY,)) is None


@pytest.mark.parametrize(
    ("supplier", "own"),
    [
        ("OFFICE OF SAMPLES AND SPECIMENS", True),
        ("Office of Samples & Specimens.", True),
        ("Office of Sample's & Specimens", True),
        ("Office of Samples & Specimens Trading Ltd", False),
        ("Friends of the Office of Samples & Specimens", False),
        ("Examples Agency", False),
    ],
)
def test_a_publisher_that_pays_itself_is_known_by_its_whole_name(supplier, own):
    assert found("supplier-is-publisher", filing(good(supplier_name=supplier)), publisher=OFFICE).height == own


@pytest.mark.parametrize(
    ("joined", "late"), [(None, True), (date(2026, 5, 29), True), (date(2026, 5, 30), False), (date(2026, 6, 3), False)]
)
def test_a_return_that_fell_due_before_the_publisher_joined_is_not_called_late(joined, late):
    """April 2026 is due by 29 May."""
    publisher = msgspec.structs.replace(MINISTRY, joined=joined)
    told = found("return-late", filing(good()), publisher=publisher, today=date(2026, 6, 3))
    assert told.is_empty() is not late


def coded(publisher: Publisher, cell: str, definitions: Definitions | None = None) -> list[str]:
    """What is found of a filing of two rows with this cell in a column that isn't published."""
    table = table_of(first_row=2, bodies=(NamedBody("Organisation URI", cell, 2),))
    asked = context(publisher=publisher, registered=ALL, tables=(table,))
    if definitions:
        asked = replace(asked, definitions=definitions)
    rows = filing(*[good(entity=None, department_family=None)] * 2)
    rule = load().rules["another-publisher"]
    return [str(each.value) for each in another_publisher(Table(rows), rule, asked) if isinstance(each, Overall)]


@pytest.mark.parametrize(
    "cell", ["https://example.org/id/X-DEMO-MIN", "X-DEMO-MIN", "MoE", "https://example.org/id/moe/"]
)
def test_a_column_that_is_not_published_tells_another_body(cell):
    assert coded(OFFICE, cell) == [f"2 rows name “{cell}” under “Organisation URI”, which is Ministry of Examples"]
    assert coded(MINISTRY, cell) == coded(AGENCY, cell) == [], "its own, and its parent's"
    assert coded(OFFICE, "https://example.org/id/1234") == []


def test_the_code_of_another_area_tells_another_body_where_the_own_is_known():
    def body(publisher: Publisher, code: str) -> Body:
        return Body(publisher, "England", code, "current", "", "A test", "OGL-UK-3.0")

    areas = {"X-DEMO-MIN": body(MINISTRY, "E99000001"), "X-DEMO-OFF": body(OFFICE, "E99000002")}
    known = cast("Definitions", SimpleNamespace(bodies=areas))
    assert "Ministry of Examples" in coded(OFFICE, "E99000001", known)[0]
    assert coded(OFFICE, "E99000002", known) == coded(OFFICE, "E99000009", known) == []
    own_unknown = cast("Definitions", SimpleNamespace(bodies={"X-DEMO-MIN": areas["X-DEMO-MIN"]}))
    assert coded(OFFICE, "E99000001", own_unknown) == [], "a fire authority may use the code of its county"


NEIGHBOUR = Publisher(publisher_id="X-DEMO-WEALD", name="Weald District Council")
SENDER = Publisher(publisher_id="X-DEMO-EXBURY", name="Exbury Council", parent_id="X-DEMO-MIN")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["spend.csv", "Weald District Council: payments over £500"], True),
        (["weald-district-council-may-2026.csv"], True),
        (["spend.csv", "The Weald District Council"], True),
        (["Exbury Council.csv", "Weald District Council: shared services"], False),
        (["spend.csv", "Weald District Council, paid by Exbury Council"], False),
        (["spend.csv", "Weald District Council, for the Ministry of Examples"], False),
        (["spend.csv", "Payments to Weald District Council"], False),
        (["spend.csv", "Weald"], False),
        (["spend.csv", "Weald District"], False),
    ],
)
def test_a_heading_that_begins_with_another_body_s_name_is_told(words: list[str], told: bool):
    known = {"publisher": SENDER, "registered": (SENDER, NEIGHBOUR, MINISTRY)}
    rows = filing({name: cell for name, cell in good().items() if name not in ("entity", "department_family")})
    told_of = found("another-publisher", rows, words=tuple(("spend.csv", each) for each in words), **known)
    assert told_of["expected"].to_list() == (["Exbury Council, not Weald District Council"] if told else [])


def test_rows_that_name_the_sender_outweigh_a_heading():
    known = {"publisher": SENDER, "registered": (SENDER, NEIGHBOUR)}
    words = (("spend.csv", "Weald District Council"),)
    assert found("another-publisher", filing(good(entity="Exbury Council")), words=words, **known).is_empty()
