"""What every page must carry: footer marks (once, at the platform owner) and page tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from monitor.assess.gather.look import MAX_PARENTS, PageLook, SiteLook, Watch
from monitor.domain.address import address_key
from monitor.domain.dossier import ColumnState, FooterMark, PageTag
from monitor.domain.evidence import FOOTER_MARKS, PageKind
from monitor.domain.subject import ColumnClass

TAGS = {
    "site": ("SiteName", "SiteDomain", "SiteIDCode"),
    "column": ("ColumnName", "ColumnType"),
    "content": ("ArticleTitle", "PubDate", "ContentSource"),
}
FOOTER_CHECK, TAG_CHECK = "footer-mark-missing", "page-tags-missing"
_FRAMED = frozenset(
    {PageKind.HOME, PageKind.COLUMN, PageKind.ARTICLE, PageKind.LEADERS, PageKind.LEADER}
)
NEARLY_ALL = 0.9


def footer_marks(
    look: SiteLook, channels: Mapping[str, SiteLook], watch: Watch
) -> Iterator[FooterMark]:
    """One dossier a mark over the pages of the platform owner and its channels.

    Pages outside the site's frame (pop-ups, fragments) are not held to it, nor are those whose foot
    comes by a frame or script that was not read, nor those that speak of a mark which could not be
    read. When a rendered home page shows a mark that hardly
    any plain page has, footers are written by script: not observed.
    """
    looks = (look, *channels.values())
    framed = [page for one in looks for page in in_frame(one)]
    pages = with_foot(framed)
    home = look.home
    hidden = home.unseen if home is not None and not home.opened else None
    for mark in FOOTER_MARKS:
        read = [page for page in pages if mark not in page.footer.unread]
        lacking = [page for page in read if not getattr(page.footer, mark)]
        without = standing(FOOTER_CHECK, mark, lacking, looks, watch)
        plain = [page for page in framed if not page.rendered]
        plain_without = sum(not getattr(page.footer, mark) for page in plain)
        shown = any(page.rendered and getattr(page.footer, mark) for page in framed)
        yield FooterMark(
            subject=mark,
            url=look.site.url,
            unseen=hidden or unsure(FOOTER_CHECK, mark, without, looks, watch),
            mark=mark,
            pages=len(read) or len(framed),
            without=len(without),
            home_lacks=home in read and not getattr(home.footer, mark) if home else False,
            scripted=(bool(framed) and not read)
            or (shown and bool(plain) and plain_without >= NEARLY_ALL * len(plain)),
            parents=places(without),
            parents_total=len(without),
            evidence=without[0].proof if without else (),
        )


def with_foot(pages: Sequence[PageLook]) -> list[PageLook]:
    """The pages whose foot was read. That any script may bring one is believed where hardly any
    page has one without: a single page without a foot among many that have one lacks it."""
    bare = sum(page.footer.hidden is not None for page in pages if not page.rendered)
    plain = sum(not page.rendered for page in pages)
    doubtful = bool(plain) and bare >= NEARLY_ALL * plain
    hidden = ("loaded", "maybe") if doubtful else ("loaded",)
    return [page for page in pages if page.footer.hidden not in hidden]


def in_frame(look: SiteLook) -> list[PageLook]:
    """The pages that must carry what the site's frame carries: no pop-up, fragment or foreign page. A
    page of several addresses is one: what forwards to another, and tabs that are the same bytes."""
    home = look.home
    found: dict[str, PageLook] = {}
    for page in sorted(look.pages.values(), key=lambda page: (page is not home, page.url)):
        if not page.opened or page.kind not in _FRAMED or page.leads_elsewhere:
            continue
        if page is home or (page.full_page and not look.leads_on(page)):
            found.setdefault(page.fetches[-1].body_sha256 or page.url, page)
    return list(found.values())


def page_tags(look: SiteLook, columns: Sequence[ColumnState], watch: Watch) -> Iterator[PageTag]:
    """One dossier a tag: site tags on every page, column tags on lists, content tags on articles."""
    lists = {
        address_key(column.url)
        for column in columns
        if column.list_state == "items" and not _is_no_column(column)
    }
    framed = in_frame(look)
    groups = {
        "site": framed,
        "column": [page for page in framed if address_key(page.url) in lists],
        "content": [page for page in framed if page.kind is PageKind.ARTICLE],
    }
    home = look.home
    hidden = home.unseen if home is not None and not home.opened else None
    for group, pages in groups.items():
        for tag in TAGS[group]:
            lacking = [page for page in pages if tag not in page.tags]
            without = standing(TAG_CHECK, tag, lacking, (look,), watch)
            yield PageTag(
                subject=tag,
                url=look.site.url,
                unseen=hidden or unsure(TAG_CHECK, tag, without, (look,), watch),
                tag=tag,
                group=group,
                pages=len(pages),
                without=len(without),
                parents=places(without),
                parents_total=len(without),
                evidence=without[0].proof if without else (),
            )


def _is_no_column(column: ColumnState) -> bool:
    """A person said that this list is no column of the site."""
    return column.confirmed and column.cls is ColumnClass.STATIC


def standing(
    check: str,
    subject: str,
    lacking: Sequence[PageLook],
    looks: Sequence[SiteLook],
    watch: Watch,
) -> Sequence[PageLook]:
    """The pages a fault is seen on now. A known fault that shows on no page opened in this run,
    though its places were opened again, is repaired: what was not opened again is not held on to."""
    known = watch.parents_of(check, subject)
    if not known or any(page.fresh for page in lacking):
        return lacking
    pages = [page for url in known for look in looks if (page := look.page(url)) is not None]
    opened = sum(page.fresh and page.opened for page in pages)
    return () if opened >= len(known) else lacking


def unsure(
    check: str,
    subject: str,
    without: Sequence[PageLook],
    looks: Sequence[SiteLook],
    watch: Watch,
) -> str | None:
    """A known fault is repaired only when the pages that had it were opened again."""
    if without:
        return None
    for url in watch.parents_of(check, subject):
        pages = [look.page(url) for look in looks]
        if not any(page is not None and page.fetches and page.unseen is None for page in pages):
            return "unseen"
    return None


def places(pages: Sequence[PageLook]) -> tuple[str, ...]:
    """Addresses to name as parents, the home page first."""
    ranked = sorted(pages, key=lambda page: (page.kind is not PageKind.HOME, page.url))
    return tuple(page.url for page in ranked[:MAX_PARENTS])
