"""Plain request, browser-like headers, real browser: which rung a target needs next."""

from __future__ import annotations

from monitor.crawl.job import Job
from monitor.crawl.ledger import PAGE_ROLES
from monitor.domain.evidence import (
    FOOTER_MARKS,
    Fetch,
    FetchStatus,
    Footer,
    PageEvidence,
    Via,
)
from monitor.domain.function import Sight
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

    At first only addresses inside registered sites are worth it: a wall before somebody else's page
    stays a wall. `escalate`: a second look, which tries every way before it lets an absence or a
    failure stand, a stranger's too: some hosts answer 404 to whatever is no browser.
    """
    role = job.target.role
    stranger = job.target.site_id is None
    if role is Role.ROBOTS or job.via is Via.BROWSER or (stranger and not escalate):
        return None
    page_like = role in PAGE_ROLES
    opens = page_like or (escalate and role is Role.LINK)
    browser = Via.BROWSER if opens and job.browser else None
    higher = Via.HEADERS if job.via is Via.PLAIN else browser
    if fetch.status is FetchStatus.BLOCKED:
        return higher
    if escalate and (fetch.status in _FAILURES or (fetch.http_status or 0) >= 400):
        if role is Role.HOME:
            return higher
        # A site's own word that a page is gone needs no browser: there may be thousands of them.
        said = not stranger and fetch.status is FetchStatus.OK
        return None if said and job.via is Via.HEADERS else higher
    if page is not None and page.particulars.file is not None:
        return None
    if page is not None and page_like and wants_browser(page, job):
        return browser
    if escalate and (_lacks(page, job) if page is not None else _is_void(fetch, page_like)):
        return browser
    return None


def _is_void(fetch: Fetch, page_like: bool) -> bool:
    """An answer without a byte: a server that has nothing for us may have something for a browser."""
    return page_like and fetch.status is FetchStatus.OK and fetch.body_size == 0


def wants_browser(page: PageEvidence, job: Job) -> bool:
    """Whether a browser may show more of the page than its bytes do."""
    if page.needs_script or (job.target.role is Role.HOME and _lacks_marks(page.footer)):
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
    """Whether something is missing that a defect could be made of, or hidden that a script may show."""
    if page.particulars.hostile.hidden and job.target.role in PAGE_ROLES:
        return True
    match job.target.role:
        case Role.COLUMN | Role.MENU:
            return page.listing is None or not page.listing.entries
        case Role.LEADERS | Role.LEADER:
            return not page.leaders or any(leader.bio is False for leader in page.leaders)
        case Role.HOME:
            return page.soft404 or _lacks_furniture(page) or not page.tags
        case _:
            return page.soft404


def _lacks_marks(footer: Footer) -> bool:
    """A mark that the home page lacks is missed on the whole site: a script may bring it yet."""
    return not all(getattr(footer, mark) for mark in FOOTER_MARKS)


def _lacks_furniture(page: PageEvidence) -> bool:
    """The same of what else a home page offers: worth a browser once somebody shall be told."""
    functions = page.particulars.functions
    offers = functions.offers
    shown = [functions.report, functions.search]
    shown += [offers.mobile, offers.accessible] if offers else []
    return _lacks_marks(page.footer) or any(sight is not Sight.SHOWN for sight in shown)
