"""Another language, end to end: what is translated is, what is not says that it is English, and nothing else changes."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

languages = pytest.importorskip("ckanext.spenddata.theme.languages", reason="CKAN is not here")

SOURCE = Path(languages.__file__).parents[1]
CATALOGUES = sorted((SOURCE / "i18n").glob("*/LC_MESSAGES/*.po"))
LEFT, RIGHT = languages.OPEN, languages.CLOSE


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<p>Chwilio</p>", "<p>Chwilio</p>"),
        (f"<p>{LEFT}Search{RIGHT}</p>", '<p><span lang="en">Search</span></p>'),
        (
            f"<p>{LEFT}See <a href='/'>this page{RIGHT}</a></p>",
            '<p><span lang="en">See </span><a href=\'/\'><span lang="en">this page</span></a></p>',
        ),
        (f'<a aria-label="{LEFT}To > there{RIGHT}">x</a>', '<a aria-label="To > there">x</a>'),
        (f"<title>{LEFT}Home{RIGHT} – Gwariant</title>", "<title>Home – Gwariant</title>"),
        (f"<select><option>{LEFT}All{RIGHT}</option></select>", "<select><option>All</option></select>"),
        (
            f'<script type="application/json">{{"a": "{LEFT}b{RIGHT}"}}</script>',
            '<script type="application/json">{"a": "b"}</script>',
        ),
        (f"<p>{LEFT}{LEFT}twice{RIGHT}{RIGHT} dim</p>", '<p><span lang="en">twice</span> dim</p>'),
        (f"<p>{RIGHT}lost{LEFT} </p>", "<p>lost </p>"),
    ],
)
def test_marks_become_languages_where_an_element_may_be_and_go_elsewhere(page, told):
    assert languages.spelled_out(page) == told


def test_a_plural_that_nobody_has_translated_is_english_by_the_rule_of_english():
    from gettext import GNUTranslations

    compiled = GNUTranslations()
    held = {
        ("{n} row", 0): "{n} row",
        ("{n} row", 1): "{n} rows",
        ("{n} body", 0): "{n} corff",
        ("{n} body", 1): "{n} gorff",
        "Home": "Hafan",
    }
    vars(compiled).update(_catalog=held, plural=lambda n: 0 if n > 1 else 1)
    languages._listening(compiled)
    assert [compiled.ngettext("{n} row", "{n} rows", n) for n in (1, 12)] == ["{n} row", "{n} rows"]
    assert compiled.ngettext("{n} body", "{n} bodies", 12) == "{n} corff"
    assert compiled.gettext("Home") == "Hafan"


def test_two_who_are_first_to_ask_for_a_language_at_once_are_both_answered():
    import time
    from concurrent.futures import ThreadPoolExecutor
    from gettext import GNUTranslations

    class Slowly(dict[object, str]):
        def __delitem__(self, key: object) -> None:
            time.sleep(0.01)
            super().__delitem__(key)

    compiled = GNUTranslations()
    held = Slowly({(f"{n} row", form): f"{n} row" for n in range(5) for form in (0, 1)})
    vars(compiled).update(_catalog=held, plural=lambda n: 0 if n > 1 else 1)
    with ThreadPoolExecutor(2) as readers:
        list(readers.map(languages._listening, [compiled, compiled]))
    assert not held


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_translations_keep_what_is_filled_in(path):
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        catalogue = read_po(stream)
    done = [message for message in catalogue if message.id and isinstance(message.string, str) and message.string]
    assert len(done) > 100
    for message in done:
        assert _names(message.string) == _names(message.id), message.id
    assert [str(error) for message in done for error in message.check(catalogue)] == []


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_is_that_of_the_texts(path):
    import io

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = io.BytesIO()
    with path.open("rb") as stream:
        write_mo(made, read_po(stream))
    assert made.getvalue() == path.with_suffix(".mo").read_bytes(), "compile it: see docs/development.md, Texts"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_plurals_that_nobody_has_translated_follow_english(path):
    import gettext

    with path.with_suffix(".mo").open("rb") as stream:
        translations = gettext.GNUTranslations(stream)
    assert [translations.ngettext("{n} return", "{n} returns", n) for n in (0, 1, 2, 120)] == [
        "{n} returns",
        "{n} return",
        "{n} returns",
        "{n} returns",
    ]


_HEADINGS = ("button", "caption", "h1", "h2", "h3", "label", "legend", "nav", "summary", "th", "title")
_TEXT = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)+)"|'((?:[^'\\]|\\.)+)')""")


def _headings() -> dict[str, str]:
    """Every text in a heading, a button or a navigation of a page → the page."""
    found = {}
    for page in sorted(SOURCE.glob("**/templates/**/*.html")):
        written = page.read_text(encoding="utf-8")
        for name in _HEADINGS:
            for inside in re.findall(rf"<{name}\b[^>]*>(.*?)</{name}>", written, re.DOTALL):
                for double, single in _TEXT.findall(inside):
                    found[(double or single).replace('\\"', '"')] = f"{page.relative_to(SOURCE)}, {name}"
    return found


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_navigation_headings_and_buttons_are_translated(path):
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        catalogue = read_po(stream)
    known = {message.id: message.string for message in catalogue if isinstance(message.id, str)}
    headings = {text: page for text, page in _headings().items() if text in known}
    assert len(headings) > 300
    assert {text: page for text, page in headings.items() if not known[text]} == {}
