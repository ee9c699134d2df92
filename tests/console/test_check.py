"""``spenddata check``: the contract of its JSON and exit status, and words that a finance officer can act on."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
from click.testing import Result

from tests.console.conftest import ABOUT, FAULTY, HEADER, SOUND

Command = Callable[..., Result]
KEYS = {
    "file",
    "sha256",
    "format",
    "encoding",
    "outcome",
    "questions",
    "tables",
    "rows",
    "amount_total",
    "payment_dates",
    "errors",
    "warnings",
    "rules",
    "findings",
}


def test_exit_status_is_the_worst_of_the_files(spenddata: Command, sound: Path, faulty: Path, page: Path) -> None:
    assert spenddata("check", sound, *ABOUT).exit_code == 0
    assert spenddata("check", sound, faulty, *ABOUT).exit_code == 1
    assert spenddata("check", faulty, page, sound, *ABOUT).exit_code == 3


def test_json_is_a_list_of_one_object_a_file_with_every_key(
    spenddata: Command, sound: Path, faulty: Path, page: Path
) -> None:
    result = spenddata("check", sound, faulty, page, "--json", *ABOUT)
    said = json.loads(result.stdout)
    assert [one["file"] for one in said] == ["sound.csv", "faulty.csv", "page.csv"]
    assert all(one.keys() >= KEYS for one in said)
    assert [one["outcome"] for one in said] == ["read", "read", "refused"]
    assert (said[0]["rows"], said[0]["amount_total"], said[0]["errors"]) == (2, "55000.75", 0)
    assert (said[1]["rows"], said[1]["amount_total"], said[1]["errors"]) == (4, "145000.75", 1)
    assert said[1]["payment_dates"] == {"first": "2026-05-01", "last": "2026-05-18"}
    assert said[1]["tables"][0]["unmapped"] == ["VAT number"]
    assert len(said[1]["findings"]) == said[1]["errors"] + said[1]["warnings"]
    error = next(found for found in said[1]["findings"] if found["severity"] == "error")
    assert (error["row"], error["column"], error["value"]) == (4, 3, "31/06/2026")
    assert said[2]["refusal"]["remedy"]


def test_findings_go_to_a_file_with_the_files_name_instead(
    spenddata: Command, sound: Path, faulty: Path, tmp_path: Path
) -> None:
    out = tmp_path / "findings.csv"
    result = spenddata("check", sound, faulty, "--json", "--findings", out, *ABOUT)
    said = json.loads(result.stdout)
    assert [one["findings"] for one in said] == [[], []]
    with out.open(encoding="utf-8-sig", newline="") as text:
        lines = list(csv.DictReader(text))
    assert len(lines) == sum(one["errors"] + one["warnings"] for one in said)
    assert {line["file"] for line in lines} <= {"sound.csv", "faulty.csv"}


def test_json_is_the_same_every_time(spenddata: Command, faulty: Path) -> None:
    assert spenddata("check", faulty, "--json", *ABOUT).stdout == spenddata("check", faulty, "--json", *ABOUT).stdout


def test_people_read_how_the_file_was_read_and_what_to_do(spenddata: Command, faulty: Path) -> None:
    words = spenddata("check", faulty, *ABOUT).stdout
    for expected in (
        "faulty.csv",
        "4 rows, payments 1 May 2026 to 18 May 2026, total £145,000.75",
        "column 8 “Amount”",
        "never published: “VAT number”",
        "1 error: 1 row would enter no figure",
        "✗ 1  Date does not exist\n       Row 4, column 3\n       Sent: “31/06/2026”\n       Expected: ",
        "are mended by: spenddata fix FILE OUT.csv",
        "! 1  Redaction misspelt\n       “REDCATED PERSONAL DATA” → “REDACTED PERSONAL DATA”, row 5",
        "1 error to fix.",
    ):
        assert expected in words, expected
    assert "\x1b[" not in words, "no colours in a pipe"


def test_a_sound_file_is_praised_in_few_words(spenddata: Command, sound: Path) -> None:
    words = spenddata("check", sound, *ABOUT).stdout
    assert "✓ Nothing wrong." in words or "No errors" in words
    assert "error to fix" not in words


def test_several_files_are_summed_up(spenddata: Command, sound: Path, faulty: Path, page: Path) -> None:
    words = spenddata("check", sound, faulty, page, *ABOUT).stdout
    assert words.rstrip().endswith("3 files: 1 without errors, 1 with errors, 1 refused")


def test_a_refusal_says_what_to_do(spenddata: Command, page: Path) -> None:
    words = spenddata("check", page).stdout
    assert "Not read." in words
    assert "Download the file itself again" in words


def test_a_question_is_asked_and_can_be_answered(spenddata: Command, tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    lines = (HEADER + SOUND).replace("Amount,Description", "Amount,Amount").replace("Trains", "26000.00")
    path.write_text(lines)
    asked = spenddata("check", path, "--json", *ABOUT)
    [said] = json.loads(asked.stdout)
    assert (asked.exit_code, said["outcome"]) == (1, "ask")
    assert [question["field"] for question in said["questions"]] == ["amount"]
    assert "Answers: " in spenddata("check", path, *ABOUT).stdout
    candidates = said["questions"][0]["candidates"]
    [answered] = json.loads(spenddata("check", path, "--json", "--column", f"amount={candidates[0]}", *ABOUT).stdout)
    assert answered["outcome"] == "read"


def test_the_marked_workbook_and_the_summary_are_written(spenddata: Command, faulty: Path, tmp_path: Path) -> None:
    marked, summary = tmp_path / "marked.xlsx", tmp_path / "summary.html"
    spenddata("check", faulty, "--marked", marked, "--summary", summary, *ABOUT)
    sheet = openpyxl.load_workbook(marked).worksheets[0]
    assert sheet.max_row == 5
    assert sheet["C4"].comment is not None
    assert "Check of faulty.csv" in summary.read_text(encoding="utf-8")
    assert "£145,000.75" in summary.read_text(encoding="utf-8")


def test_wrong_usage_is_status_two_and_says_what_is_right(
    spenddata: Command, sound: Path, faulty: Path, tmp_path: Path
) -> None:
    for arguments, words in (
        ((tmp_path / "gone.csv",), "does not exist"),
        ((sound, "--regime", "nonsense"), "lgtc-500"),
        ((sound, "--period", "May"), "2026-04"),
        ((sound, "--column", "amount"), "FIELD=TITLE"),
        ((sound, faulty, "--marked", tmp_path / "m.xlsx"), "one file at a time"),
    ):
        result = spenddata("check", *arguments)
        assert result.exit_code == 2, arguments
        assert words in result.output, result.output


def test_several_sheets_are_told_apart(spenddata: Command, tmp_path: Path) -> None:
    path = tmp_path / "year.xlsx"
    workbook = openpyxl.Workbook()
    for name in ("April", "May"):
        sheet = workbook.create_sheet(name)
        for line in (HEADER + SOUND + FAULTY).replace(" Ltd", f" of {name} Ltd").splitlines():
            sheet.append(next(csv.reader([line])))
    workbook.remove(workbook.worksheets[0])
    workbook.save(path)
    [said] = json.loads(spenddata("check", path, "--json", *ABOUT).stdout)
    assert [table["sheet"] for table in said["tables"]] == ["April", "May"]
    assert said["rows"] == 8
    assert {found["sheet"] for found in said["findings"] if found["severity"] == "error"} == {"April", "May"}
