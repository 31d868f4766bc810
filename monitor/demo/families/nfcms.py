"""Like the provincial platform: post_123.html, `span.time`, a head menu with icons."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.demo.families.base import Sheet, Template
from monitor.demo.model import NOTE, Column, Item


class Nfcms(Template):
    def list_path(self, column: Column, page: int = 1) -> str:
        return f"{column.slug}/index.html" if page == 1 else f"{column.slug}/index_{page}.html"

    def plain_path(self, slug: str) -> str:
        return f"{slug}/index.html"

    def item_path(self, column: Column, item: Item) -> str:
        return f"{column.slug}/content/post_{item.number}.html"

    def leader_path(self, number: int) -> str:
        return f"ldxx/content/post_{990_000 + number}.html"

    def shell(self, sheet: Sheet) -> str:
        icon = f'<img src="{self.href("images/icon.png")}" alt=""/>'
        nav = "".join(f'<li><a href="{url}">{icon}{name}</a></li>' for name, url in self.menu())
        trail = " &gt; ".join(
            f'<a href="{url}">{name}</a>'
            for name, url in (("首页", self.href(self.site.home_path)), *sheet.crumbs)
        )
        place = f'<div class="position">您现在的位置：{trail}</div>' if sheet.crumbs else ""
        foot = self.foot(sheet.kind)
        number = self.site.code[-4:]
        return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<title>{self.titled(sheet, f"{sheet.title} - {self.site.name}")}</title>
{self.metas(sheet)}
<link rel="stylesheet" href="{self.href("images/site.css")}">
<script>window.NFCMS_SITE_ID={number};window.NFCMS_PUB_TYPE="post";</script>
</head><body>
<div class="header"><div class="logo">
<img src="{self.href("images/logo.png")}" alt="{self.site.name}"></div><span>{NOTE}</span></div>
<div class="nav"><ul>{nav}</ul></div>
{place}
<div class="main">{sheet.body}</div>
<div class="footer"><p>{self.foot_links(sheet.kind)}</p>
<p>{foot["host"]} {foot["contact"]} {foot["site_code"]}</p>
<p>{foot["icp"]} {foot["police"]} {foot["mark"]}</p></div>
<div id="leave" style="display:none"><p>您访问的链接即将离开“{self.site.name}”，是否继续？</p>
<a href="javascript:;">继续访问</a><a href="javascript:;">放弃</a></div>
</body></html>"""

    def rows(self, column: Column, items: Sequence[Item]) -> str:
        rows = "".join(
            f'<li>{_top(item)}<a href="{self.item_href(column, item)}">{item.title}</a>'
            f"{_time(item)}</li>"
            for item in items
        )
        return f'<div class="list_box"><ul class="newList">{rows}</ul></div>'

    def pager(self, column: Column, page: int, pages: int) -> str:
        numbers = "".join(
            f'<a class="{"current" if n == page else "normal"}" '
            f'href="{self.href(self.list_path(column, n))}">{n}</a>'
            for n in range(1, pages + 1)
        )
        last = self.href(self.list_path(column, pages))
        first = self.href(self.list_path(column))
        return (
            f'<div class="page"><a class="first" href="{first}">第一页</a>{numbers}'
            f'<a class="last" href="{last}">最后一页</a></div>'
        )

    def block(self, column: Column, items: Sequence[Item]) -> str:
        more = self.column_href(column)
        rows = "".join(
            f'<li><a href="{self.item_href(column, item)}">{item.title}</a>{_time(item)}</li>'
            for item in items
        )
        return (
            f'<div class="box"><div class="tit"><h3>{column.name}</h3>'
            f'<a class="more" href="{more}">更多&gt;&gt;</a></div><ul class="GsTL5">{rows}</ul></div>'
        )

    def story(self, column: Column, item: Item) -> str:
        text = "".join(f"<p>{one}</p>" for one in self.paragraphs(item))
        return f"""<div class="zw"><h3 class="zw-title">{item.title}</h3>
<div class="zw-info"><span class="time">时间 : {item.day} 09:30:00</span>
<span class="ly">来源 : {self.site.name}</span></div>
<div class="zw-content">{text}{item.extra}</div>
<div class="share"><a href="javascript:window.print();">打印</a>
<a href="mailto:office@example.invalid">邮件</a></div></div>"""


def _top(item: Item) -> str:
    return '<b class="top">[置顶]</b>' if item.pinned else ""


def _time(item: Item) -> str:
    """The platform leaves a commented twin of each day."""
    if not item.listed:
        return ""
    return f'<!--span class="time">{item.day}</span--><span class="time">{item.day}</span>'
