"""The public pages as other people meet them: on paper, in colours of their own, by keyboard alone, without the web's typeface."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.test_way_of_a_return import NARROW, WIDE, published, sign_in, town

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["published", "town"]

pytestmark = [pytest.mark.portal, pytest.mark.browser]

PAGES = (
    "/",
    "/spend/search?q=oakfield",
    "/spend/compare?publisher=X-DEMO-1&publisher=X-DEMO-3",
    "/spend/compare/facilities?publisher=X-DEMO-1&publisher=X-DEMO-3",
    "/spend/categories/facilities",
    "/spend/publishers/exampleton",
    "/spend/explore?rows=supplier&columns=none",
    "/spend/explore?rows=publisher&columns=month",
    "/spend/periods/2025-12",
)
FRAMES = (
    "/spend/explore/embed?rows=publisher&columns=none",
    "/spend/categories/facilities/embed",
    "/spend/compare/embed?publisher=X-DEMO-1&publisher=X-DEMO-3",
)
PAPER = {"width": 680, "height": 1000}
"""What is left of A4 between margins of 15 mm."""
ON_PAPER = """() => ({
    wide: document.documentElement.scrollWidth,
    shown: [...document.querySelectorAll("header.sp-head, form, .sp-fig-foot")].filter(e => e.offsetHeight).length,
    folded: [...document.querySelectorAll("main details")].filter(e => !e.closest("form, .sp-menu") && e.querySelector("table"))
        .filter(e => e.querySelector("table").offsetHeight === 0).length,
    torn: [...document.querySelectorAll("main h2, main h3, main caption")]
        .filter(e => getComputedStyle(e).breakAfter !== "avoid").length,
})"""
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element), box = element.getClientRects()[0];
    const there = box && document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + box.height / 2);
    return {
        what: element.outerHTML.slice(0, 120),
        ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
        seen: Boolean(there) && (element.contains(there) || there.contains(element)),
        foot: Boolean(element.closest("footer")),
    };
}"""
MOST_STOPS = 250
UNSEEN = """() => {
    const paper = getComputedStyle(document.body).backgroundColor;
    const marks = document.querySelectorAll("main .sp-bar rect, main .sp-plot .col, main .sp-strip .this");
    return [...marks].filter(e => e.getBBox().width && getComputedStyle(e).fill === paper).length;
}"""
UNDERLINED = """() => [...document.querySelectorAll(".sp-nav a")]
    .filter(e => getComputedStyle(e).borderBottomColor !== getComputedStyle(document.body).backgroundColor)
    .map(e => e.getAttribute("aria-current"))"""


@pytest.mark.check(25)
def test_on_paper_are_the_figures_and_nothing_to_click(published: str, open_browser: Callable[..., Page]):
    page = open_browser(size=PAPER)
    page.emulate_media(media="print")
    faults: dict[str, Any] = {}
    for address in (*PAGES, published):
        page.goto(address)
        found = page.evaluate(ON_PAPER)
        if found != {"wide": PAPER["width"], "shown": 0, "folded": 0, "torn": 0}:
            faults[address] = found
    assert faults == {}


@pytest.mark.check(25)
def test_in_colours_of_the_reader_s_own_every_mark_is_seen(published: str, open_browser: Callable[..., Page]):
    page = open_browser()
    page.emulate_media(forced_colors="active")
    for address in (*PAGES, *FRAMES):
        page.goto(address)
        assert page.evaluate(UNSEEN) == 0, address
        assert [name for name in page.evaluate(UNDERLINED) if not name] == [], (
            f"{address}: what is not current is underlined"
        )


@pytest.mark.check(25)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_by_keyboard_every_stop_is_seen_and_the_end_is_reached(published: str, open_browser: Callable[..., Page], size):
    page = open_browser(size=size)
    faults: list[str] = []
    for address in (*PAGES, *FRAMES, published):
        page.goto(address)
        stops = []
        for _ in range(MOST_STOPS):
            page.keyboard.press("Tab")
            if (stop := page.evaluate(FOCUSED)) is None:
                break
            stops.append(stop)
        faults += [f"{address}: {stop['what']}" for stop in stops if not (stop["ringed"] and stop["seen"])]
        faults += [] if address in FRAMES or any(stop["foot"] for stop in stops) else [f"{address}: no way to its end"]
    assert faults == []


@pytest.mark.check(25)
def test_a_chart_in_a_frame_stays_in_it(published: str, open_browser: Callable[..., Page], violations):
    page = open_browser(size=NARROW)
    for address in FRAMES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"], address
        assert violations(page) == [], address


BROKEN = """() => {
    const pen = document.createElement("canvas").getContext("2d");
    return [...document.querySelectorAll(".is-stack td[data-label]")].filter(cell => {
        const style = getComputedStyle(cell, "::before"), longest = cell.dataset.label.split(" ").map(word => {
            pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
            return pen.measureText(word).width;
        });
        return cell.offsetHeight && Math.max(...longest) > parseFloat(style.width) + 1;
    }).map(cell => cell.dataset.label);
}"""


@pytest.mark.check(25)
def test_on_a_narrow_page_no_label_is_broken_within_a_word(published: str, open_browser: Callable[..., Page]):
    page = open_browser(size=NARROW)
    for address in PAGES:
        page.goto(address)
        assert page.evaluate(BROKEN) == [], address


@pytest.mark.check(25)
def test_without_the_web_s_typeface_the_navigation_stays_on_one_line(published: str, open_browser: Callable[..., Page]):
    heights = []
    for missing in (False, True):
        page = open_browser()
        if missing:
            page.route("**/*.woff2", lambda route: route.abort())
        sign_in(page, "administrator")
        page.goto("/spend/explore")
        heights.append(page.evaluate("document.querySelector('.sp-head > .sp-wrap').offsetHeight"))
    assert heights[0] == heights[1] < 2 * 40
