"""The printable summary says everything a person needs, and shows a stranger's text as text."""

import polars as pl
import pytest
from bs4 import BeautifulSoup

from ckanext.spenddata.checks.reports import summary
from ckanext.spenddata.checks.reports.file_report import FileReport, TableSummary
from ckanext.spenddata.checks.reports.groups import group
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.intake.reading import MappedColumn, Question, Refusal
from tests.checks.reports import made


def table(**changes: object) -> TableSummary:
    known: dict = {
        "sheet": "May <2026>",
        "header_row": 3,
        "rows": 1200,
        "mapping": {"amount": MappedColumn(title="<b>Net</b>", column=3, confidence=1.0, why="")},
        "unmapped": ("VAT number",),
        "left_out": {"total": 1, "blank": 3, "title": 1, "repeated_header": 2},
    }
    return made.table(**{**known, **changes})


def report(**changes: object) -> FileReport:
    known: dict = {
        "file": "<script>alert(1)</script>.csv",
        "format": "csv",
        "encoding": "utf-8",
        "notes": ("Day before month.",),
        "tables": (table(),),
        "rows": 1200,
    }
    return made.report(**{**known, **changes})


def test_it_says_how_the_file_was_read_and_what_is_wrong(findings: pl.DataFrame, rules: dict[str, Rule]) -> None:
    html = summary.page("Check of May", {"Rows": "1,200"}, [report()], group(findings, rules))
    words = BeautifulSoup(html, "html.parser").get_text(" ")
    for expected in (
        "1,200",
        "how 1,200 rows were read",
        "never published: VAT number",
        "1 total row, 3 blank rows, 1 title row above the table, 2 repeated headers",
        "Day before month.",
        "Amount unreadable (1)",
        "Row 4",
        "“12OO”",
        "Write the amount as plain digits.",
        "All can be mended by accepting the suggested fixes.",
        "Warnings",
    ):
        assert expected in words, expected


def test_a_strangers_text_is_text(findings: pl.DataFrame, rules: dict[str, Rule]) -> None:
    html = summary.page("<i>Check</i>", {"<u>": "<u>"}, [report()], group(findings, rules))
    page = BeautifulSoup(html, "html.parser")
    assert page.find_all(["script", "b", "i", "u"]) == []


def test_it_needs_nothing_from_outside() -> None:
    page = BeautifulSoup(summary.page("Check", {}, [report()], []), "html.parser")
    assert page.find_all(["script", "link", "img", "iframe"]) == []
    assert "Nothing wrong was found." in page.get_text()


def test_questions_and_refusals_stand_first(rules: dict[str, Rule]) -> None:
    question = Question(field="amount", candidates=("Net", "Gross"), why="Two columns may be the amount.")
    asked = summary.page("Check", {}, [report(questions=(question,))], [])
    assert asked.index("Two columns may be the amount. (Net, Gross)") < asked.index("were read")
    refusal = Refusal(code="pdf", message="This is a PDF.", remedy="Send the spreadsheet.")
    refused = summary.page("Check", {}, [report(refusal=refusal, tables=())], [])
    assert "This is a PDF. Send the spreadsheet." in refused


@pytest.mark.parametrize(
    ("left_out", "words"), [({"note": 1}, "1 note below the table"), ({"filler": 1324}, "1,324 filler rows")]
)
def test_what_was_left_out_in_words(left_out: dict[str, int], words: str) -> None:
    assert list(summary.left_out(table(left_out=left_out))) == [words]
