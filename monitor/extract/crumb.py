"""The breadcrumb found by what it says: 当前位置, then its steps, linked or in plain text."""

from __future__ import annotations

import re

from monitor.extract.lexicon import pattern
from monitor.extract.shown import text_of
from monitor.extract.tree import Element

_LONGEST = 240
_FULL_DATE = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
_SIGN = r"(?:[-—]*[>＞»›→]+|::|/)"
_STEPS = re.compile(rf"^\W*\w[^>＞»›→/:]{{0,40}}?\s*{_SIGN}\s*\w")
_FIRST_STEP = re.compile(rf"^\W*\w[^>＞»›→/:]{{0,40}}?\s*{_SIGN}")
_GOES_ON = re.compile(rf"^\s*{_SIGN}")
_ENDS_OPEN = re.compile(rf"{_SIGN}\s*$")
_BOXES = ("li", "tr", "p", "ul", "table", "dl")
_ICONS = 1
_FEW = 3


def crumb_box(said: Element, body: Element) -> Element | None:
    """The breadcrumb whose words stand in `said` itself. Where its steps are no links it ends with
    its own text: what follows, however short, is the page. None where the same element holds both."""
    if len(text_of(said)) > _LONGEST or _holds_both(said):
        return None
    box = said
    while box is not body and next(box.iter("a"), None) is None:
        rest = _rest(text_of(box))
        if rest and _STEPS.match(rest) and not _ENDS_OPEN.search(rest):
            return box
        above = box.getparent()
        if above is None or above is body or not _still_crumb(above, rest):
            return box
        box = above
    return None if box is body else box


def may_be_crumb(named: Element, text: str) -> bool:
    """Whether what is called position or place reads like a breadcrumb: many a box is called so for
    where it stands on the screen."""
    if pattern("trail").search(text) or pattern("home_first").search(text) or _STEPS.match(text):
        return True
    return sum(1 for _ in named.iter("a")) <= _FEW and sum(1 for _ in named.iter("img")) <= _ICONS


def _rest(text: str) -> str:
    """What stands after the words."""
    match = pattern("trail").search(text)
    return text[match.end() :].strip() if match else ""


def _holds_both(said: Element) -> bool:
    """The steps stand among the element's own texts, and rows or pictures below them."""
    own = " ".join([said.text or "", *(child.tail or "" for child in said)])
    inline = any(child.tag == "a" for child in said) or _STEPS.match(_rest(own))
    if not inline:
        return False
    pictures = sum(1 for _ in said.iter("img"))
    rows = sum(1 for row in said.iter("li", "tr") if row is not said)
    return rows > 0 or pictures > 1 + _ICONS


def _still_crumb(above: Element, rest: str) -> bool:
    """Whether the element around is still the breadcrumb: `rest` is what was read of it so far."""
    text = text_of(above)
    if len(text) > _LONGEST or sum(1 for _ in above.iter("img")) > _ICONS:
        return False
    whole = _rest(text)
    if rest:
        further = whole[len(rest) :] if whole.startswith(rest) else ""
        return bool(_ENDS_OPEN.search(rest) or _GOES_ON.match(further))
    if _FULL_DATE.search(text) and sum(1 for _ in above.iter("li", "tr")) > 1:
        return False
    if not whole or _FIRST_STEP.match(whole) or pattern("home_first").search(whole):
        return True
    return next((one for one in above.iter(*_BOXES) if one is not above), None) is None
