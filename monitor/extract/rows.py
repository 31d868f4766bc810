"""Groups of repeated siblings with a title link each: the raw material of lists."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.domain.evidence import DateState, Entry
from monitor.extract import dates
from monitor.extract.document import Document
from monitor.extract.heads import date_heads, label_dates
from monitor.extract.hidden import date_at_ends, hidden_date
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place
from monitor.extract.shown import squeeze, text_of
from monitor.extract.titles import read_title
from monitor.extract.tree import Element

_ROW_TAGS = {"li", "tr", "dd", "dt"}
_HOLDERS = {"ul", "ol", "dl", "table", "tbody", "thead", "body", "form", "html"}
_OUTSIDE = {Place.NAV, Place.TRAIL, Place.FOOTER}
_ALONE = re.compile(r"^[\W\d]*$")
_UNFILLED = re.compile(r"\{\{|\$\{|<%")
_ARTICLE = re.compile(
    r"post_\d|/t\d{8}_\d|/art_\d|/content[_/]\d|_\d{5,}\.|/\d{2,}\.s?html?$|/\d{4,}(?:\.|/|$)"
    r"|[?&](?!(?:class|col(?:umn)?|cat(?:egory)?|type|channel|sort|node|menu|site|unit|dept|lm|p)_?id)"
    r"\w*id=\w+|/\d{4}-\d{2}-\d{2}/|/20\d{4}/|\.(?:pdf|docx?|xlsx?)$",
    re.I,
)
_LONG = 6
_HEAD_BEFORE = 3
_PIECES = 4


@dataclass(slots=True)
class Row:
    """One item: its element, the link that titles it, and what was read from it."""

    element: Element
    anchor: Element
    entry: Entry
    article_like: bool


@dataclass(slots=True)
class Group:
    """Rows that stand side by side. `heading`: the short text over them, "" if there is none."""

    container: Element
    rows: list[Row]
    place: Place | None
    heading: str = ""

    @property
    def dated(self) -> int:
        return sum(row.entry.date_state is not DateState.ABSENT for row in self.rows)

    @property
    def average_title(self) -> float:
        return sum(len(row.entry.title) for row in self.rows) / len(self.rows)

    @property
    def article_like(self) -> float:
        return sum(row.article_like for row in self.rows) / len(self.rows)


def read_groups(doc: Document) -> list[Group]:
    """Every group of the page's own body, in page order."""
    anchors = [a for a in doc.anchors if _may_title(a, doc)]
    targets = _targets(anchors)
    drafts = _lift(_by_container(anchors, targets), targets)
    merged: dict[tuple[object, ...], list[tuple[Element, Element]]] = {}
    for (container, tag), rows in drafts.items():
        merged.setdefault(_family(container, tag), []).extend(rows)
    groups = []
    for rows in merged.values():
        group = _group(doc, rows)
        if group:
            groups.append(group)
    return groups


def _may_title(anchor: Element, doc: Document) -> bool:
    if doc.places.get(anchor) in _OUTSIDE:
        return False
    title = title_of(anchor)
    if len(title) < 2 or _ALONE.match(title) or _UNFILLED.search(title):
        return False
    if pattern("standing_page").search(title):
        return _has_day(anchor)
    return not (pattern("paging").search(title) or pattern("generic_link").search(title))


def _has_day(anchor: Element) -> bool:
    """A row of its own with a date: an item, even where it is called like a page of every site."""
    row = next((above for above in anchor.iterancestors() if above.tag in _ROW_TAGS), None)
    if row is None or sum(1 for _ in row.iter("a")) > 1:
        return False
    return dates.item_date(_fragments(row, anchor), "") is not dates.NONE


def title_of(anchor: Element) -> str:
    return read_title(anchor).text


def _targets(anchors: list[Element]) -> dict[Element, set[str]]:
    """How many different places lead out of each element; dead links count one each."""
    found: dict[Element, set[str]] = defaultdict(set)
    for anchor in anchors:
        href = anchor.get("href") or ""
        dead = not href or href.lower().startswith(("javascript", "#"))
        key = f"dead:{title_of(anchor)}" if dead else href
        for above in anchor.iterancestors():
            found[above].add(key)
    return found


def _row_of(anchor: Element, targets: dict[Element, set[str]]) -> Element:
    """The widest element around the title that belongs to this item alone."""
    row = anchor
    for above in anchor.iterancestors():
        if above.tag in _HOLDERS:
            break
        if above.tag in _ROW_TAGS:
            if len(targets[above]) == 1 or _one_title(above, anchor):
                row = above
            break
        if len(targets[above]) > 1:
            break
        row = above
    return row


def _one_title(row: Element, anchor: Element) -> bool:
    """A row with a label link (category, office) beside its title is one item still."""
    if next(row.iter("ul", "ol", "table"), None) is not None:
        return False
    titles = [len(title_of(a)) for a in row.iter("a")]
    longest = max(titles)
    others = sorted(titles)[:-1]
    return (
        len(titles) <= 5
        and len(title_of(anchor)) == longest
        and (not others or others[-1] <= max(_LONG, longest * 0.5))
    )


_Drafts = dict[tuple[Element, str], list[tuple[Element, Element]]]


def _by_container(anchors: list[Element], targets: dict[Element, set[str]]) -> _Drafts:
    """Rows by the element that holds them; of several links in one row the best titled speaks."""
    best: dict[Element, Element] = {}
    for anchor in anchors:
        row = _row_of(anchor, targets)
        known = best.get(row)
        if known is None or len(title_of(anchor)) > len(title_of(known)):
            best[row] = anchor
    drafts: _Drafts = defaultdict(list)
    swallowed = {
        anchor for anchor in best.values() if any(a in best for a in anchor.iterancestors())
    }
    for row, anchor in best.items():
        if row is anchor and anchor in swallowed:
            continue
        parent = row.getparent()
        if parent is not None:
            drafts[parent, row.tag].append((row, anchor))
    return drafts


def _lift(drafts: _Drafts, targets: dict[Element, set[str]]) -> _Drafts:
    """Where every item sits alone in a box of its own (a table each), the boxes are the rows."""
    for _ in range(4):
        alone: dict[tuple[Element, str], list[tuple[Element, str]]] = defaultdict(list)
        for (container, tag), rows in drafts.items():
            above = container.getparent()
            if len(rows) == 1 and above is not None and len(targets[container]) <= 1:
                alone[above, container.tag].append((container, tag))
        moved = False
        for (above, tag), boxes in alone.items():
            if len(boxes) < 2:
                continue
            moved = True
            for container, inner in boxes:
                (_, anchor), *_rest = drafts.pop((container, inner))
                drafts[above, tag].append((container, anchor))
        if not moved:
            break
    order = {anchor: n for n, anchor in enumerate(a for rows in drafts.values() for _, a in rows)}
    for rows in drafts.values():
        rows.sort(key=lambda pair: order[pair[1]])
    return drafts


def _family(container: Element, tag: str) -> tuple[object, ...]:
    """Lists cut into equal pieces side by side are one list."""
    above = container.getparent()
    if container.tag in ("div", "td", "body", "form") or above is None:
        return (container, tag)
    return (above, container.tag, container.get("class"), tag)


def _group(doc: Document, rows: list[tuple[Element, Element]]) -> Group | None:
    container = rows[0][0].getparent()
    if container is None:
        return None
    elements = {row for row, _ in rows}
    fragments = [_fragments(row, anchor) for row, anchor in rows]
    own_dates = _dated(fragments)
    if own_dates < len(rows):
        beside = _between(rows, elements)
        if any(beside) and (not own_dates or _dated(beside) > own_dates):
            fragments = [own + near for own, near in zip(fragments, beside, strict=True)]
    heads = date_heads(rows[0][0], elements)
    headings: dict[Element, str] = {}
    made = []
    for (row, anchor), words in zip(rows, fragments, strict=True):
        holder = row.getparent()
        if holder is not None and holder not in headings:
            headings[holder] = _heading(holder)
        year = dates.heading_year(headings[holder]) if holder is not None else None
        entry = _entry(doc, row, anchor, label_dates(row, heads, words) if heads else words, year)
        made.append(Row(row, anchor, entry, bool(_ARTICLE.search(entry.url))))
    return Group(container, made, doc.places.get(container), headings[container])


def _fragments(row: Element, anchor: Element) -> list[str]:
    """The row's texts outside its title, one for each piece of markup."""
    title = read_title(anchor)
    if row is anchor and title.rest:
        return list(title.rest)
    found: list[str] = []
    inside = {anchor} if row is not anchor else set()
    for element in row.iter():
        if element is anchor:
            found.extend(title.rest)
        parent = element.getparent()
        if element is not row and parent in inside:
            inside.add(element)
        if row is anchor or element not in inside:
            _add(found, element.text)
        if element is not row and (element is anchor or parent not in inside):
            _add(found, element.tail)
    if row is anchor:
        longest = max(30, len(title.text))
        found = [one for one in found if len(one) < longest]
    return [one for one in found if one != title.text]


def _add(found: list[str], text: str | None) -> None:
    if text and not text.isspace():
        found.append(squeeze(text))


def _between(rows: list[tuple[Element, Element]], elements: set[Element]) -> list[list[str]]:
    """Texts between rows: those after each, or those before it where the first row has a date over
    it: flat lists and definition lists."""
    after = [_after(row, anchor, elements) for row, anchor in rows]
    before = [_before_row(row, elements) for row, _ in rows]
    return before if _dated(before) > _dated(after) else after


def _dated(found: list[list[str]]) -> int:
    return sum(dates.item_date(texts, "") is not dates.NONE for texts in found)


def _after(row: Element, anchor: Element, rows: set[Element]) -> list[str]:
    found: list[str] = []
    _add(found, row.tail)
    for sibling in row.itersiblings():
        if sibling in rows or _leads_elsewhere(sibling, anchor):
            break
        _add(found, text_of(sibling))
        _add(found, sibling.tail)
    return _timeless(found[:_PIECES])


def _timeless(found: list[str]) -> list[str]:
    """What stands beside a row without the clock of the page's head."""
    return [text for text in found if not dates.is_clock(text)]


def _leads_elsewhere(element: Element, anchor: Element) -> bool:
    """Whether a link in `element` is of something else than the item, whose way to the full text may
    stand below its title."""
    return any(
        link.get("href") != anchor.get("href") or not pattern("generic_link").search(text_of(link))
        for link in element.iter("a")
    )


def _before_row(row: Element, rows: set[Element]) -> list[str]:
    found: list[str] = []
    for sibling in row.itersiblings(preceding=True):
        _add(found, sibling.tail)
        if sibling in rows or next(sibling.iter("a"), None) is not None:
            break
        _add(found, text_of(sibling))
    else:
        parent = row.getparent()
        _add(found, parent.text if parent is not None else None)
    return _timeless(found[:_PIECES][::-1])


def _entry(
    doc: Document,
    row: Element,
    anchor: Element,
    fragments: list[str],
    year: int | None,
) -> Entry:
    title = title_of(anchor)
    url = doc.addresses.absolute(anchor.get("href")) or ""
    found = dates.item_date(fragments, url, year)
    if found.day is None:
        hidden = hidden_date(doc, row, anchor)
        found = found if hidden is dates.NONE else hidden
    if found.source in (None, "attribute"):
        title, ended = date_at_ends(title, text_of(anchor), url)
        found = ended if found is dates.NONE else found
    if found is dates.NONE:
        found = dates.title_date(title, url)
    return Entry(_clean(title), url, found.day, found.state, found.source)


def _clean(title: str) -> str:
    return re.sub(r"^[·•●■◆▪>»\-—\s]+(?=\S)", "", title)


def _heading(container: Element) -> str:
    """The nearest short text that stands before a list."""
    element: Element | None = container
    for _ in range(_HEAD_BEFORE):
        if element is None or element.tag == "body":
            return ""
        for before in _before(element):
            text = text_of(before)
            if text:
                if len(text) <= 40:
                    return text
                return ""
        element = element.getparent()
    return ""


def _before(element: Element) -> Iterator[Element]:
    for n, sibling in enumerate(element.itersiblings(preceding=True)):
        if n >= _HEAD_BEFORE:
            return
        if sibling.tag not in ("script", "style", "br", "hr"):
            yield sibling
