"""Lets ckanext-validation 2.2.0 load under CKAN 2.12: list `spenddata_compat` before `validation`.

That release looks for two names which CKAN's uploader no longer has, and asks SQLAlchemy 1 questions of SQLAlchemy 2.
Nothing else is changed, and nothing at all once a later release needs no help.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model, plugins
from ckan.lib import uploader
from werkzeug.datastructures import FileStorage


def _stream_of(upload: FileStorage) -> Any:
    """The open file behind an uploaded one."""
    return upload.stream


def _lend_uploader_names() -> None:
    """Give CKAN's uploader back the two names that ckanext-validation imports from it."""
    for name, value in (("ALLOWED_UPLOAD_TYPES", (FileStorage,)), ("_get_underlying_file", _stream_of)):
        if not hasattr(uploader, name):
            setattr(uploader, name, value)


_lend_uploader_names()

# Only now can these be imported.
import ckanext.validation.common as validation_common  # noqa: E402
import ckanext.validation.model as validation_model  # noqa: E402
import ckanext.validation.plugin as validation_plugin  # noqa: E402


def tables_exist() -> bool:
    """Whether ckanext-validation's table is there; yes where there is no database yet, so that commands can start."""
    engine = model.meta.engine
    return True if engine is None else sa.inspect(engine).has_table("validation")


def create_tables() -> None:
    """Make ckanext-validation's table where it is missing."""
    validation_model.Validation.__table__.create(model.meta.engine, checkfirst=True)


for _module in (validation_model, validation_common, validation_plugin):
    for _function in (tables_exist, create_tables):
        if hasattr(_module, _function.__name__):
            setattr(_module, _function.__name__, _function)


class ValidationCompatPlugin(plugins.SingletonPlugin):
    """Present so that CKAN imports this module first; does nothing itself."""
