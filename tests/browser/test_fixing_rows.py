"""Rows that cannot be used, put right in a browser: on a phone and on a desk, with a mistake on the way, without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("playwright", reason="no browser is here")

from playwright.sync_api import Page

from tests.browser.test_way_of_a_return import (
    HEADER,
    NARROW,
    PATIENCE,
    faults_in_either_size,
    follow,
    look_again_until,
    send,
    sign_in,
    town,
)
from tests.returns.world import World

__all__ = ["town"]

pytestmark = pytest.mark.portal

FILE = (
    HEADER
    + "14/02/2026,Oakfield Printing Ltd,Corporate Services,Printing of ballot papers,#REF!,P1001\r\n"
    + "31/02/2026,Rowan Roofing Ltd,Housing,Repairs,2500.00,P1002\r\n"
    + "16/02/2026,,Schools,School meals,910.25,P1003\r\n"
    + "17/02/2026,Stillwater Catering,Schools,School meals,812.10,P1004\r\n"
).encode()


@pytest.mark.check(25)
def test_rows_are_put_right_on_the_page_without_an_accessibility_fault(
    town: World, open_browser: Callable[..., Page], violations
):
    officer = open_browser(size=NARROW)
    sign_in(officer, "editor")
    address = send(officer, "2025-06", FILE, "june.csv")
    officer.wait_for_selector("#left-out", timeout=PATIENCE)
    faults = faults_in_either_size(officer, violations, "rows left out")

    follow(officer, officer.get_by_role("link", name="Fix the 3 rows here"))
    faults += faults_in_either_size(officer, violations, "rows to fix")
    officer.get_by_label("Amount").fill("about a thousand")
    officer.get_by_label("Payment date").fill("28 2 2026")
    follow(officer, officer.get_by_role("button", name="Save and check again"))
    officer.wait_for_selector(".sp-errors:focus")
    faults += faults_in_either_size(officer, violations, "a value that cannot be read")
    officer.locator(".sp-errors a").click()
    assert officer.evaluate("document.activeElement.value") == "about a thousand"
    assert officer.get_by_label("Payment date").input_value() == "28 2 2026"
    officer.get_by_label("Amount").fill("£1,234.50")
    officer.get_by_label("Supplier").fill("Alder Catering Ltd")
    follow(officer, officer.get_by_role("button", name="Save and check again"))
    officer.wait_for_selector("text=3 cells put right by fixes", timeout=PATIENCE)
    assert not officer.locator("#left-out").count()
    officer.goto(f"{address}/revisions/1/rows")
    faults += faults_in_either_size(officer, violations, "every row can be used")
    assert faults == []


def test_without_javascript_too(town: World, open_browser: Callable[..., Page]):
    officer = open_browser(javascript=False)
    sign_in(officer, "editor")
    send(officer, "2025-07", FILE, "july.csv")
    look_again_until(officer, "Fix the 3 rows here")
    follow(officer, officer.get_by_role("link", name="Fix the 3 rows here"))
    officer.get_by_label("Amount").fill("1234.50")
    follow(officer, officer.get_by_role("button", name="Save and check again"))
    look_again_until(officer, "Fix the 2 rows here")
