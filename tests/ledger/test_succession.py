"""Units and sites over time: the ledger of a day, and the lists and scores made as of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from monitor.app.house import BadInput
from monitor.app.reporting import Standing, standing
from monitor.domain.address import Scopes
from monitor.domain.subject import (
    Account,
    Category,
    FormerName,
    Registry,
    Site,
    SiteKind,
    Status,
    Unit,
)
from monitor.domain.succession import registry_on, there, units_on
from tests.job.small_site import site
from tests.ledger.world import Office

DAY = date(2026, 10, 15)
NEXT_DAY = date(2026, 10, 16)


def unit(key: str, *sites: Site, **more: object) -> Unit:
    return Unit(key, key, Category.SERVICE, sites=sites, **more)  # type: ignore[arg-type]


def a_site(key: str, unit_id: str, path: str = "", **more: object) -> Site:
    url = f"http://127.0.0.1/{path}"
    return Site(key, unit_id, key, url, (url,), **more)  # type: ignore[arg-type]


def owners(*units: Unit, day: date) -> dict[str, tuple[str, ...]]:
    """Who is listed on a day, with which sites."""
    found = units_on(registry_on(Registry(units), day), day)
    return {one.id: tuple(site.id for site in one.sites) for one in found}


def test_the_name_of_a_day_is_the_first_that_was_still_borne() -> None:
    names = (FormerName("最早"), FormerName("新一", DAY), FormerName("旧", date(2026, 6, 30)))
    jia = unit("jia", former_names=names)

    def name(day: date) -> str:
        return registry_on(Registry((jia,)), day).units[0].name

    assert [name(date(2026, 6, 30)), name(date(2026, 7, 1))] == ["旧", "新一"]
    assert [name(DAY), name(NEXT_DAY)] == ["新一", "jia"]


def test_sites_and_accounts_bear_the_names_of_the_day_too() -> None:
    old = (FormerName("旧", DAY),)
    account = Account("wb", "jia", "weibo", "新", former_names=old)
    jia = replace(unit("jia", a_site("s", "jia", former_names=old)), accounts=(account,))
    for day, expected in ((DAY, ("旧", "旧")), (NEXT_DAY, ("s", "新"))):
        found = registry_on(Registry((jia,)), day).units[0]
        assert (found.sites[0].name, found.accounts[0].name) == expected


def test_a_name_to_come_is_known_already() -> None:
    account = Account("wb", "jia", "weibo", "新", former_names=(FormerName("旧", DAY),))
    registry = Registry((replace(unit("jia"), accounts=(account,)),))
    found = registry_on(registry, DAY)
    assert [one.name for one in found.accounts["wb"].former_names] == ["旧", "新"]
    assert registry_on(found, DAY) == found
    assert registry_on(registry, NEXT_DAY).accounts["wb"].former_names == account.former_names


def test_sites_of_a_unit_that_is_over_belong_to_its_successor_from_the_day_after() -> None:
    jia = unit("jia", a_site("s", "jia"), valid_until=DAY, successor="yi")
    yi = unit("yi", a_site("t", "yi", "t/"))
    assert owners(jia, yi, day=DAY) == {"jia": ("s",), "yi": ("t",)}
    assert owners(jia, yi, day=NEXT_DAY) == {"yi": ("t", "s")}
    found = registry_on(Registry((jia, yi)), NEXT_DAY)
    assert found.sites["s"].unit_id == "yi"
    assert found.sites["s"].valid_until is None, "it does not end with the unit that had it"
    assert registry_on(found, NEXT_DAY) == found


def test_a_successor_that_is_over_too_hands_on_and_a_circle_ends_nowhere() -> None:
    jia = unit("jia", a_site("s", "jia"), valid_until=date(2026, 3, 1), successor="yi")
    yi = unit("yi", status=Status.CLOSED, successor="bing")
    bing = unit("bing")
    assert owners(jia, yi, bing, day=DAY) == {"bing": ("s",)}
    assert owners(jia, replace(yi, successor="jia"), bing, day=DAY) == {"bing": ()}
    assert owners(jia, replace(yi, successor=None), bing, day=DAY) == {"bing": ()}


def test_a_site_that_ended_itself_goes_to_nobody() -> None:
    ended = a_site("s", "jia", valid_until=date(2026, 5, 1))
    jia = unit("jia", ended, valid_until=DAY, successor="yi")
    assert owners(jia, unit("yi"), day=NEXT_DAY) == {"yi": ()}


def test_a_unit_closed_later_was_running_before() -> None:
    jia = unit("jia", a_site("s", "jia"), status=Status.CLOSED, valid_until=DAY)
    before = registry_on(Registry((jia,)), DAY)
    assert before.sites["s"].status is Status.RUNNING
    assert owners(jia, day=DAY) == {"jia": ("s",)}
    assert owners(jia, day=NEXT_DAY) == {}
    assert owners(replace(jia, valid_until=None), day=DAY) == {}, "closed, nobody knows since when"


def test_what_has_not_begun_is_not_there_yet() -> None:
    later = a_site("s", "jia", "s/", valid_from=NEXT_DAY)
    jia = unit("jia", a_site("t", "jia", "t/"), later)
    assert owners(jia, day=DAY) == {"jia": ("t",)}
    assert owners(jia, day=NEXT_DAY) == {"jia": ("t", "s")}
    assert owners(replace(jia, valid_from=NEXT_DAY), day=DAY) == {}


def test_a_suspended_unit_is_there_and_one_without_any_site_left_rests() -> None:
    assert there(unit("jia", status=Status.SUSPENDED), DAY)
    jia = unit("jia", a_site("s", "jia", valid_until=DAY))
    assert owners(jia, day=NEXT_DAY) == {"jia": ("s",)}


@pytest.mark.parametrize("order", [1, -1])
def test_an_address_belongs_to_the_site_that_is_there(order: int) -> None:
    portal = a_site("portal", "jia", kind=SiteKind.PORTAL)
    old = a_site("old", "jia", "yi/", valid_until=DAY, successor="new", kind=SiteKind.CHANNEL)
    new = a_site("new", "jia", "yi/", valid_from=NEXT_DAY, kind=SiteKind.CHANNEL)
    jia = unit("jia", *(portal, old, new)[::order])

    def owner(*sites: Site, day: date) -> str | None:
        registry = registry_on(Registry((unit("jia", *sites),)), day)
        return Scopes(registry.sites.values()).owner("http://127.0.0.1/yi/a.html")

    assert owner(*jia.sites, day=DAY) == "old"
    assert owner(*jia.sites, day=NEXT_DAY) == "new"
    assert owner(portal, old, day=NEXT_DAY) == "old", "not the portal: nobody answers for it"


def test_channels_of_a_portal_that_ended_are_those_of_its_successor() -> None:
    old = a_site("old", "jia", valid_until=DAY, successor="new", kind=SiteKind.PORTAL)
    new = a_site("new", "jia", "n/", kind=SiteKind.PORTAL)
    channel = a_site("c", "jia", "n/c/", kind=SiteKind.CHANNEL, portal="old")
    registry = Registry((unit("jia", old, new, channel),))
    for day, owner in ((DAY, "old"), (NEXT_DAY, "new")):
        found = registry_on(registry, day)
        assert Scopes(found.sites.values()).platform(found.sites["c"]) == owner


YEAR = """
units:
  - {{id: jia, name: 甲新局, category: service, former_names: [{{name: 甲旧局, until: 2026-07-14}}],
     sites: [{{id: jia-site, name: 甲局网站, url: 'http://127.0.0.1:8000/'{jia}}}]}}
  - {{id: yi, name: 乙局, category: service, valid_until: 2026-10-15, successor: jia,
     sites: [{{id: yi-site, name: 乙局网站, url: 'http://127.0.0.2:8000/'}}]}}
  - {{id: bing, name: 丙局, category: service, status: closed, valid_until: 2026-11-10,
     sites: [{{id: bing-site, name: 丙局网站, url: 'http://127.0.0.3:8000/'}}]}}
"""
HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
PAGES = {
    f"http://{host}:8000{path}": answer
    for host in HOSTS
    for path, answer in site(news="2026-01-05", notices="2026-09-01").items()
}


def looked(office: Office, now: str) -> Standing:
    day = date.fromisoformat(now[:10])
    found = registry_on(standing(office.house, as_of=now).registry, day)
    going = [s for s in found.sites if there(found.sites[s], day)]
    pages = {
        url: answer
        for url, answer in PAGES.items()
        if any(found.sites[s].url.split("/")[2] in url for s in going)
    }
    office.looked(pages, now, *going)
    return standing(office.house, as_of=now)


def lines(found: Standing) -> dict[str, set[str]]:
    """The units of the list with the sites that something is held against."""
    listed: dict[str, set[str]] = {one.name: set() for one in found.units}
    names = {one.id: one.name for one in found.units}
    for record in found.records():
        assert record.description.startswith(names[record.unit])
        listed[names[record.unit]].add(record.site)
    for score in found.scores.values():
        assert score.site_id in {s.id for one in found.units for s in one.sites}
        assert score.unit_id in names
    return listed


def test_a_year_renamed_merged_closed_and_suspended(tmp_path: Path) -> None:
    """Renamed after 14 July, merged after 15 October, closed after 10 November; suspended a month."""
    office = Office.open(tmp_path, "2026-07-14T10:00")
    office.registry(YEAR.format(jia=""))
    whole = {"yi-site"}, {"bing-site"}
    for now, expected in {
        "2026-07-14T10:00": {"甲旧局": {"jia-site"}, "乙局": whole[0], "丙局": whole[1]},
        "2026-07-15T10:00": {"甲新局": {"jia-site"}, "乙局": whole[0], "丙局": whole[1]},
        "2026-10-15T10:00": {"甲新局": {"jia-site"}, "乙局": whole[0], "丙局": whole[1]},
        "2026-10-16T10:00": {"甲新局": {"jia-site", "yi-site"}, "丙局": whole[1]},
        "2026-11-10T10:00": {"甲新局": {"jia-site", "yi-site"}, "丙局": whole[1]},
        "2026-11-11T10:00": {"甲新局": {"jia-site", "yi-site"}},
    }.items():
        assert lines(looked(office, now)) == expected, now
    merged = standing(office.house, as_of="2026-10-16T10:00").scores["yi-site"]
    assert merged.unit_id == "jia"
    assert standing(office.house, as_of="2026-10-15T10:00").scores["yi-site"].unit_id == "yi"
    assert lines(standing(office.house, as_of="2026-07-14T23:00")).keys() == {
        "甲旧局",
        "乙局",
        "丙局",
    }, "made again later, an earlier list is what it was"
    with pytest.raises(BadInput) as refused:
        standing(office.house, units=["yi"], as_of="2026-10-16T10:00")
    assert refused.value.key == "input.unit_not_there"
    assert standing(office.house, units=["yi"], as_of="2026-10-15T10:00").units[0].name == "乙局"

    office.registry(YEAR.format(jia=", status: suspended"), now="2026-11-20T10:00")
    rests = standing(office.house, as_of="2026-11-20T10:00")
    assert rests.resting == {"jia-site"} and "jia-site" not in rests.scores
    assert lines(rests) == {"甲新局": {"yi-site"}}
    office.registry(YEAR.format(jia=""), now="2026-12-20T10:00")
    assert lines(looked(office, "2026-12-20T10:00")) == {"甲新局": {"jia-site", "yi-site"}}


def test_a_site_that_follows_another_starts_clean(tmp_path: Path) -> None:
    office = Office.open(tmp_path, "2026-10-15T10:00")
    office.registry(
        """
units:
  - {id: jia, name: 甲局, category: service, sites: [
     {id: old, name: 旧站, url: 'http://127.0.0.1:8000/', valid_until: 2026-10-15, successor: new},
     {id: new, name: 新站, url: 'http://127.0.0.1:8000/', valid_from: 2026-10-16}]}
"""
    )
    office.looked(site(news="2026-01-05"), "2026-10-15T10:00", "old")
    stale = office.records("2026-10-15T10:00", "column-stale")
    assert {one["site"] for one in stale} == {"old"}
    assert office.records("2026-10-16T10:00") == [], (
        "the old one is over, the new one not looked at"
    )
    office.looked(site("2026-10-15", "2026-10-10"), "2026-10-16T12:00", "new")
    after = office.records("2026-10-16T12:00", "column-stale")
    assert after == [] and standing(office.house).scores.keys() == {"new"}
