"""Judging from gists says what judging from all links of all pages would say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import pytest

from monitor.assess.gather import Crossings, SiteLook, look_at
from monitor.assess.gather import look as look_module
from monitor.domain.address import Scopes, address_key
from monitor.domain.evidence import (
    Article,
    Encoding,
    Footer,
    Link,
    LinkKind,
    PageEvidence,
    PageKind,
    Region,
)
from monitor.domain.gist import NAMING_REGIONS, Gist, gist_of, own_links
from monitor.domain.run import TargetState
from tests.gather.world import BASE, SITE, Seen, at, dead, items, page

SCOPES = Scopes([SITE])


def some_links(random: Random, count: int) -> list[Link]:
    """Few addresses in several spellings, within the site and without, with and without a text."""
    paths = ("/a/", "/a/index.html", "/b/", "/x1.html", "/x2.html", "/x3.html", "/d.pdf")
    places = [at(path) for path in paths] + ["http://elsewhere.test/", "https://127.0.0.1:8000/b/"]
    return [
        Link(
            random.choice(places),
            random.choice(("", "公告", " 公告 ", "更多", "动态")),
            random.choice((LinkKind.PAGE, LinkKind.PAGE, LinkKind.PAGE, *LinkKind)),
            random.choice(tuple(Region)),
        )
        for _ in range(count)
    ]


def a_site(seed: int) -> list[Seen]:
    """A home page and others, some of which have the same surroundings; some targets are dead."""
    random = Random(seed)
    frames = [some_links(random, 12) for _ in range(3)]
    found = []
    for number in range(25):
        links = [*random.choice(frames), *some_links(random, random.randrange(6))]
        if random.random() < 0.3:
            random.shuffle(links)
        path, kind = (f"/p{number}.html", PageKind.ARTICLE) if number else ("/", PageKind.HOME)
        found.append(page(path, kind, links=links))
    random.shuffle(found)
    return [*found, dead("/x1.html"), dead("/b/"), dead("http://elsewhere.test/"), dead("/d.pdf")]


def names(look: SiteLook) -> tuple[Any, ...]:
    """With the order in which each came up: columns are told in it."""
    return (
        [
            (key, [(region, list(texts.items())) for region, texts in by_region.items()])
            for key, by_region in look.anchors.items()
        ],
        list(look.anchor_urls.items()),
        list(look.outside_anchors.items()),
    )


def names_by_links(seen: Iterable[Seen]) -> tuple[Any, ...]:
    anchors: dict[str, dict[Region, Counter[str]]] = {}
    urls: dict[str, str] = {}
    outside: dict[str, str] = {}
    for one in seen:
        for link in one.page.links if one.page else ():
            if link.kind is not LinkKind.PAGE or link.region not in NAMING_REGIONS:
                continue
            key, text = address_key(link.url), link.text.strip()
            if SCOPES.owner(link.url) == SITE.id:
                anchors.setdefault(key, {}).setdefault(link.region, Counter())[text] += 1
                urls.setdefault(key, link.url)
            elif one.target.url == SITE.url or link.region is Region.MENU:
                outside.setdefault(text, link.url)
    told = [
        (key, [(region, list(texts.items())) for region, texts in by_region.items()])
        for key, by_region in anchors.items()
    ]
    return told, list(urls.items()), list(outside.items())


def carried(crossings: Crossings) -> dict[str, tuple[Any, ...]]:
    return {
        key: (bad.kind, bad.text, dict(bad.totals), dict(bad.parents))
        for key, bad in crossings.bad.items()
    }


def carried_by_links(seen: Sequence[Seen], keys: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    for key in keys:
        kind, text, parents = LinkKind.PAGE, "", []
        for one in seen:
            links = one.page.links if one.page else ()
            first = next((link for link in links if address_key(link.url) == key), None)
            if first is not None:
                kind = kind if first.kind is LinkKind.PAGE else first.kind
                text = text or first.text
                parents.append(one.target.url)
        totals = {SITE.id: len(parents)} if parents else {}
        found[key] = (kind, text, totals, {SITE.id: sorted(parents)} if parents else {})
    return found


@pytest.mark.parametrize("at_hand", [500, 2])
def test_names_and_parents_are_those_of_the_links(
    at_hand: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look_module, "_FRAMES_AT_HAND", at_hand)
    for seed in range(60):
        seen = a_site(seed)
        crossings = Crossings()
        for one in seen:
            crossings.target(one, SCOPES.owner(one.target.url))
        look = look_at(SITE, SCOPES, seen, crossings)
        assert names(look) == names_by_links(seen)
        assert carried(crossings) == carried_by_links(seen, crossings.bad)


def test_equal_surroundings_are_one_frame() -> None:
    first = page("/1.html", PageKind.ARTICLE, links=[Link(at("/a/"), "动态", region=Region.NAV)])
    assert first.page and first.gist
    frame = first.gist.frame
    for other, same in (
        (replace(first.page, url=at("/2.html"), links=(*first.page.links, Link(at("/c")))), True),
        (replace(first.page, links=(Link(at("/a/"), "动态", region=Region.MENU),)), False),
        (replace(first.page, links=(Link(at("/a/"), "公告", region=Region.NAV),)), False),
        (replace(first.page, footer=Footer(mark=True)), False),
    ):
        assert (gist_of(other).frame.key == frame.key) is same
        assert (gist_of(other).frame == frame) is same


def test_a_link_is_told_by_the_first_of_its_address() -> None:
    text, blank = Link(at("/x.html"), "公告"), Link(at("/x.html"), kind=LinkKind.FRAME)
    framed = Link(at("/x.html"), "导航", region=Region.NAV)

    def told(*links: Link) -> list[tuple[LinkKind, bool]]:
        gist = page("/1.html", PageKind.ARTICLE, links=links).gist
        return [(one.kind, one.has_text) for one in own_links(gist)] if gist else []

    assert told(text, blank) == [(LinkKind.PAGE, True)]
    assert told(blank, text) == [(LinkKind.FRAME, False)]
    assert told(text, framed) == [(LinkKind.PAGE, True)]
    assert told(framed, text) == []


def test_only_a_list_keeps_its_items() -> None:
    def kept(kind: PageKind) -> int:
        gist = gist_of(
            PageEvidence(BASE, kind, Encoding("utf-8", "meta"), listing=items("2026-01-01"))
        )
        return len(gist.listing.entries) if gist.listing else -1

    lists = (PageKind.HOME, PageKind.COLUMN, PageKind.LETTERS, PageKind.API)
    assert {kind: kept(kind) for kind in PageKind} == {
        kind: int(kind in lists) for kind in PageKind
    }


def test_a_full_page_has_eight_links_around_its_content() -> None:
    def full(count: int, region: Region) -> bool:
        links = tuple(Link(at(f"/{n}"), region=region) for n in range(count))
        return gist_of(
            PageEvidence(BASE, PageKind.OTHER, Encoding("utf-8", "meta"), links=links)
        ).full_page

    assert {region for region in Region if full(8, region)} == {
        Region.NAV,
        Region.MENU,
        Region.FOOTER,
    }
    assert not any(full(7, region) for region in Region)


def test_what_the_page_says_of_itself_is_kept() -> None:
    evidence = PageEvidence(
        BASE,
        PageKind.ARTICLE,
        Encoding("utf-8", "meta"),
        title="甲",
        article=Article("甲"),
        tags=(("SiteName", "甲"), ("PubDate", ""), ("ColumnName", "动态"), ("ColumnName", "公告")),
        links=(
            Link(at("/1.png"), kind=LinkKind.IMAGE, region=Region.NAV),
            Link(at("/2.png"), kind=LinkKind.IMAGE),
        ),
        trail=("首页", "动态"),
        soft404=True,
        rendered=True,
        text_length=7,
    )
    gist = gist_of(evidence)
    assert isinstance(gist, Gist)
    assert (gist.tags, gist.column_name) == (("SiteName", "ColumnName"), "公告")
    assert (gist.title, gist.article, gist.trail) == ("甲", Article("甲"), ("首页", "动态"))
    assert (gist.soft404, gist.rendered, gist.text_length, gist.pictures) == (True, True, 7, 2)


def test_what_was_read_of_a_page_is_seldom_asked_for() -> None:
    """All that was read of a page is asked for only where the text of a dead link stands."""
    asked: list[str] = []

    class Dear(Seen):
        def __getattribute__(self, name: str) -> Any:
            if name == "page":
                asked.append(object.__getattribute__(self, "target").url)
            return object.__getattribute__(self, name)

        @property
        def gist(self) -> Gist | None:
            return gist_of(object.__getattribute__(self, "page"))

    pages = [page(f"/{n}.html", PageKind.ARTICLE, links=[Link(at("/x"), "甲")]) for n in range(5)]
    crossings = Crossings()
    crossings.target(dead("/x"), SITE.id)
    for one in pages:
        crossings.add(Dear(one.target, TargetState.OBSERVED, None, one.fetches, one.page), SITE.id)
    assert asked and set(asked) == {pages[0].target.url}
    assert crossings.bad[address_key(at("/x"))].totals == {SITE.id: 5}


@dataclass
class Stored:
    """A target whose page is dear to ask for: it is counted how often that happens."""

    seen: Seen
    asked: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.seen, name)

    @property
    def page(self) -> PageEvidence | None:
        self.asked += 1
        return self.seen.page


def test_a_page_tells_all_its_dead_links_at_one_asking() -> None:
    texts = {at(f"/x{n}.html"): f"公告{n}" for n in range(5)}
    links = [*(Link(url, text) for url, text in texts.items()), Link(at("/x1.html"), "又一次")]
    first, second = (Stored(page(f"/{n}.html", PageKind.ARTICLE, links=links)) for n in (1, 2))
    crossings = Crossings()
    for url in texts:
        crossings.target(dead(url), SITE.id)
    for one in (first, second):
        crossings.add(one, SITE.id)
    assert {bad.url: bad.text for bad in crossings.bad.values()} == texts
    assert (first.asked, second.asked) == (1, 0)
