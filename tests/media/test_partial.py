"""Where only some posts of an account can be come by, they pass it and never accuse it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db import media as kept
from monitor.app.media import MediaRound, look_at_accounts
from monitor.domain.finding import Finding, Outcome
from monitor.domain.media import LookState, SelfReport, SpotCheck, SpotResult
from tests.crawl.servers import html, serve
from tests.media.world import NOW, article_page, built, ledger, moment, notice_page


def done(home: Path, page: str, said: object = None) -> MediaRound:
    """A round of one WeChat account of which the ledger names an article."""
    with serve(lambda _: html(page)) as server:
        house = built(home, ledger([("jia-wx", "wechat", "甲县发布", f"{server.url}s/AbC")]))
        if isinstance(said, SelfReport):
            kept.save_reports(house.engine, [said])
        if isinstance(said, SpotCheck):
            kept.save_spot_checks(house.engine, [said])
        return look_at_accounts(house, as_of=NOW)


def finding(made: MediaRound, check: str) -> Finding:
    assert made.judged is not None
    return next(one for one in made.judged.findings if one.check == check)


def test_a_post_of_last_week_verifies_an_account(tmp_path: Path) -> None:
    made = done(tmp_path, article_page("甲县发布", "2026-01-20T08:00:00+08:00"))
    assert finding(made, "account-stale").outcome is Outcome.PASS
    assert (made.count(LookState.SEEN), made.unverified()) == (1, [])


def test_an_old_article_says_that_the_account_is_there_and_no_more(tmp_path: Path) -> None:
    made = done(tmp_path, article_page("甲县发布", "2025-06-01T08:00:00+08:00"))
    stale = finding(made, "account-stale")
    assert (stale.outcome, stale.reason) == (Outcome.NOT_OBSERVED, "list_partial")
    assert finding(made, "account-unreachable").outcome is Outcome.PASS
    assert made.count(LookState.SEEN) == 0
    assert [one.why for one in made.unverified()] == ["list_partial"]


def test_beside_an_old_article_the_units_word_is_its_word(tmp_path: Path) -> None:
    day = date(2026, 1, 25)
    report = SelfReport("jia-wx", day, day, None, None, "王五", moment(NOW))
    made = done(tmp_path, article_page("甲县发布", "2025-06-01T08:00:00+08:00"), report)
    stale = finding(made, "account-stale")
    assert (stale.outcome, stale.reason) == (Outcome.NOT_OBSERVED, "self_reported")


def test_beside_an_old_article_a_spot_check_stands(tmp_path: Path) -> None:
    check = SpotCheck("jia-wx", moment(NOW), "李四", SpotResult.AGREES, date(2026, 1, 24))
    made = done(tmp_path, article_page("甲县发布", "2025-06-01T08:00:00+08:00"), check)
    assert finding(made, "account-stale").outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("该内容已被发布者删除", Outcome.NOT_OBSERVED),
        ("此帐号已自主注销，内容无法查看", Outcome.FAIL),
    ],
)
def test_an_article_that_is_gone_is_no_account_that_is_gone(
    tmp_path: Path, words: str, outcome: Outcome
) -> None:
    made = done(tmp_path, notice_page(words))
    assert finding(made, "account-unreachable").outcome is outcome
