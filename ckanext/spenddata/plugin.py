"""What CKAN sees of the extension: interfaces and blankets, nothing else."""

from __future__ import annotations

from ckan import plugins
from ckan.plugins import toolkit as tk


class SpenddataPlugin(plugins.SingletonPlugin):
    """Public spending: returns, checks, publication, search and comparison."""

    plugins.implements(plugins.IConfigurer)

    def update_config(self, config: tk.CKANConfig) -> None:
        """Add the extension's templates and static files."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
