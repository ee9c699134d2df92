"""A search's address: what it asks for, read back in words, and the addresses of the search without each part."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from ckanext.spenddata.views.search_asked import address, asked, chips, sentence

pytestmark = pytest.mark.portal


@pytest.fixture
def asking(app):
    """Asks for an address, as a request does."""
    return lambda query: app.flask_app.test_request_context(f"/spend/search?{query}")


def test_one_word_or_several_values_and_nothing_of_what_is_empty(asking):
    with asking("q= road &category=&publisher_id=A&publisher_id=B&publisher_id=A&sort=largest&rows=5"):
        assert asked() == {"q": "road", "publisher_id": ["A", "B"], "sort": "largest"}


def test_the_address_of_a_search_holds_all_of_it_but_what_is_changed(asking):
    with asking("q=road&publisher_id=A&publisher_id=B&card=false"):
        found = parse_qs(urlsplit(address(asked(), sort="newest", card=None)).query)
    assert found == {"q": ["road"], "publisher_id": ["A", "B"], "sort": ["newest"]}


def test_each_part_is_said_and_leads_to_the_search_without_it(asking):
    with asking("q=road&publisher_id=A&publisher_id=B&card=1&amount_min=lots"):
        parts = chips(asked(), lambda field, value: f"the body {value}" if field == "publisher_id" else value)
    assert sentence(parts) == "with “road” by the body A or the body B paid by card of at least lots"
    assert parse_qs(urlsplit(parts[1].without).query)["publisher_id"] == ["B"]
    assert "card" not in parse_qs(urlsplit(parts[3].without).query)


@pytest.mark.parametrize(("card", "words"), [("true", "paid by card"), ("0", "paid by invoice"), ("maybe", "maybe")])
def test_how_it_was_paid_is_said_only_of_what_says_it(asking, card, words):
    with asking(f"card={card}"):
        assert [part.label for part in chips(asked(), lambda _field, value: value)] == [words]
