"""Which account an address is of, on the platforms whose accounts have addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class AccountAddress:
    """`mark` tells the account from the platform's others, by a `form`: an account may have a number
    and a name as well, so that marks of two forms say nothing of each other."""

    platform: str
    form: str
    mark: str


HOSTS = (
    "weibo.c", "weixin.qq.com", "douyin.com", "toutiao.com", "baidu.com", "kuaishou.com", "bilibili.com",
)  # fmt: skip
"""One of these stands in every address that is told."""

_UID = re.compile(r"/(?:u/|profile/)?(\d{6,})/?")
_PAGE = re.compile(r"/p/100[1-6]0[1-6](\d{10})(?:/.*)?")
_NICK = re.compile(r"/n/([^/]+)/?")
_NAME = re.compile(r"/([A-Za-z][\w-]{3,})/?")
_NO_NAMES = frozenset(
    {
        *(
            "login",
            "signup",
            "share",
            "search",
            "newlogin",
            "ajax",
            "home",
            "help",
            "download",
            "about",
        ),
        *(
            "article",
            "ttarticle",
            "status",
            "detail",
            "statuses",
            "video",
            "hot",
            "message",
            "friends",
        ),
        *(
            "index.php",
            "discover",
            "index",
            "mygroups",
            "like",
            "club",
            "logout",
            "tips",
            "verified",
        ),
    }
)
_ACCOUNT_PAGES = ("/mp/profile_ext", "/mp/getmasssendmsg", "/mp/homepage")


@lru_cache(maxsize=1 << 12)
def account_address(url: str) -> AccountAddress | None:
    """None for what is no account's own address: a post, a share button, a search, the platform itself.
    Of WeChat also an article tells whose it is: see `owner_address`."""
    if not any(host in url for host in HOSTS):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    read = _PLATFORMS.get(host)
    return read(parts) if read else None


def owner_address(url: str) -> AccountAddress | None:
    """The account of an address as ledgers give it, by one of its articles too."""
    found = account_address(url)
    if found is None and "mp.weixin.qq.com" in url:
        return _biz(urlsplit(url))
    return found


def _weibo(parts: SplitResult) -> AccountAddress | None:
    for form, expression in (("uid", _UID), ("uid", _PAGE), ("nick", _NICK), ("name", _NAME)):
        match = expression.fullmatch(parts.path)
        if match and match[1].lower() not in _NO_NAMES:
            return AccountAddress("weibo", form, unquote(match[1]).lower())
    return None


def _wechat(parts: SplitResult) -> AccountAddress | None:
    return _biz(parts) if parts.path in _ACCOUNT_PAGES else None


def _biz(parts: SplitResult) -> AccountAddress | None:
    # Its signs of Base64 are not always escaped.
    biz = parse_qs(parts.query.replace("+", "%2B")).get("__biz", [""])[0].rstrip("=")
    return AccountAddress("wechat", "biz", biz) if biz else None


def _by_path(platform: str, **forms: str) -> Callable[[SplitResult], AccountAddress | None]:
    expressions = [(form, re.compile(expression)) for form, expression in forms.items()]

    def read(parts: SplitResult) -> AccountAddress | None:
        for form, expression in expressions:
            match = expression.fullmatch(parts.path)
            if match:
                return AccountAddress(platform, form, match[1])
        return None

    return read


def _baijiahao(parts: SplitResult) -> AccountAddress | None:
    query = parse_qs(parts.query)
    number = next((query[name][0] for name in ("app_id", "appid", "id") if name in query), "")
    match = re.fullmatch(r"/home/(\d{6,})/?", parts.path)
    if match:
        return AccountAddress("baijiahao", "app", match[1])
    own = parts.path.rstrip("/") in ("/u", "/home") and number.isdigit()
    return AccountAddress("baijiahao", "app", number) if own else None


_DOUYIN = _by_path(
    "douyin", sec=r"/(?:share/)?user/(MS4wLjABAAAA[\w-]+)/?", uid=r"/(?:share/)?user/(\d{6,})/?"
)
_TOUTIAO = _by_path(
    "toutiao",
    name=r"/c/user/token/([\w-]+)/?",
    uid=r"/(?:c/user|profile|profile_v\d/user)/(\d{5,})/?",
    media=r"/m(\d{6,})/?",
)
_KUAISHOU = _by_path("kuaishou", id=r"/(?:profile|u|fw/user)/([\w-]{6,})/?")
_BILIBILI = _by_path("bilibili", uid=r"/(\d{3,})/?(?:dynamic|video)?/?")
_PLATFORMS: dict[str, Callable[[SplitResult], AccountAddress | None]] = {
    "weibo.com": _weibo,
    "weibo.cn": _weibo,
    "m.weibo.cn": _weibo,
    "m.weibo.com": _weibo,
    "e.weibo.com": _weibo,
    "mp.weixin.qq.com": _wechat,
    "douyin.com": _DOUYIN,
    "iesdouyin.com": _DOUYIN,
    "toutiao.com": _TOUTIAO,
    "m.toutiao.com": _TOUTIAO,
    "baijiahao.baidu.com": _baijiahao,
    "author.baidu.com": _baijiahao,
    "kuaishou.com": _KUAISHOU,
    "live.kuaishou.com": _KUAISHOU,
    "m.kuaishou.com": _KUAISHOU,
    "space.bilibili.com": _BILIBILI,
}
