"""Three families of page markup, as content systems of different years make them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from bench.words import CHANNELS, Channel, sentence

FAMILIES = ("blocks", "cards", "tables")
FRIENDS = 16
SITE = "青禾县人民政府"
_CODE = "4409990001"
_TOOLS = (
    ("index.html", "首页"),
    ("ldzc/index.html", "领导之窗"),
    ("zwgk/index.html", "政府信息公开"),
    ("xxgk/gknb/index.html", "政府信息公开年报"),
    ("hdjl/ldxx/index.html", "领导信箱"),
    ("hdjl/index.html", "无障碍浏览"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """What a list names: a page's path from the root, its title and day."""

    path: str
    title: str
    day: date


class Shell:
    """Pages of one family. Tables are GBK with relative links, cards UTF-8 with absolute ones,
    blocks UTF-8 with links from the root. What surrounds the content is the same on all pages."""

    def __init__(self, family: str, origin: str, neighbour: str) -> None:
        self.family = family
        self.charset = "gbk" if family == "tables" else "utf-8"
        self._origin = origin
        self._neighbour = neighbour
        self._around = cache(self._make_around)

    def encoded(self, text: str) -> tuple[bytes, str]:
        return text.encode(self.charset), self.charset

    def list_page(
        self,
        random: Random,
        path: str,
        channel: Channel,
        name: str,
        items: Sequence[Item],
        pager: Sequence[tuple[str, str]],
        side: Sequence[Item],
    ) -> str:
        """One page of a column's list."""
        pages = "".join(
            f'<a class="page" href="{self._href(to, path)}" target="_self">{label}</a>&nbsp;'
            for to, label in pager
        )
        entries = self._entries(random, path, items)
        main = f'<div class="list_con">{entries}<div class="page_con">{pages}</div></div>'
        tags = {
            "ColumnName": name,
            "ColumnType": "栏目页",
            "ColumnDescription": f"{SITE}{name}栏目",
        }
        return self._page(path, f"{name}_{channel.name}_{SITE}", tags, channel, name, main, side)

    def article_page(
        self,
        random: Random,
        path: str,
        channel: Channel,
        name: str,
        item: Item,
        *,
        source: str,
        attachments: Sequence[str],
        dead: str | None,
        before: Item | None,
        after: Item | None,
        related: Sequence[Item],
        side: Sequence[Item],
        photo: bool,
    ) -> str:
        """An article with its day, source, body, attachments and neighbours."""
        body = self._body(random, 3_500 + random.randrange(20_500))
        if photo:
            src = self._href("images/photo.jpg", path)
            body += (
                f'<p style="text-align:center"><img src="{src}" alt="{item.title}" width="600"></p>'
            )
        for number, attached in enumerate(attachments, 1):
            kind = attached.rpartition(".")[2]
            href = self._href(attached, path)
            body += f'<p>附件{number}：<a href="{href}" title="附件">{item.title}.{kind}</a></p>'
        if dead is not None:
            body += (
                f'<p>相关链接：<a href="{self._href(dead, path)}">{item.title}（政策原文）</a></p>'
            )
        turns = "".join(
            f'<p class="turn">{label}：<a href="{self._href(one.path, path)}">{one.title}</a></p>'
            for label, one in (("上一篇", before), ("下一篇", after))
            if one is not None
        )
        more = "".join(
            f'<li><a href="{self._href(one.path, path)}" title="{one.title}">{one.title}</a></li>'
            for one in related
        )
        related_box = f'{turns}<div class="xgxx"><h3>相关信息</h3><ul>{more}</ul></div>'
        day = f"{item.day:%Y-%m-%d} {8 + item.day.day % 10:02d}:{item.day.day:02d}"
        tags = {
            "ColumnName": name,
            "ColumnType": "内容页",
            "ArticleTitle": item.title,
            "PubDate": day,
            "ContentSource": source,
            "Keywords": item.title,
            "Description": item.title,
        }
        if self.family == "tables":
            main = (
                f'<table width="100%" border="0" cellspacing="0" cellpadding="0"><tr><td align="center" class="bt">'
                f"<strong>{item.title}</strong></td></tr><tr><td align=center>发布日期：{day}&nbsp;&nbsp;来源："
                f'{source}&nbsp;&nbsp;作者：&nbsp;&nbsp;【字体：大 中 小】</td></tr><tr><td class="zw" id="zoom">{body}'
                f"</td></tr></table>{related_box}"
            )
        else:
            main = (
                f'<div class="article"><h1 class="title">{item.title}</h1><div class="info"><span class="date">'
                f'发布时间：{day}</span><span class="source">来源：{source}</span><span class="share">分享到：</span>'
                f'</div><div class="content" id="zoom"><div class="TRS_Editor">{body}</div></div></div>{related_box}'
            )
        return self._page(path, f"{item.title}_{name}_{SITE}", tags, channel, name, main, side)

    def front_page(
        self,
        random: Random,
        path: str,
        channel: Channel | None,
        columns: Sequence[tuple[str, str, Sequence[Item]]],
    ) -> str:
        """The home page (`channel` None) or a channel's: a block for each column (name, path, items)."""
        blocks = "".join(
            f'<div class="block"><div class="hd"><h2><a href="{self._href(to, path)}">{name}</a></h2>'
            f'<a class="more" href="{self._href(to, path)}">更多&gt;&gt;</a></div><div class="bd">'
            f"{self._entries(random, path, items)}</div></div>"
            for name, to, items in columns
        )
        title = f"{channel.name}_{SITE}" if channel else f"{SITE}门户网站"
        tags = {"ColumnName": channel.name if channel else "首页", "ColumnType": "栏目页"}
        return self._page(
            path, title, tags, channel, None, f'<div class="front">{blocks}</div>', ()
        )

    def leaders_page(
        self, random: Random, path: str, leaders: Iterable[tuple[str, str, str]]
    ) -> str:
        """Path, name and post of each leader, and what each is in charge of."""
        people = "".join(
            f'<li><div class="pic"><img src="/images/photo.jpg" alt="{name}"></div><div class="name">'
            f'<a href="{self._href(to, path)}">{name}</a></div><div class="post">{post}</div>'
            f"<p>工作分工：{sentence(random)}</p></li>"
            for to, name, post in leaders
        )
        filling = self._body(random, 4_000)
        main = (
            f'<div class="ldzc"><h2>县政府领导</h2><ul class="ld_list">{people}</ul></div>{filling}'
        )
        tags = {"ColumnName": "领导之窗", "ColumnType": "栏目页"}
        return self._page(path, f"领导之窗_{SITE}", tags, None, "领导之窗", main, ())

    def leader_page(self, random: Random, path: str, name: str, post: str, duty: str) -> str:
        born = f"19{random.randrange(66, 85)}年{random.randrange(1, 13)}月"
        main = (
            f'<div class="ld_detail"><h1>{name}</h1><p>职务：{post}</p><p>简历：{name}，男，汉族，{born}出生，'
            f"大学学历，中共党员，1992年7月参加工作，现任{post}。</p><p>工作分工：{duty}</p></div>"
            f"{self._body(random, 6_000)}"
        )
        tags = {"ColumnName": "领导之窗", "ColumnType": "内容页", "ArticleTitle": name}
        return self._page(path, f"{name}_{SITE}", tags, None, "领导之窗", main, ())

    def _href(self, path: str, page: str) -> str:
        match self.family:
            case "tables":
                return posixpath.relpath(path, posixpath.dirname(page) or ".")
            case "cards":
                return f"{self._origin}/{path}"
            case _:
                return f"/{path}"

    def _entries(self, random: Random, path: str, items: Sequence[Item]) -> str:
        match self.family:
            case "tables":
                rows = "".join(
                    f'<tr><td width="3%" height="28" align="center"><img src="{self._href("images/logo.png", path)}">'
                    f'</td><td width="80%" class="line"><a href="{self._href(one.path, path)}" target="_blank" '
                    f'class="lan12" title="{one.title}">{one.title}</a></td><td width="17%" align="center" '
                    f'class="line"><font color="#999999">{one.day:%Y-%m-%d}</font></td></tr>'
                    for one in items
                )
                return (
                    f'<table width="98%" border="0" cellspacing="0" cellpadding="0">{rows}</table>'
                )
            case "cards":
                rows = "".join(
                    f'<div class="card mb-3"><div class="card-body"><h5 class="card-title"><a href="'
                    f'{self._href(one.path, path)}" target="_blank" title="{one.title}">{one.title}</a></h5>'
                    f'<p class="card-text text-muted">{sentence(random)}{sentence(random)}</p><time class="text-secondary">'
                    f"{one.day:%Y-%m-%d}</time></div></div>"
                    for one in items
                )
                return f'<div class="card-columns">{rows}</div>'
            case _:
                rows = "".join(
                    f'<li><a href="{self._href(one.path, path)}" target="_blank" title="{one.title}">'
                    f"{one.title}</a><span>{one.day:%Y-%m-%d}</span></li>"
                    for one in items
                )
                return f'<ul class="news_list">{rows}</ul>'

    def _body(self, random: Random, size: int) -> str:
        """Paragraphs as an editor pastes them out of a word processor, about `size` bytes."""
        made = []
        left = size
        while left > 0:
            text = sentence(random) + (sentence(random) if random.random() < 0.6 else "")
            if self.family == "tables":
                one = f'<P style="LINE-HEIGHT: 200%; TEXT-INDENT: 2em"><FONT size=4 face=仿宋_GB2312>{text}</FONT></P>\r\n'
            elif random.random() < 0.5:
                one = (
                    '<p style="margin-top:0px;margin-bottom:0px;text-indent:2em;line-height:2;text-align:justify;">'
                    f'<span style="font-family:仿宋_GB2312;font-size:16.0pt;mso-hansi-font-family:仿宋">{text}</span></p>\n'
                )
            else:
                one = f"<p>　　{text}</p>\n"
            made.append(one)
            left -= len(one) + len(text)
        return "".join(made)

    def _page(
        self,
        path: str,
        title: str,
        tags: dict[str, str],
        channel: Channel | None,
        column: str | None,
        main: str,
        side: Sequence[Item],
    ) -> str:
        # What surrounds the content depends on nothing but how deep the page lies.
        head, foot = self._around(posixpath.dirname(path) if self.family == "tables" else "")
        metas = "".join(f'<meta name="{key}" content="{value}">\n' for key, value in tags.items())
        crumb = f'<a href="{self._href("index.html", path)}">首页</a>'
        if channel is not None:
            crumb += f'&nbsp;&gt;&nbsp;<a href="{self._href(f"{channel.slug}/index.html", path)}">{channel.name}</a>'
        if column is not None:
            crumb += f"&nbsp;&gt;&nbsp;<span>{column}</span>"
        hot = "".join(
            f'<li><i>{number}</i><a href="{self._href(one.path, path)}" title="{one.title}">{one.title[:18]}</a></li>'
            for number, one in enumerate(side, 1)
        )
        aside = f'<div class="side"><h3>点击排行</h3><ul class="rank">{hot}</ul></div>'
        where = f'<div class="position">您现在的位置：{crumb}</div>'
        if self.family == "tables":
            content = (
                f'<table width="1000" border="0" align="center" cellpadding="0" cellspacing="0"><tr><td width="240" '
                f'valign="top">{aside}</td><td width="760" valign="top">{where}{main}</td></tr></table>'
            )
        else:
            content = f'<div class="main w1200 clearfix">{where}<div class="left">{main}</div>{aside}</div>'
        return f"{head[0]}<title>{title}</title>\n{metas}{head[1]}{content}{foot}"

    def _make_around(self, folder: str) -> tuple[tuple[str, str], str]:
        page = f"{folder}/x.html" if folder else "x.html"

        def to(path: str) -> str:
            return self._href(path, page)

        doctype = (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
            '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
            if self.family == "tables"
            else "<!DOCTYPE html>\n"
        )
        declared = "gb2312" if self.family == "tables" else "utf-8"
        begin = (
            f"{doctype}<html>\n<head>\n"
            f'<meta http-equiv="Content-Type" content="text/html; charset={declared}" />\n'
            f'<meta name="SiteName" content="{SITE}">\n<meta name="SiteDomain" content="www.example.gov.cn">\n'
            f'<meta name="SiteIDCode" content="{_CODE}">\n'
        )
        rest = (
            f'<link href="{to("css/style.css")}" rel="stylesheet" type="text/css">\n'
            f'<link href="{to("css/list.css")}" rel="stylesheet" type="text/css">\n'
            f'<script type="text/javascript" src="{to("js/jquery.min.js")}"></script>\n'
            f'<script type="text/javascript" src="{to("js/common.js")}"></script>\n'
            f"<style>\n{STYLE}</style>\n<script>\n{SCRIPT}</script>\n</head>\n<body>\n"
            f'<div class="top"><div class="logo"><a href="{to("index.html")}"><img src="{to("images/logo.png")}" '
            f'alt="{SITE}"></a></div><div class="tools">'
            + "".join(f'<a href="{to(path)}">{name}</a><em>|</em>' for path, name in _TOOLS)
            + '<form action="/search" method="get"><input type="text" name="q" placeholder="请输入关键字">'
            '<button type="submit">搜索</button></form></div></div>\n'
            f'{self._menu(to)}\n<div class="banner"><img src="{to("images/banner.jpg")}"></div>\n'
        )
        friends = "".join(
            f'<li><a href="{self._neighbour}/site/{n}/index.html" target="_blank">友情单位网站{n}</a></li>'
            for n in range(FRIENDS)
        )
        foot = (
            f'\n<div class="links"><h3>友情链接</h3><ul>{friends}</ul></div>\n<div class="footer">'
            f"<p>主办单位：{SITE}　承办单位：青禾县人民政府办公室　联系电话：0668-7654321</p>"
            f"<p>网站标识码：{_CODE}　粤ICP备00000001号-1　粤公网安备 44099902000001号</p>"
            f'<p><a href="{to("hdjl/zxts/index.html")}"><img src="{to("images/dzjg.png")}" alt="党政机关"></a>'
            f'<a href="{to("hdjl/ldxx/index.html")}"><img src="{to("images/jiucuo.png")}" alt="政府网站找错"></a></p></div>\n'
            f"<script>\n{_SCRIPT_END}</script>\n</body>\n</html>\n"
        )
        return (begin, rest), foot

    def _menu(self, to: Callable[[str], str]) -> str:
        channels = "".join(
            f'<li class="nav_item"><a class="nav_a" href="{to(f"{channel.slug}/index.html")}" target="_self">'
            f'{channel.name}</a><div class="nav_sub" style="display:none;"><dl class="clearfix">'
            + "".join(
                f'<dd><a href="{to(f"{channel.slug}/{slug}/index.html")}" target="_self" title="{name}">{name}</a></dd>'
                for slug, name in channel.columns
            )
            + "</dl></div></li>\n"
            for channel in CHANNELS
        )
        return f'<div class="nav"><ul id="navlist" class="w1200 clearfix">\n{channels}</ul></div>'


def _rules() -> str:
    names = ("top", "logo", "tools", "nav", "nav_item", "nav_sub", "banner", "main", "left", "side", "rank",
             "position", "list_con", "news_list", "page_con", "article", "title", "info", "content", "xgxx",
             "links", "footer", "block", "front", "card", "turn")  # fmt: skip
    return "".join(
        f".{name} {{ position: relative; width: {980 + at * 7}px; margin: 0 auto; padding: {at}px 12px; "
        f"font-size: {12 + at % 5}px; line-height: {22 + at % 7}px; color: #33{at:02d}66; overflow: hidden; }}\n"
        f".{name} a:hover {{ color: #c00; text-decoration: underline; }}\n"
        for at, name in enumerate(names)
    )


STYLE = _rules()
SCRIPT = """\
var siteConfig = { webId: 18, columnId: 4471, template: "2019/default", host: location.host };
function setTab(name, cursel, n) {
    for (var i = 1; i <= n; i++) {
        var menu = document.getElementById(name + i);
        var con = document.getElementById("con_" + name + "_" + i);
        menu.className = i == cursel ? "hover" : "";
        con.style.display = i == cursel ? "block" : "none";
    }
}
function check(form) {
    var word = form.q.value.replace(/(^\\s+)|(\\s+$)/g, "");
    if (word == "" || word.indexOf("<") > -1) { alert("请输入有效的检索内容！"); return false; }
    return true;
}
""" + "".join(
    f"setTimeout(function () {{ if (window.tab{n} && siteConfig.webId > {n}) {{ "
    f'$("#navlist > li").eq({n}).hover(function () {{ $(this).find(".nav_sub").stop().slideDown({200 + n}); }}, '
    f'function () {{ $(this).find(".nav_sub").stop().slideUp({100 + n}); }}); }} }}, {n * 10});\n'
    for n in range(14)
)
_SCRIPT_END = "".join(
    f'var adv{n} = {{ id: "float_{n}", left: {n * 40}, top: {n * 30}, step: 1, delay: {20 + n}, el: null }};\n'
    f'adv{n}.run = function () {{ if (adv{n}.el == null) {{ return; }} adv{n}.el.style.left = adv{n}.left + "px"; '
    f'adv{n}.el.style.top = adv{n}.top + "px"; window.setTimeout(adv{n}.run, adv{n}.delay); }};\n'
    for n in range(10)
)  # fmt: skip
