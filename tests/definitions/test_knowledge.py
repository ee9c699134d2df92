"""Tables of what words and names speak for: a mistake is told with its file and line."""

import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.definitions import csv_file
from ckanext.spenddata.definitions.in_force import Overlay
from ckanext.spenddata.definitions.knowledge import as_runs
from ckanext.spenddata.definitions.places import DefinitionError
from ckanext.spenddata.definitions.whole import faults


def overlay(tmp_path, name: str, text: str):
    (tmp_path / name).write_text(text)
    return definitions.load(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "suppliers.csv",
            "supplier,category\nalder works,itt\n",
            "suppliers.csv, line 2: the category 'itt' is unknown. Did you mean",
        ),
        (
            "suppliers.csv",
            "supplier,category\nalder works,it\nalder works,legal\n",
            "suppliers.csv, line 3: 'alder works' is listed twice",
        ),
        (
            "supplier_words.csv",
            "word,category\nalder,it|legal|grants|health\n",
            "supplier_words.csv, line 2: words and one to 3",
        ),
        ("supplier_words.csv", "word,category\nalder,it|it\n", "supplier_words.csv, line 2: words and one to 3"),
        ("suppliers.csv", "name,category\nalder works,it\n", "there is no supplier"),
        ("payees.yaml", "kinds:\n  - {id: alder, label: Alder}\n", "payees.yaml"),
    ],
)
def test_a_mistake_names_its_file_and_line(tmp_path, name, text, told):
    with pytest.raises(DefinitionError, match=told.replace("(", r"\(")):
        _ = overlay(tmp_path, name, text).knowledge


def test_an_administrators_line_takes_the_place_of_the_packages(tmp_path):
    own = overlay(
        tmp_path, "suppliers.csv", "supplier,category\ncapgemini,consultancy\nalder works,waste-environment\n"
    )
    assert own.knowledge.runs["suppliers"]["capgemini"] == ("consultancy",)
    assert own.knowledge.runs["suppliers"]["alder work"] == ("waste-environment",)
    assert own.category_version != definitions.load().category_version


def test_lines_that_are_one_run_of_words_are_put_together():
    assert as_runs({"Legal fees": ("legal",), "legal fee": ("it",), "---": ("it",)}) == {"legal fee": ("legal", "it")}


def test_two_lines_that_contradict_are_told_together(tmp_path):
    text = "supplier,category\nAlder Works,it\nRowan Ltd,legal\nalder-work's,legal\n"
    told = r"suppliers.csv, line 4: \"alder-work's\" contradicts line 2: 'Alder Works' are the same words, and say it"
    with pytest.raises(DefinitionError, match=told):
        _ = overlay(tmp_path, "suppliers.csv", text).knowledge


@pytest.mark.parametrize("name", ["office 365", "s106 works", "24x7 ltd"])
def test_words_with_numbers_that_are_no_words_are_refused(tmp_path, name):
    text = f"words,category\n{name},it\n"
    with pytest.raises(DefinitionError, match=r"purpose_words\.csv, line 2: .* are no words"):
        _ = overlay(tmp_path, "purpose_words.csv", text).knowledge


def test_types_of_expense_may_have_numbers_as_they_are_found_whole(tmp_path):
    text = "expense_type,category\nsection 159 works,grants\n"
    assert overlay(tmp_path, "expense_types.csv", text).expense_types["section 159 works"] == "grants"


def test_a_table_too_long_to_hold_is_told_and_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_file, "MOST_LINES", 20_000)
    lines = "".join(f"alder {number:b},it\n" for number in range(20_001))
    with pytest.raises(
        DefinitionError, match=r"suppliers\.csv, line 20001: a table of definitions has at most 20,000 lines"
    ):
        _ = overlay(tmp_path, "suppliers.csv", "supplier,category\n" + lines).knowledge


@pytest.mark.parametrize("text", ["supplier,category\nalder works,itt\n", "supplier,category\n" + "a,it\n" * 3])
def test_the_last_good_definitions_stay_in_force_when_a_table_is_wrong(tmp_path, text):
    folder, kept = tmp_path / "own", tmp_path / "kept"
    folder.mkdir()
    (folder / "suppliers.csv").write_text("supplier,category\nalder works,it\n")
    own = Overlay(folder, kept, lambda known: [fault for fault in faults(known, {}) if "suppliers.csv" in fault])
    good = own.current()
    assert good is not None
    (folder / "suppliers.csv").write_text(text)
    own._looked = None
    assert own.current() == good
    assert any("suppliers.csv, line" in problem for problem in own.wrong)
