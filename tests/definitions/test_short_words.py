"""Short words stand for whole ones, each for one, and a portal may add its own."""

from __future__ import annotations

from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.short_words import written_out

KNOWN = load().titles.short


def test_a_title_in_short_words_is_the_same_in_full():
    assert written_out(("supp", "nm"), KNOWN) == ("supplier", "name")
    assert written_out(("cc", "desc"), KNOWN) == ("cost", "centre", "description")
    assert written_out(("amount",), KNOWN) == ("amount",)


def test_no_short_word_is_a_whole_one():
    assert not set(KNOWN) & {word for words in KNOWN.values() for word in words}


def test_a_portal_may_add_its_own(tmp_path):
    (tmp_path / "short_words.csv").write_text("short,words\nbenf,beneficiary\n")
    own = load(tmp_path).titles
    assert own.short == KNOWN | {"benf": ("beneficiary",)}
    assert own.under(["supplier_name"]).short == own.short
    found = own.match("Benf Nm")
    assert found is not None
    assert found.title.field == load().titles.match("Beneficiary Name").title.field == "supplier_name"
