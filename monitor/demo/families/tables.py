"""An old layout of nested tables in GBK, whose header sometimes claims UTF-8 or says nothing."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.demo.families.base import Roads, Sheet, Template
from monitor.demo.model import NOTE, Column, Item, Site


class Tables(Template):
    charset = "gb18030"
    content_type = "text/html; charset=gb2312"

    def __init__(self, site: Site, roads: Roads, neighbours: Sequence[tuple[str, str]]) -> None:
        super().__init__(site, roads, neighbours)
        if "header-lies" in site.style:
            self.content_type = "text/html; charset=utf-8"
        elif "header-silent" in site.style:
            self.content_type = "text/html"

    def list_path(self, column: Column, page: int = 1) -> str:
        return f"{column.slug}/list.asp" + ("" if page == 1 else f"?page={page}")

    def plain_path(self, slug: str) -> str:
        return f"{slug}/index.htm"

    def item_path(self, column: Column, item: Item) -> str:
        return f"{column.slug}/show.asp?id={item.number}"

    def leader_path(self, number: int) -> str:
        return f"ldxx/show.asp?id={number}"

    def shell(self, sheet: Sheet) -> str:
        nav = "".join(
            f'<td align="center"><a href="{url}"><font size="2">{name}</font></a></td>'
            for name, url in self.menu()
        )
        trail = ">>".join(
            f"<a href='{url}'>{name}</a>"
            for name, url in (("首页", self.href(self.site.home_path)), *sheet.crumbs)
        )
        place = f"<tr><td>您的位置：{trail}</td></tr>" if sheet.crumbs else ""
        foot = self.foot(sheet.kind)
        charset = (
            ""
            if "meta-silent" in self.site.style
            else '<META http-equiv="Content-Type" content="text/html; charset=gb2312">'
        )
        return f"""<HTML><HEAD>{charset}
<TITLE>{self.titled(sheet, f"{sheet.title}--{self.site.name}")}</TITLE>
{self.metas(sheet)}
</HEAD><BODY bgcolor="#FFFFFF">
<TABLE width="780" align="center">
<TR><TD><IMG src="{self.href("images/logo.png")}"></TD><TD>{NOTE}</TD></TR></TABLE>
<table width="780" align="center" id="menu"><tr>{nav}</tr></table>
<table width="780" align="center">{place}<tr><td valign="top">{sheet.body}</td></tr></table>
<table width="780" align="center" class="copyright">
<tr><td align="center">{self.foot_links(sheet.kind)}</td></tr>
<tr><td align="center">{foot["host"]}<br>{foot["contact"]}<br>
{foot["icp"]} {foot["police"]}<br>{foot["site_code"]} {foot["mark"]}</td></tr></table>
</BODY></HTML>"""

    def rows(self, column: Column, items: Sequence[Item]) -> str:
        rows = "".join(
            f'<tr><td height="24">- <a href="{self.item_href(column, item)}" target="_blank">'
            f'{item.title}</a></td><td width="90">{_day(item)}</td></tr>'
            for item in items
        )
        return f'<table width="100%" border="0" class="list">{rows}</table>'

    def pager(self, column: Column, page: int, pages: int) -> str:
        first = self.href(self.list_path(column))
        last = self.href(self.list_path(column, pages))
        after = self.href(self.list_path(column, min(page + 1, pages)))
        return (
            f"<p align=center>共{len(column.items)}条 第{page}/{pages}页 <a href='{first}'>首页</a> "
            f"<a href='{after}'>下一页</a> <a href='{last}'>尾页</a></p>"
        )

    def block(self, column: Column, items: Sequence[Item]) -> str:
        head = (
            f'<tr><th align="left"><a href="{self.column_href(column)}">{column.name}</a></th></tr>'
        )
        return f'<table width="100%">{head}<tr><td>{self.rows(column, items)}</td></tr></table>'

    def story(self, column: Column, item: Item) -> str:
        text = "<br>".join(f"　　{one}" for one in self.paragraphs(item))
        day = f"{item.day.year}-{item.day.month}-{item.day.day}"
        return f"""<table width="96%">
<tr><td align="center"><b><font size="4">{item.title}</font></b></td></tr>
<tr><td align="center">发布时间：{day} 来源：{self.site.name}</td></tr>
<tr><td>{text}{item.extra}</td></tr></table>"""


def _day(item: Item) -> str:
    return f"{item.day.year}/{item.day.month:02d}/{item.day.day:02d}" if item.listed else ""
