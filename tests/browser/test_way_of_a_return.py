"""An officer's way and a citizen's, in a real browser on a running portal: with JavaScript and without, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests import emptying
from tests.returns.world import World

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Locator, Page

pytestmark = [pytest.mark.portal, pytest.mark.browser]

PASSWORD = "correct horse battery"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
HEADER = "Date,Supplier Name,Directorate,Purpose of spend,Net Amount (£),Ref\r\n"
FILE = (
    HEADER
    + "14/02/2026,Oakfield Printing Ltd,Corporate Services,Printing of ballot papers,1234.50,P1001\r\n"
    + "15/02/2026,<script>alert('supplier')</script> Ltd,Housing,\"Repairs \"\"><img src=x onerror=alert('purpose')>\",2500.00,P1002\r\n"
    + "16/02/2026,Stillwater Catering,Schools,School meals,not known,P1003\r\n"
).encode()
HOSTILE_NAME = "<img src=x onerror=alert('name')>.csv"
PATIENCE = 90_000
"""Milliseconds for the background work on a busy machine."""
PUBLISH = re.compile(r"^Publish \d+ payments?$")
LOOKS = 3
"""How often a second a person without JavaScript looks again."""


@pytest.fixture(scope="module")
def town(portal_server: str) -> World:
    """A council with people who can sign in, on the portal's own database and store."""
    from ckan import model

    from tests.conftest import restore_administrator

    emptying.wait_for_workers()
    emptying.empty_main_database()
    emptying.empty_datastore()
    restore_administrator()
    world = World.make()
    for who in ("editor", "administrator", "steward"):
        user = model.User.get(who)
        assert user
        user.password = PASSWORD
    model.Session.commit()
    return world


def sign_in(page: Page, who: str) -> None:
    page.goto("/user/login")
    page.fill("#field-login", who)
    page.fill("#field-password", PASSWORD)
    page.locator("form").filter(has=page.locator("#field-password")).get_by_role("button", name="Log in").click()
    page.wait_for_selector(".sp-menu")


def send(page: Page, period: str, content: bytes = FILE, name: str = HOSTILE_NAME) -> str:
    """Send a file by the form; the address of the return."""
    page.goto(f"/spend/returns/new?publisher=X-DEMO-1&regime=lgtc-500&period={period}")
    page.set_input_files("#field-files", {"name": name, "mimeType": "text/csv", "buffer": content})
    follow(page, page.get_by_role("button", name="Send and check"))
    return f"/spend/returns/X-DEMO-1.lgtc-500.{period}"


def follow(page: Page, link_or_button: Locator) -> None:
    """Click, and wait until the page it leads to is whole: a click alone returns while the answer may still be coming."""
    with page.expect_navigation():
        link_or_button.click()


def look_again_until(page: Page, words: str) -> None:
    """What a person without JavaScript does."""
    again = page.get_by_role("link", name="Look again")
    for _ in range(PATIENCE // 1000 * LOOKS):
        if page.get_by_text(words).count():
            return
        # A form's answer may still be coming: then neither the words nor the link are there yet.
        if again.count():
            follow(page, again)
        page.wait_for_timeout(1000 // LOOKS)
    pytest.fail(f"“{words}” did not come; the page says: {page.locator('main').inner_text()[:600]}")


def test_an_officer_submits_looks_and_publishes_and_a_citizen_sees_it(
    town: World, open_browser: Callable[..., Page], violations
):
    officer = open_browser()
    sign_in(officer, "editor")
    address = send(officer, "2026-02")
    # htmx asks, and loads the page again when the check is done; nobody clicks.
    officer.wait_for_selector("#publish", timeout=PATIENCE)
    assert "not known" in officer.locator("#findings ~ div").first.inner_text()
    assert "<script>alert('supplier')</script> Ltd" in officer.inner_text("body")
    assert violations(officer) == []

    follow(officer, officer.get_by_role("button", name=PUBLISH))
    officer.wait_for_selector(".sp-errors:focus")
    assert officer.title().startswith("Error: ")
    officer.locator(".sp-errors a").click()
    assert officer.evaluate("document.activeElement.type") == "checkbox"
    officer.keyboard.press("Space")
    follow(officer, officer.get_by_role("button", name=PUBLISH))
    officer.wait_for_selector("h1:has-text('Published')", timeout=PATIENCE)
    assert "X-DEMO-1.lgtc-500.2026-02" in officer.inner_text(".sp-note.is-good")

    citizen = open_browser()
    citizen.goto(address)
    assert "£3,734.50" in citizen.inner_text("main")
    assert citizen.get_by_role("link", name="Withdraw").count() == 0
    with citizen.expect_download() as download:
        citizen.get_by_role("link", name="Download these payments as CSV").click()
    assert download.value.suggested_filename == "X-DEMO-1-lgtc-500-2026-02-r1.csv"
    assert download.value.path().read_bytes().count(b"\r\n") == 3


def test_the_same_without_javascript(town: World, open_browser: Callable[..., Page]):
    officer = open_browser(javascript=False)
    sign_in(officer, "editor")
    address = send(officer, "2026-01", FILE.replace(b"/02/2026", b"/01/2026").replace(b"not known", b"310.00"))
    look_again_until(officer, "Check and publish")
    follow(officer, officer.get_by_role("button", name=PUBLISH))
    look_again_until(officer, "What is public")

    citizen = open_browser(javascript=False)
    citizen.goto("/spend/returns")
    follow(citizen, citizen.get_by_role("link", name="January 2026").first)
    assert citizen.url.endswith(address)
    assert "£4,044.50" in citizen.inner_text("main")
    citizen.goto("/spend/compare")
    citizen.select_option("#field-publisher", "X-DEMO-1")
    citizen.locator("#with-X-DEMO-3").check()
    follow(citizen, citizen.get_by_role("button", name="Compare"))
    assert citizen.get_by_role("heading", name="Who the peers are, and why").count() == 1
    assert "Otherborough District Council" in citizen.locator("#peers").inner_text()


@pytest.fixture(scope="module")
def published(town: World, portal_server: str) -> str:
    """A return that is public, with the search and the catalogue caught up; the address of its page."""
    import time

    from ckan.plugins import toolkit as tk

    reference = "X-DEMO-1.lgtc-500.2025-12"
    content = FILE.replace(b"/02/2026", b"/12/2025").replace(b"not known", b"310.00")
    town.submit(content, period="2025-12", publish=True)
    for _ in range(PATIENCE // 1000):
        shown = town.show(reference)
        steps = shown["revisions"][0]["follow_ups"]
        if steps and all(step["state"] == "done" for step in steps):
            return f"/spend/returns/{reference}"
        time.sleep(1)
    states = [(event["to"], event.get("why")) for event in town.show(reference)["revisions"][0]["events"]]
    return pytest.fail(f"not published within {PATIENCE} ms: {states}; {tk.config['ckan.site_url']}")


PUBLIC = (
    "/",
    "/spend/search",
    "/spend/search?q=oakfield&amount_min=1",
    "/spend/search?amount_min=lots",
    "/spend/compare",
    "/spend/compare?publisher=X-DEMO-1&publisher=X-DEMO-3",
    "/spend/compare/facilities?publisher=X-DEMO-1&publisher=X-DEMO-3",
    "/spend/categories",
    "/spend/categories/facilities",
    "/spend/timeliness",
    "/spend/data",
    "/spend/api",
    "/spend/publishers",
    "/spend/publishers/exampleton",
    "/spend/explore",
    "/spend/explore?rows=publisher&columns=month",
    "/spend/explore?rows=region&columns=none&measure=share",
    "/spend/explore?rows=catagory",
    "/spend/periods",
    "/spend/periods/2026-Q1",
    "/spend/returns",
    "/spend/about",
    "/spend/suppliers",
    "/spend/peers",
    "/spend/help",
    "/spend/contact",
    "/spend/accessibility",
    "/spend/privacy",
    "/spend/publishers/nobody",
    "/about",
    "/user/login",
    "/dataset/",
    "/dataset/exampleton-lgtc-500",
    "/organization/",
    "/organization/exampleton",
    "/cy/",
)
OFFICERS = (
    "/spend/returns",
    "/spend/returns/new",
    "/dashboard/datasets",
    "/user/administrator",
    "/user/edit/administrator",
    "/user/administrator/api-tokens",
    "/organization/members/exampleton",
    "/organization/edit/exampleton",
    "/dataset/new",
)
STEWARDS = (
    "/spend/stewards",
    "/spend/stewards/categories?expense_type=Printing&category=legal",
    "/spend/stewards/peers",
    "/spend/stewards/undo?kind=category&decision=1",
    "/spend/stewards/version",
    "/spend/stewards/version?publisher=X-DEMO-1",
)
HEAVIEST = 250_000
"""Bytes, compressed: what a page may cost who reads it, styles, scripts and font included."""
WEIGHT = "performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize || 0), 0)"


def faults_in_either_size(page: Page, violations, name: str) -> list[str]:
    """What is wrong with a page as it stands, wide and narrow: no script of ours asks for the size while it is loaded."""
    faults = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        faults += [f"{name}, {size['width']}: {fault}" for fault in violations(page)]
        width = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{name}: the page is {width} pixels wide in {size['width']}"] if width > size["width"] else []
    return faults


LISTS = {"/spend/suppliers": "main tbody a", "/spend/search": "#results tbody td.n a"}
"""Pages whose first link leads to one of a kind that has no address of its own."""


def linked(page: Page) -> list[str]:
    """A supplier and a payment: whichever stands first."""
    found = []
    for address, link in LISTS.items():
        page.goto(address)
        found.append(page.locator(link).first.get_attribute("href") or "")
    assert all(found)
    return found


@pytest.mark.check(25)
def test_public_pages_have_no_accessibility_fault_and_no_sideways_scroll(
    published: str, open_browser: Callable[..., Page], violations
):
    page = open_browser()
    faults: list[str] = []
    for address in (*PUBLIC, published, f"{published}/revisions/1", *linked(page)):
        page.set_viewport_size(WIDE)
        page.goto(address)
        weight = page.evaluate(WEIGHT)
        faults += [f"{address} weighs {weight} bytes"] if weight > HEAVIEST else []
        faults += faults_in_either_size(page, violations, address)
    assert faults == []


@pytest.mark.check(25)
def test_words_longer_than_a_narrow_page_are_broken(published: str, open_browser: Callable[..., Page]):
    from ckan.plugins import toolkit as tk

    context: Any = {"ignore_auth": True, "user": "administrator"}
    [body, *_] = tk.get_action("organization_list")({**context}, {})
    long = {"title": "W" * 70, "notes": f"https://example.org/{'n' * 120}", "tags": [{"name": "t" * 90}]}
    tk.get_action("package_create")({**context}, {"name": "long-words", "owner_org": body, **long})
    page = open_browser(size=NARROW)
    for address in ("/dataset/", "/dataset/long-words", f"/organization/{body}"):
        page.goto(address)
        assert page.get_by_text("W" * 70).count(), address
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"], address


LENGTHEN = """
for (const cell of document.querySelectorAll(".is-stack td[data-label]")) {
    cell.dataset.label = "Brackenroyd Metropolitan Borough Council";
    cell.innerHTML = "<span>£1,519,896,728" + (cell.matches(".n") ? "<small>28.4%, median £15,308,412</small>" : "") + "</span>";
}
"""
"""As long as they come: an amount with the line that stands below some (its share, the median), beside the name of a body."""


@pytest.mark.check(25)
def test_long_figures_beside_long_names_stay_on_a_narrow_page(published: str, open_browser: Callable[..., Page]):
    page = open_browser(size=NARROW)
    compared = "publisher=X-DEMO-1&publisher=X-DEMO-3"
    wider = {}
    for address in ("/spend/explore", f"/spend/compare?{compared}", f"/spend/compare/facilities?{compared}"):
        page.goto(address)
        assert page.locator(".is-stack td[data-label]").count(), address
        page.evaluate(f"() => {{ {LENGTHEN} }}")
        width = page.evaluate("document.documentElement.scrollWidth")
        wider |= {address: width} if width > NARROW["width"] else {}
    assert wider == {}


@pytest.mark.check(25)
def test_an_officer_s_pages_have_no_accessibility_fault_and_no_sideways_scroll(
    published: str, open_browser: Callable[..., Page], violations
):
    page = open_browser()
    sign_in(page, "administrator")
    faults: list[str] = []
    for address in (
        *OFFICERS,
        published,
        f"{published}/revisions/1",
        f"{published}/revisions/1/findings",
    ):
        page.goto(address)
        faults += faults_in_either_size(page, violations, address)
    page.goto("/spend/returns/new")
    page.get_by_role("button", name="Send and check").click()
    page.wait_for_selector(".sp-errors:focus")
    assert faults + faults_in_either_size(page, violations, "the form with its errors") == []


@pytest.mark.check(25)
def test_pages_of_stewards_have_no_accessibility_fault_either(
    published: str, open_browser: Callable[..., Page], violations
):
    page = open_browser()
    sign_in(page, "steward")
    faults: list[str] = []
    for address in (*STEWARDS, f"{published}/revisions/1/erase"):
        page.goto(address)
        faults += faults_in_either_size(page, violations, address)
    page.goto("/spend/stewards/categories?expense_type=Printing&category=legal")
    follow(page, page.get_by_role("button", name="See what would move"))
    page.wait_for_selector(".sp-errors:focus")
    assert faults + faults_in_either_size(page, violations, "a decision with its errors") == []


@pytest.mark.check(25)
def test_the_search_finds_and_opens_a_payment_by_keyboard(published: str, open_browser: Callable[..., Page]):
    page = open_browser()
    page.goto("/")
    page.focus("#home-q")
    page.keyboard.type("oakfield printing")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sp-results tbody tr")
    page.locator("#results tbody td.n a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Oakfield Printing Ltd')")
    assert "Row" in page.inner_text("main")


LEDGER_HEADER = "When,Who,Amount,Payment Amount,What for,{last}\r\n"


def ledger(month: int, last: str) -> bytes:
    """A month of payments with two columns that could be the amount; the title of the last column makes it a layout of its own."""
    rows = (
        f'{day:02d}/{month:02d}/2025,Firm {day} Ltd,"{day},100.00","{day},120.00",Gravel,V{day}\r\n'
        for day in range(13, 29)
    )
    return (LEDGER_HEADER.format(last=last) + "".join(rows)).encode()


@pytest.mark.check(25)
def test_questions_columns_and_fixes_have_no_accessibility_fault_in_any_state(
    town: World, open_browser: Callable[..., Page], violations
):
    officer = open_browser(size=NARROW)
    sign_in(officer, "editor")
    address = send(officer, "2025-03", ledger(3, "Ref 3"), "ledger.csv")
    faults: list[str] = []

    officer.wait_for_selector("#questions", timeout=PATIENCE)
    faults += faults_in_either_size(officer, violations, "asked")
    follow(officer, officer.get_by_role("button", name="Save answers and read again"))
    officer.wait_for_selector(".sp-errors:focus")
    faults += faults_in_either_size(officer, violations, "not answered")
    officer.locator("input[value='Payment Amount']").check()
    follow(officer, officer.get_by_role("button", name="Save answers and read again"))

    officer.wait_for_selector("#publish", timeout=PATIENCE)
    faults += faults_in_either_size(officer, violations, "read")
    officer.get_by_label("What for, column 5: read as").select_option("supplier_name")
    follow(officer, officer.get_by_role("button", name="Confirm the columns"))
    officer.wait_for_selector(".sp-errors:focus")
    faults += faults_in_either_size(officer, violations, "one field for two columns")
    officer.locator(".sp-errors a").click()
    assert officer.evaluate("document.activeElement.tagName") == "SELECT"
    officer.get_by_label("What for, column 5: read as").select_option("expense_type")
    follow(officer, officer.get_by_role("button", name="Confirm the columns"))
    officer.wait_for_selector("summary:has-text('as you confirmed')", timeout=PATIENCE)

    follow(officer, officer.get_by_role("link", name="See every change first"))
    officer.wait_for_selector("#suggested")
    faults += faults_in_either_size(officer, violations, "suggested fixes")
    officer.locator(".sp-tick input").first.focus()
    officer.keyboard.press("Space")
    follow(officer, officer.get_by_role("button", name="Accept the ticked fixes"))
    officer.wait_for_selector("#publish", timeout=PATIENCE)
    follow(officer, officer.get_by_role("link", name="put right by a fix"))
    officer.wait_for_selector("#made ~ div tbody tr")
    faults += faults_in_either_size(officer, violations, "fixes made")

    officer.goto(address)
    with officer.expect_download() as marked:
        officer.get_by_role("link", name="Your file with the findings marked").click()
    assert marked.value.suggested_filename == "ledger marked.xlsx"
    assert faults == []


def test_without_javascript_the_next_file_of_a_confirmed_layout_asks_nothing(
    town: World, open_browser: Callable[..., Page]
):
    officer = open_browser(javascript=False)
    sign_in(officer, "editor")
    send(officer, "2025-05", ledger(5, "Voucher"), "ledger.csv")
    look_again_until(officer, "Questions only you can answer")
    officer.locator("input[value='Payment Amount']").check()
    follow(officer, officer.get_by_role("button", name="Save answers and read again"))
    look_again_until(officer, "Check and publish")
    follow(officer, officer.get_by_role("button", name="Confirm the columns"))
    look_again_until(officer, "as you confirmed")
    send(officer, "2025-06", ledger(6, "Voucher"), "june.csv")
    look_again_until(officer, "Check and publish")
    assert officer.locator("#questions").count() == 0
    assert "£329,920.00" in officer.inner_text("main")


CKANS_FORMS = {
    "/organization/edit/exampleton": "[data-module='image-upload'] .btn:visible, .image-upload .btn:visible",
    "/organization/member_new/exampleton": ".select2-container",
    "/user/edit/administrator": "[data-module='image-upload'] .btn:visible, .image-upload .btn:visible",
    "/dashboard/datasets": "#content",
}
"""Pages of CKAN's own → what only its scripts make of them."""
ELSEWHERE = "img-src 'self'"
"""CKAN's tests say that a person's picture lies somewhere on the web; the portal's policy fetches nothing from there, and says so."""


@pytest.mark.deep
@pytest.mark.check(25)
def test_ckan_s_forms_weigh_little_on_the_first_visit_and_their_scripts_work(
    published: str, open_browser: Callable[..., Page]
):
    first = open_browser()
    sign_in(first, "administrator")
    weights: dict[str, int] = {}
    heard: list[ConsoleMessage] = []
    said: list[str] = []
    for address, made in CKANS_FORMS.items():
        page = open_browser()
        page.on("console", lambda line: heard.append(line))  # noqa: PLW0108  the browser's binding takes no method of a list
        page.context.add_cookies(first.context.cookies())  # pyright: ignore[reportArgumentType]
        page.goto(address)
        page.wait_for_load_state("networkidle")
        weights[address] = page.evaluate(WEIGHT)
        page.locator(made).first.wait_for()
        if page.locator("[data-module='confirm-action']:visible").count():
            page.locator("[data-module='confirm-action']:visible").first.click()
            page.locator(".modal.show").wait_for()
            said += [] if page.locator(".modal.show .btn:visible").count() > 1 else ["the question has no answers"]
    assert {address: weight for address, weight in weights.items() if weight > HEAVIEST} == {}
    assert min(weights.values()) > HEAVIEST / 10, "what was fetched was seen"
    said += [line.text for line in heard if line.type == "error" and ELSEWHERE not in line.text]
    assert said == []
