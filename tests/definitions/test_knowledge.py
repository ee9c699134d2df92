"""Tables of what words and names speak for: a mistake is told with its file and line."""

import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.definitions.knowledge import as_runs
from ckanext.spenddata.definitions.places import DefinitionError


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
