"""ckanext-validation under this CKAN: its module is replaced where it asks in SQLAlchemy 1's way, and only there."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib import uploader
from werkzeug.datastructures import FileStorage

from ckanext.spenddata import compat


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> sa.Engine:
    made = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    monkeypatch.setattr(model, "meta", SimpleNamespace(engine=made))
    return made


def test_the_table_is_found_where_it_is_and_made_where_it_is_not(engine, monkeypatch):
    table = sa.Table("validation", sa.MetaData(), sa.Column("id", sa.Integer))
    monkeypatch.setattr(compat.validation_model.Validation, "__table__", table)
    assert compat.tables_exist() is False
    compat.create_tables()
    assert compat.tables_exist() is True
    compat.create_tables()


def test_commands_start_where_there_is_no_database_yet(monkeypatch):
    monkeypatch.setattr(model, "meta", SimpleNamespace(engine=None))
    assert compat.tables_exist() is True


def test_whoever_asks_ckanext_validation_asks_these():
    assert compat.validation_model.tables_exist is compat.tables_exist
    assert compat.validation_model.create_tables is compat.create_tables
    assert compat.validation_plugin.tables_exist is compat.tables_exist


def test_the_uploader_has_the_names_that_are_looked_for():
    assert FileStorage in uploader.ALLOWED_UPLOAD_TYPES
    stream = object()
    assert compat._stream_of(SimpleNamespace(stream=stream)) is stream  # type: ignore[arg-type]
    assert callable(uploader._get_underlying_file)


def test_names_that_ckan_has_itself_stay(monkeypatch):
    monkeypatch.setattr(uploader, "ALLOWED_UPLOAD_TYPES", ("its own",), raising=False)
    monkeypatch.delattr(uploader, "_get_underlying_file", raising=False)
    compat._lend_uploader_names()
    assert uploader.ALLOWED_UPLOAD_TYPES == ("its own",)
    assert uploader._get_underlying_file is compat._stream_of
