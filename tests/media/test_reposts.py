"""What the office asked its accounts to repost: told only where a whole list says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from monitor.app.media import look_at_accounts
from monitor.app.standing import standing
from monitor.config.errors import ConfigError
from monitor.config.reposts import load_reposts
from tests.crawl.servers import Answer, serve
from tests.media.world import blog, built, ledger, weibo

UID = "5100000001"
TITLE = "国务院关于印发某某发展规划的通知"
LIST = f"reposts:\n  - {{title: {TITLE}, from: 2026-01-20, until: 2026-01-22%s}}\n"
OLD = blog(9, "01-10", "今日天气")


def records(home: Path, *rounds: tuple[str, list[dict[str, Any]]], asked: str = "") -> list[Any]:
    """State and reason of what the check found, after each of a series of looks."""
    served: dict[str, Answer] = {}
    told = []
    with serve(served) as server:  # type: ignore[arg-type]
        url = f"{server.url}u/{UID}"
        house = built(home, ledger([("jia-wb", "weibo", "甲县发布", url)]))
        (house.home / "reposts.yaml").write_text(LIST % asked, encoding="utf-8")
        for day, cards in rounds:
            served.clear()
            served.update(weibo(UID, "甲县发布", *cards))
            now = f"2026-01-{day}T10:00:00+08:00"
            look_at_accounts(house, accounts=["jia-wb"], as_of=now)
            told.append(
                [
                    (one.state, one.subject, one.description)
                    for one in standing(house, as_of=now).records()
                    if one.check == "account-repost-missing"
                ]
            )
    return told


def test_what_is_missing_is_suspected_then_confirmed_then_late(tmp_path: Path) -> None:
    cards = [blog(2, "01-23", "今日"), OLD]
    late = [blog(3, "01-25", f"【{TITLE}】"), *cards]
    first, then, last = records(tmp_path, ("23", cards), ("24", cards), ("25", late))
    assert [one[0][:2] for one in (first, then, last)] == [
        ("suspected", TITLE),
        ("confirmed", TITLE),
        ("confirmed", TITLE),
    ]
    assert f"未见转载“{TITLE}”（应于2026-01-22前转载）" in first[0][2]
    assert "的日期为2026-01-25" in last[0][2]


@pytest.mark.parametrize(
    "cards",
    [
        [blog(1, "01-21", "【国务院关于印发《某某发展规划》的通知】"), OLD],
        [blog(1, "01-21", "转发微博", retweeted_status={"text": f"【{TITLE}】"}), OLD],
        [blog(1, "01-21", "国务院关于印发某某发展...全文"), OLD],
        [blog(1, "01-21", ""), OLD],
        [blog(1, "不知何时", f"【{TITLE}】"), OLD],
        [blog(1, "01-23", "今日")],
    ],
    ids=["in time", "as a repost", "cut short", "without a text", "without a time", "a short list"],
)
def test_what_accuses_nobody(tmp_path: Path, cards: list[dict[str, Any]]) -> None:
    assert records(tmp_path, ("23", cards)) == [[]]


def test_a_post_that_was_seen_in_time_counts_when_it_is_out_of_sight(tmp_path: Path) -> None:
    first = [blog(1, "01-21", f"【{TITLE}】"), OLD]
    assert records(tmp_path, ("21", first), ("24", [blog(2, "01-23", "今日"), OLD])) == [[], []]


@pytest.mark.parametrize("asked", [", units: [yi]", ", platforms: [wechat]"])
def test_others_are_asked(tmp_path: Path, asked: str) -> None:
    cards = [blog(2, "01-23", "今日"), OLD]
    if "yi" in asked:
        with pytest.raises(ConfigError):
            records(tmp_path, ("23", cards), asked=asked)
    else:
        assert records(tmp_path, ("23", cards), asked=asked) == [[]]


def test_without_a_list_nothing_is_asked(tmp_path: Path) -> None:
    assert load_reposts(tmp_path, []) == ()
