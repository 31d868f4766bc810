"""Like TRS WCM: t20260105_123.html, createPageHTML, days without a year on some lists."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.demo.families.base import Sheet, Template, chinese
from monitor.demo.model import NOTE, Column, Item


class Trs(Template):
    def list_path(self, column: Column, page: int = 1) -> str:
        return f"{column.slug}/" if page == 1 else f"{column.slug}/index_{page - 1}.html"

    def item_path(self, column: Column, item: Item) -> str:
        return f"{column.slug}/{item.put_day:%Y%m}/t{item.put_day:%Y%m%d}_{item.number}.html"

    def leader_path(self, number: int) -> str:
        return f"ldxx/ld{number}/"

    def shell(self, sheet: Sheet) -> str:
        nav = "".join(f'<td><a href="{url}">{name}</a></td>' for name, url in self.menu())
        trail = "&nbsp;&gt;&nbsp;".join(
            f'<a href="{url}" class="CurrChnlCls">{name}</a>'
            for name, url in (("首页", self.href(self.site.home_path)), *sheet.crumbs)
        )
        place = f'<div class="dqwz">当前位置：{trail}</div>' if sheet.crumbs else ""
        foot = self.foot(sheet.kind)
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{self.titled(sheet, f"{sheet.title}_{self.site.name}")}</title>
{self.metas(sheet)}
</head><body>
<div id="top"><img src="{self.href("images/logo.png")}" alt="{self.site.name}" /></div>
<table class="menu" width="1000"><tr>{nav}</tr></table>
{place}
<div class="wrap"><div class="con">{sheet.body}</div></div>
<div class="bottom">
<div>{self.foot_links(sheet.kind)}</div>
<div>{foot["host"]}　{foot["contact"]}</div>
<div>{foot["icp"]}　{foot["police"]}　{foot["site_code"]}</div>
<div>{foot["mark"]}</div><div>{NOTE}　版权所有</div>
</div>
<script type="text/javascript">var _trs_ta_js = "{NOTE}";</script>
</body></html>"""

    def rows(self, column: Column, items: Sequence[Item]) -> str:
        rows = "".join(
            f"""<li>
	{"<em>顶</em>" if item.pinned else ""}
	<a href="{self.item_href(column, item)}"
		title="{item.title}">{item.title}</a>
	{_day(column, item)}
</li>"""
            for item in items
        )
        return f'<ul class="list_con">{rows}</ul>'

    def pager(self, column: Column, page: int, pages: int) -> str:
        call = f'createPageHTML({pages}, {page - 1}, "index", "html");'
        return f'<div class="fy"><script type="text/javascript">{call}</script></div>'

    def block(self, column: Column, items: Sequence[Item]) -> str:
        rows = "".join(
            f'<li><a href="{self.item_href(column, item)}" title="{item.title}">{item.title}</a>'
            f"{_day(column, item)}</li>"
            for item in items
        )
        head = f'<a href="{self.column_href(column)}">{column.name}</a>'
        return f'<div class="kuai"><h2 class="bt">{head}</h2><ul>{rows}</ul></div>'

    def story(self, column: Column, item: Item) -> str:
        text = "".join(f'<p class="MsoNormal">　　{one}</p>' for one in self.paragraphs(item))
        shown = f"var pubdata='{chinese(item.day)}'; document.write(pubdata)"
        return f"""<div class="xl"><h1>{item.title}</h1>
<div class="xl_info">发布时间：<script>{shown}</script>
　信息来源：{self.site.name}　【字体：大 中 小】</div>
<div class="TRS_Editor">{text}{item.extra}</div></div>"""


def _day(column: Column, item: Item) -> str:
    if not item.listed:
        return ""
    return f"<span>{item.day:%m-%d}</span>" if column.short else f"<span>{item.day}</span>"
