"""A real browser on a running portal. Every page it opens is watched: no request may leave this machine, no dialog may open."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, WebError

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
WIDE = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _tools() -> Any:
    """``get_browser.py``, which is a script beside this file and in no package."""
    spec = importlib.util.spec_from_file_location("get_browser", Path(__file__).with_name("get_browser.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; they are skipped, with the reason, where there is none and none can be fetched."""
    from playwright.sync_api import sync_playwright

    tools = _tools()
    try:
        path = tools.browser()
    except tools.MissingToolError as error:
        pytest.skip(str(error))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The accessibility checker."""
    tools = _tools()
    try:
        return tools.axe()
    except tools.MissingToolError as error:
        pytest.skip(str(error))


@dataclass
class Watched:
    """What pages did that they must not."""

    outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


@pytest.fixture
def open_browser(chromium: Browser, portal_server: str) -> Iterator[Callable[..., Page]]:
    """Opens a window, by default a wide one with JavaScript. What its pages did is looked at when the test ends.

    Each request is held up and looked at, and nothing is cached, as at a first visit; ``cached`` windows are those of a frequent visitor,
    whose requests are only heard of (no other machine has an address for this browser).
    """
    watched = Watched()
    contexts: list[BrowserContext] = []

    def open_window(*, javascript: bool = True, size: Any = WIDE, cached: bool = False) -> Page:
        context = chromium.new_context(
            base_url=portal_server, java_script_enabled=javascript, viewport=size, locale="en-GB", accept_downloads=True
        )
        context.set_default_timeout(20_000)
        if cached:
            context.on("request", lambda request: _is_inside(request.url, portal_server, watched))
        else:
            context.route("**/*", lambda route: _only_inside(route, portal_server, watched))
        context.on("dialog", lambda dialog: _close(dialog, watched))
        context.on("weberror", lambda error: _note(error, watched))
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    assert watched.outside == []
    assert watched.dialogs == []
    assert watched.broken == []


def _only_inside(route: Route, address: str, watched: Watched) -> None:
    if _is_inside(route.request.url, address, watched):
        route.continue_()
    else:
        route.abort()


def _is_inside(url: str, address: str, watched: Watched) -> bool:
    if url.startswith((address, "data:", "blob:")):
        return True
    watched.outside.append(url)
    return False


def _note(error: WebError, watched: Watched) -> None:
    """What a script said when it broke, on which page, and where in the script.

    CKAN's view of tables wants to show a table when its rows have come, and finds no page where somebody has gone on meanwhile.
    """
    said = f"{error.page.url if error.page else ''}: {getattr(error.error, 'stack', None) or error.error}"
    if not ("datatablesview" in said and "(reading 'style')" in said):
        watched.broken.append(said)


def _close(dialog: Dialog, watched: Watched) -> None:
    watched.dialogs.append(dialog.message)
    dialog.dismiss()


@pytest.fixture
def violations(axe_source: str) -> Callable[[Page], list[str]]:
    """What axe finds on a page, in the parts that are ours to answer for, as lines to read."""

    def check(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe_source)
        found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
        return [
            f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return check
