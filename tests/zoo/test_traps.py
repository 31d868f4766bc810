"""Sites without an end: cut by depth, by repetition and by the page budget, and the rest is read."""

from __future__ import annotations

from pathlib import Path

from monitor.domain.evidence import MOST_LINKS
from monitor.domain.run import Reason
from tests.crawl.harness import crawled, site
from tests.crawl.servers import links
from tests.zoo import animals as zoo
from tests.zoo.cage import NEIGHBOUR_PAGES, caged

BUDGET = 60


def test_endless_sites_end_at_their_budget_and_say_so(tmp_path: Path) -> None:
    pages = {
        "calendar": zoo.calendar,
        "sessions": zoo.sessions,
        "concatenated": zoo.concatenated,
    }
    with caged({}, dict(pages)) as (urls, _):
        sites = [site(url, name, obey_robots=False) for name, url in urls.items()]
        result = crawled(tmp_path, sites, page_budget=BUDGET, within=120)
    of = {
        name: [o for o in result.store.seen.values() if o.target.site_id == name] for name in urls
    }
    read = {name: sum(o.page is not None for o in seen) for name, seen in of.items()}
    assert read["calendar"] == BUDGET
    assert read["sessions"] == 11, "a page is one page by whatever session it is reached"
    assert read["concatenated"] < BUDGET
    assert read["neighbour"] == NEIGHBOUR_PAGES
    for name in ("calendar", "concatenated"):
        assert {o.reason for o in of[name]} == {None, Reason.BUDGET}
    assert result.store.open_targets() == []


def test_of_a_page_of_endless_links_a_part_is_read_and_nothing_judged(tmp_path: Path) -> None:
    """More links than are read: what is missing may stand in the rest."""
    with caged({}, {"portal": {"/": links(*map(str, range(30_000)))}}) as (urls, _):
        sites = [site(url, name, obey_robots=False) for name, url in urls.items()]
        result = crawled(tmp_path, sites, page_budget=BUDGET, within=120)
    of = [o for o in result.store.seen.values() if o.target.site_id == "portal"]
    (home,) = (o for o in of if o.target.url == urls["portal"])
    assert home.reason is Reason.BUDGET
    assert home.page is not None and len(home.page.links) == MOST_LINKS
    assert len(of) == 1 + MOST_LINKS
    assert sum(o.reason is None for o in of) == BUDGET - 1
    assert result.store.open_targets() == []
    neighbours = [o for o in result.store.seen.values() if o.target.site_id == "neighbour"]
    assert sum(o.page is not None for o in neighbours) == NEIGHBOUR_PAGES
