"""Every layout of the demonstration is read back to the rows and the sum that the body spent, to the penny."""

from datetime import date

import msgspec
import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.demo.layouts import LAYOUTS
from ckanext.spenddata.demo.plan import Filing, plan
from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import Answers, Outcome, Reading

DEFINITIONS = definitions.load()
PLAN = plan(date(2026, 10, 31))


def one_of_each() -> list[Filing]:
    """The first filing of each layout and each way to file."""
    found: dict[tuple[int, str], Filing] = {}
    for filing in PLAN:
        if not filing.nil:
            found.setdefault((id(filing.layout), filing.what), filing)
    return list(found.values())


def reading_of(filing: Filing, folder) -> Reading:
    path = folder / "sent"
    path.write_bytes(filing.content())
    answers = msgspec.convert(filing.answers, Answers)
    return read(path, filing.name, DEFINITIONS, answers=answers, period=(filing.period.start, filing.period.end))


def check(filing: Filing, folder) -> None:
    found = reading_of(filing, folder)
    if filing.what == "form":
        assert found.outcome == Outcome.REFUSED
        return
    assert found.outcome == Outcome.READ, (filing.key, found.questions, found.refusal)
    assert found.rows is not None
    assert len(found.rows) == len(filing.transactions)
    if not filing.broken:
        assert found.rows.amount_total() == filing.pence
    suppliers = found.rows.frame["supplier_name"].drop_nulls().to_list()
    assert set(suppliers) <= {transaction.name for transaction in filing.transactions}


def test_every_layout_is_among_them():
    assert {id(filing.layout) for filing in one_of_each()} == {id(layout) for layout in LAYOUTS.values()}


@pytest.mark.parametrize(
    "filing", one_of_each(), ids=lambda filing: f"{filing.body.layout}-{filing.regime}-{filing.what}"
)
def test_one_file_of_each_layout(filing, tmp_path):
    check(filing, tmp_path)


@pytest.mark.deep
def test_every_file(tmp_path):
    for filing in PLAN:
        if not filing.nil:
            check(filing, tmp_path)
