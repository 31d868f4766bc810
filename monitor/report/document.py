"""A Word document as a government office sends one (layout after GB/T 9704-2012)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import cast
from unicodedata import east_asian_width

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.section import _Footer
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from monitor.report.package import stamp, write_package
from monitor.report.sheet import safe
from monitor.report.workbook import zh

_LATIN = "Times New Roman"
_TITLE, _BODY, _HEAD, _SECOND, _PAGE = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
    "宋体",
)
_INSTEAD = {
    _TITLE: "华文中宋,宋体,SimSun",
    _BODY: "仿宋,FangSong",
    _HEAD: "SimHei",
    _SECOND: "楷体,KaiTi",
}
"""What to set where a machine has not the face: newer systems have 仿宋 and 楷体 under plain names."""
_AFTER_BORDERS = tuple(map(qn, ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")))
_CLOSING = 5
"""Paragraphs, the white before it counted, that a colophon takes along."""
_SHORT = 8
"""Up to so many characters a cell is centred."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Margins in millimetres; letters and the pitch of lines in points. `numbered`: has page numbers."""

    top: float
    right: float
    bottom: float
    left: float
    title: float
    body: float
    pitch: float
    cell: float
    numbered: bool = True

    @property
    def width(self) -> float:
        """What is left for text, in millimetres of an A4 page."""
        return 210 - self.left - self.right


OFFICIAL = Layout(37, 26, 35, 28, title=22, body=16, pitch=28, cell=10.5)
ONE_PAGE = Layout(16, 18, 14, 18, title=20, body=10.5, pitch=16, cell=9, numbered=False)


class Paper:
    """A document written from top to bottom. Text is text: characters that XML has not are left out."""

    def __init__(self, layout: Layout = OFFICIAL) -> None:
        self.layout = layout
        self._document = Document()
        self._end: list[Paragraph] = []
        self._breaks = False
        self._defaults()
        self._page()

    def title(self, text: str) -> None:
        paragraph = self._add(text, self._style("Title"))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def centred(self, text: str) -> None:
        """A line under the title."""
        self._add(text).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def mark(self, text: str) -> None:
        """What a document is not yet, or for whom only (送审稿), in 黑体 at the left edge."""
        self._add("")
        _letters(_run(self._end[0], text), _HEAD, self.layout.body)

    def addressee(self, text: str) -> None:
        """Whom it is for, from the left edge."""
        self._add(text)

    def paragraph(self, text: str) -> None:
        """A paragraph whose first line is two characters in."""
        paragraph = self._add(text)
        paragraph.paragraph_format.first_line_indent = Pt(2 * self.layout.body)

    def heading(self, text: str, level: int = 1) -> None:
        """Level 1 (一、) is set in 黑体, level 2 (（一）) in 楷体."""
        paragraph = self._add(text, self._style(f"Heading {level}"))
        paragraph.paragraph_format.first_line_indent = Pt(2 * self.layout.body)

    def table(
        self, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """A table whose head is repeated on each page. `widths`: parts of the width of the text."""
        table = self._table(1 + len(rows), widths)
        for cell, text in zip(table.rows[0].cells, headings, strict=True):
            self._cell(cell, text, _HEAD, centred=True)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row, values in zip(list(table.rows)[1:], rows, strict=True):
            pairs = zip(row.cells, values, strict=True)
            self._end = [
                self._cell(cell, text, _BODY, centred=len(text) <= _SHORT) for cell, text in pairs
            ]

    def form(self, rows: Sequence[tuple[str, str]], widths: tuple[float, float]) -> None:
        """What stands on the left names what stands on the right."""
        table = self._table(len(rows), widths)
        self._end = []
        for row, (name, value) in zip(table.rows, rows, strict=True):
            for paragraph in self._end:  # the form stays on one page where one can hold it
                paragraph.paragraph_format.keep_with_next = True
            self._end = [
                self._cell(row.cells[0], name, _HEAD, centred=True),
                self._cell(row.cells[1], value, _BODY, centred=False),
            ]

    def picture(self, body: bytes, words: str) -> None:
        """A PNG over the width of the text, and what it shows in words for those who cannot see it."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        shape = paragraph.add_run().add_picture(io.BytesIO(body), Mm(self.layout.width - 2))
        shape._inline.docPr.set("descr", safe(words))
        self._end = [paragraph]

    def new_page(self) -> None:
        """What comes next (a text, not a table) begins a page."""
        self._breaks = True

    def space(self, points: float) -> None:
        """White between two tables."""
        paragraph = self._document.add_paragraph()
        _pitch(paragraph, points)

    def signature(self, office: str, day: date | None) -> None:
        """Who and when, on the right: the day ends four characters in, the name is centred above it.

        They never stand alone on a page. Without a day it says that it is 待定.
        """
        for paragraph in self._end:
            paragraph.paragraph_format.keep_with_next = True
        written = written_day(day)
        size = self.layout.body
        inset = 4 * size
        over = max(0.0, inset + (_units(written) - _units(office)) * size / 4)
        for text, right in ((office, over), (written, inset)):
            paragraph = self._add(text)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(right)
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.keep_with_next = text is office
            if text is office:
                paragraph.paragraph_format.space_before = Pt(self.layout.pitch)

    def colophon(self, lines: Sequence[str]) -> None:
        """版记: lines of 14 points between rules over the whole width.

        What closes the text (its last paragraph, name, day, a note) goes with it to its page.
        """
        self.space(self.layout.pitch)
        for paragraph in self._document.paragraphs[-_CLOSING:]:
            paragraph.paragraph_format.keep_with_next = True
        table = self._table(len(lines), (1,), style="Normal Table")
        _rules(table)
        for row, text in zip(table.rows, lines, strict=True):
            paragraph = self._cell(row.cells[0], "", _BODY, centred=False)
            _letters(_run(paragraph, text), _BODY, 14)
            _pitch(paragraph, 14 * 1.5)
            white = paragraph.paragraph_format
            white.left_indent, white.first_line_indent = Pt(4 * 14), Pt(-3 * 14)
            white.right_indent = Pt(14)
            white.keep_with_next = row is not table.rows[-1]

    def save(self, path: Path, moment: datetime) -> Path:
        """Write the file; the same content and moment give the same bytes. Raises OSError."""
        properties = self._document.core_properties
        properties.author = properties.last_modified_by = "gov-monitor"
        properties.comments = ""
        properties.created = properties.modified = stamp(moment)
        return write_package(path, moment, self._document.save)

    def _add(self, text: str, style: ParagraphStyle | None = None) -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        if self._breaks:
            paragraph.paragraph_format.page_break_before = True
            self._breaks = False
        _run(paragraph, text)
        self._end = [paragraph]
        return paragraph

    def _style(self, name: str) -> ParagraphStyle:
        return cast(ParagraphStyle, self._document.styles[name])

    def _defaults(self) -> None:
        layout = self.layout
        for name, face, size, pitch in (
            ("Normal", _BODY, layout.body, layout.pitch),
            ("Title", _TITLE, layout.title, layout.title * 1.6),
            ("Heading 1", _HEAD, layout.body, layout.pitch),
            ("Heading 2", _SECOND, layout.body, layout.pitch),
        ):
            style = self._style(name)
            _face(style, face, size)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
            style.paragraph_format.line_spacing = Pt(pitch)
            style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        self._style("Title").paragraph_format.space_after = Pt(layout.pitch / 2)
        borders = self._style("Title").element.find(".//" + qn("w:pBdr"))
        if borders is not None:  # the template underlines its titles
            borders.getparent().remove(borders)
        self._fallbacks()
        for language in self._document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")

    def _fallbacks(self) -> None:
        """Name other faces for each of ours, as Word's own table of fonts does."""
        part = self._document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
        fonts = parse_xml(part.blob)
        for name, others in _INSTEAD.items():
            font = OxmlElement("w:font")
            font.set(qn("w:name"), name)
            for tag, value in (("altName", others), ("charset", "86"), ("pitch", "default")):
                element = OxmlElement(f"w:{tag}")
                element.set(qn("w:val"), value)
                font.append(element)
            fonts.append(font)
        part._blob = serialize_part_xml(fonts)

    def _page(self) -> None:
        section, layout = self._document.sections[0], self.layout
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(layout.top), Mm(layout.bottom)
        section.left_margin, section.right_margin = Mm(layout.left), Mm(layout.right)
        if layout.numbered:
            section.footer_distance = Mm(layout.bottom - 10)
            self._document.settings.odd_and_even_pages_header_footer = True
            self._number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
            self._number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)

    def _number(self, footer: _Footer, side: WD_ALIGN_PARAGRAPH) -> None:
        """`— 1 —` in 14 points, one character in from the outer edge."""
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        for run in (_run(paragraph, "— "), _field(paragraph, "PAGE"), _run(paragraph, " —")):
            _letters(run, _PAGE, 14)

    def _table(self, rows: int, widths: Sequence[float], style: str = "Table Grid") -> Table:
        """An empty table with fixed columns; a row does not break over pages."""
        table: Table = self._document.add_table(rows, len(widths))
        table.style = style
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        whole = sum(widths)
        for index, width in enumerate(widths):
            measured = Mm(self.layout.width * width / whole)
            table.columns[index].width = measured
            for cell in table.columns[index].cells:
                cell.width = measured
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        return table

    def _cell(self, cell: _Cell, text: str, face: str, *, centred: bool) -> Paragraph:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph: Paragraph = cell.paragraphs[0]
        _pitch(paragraph, self.layout.cell * 1.4)
        white = paragraph.paragraph_format
        white.space_before = white.space_after = Pt(self.layout.cell * 0.15)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        _letters(_run(paragraph, text), face, self.layout.cell)
        return paragraph


def written_day(day: date | None) -> str:
    """成文日期 in Arabic figures without zeros before them (GB/T 9704-2012), or that it is 待定."""
    if day is None:
        return zh("papers.undated")
    return zh("papers.day", year=day.year, month=day.month, day=day.day)


def _run(paragraph: Paragraph, text: str) -> Run:
    """The hint keeps “quotation marks” as wide as Chinese ones."""
    run = paragraph.add_run(safe(text))
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    return run


def _letters(run: Run, face: str, size: float) -> None:
    run.font.name = _LATIN
    run.font.size = Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _face(style: ParagraphStyle, face: str, size: float) -> None:
    """Black upright letters; the template's theme would win over faces named beside it."""
    style.font.name = _LATIN
    style.font.size = Pt(size)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), face)
    for spread in ("w:spacing", "w:kern"):
        for found in properties.findall(qn(spread)):
            properties.remove(found)


def _pitch(paragraph: Paragraph, points: float) -> None:
    paragraph.paragraph_format.line_spacing = Length(Pt(points))
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY


def _rules(table: Table) -> None:
    """Rules over the whole width: 0.35 mm at the ends, 0.25 mm between (GB/T 9704-2012, 版记)."""
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", "8"), ("bottom", "8"), ("insideH", "6")):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", "000000")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    after = next(one for one in table._tbl.tblPr if one.tag in _AFTER_BORDERS)
    after.addprevious(borders)  # Word reads properties in the order of its schema alone


def _field(paragraph: Paragraph, code: str) -> Run:
    run = _run(paragraph, "")
    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run._element.append(element)
    return run


def _units(text: str) -> int:
    """Half characters: a Chinese one is two wide."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)
