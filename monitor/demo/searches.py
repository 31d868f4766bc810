"""The search of a site of the city: its box on the home page, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import parse_qs

from monitor.demo.model import Answer, Column, Item
from monitor.demo.parts.part import Frame
from monitor.demo.parts.policies import Policies

PATH = "s"
"""Where results stand, below a site's base; `suggest` is what scripts ask there."""
_FORM = (
    '<form action="{to}"{more}><input name="q" placeholder="请输入关键字">'
    '<input type="submit" value="搜索"></form>'
)
_SCRIPT = """<div class="search"><input type="text" id="kw" placeholder="站内搜索"><button
type="button" onclick="findAll()">搜索</button></div><div id="hits"></div><script>
function findAll() {{
  fetch('{to}?script=1&q=' + encodeURIComponent(document.getElementById('kw').value))
    .then(function (r) {{ return r.text(); }})
    .then(function (t) {{ document.getElementById('hits').innerHTML = t; }});
}}
</script>"""
_BOXES = {
    "search-script": _SCRIPT,
    "search-window": _FORM.replace("{more}", ' target="_blank"'),
    "search-key": '<input name="keyword" onkeydown="if (event.keyCode == 13) '
    "location.href = '{to}?q=' + encodeURIComponent(this.value)\">",
    "search-dead": '<div class="search"><input type="text" id="kw"><a href="javascript:;">搜索</a></div>',
    "search-way": '<p><a href="{to}">高级检索</a></p>',
}


def box(frame: Frame) -> str:
    """The box, or the way to one, as the site's style has it; nothing where it has none."""
    style = frame.site.style
    if "search-none" in style:
        return ""
    made = next((made for word, made in _BOXES.items() if word in style), _FORM)
    return (
        made.replace("{to}", frame.href(PATH))
        .replace("{more}", "")
        .replace("{{", "{")
        .replace("}}", "}")
    )


def answer(frame: Frame, target: str) -> Answer:
    """The page of results for `target`, the path with its query."""
    asked = _read(target.partition("?")[2])
    query = asked.get("q", [""])[0]
    style = frame.site.style
    if "search-error" in style:
        return Answer("500 Internal Server Error 演示数据".encode(), 500)
    if "search-code" in style:
        return frame.framed("other", "安全验证", "<p>请输入验证码</p><input name='yzm'>", PATH)
    rows = "".join(_row(frame, column, item) for column, item in _hits(frame, query))
    if not rows:
        rows = (
            f"<p>没有找到与“{escape(query)}”相关的内容</p>"
            if "search-mute" not in style
            else "<ul></ul>"
        )
    if "script" in asked:
        return frame.encoded(f"<!-- 演示数据 -->{rows}")
    form = _FORM.replace("{to}", frame.href(PATH)).replace("{more}", "")
    return frame.framed("other", "搜索结果", form + rows, PATH)


def _read(query: str) -> dict[str, list[str]]:
    """A form sends the characters of its page."""
    try:
        return parse_qs(query, errors="strict")
    except UnicodeDecodeError:
        return parse_qs(query, encoding="gb18030", errors="replace")


def _hits(frame: Frame, query: str) -> Iterator[tuple[Column, Item]]:
    style = frame.site.style
    if not query or style & {"search-deaf", "search-mute"}:
        return
    for number, column in enumerate([*frame.site.columns, *Policies().columns(frame)]):
        if "search-partial" in style and number % 2:
            continue
        for item in column.items:
            if query in item.title and column.elsewhere is None:
                yield column, item


def _row(frame: Frame, column: Column, item: Item) -> str:
    title, link = item.title, frame.item_href(column, item)
    if "search-marked" in frame.site.style:
        title = f"<em>{title[:4]}</em>{title[4:]}"
    if "search-cut" in frame.site.style:
        title = title[:12] + "..."
    return f'<h3><a href="{link}">[{column.name}] {title}</a></h3>'
