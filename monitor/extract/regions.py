"""Where on a page an element stands: head navigation, side box, breadcrumb, footer, or its body."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum

from monitor.extract.crumb import crumb_box, may_be_crumb
from monitor.extract.flat import Flat
from monitor.extract.kept import kept
from monitor.extract.lexicon import pattern
from monitor.extract.shown import text_of
from monitor.extract.tree import Element


class Place(Enum):
    __hash__ = object.__hash__  # asked a thousand times a page, and made in Python by Enum
    NAV = "nav"
    SIDE = "side"
    TRAIL = "trail"
    FOOTER = "footer"


_WORD = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+")
_NAV = {
    "nav", "navs", "navbar", "navi", "navigation", "navigator", "menu", "mainnav", "mainmenu",
    "topnav", "header", "daohang", "topbar", "submenu", "subnav", "navbox", "navmenu", "gnav",
    "toolbar",
}  # fmt: skip
_FOOTER = {
    "foot", "footer", "footers", "copyright", "copyrights", "banquan", "dibu", "yejiao", "foottext",
}  # fmt: skip
_TRAIL = {
    "crumb", "crumbs", "breadcrumb", "breadcrumbs", "position", "location", "pos", "dqwz",
    "weizhi", "curmb", "bread", "curpos", "place", "mbx",
}  # fmt: skip
_ON_SCREEN = {"position", "location", "pos", "place"}
_SIDE = {
    "sidebar", "aside", "hot", "rank", "ranking", "paihang", "tuijian", "recommend", "related",
    "xiangguan", "calendar", "rili", "weather", "friend", "friends", "friendlink", "friendlinks",
    "yqlj", "share", "hots",
}  # fmt: skip
_CLAIMING = frozenset({"footer", "nav", "header", "aside"})
_FULL_DATE = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
_HOME = "页"
_TRAIL_LENGTH = 240
_FOOTER_LENGTH = 900
_NAV_LENGTH = 1500
_LABEL_LENGTH = 12
_ROW_LENGTH = 200


@kept(1 << 11, longest=200)
def words_of(names: str) -> frozenset[str]:
    """The words that a class or id attribute is made of: leftPanel, left-panel, left_panel."""
    return frozenset(word.lower() for word in _WORD.findall(names))


@kept(1 << 11, longest=200)
def _claim(names: str, tag: str) -> Place | None:
    words = words_of(names)
    if tag == "footer" or words & _FOOTER:
        return Place.FOOTER
    if words & _TRAIL:
        return Place.TRAIL
    if tag in ("nav", "header") or words & _NAV:
        return Place.NAV
    if tag == "aside" or words & _SIDE:
        return Place.SIDE
    return None


def names_of(element: Element) -> str:
    told = element.attrib
    return f"{told.get('class') or ''} {told.get('id') or ''}" if told else " "


def mark_places(body: Element, flat: Flat) -> dict[Element, Place]:
    """Place of every element that is not the page's own body. A name alone claims nothing: what is
    called a menu but holds dated items, or a footer but holds most of the page, is neither."""
    whole = len(flat.text)
    said = _by_words(body, flat, whole)
    inside: dict[Element, Place] = {}
    for box in sorted(said, key=_depth):
        inside.update(dict.fromkeys(box.iter(), said[box]))
    places = dict(said)
    for element, claimed in body.home.tree.gathered(_claims, within=body):
        if element is body or element in places or element in inside:
            continue
        if _holds(claimed, element, whole):
            places.update((inner, inside.get(inner, claimed)) for inner in element.iter())
    return places | inside


def _claims(elements: Sequence[Element]) -> list[tuple[Element, Place]]:
    found = []
    for one in elements:
        told = one.attrib
        if ("class" in told or "id" in told or one.tag in _CLAIMING) and (
            claimed := _claim(names_of(one), one.tag)
        ):
            found.append((one, claimed))
    return found


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _holds(place: Place, element: Element, whole: int) -> bool:
    text = text_of(element)
    if place is Place.TRAIL:
        if len(text) > _TRAIL_LENGTH or _FULL_DATE.search(text):
            return False
        called = words_of(names_of(element)) & _TRAIL
        return not called <= _ON_SCREEN or may_be_crumb(element, text)
    if place is Place.FOOTER:
        return len(text) <= max(_FOOTER_LENGTH, whole * 0.3) and len(_FULL_DATE.findall(text)) < 3
    if place is Place.SIDE:
        return len(text) < whole * 0.8 or whole < 50
    return len(_FULL_DATE.findall(text)) < 2 and _is_labels(element)


def _is_labels(element: Element) -> bool:
    anchors = list(element.iter("a"))
    linked = [len(text_of(a)) for a in anchors]
    return not anchors or sum(linked) / len(anchors) <= _LABEL_LENGTH


def _by_words(body: Element, flat: Flat, whole: int) -> dict[Element, Place]:
    """Breadcrumb, footer and head navigation found by what they say."""
    places: dict[Element, Place] = {}
    trail_words, footer_words = pattern("trail"), pattern("footer")
    last_footer: Element | None = None
    for element in _speaking(body, flat):
        said = (element.text or "") + (element.tail or "")
        if not said or said.isspace():
            continue
        if footer_words.search(said):
            said_by = element if footer_words.search(element.text or "") else element.getparent()
            if said_by is not None and not _in_dated_row(said_by):
                last_footer = said_by
        if trail_words.search(said):
            start = element if trail_words.search(element.text or "") else element.getparent()
            box = crumb_box(start, body) if start is not None else None
            if box is not None:
                places.setdefault(box, Place.TRAIL)
        elif _leads_home(element, text_of(element)) and not _inside(element, places):
            box = _widen(element, body, lambda e: len(text_of(e)) <= _NAV_LENGTH, stop=_has_menu)
            if (
                box is not None
                and _has_menu(box)
                and _is_labels(box)
                and not _FULL_DATE.search(text_of(box))
                and not pattern("next_page").search(text_of(box))
            ):
                places.setdefault(box, Place.NAV)
    if last_footer is not None:
        limit = min(_FOOTER_LENGTH, whole * 0.4)
        box = _widen(last_footer, body, lambda e: len(text_of(e)) <= limit, stop=None)
        if box is not None and box is not body:
            places[box] = Place.FOOTER
    return places


def _speaking(body: Element, flat: Flat) -> list[Element]:
    """The elements beside whose words something of `_by_words` may stand, in page order."""
    needles = (*pattern("trail").needles, *pattern("footer").needles)
    found = {element for element, _ in flat.holding(needles)}
    found.update(body.home.tree.gathered(_leading_home, within=body))
    return flat.in_order(found)


def _leading_home(elements: Sequence[Element]) -> list[Element]:
    return [one for one in elements if one.tag == "a" and _HOME in text_of(one)]


def _leads_home(element: Element, text: str) -> bool:
    """The first item of a menu; the way back that an error page offers is none."""
    found = element.tag == "a" and pattern("home_link").search(text)
    return bool(found) and not pattern("return_hint").search(text)


def _inside(element: Element, places: dict[Element, Place]) -> bool:
    return any(above in places for above in element.iterancestors())


def _in_dated_row(element: Element) -> bool:
    """An item that speaks of organisers or copyright is no footer."""
    row = next(
        (one for one in (element, *element.iterancestors()) if one.tag in ("li", "tr", "dd")), None
    )
    return (
        row is not None
        and bool(_FULL_DATE.search(text_of(row)))
        and len(text_of(row)) <= _ROW_LENGTH
    )


def _has_menu(element: Element) -> bool:
    return sum(1 for _ in element.iter("a")) >= 4


def _widen(
    start: Element | None,
    body: Element,
    fits: Callable[[Element], bool],
    stop: Callable[[Element], bool] | None,
) -> Element | None:
    """The widest ancestor that still fits, or the first one at which `stop` says enough."""
    box = start
    while box is not None and box is not body:
        if stop is not None and stop(box):
            return box
        above = box.getparent()
        if above is None or above is body or not fits(above):
            return box
        box = above
    return None
