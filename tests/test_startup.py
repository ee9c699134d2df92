"""What is done when a process of the portal starts."""

from __future__ import annotations

import os
import threading

import pytest

from tests.returns.conftest import portal_world, world

__all__ = ["portal_world", "world"]


@pytest.mark.usefixtures("world")
def test_first_requests_at_once_meet_the_guards():
    """Without gathering beforehand, a thread could be given CKAN's own functions, before ours are laid over them."""
    from ckan import authz, logic

    from ckanext.spenddata import startup

    logic.clear_actions_cache()
    authz.clear_auth_functions_cache()
    startup.gather_registries()
    missing: list[str] = []

    def ask() -> None:
        ours = ("spenddata_return_submit", "spenddata_return_show")
        missing.extend(name for name in ours if name not in logic._actions or authz._AuthFunctions.get(name) is None)

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert missing == []
    assert logic._actions["resource_create"] is not None


@pytest.mark.usefixtures("world")
def test_the_web_server_gathers_them_before_it_answers(monkeypatch):
    from ckan import plugins

    from ckanext.spenddata import plugin as module

    plugin = plugins.get_plugin("spenddata")
    assert plugin in plugins.PluginImplementations(plugins.IMiddleware)
    done: list[str] = []
    monkeypatch.setattr(module.startup, "gather_registries", lambda: done.append("gathered"))
    monkeypatch.setattr(module.handlers, "install", lambda _: done.append("errors"))
    monkeypatch.setattr(module.install, "install", lambda _: done.append("security"))
    monkeypatch.setattr(module.kept_pages, "install", lambda _: done.append("pages"))
    monkeypatch.setattr(module.doors, "install", lambda _: done.append("doors"))
    monkeypatch.setattr(module.counts, "install", lambda _: done.append("counts"))
    application = object()
    assert plugin.make_middleware(application, {}) is application
    assert done == ["gathered", "errors", "security", "pages", "doors", "counts"]


@pytest.mark.usefixtures("world")
def test_a_start_looks_for_work_and_a_fork_does_not(monkeypatch):
    from ckanext.spenddata import startup

    begun = []
    monkeypatch.setattr(startup.sweep, "begin", lambda: begun.append(os.getpid()))
    startup.process_started()
    assert begun == [os.getpid()]
    monkeypatch.setattr(startup, "_BORN_IN", os.getpid() - 1)
    startup.process_started()
    assert len(begun) == 1
