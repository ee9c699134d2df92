"""A Solr that takes a question and never answers holds up no page for long, and no second page at all; nor does a mail server."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator

import pytest

from ckanext.spenddata.search.patience import Patience
from ckanext.spenddata.web import patience


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a service that takes connections and says nothing."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0), backlog=50)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/solr/ckan"


@pytest.mark.check(34)
def test_the_first_page_and_lists_of_datasets(app, clean_db, clean_index, silent, monkeypatch, measured):
    from ckan.plugins import toolkit as tk

    monkeypatch.setattr(patience, "SECONDS", 1.0)
    monkeypatch.setattr(patience, "_known", Patience(60))
    client = app.flask_app.test_client()
    assert client.get("/").status_code == 200  # made, and what it needs is loaded
    answers = tk.config["solr_url"]
    monkeypatch.setitem(tk.config, "solr_url", silent)
    took = []
    for address, status in (("/", 200), ("/", 200), ("/dataset/", 503), ("/api/3/action/package_search", 503)):
        begun = time.monotonic()
        assert client.get(address).status_code == status, address
        took.append(time.monotonic() - begun)
    measured(f"the first page after {took[0]:.1f} s, the next ones after {max(took[1:]):.1f} s")
    assert took[0] < 20, took
    assert max(took[1:]) < 10, took  # without waiting; CKAN's own limit is a minute
    monkeypatch.setitem(tk.config, "solr_url", answers)
    monkeypatch.setattr(patience, "_known", Patience(0))
    assert client.get("/dataset/").status_code == 200


def test_a_mail_server_that_says_nothing_is_left_after_a_while(silent, monkeypatch):
    from ckan.lib import mailer
    from ckan.plugins import toolkit as tk

    monkeypatch.setattr(patience, "MAIL_SECONDS", 0.3)
    monkeypatch.setitem(tk.config, "smtp.mail_from", "portal@example.org")
    monkeypatch.setitem(tk.config, "smtp.server", silent.split("/")[2])
    patience.install()
    begun = time.monotonic()
    with pytest.raises(mailer.MailerException):
        mailer._mail_recipient(
            "A person", "person@example.org", "A portal", "https://portal.example", "Hello", "A word"
        )
    assert time.monotonic() - begun < 20
