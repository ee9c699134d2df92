"""No description, whatever signs are in it, holds a page for long, nor any page that shows many."""

from __future__ import annotations

import time
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import marked_text
from tests.returns.world import World

SIGNS = (
    *(
        "[",
        "[](",
        "[a](",
        "[a][",
        "![",
        "[![",
        "`a",
        "`` ",
        "<",
        "<a ",
        "<b>",
        "<!--",
        "<?",
        "<![CDATA[",
        "</p>",
        "<a@b",
    ),
    *(
        "*a ",
        "**",
        "***a",
        "_a_",
        "> ",
        ">",
        "- ",
        "1. a\n",
        "#",
        "|",
        "&",
        "\\",
        "=\n",
        "a\n",
        "\n",
        " ",
        "\t",
        "[a]: b\n",
    ),
    *('[a](b "', "dataset:a ", "http://a.", 'tag:"'),
)
LENGTHS = (300, 700, 1_400, 9_000, 20_000, 40_000)
USUAL = """What we **spend**, each month.

* [the law](https://www.legislation.gov.uk/uksi/2015/480)
* `purchase.csv`

"""
pytestmark = pytest.mark.portal


def seconds(do: Any, *args: Any) -> float:
    begun = time.process_time()
    do(*args)
    return time.process_time() - begun


@pytest.mark.parametrize("length", LENGTHS)
def test_no_text_takes_long(app: Any, length: int):
    with app.flask_app.test_request_context("/"):
        for sign in SIGNS:
            text = (sign * length)[:length]
            assert seconds(tk.h.markdown_extract, text, 180) < 0.1, (sign, length)
            assert seconds(tk.h.render_markdown, text) < 3, (sign, length)


@pytest.mark.check(33)
def test_the_list_of_datasets_answers(world: World, app: Any):
    for number, sign in enumerate(("[", "`a", "<a ", "![")):
        asked = {"name": f"odd-{number}", "owner_org": world.other, "notes": sign * 10_000}
        world.call("package_create", "stranger", **asked)
    world.call("organization_patch", "sysadmin", id=world.other, description="[" * 30_000)
    body = world.call("organization_show", None, id=world.other)["name"]
    for address in (
        "/dataset/",
        "/dataset/odd-0",
        f"/organization/{body}",
        f"/organization/about/{body}",
        "/organization/",
        "/feeds/dataset.atom",
    ):
        assert seconds(app.get, address) < 5, address


def test_usual_text_keeps_its_signs(app: Any):
    with app.flask_app.test_request_context("/"):
        for text in (USUAL, USUAL * 30):
            shown = str(tk.h.render_markdown(text))
            assert shown.count("<strong>spend</strong>") == text.count("**spend**")
            assert 'href="https://www.legislation.gov.uk/uksi/2015/480"' in shown
            assert str(tk.h.markdown_extract(USUAL * 10, 40)).startswith("What we spend, each month.")
        assert str(tk.h.markdown_extract(USUAL, 0)).startswith("What we spend, each month.")


def test_what_would_cost_too_much_is_shown_as_it_was_written(app: Any):
    text = "<b>One</b>\n" + "[" * 5_000
    with app.flask_app.test_request_context("/"):
        assert not marked_text.is_cheap(text)
        shown = str(tk.h.render_markdown(text))
        assert shown.startswith("<p>&lt;b&gt;One&lt;/b&gt;<br>[[[")
        assert len(str(tk.h.markdown_extract(text, 100))) <= 100
        assert str(tk.h.markdown_extract("", 100)) == str(tk.h.render_markdown("")) == ""
