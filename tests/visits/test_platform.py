"""When sites fail together, which case that is, and whom it spares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.assess.platform import PlatformLook, excused, followed, platform_looks, platform_of
from monitor.domain.address import Scopes
from monitor.domain.case import CaseState, CaseVerdict, PlatformCase
from monitor.domain.finding import Finding, Outcome
from monitor.domain.office import PlatformRules
from monitor.domain.subject import Outage, Site, SiteKind
from tests.schedule.world import at

RULES = PlatformRules(share=0.5, least=3)
PORTAL = Site("portal", "p", "门户", "http://a.test/", ("http://a.test/",), SiteKind.PORTAL)
CHANNELS = [
    Site(
        f"c{n}",
        "u",
        f"频道{n}",
        f"http://a.test/c{n}/",
        (f"http://a.test/c{n}/",),
        SiteKind.CHANNEL,
    )
    for n in range(1, 5)
]
GUEST = Site("guest", "g", "同机网站", "http://a.test/guest/", ("http://a.test/guest/",))
MOVED = Site("moved", "m", "分站", "http://m.test/", ("http://m.test/",), portal="portal")
OTHER = Site("other", "o", "他站", "http://b.test/", ("http://b.test/",))
SITES = {site.id: site for site in (PORTAL, *CHANNELS, GUEST, MOVED, OTHER)}
SCOPES = Scopes(SITES.values())


def test_whose_platform_a_site_is_on() -> None:
    owners = {site.id: platform_of(site, SCOPES) for site in SITES.values()}
    assert owners.pop("other") == "other"
    assert set(owners.values()) == {"portal"}


def test_looks_are_counted_by_platform() -> None:
    looks = platform_looks(
        {"portal": True, "c1": False, "moved": False, "other": False}, SITES, SCOPES
    )
    assert looks == [PlatformLook("other", 0, 1), PlatformLook("portal", 1, 2)]


@pytest.mark.parametrize(
    ("opened", "failed", "down", "well"),
    [
        (3, 3, True, False),
        (4, 3, False, True),
        (0, 3, True, False),
        (0, 2, False, False),
        (1, 2, False, True),
        (2, 0, False, False),
        (3, 0, False, True),
    ],
)
def test_failing_together(opened: int, failed: int, down: bool, well: bool) -> None:
    look = PlatformLook("portal", opened, failed)
    assert (look.down(RULES), look.well(RULES)) == (down, well)


DOWN, WELL, FEW = (
    PlatformLook("portal", opened, failed) for opened, failed in ((0, 5), (5, 0), (0, 1))
)


def told(known: list[PlatformCase], look: PlatformLook, when: str) -> list[PlatformCase]:
    made = followed(known, look, host="a.test", now=at(f"2026-01-26T{when}"), rules=RULES)
    by_id = {case.id: case for case in known} | {
        case.id or len(known) + 1: replace(case, id=case.id or len(known) + 1) for case in made
    }
    return list(by_id.values())


def test_one_night_is_one_case() -> None:
    cases: list[PlatformCase] = []
    for when, look in (
        ("00:00", WELL),
        ("01:00", DOWN),
        ("02:00", FEW),
        ("05:00", PlatformLook("portal", 2, 3)),
        ("06:00", WELL),
        ("09:30", WELL),
    ):
        cases = told(cases, look, when)
    (case,) = cases
    assert (case.first, case.last, case.over) == tuple(
        at(f"2026-01-26T{when}") for when in ("01:00", "05:00", "06:00")
    )
    assert (case.sites, case.state, case.host) == (5, CaseState.OPEN, "a.test")


def test_runs_judged_again_or_late_make_no_second_case() -> None:
    cases = told(told(told([], DOWN, "02:00"), DOWN, "05:00"), WELL, "06:00")
    assert told(cases, DOWN, "03:00") == cases
    (drawn_out,) = told(cases, DOWN, "01:00")
    assert drawn_out.first == at("2026-01-26T01:00")
    assert told(cases, WELL, "01:00") == cases
    still_going = told([], DOWN, "02:00")
    assert told(still_going, WELL, "02:00") == still_going, "no later look"


def test_failing_again_after_all_was_well_is_another_case() -> None:
    cases = told(told(told([], DOWN, "01:00"), WELL, "02:00"), DOWN, "03:00")
    assert len(cases) == 2


@pytest.mark.parametrize(
    ("verdict", "count"),
    [(CaseVerdict.PLATFORM, 1), (CaseVerdict.MAINTENANCE, 2), (CaseVerdict.OURS, 2)],
)
def test_what_goes_on_after_a_word(verdict: CaseVerdict, count: int) -> None:
    """A platform found to be down stays so till it is well; a maintenance does not excuse for good."""
    (case,) = told([], DOWN, "01:00")
    word = replace(case, state=CaseState.CLOSED, verdict=verdict, at=at("2026-01-26T02:00"))
    assert len(told([word], DOWN, "03:00")) == count


def test_another_platforms_case_is_none_of_this_one() -> None:
    other = PlatformCase(1, "other", "b.test", at("2026-01-26T01:00"), at("2026-01-26T02:00"), 3)
    assert len(told([other], DOWN, "01:30")) == 2
    assert told([other], WELL, "03:00") == [other]


CASE = PlatformCase(1, "portal", "a.test", at("2026-01-26T01:00"), at("2026-01-26T05:00"), 5)


def found(site: Site, check: str = "home-unreachable", url: str = "") -> Finding:
    return Finding(
        run_id=1,
        now=at("2026-01-26T03:00"),
        purpose="crawl",
        site_id=site.id,
        check=check,
        subject=url or site.url,
        url=url or site.url,
        outcome=Outcome.FAIL,
        reason="timeout",
        facts={"looks": 1},
        at_once=True,
    )


def excuse(one: Finding, *cases: PlatformCase, sites: dict[str, Site] = SITES) -> str | None:
    (made,) = excused([one], sites=sites, scopes=SCOPES, cases=cases)
    if made.outcome is Outcome.FAIL:
        assert made == one
        return None
    assert (made.outcome, made.facts, made.at_once) == (Outcome.NOT_OBSERVED, {}, False)
    return made.reason


def test_in_a_case_nobody_is_accused_until_a_person_decides() -> None:
    for site in (PORTAL, *CHANNELS, GUEST, MOVED):
        assert excuse(found(site), CASE) == "platform_down"
        assert excuse(found(site)) is None
    assert excuse(found(OTHER), CASE) is None


def test_after_the_word_the_owner_alone_is() -> None:
    case = replace(CASE, state=CaseState.CLOSED, verdict=CaseVerdict.PLATFORM, at=CASE.last)
    assert excuse(found(PORTAL), case) is None
    assert excuse(found(CHANNELS[0]), case) == "platform_down"


def test_who_links_into_it_is_not_accused_either() -> None:
    dead = found(OTHER, "link-broken", "http://a.test/c1/x.html")
    assert excuse(dead, CASE) == "platform_down"
    assert excuse(dead) is None
    assert excuse(found(OTHER, "link-broken", "http://elsewhere.test/"), CASE) is None
    assert excuse(found(OTHER, "column-stale", "http://a.test/c1/"), CASE) is None


def test_what_opened_in_a_case_opened() -> None:
    seen = replace(found(PORTAL), outcome=Outcome.PASS, reason="ok")
    assert excused([seen], sites=SITES, scopes=SCOPES, cases=[CASE]) == [seen]


@pytest.mark.parametrize(("day", "excuse_"), [(25, None), (26, "approved_outage"), (27, None)])
def test_an_approved_outage_excuses_its_days(day: int, excuse_: str | None) -> None:
    outage = Outage(date(2026, 1, day), date(2026, 1, day), "某办函", "改造")
    sites = SITES | {"other": replace(OTHER, outages=(outage,))}
    assert excuse(found(OTHER), sites=sites) == excuse_
