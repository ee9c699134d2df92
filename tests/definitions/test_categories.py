"""Every code falls in exactly one browse category, and a mistake in the tables is named, not swallowed."""

import dataclasses
import shutil

import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.definitions import csv_file
from ckanext.spenddata.definitions.expense_types import normalise

PACKAGED = definitions.load()


def overlay(tmp_path, name, change):
    """The definitions with one file changed by an administrator."""
    (tmp_path / name).write_text(change((definitions.PACKAGED / name).read_text()))
    return definitions.Definitions(folders=(tmp_path, definitions.PACKAGED))


def test_there_are_26_procurement_categories_and_9_others():
    kinds = [category.kind for category in PACKAGED.categories.by_id.values()]
    assert (kinds.count("procurement"), kinds.count("non-procurement")) == (26, 9)


def test_each_of_the_9454_cpv_codes_falls_in_exactly_one_procurement_category():
    found = PACKAGED.categories.of_cpv
    assert len(found) == 9454
    assert all(len(code) == 8 and code.isdigit() for code in found)
    procurement = {c.id for c in PACKAGED.categories.by_id.values() if c.kind == "procurement"}
    assert set(found.values()) == procurement, "every procurement category takes at least one code"


def test_every_prefix_of_the_table_decides_for_some_code():
    codes = PACKAGED.categories.cpv_labels
    unused = [
        prefix
        for category in PACKAGED.categories.by_id.values()
        for prefix in category.cpv
        if not any(code.startswith(prefix) and PACKAGED.categories.of_cpv[code] == category.id for code in codes)
    ]
    assert unused == []


def test_cpv_check_digits_are_kept_beside_the_codes():
    rows = csv_file.rows([definitions.PACKAGED / "cpv.csv"], ("code", "check_digit"))
    assert {row["check_digit"] for row in rows} <= set("0123456789")
    assert rows[0]["code"] + "-" + rows[0]["check_digit"] == "03000000-1"


def test_merchant_codes_lead_only_to_procurement_categories_or_taxes():
    kinds = {c.kind for code, c in _merchants() if code not in {"9211", "9222", "9311"}}
    assert kinds == {"procurement"}
    assert all(len(code) == 4 and code.isdigit() for code, _ in _merchants())


def _merchants():
    return [(code, PACKAGED.categories.by_id[name]) for code, name in PACKAGED.categories.of_merchant.items()]


def test_expense_types_are_many_and_each_in_its_normal_form():
    assert len(PACKAGED.expense_types) > 1000
    assert all(normalise(words) == words for words in PACKAGED.expense_types)


def test_a_category_of_an_older_version_is_shown_by_its_id():
    assert PACKAGED.categories.label("it") == "IT, software and data services"
    assert PACKAGED.categories.label("retired-category") == "retired-category"


def test_tables_of_phrases_and_of_merchants_are_in_their_normal_form():
    assert len(PACKAGED.expense_phrases.by_run) > 900
    assert len(PACKAGED.merchant_types) > 300
    assert all(normalise(words) == words for words in PACKAGED.merchant_types)


def test_every_phrase_tells_its_own_category_where_it_stands_alone():
    for run, category in PACKAGED.expense_phrases.by_run.items():
        told = PACKAGED.expense_phrases.category(" ".join(run))
        assert told == (None if category == "unclassified" else category), run


def test_no_phrase_contradicts_the_table_of_whole_expense_types():
    differing = {
        words: (category, told)
        for words, category in PACKAGED.expense_types.items()
        if (told := PACKAGED.expense_phrases.category(words)) not in (None, category)
    }
    assert differing == {}


def test_an_administrators_rows_win_and_change_the_version(tmp_path):
    own = "expense_type,category\nzebra crossings,highways-traffic\nlegal fees,unclassified\n"
    changed = overlay(tmp_path, "expense_types.csv", lambda _: own)
    assert changed.expense_types == {
        **PACKAGED.expense_types,
        "zebra crossings": "highways-traffic",
        "legal fees": "unclassified",
    }
    assert changed.category_version != PACKAGED.category_version
    assert changed.category_version.startswith(f"{PACKAGED.categories.version}-")


@pytest.mark.parametrize(
    ("name", "change", "named"),
    [
        ("categories.yaml", lambda text: text.replace('["70"]', '["70", "71"]'), "cpv 71 is claimed by"),
        ("categories.yaml", lambda text: text.replace('["70"]', "[]"), "no category takes the CPV code 70000000"),
        ("categories.yaml", lambda _: "categories: [{id: unclassified, remove: true}]", "'unclassified' is missing"),
        ("categories.yaml", lambda text: text.replace("id: redacted", "id: it"), "it is defined more than once"),
        ("categories.yaml", lambda text: text.replace("kind: procurement", "kind: goods", 1), "kind"),
        (
            "mcc.csv",
            lambda text: text.replace(",vehicles\n", ",cars\n"),
            r"mcc.csv, line \d+: the category 'cars' is unknown",
        ),
        ("expense_types.csv", lambda text: text + "legal fees,legal\n", "listed twice"),
        ("expense_phrases.csv", lambda text: text + "solicitors,legal\n", "'solicitors' is listed twice"),
        ("expense_phrases.csv", lambda text: text + "Moss & peat,agri-env-land\n", "normal form, 'moss and peat'"),
        ("merchant_types.csv", lambda text: text + "Bird shops,shops\n", "the category 'shops' is unknown"),
        (
            "expense_types.csv",
            lambda text: text + "Fees & Charges,legal\n",
            "'fees and charges', and would never be found",
        ),
    ],
)
def test_a_mistake_in_a_table_is_named(tmp_path, name, change, named):
    changed = overlay(tmp_path, name, change)
    with pytest.raises(ValueError, match=named):
        _ = (changed.categories, changed.expense_types, changed.expense_phrases, changed.merchant_types)


def test_a_missing_table_says_where_it_was_sought(tmp_path):
    shutil.copy(definitions.PACKAGED / "categories.yaml", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"cpv\.csv"):
        _ = definitions.Definitions(folders=(tmp_path,)).categories


def test_a_proclass_code_falls_in_the_category_of_its_second_level_or_else_of_its_first():
    codes = dataclasses.replace(PACKAGED.categories, of_proclass={"10": "it", "1015": "legal", "20": "unclassified"})
    assert [codes.proclass(code) for code in ("101500", "101600", "201000", "301000")] == ["legal", "it", None, None]
    assert [codes.proclass(code) for code in ("", "1015", "10150X", "1015000")] == [None] * 4, "six digits, or none"


def test_a_category_that_this_version_does_not_know_is_shown_as_it_is():
    assert PACKAGED.categories.label("legal") == PACKAGED.categories.by_id["legal"].label != "legal"
    assert PACKAGED.categories.label("of-an-older-version") == "of-an-older-version"
