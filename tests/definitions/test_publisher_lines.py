"""Lines of stewards on what words mean for a publisher: what is wrong in them is told with file and line, the last good ones stay."""

from pathlib import Path

import pytest

from ckanext.spenddata.checks.check import KINDS
from ckanext.spenddata.definitions import DefinitionError, Definitions, load, whole
from ckanext.spenddata.definitions.in_force import Overlay

HEADER = "publisher,supplier,expense_type,category,why\n"
NAME = "publisher_categories.csv"


def definitions(folder: Path, *lines: str) -> Definitions:
    (folder / NAME).write_text(HEADER + "".join(f"{line}\n" for line in lines))
    return Definitions((folder, *load().folders))


def test_own_lines_come_before_those_for_everybody(tmp_path: Path):
    lines = definitions(tmp_path, ",,Zygmology,legal,Mostly", "X-DEMO-1,,(4100) zygmology,it,Theirs").publisher_lines
    assert lines.in_force("X-DEMO-1") == ({("", "zygmology"): "it"}, {("", "zygmology"): "legal"})
    assert lines.in_force("X-DEMO-2") == lines.in_force("") == ({("", "zygmology"): "legal"},)


def test_the_package_has_none_and_a_line_makes_another_version(tmp_path: Path):
    assert load().publisher_lines.in_force("X-DEMO-1") == ()
    assert definitions(tmp_path, ",,Zygmology,legal,Mostly").category_version != load().category_version


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([",,Zygmology,legl,Why"], f"{NAME}, line 2: the category 'legl' is unknown. Did you mean legal"),
        ([",,Zygmology,legal,Why", ",,ZYGMOLOGY,it,Why"], "line 3: .*line 2 says already"),
        ([",Alder,A,legal,Why", ",alder,a,legal,Why"], "line 3: .*line 2 says already"),
        ([",,,legal,Why"], "line 2: a supplier or an expense type is expected"),
        ([",-,4100,legal,Why", ",-,...,legal,Why"], "line 3: a supplier or an expense type is expected"),
        ([",,Zygmology,legal, "], "line 2: say why"),
        ([",,Zygmology,legal"], "line 2: a row has 5 cells"),
    ],
)
def test_a_line_that_is_wrong_is_told_with_its_place(tmp_path: Path, lines: list[str], said: str):
    with pytest.raises(DefinitionError, match=said):
        _ = definitions(tmp_path, *lines).publisher_lines


def test_the_last_good_lines_stay_in_force(tmp_path: Path):
    folder = tmp_path / "ours"
    folder.mkdir()
    overlay = Overlay(folder, tmp_path / "kept", lambda known: whole.faults(known, KINDS))
    definitions(folder, ",,Zygmology,legal,Mostly")
    good = overlay.current()
    definitions(folder, ",,Zygmology,legl,Mostly", ",,Another,it,Why")
    overlay._looked = None
    assert overlay.current() == good
    (wrong,) = overlay.wrong
    assert f"{NAME}, line 2" in wrong
