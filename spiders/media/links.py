"""Where a link leads, asked as the crawl asks those of pages: short addresses and pages that only lead on
are followed."""

from __future__ import annotations

from dataclasses import replace

from monitor.crawl.desk import Answer, Desk
from monitor.crawl.observe import is_textual
from monitor.domain.evidence import Fetch, FetchStatus, PageEvidence
from monitor.domain.media import LinkLook
from monitor.domain.media_links import is_bad
from monitor.extract.files import form_of
from monitor.extract.page import read_page

_HOPS = 3
_ERROR = 400


async def follow(url: str, desk: Desk) -> LinkLook:
    """One look at one link; what speaks against it is kept as proof."""
    answer = await desk.get(url)
    page = _page(answer)
    for _ in range(_HOPS):
        if page is None or page.redirect is None or page.redirect == answer.final_url:
            break
        answer = await desk.get(page.redirect)
        page = _page(answer)
    found = LinkLook(
        url,
        Fetch(
            url=url,
            status=answer.status,
            fetched_at=desk.now,
            final_url=answer.final_url,
            http_status=answer.http_status,
            content_type=answer.headers.get("content-type"),
            body_size=len(answer.body),
            detail=answer.detail,
        ),
        soft404=bool(page and page.soft404),
        guise=page.particulars.hostile.guise if page else None,
    )
    return _with_proof(found, answer, desk) if is_bad(found) and answer.body else found


def _page(answer: Answer) -> PageEvidence | None:
    """What answered, where it is a page."""
    url, kind = answer.final_url or answer.url, answer.headers.get("content-type")
    good = answer.status is FetchStatus.OK and (answer.http_status or 200) < _ERROR
    if not good or form_of(url, kind) is not None or not is_textual(kind, answer.body):
        return None
    return read_page(answer.body, url=url, content_type=kind, http_status=answer.http_status)


def _with_proof(found: LinkLook, answer: Answer, desk: Desk) -> LinkLook:
    fetch = replace(found.fetch, body_sha256=desk.keep(answer.body))
    return replace(found, fetch=fetch)
