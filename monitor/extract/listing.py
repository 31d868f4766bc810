"""The main list of a page: its items, its further pages, and how it says that it is empty."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.domain.address import address_key
from monitor.domain.evidence import DateState, Entry, Listing
from monitor.extract.document import Document
from monitor.extract.heads import is_head_only
from monitor.extract.lexicon import pattern
from monitor.extract.markup import ISLAND
from monitor.extract.pager import Pager, read_pager
from monitor.extract.regions import Place, names_of, words_of
from monitor.extract.rows import Group, Row, read_groups
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element

_TITLE_CAP = 30
_LONG_TITLE = 8
_ARTICLE_SHARE = 0.6
_HUB_GROUPS = 3
_HUB_SHARE = 0.6
_WRITTEN = ("text", "tel", "email", "file")
_FORM_FIELDS = 3
_SCANT = 100
_LIST_TAGS = {"ul", "ol", "tbody", "dl", "table"}
_EMPTY_TAGS = {*_LIST_TAGS, "div"}
_TEXT_NAMES = {"content", "article", "detail", "editor", "zoom", "view"}
_FURNITURE = {
    "share",
    "tab",
    "tabs",
    "dots",
    "slide",
    "slides",
    "swiper",
    "focus",
    "banner",
    "tools",
}
_LIST_NAMES = {"list", "lists", "news", "newslist", "con", "content", "main", "right", "article"}
_SENTENCE = re.compile(r"[\u4e00-\u9fff\d，、；：“”《》（）]{16,}。")
_TEMPLATE = re.compile(r"\{\{.+?\}\}|<%=?\s*\w|\$\{\s*\w")
_BINDINGS = ("v-for", "ng-repeat", "data-ng-repeat", "wx:for", "ms-for", "data-bind")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_FETCH = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)|\bfetch\(|axios|XMLHttpRequest|new Vue|createApp"
)
_TARGET = re.compile(
    r"""(?:\$\(\s*["']([#.])([\w-]+)["']\s*\)|getElementById\(\s*["']([\w-]+)["']\s*\)|\bel\s*:\s*["']([#.])([\w-]+)["'])"""
)


@dataclass(frozen=True, slots=True)
class Read:
    """A listing with the title anchors of its items, so that links can be told apart. `waiting`: the
    page says that it is still loading, whatever the browser thinks. `aside`: what was read is headed
    like a box beside something else."""

    listing: Listing
    anchors: frozenset[Element]
    dated: int = 0
    hub: bool = False
    waiting: bool = False
    aside: bool = False


def read_listing(doc: Document, *, home: bool, name: str = "") -> Read | None:
    """The items of a column page's list, or of all blocks of a home or hub page. `name` is the
    column's name, which tells its own list from other boxes. None: there is no list here."""
    pager = read_pager(doc)
    groups = [g for g in read_groups(doc) if _is_list(g, pager) and not _is_menu(g, doc)]
    if home:
        return _together(doc, [g for g in groups if g.place is not Place.SIDE], pager)
    groups = [g for g in groups if not _runs(g)]
    main = max(groups, key=lambda g: _score(g, name, pager), default=None)
    if main is None or _score(main, name, pager) <= 0:
        return _nothing(doc, pager)
    aside = _is_aside(main, name, pager)
    if aside:
        empty = _nothing(doc, pager)
        if _is_certain(empty, doc, main) or pattern("aside_heading").search(main.heading):
            return empty
    if _is_hub(groups, main, pager):
        kept = [g for g in groups if _score(g, name, pager) > 0]
        return _together(doc, kept, pager, hub=True)
    rows = [row for g in groups if g is main or _same_make(g, main) for row in g.rows]
    return replace(_made(_without_doubles(rows), pager), aside=aside)


def _runs(group: Group) -> bool:
    """Headlines that run across the head of every page are no column's list; one that climbs may be."""
    boxes = [group.container, *group.container.iterancestors("marquee")]
    return any(
        box.tag == "marquee" and (box.get("direction") or "left").lower() in ("left", "right")
        for box in boxes
    )


def _is_list(group: Group, pager: Pager) -> bool:
    """Dated items, or enough long or article-like titles to be no menu."""
    if any(row.anchor in pager.anchors for row in group.rows):
        group.rows[:] = [row for row in group.rows if row.anchor not in pager.anchors]
    if not group.rows:
        return False
    size = len(group.rows)
    if group.dated and group.dated >= size * 0.5:
        return True
    if group.average_title >= _LONG_TITLE and (size >= 3 or group.article_like == 1):
        return True
    return size >= 2 and group.article_like >= _ARTICLE_SHARE


def _is_menu(group: Group, doc: Document) -> bool:
    """Short names without a day, one of them the page's own: a menu, whatever its addresses are like."""
    if group.dated or group.average_title >= _LONG_TITLE:
        return False
    own = address_key(doc.url)
    return any(row.entry.url and address_key(row.entry.url) == own for row in group.rows)


def _score(group: Group, name: str, pager: Pager) -> float:
    weight = 0.0
    for row in group.rows:
        length = min(len(row.entry.title), _TITLE_CAP)
        weight += length * {DateState.READ: 3, DateState.UNREADABLE: 2}.get(row.entry.date_state, 1)
    heading = squeeze(group.heading)
    if group.place is Place.SIDE and heading != name:
        return 0.0
    if name and heading and (name in heading or heading in name):
        return weight * 3
    if heading and _heads_box(heading):
        weight *= 0.1
    if pager.present and _near_pager(group, pager):
        weight *= 2
    return weight


def _heads_box(heading: str) -> bool:
    """The heading of a box beside the list: it says so, or ends with the way to more of its kind."""
    return bool(pattern("side_heading").search(heading) or pattern("more_after").search(heading))


def _is_aside(group: Group, name: str, pager: Pager) -> bool:
    """A box of other columns' items: so called, without paging, and nothing in it of this column."""
    heading = squeeze(group.heading)
    if not _heads_box(heading) or _near_pager(group, pager):
        return False
    return not (name and (name in heading or heading in name))


def _is_certain(empty: Read | None, doc: Document, aside: Group) -> bool:
    """The page says that its own list is empty or still to come, or shows it empty above the box."""
    if empty is None:
        return False
    if not empty.listing.empty_container:
        return True
    for element in doc.body.iter():
        if element is aside.container:
            return False
        if element.tag in _LIST_TAGS and _is_empty_list(element, doc) and _is_named(element):
            return True
    return False


def _is_named(element: Element) -> bool:
    """It calls itself a list, or has the head of one; tabs and share buttons are empty boxes too."""
    called = words_of(names_of(element)) & _LIST_NAMES
    return bool(called or text_of(element) or element.get(ISLAND))


def _near_pager(group: Group, pager: Pager) -> bool:
    above = group.container.getparent()
    box = above if above is not None and above.tag != "body" else group.container
    return any(box in anchor.iterancestors() for anchor in pager.anchors)


def _is_hub(groups: list[Group], main: Group, pager: Pager) -> bool:
    """Several blocks of dated items, none of them the page's list."""
    if pager.present:
        return False
    strong = [g for g in groups if g.dated >= 3 and g.place is not Place.SIDE]
    total = sum(g.dated for g in strong)
    return len(strong) >= _HUB_GROUPS and main.dated < _HUB_SHARE * total


def _same_make(group: Group, main: Group) -> bool:
    """A list that goes on in another container of the same make under the same roof, and is not
    headed as a box of its own."""
    if group.heading != main.heading and _heads_box(squeeze(group.heading)):
        return False
    one, other = group.container, main.container
    above, beside = one.getparent(), other.getparent()
    return (
        group.dated > 0
        and main.dated > 0
        and above is not None
        and beside is not None
        and one.tag == other.tag
        and one.get("class") == other.get("class")
        and (above is beside or above.getparent() is beside.getparent())
        and above.tag == beside.tag
        and above.get("class") == beside.get("class")
    )


def _together(
    doc: Document, groups: list[Group], pager: Pager, *, hub: bool = False
) -> Read | None:
    rows = [row for group in groups for row in group.rows]
    if not rows:
        return _nothing(doc, pager)
    best: dict[str, Row] = {}
    for row in rows:
        key = row.entry.url or row.entry.title
        known = best.get(key)
        if known is None or _tells_more(row.entry, known.entry):
            best[key] = row
    read = _made(best.values(), Pager())
    anchors = read.anchors | {row.anchor for row in rows}
    return Read(read.listing, anchors, read.dated, hub=hub)


def _without_doubles(rows: list[Row]) -> list[Row]:
    """A picture that leads where a dated title leads is that item again."""
    dated = {
        r.entry.url for r in rows if r.entry.url and r.entry.date_state is not DateState.ABSENT
    }
    return [
        r for r in rows if r.entry.url not in dated or r.entry.date_state is not DateState.ABSENT
    ]


def _tells_more(entry: Entry, known: Entry) -> bool:
    rank = {DateState.READ: 2, DateState.UNREADABLE: 1, DateState.ABSENT: 0}
    return rank[entry.date_state] > rank[known.date_state]


def _made(rows: Iterable[Row], pager: Pager) -> Read:
    rows = list(rows)
    entries = tuple(row.entry for row in rows)
    return Read(
        Listing(entries, pager.next_pages),
        frozenset(row.anchor for row in rows),
        sum(e.date_state is not DateState.ABSENT for e in entries),
    )


def has_shell(doc: Document) -> bool:
    """An empty box with a name that a script may fill, on a page with hardly a word of its own."""
    if len(doc.main_text) >= _SCANT:
        return False
    return any(_is_empty_list(element, doc) for element in doc.body.iter("div"))


def has_bare_head(doc: Document) -> bool:
    """A table of nothing but the names of its columns on a page without much else."""
    if len(doc.main_text) >= _SCANT:
        return False
    return any(is_head_only(table) for table in doc.body.iter("table"))


def _nothing(doc: Document, pager: Pager) -> Read | None:
    """No items: the page says so, an empty container stands there, or a script fills it."""
    short = len(doc.main_text) < 400
    said = short and (pattern("empty_list").search(doc.main_text) or _is_linked_empty(doc))
    if said or (short and _is_pictured_empty(doc)):
        return Read(Listing(placeholder=True), frozenset())
    containers = [e for e in doc.body.iter(*_EMPTY_TAGS) if _is_empty_list(e, doc)]
    waiting = short and _is_loading(doc)
    if waiting or _is_template(doc) or _is_filled(containers, doc):
        listing = Listing(script_built=True, next_pages=pager.next_pages)
        return Read(listing, frozenset(), waiting=waiting)
    if next(doc.body.iter("iframe", "video", "audio"), None) is not None or _is_form(doc):
        return None  # what the page holds may stand in the frame; a form is no empty list
    if not pager.present and _is_picture(doc):
        return None
    if short and _SENTENCE.search(doc.main_text):
        return None  # a text stands where the list would, short as it is
    lists = [e for e in containers if e.tag in _LIST_TAGS and not _is_furniture(e)]
    if pager.present or lists:
        return Read(Listing(empty_container=True), frozenset())
    return None


def _is_pictured_empty(doc: Document) -> bool:
    """The sentence that there is nothing, as a picture."""
    return any(
        pattern("empty_list").search(picture.get("alt") or "")
        or pattern("empty_picture").search((picture.get("src") or "").split("?")[0])
        for picture in doc.body.iter("img")
        if doc.places.get(picture) is None
    )


def _is_linked_empty(doc: Document) -> bool:
    """The sentence that there is nothing, as a link that leads nowhere."""
    return any(
        pattern("empty_list").search(words)
        and doc.places.get(anchor) is None
        and doc.addresses.absolute(anchor.get("href")) in (None, doc.url)
        for anchor, words in doc.flat.linked.items()
        if len(words) <= _TITLE_CAP
    )


def _is_template(doc: Document) -> bool:
    """A row that a script is to repeat, with its fields still in brackets."""
    if _TEMPLATE.search(doc.text):
        return True
    return any(e.get(name) is not None for e in doc.body.iter() for name in _BINDINGS)


def _is_loading(doc: Document) -> bool:
    """The page says that its content is on the way, where a visitor can see it."""
    if not pattern("loading").search(doc.main_text):
        return False
    for element in doc.body.iter():
        if element.text and pattern("loading").search(element.text):
            boxes = (element, *element.iterancestors())
            if not any(_HIDDEN.search(box.get("style") or "") for box in boxes):
                return True
    return False


def _is_picture(doc: Document) -> bool:
    """A page whose text is a picture: it stands where the text would."""
    for picture in doc.body.iter("img"):
        if doc.places.get(picture) is None:
            near = list(picture.iterancestors())[:3]
            if any(words_of(names_of(box)) & _TEXT_NAMES for box in near):
                return True
    return False


def _is_furniture(element: Element) -> bool:
    return bool(words_of(names_of(element)) & _FURNITURE)


def _is_form(doc: Document) -> bool:
    """A page to write to the office on. The search box of the page's head is not one."""
    if next(doc.body.iter("textarea"), None) is not None:
        return True
    written = [e for e in doc.body.iter("input") if (e.get("type") or "text").lower() in _WRITTEN]
    return len(written) >= _FORM_FIELDS


def _is_empty_list(element: Element, doc: Document) -> bool:
    if element in doc.places:
        return False
    if text_of(element):
        return element.tag == "table" and is_head_only(element)
    if (
        next(element.iter("img", "input", "iframe", "embed", "object", "video", "a"), None)
        is not None
    ):
        return False
    if element.tag != "div":
        return True
    return bool(element.get("id") or words_of(names_of(element)) & _LIST_NAMES)


def _is_filled(containers: list[Element], doc: Document) -> bool:
    """A script that fetches and puts what it got into one of the empty containers."""
    names = set()
    for script in doc.scripts:
        if _FETCH.search(script.code):
            for match in _TARGET.finditer(script.code):
                names.add((match[1] or match[4] or "#", match[2] or match[3] or match[5]))
    return any(
        ("#", e.get("id")) in names
        or any((".", c) in names for c in (e.get("class") or "").split())
        for box in containers
        for e in (box, *list(box.iterancestors())[:1])
    )
