"""Plain request, browser-like headers, real browser: which rung a target needs next."""

from __future__ import annotations

from monitor.crawl.job import Job
from monitor.crawl.ledger import PAGE_ROLES
from monitor.domain.evidence import Fetch, FetchStatus, PageEvidence, Via
from monitor.domain.run import Role
from monitor.domain.subject import ColumnClass
from monitor.extract.columns import classify

CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/{}.0.0.0 Safari/537.36"
)

BROWSER_HEADERS = {
    "User-Agent": CHROME.format(136),
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.6",
    "Accept-Encoding": "gzip, deflate",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-User": "?1",
}

_FAILURES = frozenset(
    {
        FetchStatus.REFUSED,
        FetchStatus.TIMEOUT,
        FetchStatus.TLS,
        FetchStatus.RESET,
        FetchStatus.UNKNOWN,
    }
)


# Columns that nobody is blamed for when they are empty are not worth a browser.
_MAY_BE_EMPTY = (ColumnClass.STATIC, ColumnClass.TOPIC)


def next_rung(job: Job, fetch: Fetch, page: PageEvidence | None, *, escalate: bool) -> Via | None:
    """The rung to climb to, or None when what we have is what there is.

    Only addresses inside registered sites are worth it: a wall before somebody else's page stays a
    wall. `escalate`: a second look, which tries every way before it lets an absence stand.
    """
    if job.target.site_id is None or job.target.role is Role.ROBOTS or job.via is Via.BROWSER:
        return None
    page_like = job.target.role in PAGE_ROLES
    browser = Via.BROWSER if page_like and job.browser else None
    if fetch.status is FetchStatus.BLOCKED:
        return Via.HEADERS if job.via is Via.PLAIN else browser
    if escalate and (fetch.status in _FAILURES or (fetch.http_status or 0) >= 400):
        return Via.HEADERS if job.via is Via.PLAIN and not page_like else browser
    if page is not None and (_script_needed(page, job) or (escalate and _lacks(page, job))):
        return browser
    return None


def _script_needed(page: PageEvidence, job: Job) -> bool:
    if page.needs_script:
        return True
    listing = page.listing
    if listing is None:
        return False
    return listing.script_built or (
        job.target.role is Role.COLUMN
        and listing.empty_container
        and not listing.entries
        and classify(job.target.anchor) not in _MAY_BE_EMPTY
    )


def _lacks(page: PageEvidence, job: Job) -> bool:
    """Whether something is missing that a defect could be made of."""
    match job.target.role:
        case Role.COLUMN | Role.MENU:
            return page.listing is None or not page.listing.entries
        case Role.LEADERS | Role.LEADER:
            return not page.leaders or any(leader.bio is False for leader in page.leaders)
        case Role.HOME:
            return page.soft404 or not page.footer.mark or not page.tags
        case _:
            return page.soft404
