"""What the pages of a site have in common, known by its bytes before a page is parsed: menus, heads and
feet are parsed once, and their elements stand in one page after the other.

A page read so is the same, element for element, as a page read whole. A part may therefore only be
what means the same wherever it stands: one element whose tags are all closed in their turn, with
nothing left for the parser to mend. An empty element of its tag holds its place.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from monitor.extract.lexicon import pattern
from monitor.extract.markup import parse, parsed, shapes
from monitor.extract.tree import MARK, Element, Part, Tree, grown

Read = tuple[Tree, list[tuple[Element, str]]]
"""A page's tree, and its inline scripts in page order with what they say."""

_LEAST = 400
"""Characters of markup that are worth knowing."""
_KNOWN_BY = 64
"""So many characters of its beginning a part is looked for by."""
_PARTS = 96
"""Of one site."""
_SIGHTINGS = 1 << 12
_FIRST_PAGES, _OFTEN = 4, 4
"""Parts are looked for on a site's first pages, as soon as there is room for them; then ever more rarely:
on some 2n of n times n pages."""
_SCANT = 0.7
"""And only where less of a page is known than this share of what is at best."""
_ELEMENTS = 24_000
"""Of all sites together: some twenty-five megabytes."""
_SHARES = 12
"""Parts are looked for where there is room for so large a share of all that is kept."""
_AWAY = 2_000
"""So many pages of others after its last one a site gives up its place to another. Where more sites are
read in turn than there is room for, some are known and stay; else none would ever be."""

_TOKEN = re.compile(
    r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>"
    r"|<(/?)([a-z][a-z0-9]*)(?=[\s/>])((?:[^>\"'/]|\"[^\"]*\"|'[^']*'|/(?!>))*)(/?)>|<[!?/a-z]",
    re.S | re.I,
)
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "param"})
_NEVER = frozenset(
    {
        "html", "head", "body", "title", "base", "meta", "link", "frameset", "frame", "noframes", "noembed",
        "plaintext", "xmp", "listing", "template", "noscript", "svg", "math", "textarea", "iframe", "embed",
    }
)  # fmt: skip
"""What stands elsewhere in the tree than in the text, or is not read as markup."""
_ROOTS = frozenset(
    {"div", "ul", "ol", "dl", "table", "header", "footer", "nav", "section", "aside"}
)


def read_whole(text: str) -> Read | None:
    """None when the text holds no markup at all."""
    markup = parsed(text)
    return None if markup is None else grown(markup.root, markup.scripts)


@dataclass(slots=True)
class _Site:
    """`parts` by the beginning of their text; `sightings`: pieces seen once, by their hash."""

    parts: dict[str, list[Part]] = field(default_factory=dict)
    sightings: set[int] = field(default_factory=set)
    count: int = 0
    elements: int = 0
    pages: int = 0
    read_at: int = 0
    learned: int = 0
    known: float = 0.0
    """The share of a page's text that parts are, at its best."""

    def is_due(self, share: float) -> bool:
        """Whether to look for parts on one more page: on the first of a site, then on some of those of
        which little is known."""
        self.pages += 1
        self.known = max(self.known, share)
        if self.count >= _PARTS:
            return False
        if self.learned < _FIRST_PAGES:
            return True
        return share < _SCANT * self.known and self.learned**2 < self.pages * _OFTEN


class Furniture:
    """Of the sites read last: `elements` are kept, at most so many."""

    def __init__(self, most: int = _ELEMENTS) -> None:
        self._most = most
        self._pages = 0
        self.elements = 0
        self._sites: OrderedDict[str, _Site] = OrderedDict()

    def read(self, text: str, url: str) -> Read | None:
        """The same as `read_whole`. Elements of parts stand in the page read last, and in no other."""
        site = self._site(urlsplit(url).netloc)
        pieces, parts = _cut(text, site)
        if parts:
            share = 1 - sum(map(len, pieces)) / len(text)
            if not (site.is_due(share) and self._has_room(self._most // _SHARES)):
                read = _put_together(pieces, parts)
                if read is not None:
                    return read
        elif not (site.is_due(0.0) and self._has_room(self._most // _SHARES)):
            return read_whole(text)
        read = read_whole(text)
        if read is not None:
            site.learned += 1
            self._learn(site, text, read)
        return read

    def _site(self, host: str) -> _Site:
        site = self._sites.get(host)
        if site is None:
            site = self._sites[host] = _Site()
        self._sites.move_to_end(host)
        self._pages += 1
        site.read_at = self._pages
        return site

    def _has_room(self, elements: int) -> bool:
        """Whether so many more may be kept, once sites are forgotten that were not read of late."""
        while self.elements + elements > self._most:
            longest = next(iter(self._sites.values()))
            if longest.read_at > self._pages - _AWAY:
                return False
            self._sites.popitem(last=False)
            self.elements -= longest.elements
        return True

    def _learn(self, site: _Site, text: str, read: Read) -> None:
        """Pieces seen before become parts."""
        again: list[tuple[int, int]] = []
        for start, end in _pieces(text):
            if again and start < again[-1][1]:
                continue  # stands in one that is taken
            mark = hash(text[start:end])
            if mark in site.sightings:
                again.append((start, end))
            elif len(site.sightings) < _SIGHTINGS:
                site.sightings.add(mark)
        sound = [(start, end) for start, end in again if _is_sound(text[start:end])]
        for part in _parts(text, sound, read):
            if not self._has_room(len(part.elements)):
                break
            known = site.parts.setdefault(part.text[:_KNOWN_BY], [])
            if all(one.text != part.text for one in known):
                known.append(part)
                known.sort(key=lambda one: -len(one.text))
                site.count += 1
                site.elements += len(part.elements)
                self.elements += len(part.elements)


def _cut(text: str, site: _Site) -> tuple[list[str], list[Part]]:
    """The text without its parts, and these in their order; the longest of those that overlap."""
    found: list[tuple[int, int, Part]] = []
    for beginning, parts in site.parts.items():
        at = text.find(beginning)
        if at < 0:
            continue
        part = next((one for one in parts if text.startswith(one.text, at)), None)
        if part is not None:
            found.append((at, at + len(part.text), part))
    found.sort(key=lambda one: (one[0], -one[1]))
    pieces: list[str] = []
    used: list[Part] = []
    done = 0
    for start, end, part in found:
        if start >= done:
            pieces.append(text[done:start])
            used.append(part)
            done = end
    pieces.append(text[done:])
    return pieces, used


def _put_together(pieces: Sequence[str], parts: Sequence[Part]) -> Read | None:
    """None where a part stands where nothing is markup, as in a script, or in what is left out."""
    told = [pieces[0]]
    for number, (part, piece) in enumerate(zip(parts, pieces[1:], strict=True)):
        tag = part.elements[0].tag
        told += (f'<{tag} {MARK}="{number}"></{tag}>', piece)
    markup = parsed("".join(told), len(parts))
    return None if markup is None else grown(markup.root, markup.scripts, parts)


def _pieces(text: str) -> list[tuple[int, int]]:
    """Where elements begin and end that may be parts, the outermost first."""
    found: list[tuple[int, int]] = []
    open_: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(text):
        if token[1] and token.end() - token.start() >= _LEAST and not shapes(token[0]):
            found.append(token.span())
        name = (token[3] or "").lower()
        if name not in _ROOTS:
            continue
        if not token[2]:
            open_.append((name, token.start()))
            continue
        while open_:
            began, start = open_.pop()
            if began == name:
                if token.end() - start >= _LEAST:
                    found.append((start, token.end()))
                break
    return sorted(found, key=lambda one: (one[0], -one[1]))


def _parts(text: str, places: Sequence[tuple[int, int]], read: Read) -> list[Part]:
    """The elements that the text at `places` became in the page read whole; none where the page without
    them is another."""
    tree, scripts = read
    told: list[str] = []
    done = 0
    for number, (start, end) in enumerate(places):
        tag = _tag_of(text[start:end])
        told += (text[done:start], f'<{tag} {MARK}="{number}"></{tag}>')
        done = end
    markup = parsed("".join([*told, text[done:]]))
    cut = None if markup is None else grown(markup.root, markup.scripts)
    if cut is None:
        return []
    roots = _standing(cut[0].elements, tree, len(places))
    cut[0].dissolve()
    return [Part(text[slice(*places[number])], root, scripts) for number, root in roots]


def _standing(cut: Sequence[Element], tree: Tree, count: int) -> list[tuple[int, Element]]:
    """The elements of `tree` that stand where `cut` has those `count` with a mark, by its number; none
    where the two differ elsewhere."""
    found: list[tuple[int, Element]] = []
    at = 0
    for one in cut:
        if at >= len(tree.elements):
            return []
        whole = tree.elements[at]
        number_told = one.get(MARK)
        if number_told is None:
            if _told(one) != _told(whole):
                return []
            at += 1
            continue
        if one.children or one.text or (one.tag, one.tail) != (whole.tag, whole.tail):
            return []
        found.append((int(number_told), whole))
        at += whole.size
    return found if at == len(tree.elements) and len(found) == count else []


def _told(element: Element) -> tuple[object, ...]:
    return element.tag, element.text, element.tail, element.attrib


def _tag_of(markup: str) -> str:
    token = _TOKEN.match(markup)
    return (token[1] or token[3]).lower() if token else ""


def _is_sound(markup: str) -> bool:
    """Whether the parser makes of it what its tags say, and is done with it at its end."""
    told = _told_depths(markup)
    if told is None or pattern("interstitial").may_match(markup):
        return False
    root = parse(f"<div>{markup}<hr></div>")
    box = next(root.iter("div"), None) if root is not None else None
    if box is None or len(box) != 2 or box[1].tag != "hr" or box.text or box[0].tail:
        return False
    return list(_depths(box[0])) == told


def _depths(root: etree._Element) -> Iterator[tuple[str, int]]:
    depths: dict[etree._Element, int] = {}
    for one in root.iter():
        above = one.getparent()
        depths[one] = 0 if one is root or above is None else depths[above] + 1
        yield str(one.tag), depths[one]


def _told_depths(markup: str) -> list[tuple[str, int]] | None:
    """The elements that the tags tell of, and how deep in one another they stand; None where one is not
    closed in its turn, or may not be."""
    told: list[tuple[str, int]] = []
    open_: list[str] = []
    for token in _TOKEN.finditer(markup):
        name = (token[1] or token[3] or "").lower()
        if token[1]:
            told.append((name, len(open_)))
        elif token[0].startswith("<!--"):
            continue
        elif not name or name in _NEVER or (token[5] and name not in _VOID):
            return None
        elif token[2]:
            if not open_ or open_.pop() != name:
                return None
        else:
            told.append((name, len(open_)))
            if name not in _VOID:
                open_.append(name)
    return None if open_ else told
