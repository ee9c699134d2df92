"""The CSV of a return: what was decided of each row and where it stands; the same bytes for the same revision and change."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from ckanext.spenddata.ledger.category_changes import Given
from ckanext.spenddata.ledger.erasures import Erased
from ckanext.spenddata.ledger.keys import first_id
from tests.returns.world import World, csv_file, follow

REFERENCE = "X-DEMO-1.lgtc-500.2026-Q1"
DECIDED = (
    *("category", "category_method", "category_version", "category_confidence"),
    *("supplier_id", "source_file", "source_sheet", "source_row"),
)


def rows(count: int = 3) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "supplier_name": [f"Elmstow {n} Ltd" for n in range(count)],
            "category": ["unclassified"] * count,
            "category_method": ["none"] * count,
            "category_version": ["3-abc"] * count,
            "category_confidence": [0.0] * count,
        }
    )


def given(number: int, category: str) -> Given:
    return Given(first_id(7) + number - 1, category, "steward", "decision 1", 1.0)


@pytest.mark.usefixtures("ckan_config")
class TestRows:
    """As they are published."""

    def test_a_row_has_the_supplier_that_it_says_itself(self):
        from ckanext.spenddata.returns.files.published_files import as_published

        assert as_published(rows(1))["supplier_id"].to_list() == ["name:ELMSTOW 0 LTD"]

    def test_rows_that_were_moved_have_what_the_history_says_last_and_others_what_was_approved(self):
        from ckanext.spenddata.returns.files.published_files import as_published

        found = as_published(rows(), (given(2, "legal"),))
        assert found["category"].to_list() == ["unclassified", "legal", "unclassified"]
        assert found["category_version"].to_list() == ["3-abc", "decision 1", "3-abc"]

    def test_rows_that_were_erased_leave_gaps(self):
        from ckanext.spenddata.returns.files.published_files import as_published

        gone = (Erased("an order", "rows", (1,), "Why", datetime(2026, 11, 28, tzinfo=UTC)),)
        found = as_published(rows(2), (given(3, "legal"),), gone)
        assert found["category"].to_list() == ["unclassified", "legal"]


def published(world: World) -> tuple[Path, list[dict[str, str]]]:
    """The file of the return, and its rows."""
    from ckanext.spenddata.returns import queries
    from ckanext.spenddata.returns.files.published_files import published_file

    revision = queries.published(queries.by_reference(REFERENCE))
    path = published_file(revision).path
    with path.open(newline="", encoding="utf-8") as stream:
        return path, list(csv.DictReader(stream))


def resource() -> str:
    from ckanext.spenddata.model.returns import resource_id

    return resource_id(REFERENCE)


class TestOnAPortal:
    """What is downloaded, loaded and told."""

    def test_file_table_and_ledger_say_the_same_before_and_after_a_decision(self, world: World):
        from ckanext.spenddata.returns.files.storage import Storage

        world.publish(csv_file(3))
        follow()
        path, before = published(world)
        bytes_before = path.read_bytes()
        assert list(before[0])[-len(DECIDED) :] == list(DECIDED)
        assert self.decided(before) == self.in_the_table(world) == self.in_the_ledger(world)
        type_ = before[0]["expense_type"]
        asked = {"kind": "category", "expense_type": type_, "category": "legal", "why": "It is"}
        made = world.call("spenddata_decision_make", "sysadmin", **asked)
        follow()
        path, after = published(world)
        assert {row["category"] for row in after if row["expense_type"] == type_} == {"legal"}
        assert self.decided(after) == self.in_the_table(world) == self.in_the_ledger(world)
        told = world.call("spenddata_revision_download", None, reference=REFERENCE, revision=1)
        shown = world.call("resource_show", None, id=resource())
        assert told["sha256"] == shown["hash"]
        # Made again from the artefact and the history, it has the same bytes; and after the undoing those that it had at first.
        bytes_after = path.read_bytes()
        path.unlink()
        assert published(world)[0].read_bytes() == bytes_after
        world.call("spenddata_decision_undo", "sysadmin", kind="category", decision=made["decision"], why="Not")
        follow()
        assert published(world)[0].read_bytes() == bytes_before
        assert len(list((Storage().root / "csv").rglob("*.csv"))) == 1

    @staticmethod
    def decided(rows: list[dict[str, str]]) -> list[tuple]:
        return [
            (row["category"], row["category_method"], float(row["category_confidence"]), int(row["source_row"]))
            for row in rows
        ]

    def in_the_table(self, world: World) -> list[tuple]:
        return self.searched(world, resource())

    def in_the_ledger(self, world: World) -> list[tuple]:
        from ckanext.spenddata.ledger import ALL_SPEND

        return self.searched(world, ALL_SPEND)

    @staticmethod
    def searched(world: World, resource_id: str) -> list[tuple]:
        found = world.call("datastore_search", None, resource_id=resource_id, sort="_id")["records"]
        return [
            (
                row["category"],
                row["category_method"],
                pytest.approx(float(row["category_confidence"])),
                int(row["source_row"]),
            )
            for row in found
        ]
