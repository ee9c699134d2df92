"""The Data Package: names that the standard allows, licences that CKAN knows, and no question but that for a publisher."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from ckanext.spenddata.definitions import load
from ckanext.spenddata.logic import data_package
from ckanext.spenddata.logic.action.data import spenddata_data_package_show
from ckanext.spenddata.logic.schema import data as schema
from ckanext.spenddata.returns.files.public_files import PublicFile

pytestmark = pytest.mark.portal

FILE = PublicFile(
    *("X-DEMO-1", "lgtc-500", "2026-Q1", 2, dt.datetime(2026, 5, 1, 9, 30, tzinfo=dt.UTC), 7),
    *("d1", "uk-ogl", "r1", "x.csv", 1234, "ab" * 32),
)


@pytest.fixture
def told(app) -> dict:
    with app.flask_app.test_request_context("/"):
        return data_package.resource(FILE, load(), {"X-DEMO-1": "Exampleton City Council"})


def test_a_resource_is_named_titled_and_proved(told: dict):
    assert re.fullmatch(r"[-a-z0-9._/]+", told["name"])
    assert told["title"].startswith("Exampleton City Council: ")
    assert told["title"].endswith("January to March 2026")
    assert (told["bytes"], told["hash"]) == (1234, f"sha256:{'ab' * 32}")
    assert told["path"].endswith("/dataset/d1/resource/r1/download/x.csv")
    assert told["published"] == "2026-05-01T09:30:00+00:00"


def test_a_licence_that_ckan_does_not_know_is_none(app):
    with app.flask_app.test_request_context("/"):
        assert data_package.licence("made-up") == []
        [known] = data_package.licence("cc-by")
    assert known["name"] == "cc-by"
    assert known["title"]


def test_a_parameter_that_it_does_not_have_is_refused_with_the_nearest(app):
    from ckan.plugins import toolkit as tk

    assert "publisher" in schema.package()
    with pytest.raises(tk.ValidationError, match="publisher"), app.flask_app.test_request_context("/"):
        spenddata_data_package_show({"user": "", "ignore_auth": True}, {"publishre": "X"})
