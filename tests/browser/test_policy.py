"""Pages keep to their Content Security Policy, a stranger's words run nowhere, and what is uploaded is never opened as a page of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.test_way_of_a_return import PASSWORD, sign_in, town
from tests.returns.world import World, csv_file, upload

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["town"]

pytestmark = [pytest.mark.portal, pytest.mark.browser]

PAYLOADS = [
    template.replace("RUN", "alert(`xss`)")
    for template in (
        "<script>RUN</script>",
        "<ScRiPt >RUN</sCrIpT>",
        "<img src=x onerror=RUN>",
        "<svg onload=RUN>",
        "<svg><script>RUN</script></svg>",
        '"><script>RUN</script>',
        "'><img src=x onerror=RUN>",
        '" onmouseover=RUN autofocus onfocus=RUN x="',
        "' autofocus onfocus=RUN x='",
        "javascript:RUN",
        "[a](javascript:RUN)",
        "![a](javascript:RUN)",
        "[a](data:text/html,<script>RUN</script>)",
        "<a href=javascript:RUN>a</a>",
        "<iframe src=javascript:RUN>",
        "<iframe srcdoc='<script>RUN</script>'>",
        "<object data=javascript:RUN>",
        "<embed src=javascript:RUN>",
        "<body onload=RUN>",
        "<details open ontoggle=RUN>",
        "<video><source onerror=RUN></video>",
        "<audio src=x onerror=RUN>",
        "<input autofocus onfocus=RUN>",
        "<select autofocus onfocus=RUN>",
        "<textarea autofocus onfocus=RUN>",
        "<marquee onstart=RUN>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=RUN>",
        "</title><script>RUN</script>",
        "</textarea><script>RUN</script>",
        "</script><script>RUN</script>",
        "--><script>RUN</script>",
        "]]><script>RUN</script>",
        "{{constructor.constructor('RUN')()}}",
        "{{7*7}}<script>RUN</script>",
        "${RUN}",
        "`${RUN}`",
        "<style>@import'javascript:RUN'</style>",
        "<link rel=stylesheet href=javascript:RUN>",
        "<base href=javascript:RUN//>",
        "<meta http-equiv=refresh content='0;url=javascript:RUN'>",
        "<form action=javascript:RUN><input type=submit>",
        "<button formaction=javascript:RUN>a</button>",
        "<isindex action=javascript:RUN>",
        "<a href='\tjava\nscript:RUN'>a</a>",
        "<img src=x:x onerror=RUN//",
        "<img/src=x/onerror=RUN>",
        "<svg/onload=RUN>",
        "<<script>RUN//<</script>",
        "%3Cscript%3ERUN%3C/script%3E",
        "&lt;script&gt;RUN&lt;/script&gt;",
        "\u003cscript\u003eRUN\u003c/script\u003e",
        "＜script＞RUN＜/script＞",
        "<scr\x00ipt>RUN</script>".replace("\x00", ""),
        "<a hx-get='/' hx-on:click=RUN hx-trigger=load>a</a>",
        "<div hx-on::load=RUN>a</div>",
        "<div data-module=confirm-action data-module-content='<img src=x onerror=RUN>'>",
        "=cmd|'RUN'!A1",
        "<img src=x onerror=&#97;lert(1)>",
        "<svg><animate onbegin=RUN attributeName=x dur=1s>",
        "<xss autofocus tabindex=1 onfocus=RUN></xss>",
    )
]
"""Ways to have a script run, from OWASP's and PortSwigger's lists."""
LISTEN = """
window.__broken = [];
document.addEventListener("securitypolicyviolation", event =>
  window.__broken.push(event.effectiveDirective + " " + event.blockedURI + " " + event.sample));
"""
AT_ONCE = 4
"""Pages that are looked at side by side."""
ASKED_BY_QS = "script-src eval"
"""CKAN's `vendor/qs.js`, on pages of resources, tries whether it may evaluate text, and goes on where it may not."""
ACTIVE_FILES = {
    "page.html": b"<html><script>alert(1)</script></html>",
    "page.htm": b"<script>alert(1)</script>",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "data.xml": b"<?xml version='1.0'?><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "page.xhtml": b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
    "data.csv": b"<script>alert(1)</script>,1\r\n",
    "data.pdf": b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "noname": b"<script>alert(1)</script>",
    "code.js": b"alert(1)",
    "style.css": b"body { display: none }",
}


@pytest.fixture(scope="module")
def steward(town: World) -> World:
    """The same, with an administrator of the portal who can sign in."""
    from ckan import model

    user = model.User.get(town.people["sysadmin"])
    user.password = PASSWORD
    # The factories give everybody a picture on somebody else's site.
    for owner in (*model.Session.query(model.Group), *model.Session.query(model.User)):
        owner.image_url = ""
    model.Session.commit()
    return town


def watched(page: Page) -> Page:
    page.context.add_init_script(LISTEN)
    return page


def broken(page: Page, paths: list[str]) -> list[str]:
    """What pages do that their policies forbid; a few are opened side by side, each in a tab that has the focus."""
    tabs = [page, *(page.context.new_page() for _ in range(AT_ONCE - 1))]
    found = []
    for at in range(0, len(paths), AT_ONCE):
        opened = list(zip(paths[at : at + AT_ONCE], tabs, strict=False))
        for path, tab in opened:
            tab.goto(path, wait_until="commit")
        for _, tab in opened:
            tab.wait_for_load_state("load")
        page.wait_for_timeout(150)
        found += [what for path, tab in opened for what in broken_by(tab, path)]
    for tab in tabs[1:]:
        tab.close()
    return found


def broken_by(tab: Page, path: str) -> list[str]:
    found = [what for frame in tab.frames for what in frame.evaluate("window.__broken || []")]
    return [f"{path}: {what}" for what in found if not ("/resource/" in path and what.startswith(ASKED_BY_QS))]


def pages(world: World, dataset: dict[str, Any]) -> list[str]:
    """Every kind of page, CKAN's and ours, for an administrator."""
    name, resource = dataset["name"], dataset["resources"][0]["id"]
    admin = world.people["sysadmin"]
    return [
        "/",
        "/about",
        "/dataset/",
        f"/dataset/{name}",
        f"/dataset/edit/{name}",
        f"/dataset/resources/{name}",
        "/dataset/new",
        f"/dataset/activity/{name}",
        f"/dataset/collaborators/{name}",
        f"/dataset/groups/{name}",
        f"/dataset/{name}/resource/new",
        f"/dataset/{name}/resource/{resource}",
        f"/dataset/{name}/resource/{resource}/edit",
        f"/dataset/{name}/resource/{resource}/views",
        f"/dataset/{name}/resource/{resource}/validation",
        f"/dataset/{name}/dictionary/{resource}",
        f"/dataset/{name}/resource/{resource}/new_view?view_type=datatables_view",
        "/organization/",
        "/organization/new",
        "/organization/exampleton",
        "/organization/edit/exampleton",
        "/organization/members/exampleton",
        "/organization/member_new/exampleton",
        "/organization/bulk_process/exampleton",
        "/organization/activity/exampleton",
        "/group/",
        "/group/new",
        "/user/",
        f"/user/{admin}",
        f"/user/edit/{admin}",
        f"/user/{admin}/api-tokens",
        "/user/reset",
        "/dashboard/",
        "/dashboard/datasets",
        "/dashboard/organizations",
        "/ckan-admin/",
        "/ckan-admin/config",
        "/ckan-admin/trash",
        "/spend/returns",
        "/spend/returns/new",
        "/spend/search",
        "/spend/publishers",
        "/spend/publishers/exampleton",
        "/spend/compare",
        "/spend/about",
        "/spend/returns/X-DEMO-1.lgtc-500.2026-Q1",
        "/no/such/page",
        "/feeds/dataset.atom",
    ]


def filled(world: World, words: str = "Plain", **options: Any) -> dict[str, Any]:
    """An ordinary dataset and its uploaded table, shown as CKAN shows tables."""
    made = world.call(
        "package_create",
        "administrator",
        name=options.get("name", "plain"),
        title=words,
        notes=words,
        owner_org=world.council,
        author=words,
        tags=[{"name": "plain"}],
        extras=[{"key": words[:90], "value": words}],
    )
    resource = world.call(
        "resource_create",
        "administrator",
        package_id=made["id"],
        name=words,
        description=words,
        format="CSV",
        upload=upload(csv_file(3), options.get("file", "spend.csv")),
    )
    fields = [{"id": "what", "type": "text", "info": {"label": words, "notes": words}}]
    rows = [{"what": payload} for payload in options.get("cells", [words])]
    world.call("datastore_create", "sysadmin", resource_id=resource["id"], fields=fields, records=rows, force=True)
    world.call(
        "resource_view_create",
        "administrator",
        resource_id=resource["id"],
        view_type="datatables_view",
        title=words,
        description=words,
    )
    return world.call("package_show", "administrator", id=made["id"])


@pytest.mark.check(19)
def test_no_page_breaks_its_policy(steward: World, open_browser: Callable[..., Page]):
    dataset = filled(steward)
    steward.publish(csv_file(5))
    page = watched(open_browser())
    sign_in(page, steward.people["sysadmin"])
    assert broken(page, pages(steward, dataset)) == []
    # The scripts that stood in CKAN's markup do their work from a file.
    page.goto(f"/dataset/{dataset['name']}/resource/new")
    with page.expect_file_chooser():
        page.click("#resource-upload-button")
    assert page.is_checked("#resource-url-upload")
    assert page.locator("#resource-link-button").count() == 0
    page.goto(f"/dataset/{dataset['name']}/resource/{dataset['resources'][0]['id']}")
    frame = page.frame_locator("iframe").first
    frame.locator("td", has_text="Plain").first.wait_for()


def test_a_token_is_made_and_revoked_under_the_policy(steward: World, open_browser: Callable[..., Page]):
    page = watched(open_browser())
    sign_in(page, steward.people["sysadmin"])
    page.goto(f"/user/{steward.people['sysadmin']}/api-tokens")
    page.fill("form[hx-post] input[name=name]", "nightly")
    page.get_by_role("button", name="Make a token").click()
    page.wait_for_selector("#api-tokens-table [name=token]")
    assert page.is_disabled("#revoke-tokens-button")
    page.locator("#api-tokens-table [name=token]").first.check()
    assert page.is_enabled("#revoke-tokens-button")
    assert page.evaluate("window.__broken") == []


@pytest.mark.check(19)
@pytest.mark.parametrize("few", [True, pytest.param(False, marks=[pytest.mark.deep, pytest.mark.timeout(3600)])])
def test_a_strangers_words_run_nowhere(steward: World, open_browser: Callable[..., Page], few: bool, measured):
    payloads = [" ".join(PAYLOADS[:12]), " ".join(PAYLOADS[-12:])] if few else PAYLOADS
    page = watched(open_browser(cached=True))
    sign_in(page, steward.people["sysadmin"])
    for number, payload in enumerate(payloads):
        name = f"hostile-{few}-{number}".lower()
        steward.call("user_patch", "administrator", id="administrator", fullname=payload, about=payload)
        steward.call("organization_patch", "sysadmin", id="exampleton", title=f"E {payload}", description=payload)
        dataset = filled(steward, payload, name=name, file=f"{payload.replace('/', '')}.csv", cells=PAYLOADS)
        seen = [path for path in pages(steward, dataset) if name in path or "exampleton" in path or path.endswith("/")]
        paths = [*seen, "/user/administrator", f"/spend/search?q={payload}", f"/dataset/?q={payload}"]
        assert broken(page, [path.replace("#", "%23").replace("&", "%26") for path in paths]) == []
    measured(
        "2 lots of 12 payloads together"
        if few
        else f"{len(PAYLOADS)} payloads one by one, on each page that shows them"
    )


@pytest.mark.check(27)
@pytest.mark.parametrize("kind", ["resource", "group", "user"])
def test_what_is_uploaded_is_never_opened_as_a_page(
    steward: World, open_browser: Callable[..., Page], portal_server: str, kind: str
):
    import requests

    steward.call("package_create", "administrator", name=f"active-{kind}", owner_org=steward.council)
    addresses = [uploaded(steward, kind, name, content) for name, content in ACTIVE_FILES.items()]
    page = watched(open_browser())
    sign_in(page, steward.people["sysadmin"])
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    for address in filter(None, addresses):
        answer = requests.get(portal_server + address, cookies=cookies, timeout=30)
        assert answer.status_code == 200, address
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Type"].split(";")[0] in (
            "text/csv",
            "application/pdf",
            "application/octet-stream",
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        page.set_content(
            f"<iframe src='{portal_server}{address}'></iframe><object data='{portal_server}{address}'></object>"
        )
        page.wait_for_timeout(200)
    # Images are looked into, and only images taken: what is none is not stored at all.
    assert bool(any(addresses)) == (kind == "resource")


def uploaded(world: World, kind: str, name: str, content: bytes) -> str | None:
    """The address of an uploaded file; None where it was refused."""
    from urllib.parse import urlsplit

    from ckan.plugins import toolkit as tk

    file = upload(content, name)
    try:
        if kind == "resource":
            lies = {"mimetype": "text/javascript"} if name == "code.js" else {}
            url = world.call(
                "resource_create", "administrator", package_id="active-resource", upload=file, name=name, **lies
            )["url"]
        elif kind == "group":
            image = {"image_upload": upload(content, "image.png"), "clear_upload": ""}
            url = world.call("organization_patch", "sysadmin", id="exampleton", **image)["image_display_url"]
        else:
            image = {"image_upload": upload(content, "image.png")}
            url = world.call("user_patch", "administrator", id="administrator", **image)["image_display_url"]
    except tk.ValidationError:
        return None
    return urlsplit(url).path
