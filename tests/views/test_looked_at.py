"""What a form says that it was filled in for, beside what stands now."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import MultiDict

from ckanext.spenddata.views import looked_at

NOW = {"number": 2, "attempt": 3}


@pytest.fixture
def sent(plainly, monkeypatch: pytest.MonkeyPatch):
    from types import SimpleNamespace

    def send(**form: str) -> None:
        monkeypatch.setattr(tk, "request", SimpleNamespace(form=MultiDict(form)), raising=False)

    return send


def test_nothing_is_said_of_what_was_looked_at(sent):
    sent(revision="2", attempt="3")
    assert looked_at.changed(NOW) == ""


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"revision": "1", "attempt": "3"}, "it now stands at revision 2"),
        ({"revision": "2", "attempt": "2"}, "it has been read again"),
        ({}, "it now stands at revision 2"),
        ({"revision": "2"}, "it has been read again"),
        ({"revision": "two", "attempt": "3"}, "it now stands at revision 2"),
    ],
)
def test_another_revision_or_reading_is_told(sent, form, words):
    sent(**form)
    said = looked_at.changed(NOW)
    assert words in said
    assert "Nothing of what you sent was kept or published. Look at it as it is now" in said


def test_where_nothing_is_published_any_more_that_is_told(sent):
    assert "no revision of it is published any more" in looked_at.another(None)
