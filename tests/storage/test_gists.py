"""What judging needs of a page: kept beside its evidence, made from it where it is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import IntegrityError

from db import queries
from db.gists import VERSION, complete
from db.models import FrameRow, GistRow
from db.repository import RunStore
from monitor.domain.evidence import (
    Article,
    DateState,
    Encoding,
    Entry,
    Footer,
    Leader,
    Link,
    LinkKind,
    Listing,
    PageEvidence,
    PageKind,
    Region,
)
from monitor.domain.gist import gist_of
from tests.storage.world import BASE, a_run, count, observation

RICH = PageEvidence(
    BASE + "a",
    PageKind.LEADERS,
    Encoding("gb18030", "meta"),
    title="领导之窗",
    listing=Listing(
        (Entry("某条消息", BASE + "x", date(2026, 1, 10), DateState.READ),), (BASE + "2",)
    ),
    article=Article("领导之窗", date(2026, 1, 10), DateState.READ, "甲局", 10),
    leaders=(Leader("张三", "局长", BASE + "zs", bio=True),),
    footer=Footer(mark=True, site_code="4409990001", unread=("icp",)),
    tags=(("SiteName", "甲局"), ("ColumnName", "领导之窗"), ("PubDate", "")),
    links=(
        Link(BASE, "首页", region=Region.NAV),
        Link(BASE + "a.png", kind=LinkKind.IMAGE),
        Link(BASE + "zs", "张三", region=Region.LIST),
        Link(BASE + "ldzc/", "领导之窗", region=Region.TRAIL),
    ),
    trail=("首页", "领导之窗"),
    page_dates=(date(2026, 1, 10),),
    rendered=True,
    text_length=12,
)


def stored(engine: Engine, *pages: PageEvidence) -> int:
    run = a_run(engine)
    RunStore(engine, run.id).record(
        [replace(observation(f"{n}"), page=page) for n, page in enumerate(pages)]
    )
    return run.id


def test_a_gist_comes_back_whole(engine: Engine) -> None:
    run_id = stored(engine, RICH)
    (seen,) = queries.pages(engine, run_id, "jia")
    assert seen.gist == gist_of(RICH)
    assert seen.page == RICH


def test_pages_with_the_same_surroundings_share_them(engine: Engine) -> None:
    run_id = stored(engine, RICH, replace(RICH, title="甲"), replace(RICH, footer=Footer()))
    assert (count(engine, GistRow), count(engine, FrameRow)) == (3, 2)
    first, second, _ = (seen.gist for seen in queries.pages(engine, run_id, "jia"))
    assert first and second and first.frame is second.frame


def test_half_a_character_is_stored(engine: Engine) -> None:
    broken = replace(RICH, title="甲\ud800", links=(Link(BASE, "首页\ud800", region=Region.NAV),))
    (seen,) = queries.pages(engine, stored(engine, broken), "jia")
    assert seen.gist and seen.page
    assert (seen.gist.title, seen.gist.frame.links[0].text) == ("甲?", "首页?")
    assert seen.gist.marks == gist_of(seen.page).marks


def test_more_frames_than_are_kept_at_hand(engine: Engine) -> None:
    """Each page has its own, so that the reader lets go of those it had."""
    many = [
        replace(RICH, text_length=n, links=(Link(f"{BASE}{n}", region=Region.NAV),))
        for n in range(700)
    ]
    run_id = stored(engine, *many, *many[:200])
    told = [seen.gist for seen in queries.pages(engine, run_id, "jia")]
    assert told == [gist_of(page) for page in (*many, *many[:200])]


def test_what_is_missing_is_made_from_the_evidence(engine: Engine) -> None:
    run_id = stored(engine, RICH, replace(RICH, title="甲"))
    before = [seen.gist for seen in queries.pages(engine, run_id, "jia")]
    with engine.begin() as connection:
        connection.execute(delete(GistRow))
        connection.execute(delete(FrameRow))
    assert [seen.gist for seen in queries.pages(engine, run_id, "jia")] == [None, None]
    complete(engine, run_id, "yi")
    assert count(engine, GistRow) == 0
    complete(engine, run_id, "jia")
    complete(engine, run_id)
    assert [seen.gist for seen in queries.pages(engine, run_id, "jia")] == before


def test_a_gist_of_an_older_version_is_not_read(engine: Engine) -> None:
    run_id = stored(engine, RICH)
    with engine.begin() as connection:
        connection.execute(update(GistRow).values(version=VERSION - 1, body=b"what once was"))
    complete(engine, run_id)
    (seen,) = queries.pages(engine, run_id, "jia")
    assert seen.gist == gist_of(RICH)


def test_a_frame_that_a_failed_batch_left_out_is_written_by_the_next(engine: Engine) -> None:
    run = a_run(engine)
    store = RunStore(engine, run.id)
    one = replace(observation("1"), page=RICH)
    with pytest.raises(IntegrityError):
        store.record([replace(one, target=replace(one.target, depth=None))])  # type: ignore[arg-type]
    assert count(engine, FrameRow) == 0
    store.record([one])
    (seen,) = queries.pages(engine, run.id, "jia")
    assert seen.gist == gist_of(RICH)


def test_only_what_is_wanted_is_made(engine: Engine) -> None:
    """What is there is left as it is."""
    run_id = stored(engine, RICH)
    with engine.begin() as connection:
        connection.execute(update(GistRow).values(marks=b""))
    complete(engine, run_id)
    with engine.connect() as connection:
        assert connection.execute(select(GistRow.marks)).scalar_one() == b""


def test_a_gist_that_says_something_else_has_a_new_version() -> None:
    """When this fails, what was stored no longer is what would be made: count `VERSION` up, then
    set both here."""
    told = sha256(repr(gist_of(RICH)).encode()).hexdigest()[:12]
    assert (VERSION, told) == (2, "e617264f5ce5")
