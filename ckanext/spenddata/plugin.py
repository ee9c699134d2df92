"""What CKAN sees of the extension: interfaces and blankets, nothing else."""

from __future__ import annotations

from ckan import plugins
from ckan.lib.plugins import DefaultTranslation
from ckan.plugins import toolkit as tk


@tk.blanket.blueprints
@tk.blanket.config_declarations
@tk.blanket.helpers
class SpenddataPlugin(plugins.SingletonPlugin, DefaultTranslation):
    """Public spending: returns, checks, publication, search and comparison."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.ITranslation)

    def update_config(self, config: tk.CKANConfig) -> None:
        """Add the extension's templates and style sheet."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "spenddata")
