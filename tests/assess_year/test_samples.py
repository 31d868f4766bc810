"""Samples: the same seed draws the same, and what was drawn stays drawn."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from checks.base import all_checks
from db import assess, repository
from db.ledger import RunStore
from monitor.app.house import House
from monitor.assess.samples import SAMPLED, Source, draw, drawn_for
from monitor.config.rubric import load_rubric
from monitor.domain.calendar import parse_moment
from monitor.domain.evidence import (
    Encoding,
    Entry,
    Fetch,
    FetchStatus,
    Listing,
    PageEvidence,
    PageKind,
)
from monitor.domain.observation import Observation
from monitor.domain.run import Mode, Purpose, Role, Target
from tests.assess_year.world import ID, opened, rows, sheet
from tests.office.world import URL, column, night

BASE = URL["jia-site"]
URLS = st.lists(st.text(min_size=1, max_size=8), max_size=30)


@given(URLS, st.integers(0, 10), st.text(max_size=5))
def test_a_draw_is_of_the_population_without_doubles(
    population: list[str], size: int, seed: str
) -> None:
    drawn = draw(seed, population, size)
    assert len(drawn) == min(size, len(set(population)))
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) <= set(population)
    assert drawn == draw(seed, sorted(population, reverse=True) + population, size)


def test_another_seed_draws_others() -> None:
    population = [str(number) for number in range(100)]
    assert draw("a", population, 5) != draw("b", population, 5)


def test_sources_are_drawn_one_by_one() -> None:
    articles = [f"a{number}" for number in range(9)]
    total, drawn = drawn_for("s", "WD-4.7", {Source.ARTICLES: articles, Source.COLUMNS: ["c1"]})
    assert total == 10
    assert [one[0] for one in drawn] == ["a"] * 5 + ["c"]


def test_the_rubric_has_every_row_that_is_drawn_for() -> None:
    rows = {row.id: row for row in load_rubric("national-2019", frozenset(all_checks())).rows}
    sizes = {key: sum(one.size for one in draws) for key, draws in SAMPLED.items()}
    assert sizes == {key: rows[key].sample for key in SAMPLED}


def seen(house: House, moment: str, pages: dict[str, PageKind]) -> None:
    """A judged run in which these pages of the site were seen; a policy column lists its documents."""
    now = parse_moment(moment)
    night(house, moment, [column("文件", **{"class": "policy"}).gone()])
    run = repository.open_run(
        house.engine,
        now=now,
        purpose=Purpose.CRAWL,
        mode=Mode.FULL,
        site_ids=["jia-site"],
        started=now,
    )
    store = RunStore(house.engine, run.id)
    store.plan([Target(f"{BASE}{path}", Role.ARTICLE, "jia-site") for path in pages])
    store.record([_observed(path, kind, now) for path, kind in pages.items()])


def _observed(path: str, kind: PageKind, now: datetime) -> Observation:
    url = BASE + path
    listed = Listing(tuple(Entry(f"文件{n}", f"{BASE}wj/{n}.html") for n in range(9)))
    return Observation(
        Target(url, Role.ARTICLE, "jia-site"),
        (Fetch(url, FetchStatus.OK, now, body_sha256="0" * 64),),
        PageEvidence(
            url,
            kind,
            Encoding("utf-8", "meta"),
            title=path,
            listing=listed if kind is PageKind.COLUMN else None,
        ),
    )


def test_what_was_drawn_stays_drawn_when_pages_are_added(tmp_path: Path) -> None:
    house = opened(tmp_path / "home")
    pages = {f"a{number}.html": PageKind.ARTICLE for number in range(20)}
    seen(house, "2026-12-01T01:00", {**pages, "": PageKind.COLUMN, "g1": PageKind.GUIDE})
    listed = rows(sheet(house, tmp_path / "a.xlsx"), "抽样")
    by_row = {key: [r for r in listed if r["指标编号"] == key] for key in SAMPLED}
    assert len(by_row["WD-4.7"]) == 6, "five of twenty articles, and the one column there is"
    assert by_row["WD-4.7"][0]["总数"] == 21
    assert by_row["WD-4.7"][0]["指标名称"] == "页面标签"
    assert [r["抽样页面"] for r in by_row["WD-2.4"]] == [f"{BASE}g1"]
    assert len(by_row["WD-1.7"]) == 3
    assert all("/wj/" in r["抽样页面"] for r in by_row["WD-1.7"])
    assert by_row["WD-3.3"] == []
    more = {f"b{number}.html": PageKind.ARTICLE for number in range(50)}
    seen(house, "2026-12-02T01:00", {**pages, **more, "letters": PageKind.LETTERS})
    house.clock.advance(timedelta(days=9))  # type: ignore[attr-defined]
    again = rows(sheet(house, tmp_path / "b.xlsx"), "抽样")
    kept = [r["抽样页面"] for r in again if r["指标编号"] != "WD-3.3"]
    assert kept == [r["抽样页面"] for r in listed]
    assert [r["抽样页面"] for r in again if r["指标编号"] == "WD-3.3"] == [f"{BASE}letters"]
    for one in assess.samples(house.engine, ID):
        assert one.seed.startswith(f"{ID} 2027-01-")
