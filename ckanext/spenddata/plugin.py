"""What CKAN sees of the extension: interfaces and blankets, nothing else."""

from __future__ import annotations

from typing import Any

from ckan import plugins
from ckan.lib.plugins import DefaultTranslation
from ckan.plugins import toolkit as tk
from ckanext.xloader.interfaces import IXloader

from ckanext.spenddata import startup
from ckanext.spenddata.comparison_view import ComparisonView
from ckanext.spenddata.logic import action, auth, validators
from ckanext.spenddata.returns import native
from ckanext.spenddata.web import handlers


@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints
@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers
@tk.blanket.validators(validators)
class SpenddataPlugin(ComparisonView, DefaultTranslation):
    """Public spending: returns, checks, publication, search and comparison."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.IConfigurable)
    plugins.implements(plugins.IMiddleware, inherit=True)
    plugins.implements(plugins.IResourceView, inherit=True)
    plugins.implements(plugins.ITranslation)
    plugins.implements(IXloader, inherit=True)

    def update_config(self, config: tk.CKANConfig) -> None:
        """Add the extension's templates and style sheet."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "spenddata")

    def configure(self, config: tk.CKANConfig) -> None:  # noqa: ARG002  the interface's
        """Look for work that an earlier process left."""
        startup.process_started()

    def make_middleware(self, app: Any, config: tk.CKANConfig) -> Any:  # noqa: ARG002  the interface's
        """Be complete before the first request; all plugins are loaded by now."""
        startup.gather_registries()
        handlers.install(app)
        return app

    def can_upload(self, resource_id: str) -> bool:
        """Keep xloader's own jobs from published files: their tables are loaded by what follows a publication."""
        return native.may_write() or not native.is_spend_resource(resource_id)
