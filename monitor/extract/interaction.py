"""What a page has to do with messages to the office: ways to write, public messages, statistics."""

from __future__ import annotations

import re

from monitor.domain.evidence import Link, LinkKind, PageEvidence, PageKind, Region
from monitor.domain.interaction import NO_INTERACTION, Interaction, Letter
from monitor.extract.columns import promises
from monitor.extract.document import Document
from monitor.extract.kept import kept
from monitor.extract.letters import may_hold_messages, read_letters
from monitor.extract.lexicon import pattern
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element

_BODY = Region.CONTENT, Region.LIST, Region.FOOTER
"""Navigation, menus and headings are told by the site's frame."""
_LONGEST_NAME = 18
_LONGEST_ITEM = 12
"""A longer title in a list is a headline, and so is every one with a day."""
_FRAMES = 3
_HEADS = 6
_TEXTS = PageKind.ARTICLE, PageKind.GUIDE, PageKind.LEADER
_NO_PAGES = PageKind.REDIRECT, PageKind.SOFT404
_CLICKED = ("onclick", "data-url", "data-href")


def read_interaction(doc: Document, page: PageEvidence) -> Interaction:
    """Empty for pages that have nothing to do with it."""
    if page.kind in _NO_PAGES:
        return NO_INTERACTION
    ours = any(map(_is_ours, names_of(page)))
    letters: tuple[Letter, ...] = ()
    letter: Letter | None = None
    if may_hold_messages(doc, page, promised=ours):
        letters, letter = read_letters(doc, page)
    entry = "" if page.kind in _TEXTS or letter or letters else _entry(doc, page, ours=ours)
    return Interaction(
        letters=letters,
        letter=letter,
        entry=entry,
        form=page.kind not in _TEXTS and _is_form(doc),
        frames=tuple(link.url for link in _frames(page))[:_FRAMES] if ours else (),
        unnamed=sum(_is_unnamed(link) for link in page.links) if ours else 0,
        statistics=_names_statistics(page, ours=ours) or ((ours or bool(letters)) and _counts(doc)),
    )


def names_of(page: PageEvidence) -> tuple[str, ...]:
    """What a page calls itself: the last steps of its breadcrumb, its column's tag, its title."""
    tagged = (value for name, value in page.tags if name == "ColumnName")
    return tuple(one for one in (*page.trail[-2:], *tagged, page.title) if one)


@kept(1 << 12, longest=100)
def _is_ours(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and any(
        promises(topic, name) for topic in ("consultation", "interaction", "letters", "statistics")
    )


@kept(1 << 12, longest=100)
def _names_entry(name: str) -> bool:
    return 1 < len(name) <= _LONGEST_NAME and promises("consultation", name)


def _entry(doc: Document, page: PageEvidence, *, ours: bool) -> str:
    """The first link, button or choice that is called as a way to write."""
    items = (
        {entry.title for entry in page.listing.entries if entry.published} if page.listing else ()
    )
    for link in page.links:
        if link.kind is LinkKind.PAGE and link.region in _BODY:
            if link.region is Region.LIST and _may_be_headline(link.text):
                continue
            if _names_entry(link.text) and link.text not in items:
                return link.text
    return _scripted(doc) if page.kind is PageKind.HOME or ours else ""


def _names_statistics(page: PageEvidence, *, ours: bool) -> bool:
    """A link of the home page, or of one about messages, that is called as their statistics."""
    return (ours or page.kind is PageKind.HOME) and any(
        link.kind is LinkKind.PAGE
        and link.region in _BODY
        and len(link.text) <= _LONGEST_ITEM
        and promises("statistics", link.text)
        for link in page.links
    )


def _may_be_headline(title: str) -> bool:
    return len(title) > _LONGEST_ITEM and not pattern("entry_end").search(title)


def _scripted(doc: Document) -> str:
    """A name that only a script makes an entry of."""
    for element in filter(_is_clicked, doc.body.iterdescendants()):
        name = text_of(element) or squeeze(element.get("value") or element.get("alt") or "")
        if _names_entry(name):
            return name
    return ""


def _is_clicked(element: Element) -> bool:
    if any(name in element.attrib for name in _CLICKED):
        return True
    if element.tag == "option":
        return "/" in (element.get("value") or "")
    href = element.get("href") or ""
    return element.tag == "a" and (href.startswith("javascript") or href == "#")


def _is_form(doc: Document) -> bool:
    return next(doc.body.iter("textarea"), None) is not None


def _frames(page: PageEvidence) -> list[Link]:
    return [link for link in page.links if link.kind is LinkKind.FRAME]


def _is_unnamed(link: Link) -> bool:
    return link.kind is LinkKind.PAGE and not link.text and link.region is Region.CONTENT


_NUMBER = re.compile(r"^\s*\d+(\.\d+)?\s*[%\uff05]?\s*$")


def _counts(doc: Document) -> bool:
    """The page says how many messages came and how many were answered, in words or in a table."""
    if pattern("statistics_said").search(doc.text):
        return True
    for table in doc.body.iter("table"):
        rows = [[text_of(cell) for cell in row] for row in table.iter("tr")][:_HEADS]
        heads = [cell for row in rows[:2] for cell in row]
        came = any(pattern("statistics_head").search(cell) for cell in heads)
        done = any(pattern("statistics_answered").search(cell) for cell in heads)
        if came and done and any(_NUMBER.match(cell) for row in rows[1:] for cell in row):
            return True
    return False
