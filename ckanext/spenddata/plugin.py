"""What CKAN sees of the extension: interfaces and blankets, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan import plugins
from ckan.lib.plugins import DefaultTranslation
from ckan.plugins import toolkit as tk
from ckan.types import Schema
from ckanext.validation.interfaces import IDataValidation
from ckanext.xloader.interfaces import IXloader

from ckanext.spenddata import startup
from ckanext.spenddata.logic import links, registry, validators
from ckanext.spenddata.returns.followups import one_way_in
from ckanext.spenddata.security import install, sign_in, tokens
from ckanext.spenddata.watch import doors
from ckanext.spenddata.web import counts, handlers, kept_pages


@tk.blanket.actions(registry.actions)
@tk.blanket.auth_functions(registry.auth_functions)
@tk.blanket.blueprints
@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers
@tk.blanket.validators(validators)
class SpenddataPlugin(plugins.SingletonPlugin, DefaultTranslation):
    """Public spending: returns, checks, publication, search and comparison."""

    plugins.implements(plugins.IApiToken, inherit=True)
    plugins.implements(plugins.IAuthenticator, inherit=True)
    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.IConfigurable)
    plugins.implements(plugins.IMiddleware, inherit=True)
    plugins.implements(plugins.ITranslation)
    plugins.implements(IDataValidation, inherit=True)
    plugins.implements(IXloader, inherit=True)

    def update_config(self, config: tk.CKANConfig) -> None:
        """Add the extension's templates, style sheet and font."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "spenddata")
        install.configure(config)

    def configure(self, config: tk.CKANConfig) -> None:  # noqa: ARG002  the interface's
        """Look for work that an earlier process left."""
        startup.process_started()

    def make_middleware(self, app: Any, config: tk.CKANConfig) -> Any:  # noqa: ARG002  the interface's
        """Be complete before the first request; all plugins are loaded by now."""
        startup.gather_registries()
        handlers.install(app)
        install.install(app)
        kept_pages.install(app)
        doors.install(app)
        counts.install(app)
        return app

    def authenticate(self, identity: Mapping[str, Any]) -> None:
        """Have CKAN look at a password, unless too many were wrong."""
        sign_in.before_password(identity)

    def create_api_token_schema(self, schema: Schema) -> Schema:
        """Take what a token is to be good for, and how long."""
        return tokens.schema(schema)

    def postprocess_api_token(self, data: dict[str, Any], jti: str, data_dict: dict[str, Any]) -> dict[str, Any]:
        """Sign that into the token."""
        return tokens.bind(data, jti, data_dict)

    def preprocess_api_token(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Note it for the request that brings the token."""
        return tokens.read(data)

    def can_upload(self, resource_id: str) -> bool:
        """Keep xloader's own jobs from addresses that somebody wrote, and from published files: what follows a publication loads those."""
        return one_way_in.may_write() or links.may_be_loaded(resource_id)

    def can_validate(self, context: Any, data_dict: Any) -> bool:  # noqa: ARG002  the interface's
        """Keep ckanext-validation's own jobs from every file: they read any address and path, with the server's rights."""
        return False
