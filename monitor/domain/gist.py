"""What judging needs of a page: what it says of itself, and what surrounds that on every page of a site.

Made when a page is read and kept beside its evidence, so that a night is judged without unpacking
what other nights saw.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b, sha256
from struct import pack, unpack_from

from monitor.domain.address import address_key
from monitor.domain.evidence import (
    Article,
    Footer,
    Leader,
    Link,
    LinkKind,
    Listing,
    PageEvidence,
    PageKind,
    Region,
)
from monitor.domain.particulars import NOTHING, Particulars

NAMING_REGIONS = (Region.NAV, Region.MENU, Region.TRAIL, Region.BLOCK)
_BOX_REGIONS = (Region.NAV, Region.MENU, Region.FOOTER)  # tuples: an enum's hash is slow
_FULL_PAGE_LINKS = 8
_LISTED = frozenset({PageKind.COLUMN, PageKind.HOME, PageKind.LETTERS, PageKind.API})
_KINDS = tuple(LinkKind)
_TEXT = 0x80
_ATTACHED = (_KINDS.index(LinkKind.ATTACHMENT), _KINDS.index(LinkKind.ATTACHMENT) | _TEXT)
_MARK = 9
"""Bytes for one link: eight of its mark, one for its kind and whether it has a text."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What many pages of a site have in common: the links of navigation, menus, breadcrumb, block
    headings and foot, in their order, and the foot's marks. `key`: equal for equal frames."""

    key: str = ""
    links: tuple[Link, ...] = ()
    footer: Footer = field(default_factory=Footer)


@dataclass(frozen=True, slots=True)
class Gist:
    """A page without its links. A page that is no list keeps its list's shape but not its items.

    `tags`: the names of those that say something, `column_name`: what the tag of that name says.
    `full_page`: it stands in the site's own frame, and is no pop-up, fragment or picture viewer.
    `marks`: the links that the frame does not tell of, see `own_links`.
    """

    kind: PageKind
    title: str = ""
    trail: tuple[str, ...] = ()
    listing: Listing | None = None
    article: Article | None = None
    leaders: tuple[Leader, ...] = ()
    tags: tuple[str, ...] = ()
    column_name: str = ""
    page_dates: tuple[date, ...] = ()
    soft404: bool = False
    rendered: bool = False
    full_page: bool = False
    pictures: int = 0
    text_length: int = 0
    particulars: Particulars = NOTHING
    frame: Frame = field(default_factory=Frame)
    marks: bytes = b""


@dataclass(frozen=True, slots=True)
class OwnLink:
    """The first link of a page to an address, where that does not stand in the frame."""

    mark: int
    kind: LinkKind
    has_text: bool


def gist_of(page: PageEvidence) -> Gist:
    """Raises nothing; the same page gives the same gist."""
    framed: list[Link] = []
    marks: list[int] = []
    notes = bytearray()
    seen: set[str] = set()
    pictures = 0
    for link in page.links:
        key, kind, region = address_key(link.url), link.kind, link.region
        if kind is LinkKind.IMAGE:
            pictures += 1
        if region is not Region.LIST and region is not Region.CONTENT:
            framed.append(link)
        elif key not in seen:
            marks.append(mark_of(key))
            notes.append(_KINDS.index(kind) | (_TEXT if link.text else 0))
        seen.add(key)
    tags = {name: value for name, value in page.tags if value}
    return Gist(
        kind=page.kind,
        title=page.title,
        trail=page.trail,
        listing=_listing(page),
        article=page.article,
        leaders=page.leaders,
        tags=tuple(tags),
        column_name=tags.get("ColumnName", ""),
        page_dates=page.page_dates,
        soft404=page.soft404,
        rendered=page.rendered,
        full_page=sum(link.region in _BOX_REGIONS for link in framed) >= _FULL_PAGE_LINKS,
        pictures=pictures,
        text_length=page.text_length,
        particulars=page.particulars,
        frame=frame_of(framed, page.footer),
        marks=pack(f"<{len(marks)}Q", *marks) + bytes(notes),
    )


def own_links(gist: Gist) -> Iterator[OwnLink]:
    """What is kept of the links that the frame does not tell of."""
    count = len(gist.marks) // _MARK
    notes = gist.marks[count * 8 :]
    for mark, note in zip(own_marks(gist), notes, strict=True):
        yield OwnLink(mark, _KINDS[note & ~_TEXT], bool(note & _TEXT))


def own_marks(gist: Gist) -> tuple[int, ...]:
    return unpack_from(f"<{len(gist.marks) // _MARK}Q", gist.marks)


def attached_marks(gist: Gist) -> list[int]:
    """The marks of the files that a page of its own links to."""
    count = len(gist.marks) // _MARK
    notes = gist.marks[count * 8 :]
    if not any(note in notes for note in _ATTACHED):
        return []
    marks = own_marks(gist)
    return [mark for mark, note in zip(marks, notes, strict=True) if note in _ATTACHED]


@lru_cache(maxsize=1 << 12)
def mark_of(key: str) -> int:
    """Eight bytes that stand for an address key: among a million links to a hundred suspected
    addresses, one in 10^11 such sets would hold a link taken for another."""
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest())


def frame_of(links: Sequence[Link], footer: Footer) -> Frame:
    told = [repr(footer)]
    for link in links:
        told += (link.url, link.text, link.kind, link.region)
    text = "\0".join(told)  # a tenth of what JSON takes
    return Frame(sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), tuple(links), footer)


def _listing(page: PageEvidence) -> Listing | None:
    listing = page.listing
    if listing is None or page.kind in _LISTED or not listing.entries:
        return listing
    return replace(listing, entries=())
