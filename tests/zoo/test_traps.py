"""Sites without an end: cut by depth, by repetition and by the page budget, and the rest is read."""

from __future__ import annotations

from pathlib import Path

from monitor.domain.run import Reason
from tests.crawl.harness import crawled, site
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
