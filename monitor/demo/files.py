"""Files as offices attach them, made of rows of words: docx, xlsx, pdf, csv."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from monitor.demo.model import NOTE, Answer

Rows = Sequence[Sequence[str]]

_OFFICE = "http://schemas.openxmlformats.org"
_WORD = f"{_OFFICE}/wordprocessingml/2006/main"
_SHEET = f"{_OFFICE}/spreadsheetml/2006/main"
_KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=gb18030",
}
_LINES_A_PAGE = 40


def attached(form: str, rows: Rows) -> Answer:
    """The file as a server sends it."""
    return Answer(_MAKERS[form](rows), content_type=_KINDS[form])


def docx(rows: Rows) -> bytes:
    """A row of one cell is a paragraph, the others are rows of tables."""
    body = "".join(_paragraph(row[0]) if len(row) == 1 else _table_row(row) for row in rows)
    return _packed(
        {"word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'}
    )


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _table_row(row: Sequence[str]) -> str:
    cells = "".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row)
    return f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"


def xlsx(rows: Rows) -> bytes:
    """One sheet; texts are shared, as spreadsheets keep them."""
    texts = list(dict.fromkeys(cell for row in rows for cell in row))
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{chr(65 + place)}{number}" t="s"><v>{texts.index(cell)}</v></c>'
            for place, cell in enumerate(row)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    return _packed(
        {
            "xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}">{shared}</sst>',
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{_SHEET}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
            ),
        }
    )


def _packed(parts: dict[str, str]) -> bytes:
    """The same bytes whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {
            "[Content_Types].xml": f"<Types><!-- {NOTE} --></Types>",
            **parts,
        }.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 26, 0, 0, 0)), text)
    return made.getvalue()


def pdf(rows: Rows) -> bytes:
    """Pages of lines in a font that readers bring themselves; cells stand apart."""
    pages = [rows[start : start + _LINES_A_PAGE] for start in range(0, len(rows), _LINES_A_PAGE)]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<<"
        "/Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)"
        "/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500 814 939 500]>>]>>",
    ]
    for number, page in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents {5 + 2 * number} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        drawn = "\n".join(_drawn(row, 560 - 13 * line) for line, row in enumerate(page))
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream")
    return _numbered(objects)


def _drawn(row: Sequence[str], height: int) -> str:
    wide = 780 // max(1, len(row))
    return "\n".join(
        f"BT /F1 9 Tf 1 0 0 1 {30 + place * wide} {height} Tm "
        f"<{cell.encode('utf-16-be').hex()}> Tj ET"
        for place, cell in enumerate(row)
    )


def _numbered(objects: Sequence[str]) -> bytes:
    text = f"%PDF-1.4\n% {NOTE}\n".encode()
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        text
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\n"
            f"startxref\n{len(text)}\n%%EOF\n"
        ).encode()
    )


def csv(rows: Rows) -> bytes:
    """As old programs write it."""
    return "\r\n".join([",".join(row) for row in rows] + [NOTE]).encode("gb18030")


_MAKERS = {"docx": docx, "xlsx": xlsx, "pdf": pdf, "csv": csv}
