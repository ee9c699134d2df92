"""Anybody finds what is published, and nothing else, with sums that are the ledger's and the way back to the file."""

import hashlib

import pytest
from click.testing import CliRunner

from tests.returns.standing import standing
from tests.returns.world import csv_file, follow, ledger_rows, work

pytestmark = pytest.mark.portal

REFERENCE = "X-DEMO-1.lgtc-500.2026-Q1"
SEARCH = "spenddata_transaction_search"


@pytest.fixture
def portal(world):
    """The small world, with an empty index."""
    return world


@pytest.fixture
@standing
def published(portal):
    portal.publish(csv_file(5))
    follow()
    return portal


def test_counts_and_sums_are_those_of_the_ledger(published):
    found = published.call(SEARCH, None)
    rows, pence = ledger_rows()
    assert (found["count"], found["total"], found["behind"]) == (rows, f"{pence / 100:.2f}", 0)
    for facet in ("publishers", "regimes", "categories", "months", "body_types"):
        assert sum(bucket["count"] for bucket in found["facets"][facet]) == rows
    assert found["facets"]["publishers"][0]["label"] == "Exampleton City Council"
    assert found["facets"]["categories"][0] == {
        "value": "facilities",
        "label": "Facilities management, repair and cleaning",
        "count": rows,
        "total": found["total"],
    }


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (["months", "suppliers"], {"months", "suppliers"}),
        ("regions", {"regions"}),
        ([], set()),
        ("false", set()),
        (False, set()),
    ],
)
def test_only_those_facets_come_that_are_asked_for(published, asked, given: set[str]):
    whole = published.call(SEARCH, None)["facets"]
    assert published.call(SEARCH, None, facets=asked)["facets"] == {name: whole[name] for name in given}
    assert published.call(SEARCH, None, facets="true")["facets"] == whole
    assert len(whole) == 9


def test_an_unknown_facet_is_refused_with_the_nearest(published):
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError) as refused:
        published.call(SEARCH, None, facets="supplier")
    assert "suppliers" in str(refused.value.error_dict["facets"])


def test_a_row_leads_to_its_transaction_and_to_the_very_file(published):
    row = published.call(SEARCH, None, q="road 3")["results"][0]
    assert (row["supplier_name"], row["amount"], row["reference"]) == ("Supplier 3 Ltd", "3000.03", REFERENCE)
    assert (row["source_file"], row["source_row"]) == ("spend-1.csv", 4)
    assert row["source_sha256"] == hashlib.sha256(csv_file(5)).hexdigest()
    shown = published.call("spenddata_transaction_show", None, id=row["_id"])
    same = ("_id", "publisher_id", "supplier_name", "amount", "description", "source_row", "source_sha256", "reference")
    assert {name: shown[name] for name in same} == {name: row[name] for name in same}
    assert (shown["category"], shown["category_method"]) == ("facilities", "expense_type")


def test_publishers_are_found_by_identifier_and_by_name_and_others_are_not(published):
    for name in ("X-DEMO-1", "exampleton", ["exampleton", "otherborough"]):
        assert published.call(SEARCH, None, publisher=name)["count"] == 5
    found = published.call(SEARCH, None, publisher="otherborough")
    assert (found["count"], found["total"]) == (0, None)  # nought is said only where noughts were published


@pytest.mark.parametrize(
    ("asked", "field", "nearest"),
    [
        ({"publisher": "exampelton"}, "publisher", "X-DEMO-1"),
        ({"publisher_id": ["X-DEMO-1", "X-DEMO-11"]}, "publisher_id", "X-DEMO-1"),
        ({"category": "facilites"}, "category", "facilities"),
        ({"category": "Construction work"}, "category", "construction"),
        ({"regime": "lgtc500"}, "regime", "lgtc-500"),
        ({"period": "2026-Q5"}, "period", "2026-Q1"),
        ({"month": "2031-07"}, "month", "2026-02"),
        ({"month": "2019-07"}, "month", "2026-02"),
        ({"month": "2026-13"}, "month", "2026-04"),
        ({"body_type": "local authorities"}, "body_type", "local authority"),
        ({"redaction_reason": "personal"}, "redaction_reason", "personal_data"),
        ({"sort": "biggest"}, "sort", "biggest"),
        ({"sort": "large"}, "sort", "largest"),
        ({"categroy": "facilities"}, "categroy", "category"),
        ({"colour": "red"}, "colour", "There is no parameter"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_known_one(published, asked, field, nearest):
    """It found nothing before, and that read as nought pounds."""
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError) as refusal:
        published.call(SEARCH, None, **asked)
    assert nearest in " ".join(refusal.value.error_dict[field])


def test_a_word_without_letters_is_left_out_and_said_and_alone_it_is_refused(published):
    from ckan.plugins import toolkit as tk

    found = published.call(SEARCH, None, q="road & 3 ***")
    assert (found["count"], found["ignored"]) == (1, ["&", "***"])
    for alone in ("*:*", "(", "💷", "__", '"?"'):
        with pytest.raises(tk.ValidationError) as refusal:
            published.call(SEARCH, None, q=alone)
        assert "can't be searched for" in refusal.value.error_dict["q"][0]


def test_words_that_must_not_appear_are_enough(published):
    assert published.call(SEARCH, None, q="-3")["count"] == 4
    assert published.call(SEARCH, None, q='-"road 3" -"road 4"')["count"] == 3
    assert published.call(SEARCH, None, q="-500")["count"] == 5


def test_days_and_amounts_narrow(published):
    assert published.call(SEARCH, None, date_from="2026-02-03", date_to="2026-02-04")["count"] == 2
    assert published.call(SEARCH, None, amount_min="£2,000", amount_max="3000.03")["count"] == 2


@pytest.mark.check(15)
def test_what_is_not_published_is_not_found_by_anybody(portal):
    portal.submit(csv_file(3))
    work()
    follow()
    for who in (None, "editor", "sysadmin"):
        assert portal.call(SEARCH, who)["count"] == 0


def test_a_withdrawn_return_is_gone_at_once_even_before_the_index_follows(published):
    row = published.call(SEARCH, None)["results"][0]
    published.call("spenddata_return_withdraw", "administrator", reference=REFERENCE, why="Wrong file")
    found = published.call(SEARCH, None)
    assert (found["count"], found["total"], found["results"], found["behind"]) == (0, None, [], 1)
    follow()
    assert published.call(SEARCH, None)["behind"] == 0

    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ObjectNotFound, match=r"was withdrawn on .* Wrong file"):
        published.call("spenddata_transaction_show", None, id=row["_id"])


def test_a_correction_replaces_what_was_found(published):
    published.publish(csv_file(14))
    assert published.call(SEARCH, None)["behind"] == 1
    follow()
    found = published.call(SEARCH, None)
    assert (found["count"], {row["revision"] for row in found["results"]}, found["behind"]) == (14, {2}, 0)


@pytest.mark.check(23)
@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"sort": "supplier asc"}, "sort"),
        ({"rows": 1001}, "rows"),
        ({"date_from": "soon"}, "date_from"),
        ({"date_from": "2026-04-02", "date_to": "2026-04-01"}, "date_from"),
        ({"amount_min": "lots"}, "amount_min"),
        ({"amount_min": "0.005"}, "amount_min"),
        ({"q": "x" * 301}, "q"),
        ({"category": {"$ne": ""}}, "category"),
        ({"publisher": [1]}, "publisher"),
        ({"rows": "abc"}, "rows"),
        ({"rows": []}, "rows"),
        ({"rows": -1}, "rows"),
        ({"rows": 10**30}, "rows"),
        ({"amount_min": "1e400"}, "amount_min"),
        ({"amount_min": "NaN"}, "amount_min"),
        ({"amount_max": "-Infinity"}, "amount_max"),
        ({"amount_max": "1e-400"}, "amount_max"),
        ({"date_to": "9" * 30}, "date_to"),
        ({"date_from": "0000-00-00"}, "date_from"),
        ({"cursor": "no cursor!"}, "cursor"),
        ({"q": "a\x00b"}, "q"),
        ({"publisher": "\x00"}, "publisher"),
        ({"month": ["2026-02", "\ud800"]}, "month"),
    ],
)
def test_what_can_not_be_asked_is_refused_by_field(portal, asked, field):
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError) as refusal:
        portal.call(SEARCH, None, **asked)
    assert field in refusal.value.error_dict


@pytest.mark.check(4)
def test_a_search_server_that_is_away_is_told_and_nothing_else_stops(published, monkeypatch):
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.search.core import SearchDownError

    row = published.call(SEARCH, None)["results"][0]
    monkeypatch.setitem(tk.config, "ckanext.spenddata.search.solr_url", "http://127.0.0.1:9/solr/spend")
    with pytest.raises(SearchDownError, match="Nothing is lost"):
        published.call(SEARCH, None)
    assert published.call("spenddata_transaction_show", None, id=row["_id"])["_id"] == row["_id"]


def test_the_index_is_made_again_and_proved_from_the_ledger(published, core):
    from ckanext.spenddata.search.cli import search

    core.delete(["pence:[300000 TO *]"])
    core.commit()
    run = CliRunner().invoke(search, ["verify"])
    assert run.exit_code == 1
    assert REFERENCE in run.output
    run = CliRunner().invoke(search, ["rebuild"])
    assert run.exit_code == 0, run.output
    assert "5 transactions of 1 return." in run.output
    assert CliRunner().invoke(search, ["verify"]).exit_code == 0
    assert published.call(SEARCH, None)["count"] == 5
