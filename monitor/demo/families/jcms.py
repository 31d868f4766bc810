"""Like JCMS: the list is an island of XML records that a script lays out."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from monitor.demo.families.base import Sheet, Template
from monitor.demo.model import NOTE, Column, Item

_LAY_OUT = """<script>
(function () {
  var island = document.getElementById('island').textContent, found, rows = '';
  var record = /<record><!\\[CDATA\\[([\\s\\S]*?)\\]\\]><\\/record>/g;
  while ((found = record.exec(island))) { rows += found[1]; }
  document.getElementById('shown').innerHTML = rows;
})();
</script>"""

_PLAIN = {"jgzn": 8001, "wzdt": 8002, "lxwm": 8003, "ldxx": 8004}


class Jcms(Template):
    def list_path(self, column: Column, page: int = 1) -> str:
        query = "" if page == 1 else f"?uid={column.code}&pageNum={page}"
        return f"col/col{9000 + column.code}/index.html{query}"

    def plain_path(self, slug: str) -> str:
        number = _PLAIN.get(slug) or 8100 + crc32(slug.encode()) % 800
        return f"col/col{number}/index.html"

    def item_path(self, column: Column, item: Item) -> str:
        day = item.put_day
        return f"art/{day.year}/{day.month}/{day.day}/art_{9000 + column.code}_{item.number}.html"

    def leader_path(self, number: int) -> str:
        return f"art/2024/6/1/art_8004_{7000 + number}.html"

    def shell(self, sheet: Sheet) -> str:
        nav = "".join(
            f'<div class="item"><a href="{url}">{name}</a></div>' for name, url in self.menu()
        )
        trail = " / ".join(
            f'<a href="{url}">{name}</a>'
            for name, url in (("首页", self.href(self.site.home_path)), *sheet.crumbs)
        )
        place = f'<div class="bread-crumbs">当前位置：{trail}</div>' if sheet.crumbs else ""
        foot = self.foot(sheet.kind)
        return f"""<!DOCTYPE html>
<html><head><meta charset="UTF-8"><title>{self.titled(sheet, f"{self.site.name} {sheet.title}")}</title>
{self.metas(sheet)}
</head><body>
<header><a href="{self.href(self.site.home_path)}">
<img src="{self.href("images/logo.png")}" alt="{self.site.name}"></a></header>
<nav class="main-nav">{nav}</nav>
{place}
<section class="container">{sheet.body}</section>
<footer><p>{foot["host"]} &nbsp; {foot["contact"]}</p>
<p>{foot["site_code"]} &nbsp; {foot["icp"]} &nbsp; {foot["police"]}</p>
<p>{foot["mark"]}</p><p>{self.foot_links(sheet.kind)}</p><p>{NOTE}</p></footer>
</body></html>"""

    def rows(self, column: Column, items: Sequence[Item]) -> str:
        """All records stand in the island; with none there is nothing but the island."""
        records = "\n".join(
            f'<record><![CDATA[<li><a href="{self.item_href(column, item)}" title="{item.title}">'
            f'{item.title}</a><span class="date">{_day(item)}</span></li>]]></record>'
            for item in items
        )
        return f"""<div class="default_pgContainer"><ul id="shown"></ul></div>
<script type="text/xml" id="island"><datastore><nextgroup></nextgroup>
<recordset>{records}</recordset></datastore></script>
{_LAY_OUT}"""

    def pager(self, column: Column, page: int, pages: int) -> str:
        if pages == 1:
            return ""
        after = self.href(self.list_path(column, min(page + 1, pages)))
        link = f'<a class="default_pgBtn default_pgNext" href="{after}">下页 ></a>'
        return f'<div class="default_pgPanel">{link}</div>'

    def block(self, column: Column, items: Sequence[Item]) -> str:
        rows = "".join(
            f'<p><a href="{self.item_href(column, item)}">{item.title}</a><i>{_day(item)}</i></p>'
            for item in items
        )
        head = f'<a href="{self.column_href(column)}">{column.name}</a>'
        return (
            f'<div class="panel"><div class="panel-head">{head}</div>'
            f'<div class="panel-list">{rows}</div></div>'
        )

    def story(self, column: Column, item: Item) -> str:
        text = "".join(f"<p>{one}</p>" for one in self.paragraphs(item))
        return f"""<div id="c"><p class="title">{item.title}</p>
<p class="explain"><span>发布日期：{item.day}</span><span>信息来源：{self.site.name}</span></p>
<div id="zoom">{text}{item.extra}</div></div>"""


def _day(item: Item) -> str:
    return str(item.day) if item.listed else ""
