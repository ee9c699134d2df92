"""Files built to exhaust who opens them. Each is small on the disk, or quickly made."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    "</Types>"
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TITLES = ("Date", "Supplier", "Amount")


def _workbook(
    path: Path,
    sheet: Iterator[bytes],
    *,
    sheets: int = 1,
    strings: Iterator[bytes] | None = None,
    in_every_sheet: bytes = b"",
) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{RELATIONSHIPS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, sheets + 1))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><sheets>{listed}</sheets></workbook>',
        )
        related = "".join(
            f'<Relationship Id="r{n}" Type="{RELATIONSHIPS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, sheets + 1)
        )
        if strings:
            related += f'<Relationship Id="strings" Type="{RELATIONSHIPS}/sharedStrings" Target="sharedStrings.xml"/>'
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>')
        _stream(archive, "xl/worksheets/sheet1.xml", sheet)
        for number in range(2, sheets + 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", in_every_sheet)
        if strings:
            _stream(archive, "xl/sharedStrings.xml", strings)
    return path


def _stream(archive: zipfile.ZipFile, name: str, parts: Iterator[bytes]) -> None:
    with archive.open(name, "w", force_zip64=True) as out:
        for part in parts:
            out.write(part)


def _cell(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


def _header() -> str:
    return (
        '<row r="1">'
        + "".join(_cell(f"{letter}1", title) for letter, title in zip("ABC", TITLES, strict=True))
        + "</row>"
    )


def _sheet(*rows: str, dimension: str = "") -> bytes:
    limits = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f'<worksheet xmlns="{MAIN}">{limits}<sheetData>{"".join(rows)}</sheetData></worksheet>'.encode()


def blown_up_xml(path: Path) -> Path:
    """A sheet of 50 MB that compresses to less than 1 MB."""
    row = b'<row><c t="inlineStr"><is><t>01/05/2026</t></is></c><c><v>1</v></c></row>' * 10_000

    def parts() -> Iterator[bytes]:
        yield f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
        for _ in range(68):
            yield row
        yield b"</sheetData></worksheet>"

    return _workbook(path / "blown-up.xlsx", parts())


def endless_dimension(path: Path) -> Path:
    """One payment, and a dimension of ten million rows."""
    payment = f'<row r="2">{_cell("A2", "14/05/2026")}{_cell("B2", "Alder Ltd")}{_cell("C2", "12.50")}</row>'
    return _workbook(path / "dimension.xlsx", iter([_sheet(_header(), payment, dimension="A1:XFD10000000")]))


def far_corner(path: Path) -> Path:
    """A cell in the last row and column: a dense reader would need 17 thousand million cells."""
    far = f'<row r="1048576">{_cell("XFD1048576", "x")}</row>'
    return _workbook(path / "far.xlsx", iter([_sheet(_header(), far)]))


def shared_strings(path: Path) -> Path:
    """One gigabyte of shared strings."""
    string = b"<si><t>" + b"a" * 9_985 + b"</t></si>"

    def parts() -> Iterator[bytes]:
        yield f'<sst xmlns="{MAIN}">'.encode()
        for _ in range(1_000):
            yield string * 100
        yield b"</sst>"

    cell = '<row r="2"><c r="A2" t="s"><v>1</v></c></row>'
    return _workbook(path / "strings.xlsx", iter([_sheet(_header(), cell)]), strings=parts())


def billion_laughs(path: Path) -> Path:
    """Entities of entities of entities."""
    entities = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    strings = f'<?xml version="1.0"?><!DOCTYPE sst [{entities}]><sst xmlns="{MAIN}"><si><t>&l9;</t></si></sst>'.encode()
    cell = '<row r="2"><c r="A2" t="s"><v>0</v></c></row>'
    return _workbook(path / "laughs.xlsx", iter([_sheet(_header(), cell)]), strings=iter([strings]))


def nested_zip(path: Path) -> Path:
    """Archives in archives, the innermost of zeros."""
    inner = path / "zeros.bin"
    inner.write_bytes(bytes(10_000_000))
    for depth in range(4):
        outer = path / f"nested{depth}.zip"
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(10):
                archive.write(inner, f"{copy}.zip")
        inner = outer
    return inner.rename(path / "nested.xlsx")


def five_thousand_sheets(path: Path) -> Path:
    """More sheets than anyone has payments in."""
    return _workbook(path / "sheets.xlsx", iter([_sheet(_header())]), sheets=5_000, in_every_sheet=_sheet(_header()))


def lying_sizes(path: Path) -> Path:
    """A sheet whose directory entry says that it is small."""
    blown = blown_up_xml(path)
    with zipfile.ZipFile(blown) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
        true_size = info.file_size
    data = bytearray(blown.read_bytes())
    for at in _find_all(bytes(data), true_size.to_bytes(4, "little")):
        data[at : at + 4] = (100_000).to_bytes(4, "little")
    lying = path / "lying.xlsx"
    lying.write_bytes(data)
    return lying


def _find_all(data: bytes, wanted: bytes) -> Iterator[int]:
    at = data.find(wanted)
    while at >= 0:
        yield at
        at = data.find(wanted, at + 1)


def repeated_ods(path: Path) -> Path:
    """An OpenDocument sheet that says "this row, a million times, and this cell, sixteen thousand times"."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}"><office:body><office:spreadsheet>'
        f'<table:table table:name="S"><table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = path / "repeated.ods"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</manifest:manifest>",
        )
    return target


HEAD = b"Date,Supplier,Amount\n" + b"01/05/2026,Alder Ltd,12.50\n" * 1_000


def _text(name: str, part: bytes, head: bytes = HEAD) -> Callable[[Path], Path]:
    """Makes a text file: a sound beginning, and 100 MB of the same part again and again."""

    def make(folder: Path) -> Path:
        target = folder / f"{name}.csv"
        block = part * max(1, 1_000_000 // len(part))
        with target.open("wb") as out:
            out.write(head)
            for _ in range(100_000_000 // len(block)):
                out.write(block)
        return target

    make.__name__ = name
    return make


TEXTS = (
    _text("delimiters_in_one_line", b","),
    _text("delimiters_in_lines", b",,,,,,,\n"),
    _text("delimiters_alone", b",,,,,,,\n", head=b""),
    _text("nuls", b"\x00"),
    _text("nuls_alone", b"\x00", head=b""),
    _text("line_ends", b"\n"),
    _text("line_ends_of_all_kinds", b"\r\n\r\r\n"),
    _text("line_ends_alone", b"\n", head=b""),
    _text("quotation_marks", b'"'),
    _text("quotation_marks_in_lines", b'"\n'),
    _text("quotation_marks_alone", b'"', head=b""),
    _text("byte_order_marks", b"\xef\xbb\xbf", head=b""),
    _text("byte_order_marks_below", b"\xef\xbb\xbf\n"),
    _text("letters_in_lines", b"x\n"),
    _text("wide_below", b"x," * 5_000 + b"\n"),
    _text("a_log", b"2026-05-01 12:00:00 INFO the night job has begun to do its work\n", head=b""),
    _text("escapes", b"\x1b[0m", head=HEAD),
)


def one_line(path: Path) -> Path:
    """A text file of 499 MB without a line end."""
    target = path / "line.csv"
    with target.open("wb") as out:
        out.write(b"Date,Supplier,Amount,")
        for _ in range(499):
            out.write(b"abcdefghi," * 100_000)
    return target


def late_long_line(path: Path) -> Path:
    """A sound beginning, and then a line of 300 MB."""
    target = path / "late.csv"
    with target.open("wb") as out:
        out.write(HEAD)
        for _ in range(300):
            out.write(b"abcdefghij" * 100_000)
    return target


def one_quote(path: Path) -> Path:
    """A quotation mark that is never closed, and 300 MB after it."""
    target = path / "quote.csv"
    with target.open("wb") as out:
        out.write(b'Date,Supplier,Amount\n01/05/2026,"Alder Ltd,12.50\n')
        for _ in range(300):
            out.write(b"01/05/2026,Alder Ltd,12.50\n" * 37_000)
    return target


def one_late_quote(path: Path) -> Path:
    """The same with much before it, and sound quotation marks too."""
    target = path / "late-quote.csv"
    with target.open("wb") as out:
        out.write(b"Date,Supplier,Amount\n")
        for number in range(300):
            out.write(b'01/05/2026,"Alder, Ash Ltd",12.50\n' * 29_000)
            out.write(b'01/05/2026,"Alder Ltd,12.50\n' if number == 150 else b"")
    return target


def twenty_thousand_columns(path: Path) -> Path:
    """A table wider than any ledger."""
    target = path / "wide.csv"
    titles = ",".join(f"Column {n}" for n in range(20_000))
    target.write_text(f"{titles}\n" + (",".join(["1"] * 20_000) + "\n") * 50)
    return target


REFUSED: dict[str, Callable[[Path], Path]] = {
    make.__name__: make
    for make in (
        blown_up_xml,
        far_corner,
        shared_strings,
        billion_laughs,
        nested_zip,
        five_thousand_sheets,
        lying_sizes,
        repeated_ods,
        one_line,
        late_long_line,
        one_quote,
        one_late_quote,
        twenty_thousand_columns,
        *TEXTS,
    )
}
"""Name → makes the file in a folder. None of these may be read."""
