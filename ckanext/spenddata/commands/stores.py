"""What ``doctor`` looks at where data is kept: both databases, the storage folder, both cores of Solr, and what was left behind in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import requests
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from ckan import model
from ckan.plugins import toolkit as tk
from psycopg2 import sql

from ckanext.spenddata import config
from ckanext.spenddata import model as model_package
from ckanext.spenddata.commands.problems import Problem
from ckanext.spenddata.credentials import without_credentials
from ckanext.spenddata.ledger import ALL_SPEND, connection, schema
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns import queries
from ckanext.spenddata.returns.files.storage import Storage, StorageError
from ckanext.spenddata.returns.repair import orphans
from ckanext.spenddata.search.core import Core

SECONDS = 5
MIGRATION = Path(model_package.__file__).parents[1] / "migration" / "spenddata"


def _database() -> str:
    if not sa.inspect(model.meta.engine).has_table(Revision.__tablename__):
        raise Problem("the tables of spenddata are missing", "Run: ckan db upgrade -p spenddata")
    return "CKAN's database has the tables of spenddata"


def _migrations() -> str:
    script = ScriptDirectory(str(MIGRATION))
    with model.meta.engine.connect() as database:
        now_at = MigrationContext.configure(
            database, opts={"version_table": "spenddata_alembic_version"}
        ).get_current_revision()
    newest = script.get_current_head()
    if now_at != newest:
        raise Problem(
            f"the tables are at {now_at or 'no version'}, the newest is {newest}", "Run: ckan db upgrade -p spenddata"
        )
    return f"at {now_at}, the newest"


def _ledger() -> str:
    waiting = schema.pending()
    if waiting:
        names = ", ".join(step.name for step in waiting)
        raise Problem(f"the ledger's schema lacks {names}", "Run: ckan spenddata ledger init")
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute(sql.SQL("select 1 from public.{} limit 1").format(sql.Identifier(ALL_SPEND)))
    return "its schema is up to date, and the read-only role may read it"


def _storage() -> str:
    try:
        Storage().check_writable()
    except StorageError as error:
        raise Problem(str(error), f"Let CKAN's user write in {config.storage()}, and free room on its disk.") from error
    return f"{config.storage()} can be written"


def _private_storage() -> str:
    public = [folder for folder in (tk.config.get("extra_public_paths") or "").split(",") if folder]
    if any(config.storage().resolve().is_relative_to(folder) for folder in public):
        raise Problem(
            "the storage folder lies in a public one",
            "Set ckanext.spenddata.storage_path to a folder that no web server serves.",
        )
    return "no public folder of CKAN's holds it"


def _solr_catalogue() -> str:
    address = f"{tk.config['solr_url'].rstrip('/')}/select?q=*:*&rows=0"
    requests.get(address, timeout=SECONDS, auth=config.search_auth()).raise_for_status()
    return "CKAN's core answers"


def _solr_spend() -> str:
    if not Core(config.search_url()).answers():
        remedy = "Make the core from ckanext/spenddata/search/solr, or correct ckanext.spenddata.search.solr_url."
        raise Problem(f"the core {without_credentials(config.search_url())[0]} does not answer", remedy)
    return "the core of transactions answers"


def _orphans() -> str:
    """Documents of a publication that the index has not followed yet are late, and no orphans."""
    waiting = queries.followups_waiting()
    found = orphans.find()
    if found and not waiting:
        raise Problem(str(found), "Run: ckan spenddata doctor --mend")
    return "every table, file and document belongs to a published revision"


LOOKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "ledger": _ledger,
    "storage": _storage,
    "private storage": _private_storage,
    "Solr, catalogue": _solr_catalogue,
    "Solr, transactions": _solr_spend,
    "left behind": _orphans,
}
