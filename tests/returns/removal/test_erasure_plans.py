"""An erasure reaches every revision that holds the same, and nothing else: a figure stays, another's words stay, work in hand waits."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from ckanext.spenddata import definitions, rows
from ckanext.spenddata.returns.removal import erasure_plans
from ckanext.spenddata.returns.removal.erasure_plans import NothingThereError, Part, Place, plan

NAME, PURPOSE = "Persephone Quillfeather", "Fostering allowance"


def frame(*lines: dict[str, Any]) -> pl.DataFrame:
    """Rows of an artefact: amount, number, supplier, purpose, and where they stand."""
    fields = ("amount", "transaction_number", "payment_date", "supplier_name", "description")
    columns = {name: [line.get(name) for line in lines] for name in fields}
    places = {
        rows.SOURCE_FILE: [line.get("file", "spend.csv") for line in lines],
        rows.SOURCE_SHEET: [line.get("sheet") for line in lines],
        rows.SOURCE_ROW: [line.get("row", number) for number, line in enumerate(lines, 2)],
    }
    kinds = {"amount": pl.Int64, rows.SOURCE_ROW: pl.UInt32}
    every = {**columns, **places}
    return pl.DataFrame(
        {name: pl.Series(name, cells, dtype=kinds.get(name, pl.String)) for name, cells in every.items()}
    )


@pytest.fixture
def revisions(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``revisions(first, second …)``: revisions of one return with these rows, the first of which is named."""

    def make(*frames: pl.DataFrame, files: tuple[tuple[str, ...], ...] = ()) -> list[Any]:
        made = [
            SimpleNamespace(
                id=f"r{number}",
                number=number,
                artefact_sha256=f"sha-{number}",
                spend_return=SimpleNamespace(reference="X.lgtc-500.2026-Q1"),
                files=[SimpleNamespace(sha256=sha256) for sha256 in (files[number - 1] if files else (f"f{number}",))],
            )
            for number in range(1, len(frames) + 1)
        ]
        shown = {each.id: each_frame for each, each_frame in zip(made, frames, strict=True)}
        monkeypatch.setattr(erasure_plans, "_frame", lambda revision: shown[revision.id])
        monkeypatch.setattr(erasure_plans, "_relatives", lambda _revision: made)
        monkeypatch.setattr(erasure_plans.config, "definitions", definitions.load)
        return made

    return make


def goes(parts: list[Part]) -> dict[int, tuple[set[int], dict[int, set[str]]]]:
    """What goes from which revision: rows, and cells."""
    return {part.revision.number: (part.drop, part.blank) for part in parts}


ROW = {"amount": 100, "transaction_number": "T1", "supplier_name": NAME, "description": PURPOSE}
OTHER = {"amount": 200, "transaction_number": "T2", "supplier_name": "Alder Ltd", "description": "Roads"}


def test_named_cells_go_and_their_row_stays(revisions):
    [one] = revisions(frame(OTHER, ROW))
    found = plan(one, [Place(3, fields=("supplier_name", "description"))], same_words=False)
    assert goes(found) == {1: (set(), {1: {"supplier_name", "description"}})}


def test_a_named_row_goes_whole_whatever_is_said_of_its_cells(revisions):
    [one] = revisions(frame(OTHER, ROW))
    assert goes(plan(one, [Place(3), Place(3, fields=("description",))], same_words=False)) == {1: ({1}, {})}


def test_the_same_payment_goes_from_other_revisions_by_its_number(revisions):
    moved = {**ROW, "supplier_name": "Another", "description": f" {PURPOSE.upper()} "}
    one, _ = revisions(frame(ROW), frame(OTHER, moved, {**ROW, "amount": 101}, {**ROW, "transaction_number": "T9"}))
    assert goes(plan(one, [Place(2)], same_words=False)) == {1: ({0}, set() or {}), 2: ({1}, {})}
    # Of cells those that say the same, however they are written.
    cells = plan(one, [Place(2, fields=("supplier_name", "description"))], same_words=False)
    assert goes(cells)[2] == (set(), {1: {"description"}})


def test_a_payment_without_a_number_is_known_by_its_day_and_its_supplier(revisions):
    bare = {**ROW, "transaction_number": None, "payment_date": "2026-05-01"}
    one, _ = revisions(
        frame(bare), frame({**bare, "supplier_name": "Alder Ltd"}, {**bare, "payment_date": "2026-05-02"}, bare, bare)
    )
    # As many as were named: the second of two that are alike stays.
    assert goes(plan(one, [Place(2)], same_words=False))[2] == ({2}, {})


def test_two_rows_that_are_alike_both_go_where_both_are_named(revisions):
    bare = {**ROW, "transaction_number": None}
    one, _ = revisions(frame(bare, bare), frame(bare, OTHER, bare))
    assert goes(plan(one, [Place(2), Place(3)], same_words=False))[2] == ({0, 2}, {})


def test_the_same_words_go_wherever_they_stand_if_that_is_asked(revisions):
    elsewhere = {**OTHER, "description": f"Paid to {NAME.upper()}, in May"}
    one, _ = revisions(frame(ROW, elsewhere), frame(OTHER, elsewhere))
    found = goes(plan(one, [Place(2, fields=("supplier_name",))], same_words=True))
    assert found == {1: (set(), {0: {"supplier_name"}, 1: {"description"}}), 2: (set(), {1: {"description"}})}
    assert goes(plan(one, [Place(2, fields=("supplier_name",))], same_words=False)) == {
        1: (set(), {0: {"supplier_name"}})
    }


def test_words_that_stand_in_too_many_cells_are_not_looked_for(revisions):
    short = {**ROW, "supplier_name": "Roa"}
    [one] = revisions(frame(short, OTHER))
    assert goes(plan(one, [Place(2, fields=("supplier_name",))], same_words=True)) == {
        1: (set(), {0: {"supplier_name"}})
    }
    [one] = revisions(frame({**ROW, "supplier_name": "Road"}, OTHER))
    assert goes(plan(one, [Place(2, fields=("supplier_name",))], same_words=True))[1][1][1] == {"description"}


def test_a_revision_with_the_same_file_is_told_though_nothing_of_it_goes(revisions):
    one, *_ = revisions(frame(ROW), frame(OTHER), frame(OTHER), files=(("same",), ("same", "more"), ("other",)))
    assert goes(plan(one, [Place(2)], same_words=False)) == {1: ({0}, {}), 2: (set(), {})}


@pytest.mark.parametrize(
    ("lines", "place", "told"),
    [
        ((ROW,), Place(9), "has no payment in row 9. Rows count from 1"),
        (
            (ROW, {**OTHER, "row": 2, "file": "more.csv"}),
            Place(2),
            "Row 2 of revision 1 stands in more places than one",
        ),
        ((ROW,), Place(2, file="more.csv"), "has no payment in row 2"),
        ((ROW,), Place(2, sheet="May"), "has no payment in row 2"),
        (
            ({**ROW, "description": ""},),
            Place(2, fields=("description",)),
            "has no description: there is nothing to erase",
        ),
        (({**ROW, "supplier_name": None},), Place(2, fields=("supplier_name",)), "has no supplier_name"),
    ],
)
def test_a_place_that_is_not_there_is_told(lines, place, told, revisions):
    [one] = revisions(frame(*lines))
    with pytest.raises(NothingThereError, match=told):
        plan(one, [place], same_words=False)


def test_a_place_is_found_by_its_file_and_its_sheet(revisions):
    lines = (
        {**ROW, "row": 2, "sheet": "May"},
        {**OTHER, "row": 2, "sheet": "June"},
        {**OTHER, "row": 2, "file": "b.csv"},
    )
    [one] = revisions(frame(*lines))
    assert goes(plan(one, [Place(2, "spend.csv", "June")], same_words=False)) == {1: ({1}, {})}
    assert goes(plan(one, [Place(2, "b.csv")], same_words=False)) == {1: ({2}, {})}


def test_figures_and_what_says_that_something_is_withheld_can_t_be_erased(revisions):
    revisions()
    erasable = set(erasure_plans.erasable())
    assert not erasable & {
        "amount",
        "payment_date",
        "irrecoverable_vat",
        "currency",
        "amount_basis",
        "redaction_reason",
    }
    assert {"supplier_name", "description", "supplier_postcode"} <= erasable


def test_an_order_keeps_where_and_never_what(revisions):
    [one] = revisions(frame(OTHER, ROW), files=(("f1", "f2"),))
    [part] = plan(one, [Place(2), Place(3, fields=("supplier_name", "description"))], same_words=False)
    kept = part.as_data()
    assert kept == {
        "revision": 1,
        "revision_id": "r1",
        "reference": "X.lgtc-500.2026-Q1",
        "artefact": "sha-1",
        "files": ["f1", "f2"],
        "drop": [0],
        "blank": {"1": ["description", "supplier_name"]},
    }
    assert NAME not in str(kept)


def test_whole_revisions(revisions):
    made = revisions(frame(ROW), frame(OTHER))
    assert [(part.revision.id, part.drop, part.blank) for part in erasure_plans.whole(made)] == [
        ("r1", set(), {}),
        ("r2", set(), {}),
    ]


def test_a_revision_without_an_artefact_has_no_rows(monkeypatch, tmp_path):
    monkeypatch.setattr(
        erasure_plans, "Storage", lambda: SimpleNamespace(artefact=lambda _sha: Path(tmp_path / "none"))
    )
    for sha256 in (None, "gone"):
        assert erasure_plans._frame(SimpleNamespace(artefact_sha256=sha256)).height == 0  # type: ignore[arg-type]
