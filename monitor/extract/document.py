"""One parsed page, shared by all extractors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from lxml import etree

from monitor.extract.address import Addresses
from monitor.extract.flat import Flat
from monitor.extract.kept import kept
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place, mark_places
from monitor.extract.shown import squeeze, text_of

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
_REMARK = re.compile(r"(?:(?<=[\s;{}])|^)/\*.*?\*/|^\s*//(?!-->).*?$", re.S | re.M)
_INTERSTITIAL_LENGTH = 160


def parse(text: str) -> etree._Element | None:
    """The tree of an HTML text without comments; None when there is nothing to parse."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = _CLOSED.sub("", text.replace("\x00", "")).encode("utf-8", "replace")
    if not data.strip():
        return None
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    return root if isinstance(root, etree._Element) else None


@dataclass(slots=True)
class Script:
    """An inline script: where it stands and what it says."""

    element: etree._Element
    code: str

    @property
    def written(self) -> str:
        return written_by(self.code)


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


@dataclass
class Document:
    """The tree with scripts taken out of its text, and where on the page each element stands.

    `scripts` keeps the inline scripts in order; `places` is filled for every element; `source` is the
    text it was parsed from.
    """

    url: str
    root: etree._Element
    body: etree._Element
    flat: Flat = field(repr=False)
    scripts: list[Script]
    places: dict[etree._Element, Place] = field(repr=False)
    addresses: Addresses = field(repr=False)
    source: str = field(default="", repr=False)
    _said: dict[str, list[re.Match[str]]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, text: str, url: str) -> Document | None:
        """None when the text holds no markup at all."""
        root = parse(text)
        if root is None:
            return None
        body = next(root.iter("body"), root)
        scripts = _take_scripts(root)
        shown = text_of(body)
        if pattern("interstitial").may_match(shown) and _drop_interstitial(body):
            shown = text_of(body)
        base = next((b.get("href") for b in root.iter("base") if b.get("href")), None)
        flat = Flat(body, shown)
        places = mark_places(body, flat)
        return cls(url, root, body, flat, scripts, places, Addresses(url, base), text)

    @cached_property
    def title(self) -> str:
        found = next((text_of(t) for t in self.root.iter("title") if text_of(t)), "")
        return found

    @property
    def text(self) -> str:
        """Everything readable in the body."""
        return self.flat.text

    @cached_property
    def main_text(self) -> str:
        """The body's own words: without navigation, footer, breadcrumb and the text of links."""
        return squeeze(" ".join(self.own_words))

    @cached_property
    def own_words(self) -> list[str]:
        """The pieces of `main_text`, each as it stands between two tags."""
        return list(self._own_words())

    def _own_words(self) -> Iterator[str]:
        places = self.places
        waiting: list[tuple[Iterator[etree._Element], str | None]] = []
        inside, tail = iter((self.body,)), None
        while True:
            element = next(inside, None)
            if element is None:
                if tail:
                    yield tail
                if not waiting:
                    return
                inside, tail = waiting.pop()
            elif element in places or element.tag in _WORDLESS:
                if element.tail:
                    yield element.tail
            else:
                if element.text:
                    yield element.text
                waiting.append((inside, tail))
                inside, tail = iter(element), element.tail

    def said(self, key: str) -> list[re.Match[str]]:
        """Where `main_text` says something that the lexicon has under `key`; looked for once."""
        if key not in self._said:
            self._said[key] = list(pattern(key).finditer(self.main_text))
        return self._said[key]

    @cached_property
    def anchors(self) -> list[etree._Element]:
        return list(self.body.iter("a"))

    @cached_property
    def code(self) -> str:
        """All inline scripts in one text."""
        return "\n".join(script.code for script in self.scripts)


_WORDLESS = {"a", "option", "select", "textarea", "button"}
"""Whose words are not the page's own."""


def _take_scripts(root: etree._Element) -> list[Script]:
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
            _write(element, Script(element, code).written)
        elif code.strip():
            scripts.append(Script(element, told.code))
    return scripts


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
    return _Told(records if island else None, _writes_links(code), _REMARK.sub("", code))


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


def _drop_interstitial(body: etree._Element) -> bool:
    """The platform's hidden box that asks before leaving the site says nothing about the page. True
    when there was one."""
    words = pattern("interstitial")
    dropped = False
    for element in list(body.iter()):
        if not (element.text and words.search(element.text)):
            continue
        box = element
        for above in element.iterancestors():
            if above is body or len(text_of(above)) > _INTERSTITIAL_LENGTH:
                break
            box = above
        parent = box.getparent()
        if parent is None or box is body or len(text_of(box)) > _INTERSTITIAL_LENGTH:
            continue
        previous = box.getprevious()
        if box.tail and previous is not None:
            previous.tail = (previous.tail or "") + box.tail
        elif box.tail:
            parent.text = (parent.text or "") + box.tail
        parent.remove(box)
        dropped = True
    return dropped
