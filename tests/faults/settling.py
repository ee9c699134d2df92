"""Fills an empty portal with the tests' small world, as a program beside it; prints a token for each of its people as JSON."""

from __future__ import annotations

import json
import os
import sys
from contextlib import redirect_stdout, suppress

with suppress(ImportError):
    import pylibmagic  # noqa: F401  must come before CKAN

from ckan.cli import load_config
from ckan.config.middleware import make_app


def tokens() -> dict[str, str]:
    """Make bodies and people; who → token."""
    from ckan.plugins import toolkit as tk

    from tests.returns.world import World

    world = World.make()
    make = tk.get_action("api_token_create")
    asked = {who: {"user": name, "name": "A program"} for who, name in world.people.items()}
    return {who: make({"ignore_auth": True, "user": data["user"]}, data)["token"] for who, data in asked.items()}


def main() -> None:
    """Fill the portal whose settings are in CKAN_INI."""
    # Only the last line is for whoever called.
    with redirect_stdout(sys.stderr):
        application = make_app(load_config(os.environ["CKAN_INI"]))
        with application._wsgi_app.test_request_context():
            made = tokens()
    print(json.dumps(made))


if __name__ == "__main__":
    main()
