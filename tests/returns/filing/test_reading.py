"""Files are read once where that is enough; the machine's failures are never blamed on the files."""

from __future__ import annotations

import datetime
import errno
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from ckanext.spenddata.checks.reports.file_report import Dates
from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.filing import EarlierReturn, Filing, FilingReport, Result
from ckanext.spenddata.intake.reading import Answers, Refusal
from ckanext.spenddata.returns.filing import reading

DAY = datetime.date(2026, 4, 1)
FULL = Refusal("reading_output", "No room.", "Wait.")
BEFORE = EarlierReturn(period="2020-Q1", path="before.parquet")
OLDER = EarlierReturn(period="2019-Q1", path="older.parquet")


class Desk:
    """The pipeline and what it asks, replaced: what it was given is noted, what it answers is said beforehand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.filings: list[Filing] = []
        self.report = FilingReport(outcome="read", payment_dates=Dates(first=DAY, last=DAY))
        self.interrupted = False
        self.remembered: dict[str, Any] = {}
        self.same_days: tuple[EarlierReturn, ...] = ()
        first = Filing(files=(), history=(BEFORE,), today=DAY)
        monkeypatch.setattr(reading.prepared, "filing", lambda *_: first)
        monkeypatch.setattr(reading, "_pipeline", self.read)
        monkeypatch.setattr(reading, "_remembered", lambda _filing, _report, said: {**self.remembered, **said})
        monkeypatch.setattr(reading.others, "on_the_same_days", lambda *_: self.same_days)
        monkeypatch.setattr(reading.model, "Session", SimpleNamespace(rollback=lambda: None))

    def read(self, filing: Filing, out: Path) -> Result:
        self.filings.append(filing)
        return Result(folder=out, report=self.report, interrupted=self.interrupted, detail="killed")


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(monkeypatch)


def read(folder: Path, **answers: Any) -> reading.Read:
    revision: Any = SimpleNamespace(id="1", nil=False, answers=answers)
    storage: Any = None
    return reading.read(revision, storage, folder)


def test_nothing_new_to_say_is_one_reading(desk: Desk, tmp_path):
    found = read(tmp_path, day_first=True)
    assert len(desk.filings) == 1
    assert found.answers == {"day_first": True}
    assert found.result.folder == tmp_path / "out"


def test_questions_are_answered_by_what_was_said_of_the_layout_before(desk: Desk, tmp_path):
    desk.report = msgspec.structs.replace(desk.report, outcome="ask")
    desk.remembered = {"currency_is_sterling": True}
    found = read(tmp_path, day_first=True)
    assert desk.filings[1].answers == Answers(day_first=True, currency_is_sterling=True)
    assert found.answers == {"day_first": True, "currency_is_sterling": True}
    assert found.result.folder == tmp_path / "again"


def test_what_was_said_before_is_not_used_where_nothing_is_asked(desk: Desk, tmp_path):
    desk.remembered = {"currency_is_sterling": True}
    assert read(tmp_path).answers == {}
    assert len(desk.filings) == 1


def test_the_unit_of_the_layout_is_used_even_where_nothing_is_asked(desk: Desk, tmp_path):
    desk.remembered = {"unit": "thousands"}
    assert read(tmp_path).answers == {"unit": "thousands"}
    assert [filing.answers.unit for filing in desk.filings] == [None, "thousands"]


def test_returns_with_payments_of_the_same_days_are_held_against_it_too(desk: Desk, tmp_path):
    desk.same_days = (OLDER,)
    read(tmp_path)
    assert [filing.history for filing in desk.filings] == [(BEFORE,), (BEFORE, OLDER)]


@pytest.mark.parametrize(("free", "blamed"), [(reading.NEARLY_FULL - 1, False), (reading.NEARLY_FULL, True)])
def test_no_room_is_the_disks_fault_only_when_it_is_full(desk: Desk, tmp_path, monkeypatch, free, blamed):
    desk.report = msgspec.structs.replace(desk.report, outcome="refused", refusal=FULL)
    monkeypatch.setattr(reading.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
    if blamed:
        assert read(tmp_path).report.refusal == FULL
    else:
        with pytest.raises(OSError, match="disk is full") as error:
            read(tmp_path)
        assert error.value.errno == errno.ENOSPC


def test_a_reading_that_was_stopped_says_nothing_of_the_files(desk: Desk, tmp_path):
    desk.interrupted = True
    with pytest.raises(reading.ReadingInterruptedError, match="Nothing is wrong with them"):
        read(tmp_path)


def test_a_nil_statement_is_written_and_nothing_is_read(desk: Desk, tmp_path, monkeypatch):
    council = Publisher(publisher_id="X-DEMO-1", name="Exampleton", regimes=("lgtc-500",))
    statement = Filing(files=(), publisher=council, regime="lgtc-500", period="2026-Q1", nil=True, today=DAY)
    monkeypatch.setattr(reading.prepared, "filing", lambda *_: statement)
    monkeypatch.setattr(reading.config, "definitions", load)
    revision: Any = SimpleNamespace(id="1", nil=True, answers={"day_first": True})
    storage: Any = None
    found = reading.read(revision, storage, tmp_path)
    assert (desk.filings, found.answers) == ([], {"day_first": True})
    assert (found.report.publisher_id, found.report.period, found.report.rows) == ("X-DEMO-1", "2026-Q1", 0)


def test_layouts_are_named_once_in_their_order(tmp_path):
    files: Any = (
        SimpleNamespace(tables=(SimpleNamespace(signature="b"), SimpleNamespace(signature="a"))),
        SimpleNamespace(tables=(SimpleNamespace(signature="b"), SimpleNamespace(signature="c"))),
    )
    report = FilingReport(outcome="read", files=files)
    assert reading.Read(Result(folder=tmp_path, report=report), {}).signatures == ["b", "a", "c"]


def test_what_is_seen_only_once_the_columns_are_known_is_answered_by_what_was_said_before(
    desk: Desk, tmp_path, monkeypatch
):
    desk.report = msgspec.structs.replace(desk.report, outcome="ask")
    steps = iter([{"mapping": {"amount": "Net"}}, {"mapping": {"amount": "Net"}, "credits": False}])
    monkeypatch.setattr(reading, "_remembered", lambda *_: next(steps))
    found = read(tmp_path)
    assert [filing.answers for filing in desk.filings[1:]] == [
        Answers(mapping={"amount": "Net"}),
        Answers(mapping={"amount": "Net"}, credits=False),
    ]
    assert found.answers == {"mapping": {"amount": "Net"}, "credits": False}
    assert found.result.folder == tmp_path / "once more"


def test_a_unit_that_other_files_had_is_a_reason_to_ask_and_no_answer(desk: Desk, tmp_path):
    desk.remembered = {"unit_before": "thousands"}
    found = read(tmp_path)
    assert desk.filings[1].answers == Answers(unit_before="thousands")
    assert found.answers == {}
