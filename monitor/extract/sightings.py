"""Where a page names a person: short texts that stand in the right company."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bs4 import Tag

from monitor.extract import biography
from monitor.extract.lexicon import pattern
from monitor.extract.lines import Line
from monitor.extract.names import Label, compact, is_name, read_labels, read_post

_DATE = re.compile(r"[\[(（【]?\s*(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?\s*[\])）】]?")
_ALIKE = 0.8
_FEW = 3
_HEADING = 16
_LISTS = ("ul", "ol", "dl", "table")
_ENOUGH = 12


@dataclass(slots=True)
class Seen:
    """One place where a person is named. `alone`: the name stands there without a post."""

    line: int
    node: Tag
    label: Label
    anchor: Tag | None = None
    headed: bool = False

    @property
    def key(self) -> str:
        """Vacant posts are as many as there are places."""
        return f"{self.label.name} {self.line}" if self.label.vacant else self.label.name

    @property
    def alone(self) -> bool:
        return self.label.post is None


def sightings(lines: Sequence[Line], titles: set[str]) -> list[Seen]:
    """The places that name a person. `titles`: the name in the page's title, if it is one."""
    former = _former(lines)
    named = [one for one in _named(lines) if one.line not in former]
    return list(_accepted(lines, named, titles))


def _former(lines: Sequence[Line]) -> set[int]:
    """The lines below a heading that announces holders of the past, up to the next such heading."""
    found: set[int] = set()
    below: Line | None = None
    for number, line in enumerate(lines):
        if line.text and len(line.text) <= _HEADING and not line.anchors:
            if pattern("former_leaders").search(line.text):
                below = line
            elif below and (
                pattern("serving_leaders").search(line.text)
                or (below.make == line.make and (_is_heading(line.node) or line.node.get("class")))
            ):
                below = None
        if below:
            found.add(number)
    return found


def _named(lines: Sequence[Line]) -> Iterator[Seen]:
    """Every short text that can be read as a person, wherever it stands."""
    for number, line in enumerate(lines):
        text = _DATE.sub(" ", line.text)
        labels = read_labels(text)
        if labels and (len(labels) == 1 or labels[0].post):
            anchor = next((a for a in line.anchors if read_labels(said(a))), None)
            anchor = anchor or next(iter(line.anchors), None)
            for label in labels:
                yield Seen(number, line.node, label, anchor)
            continue
        start = pattern("bio_start").match(line.text)
        name = compact(next((g for g in start.groups() if g), "")) if start else ""
        if is_name(name):
            yield Seen(number, line.node, Label(name), headed=True)
            continue
        for anchor in line.anchors:
            for label in read_labels(said(anchor)):
                yield Seen(number, anchor, label, anchor)
        duties = pattern("duty_begins").search(line.text) if not line.anchors else None
        told = read_labels(line.text[: duties.start()]) if duties else ()
        if len(told) == 1 and told[0].post:
            yield Seen(number, line.node, told[0])


def said(anchor: Tag) -> str:
    """A link's words; its title where they are cut off, a picture's name where there are none."""
    text = anchor.get_text(" ", strip=True)
    told = str(anchor.get("title") or "")
    if told and (not text or "..." in text or "…" in text):
        return told
    picture = anchor.find("img")
    return text or (str(picture.get("alt") or "") if isinstance(picture, Tag) else "")


def _accepted(lines: Sequence[Line], found: Sequence[Seen], titles: set[str]) -> Iterator[Seen]:
    """Those with a post; those without one only in company, under a heading, or in a title."""
    at = {one.line for one in found}
    kin: dict[tuple[object, ...], list[Seen]] = defaultdict(list)
    for one in found:
        kin[lines[one.line].make].append(one)
    size = _sizes(lines, kin)
    for one in found:
        if not one.alone or one.headed or one.label.name in titles:
            yield one
            continue
        make = lines[one.line].make
        names = {other.label.name for other in kin[make]}
        heading = over(lines, one, at)
        post = read_post(heading.text) if heading else None
        next_line = lines[one.line + 1] if one.line + 1 < len(lines) else None
        after = read_post(next_line.text) if next_line and one.line + 1 not in at else None
        before = lines[one.line - 1].text if one.line else ""
        in_company = len(names) >= _FEW and len(kin[make]) >= _ALIKE * size[make]
        captioned = _is_heading(one.node) and _tells(lines[one.line + 1 :])
        if after or post or in_company or captioned or pattern("name_label").search(before):
            yield one


def _sizes(
    lines: Sequence[Line], kin: Mapping[tuple[object, ...], Sequence[Seen]]
) -> dict[tuple[object, ...], int]:
    """How many lines there are of each make, in the lists that name anybody at all: menus of the
    same make beside them say nothing."""
    size = {}
    for make, seen in kin.items():
        lists = {id(_list(lines[one.line].node)) for one in seen}
        size[make] = sum(line.make == make and id(_list(line.node)) in lists for line in lines)
    return size


def _list(node: Tag) -> Tag:
    above = [node, *node.parents]
    return next((tag for tag in above if tag.name in _LISTS), above[min(2, len(above) - 1)])


def _is_heading(node: Tag) -> bool:
    return any(tag.name in ("h1", "h2", "h3", "h4") for tag in (node, *list(node.parents)[:1]))


def _tells(lines: Sequence[Line]) -> bool:
    """A caption of a biography or of duties follows soon."""
    return any(biography.caption(line.text) for line in lines[:_ENOUGH])


def over(lines: Sequence[Line], one: Seen, named: set[int]) -> Line | None:
    """The line that heads a name and its neighbours."""
    return next((lines[n] for n in range(one.line - 1, -1, -1) if n not in named), None)
