"""The columns of a site: which there are, how they hang together, what is newest in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from monitor.assess.gather.home import Reading
from monitor.assess.gather.look import Names, PageLook, SiteLook
from monitor.domain.address import address_key
from monitor.domain.calendar import Window
from monitor.domain.dossier import ColumnState
from monitor.domain.evidence import Entry, PageKind, Region
from monitor.domain.subject import FIRST_LEVEL_CLASSES, Column, ColumnClass

_LIST_KINDS = (PageKind.COLUMN, PageKind.LETTERS, PageKind.API)
_MAX_LIST_PAGES = 200
_UNLINKED_LIST = 2
"""Fewer items, none of them linked, are a page that uses the list template for a text."""


@dataclass(slots=True)
class _Node:
    """A column in its tree. A hub only leads to lists; it is judged where the first level is."""

    key: str
    url: str
    name: str
    cls: ColumnClass
    page: PageLook | None
    ledger: Column | None = None
    hub: bool = False
    parent: _Node | None = None
    children: list[_Node] = field(default_factory=list)

    def ancestors(self) -> Iterable[_Node]:
        seen, node = {self.key}, self.parent
        while node is not None and node.key not in seen:
            yield node
            seen.add(node.key)
            node = node.parent

    def descendants(self) -> Iterable[_Node]:
        seen, todo = {self.key}, list(self.children)
        while todo:
            node = todo.pop()
            if node.key not in seen:
                seen.add(node.key)
                yield node
                todo.extend(node.children)


def column_states(
    look: SiteLook, windows: Mapping[ColumnClass, Window], names: Names, today: date
) -> list[ColumnState]:
    """Every column of the site: those of the ledger, and those discovered unless the list is whole."""
    nodes = _listed(look, names)
    if look.site.columns_open or not nodes:
        nodes = _discovered(look, names) | nodes
    _hang(nodes, look)
    readings = {key: _read(node, look, today) for key, node in nodes.items()}
    return [
        _state(node, readings, look, windows, today)
        for node in nodes.values()
        if node.cls in FIRST_LEVEL_CLASSES or node.ledger or not _is_hub(node)
    ]


def _is_hub(node: _Node) -> bool:
    """It leads to columns and dates no item itself: what it shows is theirs."""
    listing = node.page.listing if node.page else None
    dated = listing is not None and any(entry.published for entry in listing.entries)
    return node.hub or (bool(node.children) and not dated and _unseen(node) is None)


def _listed(look: SiteLook, names: Names) -> dict[str, _Node]:
    nodes = {}
    for column in look.site.columns:
        key = address_key(column.url)
        cls = column.cls or names.classify(column.name)
        nodes[key] = _Node(key, column.url, column.name, cls, look.pages.get(key), column)
    return nodes


def _discovered(look: SiteLook, names: Names) -> dict[str, _Node]:
    """Lists that navigation, menus, site map, breadcrumbs or block headings lead to, and the hubs
    above them, which hold no items themselves but may be the first level that answers for them.

    What is named there but could not be looked at is kept when its name says that it has a
    deadline: it is then reported as not observed instead of vanishing.
    """
    nodes: dict[str, _Node] = {}
    following = _following_pages(look)
    for key, by_region in look.anchors.items():
        page = look.pages.get(key)
        if page is None or _is_another(key, page, look):
            continue
        name = _name(by_region, names) or (None if key in following else _own_name(page))
        if not name:
            continue
        cls = names.classify(name)
        if (_is_list(page) or _could_be_list(page, cls)) and not names.leaders(name):
            nodes[key] = _Node(key, look.anchor_urls[key], name, cls, page)
    hubs = {
        key: _Node(key, look.anchor_urls[key], name, names.classify(name), page, hub=True)
        for key, by_region in look.anchors.items()
        if key not in nodes
        and key.endswith("/")
        and (page := look.pages.get(key)) is not None
        and page.opened
        and page.kind is not PageKind.ARTICLE
        and not _is_another(key, page, look)
        and (name := _name(by_region, names) or _own_name(page))
        and any(other.startswith(key) for other in nodes)
    }
    return nodes | hubs


def _following_pages(look: SiteLook) -> set[str]:
    """The second and further pages of all lists."""
    listings = (page.listing for page in look.pages.values() if page.opened)
    return {address_key(url) for one in listings if one for url in one.next_pages}


def _is_another(key: str, page: PageLook, look: SiteLook) -> bool:
    """The address only leads to a page that has its own: by a redirect, or as the home page again."""
    if key == look.home_key:
        return True
    last = page.fetches[-1] if page.fetches else None
    if last is None or last.body_sha256 is None:
        return False
    final = address_key(last.final_url or page.url)
    if final != key and (final == look.home_key or final in look.anchors):
        return True
    home = look.home
    return bool(home and home.fetches and home.fetches[-1].body_sha256 == last.body_sha256)


def _is_list(page: PageLook) -> bool:
    if not page.opened or page.kind not in _LIST_KINDS or page.leads_elsewhere:
        return False
    listing = page.listing
    if listing is None:
        return False
    if listing.entries:
        linked = any(entry.url for entry in listing.entries)
        return linked or len(listing.entries) >= _UNLINKED_LIST
    return listing.placeholder or listing.empty_container or listing.script_built


def _could_be_list(page: PageLook, cls: ColumnClass) -> bool:
    hidden = page.unseen is not None or page.soft404
    return hidden and cls in (ColumnClass.NEWS, *FIRST_LEVEL_CLASSES)


def _name(by_region: Mapping[Region, Mapping[str, int]], names: Names) -> str | None:
    """What the site's own links call the column."""
    for region in (Region.NAV, Region.MENU, Region.TRAIL, Region.BLOCK):
        texts = {
            text: count
            for text, count in by_region.get(region, {}).items()
            if not names.generic(text) and len(text) <= 40
        }
        if texts:
            return max(texts, key=lambda text: (texts[text], -len(text)))
    return None


def _own_name(page: PageLook) -> str | None:
    own = page.column_name or (page.trail[-1] if page.trail else page.title)
    return own.strip() or None


def _hang(nodes: dict[str, _Node], look: SiteLook) -> None:
    """Find each column's parent: the ledger's word, the path above it, else the breadcrumb."""
    by_name: dict[str, list[_Node]] = defaultdict(list)
    for node in nodes.values():
        by_name[node.name].append(node)
    for node in nodes.values():
        ledger_parent = node.ledger.parent if node.ledger else None
        if ledger_parent:
            named = next(iter(by_name.get(ledger_parent, ())), None)
            parent = named or nodes.get(address_key(ledger_parent))
        else:
            parent = _above(node, nodes) or _in_trail(node, by_name)
        if parent is not None and parent is not node and node not in parent.ancestors():
            node.parent = parent
            parent.children.append(node)


def _above(node: _Node, nodes: Mapping[str, _Node]) -> _Node | None:
    path = node.key.split("?", 1)[0].rstrip("/")
    while "/" in path:
        path = path[: path.rfind("/")]
        parent = nodes.get(path + "/")
        if parent is not None:
            return parent
    return None


def _in_trail(node: _Node, by_name: Mapping[str, Sequence[_Node]]) -> _Node | None:
    """The nearest column of the breadcrumb whose own breadcrumb is the beginning of it."""
    trail = node.page.trail if node.page else ()
    for depth in range(len(trail) - 1, 0, -1):
        for other in by_name.get(trail[depth - 1], ()):
            if other is not node and other.page and other.page.trail == trail[:depth]:
                return other
    return None


def _entries(node: _Node, look: SiteLook) -> Iterable[Entry]:
    """The items of a list over all its pages that were seen."""
    todo, seen = [node.page], {node.key}
    while todo and len(seen) < _MAX_LIST_PAGES:
        page = todo.pop()
        if page is None or page.listing is None or not page.opened:
            continue
        yield from page.listing.entries
        for url in page.listing.next_pages:
            key = address_key(url)
            if key not in seen:
                seen.add(key)
                todo.append(look.pages.get(key))


def _read(node: _Node, look: SiteLook, today: date) -> Reading:
    reading = Reading(today)
    for entry in _entries(node, look):
        ours = look.scopes.owner(entry.url) == look.site.id
        reading.add(entry, look.entry_page(entry), ours)
    return reading


def _state(
    node: _Node,
    readings: Mapping[str, Reading],
    look: SiteLook,
    windows: Mapping[ColumnClass, Window],
    today: date,
) -> ColumnState:
    below = list(node.descendants())
    own = readings[node.key]
    freshest = max(
        (readings[n.key] for n in (node, *below)), key=lambda r: r.newest or date.min, default=own
    )
    ledger = node.ledger
    window = windows.get(node.cls)
    if ledger and ledger.deadline_days:
        window = Window(days=ledger.deadline_days)
    return ColumnState(
        subject=node.url,
        url=node.url,
        unseen=_unseen(node),
        evidence=node.page.proof if node.page else (),
        name=node.name,
        cls=node.cls,
        parent=node.parent.url if node.parent else None,
        level=ledger.level if ledger and ledger.level else 1 + sum(1 for _ in node.ancestors()),
        window=window,
        exempt=ledger.exempt if ledger else None,
        confirmed=bool(ledger and ledger.confirmed_by),
        newest=freshest.newest,
        newest_title=freshest.newest_title,
        entries=own.entries + sum(readings[n.key].entries for n in below),
        undated=own.undated,
        unread=own.unread,
        future=own.future,
        descendants=len(below),
        missing_descendants=sum(_unseen(n) is not None for n in below),
        list_state=_list_state(node, own),
        judged_at=_judged_at(node),
        leads_elsewhere=bool(node.page and node.page.leads_elsewhere),
    )


def _unseen(node: _Node) -> str | None:
    page = node.page
    if page is None:
        return "unseen"
    if page.soft404:
        return "maintenance"
    if page.unseen:
        return page.unseen
    return None if page.opened or page.leads_elsewhere else "unseen"


def _list_state(node: _Node, reading: Reading) -> str:
    listing = node.page.listing if node.page else None
    if reading.entries:
        return "items"
    if listing is None or (node.page and node.page.kind not in _LIST_KINDS):
        return "none"
    if listing.script_built:
        return "unreadable"
    if listing.placeholder:
        return "placeholder"
    return "empty" if listing.empty_container else "none"


def _judged_at(node: _Node) -> str | None:
    """Notices, policies and interpretations answer at the first level (一级栏目)."""
    if node.cls not in FIRST_LEVEL_CLASSES:
        return None
    first = None
    for ancestor in node.ancestors():
        if ancestor.cls is node.cls:
            first = ancestor
    return first.url if first else None
