"""What ``doctor`` looks at in the configuration: plugins, definitions, and what must fit together."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.commands.problems import Problem

ORDER = (
    ("spenddata_compat", "validation"),
    ("spenddata", "xloader"),
    ("spenddata", "scheming_datasets"),
)
"""Plugins of which the first must be listed before the second: it helps the second to load, or overrides it."""
NEEDED = ("activity", "datastore", "scheming_datasets", "scheming_organizations", "spenddata", "validation", "xloader")
OFF = ("run_on_create_async", "run_on_update_async", "run_on_create_sync", "run_on_update_sync")


def _plugins() -> str:
    loaded = list(tk.config["ckan.plugins"])
    missing = [name for name in NEEDED if name not in loaded]
    if missing:
        raise Problem(f"not loaded: {', '.join(missing)}", f"Add to ckan.plugins: {' '.join(missing)}")
    for first, second in ORDER:
        if first not in loaded or loaded.index(first) > loaded.index(second):
            raise Problem(f"{first} must stand before {second}", "Change the order in ckan.plugins.")
    return "all are loaded, in the right order"


def _definitions() -> str:
    wrong, definitions = config.overlay_faults(), config.definitions()
    if wrong:
        remedy = f"Correct it in {tk.config[config.DEFINITIONS]}; it is taken into force within seconds. Until then the last good state is."
        raise Problem(" ".join(wrong), remedy)
    return f"{len(definitions.regimes)} duties, {len(definitions.rules)} rules, version {definitions.rules_version}"


def _validation_jobs() -> str:
    running = [name for name in OFF if tk.asbool(tk.config.get(f"ckanext.validation.{name}", True))]
    if running:
        raise Problem(
            "ckanext-validation's own job is on",
            f"Set to false: {' '.join(f'ckanext.validation.{name}' for name in running)}",
        )
    return "ckanext-validation's own job is off; our check writes its reports"


def _browsers() -> str:
    """What browsers are told; on another machine's address only an encrypted portal keeps log-ins to itself."""
    site = urlsplit(tk.config["ckan.site_url"])
    if config.csp() != "enforce":
        remedy = f"Set {config.CSP} = enforce once the pages of your theme and plugins keep to it; {config.CSP_SOURCES} adds sources."
        raise Problem(
            f"the Content Security Policy of pages is {config.csp()}: a script that slips into a page would run", remedy
        )
    if site.scheme != "https" and site.hostname not in ("127.0.0.1", "localhost", "::1"):
        remedy = "Put a web server with TLS in front, and set ckan.site_url to its https address."
        raise Problem("ckan.site_url is not https: passwords and cookies can be read on the way", remedy)
    links = "links are allowed as resources" if config.links() else "resources are uploaded files"
    return f"pages keep to their policy; {links}"


def _upload_size() -> str:
    allowed, wanted = tk.config["ckan.max_resource_size"], tk.config[config.FILE_MB]
    if allowed < wanted:
        remedy = f"Set ckan.max_resource_size = {wanted}, or lower {config.FILE_MB}."
        raise Problem(
            f"CKAN takes {allowed} MB, spenddata {wanted} MB: larger published files could not be stored", remedy
        )
    return f"files of up to {wanted} MB"


LOOKS: dict[str, Callable[[], str]] = {
    "plugins": _plugins,
    "definitions": _definitions,
    "validation": _validation_jobs,
    "browsers": _browsers,
    "largest file": _upload_size,
}
