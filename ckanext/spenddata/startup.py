"""What is done when a process of the portal starts."""

from __future__ import annotations

import os

from ckan import authz
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk

from ckanext.spenddata.returns.followups import tables
from ckanext.spenddata.returns.people import former_names
from ckanext.spenddata.returns.work import queues, sweep

_BORN_IN = os.getpid()
"""The process that imported this; a worker's forked children load CKAN again without being a new start."""


def process_started() -> None:
    """A web server, worker or command begins.

    What must be noted of a change to CKAN's tables is noted from now on; and work that a dead process left is taken up at once, not only
    at the next sweep.
    """
    former_names.remember_renames()
    queues.wait_shortly()
    if plugin_loaded("xloader"):
        tables.copy_from_where_nobody_else_writes()
    if os.getpid() == _BORN_IN:
        sweep.begin()


def gather_registries() -> None:
    """Have CKAN gather its actions and authorisation functions before the first request.

    It gathers them when first asked, and two threads that ask at once can be given CKAN's own ones before ours are laid over them.
    """
    tk.get_action("package_show")
    authz.auth_functions_list()
