"""Where accounts differ from their good order. What each difference means is in the truth alone."""

from __future__ import annotations

from typing import Any

from monitor.demo.media import pages, wechat_pages, weibo
from monitor.demo.media.account import Account, Change, MediaSpot, Seen, Word, posts
from monitor.demo.media.answers import BROKEN, BUSY
from monitor.demo.spots.spot import SILENCE


def _ages(*days: int) -> Change:
    """It has posts of these ages, in this order, and no others."""

    def change(account: Account) -> None:
        account.posts = posts(account.number, *days)

    return change


def _posts(*days: int, **marked: dict[str, Any]) -> Change:
    """As `_ages`; `at_N` are fields of the post in that place, counted from one."""

    def change(account: Account) -> None:
        account.posts = posts(account.number, *days)
        for place, fields in marked.items():
            for name, value in fields.items():
                setattr(account.posts[int(place.removeprefix("at_")) - 1], name, value)

    return change


def _has(**fields: Any) -> Change:
    def change(account: Account) -> None:
        for name, value in fields.items():
            setattr(account, name, value)

    return change


def _both(*changes: Change) -> Change:
    def change(account: Account) -> None:
        for one in changes:
            one(account)

    return change


def _told(age: int | None) -> Change:
    return _has(told=Word(age))


def _seen(result: str, age: int | None = None, answers: bool | None = None) -> Change:
    return _has(seen=Seen(result, age, answers))


def _as(name: str) -> Change:
    """The platform shows another name: {name} stands for the ledger's."""

    def change(account: Account) -> None:
        account.shown = name.replace("{name}", account.name)

    return change


def _was(name: str, until: str = "", *, shown: bool = True) -> Change:
    """The ledger writes down a former name, with its last day if it is known."""

    def change(account: Account) -> None:
        account.former = f"{name} {until}".strip()
        account.shown = name if shown else account.name

    return change


def _spots(account: str, *pairs: tuple[str, Change]) -> tuple[MediaSpot, ...]:
    return tuple(MediaSpot(id, account, change) for id, change in pairs)


_SENT = {"sent": True}
_PINNED = {"pinned": True}
_REPOST = {"repost": True}
_DELETED = {"deleted": True}
_NO_STATISTICS = {"getarticletotaldetail": 48001}
_NOTHING: Change = _ages()
_AS_IT_IS: Change = _has()
"""Good order, or what another spot of the account makes of it: the truth asks something else of it."""

SPOTS: tuple[MediaSpot, ...] = (
    # Nothing new for two weeks, and what only looks like it.
    *_spots("jia-tt", ("acc-stale-01", _ages(15, 19, 26, 33, 47))),
    *_spots("yi-wb", ("acc-stale-02", _posts(640, 30, 37, 51, 66, at_1=_PINNED))),
    *_spots("bing-wb", ("acc-stale-03", _posts(1, 3, 21, 28, 44, at_1=_DELETED, at_2=_DELETED))),
    *_spots("ding-dy", ("acc-stale-04", _ages(40, 52, 71))),
    *_spots("wu-wx", ("acc-stale-05", _ages(45, 60, 83))),
    *_spots("ji-wb", ("acc-stale-06", _posts(27, 31, 38, at_1={"words": "12-30"}))),
    *_spots("fagai-rs", ("acc-stale-07", _ages(33, 41, 58))),
    *_spots("gongxin-wb", ("acc-stale-08", _NOTHING)),
    *_spots("caizheng-ch", ("acc-stale-09", _seen("agrees", 37))),
    *_spots("shangwu-js", ("acc-stale-10", _posts(50, 62, 90, at_1={"edited": 1}))),
    *_spots("jiaotong-bl", ("acc-stale-11", _ages(22, 29, 36, 50))),
    *_spots("jia-wb", ("acc-stale-d01", _ages(14, 18, 25, 33, 47))),
    *_spots("yi-tt", ("acc-stale-d02", _posts(400, 0, 1, 5, 12, 20, at_1=_PINNED))),
    *_spots("ding-wb", ("acc-stale-d03", _posts(2, 6, 200, 215, at_1=_PINNED | _REPOST, at_2=_REPOST))),
    *_spots("wu-wb", ("acc-stale-d04", _both(_ages(90, 120), _has(instead=weibo.WALL)))),
    *_spots("ji-tt", ("acc-stale-d05", _both(_ages(60, 75), _has(instead=BUSY)))),
    *_spots("geng-wx", ("acc-stale-d06", _both(_ages(60, 75), _has(errors={"token": 42001})))),
    *_spots("jiaoyu-wb", ("acc-stale-d07", _both(_ages(60, 75), _has(listed=weibo.WALL)))),
    *_spots("nongye-ks", ("acc-stale-d08", _both(_ages(25, 31, 44, 58), _has(shuffled=True)))),
    *_spots("minzheng-wf", ("acc-stale-d09", _ages(60, 75, 90))),
    *_spots("keji-wn", ("acc-stale-d10", _told(1))),
    *_spots("yi-wx", ("acc-stale-d11", _both(_ages(48, 66), _has(errors=_NO_STATISTICS)))),
    *_spots("ding-wx", ("acc-stale-d12", _posts(5, 12, 70, at_1=_SENT, at_2=_SENT))),
    *_spots("shuiwu-rs", ("acc-stale-d13", _both(_ages(50, 64), _has(broken=True)))),
    *_spots("wenlv-dy", ("acc-stale-d14", _both(_ages(50, 64), _has(instead=pages.LOGIN)))),
    *_spots("jiaoyu-wa", ("acc-stale-d15", _ages(90))),
    *_spots("gongan-wx", ("acc-stale-d16", _NOTHING)),
    *_spots("zhujian-tt", ("acc-stale-d17", _both(_ages(120, 150), _has(status="suspended")))),
    *_spots("wenlv-bj", ("acc-stale-d18", _both(_ages(50, 64), _has(instead=pages.CAPTCHA)))),
    *_spots("shichang-at", ("acc-stale-d19", _ages(14, 20, 29, 50))),
    # Accounts that are not there, or under another name.
    *_spots("geng-wb", ("acc-gone-01", _has(instead=weibo.gone("用户不存在(20003)")))),
    *_spots("shengtai-wb", ("acc-gone-02", _has(instead=weibo.gone("该账号已注销")))),
    *_spots("fagai-wb", ("acc-gone-03", _as("示范发展播报"))),
    *_spots("wu-tt", ("acc-gone-04", _has(instead=pages.MISSING))),
    *_spots("bing-wa", ("acc-gone-05", _has(instead=wechat_pages.CLOSED))),
    *_spots("tongji-wa", ("acc-gone-06", _both(_ages(3), _as("示范数据之窗")))),
    *_spots("renshe-ap", ("acc-gone-07", _has(instead=pages.TAKEN_DOWN))),
    *_spots("ji-mn", ("acc-gone-08", _has(instead=pages.MISSING))),
    *_spots("nongye-dy", ("acc-gone-09", _has(instead=pages.BANNED))),
    *_spots("qixiang-wb", ("acc-gone-10", _was("示范气象台", "2026-01-16"))),
    *_spots("renshe-wb", ("acc-gone-d01", _as(" {name} "))),
    *_spots("gongan-wb", ("acc-gone-d02", _was("平安示范", "2026-01-31"))),
    *_spots("shuiwu-wa", ("acc-gone-d03", _has(instead=wechat_pages.DELETED))),
    *_spots("weijian-wl", ("acc-gone-d04", _has(instead=wechat_pages.WALL))),
    *_spots("shifan-wb", ("acc-gone-d05", _has(once=weibo.gone("用户不存在(20003)")))),
    *_spots("shichang-tt", ("acc-gone-d06", _has(instead=BROKEN))),
    *_spots("keji-bj", ("acc-gone-d07", _has(instead=SILENCE))),
    *_spots("yingji-wb", ("acc-gone-d08", _was("示范安监"))),
    *_spots("wenlv-wb", ("acc-gone-d10", _was("示范文旅", "2026-01-31", shown=False))),
    *_spots("shifan-ap", ("acc-gone-d09", _has(once=BROKEN))),
    # Nobody can answer them: seen by whoever opened them.
    *_spots("jia-ch", ("acc-mute-01", _seen("agrees", 3, answers=False))),
    *_spots("xiaofang-wb", ("acc-mute-02", _seen("agrees", 1, answers=False))),
    *_spots("yibao-wn", ("acc-mute-03", _seen("agrees", 5, answers=False))),
    *_spots("gongan-dy", ("acc-mute-04", _seen("agrees", 1, answers=False))),
    *_spots("caizheng-tt", ("acc-mute-05", _seen("agrees", 1, answers=False))),
    *_spots("yingji-ks", ("acc-mute-06", _seen("agrees", 1, answers=False))),
    *_spots("chengguan-pg", ("acc-mute-07", _seen("agrees", 1, answers=False))),
    *_spots("wu-ch", ("acc-mute-d01", _seen("agrees", 2, answers=True))),
    *_spots("jia-wx", ("acc-mute-d02", _has(comments=True))),
    *_spots("weijian-wx", ("acc-mute-d03", _has(menu=True))),
    *_spots("shifan-ch", ("acc-mute-d04", _seen("agrees", 4))),
    *_spots("minzheng-wn", ("acc-mute-d05", _seen("unseen", answers=False))),
    *_spots("wenlv-wb", ("acc-mute-d06", _seen("agrees", 1, answers=True))),
    *_spots("renshe-wx", ("acc-mute-d07", _AS_IT_IS)),
    # A post now and then.
    *_spots("shangwu-wb", ("acc-few-01", _ages(5, 45, 80))),
    *_spots("qixiang-rs", ("acc-few-02", _ages(9, 39, 71))),
    *_spots("ding-tt", ("acc-few-03", _ages(12, 36, 60, 90))),
    *_spots("xiaofang-dy", ("acc-few-04", _posts(700, 6, 48, 77, at_1=_PINNED))),
    *_spots("bing-bj", ("acc-few-05", _ages(13, 31, 62))),
    *_spots("shengtai-at", ("acc-few-06", _posts(2, 50, 75, at_2={"edited": 4}))),
    *_spots("jiaotong-wb", ("acc-few-07", _posts(1, 4, 8, 52, at_2=_DELETED, at_3=_DELETED))),
    *_spots("jia-dy", ("acc-few-d01", _ages(3, 29, 50))),
    *_spots("chengguan-wb", ("acc-few-d02", _both(_ages(4), _has(more=300)))),
    *_spots("yi-wb", ("acc-few-d03", _AS_IT_IS)),
    *_spots("shifan-wx", ("acc-few-d04", _posts(1, 8, 15, 70, at_1=_SENT, at_2=_SENT, at_3=_SENT))),
    *_spots("bing-dy", ("acc-few-d05", _ages(10, 10, 44))),
    *_spots("gongxin-js", ("acc-few-d06", _ages(1, 26, 66))),
    *_spots("ji-wf", ("acc-few-d07", _ages(2, 44))),
    # What forms say, and what the account shows.
    *_spots("wu-wb", ("acc-word-d01", _told(2))),
    *_spots("shifan-tt", ("acc-word-01", _both(_ages(9, 12, 20, 40), _told(1)))),
    *_spots("shifan-dy", ("acc-word-02", _both(_ages(11, 13, 24, 45), _told(2)))),
    *_spots("yi-ks", ("acc-word-03", _both(_ages(8, 10, 27, 41), _told(3)))),
    *_spots("fagai-wb", ("acc-word-04", _both(_ages(7, 9, 16, 33), _told(1)))),
    *_spots("fagai-rs", ("acc-word-05", _told(4))),
    *_spots("wu-wx", ("acc-word-06", _told(6))),
    *_spots("jia-ch", ("acc-word-07", _both(_told(1), _seen("differs", 3, answers=False)))),
    *_spots("jia-wb", ("acc-word-d02", _told(14))),
    *_spots("jia-dy", ("acc-word-d03", _told(2))),
    *_spots("keji-wn", ("acc-word-d04", _AS_IT_IS)),
    *_spots("ding-dy", ("acc-word-d05", _told(None))),
    *_spots("wenlv-wb", ("acc-word-d06", _told(9))),
    *_spots("jiaoyu-wa", ("acc-word-d07", _told(3))),
    *_spots("minzheng-wf", ("acc-word-d08", _told(1))),
    *_spots("wu-ch", ("acc-word-d09", _told(2))),
    *_spots("bing-wb", ("acc-word-d10", _told(1))),
)  # fmt: skip
