"""The breadcrumb, and what the page calls itself."""

from __future__ import annotations

import re
from collections.abc import Mapping

from monitor.extract.document import Document
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element

_STEP = re.compile(r"\s*(?:>+|»+|›+|→|＞+|&gt;|/|::|—{1,2}>?|\|)\s*")


def read_trail(doc: Document) -> tuple[str, ...]:
    """The texts of the first breadcrumb that has any, from the home page down."""
    for element, place in doc.places.items():
        if place is Place.TRAIL and _is_top(doc, element):
            steps = _steps(element)
            if len(steps) > 1 or (steps and pattern("home_link").search(steps[0])):
                return steps
    return ()


def _is_top(doc: Document, element: Element) -> bool:
    parent = element.getparent()
    return parent is None or doc.places.get(parent) is not Place.TRAIL


def _steps(element: Element) -> tuple[str, ...]:
    text = text_of(element)
    match = pattern("trail").search(text)
    rest = text[match.end() :] if match else text
    steps = [squeeze(step).strip(" :：") for step in _STEP.split(rest)]
    return tuple(step for step in steps if step and len(step) <= 60)


def column_name(doc: Document, trail: tuple[str, ...], tags: Mapping[str, str]) -> str:
    """The name the page gives its own column: the last step, else the tag, else the title's head."""
    if trail and not pattern("home_link").search(trail[-1]):
        return trail[-1]
    return tags.get("ColumnName") or re.split(r"[_|]|\s*[-—－]\s*", doc.title)[0].strip()
