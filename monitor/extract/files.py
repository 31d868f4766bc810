"""What stands in a file: pdf, docx, xlsx, txt and csv become text, within bounds.

Lines are rows and tabs part cells, as in `laid`. Files come from strangers: what they unpack to, how
many pages they claim and how much they say is bounded here; how long they take and how much memory,
by whoever calls this in a process of its own (`monitor.crawl.files`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from lxml import etree

from monitor.domain.evidence import Encoding, PageEvidence, PageKind
from monitor.domain.personal import File, FileState
from monitor.extract.decode import decode
from monitor.extract.particulars import text_particulars

READABLE = frozenset({"pdf", "docx", "xlsx", "txt", "csv"})
LONGEST_TEXT = 1_000_000
"""Characters kept of one file; the rest is not read."""
MOST_PAGES = 400
MOST_UNPACKED = 64 * 1024 * 1024
MOST_PARTS = 400
_MOST_COLUMNS = 200
_TEXT_OF_PAGE = 8
"""Fewer characters on most of its pages: the pages are pictures."""

_DOCUMENTS = READABLE | {
    "doc", "xls", "ppt", "pptx", "wps", "et", "dps", "ofd", "rtf", "ceb", "zip", "rar", "7z", "odt", "ods",
}  # fmt: skip
_FORMS = {
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "text/csv": "csv",
}
_VAGUE = frozenset({"doc", "xls", None})
"""Servers call the new forms by the old ones' names."""
_NAME = re.compile(r"""filename\*?\s*=\s*(?:[\w-]*'[\w-]*')?["']?([^"';]+)""", re.I)
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{2,4})$")
_MARKUP = re.compile(rb"^\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<html)", re.I)


def form_of(url: str, content_type: str | None, disposition: str | None = None) -> str | None:
    """Which document an address gives, by its headers and its name; None for pages, pictures and
    whatever else is none. `disposition`: the header of that name."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind.endswith(("html", "json")) or kind.startswith(("image/", "video/", "audio/")):
        return None
    named = _NAME.search(disposition or "")
    names = (unquote(named[1]) if named else "", unquote(urlsplit(url).path), url)
    forms = (match[1].lower() for name in names if (match := _EXTENSION.search(name.strip())))
    called = next((form for form in forms if form in _DOCUMENTS), None)
    declared = _FORMS.get(kind)
    return (called or declared) if declared in _VAGUE else declared


def unread(url: str, form: str, state: FileState) -> PageEvidence:
    """A file of which nothing was read, and why."""
    return _evidence(url, File(form, state))


def read_file(body: bytes, *, url: str, form: str, content_type: str | None = None) -> PageEvidence:
    """Everything the extractors read from one file, whole as it came. Never raises on odd bytes."""
    if form not in READABLE:
        return unread(url, form, FileState.NOT_READABLE)
    try:
        text, state = _TEXTS[form](body, content_type)
    except (etree.Error, zipfile.BadZipFile, zipfile.LargeZipFile, *_ODD) as error:
        locked = isinstance(error, RuntimeError)  # what zipfile says of a password
        return unread(url, form, FileState.LOCKED if locked else FileState.BROKEN)
    if len(text) > LONGEST_TEXT:
        text, state = text[:LONGEST_TEXT], FileState.CUT
    page = _evidence(url, File(form, state))
    said = text_particulars(text, unquote(urlsplit(url).path).rpartition("/")[2])
    return replace(
        page,
        particulars=replace(said, file=page.particulars.file),
        text_length=len(text),
    )


_ODD = (KeyError, ValueError, RuntimeError, NotImplementedError, OSError, EOFError, IndexError)
"""What the libraries raise on damaged files."""


def _evidence(url: str, file: File) -> PageEvidence:
    page = PageEvidence(url, PageKind.OTHER, Encoding(file.form, "header"))
    return replace(page, particulars=replace(page.particulars, file=file))


def _plain(body: bytes, content_type: str | None) -> tuple[str, FileState]:
    if _MARKUP.match(body[:200]) or b"\0\0\0" in body[:1024]:
        raise ValueError("no text")
    return decode(body, content_type)[0].replace("\r", ""), FileState.READ


def _comma_separated(body: bytes, content_type: str | None) -> tuple[str, FileState]:
    text, state = _plain(body, content_type)
    return text.replace('"', "").replace(",", "\t"), state


# Word and Excel: packed XML.


def _parts(body: bytes, wanted: re.Pattern[str]) -> Iterator[tuple[str, bytes]]:
    """The parts whose names fit, in their order, as long as they unpack to what we bear. The sizes
    that an archive declares are believed of nobody: it is the bytes that come out that count."""
    if body[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("no archive")
    left = MOST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = [one for one in archive.namelist() if wanted.fullmatch(one)]
        for name in sorted(names, key=lambda one: (len(one), one))[:MOST_PARTS]:
            with archive.open(name) as part:
                data = part.read(left + 1)
            left -= len(data)
            if left < 0:
                raise ValueError("unpacks to too much")
            yield name, data


def _events(data: bytes) -> Iterator[tuple[str, str, etree._Element]]:
    """What begins and ends in a part, by its local name. What ended is forgotten."""
    source = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    for event, element in source:
        yield event, etree.QName(element).localname, element
        if event == "end" and element.getparent() is not None:
            while element.getprevious() is not None:
                del element.getparent()[0]


_WORD_PARTS = re.compile(
    r"word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes|comments)\.xml"
)
_SHEET_PARTS = re.compile(r"xl/(?:sharedStrings|worksheets/[\w-]+)\.xml", re.I)


def _word(body: bytes, _: str | None) -> tuple[str, FileState]:
    pieces: list[str] = []
    seen = False
    for _name, data in _parts(body, _WORD_PARTS):
        seen = True
        cells = 0
        for event, name, element in _events(data):
            if event == "start":
                cells += name == "tc"
            elif name == "t" and element.text:
                pieces.append(element.text)
            elif name in ("tab", "br", "cr"):
                pieces.append(" ")
            elif name == "p":
                pieces.append(" " if cells else "\n")
            elif name == "tc":
                cells -= 1
                pieces.append("\t")
            elif name == "tr":
                pieces.append("\n")
    if not seen:
        raise ValueError("no document in it")
    return "".join(pieces), FileState.READ


def _sheet(body: bytes, _: str | None) -> tuple[str, FileState]:
    shared: list[str] = []
    lines: list[str] = []
    seen = False
    for name, data in _parts(body, _SHEET_PARTS):
        if name.lower().endswith("sharedstrings.xml"):
            shared = list(_shared(data))
    for name, data in _parts(body, _SHEET_PARTS):
        if not name.lower().endswith("sharedstrings.xml"):
            seen = True
            lines += _rows(data, shared)
    if not seen:
        raise ValueError("no sheet in it")
    return "\n".join(lines), FileState.READ


def _shared(data: bytes) -> Iterator[str]:
    pieces: list[str] = []
    for event, name, element in _events(data):
        if event == "end" and name == "t" and element.text:
            pieces.append(element.text)
        elif event == "end" and name == "si":
            yield "".join(pieces)
            pieces = []


def _rows(data: bytes, shared: list[str]) -> Iterator[str]:
    row: list[str] = []
    kind, column, value = "", 0, ""
    said = 0
    for event, name, element in _events(data):
        if event == "start":
            if name == "c":
                kind, column, value = element.get("t") or "", _column(element.get("r"), row), ""
        elif name in ("v", "t"):
            value += element.text or ""
        elif name == "c" and value and column < _MOST_COLUMNS:
            row += [""] * (column - len(row))
            row.append(_value(value, kind, shared))
        elif name == "row":
            line = "\t".join(one.replace("\n", " ") for one in row)
            row = []
            said += len(line)
            yield line
            if said > LONGEST_TEXT:
                return


def _column(place: str | None, row: list[str]) -> int:
    """The number of a cell's column, by its letters; the next one where it has none."""
    letters = re.match(r"[A-Z]{1,3}", place or "")
    if letters is None:
        return len(row)
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(value: str, kind: str, shared: list[str]) -> str:
    if kind == "s":
        place = int(value)
        return shared[place] if 0 <= place < len(shared) else ""
    if not kind and "E" in value:  # a long number, as spreadsheets keep it
        number = float(value)
        return str(int(number)) if 0 < number < 1e15 else value
    return value


# Portable documents.


def _portable(body: bytes, _: str | None) -> tuple[str, FileState]:
    import pypdfium2  # a library of its own, needed by the reading process alone

    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            return "", FileState.LOCKED
        raise ValueError("no document") from error
    try:
        return _pages(document)
    finally:
        document.close()


def _pages(document: object) -> tuple[str, FileState]:
    count = len(document)  # type: ignore[arg-type]
    texts: list[str] = []
    length = pictures = 0
    for number in range(min(count, MOST_PAGES)):
        page = document[number]  # type: ignore[index]
        words = page.get_textpage()
        text = words.get_text_range().replace("\r", "")
        words.close()
        page.close()
        pictures += len(text.strip()) < _TEXT_OF_PAGE
        texts.append(text)
        length += len(text)
        if length > LONGEST_TEXT:
            break
    if 2 * pictures > len(texts):
        return "\n".join(texts), FileState.SCANNED
    cut = len(texts) < count
    return "\n".join(texts), FileState.CUT if cut else FileState.READ


_TEXTS = {
    "pdf": _portable,
    "docx": _word,
    "xlsx": _sheet,
    "txt": _plain,
    "csv": _comma_separated,
}
