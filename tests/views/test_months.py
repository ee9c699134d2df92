"""Below every chart months are named alike: short, in the reader's language, the year said once where it begins."""

from __future__ import annotations

import pytest

months = pytest.importorskip("ckanext.spenddata.views.months", reason="CKAN is not here")


@pytest.fixture
def language(monkeypatch):
    def chosen(name: str) -> None:
        helpers = type("Helpers", (), {"lang": staticmethod(lambda: name)})
        monkeypatch.setattr(months, "tk", type("Toolkit", (), {"h": helpers}))

    chosen("en_GB")
    return chosen


def test_months_are_named_with_their_year_where_it_begins(language):
    assert months.labels(["2025-11", "2025-12", "2026-01"]) == [("Nov 2025", "N"), ("Dec", "D"), ("Jan 2026", "J")]


def test_where_there_is_little_room_a_new_year_is_said_though_its_january_is_not(language):
    assert months.labels(["2025-12", "2026-01", "2026-02", "2026-03"], most=2) == [
        ("Dec 2025", "D"),
        None,
        ("Feb 2026", "F"),
        None,
    ]


def test_months_are_named_in_the_readers_language(language):
    language("cy")
    assert [wide for wide, _ in months.labels(["2026-01", "2026-06"])] == ["Ion 2026", "Meh"]
