"""The pipeline as its users see it: a filing in, a folder out, exact sums, the same bytes, and an answer whatever the file does."""

import datetime
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import polars as pl
import pytest

from ckanext.spenddata import artefact, definitions
from ckanext.spenddata.checks.history import Published
from ckanext.spenddata.checks.typed import TypedCell
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.filing import EarlierReturn, Filing, FilingFile, FilingReport
from ckanext.spenddata.intake.reading import Answers, Limits
from ckanext.spenddata.pipeline import limited
from ckanext.spenddata.pipeline.run import run
from tests.pace import allowed

HEADER = "Department family,Entity,Date,Expense type,Expense area,Supplier,Transaction number,Amount,Description\n"
SOUND = (
    "Department of Examples,Example Agency,01/05/2026,Travel,Adults,Alder Ltd,5000001,25000.50,Trains\n"
    "Department of Examples,Example Agency,17/05/2026,Travel,Adults,Birch Ltd,5000002,-30000.25,Trains\n"
)
FAULTY = "Department of Examples,Example Agency,31/06/2026,Travel,Adults,Cedar Ltd,5000003,40000.00,Trains\n"
UNREADABLE = "Department of Examples,Example Agency,18/05/2026,Travel,Adults,Damson Ltd,5000004,n/k,Trains\n"
PUBLISHER = Publisher(publisher_id="X-DEMO-EXAMPLE", name="Example Agency")


def sent(folder: Path, name: str, content: str) -> FilingFile:
    path = folder / f"stored-{name}"
    path.write_text(content)
    return FilingFile(path=str(path), name=name)


def filing(*files: FilingFile, **known: object) -> Filing:
    defaults: dict = {
        "publisher": PUBLISHER,
        "regime": "hmt-25k",
        "period": "2026-05",
        "today": datetime.date(2026, 6, 12),
    }
    return Filing(files=files, **{**defaults, **known})


@pytest.fixture
def mixed(tmp_path: Path) -> Filing:
    return filing(sent(tmp_path, "may.csv", HEADER + SOUND + FAULTY + UNREADABLE))


def test_the_report_adds_up_to_the_penny(mixed: Filing, tmp_path: Path) -> None:
    report = run(mixed, tmp_path / "out", definitions.load()).report
    assert (report.outcome, report.rows, report.rows_in_error, report.accepted_rows) == ("read", 4, 2, 2)
    assert report.amount_total == "35000.25"
    assert report.accepted_total == "-4999.75"
    assert report.errors == sum(rule.count for rule in report.rules if rule.severity == "error")
    assert report.versions.keys() == {"rules", "categories", "titles", "redactions"}
    assert (report.publisher_id, report.regime, report.period) == ("X-DEMO-EXAMPLE", "hmt-25k", "2026-05")


def test_the_artefact_holds_what_the_report_says(mixed: Filing, tmp_path: Path) -> None:
    result = run(mixed, tmp_path / "out", definitions.load())
    assert result.artefact is not None
    stored = artefact.read(result.artefact)
    good = artefact.accepted(stored)
    assert stored.frame.height == 4
    assert artefact.total(good) == -499_975
    assert stored.metadata == json.loads((tmp_path / "out" / "report.json").read_bytes())
    assert good["publisher_id"].unique().to_list() == ["X-DEMO-EXAMPLE"]
    assert good["publisher_name"].unique().to_list() == ["Example Agency"]
    assert good["currency"].unique().to_list() == ["GBP"]
    assert good["category"].null_count() == 0
    assert good["source_row"].to_list() == [2, 3]


@pytest.mark.parametrize(
    ("title", "known", "expected"),
    [
        ("Amount", "net_of_recoverable_vat", "net_of_recoverable_vat"),
        ("Amount", None, "unknown"),
        ("Gross Amount", "net_of_recoverable_vat", "gross"),
    ],
)
def test_what_amounts_include_is_the_publishers_word_where_the_file_is_silent(
    tmp_path: Path, title: str, known: str | None, expected: str
) -> None:
    file = sent(tmp_path, "may.csv", HEADER.replace("Amount", title) + SOUND)
    result = run(filing(file, amount_basis=known), tmp_path / "out", definitions.load())
    assert result.artefact is not None
    assert artefact.read(result.artefact).frame["amount_basis"].unique().to_list() == [expected]


@pytest.mark.parametrize(
    ("title", "known", "asked"),
    [("Amount", None, True), ("Net Amount", None, False), ("Amount", "gross", False), ("Amount", "unknown", False)],
)
def test_a_publisher_is_asked_once_what_its_amounts_include_and_never_held_up(
    tmp_path: Path, title: str, known: str | None, asked: bool
) -> None:
    file = sent(tmp_path, "may.csv", HEADER.replace("Amount", title) + SOUND)
    report = run(filing(file, amount_basis=known), tmp_path / "out", definitions.load()).report
    assert [(each.question.field, each.question.blocking) for each in report.questions] == [
        ("amount_basis", False)
    ] * asked
    assert report.outcome == "read"


def test_findings_of_rows_are_in_their_own_file_and_counted_in_the_report(mixed: Filing, tmp_path: Path) -> None:
    report = run(mixed, tmp_path / "out", definitions.load()).report
    findings = pl.read_parquet(tmp_path / "out" / "findings.parquet")
    assert findings.height == report.errors + report.warnings
    assert all(found["row"] is None for found in [*report.findings, *report.files[0].findings])


def test_same_filing_same_bytes(mixed: Filing, tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        run(mixed, folder, definitions.load())
    files = sorted(folders[0].iterdir())
    assert files
    for file in files:
        assert file.read_bytes() == (folders[1] / file.name).read_bytes(), file.name


def test_several_files_are_one_filing(tmp_path: Path) -> None:
    two = filing(sent(tmp_path, "a.csv", HEADER + SOUND), sent(tmp_path, "b.csv", HEADER + FAULTY))
    report = run(two, tmp_path / "out", definitions.load()).report
    assert [(file.file, file.rows, file.amount_total) for file in report.files] == [
        ("a.csv", 2, "-4999.75"),
        ("b.csv", 1, "40000.00"),
    ]
    assert (report.rows, report.accepted_total) == (3, "-4999.75")


def test_one_refused_file_refuses_the_filing_and_is_named(tmp_path: Path) -> None:
    two = filing(
        sent(tmp_path, "a.csv", HEADER + SOUND), sent(tmp_path, "b.csv", "<!doctype html><html><body>Not found")
    )
    result = run(two, tmp_path / "out", definitions.load())
    assert result.report.outcome == "refused"
    assert result.refusal is not None
    assert result.refusal.code == "html"
    assert result.refusal.message.startswith("b.csv: ")
    assert result.artefact is None


def test_another_publishers_file_is_refused(mixed: Filing, tmp_path: Path) -> None:
    sender = Publisher(publisher_id="X-DEMO-OTHER", name="Some Other Body")
    registered = tmp_path / "publishers.json"
    registered.write_bytes(msgspec.json.encode((PUBLISHER, sender)))
    wrong = msgspec.structs.replace(mixed, publisher=sender, registered_path=str(registered))
    result = run(wrong, tmp_path / "out", definitions.load())
    assert result.report.outcome == "refused"
    assert result.refusal is not None
    assert "Example Agency" in result.refusal.message
    assert result.artefact is None
    right = msgspec.structs.replace(mixed, registered=(PUBLISHER, sender))
    assert run(right, tmp_path / "out", definitions.load()).report.outcome == "read"


def test_an_administrators_rule_counts(mixed: Filing, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    regimes = definitions.load().paths("regimes.yaml")[0].read_text()
    (overlay / "regimes.yaml").write_text(
        regimes.replace("required: [department_family,", "required: [project_code,", 1)
    )
    plain = limited.run_limited(mixed, tmp_path / "plain").report
    changed = limited.run_limited(mixed, tmp_path / "changed", overlay=overlay).report
    assert changed.versions["rules"] != plain.versions["rules"]
    assert changed.warnings != plain.warnings


def test_accepted_fixes_are_applied_and_logged(tmp_path: Path) -> None:
    content = HEADER + SOUND.replace("Alder Ltd", "REDCATED PERSONAL DATA")
    without = run(filing(sent(tmp_path, "may.csv", content)), tmp_path / "without", definitions.load())
    findings = pl.read_parquet(without.folder / "findings.parquet").filter(pl.col("fix").is_not_null())
    rules = tuple(findings["rule"].unique())
    assert rules
    fixed = run(filing(sent(tmp_path, "may.csv", content), fixes=rules), tmp_path / "fixed", definitions.load())
    log = pl.read_parquet(fixed.folder / "fixes.parquet")
    assert fixed.report.fixes == dict(log.group_by("rule").len().iter_rows())
    left = pl.read_parquet(fixed.folder / "findings.parquet").filter(pl.col("fix").is_not_null())
    assert left.height < findings.height


TYPED = (
    TypedCell("may.csv", 4, "payment_date", "2026-05-31"),
    TypedCell("may.csv", 5, "amount", "41000.00"),
    TypedCell("may.csv", 5, "supplier_name", "Damson & Sons Ltd"),
)


def test_what_was_typed_is_in_the_rows_the_report_and_the_log(mixed: Filing, tmp_path: Path) -> None:
    result = run(msgspec.structs.replace(mixed, typed=TYPED), tmp_path / "out", definitions.load())
    assert (result.report.rows_in_error, result.report.fixes) == (0, {"typed": 3})
    assert result.report.accepted_total == "76000.25"
    log = pl.read_parquet(result.folder / "fixes.parquet")
    assert log.select("row", "column", "field", "before", "after").rows() == [
        (4, 3, "payment_date", "31/06/2026", "2026-05-31"),
        (5, 6, "supplier_name", "Damson Ltd", "Damson & Sons Ltd"),
        (5, 8, "amount", "n/k", "41000.00"),
    ]
    frame = artefact.read(result.folder / "artefact.parquet").frame
    assert frame["amount.sent"].to_list()[-1] == "n/k"


def test_what_was_typed_is_repeated_from_a_record_to_the_byte(mixed: Filing, tmp_path: Path) -> None:
    first = run(msgspec.structs.replace(mixed, typed=TYPED), tmp_path / "first", definitions.load())
    record = msgspec.json.encode(msgspec.structs.replace(mixed, typed=TYPED))
    again = limited.run_limited(msgspec.json.decode(record, type=Filing), tmp_path / "again")
    assert again.artefact
    assert first.artefact
    assert again.artefact.read_bytes() == first.artefact.read_bytes()


def test_records_of_before_cells_could_be_typed_are_read(mixed: Filing) -> None:
    record = msgspec.to_builtins(mixed)
    del record["typed"]
    assert msgspec.convert(record, Filing) == mixed


def test_a_run_leaves_nothing_of_the_one_before(mixed: Filing, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "artefact.parquet").write_bytes(b"of another attempt")
    refused = filing(sent(tmp_path, "x.csv", "%PDF-1.7"))
    assert run(refused, out, definitions.load()).artefact is None
    assert not (out / "artefact.parquet").exists()


def test_earlier_returns_are_compared_with(mixed: Filing, tmp_path: Path) -> None:
    run(mixed, tmp_path / "first", definitions.load())
    again = msgspec.structs.replace(
        mixed,
        period="2026-06",
        history=(EarlierReturn(period="2026-05", path=str(tmp_path / "first" / "artefact.parquet")),),
    )
    before = {rule.rule for rule in run(mixed, tmp_path / "a", definitions.load()).report.rules}
    after = {rule.rule for rule in run(again, tmp_path / "b", definitions.load()).report.rules}
    assert any("earlier" in rule for rule in after - before)


def test_what_it_replaces_is_opened_and_compared_with(tmp_path: Path) -> None:
    def of(numbers: range) -> Filing:
        line = "Department of Examples,Example Agency,11/05/2026,Travel,Adults,Firm {n} Ltd,{n},{n}.00,Trains\n"
        return filing(sent(tmp_path, "may.csv", HEADER + "".join(line.format(n=26_000 + n) for n in numbers)))

    first = run(of(range(12)), tmp_path / "first", definitions.load())
    known = {"payments": 12, "pence": 31_206_600, "artefact": str(first.artefact)}
    again = msgspec.structs.replace(of(range(50, 62)), published=Published(**known))
    told = {rule.rule for rule in limited.run_limited(again, tmp_path / "again").report.rules}
    assert "revision-all-different" in told


def test_a_filing_survives_json(mixed: Filing) -> None:
    known = msgspec.structs.replace(
        mixed, answers=Answers(mapping={"amount": "Net"}, day_first=True), limits=Limits(rows=None)
    )
    assert msgspec.json.decode(msgspec.json.encode(known), type=Filing) == known


# In a process held to limits


def test_the_limited_run_gives_the_same_folder(mixed: Filing, tmp_path: Path) -> None:
    run(mixed, tmp_path / "here", definitions.load())
    result = limited.run_limited(mixed, tmp_path / "there")
    assert not result.interrupted
    for file in (tmp_path / "here").iterdir():
        assert file.read_bytes() == (tmp_path / "there" / file.name).read_bytes(), file.name
    assert result.report == msgspec.json.decode((tmp_path / "there" / "report.json").read_bytes(), type=FilingReport)


def test_small_filings_cost_little_each(mixed: Filing, tmp_path: Path) -> None:
    limited.run_limited(mixed, tmp_path / "warm")
    seconds = sorted(limited.run_limited(mixed, tmp_path / "out").processor_seconds for _ in range(5))
    assert seconds[2] < allowed(1.2), seconds


@pytest.mark.parametrize(
    ("limits", "code"),
    [({"seconds": 0.01}, "reading_time"), ({"memory_bytes": 150_000_000}, "reading_memory")],
)
def test_a_filing_that_needs_too_much_is_refused_with_the_reason(
    mixed: Filing, tmp_path: Path, limits: dict[str, float], code: str
) -> None:
    result = limited.run_limited(mixed, tmp_path / "out", **limits)  # type: ignore[arg-type]
    assert result.refusal is not None, result.report
    assert result.refusal.code == code, result.detail
    assert "Nothing of it was stored or published." in result.refusal.message
    assert result.refusal.remedy
    assert result.artefact is None
    assert not result.interrupted


def test_a_missing_file_is_our_fault_and_said_so(tmp_path: Path) -> None:
    result = limited.run_limited(filing(FilingFile(path=str(tmp_path / "gone.csv"), name="gone.csv")), tmp_path / "out")
    assert result.refusal is not None
    assert result.refusal.code == "reading_fault"
    assert "gone.csv" not in result.refusal.message
    assert "FileNotFoundError" in result.detail


def test_a_child_stopped_from_outside_is_interrupted_not_refused_for_good(tmp_path: Path) -> None:
    big = filing(sent(tmp_path, "big.csv", HEADER + SOUND * 150_000))
    results: list = []
    thread = threading.Thread(target=lambda: results.append(limited.run_limited(big, tmp_path / "out")))
    limited.run_limited(filing(sent(tmp_path, "a.csv", HEADER + SOUND)), tmp_path / "warm")
    thread.start()
    server = limited.sandbox.server(limited.__name__)._process.pid
    child = None
    while child is None and thread.is_alive():
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(server)], capture_output=True, text=True, check=False
        ).stdout.split()
        child = int(found[0]) if found else None
    assert child is not None
    os.kill(child, 9)
    thread.join(20)
    assert results[0].interrupted
    assert results[0].refusal.code == "reading_interrupted"


def test_a_process_of_its_own_does_the_same(mixed: Filing, tmp_path: Path) -> None:
    request = tmp_path / "filing.json"
    request.write_bytes(msgspec.json.encode(mixed))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = [sys.executable, "-m", "ckanext.spenddata.pipeline", str(request), str(tmp_path / "out")]
    subprocess.run(command, check=True, env=environment, timeout=60)
    run(mixed, tmp_path / "here", definitions.load())
    assert (tmp_path / "out" / "artefact.parquet").read_bytes() == (tmp_path / "here" / "artefact.parquet").read_bytes()
