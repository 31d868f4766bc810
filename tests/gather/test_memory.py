"""What is held of a site while a run over many is judged: less, and the dossiers are the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from monitor.assess.gather import Crossings, dossiers, look_at, note_links
from monitor.assess.gather.look import SiteLook, Watch
from monitor.domain.address import Scopes
from monitor.domain.dossier import Dossier
from monitor.domain.evidence import Footer, PageKind
from monitor.domain.function import Functions
from monitor.domain.particulars import Particulars
from monitor.domain.subject import SiteKind
from tests.gather.test_gist import SCOPES, a_site, carried
from tests.gather.world import SITE, TODAY, UNIT, WINDOWS, Names, Seen, at, page

CHANNEL = replace(SITE, id="qu", url=at("/qu/"), scope=(at("/qu/"),), kind=SiteKind.CHANNEL)


def _noted(seen: list[Seen], crossings: Crossings) -> Crossings:
    for one in seen:
        crossings.target(one, SCOPES.owner(one.target.url))
    return crossings


def test_links_are_noted_without_a_look_as_with_one() -> None:
    for seed in range(40):
        seen = a_site(seed)
        tonight, older = seen[: len(seen) // 2], seen[len(seen) // 3 :]
        looked, noted = _noted(seen, Crossings()), _noted(seen, Crossings())
        look_at(SITE, SCOPES, tonight, looked, older)
        note_links(SITE, tonight, noted, older)
        assert carried(noted) == carried(looked)
        for one in seen:
            urls = [one.target.url]
            assert noted.taken_off(urls[0], urls) == looked.taken_off(urls[0], urls)


def test_pages_that_were_forgotten_leave_nothing() -> None:
    for seed in range(40):
        seen = a_site(seed)
        once, twice = _noted(seen, Crossings()), _noted(seen, Crossings())
        note_links(SITE, a_site(seed + 1), twice)
        twice.forget_pages()
        assert not any(bad.totals for bad in twice.bad.values())
        note_links(SITE, seen, once)
        note_links(SITE, seen, twice)
        assert carried(twice) == carried(once)


def _of_platform(channel: SiteLook) -> Iterable[Dossier]:
    scopes, crossings = Scopes([SITE, CHANNEL]), Crossings()
    look = look_at(SITE, scopes, [page("/", PageKind.HOME)], crossings)
    return list(
        dossiers(
            look,
            unit=UNIT,
            platform_pages={CHANNEL.id: channel},
            crossings=crossings,
            windows=WINDOWS,
            names=Names(),
            watch=Watch(TODAY),
        )
    )


def test_a_platform_needs_no_more_of_its_channels_than_what_is_left() -> None:
    def channel() -> SiteLook:
        seen = [replace(one, target=replace(one.target, site_id=CHANNEL.id)) for one in a_site(3)]
        bare = page("/qu/1.html", PageKind.ARTICLE, footer=Footer(mark=True))
        return look_at(CHANNEL, Scopes([SITE, CHANNEL]), [*seen, bare], Crossings())

    whole, thin = channel(), channel()
    thin.thin()
    assert _of_platform(thin) == _of_platform(whole)
    assert all(not one.title and one.listing is None for one in thin.pages.values())


def test_what_is_said_alike_is_held_once() -> None:
    told = Particulars(functions=Functions(report_codes=("3301000001",)))
    seen = [
        page(f"/{n}.html", PageKind.ARTICLE, trail=("首页", "动态"), particulars=told)
        for n in range(3)
    ]
    look = look_at(SITE, SCOPES, seen, Crossings())
    first, *others = look.pages.values()
    for one in others:
        assert one.trail is first.trail
        assert one.particulars.functions is first.particulars.functions
        assert one.fetches[0].url is one.url
