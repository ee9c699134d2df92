"""A printable summary of a check: one HTML page that needs nothing beside itself, and prints on a few sheets however long the file is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.reports.file_report import FileReport, Table
from ckanext.spenddata.checks.reports.groups import Group

LEFT_OUT_WORDS = {
    "title": ("title row above the table", "title rows above the table"),
    "note": ("note below the table", "notes below the table"),
    "repeated_header": ("repeated header", "repeated headers"),
}
"""Kind of row left out → its words, one and many; any other kind is called ``total row``, ``blank rows``."""
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}caption{text-align:left;font-weight:700}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #b1b4b6}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.error{border-left:4px solid #d4351c;padding-left:.75rem}.warning{border-left:4px solid #b58840;padding-left:.75rem}
section{break-inside:avoid}@media print{body{margin:0;font-size:11pt}a{color:inherit}}
"""


def page(heading: str, facts: Mapping[str, str], files: Sequence[FileReport], groups: Sequence[Group]) -> str:
    """The page.

    ``facts`` are what the reader should see first (publisher, period, rows, total …), label → words; ``groups`` the findings of all
    ``files``.
    """
    body = [
        f"<h1>{escape(heading)}</h1>",
        _table("", ("", ""), facts.items()),
        *(part for report in files for part in _file(report)),
        *_findings(groups),
    ]
    head = f'<meta charset="utf-8"><title>{escape(heading)}</title><style>{_STYLE}</style>'
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>{head}</head>\n<body>\n'
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def left_out(table: Table) -> Iterator[str]:
    """What was left out of a table, in words: ``3 blank rows``."""
    for kind, count in table.left_out.items():
        name = kind.replace("_", " ")
        one, many = LEFT_OUT_WORDS.get(kind, (f"{name} row", f"{name} rows"))
        yield f"{count:,} {one if count == 1 else many}"


def _file(report: FileReport) -> Iterator[str]:
    encoding = f", {report.encoding}" if report.encoding else ""
    yield f"<h2>{escape(report.file)}</h2><p>{escape(report.format.upper() + encoding)}, {report.size:,} bytes</p>"
    if report.refusal:
        yield f'<p class="error"><strong>Not read.</strong> {escape(report.refusal.message)} {escape(report.refusal.remedy)}</p>'
        return
    if report.questions:
        asked = "".join(
            f"<li>{escape(question.why)}{escape(' (' + ', '.join(question.candidates) + ')' if question.candidates else '')}</li>"
            for question in report.questions
        )
        yield f"<section><h3>Questions to answer first</h3><ul>{asked}</ul></section>"
    yield "".join(f"<p>{escape(note)}</p>" for note in report.notes)
    for table in report.tables:
        yield from _columns(table)


def _columns(table: Table) -> Iterator[str]:
    sheet = f"Sheet {table.sheet}: " if table.sheet else ""
    rows = ((field, column.title, str(column.column)) for field, column in table.mapping.items())
    yield _table(f"{sheet}how {table.rows:,} rows were read", ("Field", "Title in the file", "Column"), rows)
    if table.unmapped:
        yield f"<p>Columns not used, and never published: {escape(', '.join(table.unmapped))}.</p>"
    if table.left_out:
        yield f"<p>Left out: {escape(', '.join(left_out(table)))}.</p>"


def _findings(groups: Sequence[Group]) -> Iterator[str]:
    for severity, heading in (
        (finding.ERROR, "Errors: these rows are left out of every figure"),
        (finding.WARNING, "Warnings"),
    ):
        chosen = [group for group in groups if group.severity == severity]
        if chosen:
            yield f"<h2>{heading}</h2>"
            yield from map(_group, chosen)
    if not groups:
        yield "<p>No findings.</p>"


def _group(group: Group) -> str:
    place = ", ".join(part for part in (group.file, group.sheet, group.rows) if part)
    examples = "; ".join(f"“{example.value}”" for example in group.examples)
    parts = [
        f"<h3>{escape(group.title)} ({group.count:,})</h3>",
        f"<p>{escape(place)}</p>" if place else "",
        f"<p>For example {escape(examples)}. Expected: {escape(group.expected)}</p>"
        if examples
        else f"<p>Expected: {escape(group.expected)}</p>",
        f"<p>{escape(group.remedy)}</p>",
        f"<p>{group.fixes:,} have a suggested fix.</p>" if group.fixes else "",
    ]
    return f'<section class="{group.severity}">{"".join(parts)}</section>'


def _table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    head = (
        f"<thead><tr>{''.join(f'<th scope=col>{escape(cell)}</th>' for cell in header)}</tr></thead>"
        if any(header)
        else ""
    )
    body = "".join(
        f"<tr><th scope=row>{escape(first)}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in rest)}</tr>"
        for first, *rest in rows
    )
    return f"<table>{title}{head}<tbody>{body}</tbody></table>"
