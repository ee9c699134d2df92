"""How Alembic reaches the tables of this extension, and only them."""

from __future__ import annotations

from logging.config import fileConfig
from pathlib import Path

from alembic import context
from ckan.model.meta import metadata
from sqlalchemy import engine_from_config, pool, text

import ckanext.spenddata.model  # noqa: F401  (its tables join CKAN's metadata)

NAME = Path(__file__).parent.name
LOCK_TIMEOUT = "SET lock_timeout = '1500ms'"
"""A migration that can't have its lock soon gives up, rather than queue every reader behind it; run it again."""

config = context.config
if config.config_file_name:
    fileConfig(config.config_file_name, disable_existing_loggers=False)


def include_object(_object: object, name: str, kind: str, *_: object) -> bool:
    """Whether a table is ours."""
    return kind != "table" or name.startswith(f"{NAME}_")


OPTIONS = {
    "target_metadata": metadata,
    "version_table": f"{NAME}_alembic_version",
    "include_object": include_object,
}


def run_offline() -> None:
    """Print the SQL, for a database administrator to run."""
    context.configure(url=config.get_main_option("sqlalchemy.url"), literal_binds=True, **OPTIONS)
    with context.begin_transaction():
        context.execute(LOCK_TIMEOUT)
        context.run_migrations()


def run_online() -> None:
    """Run the migrations on CKAN's database."""
    engine = engine_from_config(
        config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool
    )
    with engine.connect() as connection:
        connection.execute(text(LOCK_TIMEOUT))
        connection.commit()
        context.configure(connection=connection, **OPTIONS)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
