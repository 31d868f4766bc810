"""What is asked of sites beside their pages: which, with which titles, and when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

from db import queries
from db.repository import RunStore
from monitor.app.house import House
from monitor.app.memory import give_back
from monitor.crawl.soundings import Errand
from monitor.domain.address import Scopes, address_key, is_numbered
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import Defect, DefectState
from monitor.domain.observation import Observation
from monitor.domain.run import Purpose, Run
from monitor.domain.subject import Site

SEARCH, V6 = "search-broken", "ipv6-missing"
TITLES = 4
WEEK = timedelta(days=7)
"""How long an answer stands in nightly crawls, and how old an article is before an index must have it."""
_SHORTEST, _LONGEST = 7, 40
_OPEN = (DefectState.SUSPECTED, DefectState.CONFIRMED)


def errands(
    house: House,
    run: Run,
    sites: Sequence[Site],
    scopes: Scopes,
    defects: Iterable[Defect],
    store: RunStore,
) -> Callable[[], list[Errand]]:
    """To be called when the run's pages are stored. Platform owners alone are asked; in a crawl those
    whose last answers are a week old or tell of a fault, whose others are carried into this run; in a
    second look those that it is about."""
    faulty = {(one.site_id, one.check) for one in defects if one.state in _OPEN}

    def made() -> list[Errand]:
        found = []
        for site in sites:
            give_back()
            if scopes.platform(site) != site.id or not _opened(house, run, site):
                continue
            wanted = {check for check in (SEARCH, V6) if (site.id, check) in faulty}
            if run.purpose is not Purpose.RECHECK:
                wanted = _due(house, run, site, wanted, store)
            if is_numbered(site.url):
                wanted.discard(V6)
            titles = tuple(_titles(house, run, site)) if SEARCH in wanted else ()
            if titles or V6 in wanted:
                found.append(Errand(site, titles, V6 in wanted))
        return found

    return made


def _opened(house: House, run: Run, site: Site) -> bool:
    home = address_key(site.url)
    return any(
        seen.gist is not None
        for seen in queries.pages(house.engine, run.id, site.id)
        if address_key(seen.target.url) == home
    )


def _due(house: House, run: Run, site: Site, faulty: Collection[str], store: RunStore) -> set[str]:
    """What is asked anew; what is not stands as it was answered."""
    due = {SEARCH, V6}
    known: list[queries.SeenPage] = queries.soundings(
        house.engine, site.id, run.now - WEEK, run.now
    )
    for check, name in ((SEARCH, "search:"), (V6, "ipv6:")):
        answers = [one for one in known if one.target.url.startswith(name)]
        if answers and check not in faulty:
            due.discard(check)
            store.record([Observation(a.target, a.fetches, carried=a.page_digest) for a in answers])
    return due


def _titles(house: House, run: Run, site: Site) -> list[tuple[str, str]]:
    """Recent articles of the site's own that any index should have, of as many columns as possible."""
    found: dict[str, tuple[str, date]] = {}
    for one in (run, queries.last_whole_run(house.engine, site.id, run.now)):
        for seen in queries.pages(house.engine, one.id, site.id) if one else ():
            article = seen.gist.article if seen.gist else None
            if article is None or article.published is None:
                continue
            title = " ".join(article.title.split())
            if len(title) >= _SHORTEST and article.published <= shanghai_day(run.now - WEEK):
                found.setdefault(title, (seen.target.url, article.published))
    ranked = sorted(found, key=lambda t: (_is_awkward(t), -found[t][1].toordinal(), found[t][0]))
    first: dict[str, str] = {}
    for title in ranked:
        first.setdefault(_column(found[title][0]), title)
    spread = sorted(ranked, key=lambda title: title not in first.values())
    return [(title, found[title][0]) for title in spread[:TITLES]] if len(found) >= TITLES else []


def _is_awkward(title: str) -> bool:
    """Marks and length may break a search that works."""
    plain = all(sign.isalnum() for sign in title.replace(" ", ""))
    return not plain or len(title) > _LONGEST


def _column(url: str) -> str:
    """The first folders of an address: dates and numbers in it are no columns."""
    parts = [one for one in urlsplit(url).path.split("/")[:-1] if not any(map(str.isdigit, one))]
    return "/".join(parts[:3])
