"""A round from ledger to list: nobody passes by silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from db import media as kept
from monitor.app.judging import judge_run
from monitor.app.media import look_at_accounts
from monitor.app.standing import standing
from monitor.domain.defect import DefectState
from monitor.domain.finding import Outcome
from monitor.domain.media import LookState, SelfReport, SpotCheck, SpotResult
from tests.crawl.servers import serve
from tests.media.world import NOW, blog, built, ledger, moment, told, weibo

LATER = "2026-01-26T11:00:00+08:00"


def test_a_hundred_accounts_without_any_credential(tmp_path: Path) -> None:
    """All are told apart: verified, reported by the unit, unverified; and no silent one passes."""
    names = [(f"a{n:03}", "wechat", f"公众号{n}", None) for n in range(100)]
    house = built(tmp_path, ledger(names))
    kept.save_reports(
        house.engine,
        [
            SelfReport(
                f"a{n:03}", date(2026, 1, 26), date(2026, 1, 25), None, None, "王五", moment(NOW)
            )
            for n in range(40)
        ],
    )
    kept.save_spot_checks(
        house.engine,
        [
            SpotCheck(f"a{n:03}", moment(NOW), "李四", SpotResult.AGREES, date(2026, 1, 25))
            for n in range(10)
        ],
    )
    done = look_at_accounts(house, as_of=NOW)
    assert len(done.looks) == 100
    assert {look.reason for look in done.looks.values()} == {"no_public_list"}
    assert done.judged is not None
    stale = [one for one in done.judged.findings if one.check == "account-stale"]
    assert sum(one.outcome is Outcome.PASS for one in stale) == 10
    assert sum(one.reason == "self_reported" for one in stale) == 30
    assert sum(one.reason == "no_public_list" for one in stale) == 60
    assert not any(one.outcome is Outcome.FAIL for one in done.judged.findings)
    scores = standing(house, as_of=NOW).scores
    assert len(scores) == 100
    assert not any(score.scored for key, score in scores.items() if int(key[1:]) >= 10)


def test_a_stale_account_is_a_defect_of_its_unit(tmp_path: Path) -> None:
    pages = weibo("5100000001", "甲县发布", blog(1, "2025-12-01"), total=1)
    with serve(dict(pages)) as server:
        url = f"{server.url}u/5100000001"
        house = built(tmp_path, ledger([("jia-wb", "weibo", "甲县发布", url)]))
        done = look_at_accounts(house, accounts=["jia-wb"], as_of=NOW)
    assert done.looks["jia-wb"].state is LookState.SEEN
    (record,) = standing(house, as_of=NOW).records()
    assert (record.check, record.site, record.unit) == ("account-stale", "jia-wb", "jia")
    assert record.state == "confirmed"
    assert record.subject == record.url == url
    assert record.veto
    assert "甲县微博“甲县发布”最新内容发布日期为2025-12-01" in record.description
    assert record.evidence
    assert all(house.blobs.get(sha256) for sha256, _ in record.evidence)


def test_an_account_that_is_gone_is_suspected_until_a_second_look(tmp_path: Path) -> None:
    first = next(iter(weibo("5100000001", "甲县发布")))
    with serve({first: told({"ok": 0, "msg": "用户不存在"})}) as server:
        url = f"{server.url}u/5100000001"
        house = built(tmp_path, ledger([("jia-wb", "weibo", "甲县发布", url)]))
        states = []
        for now in (NOW, LATER):
            done = look_at_accounts(house, accounts=["jia-wb"], as_of=now)
            assert done.judged is not None
            states.append([one.state for one in done.judged.defects])
    assert states == [[DefectState.SUSPECTED], [DefectState.CONFIRMED]]


def test_a_wall_accuses_nobody_and_last_weeks_post_still_counts(tmp_path: Path) -> None:
    pages = dict(weibo("5100000001", "甲县发布", blog(1, "01-20"), total=1))
    with serve(pages) as server:  # type: ignore[arg-type]
        url = f"{server.url}u/5100000001"
        house = built(tmp_path, ledger([("jia-wb", "weibo", "甲县发布", url)]))
        look_at_accounts(house, as_of="2026-01-22T10:00:00+08:00")
        pages[next(iter(pages))] = told({"ok": -100})
        walled = look_at_accounts(house, as_of="2026-01-27T10:00:00+08:00")
        much_later = look_at_accounts(house, as_of="2026-02-09T10:00:00+08:00")
    assert walled.judged is not None
    assert much_later.judged is not None
    stale = [
        next(one for one in judged.findings if one.check == "account-stale")
        for judged in (walled.judged, much_later.judged)
    ]
    assert [(one.outcome, one.reason) for one in stale] == [
        (Outcome.PASS, "ok"),
        (Outcome.NOT_OBSERVED, "blocked"),
    ]
    (told_of,) = much_later.unverified()
    assert told_of.since == moment("2026-01-27T10:00:00+08:00")


def test_judging_again_says_the_same(tmp_path: Path) -> None:
    pages = weibo("5100000001", "甲县发布", blog(1, "2025-12-01"), total=1)
    with serve(dict(pages)) as server:
        url = f"{server.url}u/5100000001"
        house = built(tmp_path, ledger([("jia-wb", "weibo", "甲县发布", url)]))
        done = look_at_accounts(house, as_of=NOW)
    assert done.judged is not None
    assert judge_run(house, done.run).findings == done.judged.findings


def test_what_was_read_lately_waits(tmp_path: Path) -> None:
    pages = weibo("5100000001", "甲县发布", blog(1, "01-25"))
    with serve(dict(pages)) as server:
        url = f"{server.url}u/5100000001"
        house = built(tmp_path, ledger([("jia-wb", "weibo", "甲县发布", url)]))
        look_at_accounts(house, as_of=NOW)
        asked = len(server.log.visits)
        done = look_at_accounts(house, as_of="2026-01-27T10:00:00+08:00")
        assert len(server.log.visits) == asked
    assert done.later == {"jia-wb": "fresh"}
    assert kept.waits(house.engine, done.run.id) == {"jia-wb": "fresh"}
    assert done.judged is None
