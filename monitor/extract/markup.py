"""Markup becomes lxml's tree, and what scripts plainly write on the page a part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from lxml import etree

from monitor.extract.kept import kept
from monitor.extract.lexicon import pattern
from monitor.extract.shown import squeeze
from monitor.extract.tree import MARK

_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S | re.I)
_WRITE = re.compile(r"""document\.write(?:ln)?\s*\(\s*(unescape\(\s*)?(["'])(.*?)(?<!\\)\2""", re.S)
_WRITE_NAME = re.compile(r"document\.write(?:ln)?\s*\(\s*([A-Za-z_]\w*)\s*\)")
_ASSIGNED = re.compile(r"""\b([A-Za-z_]\w*)\s*=\s*(["'])(.*?)(?<!\\)\2""", re.S)
# Included head and foot files bring their own: a browser reads on, the parser would stop.
_CLOSED = re.compile(r"</(?:html|body)\s*>", re.I)
_ISLAND = re.compile(r"^\s*<datastore>.*<recordset>\s*</recordset>", re.S | re.I)
_LITERAL = re.compile(
    r"""document\.write(?:ln)?\s*\(\s*(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')\s*\)"""
)
_LINK = re.compile(r"<a\b", re.I)
_BRANCH = re.compile(r"\b(?:if|else|for|while|switch|function)\b|=>|\?")
SCRIPT = 1 << 14
"""Longer scripts are libraries of one page, and are read anew."""
ISLAND = "data-island"
"""Marks a list that stood in a script."""
# A remark in a script where one can only be a remark; // also stands in addresses.
_REMARK = re.compile(r"(?:(?<=[\s;{}])|^)/\*.*?\*/|^[^\S\n]*//(?!-->).*?$", re.S | re.M)
_LINE_REMARK = re.compile(r"^[^\S\n]*//(?!-->).*?$", re.S | re.M)
_MANY_REMARKS = 200
_LONG_TAG = 1 << 16
_TAG = re.compile(rf"<([a-zA-Z]\w*)\b[^<>]{{{_LONG_TAG - 100},}}>?")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_MANY_ATTRIBUTES = 1_000
_INTERSTITIAL_LENGTH = 160
_EVERYTHING = etree.XPath("string()", smart_strings=False)
_MARKS = etree.XPath(f"count(//@{MARK})")


@cache
def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)


def parse(text: str) -> etree._Element | None:
    """The tree of an HTML text without comments; None when there is nothing to parse."""
    shown = _CLOSED.sub("", text.replace("\x00", ""))
    if len(shown) > _LONG_TAG:
        shown = _TAG.sub(_bare, shown)
    data = shown.encode("utf-8", "replace")
    if not data.strip():
        return None
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError:
        return None
    return root if isinstance(root, etree._Element) else None


def _bare(tag: re.Match[str]) -> str:
    """The parser compares each attribute with all before it: a tag of thousands stands without any."""
    many = len(_QUOTED.sub("", tag[0]).split()) > _MANY_ATTRIBUTES
    return f"<{tag[1]}>" if many else tag[0]


@dataclass(frozen=True, slots=True)
class Markup:
    """A page's tree without code, and its inline scripts: the element and what it says."""

    root: etree._Element
    scripts: list[tuple[etree._Element, str]]


def parsed(text: str, marks: int = 0) -> Markup | None:
    """None when the text holds no markup at all, or other than so many elements with a `MARK`: what a
    script would write is none yet."""
    root = parse(text)
    if root is None or (marks and _MARKS(root) != marks):
        return None
    scripts = _take_scripts(root)
    body = next(root.iter("body"), root)
    if pattern("interstitial").may_match(_text_of(body)):
        _drop_interstitial(body)
    return Markup(root, scripts)


def _text_of(element: etree._Element) -> str:
    """The element's text as a visitor reads it, in one line."""
    return squeeze(str(_EVERYTHING(element)))


def written_by(code: str) -> str:
    """What a script's document.write calls put on the page, as far as they are literal."""
    parts = []
    for match in _WRITE.finditer(code):
        parts.append(unquote(match[3]) if match[1] else match[3])
    values = {match[1]: match[3] for match in _ASSIGNED.finditer(code)}
    for match in _WRITE_NAME.finditer(code):
        if match[1] in values:
            parts.append(values[match[1]])
    return " ".join(parts).replace("\\'", "'").replace('\\"', '"').replace("\\/", "/")


def _take_scripts(root: etree._Element) -> list[tuple[etree._Element, str]]:
    """Empty scripts and styles so that text is only text; unfold lists kept in data islands."""
    scripts = []
    for element in list(root.iter("script", "style")):
        code = element.text or ""
        element.text = None
        if element.tag == "style" or not code:
            continue
        told = _tell(code)
        if told.records is not None:
            _unfold(element, told.records)
        elif told.only_writes:
            _write(element, written_by(code))
        elif code.strip():
            scripts.append((element, told.code))
    return scripts


def shapes(markup: str) -> bool:
    """Whether a script's element, in `markup`, is more than code: elements come of it."""
    told = _tell(markup.partition(">")[2].rpartition("<")[0])
    return told.records is not None or told.only_writes


@dataclass(frozen=True, slots=True)
class _Told:
    """What a script is: rows of a data island, a writer of links, or code (without remarks)."""

    records: tuple[str, ...] | None
    only_writes: bool
    code: str


@kept(1 << 8, longest=SCRIPT)
def _tell(code: str) -> _Told:
    """Kept: the pages of a site have their scripts in common."""
    records = tuple(_RECORD.findall(code))
    island = bool(records or _ISLAND.search(code))
    return _Told(records if island else None, _writes_links(code), _without_remarks(code))


def _without_remarks(code: str) -> str:
    """Of very many beginnings those behind the last end are not followed, each in vain to the end."""
    many = code.count("/*") > _MANY_REMARKS
    end = code.rfind("*/") + 2 if many else len(code)
    return _REMARK.sub("", code[:end]) + _LINE_REMARK.sub("", code[end:])


def _writes_links(code: str) -> bool:
    """It does nothing but write links, all of them literally and without conditions."""
    calls = len(_LITERAL.findall(code))
    return (
        0 < calls == code.count("document.write")
        and len(_LINK.findall(code)) > 1
        and not _BRANCH.search(_LITERAL.sub("", code))
    )


def _write(script: etree._Element, markup: str) -> None:
    tree = parse(f"<div>{markup}</div>")
    body = next(tree.iter("body"), None) if tree is not None else None
    if body is None:
        return
    made = [row for top in body for row in (top if top.tag == "div" else [top])]
    for row in reversed(made):
        script.addnext(row)


def _unfold(island: etree._Element, records: Sequence[str]) -> None:
    """The rows of a data island as a list in its place; an island without rows is an empty list."""
    tree = parse("<div>" + "".join(records) + "</div>")
    body = next(tree.iter("body"), None) if tree is not None else None
    parent = island.getparent()
    if body is None or parent is None:
        return
    rows = list(body[0]) if len(body) == 1 and body[0].tag == "div" else list(body)
    holder = etree.Element("ul" if all(row.tag == "li" for row in rows) else "div")
    holder.extend(rows)
    holder.set(ISLAND, "true")
    holder.tail = island.tail
    parent.replace(island, holder)


def _drop_interstitial(body: etree._Element) -> None:
    """The platform's hidden box that asks before leaving the site says nothing about the page."""
    words = pattern("interstitial")
    for element in list(body.iter()):
        if not (element.text and words.search(element.text)):
            continue
        box = element
        for above in element.iterancestors():
            if above is body or len(_text_of(above)) > _INTERSTITIAL_LENGTH:
                break
            box = above
        parent = box.getparent()
        if parent is None or box is body or len(_text_of(box)) > _INTERSTITIAL_LENGTH:
            continue
        previous = box.getprevious()
        if box.tail and previous is not None:
            previous.tail = (previous.tail or "") + box.tail
        elif box.tail:
            parent.text = (parent.text or "") + box.tail
        parent.remove(box)
