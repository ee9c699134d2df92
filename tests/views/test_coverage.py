"""The calendar on the steward's desk: a word in each cell, and a row of cells as wide as its months."""

from __future__ import annotations

from datetime import date

import pytest

from tests.returns.world import World, csv_file

coverage = pytest.importorskip("ckanext.spenddata.views.coverage", reason="CKAN is not here")

ACROSS = [date(2025 + n // 12, n % 12 + 1, 1) for n in range(10, 23)]
"""November 2025 to November 2026."""


def spans(*periods: tuple[str, str]) -> list[tuple[int, bool]]:
    """Width of each cell, and whether a return stands in it."""
    returns = [
        {
            "period": "2026-04",
            "period_start": first,
            "period_end": last,
            "stands": "late",
            "reference": "r",
            "publisher_id": "X",
        }
        for first, last in periods
    ]
    return [(cell["span"], "words" in cell) for cell in coverage._cells(returns, ACROSS)]


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    helpers = type("Helpers", (), {"spenddata_period": staticmethod(str)})
    kit = {"_": staticmethod(str), "h": helpers, "url_for": staticmethod(lambda name, **_about: name)}
    monkeypatch.setattr(coverage, "tk", type("Toolkit", (), kit))


@pytest.mark.usefixtures("words")
class TestCells:
    def test_a_month_has_one_cell_and_a_quarter_three(self):
        assert spans(("2025-11-01", "2025-11-30"))[:2] == [(1, True), (1, False)]
        assert spans(("2026-04-01", "2026-06-30"))[4:7] == [(1, False), (3, True), (1, False)]

    def test_a_period_is_cut_at_the_edges_of_the_calendar(self):
        assert spans(("2025-10-01", "2025-12-31"))[0] == (2, True)
        assert spans(("2026-10-01", "2026-12-31"))[-1] == (2, True)

    def test_an_accounting_period_stands_in_the_month_in_which_more_of_it_lies(self):
        assert spans(("2025-10-26", "2025-11-22"), ("2025-11-23", "2025-12-27"))[:3] == [
            (1, True),
            (1, True),
            (1, False),
        ]

    @pytest.mark.parametrize(
        "periods",
        [
            (),
            (("2025-10-01", "2027-12-31"),),
            (("2025-11-01", "2025-11-30"), ("2025-11-20", "2025-12-20"), ("2026-01-01", "2026-03-31")),
            (("2020-01-01", "2020-03-31"),),
        ],
    )
    def test_every_row_is_as_wide_as_the_table(self, periods):
        assert sum(width for width, _ in spans(*periods)) == len(ACROSS)


@pytest.mark.portal
def test_the_desk_shows_every_return_with_a_word_and_leads_to_what_needs_a_person(world: World, reader):
    world.submit(csv_file(), period="2026-Q3")
    page = reader("sysadmin").get("/spend/stewards")
    table = page.soup.select_one("#coverage table.sp-cal.sp-sticky")
    rows = [row.select("td") for row in table.select("tbody tr") if "publisher=X-DEMO-1" in row.th.a["href"]]
    across = [sum(int(cell.get("colspan", 1)) for cell in cells) for cells in rows]
    assert set(across) == {len(table.select("thead th")) - 1} == {13}
    cells = [cell for row in rows for cell in row]
    assert all(cell.get_text(strip=True) for cell in cells)
    links = [link for cell in cells for link in cell.select("a")]
    assert [link["href"] for link in links if "In work" in link.get_text()] == [
        "/spend/returns/X-DEMO-1.lgtc-500.2026-Q3"
    ]
    # A body owes nothing from before its own first return; others do.
    assert any(link.get_text().startswith("Missing: Otherborough") for link in table.select("td.c-miss a"))


@pytest.mark.portal
def test_many_publishers_stand_on_several_pages(world: World, reader, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(coverage, "ROWS", 1)
    first = reader("sysadmin").get("/spend/stewards")
    [onward] = first.soup.select("#coverage .sp-actions a")
    second = reader("sysadmin").get(onward["href"].replace("#coverage", ""))
    assert "Rows 2 to 2" in second.soup.select_one("#coverage caption").get_text(" ")
    assert second.soup.select("#coverage .sp-actions a")[0]["href"].endswith("/spend/stewards#coverage")
