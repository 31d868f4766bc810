"""Which accounts the city's units have, where their platforms stand. Nothing here is wrong yet."""

from __future__ import annotations

from monitor.demo import land
from monitor.demo.media.account import Account, posts

HOSTS = {
    "weibo": "127.0.2.1",
    "wechat": "127.0.2.2",
    "wechat-pages": "127.0.2.3",
    "toutiao": "127.0.2.4",
    "baijiahao": "127.0.2.5",
    "douyin": "127.0.2.6",
    "kuaishou": "127.0.2.7",
    "bilibili": "127.0.2.8",
    "bridge": "127.0.2.9",
    "app": "127.0.2.10",
    "miniprogram": "127.0.2.11",
    "feed": "127.0.2.12",
    "webpage": "127.0.2.13",
}
"""The address of each platform's stand-in; bridges make feeds of accounts that show none."""

_AGES = (1, 4, 7, 11, 16, 22, 29, 40, 55)

_WAYS = {
    "wb": ("weibo", "weibo", "发布"),
    "wx": ("wechat", "interface", "发布"),
    "wa": ("wechat", "article", "微讯"),
    "wl": ("wechat", "album", "专辑"),
    "wf": ("wechat", "bridge", "微报"),
    "wn": ("wechat", "none", "微信"),
    "tt": ("toutiao", "list", "头条"),
    "bj": ("baijiahao", "list", "百家"),
    "dy": ("douyin", "data", "短视频"),
    "ks": ("kuaishou", "state", "快播"),
    "bl": ("bilibili", "script", "影像"),
    "ch": ("channels", "none", "视频"),
    "ap": ("app", "offer", "通"),
    "mn": ("miniprogram", "offer", "办"),
    "rs": ("feed", "rss", "订阅"),
    "at": ("feed", "atom", "订阅"),
    "js": ("feed", "json", "订阅"),
    "pg": ("webpage", "list", "专栏"),
}
"""By the last part of an account's id: platform, way of looking, last part of the name."""

_HELD = (
    ("shifan", "wb wx dy ch ap mn tt"),
    ("jia", "wb wx dy tt ch"), ("yi", "wb wx tt ks"), ("bing", "wb wa dy bj"),
    ("ding", "wb wx dy tt"), ("wu", "wb wx tt ch"), ("ji", "wb wf tt mn"), ("geng", "wb wx bl"),
    ("fagai", "wb rs"), ("jiaoyu", "wb wa"), ("keji", "bj wn"), ("gongxin", "wb js"),
    ("gongan", "wb wx dy"), ("minzheng", "wf wn"), ("caizheng", "ch tt"), ("renshe", "wb wx ap"),
    ("shengtai", "wb at"), ("zhujian", "tt wn"), ("jiaotong", "wb bl"), ("shuiwu", "rs wa"),
    ("nongye", "ks dy"), ("shangwu", "js wb"), ("wenlv", "wb dy bj"), ("weijian", "wx wl"),
    ("yingji", "wb ks"), ("shichang", "at tt"), ("yibao", "wn mn"), ("chengguan", "wb pg"),
    ("zhengshu", "ap mn"), ("xiaofang", "wb dy"), ("qixiang", "wb rs"), ("tongji", "wa"),
)  # fmt: skip
"""Units with accounts; the others have none."""


def accounts() -> list[Account]:
    """Every account in good order, in the order of the ledger."""
    names = {unit.id: unit.name for unit in land.UNITS}
    order = [unit.id for unit in land.UNITS]
    made: list[Account] = []
    for unit, held in sorted(_HELD, key=lambda pair: order.index(pair[0])):
        for kind in held.split():
            platform, way, last = _WAYS[kind]
            number = len(made) + 1
            name = names[unit].removesuffix("政府办公室") + last
            one = Account(f"{unit}-{kind}", number, unit, platform, way, name)
            one.posts = [] if way in ("none", "offer") else posts(number, *_AGES)
            made.append(one)
    return made


def path(account: Account) -> str | None:
    """Where the account is on its platform's address; None where it has no address."""
    number, uid = account.number, account.uid
    paths = {
        "weibo": f"/u/{uid}",
        "article": f"/s/Demo{number:018d}",
        "album": f"/mp/appmsgalbum?__biz=MzDemo{number:04d}&action=getalbum&album_id={uid}",
        "list": f"/c/user/token/{uid}/",
        "data": f"/user/MS4wLjABAAAA{uid}",
        "state": f"/profile/{uid}",
        "script": f"/{uid}/video",
        "offer": f"/detail/{uid}.html",
        "rss": f"/{account.unit}/rss.xml",
        "atom": f"/{account.unit}/atom.xml",
        "json": f"/{account.unit}/feed.json",
    }
    return paths.get(account.way)


def host(account: Account) -> str | None:
    """The address of what answers for the account; None where nothing does."""
    if account.way in ("article", "album"):
        return HOSTS["wechat-pages"]
    return HOSTS.get("bridge" if account.way == "bridge" else account.platform)
