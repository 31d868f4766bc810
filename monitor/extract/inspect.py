"""What `monitor inspect` prints of one page."""

from __future__ import annotations

from datetime import date
from typing import Any

from monitor.domain.basics import ITEMS, Basics
from monitor.domain.evidence import Article, Footer, Listing, PageEvidence, PageKind
from monitor.domain.interaction import DONE, REPLY, Letter

_OF_LEADERS = (PageKind.LEADERS, PageKind.LEADER)


def describe(page: PageEvidence) -> dict[str, Any]:
    """The page as JSON values, in the shape the contract states; dates YYYY-MM-DD or null. Leaders are
    those of a page that is about them."""
    return {
        "kind": page.kind.value,
        "encoding": {"name": page.encoding.name, "source": page.encoding.source},
        "title": page.title,
        "listing": _listing(page.listing),
        "article": _article(page.article),
        "leaders": [
            {"name": one.name, "post": one.post, "bio": one.bio, "url": one.url}
            for one in (page.leaders if page.kind in _OF_LEADERS else ())
        ],
        "agency": _agency(page.particulars.basics),
        "letters": [_letter(one) for one in _letters(page)],
        "footer": _footer(page.footer),
        "tags": dict(page.tags),
        "links": [
            {
                "url": link.url,
                "text": link.text,
                "kind": link.kind.value,
                "region": link.region.value,
            }
            for link in page.links
        ],
        "blocked": page.blocked,
        "soft404": page.soft404,
    }


def _letters(page: PageEvidence) -> tuple[Letter, ...]:
    """Those of the page's list, else the one that the page is."""
    told = page.particulars.interaction
    return told.letters or ((told.letter,) if told.letter else ())


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "asked": _day(letter.asked),
        "answered": _day(letter.answered),
        "status": letter.status or (DONE if _is_answered(letter) else None),
    }


def _is_answered(letter: Letter) -> bool:
    return letter.answered is not None or REPLY in letter.given


def _listing(listing: Listing | None) -> dict[str, Any] | None:
    if listing is None:
        return None
    entries = [
        {
            "title": entry.title,
            "url": entry.url,
            "published": _day(entry.published),
            "date_state": entry.date_state.value,
        }
        for entry in listing.entries
    ]
    return {"entries": entries, "newest": _day(listing.newest)}


def _agency(basics: Basics) -> dict[str, bool] | None:
    """Which items of the office's presentation the page tells; null where it is no part of one."""
    told = basics.agency.read
    if not told and not {"agency", "contact"} & set(basics.named):
        return None
    return {item: item in told for item in ITEMS}


def _article(article: Article | None) -> dict[str, Any] | None:
    if article is None:
        return None
    return {
        "title": article.title,
        "published": _day(article.published),
        "source": article.source,
    }


def _footer(footer: Footer) -> dict[str, Any]:
    return {
        "mark": footer.mark,
        "site_code": footer.site_code,
        "icp": footer.icp,
        "police": footer.police,
        "host": footer.host,
        "contact": footer.contact,
        "error_report": footer.error_report,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
