"""The services of a trial are real, separate and as CKAN wants them."""

from __future__ import annotations

import os
import urllib.request

import psycopg2
import pytest

from tests.solr import request


def roles(url: str) -> str:
    return url.split("//")[1].split(":")[0]


def test_each_role_has_its_own_password():
    urls = [os.environ[f"CKAN_{name}_URL"] for name in ("SQLALCHEMY", "DATASTORE_WRITE", "DATASTORE_READ")]
    assert len({roles(url) for url in urls}) == 3
    assert len({url.split(":")[2].split("@")[0] for url in urls}) == 3


def test_the_datastore_role_may_make_schemas_and_reads_days_first():
    with psycopg2.connect(os.environ["CKAN_DATASTORE_WRITE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT has_database_privilege(current_database(), 'CREATE'), '08/02/2024'::date")
        may, day = cursor.fetchone() or (None, None)
    assert may
    assert str(day) == "2024-02-08"


def test_the_reader_of_the_datastore_may_not_see_ckans_database():
    url = os.environ["CKAN_DATASTORE_READ_URL"].replace("datastore_test", "ckan_test")
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        psycopg2.connect(url)


@pytest.mark.parametrize("core", ["ckan", "spend"])
def test_solr_answers(core):
    with urllib.request.urlopen(request(f"{core}/select?q=*:*&rows=0")) as response:
        assert response.status == 200


@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_datastore", "clean_index")
def test_a_dataset_is_kept_and_found():
    from ckan.tests import factories, helpers

    made = factories.Dataset(
        owner_org=factories.Organization(publisher_id="X-DEMO-TST", body_type="local authority")["id"]
    )
    assert helpers.call_action("package_search", q="*:*")["results"][0]["id"] == made["id"]


def test_the_portal_answers_with_compressed_and_cached_assets(portal):
    page = urllib.request.urlopen(urllib.request.Request(portal, headers={"Accept-Encoding": "gzip"}))
    assert page.headers["Content-Encoding"] == "gzip"
