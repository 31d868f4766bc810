"""The seeded draw for 人工抽查, and what a person found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from db import media as kept
from monitor.app.house import BadInput, House
from monitor.app.media import look_at_accounts
from monitor.app.media_forms import draw
from monitor.app.media_loading import load
from monitor.app.standing import standing
from monitor.assess.gather.accounts import account_state
from monitor.clock import FixedClock
from monitor.config.errors import ConfigError
from monitor.domain.finding import Outcome
from monitor.domain.media import (
    AccountLook,
    LookState,
    Post,
    SelfReport,
    SpotCheck,
    SpotResult,
)
from monitor.domain.media_draw import draw_accounts, size_of
from monitor.domain.subject import Account
from monitor.text import say
from tests.media.sheets import fill_in, lines
from tests.media.world import NOW, built, ledger, moment

LATER = "2026-01-28T09:00:00"
SAW = {"抽查日期": "2026-01-28", "抽查人": "李四"}


def accounts(*sizes: int) -> list[Account]:
    return [
        Account(f"u{unit}-{n}", f"u{unit}", "wechat", f"号{n}")
        for unit, size in enumerate(sizes)
        for n in range(size)
    ]


@pytest.mark.parametrize(
    ("count", "share", "size"),
    [(1, 0.1, 1), (10, 0.1, 1), (11, 0.1, 2), (100, 0.1, 10), (30, 0.1, 3), (7, 1, 7), (0, 0.1, 0)],
)
def test_a_share_is_rounded_up(count: int, share: float, size: int) -> None:
    assert size_of(count, share) == size
    assert len(draw_accounts(accounts(count), seed=1, share=share)) == size


def test_the_same_seed_draws_the_same_in_whatever_order() -> None:
    known = accounts(5, 3, 12, 1, 9)
    first = draw_accounts(known, seed=7, share=0.1)
    assert [one.id for one in first] == ["u0-3", "u2-6", "u4-1"]
    assert set(draw_accounts(known[::-1], seed=7, share=0.1)) == set(first)
    assert {draw_accounts(known, seed=seed, share=0.1) for seed in range(20)} != {first}


def test_everybody_is_drawn_alike_and_no_unit_escapes() -> None:
    known = accounts(1, 1, 2, 6, 10, 20)
    drawn: Counter[str] = Counter()
    for seed in range(2000):
        chosen = draw_accounts(known, seed=seed, share=0.1)
        assert len(chosen) == 4
        assert Counter(one.unit_id for one in chosen)["u5"] == 2
        assert Counter(one.unit_id for one in chosen)["u4"] == 1
        drawn.update(one.id for one in chosen)
    assert set(drawn) == {one.id for one in known}
    assert all(130 < count < 270 for count in drawn.values())


@pytest.fixture
def house(tmp_path: Path) -> House:
    found = built(
        tmp_path / "home",
        ledger([(f"a{n}", "wechat", f"公众号{n}", None) for n in range(3)]),
    )
    day = date(2026, 1, 26)
    kept.save_reports(
        found.engine,
        [
            SelfReport(
                "a0",
                day,
                date(2026, 1, 25),
                "https://mp.weixin.qq.com/s/x",
                None,
                "王五",
                moment(NOW),
            ),
            SelfReport("a1", day, None, None, None, "王五", moment(NOW)),
        ],
    )
    return House(found.environment, FixedClock(moment(LATER)), found.engine, found.blobs, None)


@pytest.fixture
def sheet(house: House, tmp_path: Path) -> Path:
    path = tmp_path / "draw.xlsx"
    draw(house, seed=1, share=1.0, output=path, as_of=NOW)
    return path


def test_the_sheet_says_what_was_reported(house: House, sheet: Path, tmp_path: Path) -> None:
    told = [
        (one["账号编号"], one["填报表日期"], one["单位自报最后发布日期"]) for one in lines(sheet)
    ]
    assert [(key, on or "", last) for key, on, last in told] == [
        ("a0", "2026-01-26", "2026-01-25"),
        ("a1", "2026-01-26", "无"),
        ("a2", "", "未填报"),
    ]
    done = draw(house, seed=1, share=1.0, output=tmp_path / "again.xlsx", as_of="2026-01-26T20:00")
    assert done.file.read_bytes() == sheet.read_bytes()
    assert done.population == 3


def test_the_share_of_the_office_holds(house: House, tmp_path: Path) -> None:
    done = draw(house, seed=1, share=None, output=tmp_path / "tenth.xlsx")
    assert len(done.drawn) == 1


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1])
def test_no_share(house: House, tmp_path: Path, share: float) -> None:
    with pytest.raises(BadInput):
        draw(house, seed=1, share=share, output=tmp_path / "x.xlsx")


def test_what_a_person_filled_in_is_not_drawn_over(house: House, sheet: Path) -> None:
    fill_in(sheet, "a0", SAW)
    with pytest.raises(ConfigError, match="exists"):
        draw(house, seed=1, share=1.0, output=sheet, as_of=NOW)


@pytest.mark.parametrize(
    ("account", "words", "result", "last", "interactive"),
    [
        ("a0", {"抽查结果": "一致"}, SpotResult.AGREES, date(2026, 1, 25), None),
        (
            "a0",
            {"抽查结果": "一致", "见到的最后发布日期": "2026-01-27", "是否可互动": "是"},
            *(SpotResult.AGREES, date(2026, 1, 27), True),
        ),
        (
            "a0",
            {"抽查结果": "不一致", "见到的最后发布日期": "2026/1/2", "是否可互动": "否"},
            *(SpotResult.DIFFERS, date(2026, 1, 2), False),
        ),
        (
            "a0",
            {"抽查结果": "不一致", "见到的最后发布日期": "无"},
            *(SpotResult.DIFFERS, None, None),
        ),
        ("a0", {"抽查结果": "无法查看", "备注": "需登录"}, SpotResult.UNSEEN, None, None),
        (
            "a1",
            {"抽查结果": "一致", "见到的最后发布日期": "2025-12-01"},
            *(SpotResult.AGREES, date(2025, 12, 1), None),
        ),
        (
            "a2",
            {"抽查结果": "一致", "见到的最后发布日期": "2026-01-27"},
            *(SpotResult.SEEN, date(2026, 1, 27), None),
        ),
    ],
)
def test_what_a_person_found(
    house: House,
    sheet: Path,
    account: str,
    words: Mapping[str, object],
    result: SpotResult,
    last: date | None,
    interactive: bool | None,
) -> None:
    done = load(house, [fill_in(sheet, account, {**SAW, **words})])
    assert done.checks == [
        SpotCheck(
            account,
            moment("2026-01-28T00:00:00"),
            "李四",
            result,
            last,
            interactive,
            str(words.get("备注", "")),
            moment(LATER),
        )
    ]
    assert kept.spot_checks(house.engine, [account], moment(LATER)) == {account: done.checks}
    assert kept.spot_checks(house.engine, [account], moment(LATER) - timedelta(hours=1)) == {}
    again = load(house, [sheet])
    assert (again.checks, again.known) == ([], 1)


@pytest.mark.parametrize(
    ("account", "words", "cell", "expected"),
    [
        ("a0", {"抽查人": "李四"}, "J列", "缺少必填的“抽查结果”"),
        ("a0", {**SAW, "抽查结果": "相符"}, "J列", "一致, 不一致, 无法查看"),
        ("a0", {**SAW, "抽查结果": "不一致"}, "L列", "不得留空"),
        ("a0", {**SAW, "抽查结果": "一致", "抽查日期": None}, "K列", "缺少必填的“抽查日期”"),
        ("a0", {**SAW, "抽查结果": "一致", "抽查日期": "2026-01-29"}, "K列", "不应晚于今天"),
        ("a0", {**SAW, "抽查结果": "一致", "抽查日期": "2026-01-25"}, "K列", "不应早于抽取日期"),
        ("a0", {**SAW, "抽查结果": "一致", "抽查人": None}, "N列", "缺少必填的“抽查人”"),
        ("a0", {**SAW, "抽查结果": "一致", "见到的最后发布日期": "2026-01-20"}, "J列", "不符"),
        ("a0", {**SAW, "抽查结果": "一致", "见到的最后发布日期": "无"}, "J列", "不符"),
        ("a0", {**SAW, "抽查结果": "不一致", "见到的最后发布日期": "2026-01-25"}, "J列", "不符"),
        ("a0", {**SAW, "抽查结果": "无法查看", "见到的最后发布日期": "无"}, "L列", "应留空"),
        (
            "a0",
            {**SAW, "抽查结果": "一致", "见到的最后发布日期": "2026-01-29"},
            *("L列", "不应晚于抽查日期"),
        ),
        ("a1", {**SAW, "抽查结果": "一致"}, "L列", "不得留空"),
        ("a1", {**SAW, "抽查结果": "一致", "见到的最后发布日期": "2026-01-20"}, "J列", "不符"),
        ("a2", {**SAW, "抽查结果": "一致"}, "L列", "不得留空"),
        ("a0", {**SAW, "抽查结果": "一致", "是否可互动": "可以"}, "M列", "是, 否"),
        ("a0", {**SAW, "抽查结果": "一致", "行编号": "draw/a0/1/2026-01-26//"}, "E列", "已被改动"),
    ],
)
def test_a_bad_cell_is_named(
    house: House,
    sheet: Path,
    account: str,
    words: Mapping[str, object],
    cell: str,
    expected: str,
) -> None:
    with pytest.raises(ConfigError) as error:
        load(house, [fill_in(sheet, account, words)])
    said = say(error.value.key, "zh", **error.value.params)
    assert cell in said
    assert expected in said
    assert kept.spot_checks(house.engine, [account], moment(LATER)) == {}


def test_a_spot_check_that_differs_is_a_false_report(house: House, sheet: Path) -> None:
    words = {**SAW, "抽查结果": "不一致", "见到的最后发布日期": "2026-01-02"}
    load(house, [fill_in(sheet, "a0", words)])
    fill_in(sheet, "a1", {**SAW, "抽查结果": "一致", "见到的最后发布日期": "2026-01-12"})
    load(
        house,
        [fill_in(sheet, "a2", {**SAW, "抽查结果": "一致", "见到的最后发布日期": "2026-01-27"})],
    )
    done = look_at_accounts(house)
    assert done.judged is not None
    said = {(one.site_id, one.check): one for one in done.judged.findings}
    assert said["a0", "account-report-false"].outcome is Outcome.FAIL
    assert said["a0", "account-stale"].outcome is Outcome.FAIL
    assert said["a1", "account-report-false"].outcome is not Outcome.FAIL
    assert said["a1", "account-stale"].outcome is Outcome.FAIL
    assert said["a2", "account-report-false"].reason == "no_report"
    assert said["a2", "account-stale"].outcome is Outcome.PASS
    told = {(one.site, one.check): one for one in standing(house, as_of=LATER).records()}
    record = told["a0", "account-report-false"]
    assert record.unit == "jia"
    assert "填报最后发布日期为2026-01-25" in record.description


def test_what_was_seen_days_ago_accuses_of_nothing_since(house: House, sheet: Path) -> None:
    """The window ran out after the person looked; the account may have posted meanwhile."""
    words = {**SAW, "抽查结果": "一致", "见到的最后发布日期": "2026-01-20"}
    load(house, [fill_in(sheet, "a2", words)])
    said = []
    for now in ("2026-02-03T09:00:00", "2026-02-04T09:00:00"):
        judged = look_at_accounts(house, accounts=["a2"], as_of=now).judged
        assert judged is not None
        (found,) = (one for one in judged.findings if one.check == "account-stale")
        said.append((found.outcome, found.reason))
    assert said == [(Outcome.PASS, "ok"), (Outcome.NOT_OBSERVED, "seen_earlier")]


def test_a_newer_reading_stands_before_an_older_spot_check() -> None:
    account = Account("a", "jia", "weibo", "甲县发布")
    post = Post("https://m.weibo.cn/status/1", moment("2026-01-24T09:00:00"))
    seen = AccountLook("a", moment("2026-01-25T02:00:00"), LookState.SEEN, "weibo", posts=(post,))
    wall = AccountLook(
        "a", moment("2026-01-27T02:00:00"), LookState.UNVERIFIED, "weibo", reason="blocked"
    )
    check = SpotCheck("a", moment("2026-01-20T00:00:00"), "李四", SpotResult.SEEN, date(2026, 1, 2))
    state = account_state(account, [seen, wall], [check], [], moment("2026-01-27T02:00:00"))
    assert (state.newest, state.spot, state.seen_on) == (
        *(date(2026, 1, 24), False, date(2026, 1, 25)),
    )
    later = replace(check, at=moment("2026-01-26T00:00:00"))
    state = account_state(account, [seen, wall], [later], [], moment("2026-01-27T02:00:00"))
    assert (state.newest, state.spot, state.seen_on) == (
        *(date(2026, 1, 2), True, date(2026, 1, 26)),
    )
