"""Like EmpireCMS: folders by day, `[2026-01-05]` in table cells, a pager that counts records."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.demo.families.base import Sheet, Template
from monitor.demo.model import NOTE, Column, Item


class Empire(Template):
    def item_path(self, column: Column, item: Item) -> str:
        return f"{column.slug}/{item.put_day}/{item.number}.html"

    def leader_path(self, number: int) -> str:
        return f"ldxx/2024-06-01/{800 + number}.html"

    def shell(self, sheet: Sheet) -> str:
        nav = "".join(f'<a href="{url}">{name}</a>' for name, url in self.menu())
        trail = "&nbsp;>&nbsp;".join(
            f'<a href="{url}">{name}</a>'
            for name, url in (("首页", self.href(self.site.home_path)), *sheet.crumbs)
        )
        place = f'<div class="crumbs">您所在的位置：{trail}</div>' if sheet.crumbs else ""
        foot = self.foot(sheet.kind)
        return f"""<!doctype html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{self.titled(sheet, f"{sheet.title} - {self.site.name}")}</title>
{self.metas(sheet)}
<meta name="keywords" content="{NOTE}">
</head><body>
<div class="page-head"><h1><img src="{self.href("images/logo.png")}" alt="logo">{self.site.name}</h1></div>
<div class="navbar">{nav}</div>
{place}
<div class="content clearfix">{sheet.body}</div>
<div class="foot"><ul>
<li>{foot["host"]}</li><li>{foot["contact"]}</li><li>{foot["icp"]}</li>
<li>{foot["police"]}</li><li>{foot["site_code"]}</li><li>{foot["mark"]}</li>
</ul><div>{self.foot_links(sheet.kind)}</div><div>{NOTE}</div></div>
</body></html>"""

    def rows(self, column: Column, items: Sequence[Item]) -> str:
        if not items:
            return f'<table class="tb" width="100%"><tbody><tr><td>{column.empty}</td></tr></tbody></table>'
        rows = "".join(
            f"""<tr><td width="20">·</td>
<td><a href="{self.item_href(column, item)}">{item.title}</a>{_top(item)}</td>
<td width="110">{f"[{item.day}]" if item.listed else ""}</td></tr>"""
            for item in items
        )
        return f'<table class="tb" width="100%"><tbody>{rows}</tbody></table>'

    def pager(self, column: Column, page: int, pages: int) -> str:
        links = "".join(
            f'<a href="{self.href(self.list_path(column, n))}">{n}</a>&nbsp;'
            if n != page
            else f"<b>{n}</b>&nbsp;"
            for n in range(1, pages + 1)
        )
        total = f'<a title="Total record">&nbsp;<b>{len(column.items)}</b> </a>'
        return f'<div class="epages">{total}&nbsp;{links}</div>'

    def block(self, column: Column, items: Sequence[Item]) -> str:
        rows = "".join(
            f'<li>\n<a href="{self.item_href(column, item)}">{item.title}</a>\n{_time(item)}</li>'
            for item in items
        )
        head = f'<a href="{self.column_href(column)}">{column.name}</a>'
        return f'<div class="newsbox"><div class="title">{head}</div><ul>{rows}</ul></div>'

    def story(self, column: Column, item: Item) -> str:
        text = "".join(f"<p>&emsp;&emsp;{one}</p>" for one in self.paragraphs(item))
        return f"""<div class="article"><h2 class="title">{item.title}</h2>
<div class="info">发布日期：{item.day} 10:11:28　来源：{self.site.name}　浏览次数：
<script src="/e/public/ViewClick/?id={item.number}&addclick=1"></script></div>
<div class="text">{text}{item.extra}</div></div>"""


def _top(item: Item) -> str:
    return "<font color=red>置顶</font>" if item.pinned else ""


def _time(item: Item) -> str:
    return f'<span class="time">\n {item.day}\n </span>' if item.listed else ""
