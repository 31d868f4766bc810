"""Forms and samples that a guide names, and where it says they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from monitor.domain.guide import Form
from monitor.extract.document import Document
from monitor.extract.layout import Line, cell_of
from monitor.extract.lexicon import pattern
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element

_FILE = re.compile(
    r"\.(?P<ending>pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|zip|rar|7z|jpe?g|png)(?=$|[?&#])", re.I
)
_MOST = 12
_LONGEST = 60
_NAME = 40
_HANDLED = ("onclick", "ng-click", "@click", "v-on:click", "data-url", "data-href", "data-id")


def ending_of(url: str) -> str:
    """The ending of a file that an address promises, in small letters; "" where it promises none."""
    parts = urlsplit(url)
    for text in (parts.path, parts.query):
        if match := _FILE.search(text):
            return match["ending"].lower()
    return ""


def is_file(url: str) -> bool:
    return bool(ending_of(url))


def names_form(text: str) -> bool:
    return len(text) <= _LONGEST and bool(pattern("form_name").search(text))


def read_forms(doc: Document, lines: Sequence[Line]) -> tuple[Form, ...]:
    """Each address once, in page order; then what is to be downloaded and has no link."""
    found: dict[str, Form] = {}
    promised: dict[str, Form] = {}
    for number, line in enumerate(lines):
        if line.aside:
            continue
        for link in line.links:
            url = doc.addresses.absolute(link.get("href") or "")
            name = _name(link, line, lines[max(0, number - 4) : number])
            if url and name and url != doc.url and url not in found:
                found[url] = Form(name, url, ending_of(url))
        if name := _promised(line, lines):
            promised.setdefault(name, Form(name))
    linked = {form.name for form in found.values()}
    loose = [form for form in promised.values() if form.name not in linked]
    return (*found.values(), *loose)[:_MOST]


def _name(link: Element, line: Line, before: Sequence[Line]) -> str:
    """What form a link leads to, "" for none: it says so itself, or says "download" beside the
    form's name."""
    text = text_of(link) or squeeze(link.get("title") or "")
    says_little = bool(pattern("form_link").search(text))
    if names_form(text) and not says_little and not pattern("guide_file").search(text):
        return _short(text)
    if not says_little:
        return ""
    if names_form(line.text) and line.text != text:
        return _short(line.text)
    row = _row(line)
    beside = [one for one in before if row is not None and _row(one) is row]
    return next((_short(one.text) for one in beside if names_form(one.text)), "")


def _row(line: Line) -> Element | None:
    cell = cell_of(line)
    return cell.getparent() if cell is not None else None


def _promised(line: Line, lines: Sequence[Line]) -> str:
    """The name of a form that the line offers for download though nothing there is a link."""
    text = line.text
    if not pattern("plain_download").search(text) or not names_form(text):
        return ""
    if pattern("download_elsewhere").search(text):
        return ""
    row = _row(line)
    around = row if row is not None else line.box
    if next(around.iter("a", "button", "input"), None) is not None:
        return ""
    handled = (one for one in (line.box, *line.box.iterancestors(), *around.iter()))
    if any(one.get(name) for one in handled for name in _HANDLED):
        return ""
    return _short(pattern("plain_download").sub("", text))


def _short(text: str) -> str:
    bare = pattern("form_number").sub("", text)
    return pattern("form_tail").sub("", bare).strip()[:_NAME]
