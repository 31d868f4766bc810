"""One small office site on loopback, healthy but for what a test asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.crawl.servers import Answer, Page, html, serve
from tests.job import presented

FOOTER = """<div class="footer"><a href="http://bszs.conac.cn/"><img src="/red.png" alt="党政机关"></a>
<p>主办单位：甲局　网站标识码：4400000001　粤ICP备12345678号　粤公网安备 44000002000001号</p>
<p>联系电话：0753-1234567　<a href="/zhaocuo.html">我要找错</a></p></div>"""
SEARCH = """<form action="/s"><input name="q" placeholder="请输入关键字"><button>搜索</button></form>
<a href="javascript:;">无障碍浏览</a>"""
NAV = f"""{SEARCH}<div class="nav"><a href="/">首页</a><a href="/gzdt/">工作动态</a>
<a href="/tzgg/">通知公告</a>
<a href="/ldxx.html">领导信息</a><a href="/bsfw.html">办事服务</a>
<a href="/wyzx.html">我要咨询</a>{presented.LINKS}</div>"""


def page(title: str, body: str, *tags: tuple[str, str]) -> Answer:
    metas = "".join(
        f'<meta name="{name}" content="{value}">'
        for name, value in (
            ("SiteName", "甲局网站"),
            ("SiteDomain", "127.0.0.1"),
            ("SiteIDCode", "4400000001"),
            *tags,
        )
    )
    return html(
        f"<html><head><meta charset='utf-8'><title>{title}-甲局</title>{metas}"
        '<meta name="viewport" content="width=device-width"></head>'
        f"<body>{NAV}{body}{FOOTER}</body></html>"
    )


def items(folder: str, days: list[str]) -> str:
    rows = "".join(
        f'<li><a href="/{folder}/{n}.html">甲局召开第{n}次全体工作会议</a><span>{day}</span></li>'
        for n, day in enumerate(days, 1)
    )
    return f'<ul class="list">{rows}</ul>'


def column(folder: str, name: str, days: list[str]) -> dict[str, Answer | Page]:
    trail = f'<div>您的位置：<a href="/">首页</a> &gt; <a href="/{folder}/">{name}</a></div>'
    tags = (("ColumnName", name), ("ColumnType", "工作动态"))
    pages: dict[str, Answer | Page] = {
        f"/{folder}/": page(name, trail + items(folder, days), *tags)
    }
    for n, day in enumerate(days, 1):
        title = f"甲局召开第{n}次全体工作会议"
        pages[f"/{folder}/{n}.html"] = page(
            title,
            f"{trail}<h1>{title}</h1><p>发布时间：{day}　来源：甲局</p><p>{'会议强调抓好落实。' * 20}</p>",
            ("ArticleTitle", title),
            ("PubDate", day),
            ("ContentSource", "甲局"),
            *tags,
        )
    return pages


def site(news: str = "2026-01-25", notices: str = "2026-01-20") -> dict[str, Answer | Page]:
    """Every page of the site; `news` and `notices` are the newest days of its two columns."""
    days, told = [news, "2026-01-02", "2026-01-01"], [notices, "2025-06-01"]
    return {
        "/": page("首页", f"<h2><a href='/gzdt/'>工作动态</a></h2>{items('gzdt', days)}"),
        **standing(),
        **column("gzdt", "工作动态", days),
        **column("tzgg", "通知公告", told),
    }


def standing() -> dict[str, Answer | Page]:
    """What the navigation and the foot lead to beside the columns."""
    leader = (
        "<h1>领导信息</h1><div><h2>张三</h2><p>甲局党组书记、局长</p><h3>个人简历</h3>"
        "<p>张三，男，汉族，1970年5月出生，广东示范人，1992年7月参加工作，大学学历，中共党员。</p></div>"
    )
    return {
        "/ldxx.html": page("领导信息", leader),
        "/bsfw.html": page(
            "办事服务", "<h1>办事服务</h1><p>本局办理的服务事项在政务服务中心窗口受理。</p>"
        ),
        "/jgzn.html": page("机构职能", presented.OFFICE),
        **{path: page(name, presented.TEXT) for path, name in presented.DISCLOSURE.items()},
        "/zhaocuo.html": page("我要找错", "<form><input name='url'></form>"),
        "/wyzx.html": page("我要咨询", "<form><textarea name='nr'></textarea></form>"),
        "/red.png": (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n"),
    }


@contextmanager
def served(pages: dict[str, Answer | Page]) -> Iterator[Any]:
    with serve(pages) as server:
        yield server


def registry(url: str, **more: str) -> str:
    extra = "".join(f", {key}: {value}" for key, value in more.items())
    return (
        "units:\n"
        "  - {id: jia, name: 甲局, category: service,\n"
        f'     sites: [{{id: jia-site, name: 甲局网站, url: "{url}"{extra}}}]}}\n'
    )
