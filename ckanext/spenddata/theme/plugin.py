"""What CKAN sees of the theme: templates, a style sheet, helpers of the frame, and the pages that the footer leads to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ckan import plugins
from ckan.lib.plugins import DefaultTranslation
from ckan.plugins import toolkit as tk

from ckanext.spenddata.theme import catalogue, columns, frame, languages, lighter
from ckanext.spenddata.theme.pages import blueprint


def _helpers() -> dict[str, Callable[..., Any]]:
    return {name: getattr(room, name) for room in (catalogue, columns, frame) for name in room.__all__}


@tk.blanket.helpers(_helpers)
class ThemePlugin(plugins.SingletonPlugin, DefaultTranslation):
    """The looks of a portal that is about public spending, and nothing else."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.IBlueprint)
    plugins.implements(plugins.IMiddleware, inherit=True)
    plugins.implements(plugins.ITranslation)

    def update_config(self, config: tk.CKANConfig) -> None:
        """Lay the theme's templates over CKAN's and the extension's."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "spenddata_theme")
        lighter.lighten()

    def i18n_directory(self) -> str:
        """What CKAN's own pages say in this portal's words: British English in place of the program's."""
        return str(Path(__file__).with_name("i18n"))

    def get_blueprint(self) -> list[object]:
        """The pages about the portal itself."""
        return [blueprint]

    def make_middleware(self, app: Any, config: tk.CKANConfig) -> Any:  # noqa: ARG002  the interface's
        """Have pages say which of their parts are not translated."""
        languages.install(app)
        return app
