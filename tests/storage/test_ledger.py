"""The ledger of a run: targets, fetches, page versions; repeated, resumed, added up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from db import queries
from db.blobs import BlobStore
from db.ledger import RunStore
from db.models import BlobRow, FetchRow, PageVersionRow, RunSiteRow, TargetRow
from db.repository import finish_run, mark_judged, unfinished_run
from monitor.domain.run import Mode, Purpose, Reason, Role, RunState, TargetState
from tests.storage.world import (
    BASE,
    NOW,
    a_run,
    after,
    count,
    observation,
    page,
    target,
    unobserved,
)


def seen(engine: Engine, run_id: int) -> dict[str, queries.SeenPage]:
    return {one.target.url: one for one in queries.targets(engine, run_id)}


def test_an_observation_comes_back_whole(engine: Engine) -> None:
    run = a_run(engine)
    store = RunStore(engine, run.id)
    one = observation("a", found=("b",))
    store.record([one])
    (first, second) = queries.pages(engine, run.id, "jia")
    assert (first.target, first.fetches, first.page) == (one.target, one.fetches, one.page)
    assert (first.state, first.reason) == (TargetState.OBSERVED, None)
    assert (second.target, second.state) == (target("b"), TargetState.OPEN)


def test_the_same_batch_twice_is_harmless(engine: Engine) -> None:
    run = a_run(engine)
    store = RunStore(engine, run.id)
    batch = [observation("a", found=("b", "c")), unobserved("d", Reason.BLOCKED)]
    tables = (TargetRow, FetchRow, PageVersionRow, RunSiteRow)
    store.record(batch)
    once = [count(engine, model) for model in tables]
    before = seen(engine, run.id)
    store.record(batch)
    store.plan([target("a"), target("b")])
    assert [count(engine, model) for model in tables] == once == [4, 1, 1, 1]
    assert seen(engine, run.id) == before


def test_nothing_to_record_is_harmless(engine: Engine) -> None:
    store = RunStore(engine, a_run(engine).id)
    store.record([])
    store.plan([])
    store.started([])
    assert count(engine, TargetRow) == 0


def test_a_new_version_only_when_the_content_changes(engine: Engine) -> None:
    shas = ["1" * 64, "1" * 64, "2" * 64, "1" * 64]
    digests = []
    for sha in shas:
        run = a_run(engine)
        RunStore(engine, run.id).record([observation("a", sha256=sha)])
        digests.append(count(engine, PageVersionRow))
        (one,) = queries.pages(engine, run.id, "jia")
        assert one.page == page("a")
    assert digests == [1, 1, 2, 2]


def test_without_a_body_the_evidence_decides(engine: Engine) -> None:
    for title, versions in (("甲", 1), ("甲", 1), ("乙", 2)):
        run = a_run(engine)
        RunStore(engine, run.id).record([observation("a", sha256=None, title=title)])
        assert count(engine, PageVersionRow) == versions
        (one,) = queries.pages(engine, run.id, "jia")
        assert one.page is not None
        assert one.page.title == title


def test_two_addresses_with_one_body_are_two_pages(engine: Engine) -> None:
    run = a_run(engine)
    RunStore(engine, run.id).record([observation("a"), observation("b")])
    assert [one.page for one in queries.pages(engine, run.id, "jia")] == [page("a"), page("b")]


def test_a_rendered_page_is_a_version_of_its_own(engine: Engine) -> None:
    run = a_run(engine)
    plain = observation("a")
    assert plain.page is not None
    store = RunStore(engine, run.id)
    store.record([plain])
    store.record([replace(plain, page=replace(plain.page, rendered=True))])
    assert count(engine, PageVersionRow) == 2
    (one,) = queries.pages(engine, run.id, "jia")
    assert one.page is not None
    assert one.page.rendered


def test_an_interrupted_run_goes_on_where_it_stopped(engine: Engine) -> None:
    run = a_run(engine)
    first = RunStore(engine, run.id)
    first.plan([target("a", Role.HOME), target("b"), target("c", site=None)])
    first.started([BASE + "a", BASE + "b"])
    first.started([BASE + "b"])
    first.record([observation("a", found=("d",))])
    again = RunStore(engine, run.id)
    assert [(one.target, one.attempts) for one in again.open_targets()] == [
        (target("b"), 2),
        (target("c", site=None), 0),
        (target("d"), 0),
    ]
    assert again.known_urls() == {BASE + name for name in "abcd"}


def test_runs_do_not_see_each_other(engine: Engine) -> None:
    one, other = a_run(engine), a_run(engine)
    RunStore(engine, one.id).plan([target("a")])
    assert RunStore(engine, other.id).open_targets() == []
    RunStore(engine, other.id).record([observation("a")])
    assert len(RunStore(engine, one.id).open_targets()) == 1


def test_only_a_run_of_the_same_kind_is_continued(engine: Engine) -> None:
    run = a_run(engine, sites=("jia", "yi"))

    def found(
        sites: tuple[str, ...] = ("yi", "jia"),
        mode: Mode = Mode.FULL,
        minutes: float = -1,
        purpose: Purpose = Purpose.CRAWL,
    ) -> bool:
        one = unfinished_run(
            engine, purpose=purpose, mode=mode, site_ids=sites, started_after=after(minutes)
        )
        assert one is None or (one.id, one.now) == (run.id, NOW)
        return one is not None

    assert found()
    assert not found(sites=("jia",))
    assert not found(mode=Mode.NIGHTLY)
    assert not found(purpose=Purpose.RECHECK)
    assert not found(minutes=1)
    finish_run(engine, run.id, RunState.INTERRUPTED, after(1))
    assert found()
    finish_run(engine, run.id, RunState.COMPLETE, after(2))
    assert not found()


def test_coverage_adds_up_only_when_nothing_is_open(engine: Engine) -> None:
    run = a_run(engine)
    store = RunStore(engine, run.id)
    store.plan([target("robots.txt", Role.ROBOTS), target("x", site=None), target("y", site="yi")])
    batch = [observation("a"), unobserved("b", Reason.BLOCKED), unobserved("c", Reason.BLOCKED)]
    store.record([*batch, unobserved("d", Reason.DNS)])
    store.plan([target("e")])
    coverage = queries.coverage(engine, run.id, "jia")
    assert (coverage.planned, coverage.observed) == (5, 1)
    assert coverage.not_observed == {"blocked": 2, "dns": 1}
    assert not coverage.adds_up
    store.record([observation("e")])
    coverage = queries.coverage(engine, run.id, "jia")
    assert (coverage.planned, coverage.observed) == (5, 2)
    assert coverage.adds_up


def test_many_targets_are_read_in_order_over_all_chunks(engine: Engine) -> None:
    run = a_run(engine)
    names = [f"p{number:04}" for number in range(1100)]
    RunStore(engine, run.id).plan([target(name) for name in names])
    assert [one.target.url for one in queries.targets(engine, run.id)] == [BASE + n for n in names]


def test_strange_text_is_stored_as_it_is(engine: Engine) -> None:
    run = a_run(engine)
    anchor = "𠮷\u3000'\"%;--\\ 😀"
    odd = replace(target("a?q=%E4%B8%AD&x='"), anchor=anchor)
    RunStore(engine, run.id).record([replace(observation("a"), target=odd)])
    (one,) = queries.pages(engine, run.id, "jia")
    assert one.target == odd


def test_half_characters_and_nul_do_not_stop_a_batch(engine: Engine) -> None:
    run = a_run(engine)
    odd = observation("a", sha256=None, title="半\ud800个\0字")
    fetched = replace(odd.fetches[0], detail="\0x\udfff", content_type="a\0b")
    linked = replace(target("a\ud800\0"), anchor="\ud800\0")
    store = RunStore(engine, run.id)
    store.record([replace(odd, fetches=(fetched,), found=(linked,)), observation("b")])
    first, second, third = queries.pages(engine, run.id, "jia")
    assert first.page is not None
    assert first.page.title.startswith("半?个")
    assert (first.fetches[0].detail, first.fetches[0].content_type) == ("x?", "ab")
    assert second.page == page("b")
    assert (third.target.url, third.target.anchor) == (BASE + "a?", "?")


def test_bodies_of_a_run_are_kept_once(engine: Engine, tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs")
    run = a_run(engine)
    store = RunStore(engine, run.id, blobs)
    body = "正文".encode() * 1000
    store.record([observation("a", body=body), observation("b", body=body)])
    store.record([observation("c", body=body), observation("d", body=b"")])
    assert count(engine, BlobRow) == 2
    assert queries.stored_bytes(engine) == sum(
        path.stat().st_size for path in tmp_path.glob("blobs/*/*")
    )


def test_runs_newest_first_and_the_latest_by_its_own_time(engine: Engine) -> None:
    early = a_run(engine, now=after(-60))
    late = a_run(engine, now=NOW, sites=("yi",))
    check = a_run(engine, now=after(60), purpose=Purpose.RECHECK)
    assert [run.id for run in queries.runs(engine)] == [check.id, late.id, early.id]
    assert [run.id for run in queries.runs(engine, Purpose.RECHECK)] == [check.id]
    assert queries.latest_run(engine) is None
    for run in (early, late, check):
        finish_run(engine, run.id, RunState.COMPLETE, after(90))
    latest = queries.latest_run
    assert latest(engine) == replace(check, state=RunState.COMPLETE)
    assert latest(engine, purposes=[Purpose.CRAWL]) == replace(late, state=RunState.COMPLETE)
    assert latest(engine, site_id="jia", before=after(59)) == replace(
        early, state=RunState.COMPLETE
    )
    assert latest(engine, before=after(-61)) is None
    assert queries.latest_judged_moment(engine) is None
    mark_judged(engine, late.id, after(91))
    assert queries.latest_judged_moment(engine) == NOW


def test_what_earlier_runs_saw_is_known(engine: Engine) -> None:
    run = a_run(engine)
    store = RunStore(engine, run.id)
    store.record([observation("a"), unobserved("b", Reason.DNS)])
    assert not queries.crawled_in_full(engine, "jia", after(1))
    finish_run(engine, run.id, RunState.COMPLETE, after(1))
    assert queries.crawled_in_full(engine, "jia", after(1))
    assert queries.answered(engine, run.id, BASE + "a")
    assert not queries.answered(engine, run.id, BASE + "b")
