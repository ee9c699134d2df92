"""A printable summary of a check: one HTML page that needs nothing beside itself, and prints on a few sheets however long the file is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.reports.file_report import FileReport, TableSummary
from ckanext.spenddata.checks.reports.groups import Group, RuleGroup, by_rule
from ckanext.spenddata.values.text import counted

LEFT_OUT_WORDS = {
    "title": ("title row above the table", "title rows above the table"),
    "note": ("note below the table", "notes below the table"),
    "repeated_header": ("repeated header", "repeated headers"),
}
"""Kind of row left out → its words, one and many; any other kind is called ``total row``, ``blank rows``."""
_KINDS = {finding.ERROR: "error", finding.STOP: "to confirm", finding.WARNING: "warning"}
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}caption{text-align:left;font-weight:700}
table.facts{width:auto}th[scope=row]{font-weight:400}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #b1b4b6}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.error{border-left:4px solid #d4351c;padding-left:.75rem}
.stop{border-left:4px solid #b3590a;padding-left:.75rem}.warning{border-left:4px solid #b58840;padding-left:.75rem}
section p{margin:.25rem 0}.quiet{color:#505a5f;font-size:.875em}
section{break-inside:avoid;margin:0 0 1.25rem}h3{margin:0 0 .25rem}@media print{body{margin:0;font-size:11pt}a{color:inherit}}
"""


Confirmed = tuple[str, str, str]
"""What somebody confirmed before publication: the finding, what was found, the reason."""


def page(
    heading: str,
    facts: Mapping[str, str],
    files: Sequence[FileReport],
    groups: Sequence[Group],
    confirmed: Sequence[Confirmed] = (),
) -> str:
    """The page.

    ``facts`` are what the reader should see first (publisher, period, rows, total …), label → words; ``groups`` the findings of all
    ``files``.
    """
    body = [
        f"<h1>{escape(heading)}</h1>",
        _table("", ("", ""), facts.items(), numbers=1, kind="facts"),
        *_findings(by_rule(groups, files=len(files) > 1)),
        *_confirmed(confirmed),
        *(part for report in files for part in _file(report)),
    ]
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(heading)}</title>'
        f"<style>{_STYLE}</style>"
    )
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>{head}</head>\n<body>\n'
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def left_out(*tables: TableSummary) -> Iterator[str]:
    """What was left out of tables, in words: ``3 blank rows``."""
    counts: Counter[str] = Counter()
    for table in tables:
        counts.update(table.left_out)
    for kind, count in counts.items():
        name = kind.replace("_", " ")
        one, many = LEFT_OUT_WORDS.get(kind, (f"{name} row", f"{name} rows"))
        yield f"{count:,} {one if count == 1 else many}"


def tables_alike(tables: Iterable[TableSummary]) -> list[list[TableSummary]]:
    """Tables with the same columns together: a workbook may have a sheet a month."""
    alike: dict[object, list[TableSummary]] = {}
    for table in tables:
        columns = tuple((field, column.title, column.column) for field, column in table.mapping.items())
        alike.setdefault((columns, table.header_row, table.sheet is None), []).append(table)
    return list(alike.values())


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
    for tables in tables_alike(report.tables):
        yield from _columns(tables)


def _columns(tables: Sequence[TableSummary]) -> Iterator[str]:
    first, total = tables[0], sum(table.rows for table in tables)
    sheets = [table.sheet for table in tables if table.sheet]
    place = f"Sheet{'s' if len(sheets) > 1 else ''} {', '.join(sheets)}: " if sheets else ""
    rows = ((field, column.title, str(column.column)) for field, column in first.mapping.items())
    yield _table(
        f"{place}how {counted(total, 'row')} {'was' if total == 1 else 'were'} read",
        ("Field", "Title in the file", "Column"),
        rows,
        numbers=1,
    )
    if unmapped := list(dict.fromkeys(title for table in tables for title in table.unmapped)):
        yield f"<p>Columns not used, and never published: {escape(', '.join(unmapped))}.</p>"
    if any(table.left_out for table in tables):
        yield f"<p>Left out: {escape(', '.join(left_out(*tables)))}.</p>"


def _findings(groups: Sequence[RuleGroup]) -> Iterator[str]:
    if not groups:
        yield "<p>Nothing wrong was found.</p>"
        return
    counts = ((group.title, _KINDS[group.severity], f"{group.count:,}") for group in groups)
    yield "<h2>What was found</h2>"
    yield _table("", ("Finding", "Kind", "How many"), counts, numbers=1)
    for severity, heading in (
        (finding.ERROR, "Errors: these rows are left out of every figure"),
        (finding.STOP, "To confirm: published only once a person has said for each that it is right, and why"),
        (finding.WARNING, "Warnings: published with the data as its known limits"),
    ):
        chosen = [group for group in groups if group.severity == severity]
        if chosen:
            yield f"<h2>{heading}</h2>"
            yield from map(_group, chosen)


def _confirmed(confirmed: Sequence[Confirmed]) -> Iterator[str]:
    if confirmed:
        yield "<h2>What was confirmed</h2>"
        yield _table("", ("Finding", "Found", "Reason"), confirmed)


def _group(group: RuleGroup) -> str:
    quote = "“{}”" if group.columns else "{}"
    examples = "; ".join(quote.format(example.value) for example in group.examples)
    fixes = f"{group.fixes:,} of {group.count:,}" if group.fixes < group.count else "All"
    parts = [
        f"<h3>{escape(group.title)} ({group.count:,})</h3>",
        f"<p>{escape(group.where or 'The whole of it')}.</p>",
        f"<p><strong>{'Sent' if group.columns else 'Found'}:</strong> {escape(examples)}</p>" if examples else "",
        f"<p><strong>Expected:</strong> {escape(group.expected)}</p>",
        f"<p><strong>What to do:</strong> {escape(group.remedy)}</p>",
        f"<p>{fixes} can be mended by accepting the suggested fixes.</p>" if group.fixes else "",
        f'<p class="quiet">Basis: <a href="{escape(group.url)}">{escape(group.basis)}</a></p>' if group.url else "",
    ]
    return f'<section class="{group.severity}">{"".join(parts)}</section>'


def _table(
    caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: int = 0, kind: str = ""
) -> str:
    """A table whose last ``numbers`` columns hold numbers."""
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    first_number = len(header) - numbers
    kinds = [' class="n"' if number >= first_number else "" for number in range(len(header))]
    titles = "".join(f"<th scope=col{kind}>{escape(cell)}</th>" for kind, cell in zip(kinds, header, strict=True))
    head = f"<thead><tr>{titles}</tr></thead>" if any(header) else ""
    body = "".join(
        f"<tr><th scope=row>{escape(first)}</th>"
        f"{''.join(f'<td{kind}>{escape(cell)}</td>' for kind, cell in zip(kinds[1:], rest, strict=True))}</tr>"
        for first, *rest in rows
    )
    named = f' class="{kind}"' if kind else ""
    return f"<table{named}>{title}{head}<tbody>{body}</tbody></table>"
