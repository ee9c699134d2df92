"""Everything that CKAN needs once, in one process: each `ckan` command of its own would cost seconds of imports.

Run by the launcher. Its last line of output is JSON: the seconds of each step.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from typing import Any

with suppress(ImportError):
    import pylibmagic  # noqa: F401  must come before CKAN

from ckan import model, plugins
from ckan.cli import load_config
from ckan.cli.db import upgrade
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk
from ckan.types import Context


def main() -> None:
    """Run every step, timed."""
    seconds: dict[str, float] = {}
    # Only the last line is for the launcher.
    with redirect_stdout(sys.stderr):
        application = timed(seconds, "load", lambda: make_app(load_config(os.environ["CKAN_INI"])))
        with application._wsgi_app.test_request_context():  # noqa: SLF001  as CKAN's own command line does
            timed(seconds, "tables", lambda: upgrade.main([], standalone_mode=False))
            timed(seconds, "validation", make_validation_table)
            timed(seconds, "ledger", lambda: own_command("ledger", "init"))
            timed(seconds, "administrator", make_administrator)
    print(json.dumps(seconds))


def timed(seconds: dict[str, float], name: str, step: Callable[[], Any]) -> Any:
    """Run a step and note how long it took."""
    started = time.monotonic()
    result = step()
    seconds[name] = round(time.monotonic() - started, 2)
    return result


def make_validation_table() -> None:
    """The table of ckanext-validation, which has no migrations."""
    from ckanext.validation.model import create_tables, tables_exist

    if not tables_exist():
        create_tables()


def own_command(*arguments: str) -> None:
    """Run a command of `ckan spenddata`."""
    for plugin in plugins.PluginImplementations(plugins.IClick):
        for command in plugin.get_commands():
            if command.name == "spenddata":
                command.main(list(arguments), standalone_mode=False)


def make_administrator() -> None:
    """Make the administrator where there is none, and end the token that an earlier version made for xloader."""
    context: Context = {"ignore_auth": True, "user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}
    if model.User.get("admin") is None:
        password = os.environ["SPENDDATA_ADMIN_PASSWORD"]
        account = {"name": "admin", "email": "admin@localhost.example", "password": password, "sysadmin": True}
        tk.get_action("user_create")(context, account)
    model.Session.query(model.ApiToken).filter_by(name="xloader").delete()
    model.Session.commit()


if __name__ == "__main__":
    main()
