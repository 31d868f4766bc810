"""Pages of office holders, in the layouts that real sites use."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.demo.model import NOTE, Leader, Site

_PADDED = "\u3000"


def page(site: Site, links: Mapping[int, str], pictures: str) -> str:
    """The list of leaders; `links` are the pages of their own by number."""
    match site.roster:
        case "anchors":
            return _anchors(site)
        case "table":
            return _table(site)
        case "cards":
            return _cards(site, links, pictures)
        case "picture":
            return f'<div class="TRS_Editor"><img src="{pictures}photo.png" alt=""/></div>'
        case _:
            return _own(site, links)


def shown(name: str) -> str:
    """Names of two characters are padded to the width of three."""
    return name if len(name) != 2 else f"{name[0]}{_PADDED}{name[1]}"


def detail(site: Site, leader: Leader) -> str:
    """A page of one's own. Some sites carry swapped class names, as copied templates do."""
    first, second = ("ldzc_grjj", "ldzc_gzfg")
    if "classes-swapped" in site.style:
        first, second = second, first
    return f"""<div class="ldzc_photo">
<h3 id="ldname">{shown(leader.name)}</h3><span>{leader.post}</span></div>
<div class="{first}"><h4>个人简历</h4><div class="txt">{_text(leader.bio)}</div></div>
<div class="{second}"><h4>工作分工</h4><div class="txt">{_text(leader.duties)}</div></div>
<!-- {NOTE} -->"""


def _text(text: str) -> str:
    return f"<p>{text}</p>" if text else ""


def _linked(leader: Leader, links: Mapping[int, str]) -> str:
    return links[leader.number] if leader.linked else "javascript:;"


def _own(site: Site, links: Mapping[int, str]) -> str:
    rows = "".join(
        f'<li><a href="{_linked(one, links)}">{shown(one.name)}</a><span class="zw">{one.post}</span></li>'
        if one.name
        else f'<li><span>（空缺）</span><span class="zw">{one.post}</span></li>'
        for one in site.leaders
    )
    return f'<div class="ld_list"><h2>{site.roster_name}</h2><ul>{rows}</ul></div>'


def _anchors(site: Site) -> str:
    menu = "".join(
        f'<li><a href="#ld{one.number}">{one.post}：{shown(one.name) or "空缺"}</a></li>'
        for one in site.leaders
    )
    parts = "".join(
        f'<div class="ldjj" id="ld{one.number}"><h3><a name="ld{one.number}"></a>'
        f"{shown(one.name) or '空缺'}</h3>"
        f"<dl><dt>担任职务：{one.post}</dt><dt>个人简历：</dt><dd>{one.bio}</dd>"
        f"<dt>工作职责：</dt><dd>{one.duties}</dd></dl></div>"
        for one in site.leaders
    )
    return f'<ul class="ld_menu">{menu}</ul><div class="ld_body">{parts}</div>'


def _table(site: Site) -> str:
    rows = "".join(
        f"<tr><td>{shown(one.name) or '空缺'}</td><td>{one.post}</td><td>{one.bio}</td>"
        f"<td>{one.duties}</td></tr>"
        for one in site.leaders
    )
    head = "<tr><th>姓名</th><th>职务</th><th>简历</th><th>工作分工</th></tr>"
    return f'<table border="1" class="ldtable">{head}{rows}</table>'


def _cards(site: Site, links: Mapping[int, str], pictures: str) -> str:
    cards = "".join(
        f'<li><div class="img"><a href="{_linked(one, links)}">'
        f'<img src="{pictures}photo.png" alt="{one.name}"/></a></div>'
        f'<div class="z1">{shown(one.name)}</div><div class="z2">{one.post}</div></li>'
        for one in site.leaders
    )
    return f'<ul class="ld_cards">{cards}</ul>'
