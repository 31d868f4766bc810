"""What every family of templates shares: which pages a site has, its tags, footer and rosters."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.demo import letters, rosters, scripts, words
from monitor.demo.model import MARKS, NOTE, Answer, Column, Item, Lack, PageMaker, Site
from monitor.demo.parts import PARTS

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
PICTURES = ("logo.png", "red.png", "icon.png", "photo.png", "jiucuo.png")


@dataclass(frozen=True, slots=True)
class Roads:
    """Absolute addresses on the city's one port."""

    port: int

    def to(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to be put into a site's frame. `kind`: home, column, article, leaders, leader, other."""

    kind: str
    title: str
    body: str
    crumbs: tuple[tuple[str, str], ...] = ()
    column: Column | None = None
    item: Item | None = None


class Template:
    """Makes the pages of one site. A family overrides addresses and markup.

    Paths are below the site's base and without a leading slash; `href` makes them links.
    """

    charset = "utf-8"
    content_type = "text/html; charset=utf-8"

    def __init__(self, site: Site, roads: Roads, neighbours: Sequence[tuple[str, str]]) -> None:
        self.site = site
        self.roads = roads
        self.neighbours = neighbours

    # Addresses.

    def list_path(self, column: Column, page: int = 1) -> str:
        return f"{column.slug}/" if page == 1 else f"{column.slug}/index_{page}.html"

    def item_path(self, column: Column, item: Item) -> str:
        raise NotImplementedError

    def plain_path(self, slug: str) -> str:
        """A page that is no list: functions, leaders, site map."""
        return f"{slug}/"

    def leader_path(self, number: int) -> str:
        return f"ldxx/{number}.html"

    def href(self, path: str) -> str:
        return self.site.base + path

    def column_href(self, column: Column) -> str:
        if column.elsewhere is not None:
            return column.elsewhere
        if column.look == "catalogue":
            return self.href(f"gkmlpt/index#{column.code}")
        return self.href(self.list_path(column))

    def item_href(self, column: Column, item: Item) -> str:
        return item.link or self.href(self.item_path(column, item))

    # Markup of a family.

    def shell(self, sheet: Sheet) -> str:
        raise NotImplementedError

    def rows(self, column: Column, items: Sequence[Item]) -> str:
        raise NotImplementedError

    def pager(self, column: Column, page: int, pages: int) -> str:
        raise NotImplementedError

    def story(self, column: Column, item: Item) -> str:
        raise NotImplementedError

    def block(self, column: Column, items: Sequence[Item]) -> str:
        raise NotImplementedError

    def submenu(self, columns: Sequence[Column]) -> str:
        links = "".join(
            f'<li><a href="{self.column_href(one)}">{one.name}</a></li>' for one in columns
        )
        return f'<ul class="left_menu">{links}</ul>'

    # Pages.

    def pages(self) -> dict[str, PageMaker]:
        """Every address the site answers, by path, with the maker of its answer."""
        made: dict[str, PageMaker] = {self.site.home_path: self.home}
        if self.site.home == "refresh":
            made[""] = lambda: self.stub(self.site.home_path)
        elif self.site.home == "fetch":
            news = next(c for c in self.site.columns if c.items)
            made["home.json"] = lambda: self._json(scripts.records(self, news))
        for column in self.site.columns:
            if column.elsewhere is None:
                self._column_pages(column, made)
        for slug, name, maker in self.plain_pages():
            made[self.plain_path(slug)] = _sheet_maker(self, slug, name, maker)
        self._roster_pages(made)
        for part in PARTS:
            made |= part.pages(self)
        for item in self.site.frozen or ():
            made[self.item_path(_FROZEN, item)] = self._article_maker(_FROZEN, item)
        for picture in PICTURES:
            made[f"images/{picture}"] = _picture
        made["images/site.css"] = lambda: Answer(f"/* {NOTE} */".encode(), content_type="text/css")
        return made

    def _column_pages(self, column: Column, made: dict[str, PageMaker]) -> None:
        pages = max(1, -(-len(column.items) // column.size))
        for page in range(1, pages + 1):
            made[self.list_path(column, page)] = self._list_maker(column, page, pages)
        if column.look == "fetch":
            made[f"{column.slug}/data.json"] = lambda: self._json(scripts.records(self, column))
        elif column.look == "frame":
            made[f"{column.slug}/frame.html"] = lambda: self._bare(column)
        elif column.look == "catalogue":
            made["gkmlpt/index"] = lambda: self._catalogue(column)
            path = f"gkmlpt/api/all/{column.code}"
            made[path] = lambda: self._json(scripts.catalogue(self, column))
        for item in column.items:
            if item.link is None:
                made[self.item_path(column, item)] = self._article_maker(column, item)

    def _roster_pages(self, made: dict[str, PageMaker]) -> None:
        if self.site.roster in ("none", "elsewhere"):
            return
        made[self.plain_path("ldxx")] = lambda: self.answer(self.roster_sheet())
        if self.site.roster_stub:
            made[self.site.roster_stub] = lambda: self.stub(self.plain_path("ldxx"))
        if self.site.roster in ("own", "cards"):
            for leader in self.site.leaders:
                if leader.linked and leader.name:
                    sheet = Sheet(
                        "leader",
                        leader.name,
                        rosters.detail(self.site, leader),
                        self._leader_crumbs(),
                    )
                    made[self.leader_path(leader.number)] = _answering(self, sheet)

    def roster_sheet(self) -> Sheet:
        links = {
            leader.number: self.href(self.leader_path(leader.number))
            for leader in self.site.leaders
        }
        body = rosters.page(self.site, links, self.href("images/"))
        return Sheet("leaders", self.site.roster_name, body, self._leader_crumbs())

    def _leader_crumbs(self) -> tuple[tuple[str, str], ...]:
        return ((self.site.roster_name, self.href(self.plain_path("ldxx"))),)

    def plain_pages(self) -> Iterable[tuple[str, str, Callable[[], str]]]:
        yield "jgzn", "机构职能", self._functions
        yield "wzdt", "网站地图", self._map
        yield "lxwm", "联系我们", self._contact

    def _functions(self) -> str:
        head = self.site.name.removesuffix("人民政府门户网站")
        duties = "".join(
            f"<p>（{n}）承担{words.title('说明', n)}的组织实施。</p>" for n in range(1, 6)
        )
        where = f"<p>地址：示范大道{len(head)}号。办公时间：工作日。</p>"
        more = f'<p><a href="{self.href(self.plain_path("lxwm"))}">联系方式</a></p>'
        return f"<h2>{head}主要职责</h2>{duties}{where}{more}"

    def _map(self) -> str:
        links = "".join(
            f'<li><a href="{self.column_href(one)}">{one.name}</a></li>'
            for one in self.site.columns
        )
        if self.site.roster != "none":
            links += f'<li><a href="{self.roster_href()}">{self.site.roster_name}</a></li>'
        return f'<div class="sitemap"><ul>{links}</ul></div>'

    def _contact(self) -> str:
        return "<p>欢迎来信来电。通讯地址：示范市示范大道1号，邮政编码：999901，传真：0999-7654321。</p>"

    def roster_href(self) -> str:
        if self.site.roster == "elsewhere":
            return self.roads.to("127.0.1.10", f"/leaders/{self.site.id}/")
        return self.href(self.site.roster_stub or self.plain_path("ldxx"))

    # Home.

    def stub(self, path: str) -> Answer:
        """A page that sends its visitor on at once."""
        target = self.href(path)
        text = (
            f'<html><head><meta http-equiv="Refresh" content="0;URL={target}"></head>'
            f"<body><!-- {NOTE} --></body></html>"
        )
        return self.encoded(text)

    def home(self) -> Answer:
        site = self.site
        if site.home == "bare":
            body = self.submenu([c for c in site.columns if not c.parent])
        elif site.home == "fetch":
            body = scripts.fetched(self.href("home.json"))
        elif site.frozen is not None:
            still = [
                replace(item, link=self.href(self.item_path(_FROZEN, item))) for item in site.frozen
            ]
            body = self.block(next(c for c in site.columns if c.look == "list"), still)
        else:
            shown = [
                c for c in site.columns if c.items and c.elsewhere is None and c.look == "list"
            ]
            body = "".join(self.block(c, self._home_items(c)) for c in shown[:4])
        body += "".join(part.home(self) for part in PARTS)
        return self.answer(Sheet("home", site.name, body + site.home_extra + self._friends()))

    def _home_items(self, column: Column) -> list[Item]:
        items = column.items[:5]
        return items if self.site.home_dates else [replace(item, listed=False) for item in items]

    def _friends(self) -> str:
        links = "".join(f'<a href="{url}">{name}</a> ' for name, url in self.neighbours)
        return f'<div class="friendlink"><span>友情链接</span>{links}</div>'

    # Lists and articles.

    def _list_maker(self, column: Column, page: int, pages: int) -> PageMaker:
        return lambda: self.answer(self.list_sheet(column, page, pages))

    def list_sheet(self, column: Column, page: int, pages: int) -> Sheet:
        items = column.items[(page - 1) * column.size : page * column.size]
        if column.look == "hub":
            body = "".join(self.block(c, c.items[:4]) for c in self.site.children(column))
        elif column.look == "fetch":
            body = scripts.fetched(self.href(f"{column.slug}/data.json"))
        elif column.look == "frame":
            body = f'<iframe src="{self.href(column.slug)}/frame.html" width="700"></iframe>'
        elif column.look == "menu":
            body = self.submenu(self._family_of(column))
        elif column.look == "letters":
            body = letters.rows(self, self.site.family, column, items)
        else:
            body = self.rows(column, items) + self.pager(column, page, pages)
        family = self._family_of(column)
        menu = self.submenu(family) if len(family) > 1 and column.look != "menu" else ""
        return Sheet("column", column.name, menu + body, self.crumbs(column), column)

    def _family_of(self, column: Column) -> list[Column]:
        top = column.parent or column.slug
        return [c for c in self.site.columns if c.parent == top]

    def crumbs(self, column: Column) -> tuple[tuple[str, str], ...]:
        above = [c for c in self.site.columns if c.slug == column.parent]
        return tuple((one.name, self.column_href(one)) for one in (*above, column))

    def _article_maker(self, column: Column, item: Item) -> PageMaker:
        def make() -> Answer:
            crumbs = self.crumbs(column) if column is not _FROZEN else ()
            is_letter = column.look == "letters"
            body = letters.story(self.site.family, item) if is_letter else self.story(column, item)
            return self.answer(Sheet("article", item.title, body, crumbs, column, item))

        return make

    def paragraphs(self, item: Item) -> tuple[str, ...]:
        return words.paragraphs(item.title)

    # Parts of every page.

    def menu(self) -> list[tuple[str, str]]:
        """The head navigation: name and address."""
        links = [("首页", self.href(self.site.home_path))]
        links += [(c.name, self.column_href(c)) for c in self.site.columns if self._in_menu(c)]
        if self.site.roster != "none" and "roster-hidden" not in self.site.style:
            links.append((self.site.roster_name, self.roster_href()))
        links += [link for part in PARTS for link in part.menu(self)]
        if "jgzn-none" in self.site.style:
            return links
        return [*links, ("机构职能", self.href(self.plain_path("jgzn")))]

    def _in_menu(self, column: Column) -> bool:
        parents = {c.slug for c in self.site.columns}
        return column.parent not in parents

    def metas(self, sheet: Sheet) -> str:
        """The page tags, as the site spells them."""
        site = self.site
        pairs = [
            ("SiteName", site.name), ("SiteDomain", site.host), ("SiteIDCode", site.code),
        ]  # fmt: skip
        if sheet.kind == "column":
            name = sheet.column.name if sheet.column else sheet.title
            pairs += [("ColumnName", name), ("ColumnType", name)]
        if sheet.kind == "article" and sheet.item:
            pairs += [
                ("ArticleTitle", sheet.item.title),
                ("PubDate", f"{sheet.item.tagged_day} 09:30"),
                ("ContentSource", site.name),
            ]
        tags = "\n".join(self._meta(name, value, sheet.kind) for name, value in pairs)
        return f"{tags}\n{self._viewport()}"

    def titled(self, sheet: Sheet, usual: str) -> str:
        """What stands in the browser's bar."""
        own = self.site.home_title if sheet.kind == "home" else None
        return usual if own is None else own

    def _viewport(self) -> str:
        """How small screens shall show the page."""
        style = self.site.style
        if "viewport-none" in style:
            return ""
        width = "1200" if "viewport-desk" in style else "device-width"
        return f'<meta name="viewport" content="width={width}">'

    def _meta(self, name: str, value: str, kind: str) -> str:
        lack = self.site.tags.get(name)
        if lack and _holds(lack, kind):
            if lack.how == "gone":
                return ""
            value = lack.how.strip()
        if "tags-lower" in self.site.style:
            name = name.lower()
        if "tags-upper" in self.site.style:
            name = name.upper()
        if "tags-unquoted" in self.site.style:
            return f"<META name={name} content={value.replace(' ', 'T')}>"
        if "tags-swapped" in self.site.style:
            return f"<meta content='{value}' name='{name}'>"
        first = f'<meta name="{name}" content="">' if "tags-doubled" in self.site.style else ""
        return f'{first}<meta name="{name}" content="{value}"/>'

    def foot(self, kind: str) -> dict[str, str]:
        """The footer's marks as markup by name; "" where one is lacking."""
        site = self.site
        office = site.name.removesuffix("门户网站")
        badge = self.roads.to("127.0.1.10", "/conac/show")
        image = f'<img src="{self.href("images/red.png")}" alt="党政机关"/>'
        parts = {
            "mark": f'<a href="{badge}">{image}</a>',
            "site_code": f"网站标识码：{site.code}",
            "icp": f"示ICP备{2600 + int(site.code[-4:])}0001号-1",
            "police": f"示公网安备 9999010200{site.code[-4:]}号",
            "host": f"主办单位：{office}办公室",
            "contact": f"联系电话：0999-26{site.code[-4:]}1",
        }
        if "badge-scripted" in site.style:
            parts["mark"] = scripts.badge(badge)
        if "marks-terse" in site.style:
            parts |= {"site_code": f"标识码{site.code}", "icp": parts["icp"].split("号")[0]}
        if "host-after" in site.style:
            parts["host"] = f"{office}办公室主办"
        if "contact-link" in site.style:
            parts["contact"] = f'<a href="{self.href(self.plain_path("lxwm"))}">联系我们</a>'
        if "marks-commented" in site.style:
            parts["icp"] = f"<!-- 示ICP备00000000号 -->{parts['icp']}"
        for name in MARKS:
            lack = site.marks.get(name)
            if lack and _holds(lack, kind):
                parts[name] = "" if lack.how == "gone" else f"<!-- {parts[name]} -->"
        return parts

    def foot_links(self, kind: str = "") -> str:
        """Links at the foot of every page, and what the site adds there."""
        links = [("网站地图", self.href(self.plain_path("wzdt")))]
        if "contact-link" not in self.site.style:
            links.append(("网站说明", self.href(self.plain_path("jgzn"))))
        text = "".join(f'<a href="{url}">{name}</a> | ' for name, url in links)
        return f"{text}{self._report(kind)}{self.site.footer_extra}"

    def _report(self, kind: str) -> str:
        """The 找错 entry, as the site has it on a page of this kind."""
        lack = self.site.marks.get("error_report")
        code = self.site.code
        if lack and _holds(lack, kind):
            if lack.how in ("gone", "comment"):
                return "" if lack.how == "gone" else "<!-- 我要找错 -->"
            code = lack.how
        address = self.roads.to("127.0.1.10", f"/exposure/jiucuo.html?site_code={code}")
        style = self.site.style
        if "report-script" in style:
            return f"<script>document.write('<a href=\"{address}\">找错</a>');</script>"
        if "report-click" in style:
            return (
                f'<a href="javascript:;" onclick="Link(\'{code}\')" title="我为政府网站找错"></a>'
            )
        if "report-picture" in style:
            picture = self.href("images/jiucuo.png")
            return f'<a href="{address}"><img src="{picture}" alt=""></a>'
        return f'<a href="{address}">我要找错</a>'

    # Answers.

    def answer(self, sheet: Sheet) -> Answer:
        return self.encoded(self.shell(sheet))

    def framed(self, kind: str, title: str, body: str, path: str) -> Answer:
        return self.answer(Sheet(kind, title, body, ((title, self.href(path)),)))

    def listed(self, column: Column) -> Answer:
        return self.answer(self.list_sheet(column, 1, 1))

    def told(self, column: Column, item: Item) -> Answer:
        return self._article_maker(column, item)()

    def encoded(self, text: str) -> Answer:
        return Answer(text.encode(self.charset, "replace"), content_type=self.content_type)

    def _json(self, value: object) -> Answer:
        body = json.dumps(value, ensure_ascii=False).encode()
        return Answer(body, content_type="application/json; charset=utf-8")

    def _bare(self, column: Column) -> Answer:
        rows = self.rows(column, column.items)
        return self.encoded(
            f"<html><head><title>{column.name} {NOTE}</title></head><body>{rows}</body></html>"
        )

    def _catalogue(self, column: Column) -> Answer:
        body = scripts.shell(self, column)
        sheet = Sheet("column", "政府信息公开目录", body, self.crumbs(column), column)
        return self.answer(sheet)


_FROZEN = Column("tpxw", "图片新闻", 990)


def _picture() -> Answer:
    return Answer(PIXEL, content_type="image/png")


def _holds(lack: Lack, kind: str) -> bool:
    return lack.where in ("all", kind)


def _answering(template: Template, sheet: Sheet) -> PageMaker:
    return lambda: template.answer(sheet)


def _sheet_maker(template: Template, slug: str, name: str, maker: Callable[[], str]) -> PageMaker:
    crumbs = ((name, template.href(template.plain_path(slug))),)
    return lambda: template.answer(Sheet("other", name, maker(), crumbs))


def chinese(day: date) -> str:
    return f"{day.year}年{day.month:02d}月{day.day:02d}日"
