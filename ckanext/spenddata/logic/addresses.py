"""Nothing on the server goes to an address, or opens a path, that a person wrote: such jobs are refused.

ckanext-validation's job and xloader's read whatever a resource's address leads to: files of the server, services behind its
wall, redirects to them. Our own check and loading (``returns/``) do their work from the stored file, so nobody needs these.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context

from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.returns.followups import one_way_in

BY_PLUGIN = {
    "validation": ("resource_validation_run", "resource_validation_run_batch"),
    "xloader": ("xloader_submit",),
    "datapusher": ("datapusher_submit",),
}
"""Actions that make the server read what an address leads to."""
LOADS_UPLOADS, TELLS_OF_JOBS = "xloader_submit", "xloader_hook"


def of_loaded_plugins() -> dict[str, Callable[..., Any]]:
    """The refusals of the actions that the loaded plugins have; a chained action needs one to be chained to."""
    refused = {name for plugin, names in BY_PLUGIN.items() if plugin_loaded(plugin) for name in names}
    refusals: dict[str, Callable[..., Any]] = {name: _refusal(name) for name in sorted(refused)}
    if plugin_loaded("xloader"):
        refusals[TELLS_OF_JOBS] = _xloader_hook
    if plugin_loaded("validation"):
        refusals["resource_validation_show"] = _resource_validation_show
    return refusals


def _refusal(name: str) -> Callable[..., Any]:
    def refuse(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
        message = tk._(
            "This portal doesn't read addresses or paths for anybody. Nothing was fetched, and nothing has changed. Upload the file itself;"
            " spend files are checked and loaded when they are sent in as returns."
        )
        if not context.get("ignore_auth"):
            raise tk.NotAuthorized(message)
        if name == LOADS_UPLOADS:
            # The plugin's own call after an upload; it asks `links.may_be_loaded` before it does anything.
            return original(context, data_dict)
        # Another plugin's own call, which goes on where it is told that the data won't do.
        raise refused("resource_id", message)

    refuse.__name__ = name
    refuse.__doc__ = "Not available on this portal: it would read whatever the resource's address leads to."
    return tk.chained_action(refuse)


@tk.chained_action
def _resource_validation_show(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """The report of a published spend file is public; one of any other file may quote what it holds, and is its editors'."""
    resource_id = data_dict.get("resource_id")
    if not one_way_in.is_spend_resource(resource_id):
        tk.check_access("resource_update", context, {"id": resource_id})
    return original(context, data_dict)


_resource_validation_show.__name__ = "resource_validation_show"


@tk.chained_action
def _xloader_hook(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """What became of a job, told of the resource that it loaded.

    xloader asks for authority over another, where ``id`` names one beside it.
    """
    metadata = data_dict.get("metadata")
    if isinstance(metadata, dict):
        data_dict = {**data_dict, "metadata": {name: value for name, value in metadata.items() if name != "id"}}
    return original(context, data_dict)


_xloader_hook.__name__ = TELLS_OF_JOBS
