"""All files from which a page of this portal could be made: the templates, scripts and programs of CKAN and of the plugins in use."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from pathlib import Path

import ckan
from ckan.plugins import PluginImplementations
from ckan.plugins import toolkit as tk
from ckan.plugins.interfaces import IConfigurer, Interface

ENDINGS = (".html", ".js", ".py", ".txt", ".xml", ".j2", ".svg")
NOT_SHOWN = frozenset({"tests", "i18n", "migration", "__pycache__", "node_modules"})
OWN_FOLDERS = ("extra_template_paths", "extra_public_paths")
"""Options that name folders of the administrator's own."""


def files() -> list[Path]:
    """The files, in the order of their names."""
    folders = {Path(ckan.__file__).parent, *_plugins(), *_own()}
    # One that lies in another is looked through with it.
    outer = [folder for folder in folders if not any(other in folder.parents for other in folders)]
    return sorted(file for folder in outer for file in _inside(folder))


def package(file: Path) -> Path:
    """The folder of the extension in which a plugin's module lies: the one below ``ckanext``, or the outermost package."""
    parents = list(file.parents)
    for folder in parents:
        if folder.parent.name == "ckanext":
            return folder
    packages = [folder for folder in parents if (folder / "__init__.py").exists()]
    return packages[-1] if packages else file.parent


def _plugins() -> Iterator[Path]:
    kinds: tuple[type[Interface], ...] = (Interface, IConfigurer)
    for plugin in {type(plugin) for kind in kinds for plugin in PluginImplementations(kind)}:
        yield package(Path(inspect.getfile(plugin)).resolve())


def _own() -> Iterator[Path]:
    for option in OWN_FOLDERS:
        for folder in str(tk.config.get(option) or "").split(","):
            if folder.strip() and Path(folder.strip()).is_dir():
                yield Path(folder.strip()).resolve()


def _inside(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_SHOWN]
        yield from (Path(place) / name for name in names if name.endswith(ENDINGS))
