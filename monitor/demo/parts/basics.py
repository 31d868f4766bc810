"""What a site presents of itself: its region or its office, disclosure's columns, the yearly report."""

from __future__ import annotations

from monitor.demo.model import TODAY, Answer, PageMaker, Site
from monitor.demo.parts.part import Frame

_AREAS = (
    ("zn", "政府信息公开指南"),
    ("zd", "政府信息公开制度"),
    ("nr", "法定主动公开内容"),
    ("nb", "政府信息公开年报"),
)
_DISCLOSURE = "政府信息公开"
ITEMS = {
    "functions": (
        "<h3>主要职责</h3><p>（一）贯彻执行有关法律法规，拟订全市工作规划并组织实施。</p>"
        "<p>（二）负责本行业的监督管理，指导基层开展工作。</p><p>（三）承办市政府交办的其他事项。</p>"
    ),
    "bodies": "<h3>内设机构</h3><p>办公室、综合科、业务科、法规科</p>",
    "address": "<p>办公地址：示范市示范大道8号</p>",
    "hours": "<p>办公时间：周一至周五 8:30—12:00，14:30—17:30</p>",
    "telephone": "<p>联系电话：0999-2600108</p>",
}
"""What the office tells of itself, by item, but for who is in charge."""


def is_region(site: Site) -> bool:
    return site.kind == "portal"


class Overview:
    """A region's own page. Styles: overview-none, -blank, -picture, -pages, -odd (a name of its own),
    -foot (linked there only)."""

    def pages(self, frame: Frame) -> dict[str, PageMaker]:
        site, path = frame.site, frame.plain_path("gk")
        if not is_region(site) or "overview-none" in site.style:
            return {}
        made: dict[str, PageMaker] = {}
        if "overview-pages" in site.style:
            below = frame.plain_path("gk/lsyg")
            link = f'<p><a href="{frame.href(below)}">历史沿革</a></p>'
            made[path] = lambda: frame.framed("other", self._name(site), link, path)
            made[below] = lambda: frame.framed("other", "历史沿革", self._text(site), below)
            return made
        made[path] = lambda: frame.framed("other", self._name(site), self._body(frame), path)
        return made

    def menu(self, frame: Frame) -> list[tuple[str, str]]:
        site = frame.site
        if not is_region(site) or {"overview-none", "overview-foot"} & site.style:
            return []
        return [(self._name(site), frame.href(frame.plain_path("gk")))]

    def home(self, frame: Frame) -> str:
        if "overview-foot" not in frame.site.style:
            return ""
        href = frame.href(frame.plain_path("gk"))
        return f'<p><a href="{href}"><img src="{frame.href("images/photo.png")}" alt="大美县域"></a></p>'

    def _name(self, site: Site) -> str:
        region = site.name.removesuffix("人民政府门户网站")
        if "overview-odd" in site.style:
            return "山水名城"
        return f"走进{region}" if len(site.id) % 2 else f"{region}概况"

    def _body(self, frame: Frame) -> str:
        if "overview-blank" in frame.site.style:
            return "<h2>栏目内容</h2>"
        if "overview-picture" in frame.site.style:
            return f'<p><img src="{frame.href("images/photo.png")}" width="900"></p>'
        return self._text(frame.site)

    def _text(self, site: Site) -> str:
        region = site.name.removesuffix("人民政府门户网站")
        return (
            f"<p>{region}位于示范省东部，总面积2480平方公里，辖12个镇，户籍人口45.6万人，境内多山，"
            "河流纵横，是有名的侨乡和茶乡。</p>"
        )


class Office:
    """The page 机构职能. Styles: jgzn-none (its address tells of the website instead), jgzn-gone-ITEM,
    jgzn-table, jgzn-picture, jgzn-column (items on pages below), jgzn-fax (a fax stands where the
    telephone was)."""

    def pages(self, frame: Frame) -> dict[str, PageMaker]:
        path, site = frame.plain_path("jgzn"), frame.site
        more = f'<p><a href="{frame.href(frame.plain_path("lxwm"))}">联系方式</a></p>'
        if is_region(site):
            return {
                path: lambda: frame.framed("other", "机构职能", self._departments() + more, path)
            }
        if "jgzn-none" in site.style:
            text = "<p>本网站由本单位主办，欢迎访问。未经许可不得转载，转载请注明来源。</p>" * 2
            return {path: lambda: frame.framed("other", "网站说明", text + more, path)}
        if "jgzn-column" not in site.style:
            return {path: lambda: frame.framed("other", "机构职能", self._body(frame) + more, path)}
        first, second = frame.plain_path("jgzn/zyzz"), frame.plain_path("jgzn/lxfs")
        told = self._told(site)
        links = "".join(
            f'<p><a href="{frame.href(one)}">{name}</a></p>'
            for one, name in ((first, "主要职责和内设机构"), (second, "办公地址和联系电话"))
        )
        upper = told["functions"] + told["bodies"]
        lower = told["address"] + told["hours"] + told["telephone"] + told["head"]
        return {
            path: lambda: frame.framed("other", "机构职能", links + more, path),
            first: lambda: frame.framed("other", "主要职责", upper, first),
            second: lambda: frame.framed("other", "联系方式", lower, second),
        }

    def menu(self, frame: Frame) -> list[tuple[str, str]]:
        return []

    def home(self, frame: Frame) -> str:
        return ""

    def _departments(self) -> str:
        names = ("教育局", "民政局", "财政局", "水务局", "卫生健康局", "应急管理局")
        rows = "".join(f"<tr><td>{name}</td><td>承担有关行政管理职责</td></tr>" for name in names)
        return f"<h2>政府工作部门</h2><table>{rows}</table>"

    def _told(self, site: Site) -> dict[str, str]:
        head = f"<p>单位负责人：{site.leaders[0].name}</p>"
        told = {
            item: "" if f"jgzn-gone-{item}" in site.style else text
            for item, text in (ITEMS | {"head": head}).items()
        }
        if "jgzn-fax" in site.style:
            told["telephone"] = "<p>传真：0999-2600109</p>"
        return told

    def _body(self, frame: Frame) -> str:
        if "jgzn-picture" in frame.site.style:
            return f'<p><img src="{frame.href("images/photo.png")}" width="900"></p>'
        told = self._told(frame.site)
        if "jgzn-table" in frame.site.style:
            rows = "".join(f"<tr><td>{text}</td></tr>" for text in told.values() if text)
            return f'<table border="1">{rows}</table>'
        return "".join(told.values())


class Disclosure:
    """The four columns of disclosure on a page of their own. Styles: area-gone-SLUG, area-none (all of
    it on another platform), area-short (older, shorter names), area-home (pictures on the home page)."""

    def pages(self, frame: Frame) -> dict[str, PageMaker]:
        if frame.site.kind == "channel" or "area-none" in frame.site.style:
            return {}
        path = frame.plain_path("zfxxgk")
        made: dict[str, PageMaker] = {
            path: lambda: frame.framed("column", _DISCLOSURE, self._links(frame), path)
        }
        for slug, name in self._areas(frame.site):
            below = frame.plain_path(f"zfxxgk/{slug}")
            made[below] = _framed(frame, name, below)
        return made

    def menu(self, frame: Frame) -> list[tuple[str, str]]:
        if frame.site.kind == "channel" or "area-none" in frame.site.style:
            return []
        return [(_DISCLOSURE, frame.href(frame.plain_path("zfxxgk")))]

    def home(self, frame: Frame) -> str:
        return ""

    def _areas(self, site: Site) -> list[tuple[str, str]]:
        areas = [pair for pair in _AREAS if f"area-gone-{pair[0]}" not in site.style]
        if "area-short" in site.style:
            areas = [(slug, name.removeprefix("政府").removeprefix("信息")) for slug, name in areas]
        return areas

    def _links(self, frame: Frame) -> str:
        return "".join(
            f'<p><a href="{frame.href(frame.plain_path(f"zfxxgk/{slug}"))}">{name}</a></p>'
            for slug, name in self._areas(frame.site)
        )


def _framed(frame: Frame, name: str, path: str) -> PageMaker:
    text = f"<p>根据有关规定，现将{name}有关内容公布如下，供公民、法人和其他组织查阅使用。</p>" * 2
    return lambda: frame.framed("other", name, text, path)


class YearlyReport:
    """The website's report of the year that is over, linked from the home page of sites with a code of
    their own."""

    def pages(self, frame: Frame) -> dict[str, PageMaker]:
        if frame.site.kind == "channel":
            return {}
        path = frame.plain_path("wzbb")
        return {path: lambda: self._page(frame, path)}

    def menu(self, frame: Frame) -> list[tuple[str, str]]:
        return []

    def home(self, frame: Frame) -> str:
        if frame.site.kind == "channel":
            return ""
        return f'<p><a href="{frame.href(frame.plain_path("wzbb"))}">{self._title()}</a></p>'

    def _title(self) -> str:
        return f"{TODAY.year - 1}年度政府网站工作年度报表"

    def _page(self, frame: Frame, path: str) -> Answer:
        office = frame.site.name.removesuffix("门户网站")
        body = (
            f"<h2>{self._title()}</h2><p>填报单位：{office}办公室</p><p>信息发布总数：8120条</p>"
            "<p>解读材料数量：36篇，收到留言数量：210条，按时办结。</p>"
        )
        return frame.framed("other", self._title(), body, path)
