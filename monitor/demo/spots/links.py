"""Links that lead nowhere, and links that only seem to."""

from __future__ import annotations

from monitor.demo import land
from monitor.demo.families.base import Roads
from monitor.demo.model import Answer, Column, Site
from monitor.demo.spots.spot import (
    Change,
    Spot,
    both,
    extra,
    file,
    in_footer,
    late,
    on_home,
    said,
    sent_to,
    serve,
    spots,
)

_GONE = "抱歉，您访问的页面不存在或已被删除，请返回首页。"


def _moved(slug: str, place: int, path: str) -> Change:
    """A list item leads to an address of the site that nobody answers any more."""

    def change(site: Site, _: Roads) -> None:
        site.column(slug).items[place].link = site.base + path

    return change


def _dead_column(slug: str, name: str) -> Change:
    """The menu names a column that is not there."""

    def change(site: Site, _: Roads) -> None:
        site.columns.append(Column(slug, name, 971, elsewhere=f"{site.base}{slug}/"))

    return change


def _titled(slug: str, place: int, title: str) -> Change:
    def change(site: Site, _: Roads) -> None:
        site.column(slug).items[place].title = title

    return change


def _redirected(path: str) -> Change:
    def change(site: Site, _: Roads) -> None:
        site.special[path] = sent_to(site.base + site.home_path)

    return change


def _neighbour(path: str, text: str) -> str:
    return f'<p><a href="{{platform}}{path}">{text}</a></p>'


SPOTS: tuple[Spot, ...] = (
    *spots(
        "jia",
        ("broken-01", _moved("tzgg/gsgg", 2, "old/content/post_20190101.html")),
        ("broken-d01", extra("tzgg/gsgg", 0, _neighbour("/forbidden", "内部资料"))),
        ("broken-d05", both(
            extra("xwzx/zwdt", 1, '<p><a href=" {base}files/a%20b.pdf ">附件：登记表</a></p>'),
            serve("files/a%20b.pdf", file()),
        )),
    ),
    *spots(
        "yi",
        ("broken-02", both(
            extra("xwzx/zwdt", 1, '<p><a href="{base}files/P020260101.pdf">附件：实施方案.pdf</a></p>'),
            serve("files/P020260101.pdf", said("500 Internal Server Error", 500)),
        )),
        ("broken-d02", extra("xwzx/zwdt", 2, _neighbour("/riddle", "数据平台"))),
        ("broken-d08", _titled("xwzx/bmdt", 1, "我县网站404错误页面改造为公益寻人页面")),
    ),
    *spots(
        "bing",
        ("broken-03", extra("xwzx/zwdt", 0, '<p><img src="{base}d/file/p/2026/01-20/bd0a1.jpg"></p>')),
        ("broken-d03", extra("xwzx/zwdt", 1, _neighbour("/hangs-up-once", "预约系统"))),
        ("broken-d07", extra("xwzx/zwdt", 2, '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')),
    ),
    *spots(
        "ding",
        ("broken-04", both(
            extra("xwzx/zwdt", 0, '<p><a href="{base}down/info.htm">详细说明</a></p>'),
            serve("down/info.htm", said(_GONE, title="页面不存在", charset="gb18030")),
        )),
        ("broken-d04", both(
            extra("xwzx/zwdt", 1, '<p><a href="{base}old.htm">旧版入口</a></p>'),
            _redirected("old.htm"),
        )),
    ),
    *spots(
        "wu",
        ("broken-05", extra("xwzx/zwdt", 1, '<p><a href="{closed}/wsbs/">网上办事</a></p>')),
        ("broken-d06", extra(
            "xwzx/zwdt", 2,
            '<p><a href="mailto:wu@example.invalid">邮箱</a> <a href="javascript:void(0)">展开</a> '
            '<a href="#top">返回顶部</a> <a href="">收起</a></p>',
        )),
    ),
    *spots(
        "xin",
        ("broken-06", extra("xwzx/zwdt", 1, '<p><a href="{missing}/xxgk/123.html">相关公开</a></p>')),
        ("broken-d09", extra("xwzx/zwdt", 2, '<!-- <a href="{base}gone/1.html">旧链接</a> -->')),
    ),
    *spots(
        "portal",
        ("broken-07", in_footer(' | <a href="/wzsm/ysbh.html">隐私保护</a>')),
        ("broken-d10", on_home(
            "<script>if (screen.width < 1) "
            "{ document.write('<a href=\"/gone/m.html\">触屏版</a>'); }</script>"
        )),
    ),
    *spots(
        "jiaoyu",
        ("broken-08", both(
            extra("tzgg", 0, '<p><a href="{base}files/W020250101.doc">附件：申报表.doc</a></p>'),
            serve("files/W020250101.doc", said("410 Gone", 410)),
        )),
        ("broken-d11", both(
            extra("tzgg", 1, '<p><a href="{base}files/W020250102.doc">附件：汇总表.doc</a></p>'),
            serve("files/W020250102.doc", file("application/msword")),
            late("files/W020250102.doc", 3.0),
        )),
    ),
    *spots("shuiwu", ("broken-09", _dead_column("yjzq", "应急专区"))),
    *spots("fagai", ("broken-10", on_home('<div><img src="{base}images/banner2026.jpg"></div>'))),
    *spots("minzheng", ("broken-d12", extra("gzdt", 1, _neighbour("/login", "业务系统")))),
)  # fmt: skip

_FRONT = f"示范市公共服务平台（{land.PLATFORM_HOST}）"


def neighbours() -> dict[tuple[str, str], Answer]:
    """What servers outside the ledger answer, by host and path; the rest is 404 there."""
    platform = {
        "/": said(_FRONT), "/conac/show": said("党政机关网站标识"),
        "/exposure/jiucuo.html": said("我为政府网站找错"), "/video/": said("视频平台"),
        "/data/": said("数据开放平台"), "/forbidden": said("403 Forbidden", 403),
        "/riddle": said("412", 412), "/login": said("请登录", 401),
        "/hangs-up-once": said("预约系统"),
    }  # fmt: skip
    leaders = {f"/leaders/{site.id}/": said(f"{site.name}领导信息") for site in land.sites()}
    found = {(land.PLATFORM_HOST, path): answer for path, answer in (platform | leaders).items()}
    return found | {(land.MISSING_HOST, "/"): said("示范市信息公开旧平台")}
