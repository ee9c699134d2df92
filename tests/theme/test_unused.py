"""Rules go only where no element could have their classes."""

from __future__ import annotations

import io

import pytest

unused = pytest.importorskip("ckanext.spenddata.theme.unused", reason="CKAN is not here")

NAMES = unused.names_in(
    [
        '<p class="lead sp-wide" data-open>',
        "$(el).addClass('col-' + n)",
        '<a class="btn btn-{{ kind }}">',
        "{% snippet 'x.html', icon='gavel' %}",
    ],
    ["""attrs = {"class": "form-select"}; key = "my-" + name"""],
)


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("p { color: red; }", "p{color: red;}"),
        (".lead { a: b; } .gone { a: b; }", ".lead{a: b;}"),
        (".gone, .lead , a.gone b{ a: b }", ".lead{a: b}"),
        (".form-select{a:b}.my-4{a:b}", ".form-select{a:b}"),
        (".col-md-3{a:b}.btn-danger{a:b}.row-3{a:b}", ".col-md-3{a:b}.btn-danger{a:b}"),
        (".lead:not(.gone){a:b}", ".lead:not(.gone){a:b}"),
        (":is(.gone, .lead) p{a:b}", ":is(.gone, .lead) p{a:b}"),
        (".lead .gone p{a:b}", ""),
        ("[data-bs-theme=dark] p{a:b}[data-open] p{a:b}[type=text]{a:b}", "[data-open] p{a:b}[type=text]{a:b}"),
        ("@media (min-width: 9em) { .lead { a: b } .gone { a: b } }", "@media (min-width: 9em){.lead{a: b}}"),
        ("@media print { .gone { a: b } }", ""),
        ("@font-face { src: url(x.woff2); }", "@font-face{src: url(x.woff2);}"),
        ("@keyframes spin { from { a: b } to { c: d } }", "@keyframes spin{from { a: b } to { c: d }}"),
        ('@charset "UTF-8"; /* .lead { */ .lead{a:b}', '@charset "UTF-8";.lead{a:b}'),
        (".fa-gavel::before{a:b}.fa-horse::before{a:b}", ".fa-gavel::before{a:b}"),
        (".lead{background:url(\"data:image/svg+xml,%3csvg d='M0 0, 1 1'%3e\")}",) * 2,
    ],
)
def test_what_is_left(css, left):
    assert unused.without_unused(css, NAMES) == left


def test_the_sources_are_read_when_the_sheet_is_made(tmp_path):
    file = tmp_path / "page.html"
    file.write_text('class="lead"')
    made = unused.Unused([file])
    out = io.StringIO()
    made.output(io.StringIO(".lead{a:b}.gone{a:b}"), out)
    assert out.getvalue() == ".lead{a:b}"
    before = made.unique()
    file.write_text('class="lead gone"')
    assert unused.Unused([file]).unique() != before
