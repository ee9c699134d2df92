"""What a backup was made with, and whether what is installed here can take it."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import ckan
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from ckan import migration, plugins
from ckan.cli.db import _resolve_alembic_config

from ckanext.spenddata.backup.faults import BackupError
from ckanext.spenddata.backup.manifest import Manifest
from ckanext.spenddata.ledger import schema
from ckanext.spenddata.ledger.connection import Connection

LEDGER = "ledger"
CKAN_TABLE = "alembic_version"
SUFFIX = "_alembic_version"
_MIGRATION_TABLES = """
select tablename::text from pg_tables where schemaname = 'public' and tablename like '%%alembic\\_version' order by 1
"""
_STEPS = "select name from spenddata.schema_version order by step"


def of_software(server: int, pg_dump: int) -> dict[str, str]:
    """Versions of what makes a backup."""
    return {
        "ckanext-spenddata": version("ckanext-spenddata"),
        "ckan": ckan.__version__,
        "python": platform.python_version(),
        "postgresql": str(server),
        "pg_dump": str(pg_dump),
    }


def of_schemas(main: Connection, datastore: Connection) -> dict[str, list[str]]:
    """Where the databases' schemas are: migrations of CKAN and of each plugin, steps of the ledger."""
    found: dict[str, list[str]] = {}
    with main.cursor() as cursor:
        cursor.execute(_MIGRATION_TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f'select version_num from public."{table}" order by 1')  # noqa: S608  a name of the catalogue
            name = "ckan" if table == CKAN_TABLE else table.removesuffix(SUFFIX)
            found[name] = [number for (number,) in cursor.fetchall()]
    with datastore.cursor() as cursor:
        cursor.execute(_STEPS)
        found[LEDGER] = [name for (name,) in cursor.fetchall()]
    return found


def require_known(manifest: Manifest) -> None:
    """Refuse a backup whose schemas are newer than what is installed.

    Raises:
        BackupError: They are.
    """
    unknown = [name for name, at in manifest.schemas.items() if not _is_known(name, at)]
    if unknown:
        made_with = ", ".join(f"{name} {number}" for name, number in sorted(manifest.versions.items()))
        raise BackupError(
            f"The backup has the schema of a newer version, or of a plugin that is not loaded, for {', '.join(unknown)}."
            f" Nothing was changed. Install what it was made with ({made_with}) and load the same plugins; then restore."
        )


def _is_known(name: str, at: Iterable[str]) -> bool:
    if name == LEDGER:
        return set(at) <= {step.name for step in schema.steps()}
    script = _migrations(name)
    return script is not None and all(_has(script, number) for number in at)


def _has(script: ScriptDirectory, number: str) -> bool:
    try:
        return script.get_revision(number) is not None
    except CommandError:
        return False


def _migrations(name: str) -> ScriptDirectory | None:
    """The migrations of CKAN (``ckan``) or of a plugin; None where they aren't installed."""
    if name == "ckan":
        return ScriptDirectory(str(Path(migration.__file__).parent))
    plugin = plugins.get_plugin(name)
    if plugin is None:
        return None
    # As CKAN's own command finds them.
    return ScriptDirectory(str(Path(_resolve_alembic_config(name)).parent))
