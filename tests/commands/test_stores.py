"""Where data is kept: what can't be reached, is behind or was left behind is told with what to do."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import requests
import responses

from ckanext.spenddata import config
from ckanext.spenddata.commands import stores
from ckanext.spenddata.returns.files.storage import StorageError
from tests.commands.looking import problem


class TestStorage:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(config, "storage", lambda: tmp_path / "public/spend")
        return tmp_path

    def test_one_within_a_public_folder_is_told(self, folder, setting):
        setting("extra_public_paths", f"/elsewhere,{folder / 'public'}")
        assert "no web server serves" in problem(stores._private_storage).remedy

    @pytest.mark.parametrize("public", ["", None, "/elsewhere"])
    def test_one_that_no_server_serves_is_well(self, setting, public):
        setting("extra_public_paths", public)
        assert "no public folder" in stores._private_storage()

    def test_a_way_round_by_a_link_is_seen(self, folder, setting, monkeypatch):
        (folder / "public").mkdir()
        (folder / "link").symlink_to(folder / "public")
        setting("extra_public_paths", str(folder / "public"))
        monkeypatch.setattr(config, "storage", lambda: folder / "link/spend")
        assert "public" in problem(stores._private_storage).found

    def test_one_that_can_not_be_written_says_why(self, monkeypatch):
        def full(_self: object) -> None:
            raise StorageError("the disk is full")

        monkeypatch.setattr(stores.Storage, "check_writable", full)
        assert problem(stores._storage).found == "the disk is full"


class TestServices:
    @responses.activate
    def test_a_catalogue_that_refuses_is_a_problem(self, monkeypatch, setting):
        setting("solr_url", "http://127.0.0.1:1/solr/ckan/")
        monkeypatch.setattr(config, "search_auth", lambda: None)
        responses.get("http://127.0.0.1:1/solr/ckan/select", status=401)
        with pytest.raises(requests.HTTPError, match="401"):
            stores._solr_catalogue()

    def test_a_core_that_is_away_is_named_without_its_password(self, monkeypatch):
        monkeypatch.setattr(config, "search_url", lambda: "http://solr:hidden@127.0.0.1:1/solr/spend")
        monkeypatch.setattr(stores.Core, "answers", lambda _self: False)
        found = problem(stores._solr_spend)
        assert "127.0.0.1:1/solr/spend" in found.found
        assert "hidden" not in found.found + found.remedy

    def test_a_ledger_that_is_behind_is_told_with_its_steps(self, monkeypatch):
        monkeypatch.setattr(
            stores.schema, "pending", lambda: [SimpleNamespace(name="008_x"), SimpleNamespace(name="009_y")]
        )
        found = problem(stores._ledger)
        assert "008_x, 009_y" in found.found
        assert found.remedy == "Run: ckan spenddata ledger init"

    def test_documents_that_are_late_are_not_left_behind(self, monkeypatch):
        monkeypatch.setattr(stores.queries, "followups_waiting", lambda: 4)
        monkeypatch.setattr(stores.orphans, "find", lambda: "3 documents")
        assert "belongs to a published revision" in stores._orphans()
        monkeypatch.setattr(stores.queries, "followups_waiting", lambda: 0)
        assert problem(stores._orphans).remedy == "Run: ckan spenddata doctor --mend"
