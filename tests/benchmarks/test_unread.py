"""Cross-validation knows of unseen publishers no more than is known of names that nobody read."""

import polars as pl
import pytest

from benchmarks.categories import unread
from benchmarks.categories.labelled import Labelled
from ckanext.spenddata.definitions.knowledge import Knowledge

PAYMENTS = Labelled(
    pl.DataFrame(
        {
            "publisher": ["alder", "alder", "birch"],
            "supplier": ["Quillmere Scaffolds Ltd", "Orrin Coaches", "Orrin Coaches"],
            "expense_type": ["Hoist hire", "Home to school", "Home to school"],
            "expense_area": [None, None, None],
            "description": [None, None, None],
        }
    )
)
KNOWN = Knowledge(
    {
        "suppliers": {"quillmere scaffold": ("construction",), "orrin": ("transport",), "nobody paid": ("it",)},
        "supplier_words": {"scaffold": ("construction",), "coache": ("transport",)},
        "purpose_words": {"hoist": ("health",), "home to school": ("transport",)},
        "expense_types": {"hoist hire": ("health",)},
    },
    (),
)


def known_to_all_but(publisher: str) -> dict[str, set[str]]:
    left = unread.without_what_was_read(KNOWN, PAYMENTS, PAYMENTS.publishers == publisher)
    return {table: set(spoken) for table, spoken in left.runs.items()}


def test_what_only_the_unseen_have_is_as_if_never_written(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unread, "KNOWN_ANYWAY", dict.fromkeys(unread.KNOWN_ANYWAY, 0.0))
    assert known_to_all_but("alder") == {
        "suppliers": {"orrin", "nobody paid"},
        "supplier_words": {"coache"},
        "purpose_words": {"home to school"},
        "expense_types": {"hoist hire"},
    }
    assert known_to_all_but("birch") == {table: set(spoken) for table, spoken in KNOWN.runs.items()}


def test_a_share_of_it_is_known_anyway_and_the_same_each_time(monkeypatch: pytest.MonkeyPatch):
    names = [f"quill{'abcdefghij'[one]}{'abcdefghij'[two]}" for one in range(10) for two in range(10)]
    rows = PAYMENTS.table.head(1).select(pl.exclude("supplier")).join(pl.DataFrame({"supplier": names}), how="cross")
    payments = Labelled(pl.concat([rows.select(PAYMENTS.table.columns), PAYMENTS.table.tail(1)]))
    known = Knowledge({**KNOWN.runs, "suppliers": dict.fromkeys(names, ("it",))}, ())
    left = [unread.without_what_was_read(known, payments, payments.publishers == "alder") for _ in range(2)]
    assert left[0].runs == left[1].runs
    assert 45 <= len(left[0].runs["suppliers"]) <= 75
