"""The address of the API beside a page asks the same as the page."""

from __future__ import annotations

from ckanext.spenddata.views import api


def test_an_address_has_the_action_and_what_is_asked(app):
    with app.flask_app.test_request_context("/"):
        address = api.address("spenddata_transaction_search", q="chairs & desks", publisher=["a", "b"])
    assert address == "/api/3/action/spenddata_transaction_search?q=chairs+%26+desks&publisher=a&publisher=b"
