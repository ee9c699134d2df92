"""What an administrator lays over the words and the aliases is checked, and a mistake names its place."""

from pathlib import Path

import pytest

from ckanext.spenddata.definitions import DefinitionError, load, supplier_links
from ckanext.spenddata.definitions.supplier_links import read_aliases

HEAD = "name,same_as,why,source\n"


def aliases(folder: Path, text: str):
    path = folder / "supplier_aliases.csv"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_aliases([path])


def test_a_chain_of_renames_leads_to_its_end(tmp_path):
    found = aliases(tmp_path, "Alder,Birch,renamed,x\nBirch,Cedar Ltd,renamed,x\n")
    assert found["alder"].same_as == found["birch"].same_as == "Cedar Ltd"


def test_a_circle_of_aliases_is_told_with_its_file_line_and_names(tmp_path):
    with pytest.raises(
        DefinitionError, match=r"supplier_aliases.csv, line \d: the aliases lead in a circle \(Alder → Birch → Alder\)"
    ):
        aliases(tmp_path, "Alder,Birch,renamed,x\nBirch,Alder,renamed,x\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Alder,Birch,,x\nALDER,Cedar,,x\n", "line 3: 'ALDER' is 'Birch' in a row before"),
        ("Alder,,,x\n", "line 2: name and same_as are both needed"),
    ],
)
def test_contradictions_and_gaps_name_their_line(tmp_path, text, said):
    with pytest.raises(DefinitionError, match=said):
        aliases(tmp_path, text)


def test_a_register_of_companies_is_no_table_of_aliases(tmp_path, monkeypatch):
    monkeypatch.setattr(supplier_links, "MOST_ALIASES", 2)
    with pytest.raises(DefinitionError, match="line 4: more than 2 aliases"):
        aliases(tmp_path, "a,b,,x\nc,d,,x\ne,f,,x\n")


def test_thresholds_that_contradict_each_other_are_told(tmp_path):
    (tmp_path / "supplier_links.yaml").write_text("automatic: 0.5\nqueue: 0.8\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="queue not above automatic"):
        load(tmp_path).supplier_words  # noqa: B018


def test_no_word_is_said_twice_with_different_weights():
    words = [word for words in load().supplier_words.common.values() for word in words]
    assert len(words) == len(set(words))


def test_there_are_about_120_abbreviations():
    assert len(load().supplier_words.abbreviations) >= 120


@pytest.mark.parametrize(
    "name",
    [
        "Various",
        "VARIOUS SUPPLIERS",
        "Miscellaneous suppliers",
        "Misc. Suppliers",
        "Sundry creditors",
        "Sundries",
        "One-off supplier",
        "One time vendor 2",
        "ONE OFF PAYMENTS - HOUSING",
        "Sundry Creditor (Schools)",
        "Creditors: sundry",
        "Ad-hoc payee",
        "Multiple",
        "99999 Sundry Supplier",
        "zz Misc Supplier",
        "Various & Misc",
        "Unknown",
        "n/a",
        "TBC",
        "To be confirmed",
        "Not known",
        "...",
        "Petty Cash",
        "Refunds",
        "Payments under £500",
        "Dummy supplier",
        "Test",
        "Other suppliers",
        "Supplier name",
        "Amrywiol",
    ],
)
def test_what_names_nobody(name: str):
    assert load().supplier_words.is_nobody(name)


@pytest.mark.parametrize(
    "name",
    [
        "Various Eateries",
        "Various Ltd",
        "Sundry Properties Ltd",
        "Sundry Suppliers Ltd",
        "Miscellaneous Records",
        "Misc Design Co",
        "One Off Productions",
        "Unknown Pleasures Ltd",
        "General Accounts Services",
        "Multiple Sclerosis Society",
        "Cash Converters",
        "Other World Computing",
        "One Time Solutions Ltd",
        "Test Valley Borough Council",
        "X4L",
        "Temporary Accommodation Ltd",
        "Null & Co",
        "Sundry Street Garage",
        "Multiple Suppliers Solutions Limited",
        "公司",
        "Adhoc Taxis",
        "Dummy Books",
        "Cash 4 Clothes",
    ],
)
def test_firms_that_only_have_such_words_are_somebody(name: str):
    assert not load().supplier_words.is_nobody(name)
