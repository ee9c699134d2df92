"""CKAN's plugins and its app, loaded once for all tests that ask for them with the same settings: loading takes half a second.

What is kept is given only where nothing was loaded or unloaded since (each time CKAN makes a new engine) and where the settings are
those that it was made with; else it is made anew. What tests change in the settings afterwards, CKAN's plugin of pytest takes back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

READ_WHEN_USED = ("ckanext.spenddata.storage_path",)
"""Settings that nothing reads while it is loaded: a test may have its own before it asks for an app."""


@dataclass(frozen=True)
class Loaded:
    """What was loaded, with which settings, and what they were afterwards."""

    app: Any
    engine: Any
    asked: dict[str, Any]
    settings: dict[str, Any]

    def serves(self, settings: dict[str, Any]) -> bool:
        """Whether it is what would be made now."""
        from ckan import model

        return self.engine is model.meta.engine and self.asked == without_own(settings)


_kept: list[Loaded] = []


def app_of(settings: Any) -> Any:
    """CKAN's app with the plugins of the settings, and the settings as they are once it is made."""
    from ckan import model
    from ckan.config.middleware import make_app
    from ckan.lib.app_globals import _CONFIG_CACHE

    _CONFIG_CACHE.clear()
    settings["testing"] = True
    own = {name: settings[name] for name in READ_WHEN_USED if name in settings}
    if not (_kept and _kept[0].serves(settings)):
        asked = without_own(settings)
        app = make_app(settings)
        _kept[:] = [Loaded(app, model.meta.engine, asked, without_own(settings))]
    settings.clear()
    settings.update(_kept[0].settings | own)
    return _kept[0].app


def without_own(settings: Any) -> dict[str, Any]:
    """Settings that matter while things are loaded, as they are now."""
    return {
        name: list(value) if isinstance(value, list) else value
        for name, value in settings.items()
        if name not in READ_WHEN_USED
    }


@pytest.fixture
def make_app(ckan_config: Any) -> Callable[[], Any]:
    """Gives CKAN's app, with a client that knows nobody yet."""
    from ckan.tests.helpers import CKANTestApp

    return lambda: CKANTestApp(app_of(ckan_config))


@pytest.fixture
def with_plugins(ckan_config: Any) -> None:
    """The plugins of the settings are loaded."""
    app_of(ckan_config)
