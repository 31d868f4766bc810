"""What is known of an account by several words together: a look, a person's note, the ledger's names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.assess.gather.accounts import account_state
from monitor.domain.media import (
    AccountLook,
    AccountState,
    LookState,
    Post,
    Profile,
    SpotCheck,
    SpotResult,
)
from monitor.domain.subject import Account, Category, FormerName, Registry, Unit
from monitor.domain.succession import registry_on
from tests.media.world import NOW, moment

ACCOUNT = Account("jia-wb", "jia", "weibo", "甲县发布", "https://weibo.com/u/5100000001")
POSTS = (Post("https://weibo.com/1", moment("2026-01-25T09:00:00+08:00")),)


def look(*, profile: Profile | None = None, posts: tuple[Post, ...] = POSTS) -> AccountLook:
    return AccountLook(
        ACCOUNT.id, moment(NOW), LookState.SEEN, "weibo", profile=profile, posts=posts
    )


def state(seen: AccountLook, *checks: SpotCheck, account: Account = ACCOUNT) -> AccountState:
    return account_state(account, [seen], checks, [], moment(NOW))


def noted(interactive: bool | None, day: str = "2026-01-20T00:00:00+08:00") -> SpotCheck:
    seen = date(2026, 1, 19)
    return SpotCheck("jia-wb", moment(day), "李四", SpotResult.SEEN, seen, interactive)


@pytest.mark.parametrize("interactive", [True, False, None])
def test_a_persons_note_stands_where_the_platform_shows_nothing(interactive: bool | None) -> None:
    found = state(look(profile=Profile("甲县发布")), noted(interactive))
    assert found.interactive is interactive
    assert found.noted_on == (None if interactive is None else date(2026, 1, 20))
    assert (found.newest, found.spot) == (date(2026, 1, 25), False)


def test_what_the_platform_shows_comes_first() -> None:
    found = state(look(profile=Profile(interactive=True)), noted(False))
    assert (found.interactive, found.noted_on) == (True, None)


@pytest.mark.parametrize(
    "check",
    [
        noted(False, "2026-01-01T00:00:00+08:00"),
        replace(noted(False), result=SpotResult.UNSEEN),
    ],
)
def test_a_note_too_old_or_of_what_could_not_be_opened_is_none(check: SpotCheck) -> None:
    assert state(look(), check).interactive is None


@pytest.mark.parametrize(
    ("shown", "renamed"),
    [
        ("甲县发布", None),
        (" 甲县 发布", None),
        ("甲县在线", None),
        ("乙县发布", "乙县发布"),
        ("", None),
    ],
)
def test_a_former_name_without_a_day_accuses_nobody(shown: str, renamed: str | None) -> None:
    account = replace(ACCOUNT, former_names=(FormerName("甲县在线"),))
    assert state(look(profile=Profile(shown)), account=account).renamed_to == renamed


def test_a_name_to_come_is_no_strange_one() -> None:
    names = (FormerName("甲县在线", date(2026, 1, 31)), FormerName("甲县融媒", date(2026, 2, 28)))
    unit = Unit("jia", "甲县", Category.COUNTY, accounts=(replace(ACCOUNT, former_names=names),))
    account = registry_on(Registry((unit,)), date(2026, 1, 26)).accounts[ACCOUNT.id]
    assert account.name == "甲县在线"
    for shown in ("甲县在线", "甲县融媒", "甲县发布"):
        assert state(look(profile=Profile(shown)), account=account).renamed_to is None


def test_a_former_name_after_its_day_is_another_name() -> None:
    account = replace(ACCOUNT, former_names=(FormerName("甲县在线", date(2026, 1, 16)),))
    found = state(look(profile=Profile("甲县在线")), account=account)
    assert found.renamed_to == "甲县在线"


def test_what_was_deleted_last_is_known() -> None:
    deleted = [
        Post("https://weibo.com/2", moment(f"2026-01-{day}T09:00:00+08:00"), deleted=True)
        for day in (22, 24)
    ]
    found = state(look(posts=(*deleted, *POSTS)))
    assert (found.removed, found.posts) == (date(2026, 1, 24), 1)
