"""Small pages written for tests, and how they are read."""

from __future__ import annotations

from datetime import date

from monitor.domain.evidence import Entry, Leader, Listing, PageEvidence
from monitor.extract.page import read_page

FRAME = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/hdjl/">互动交流</a></li><li><a href="/bsfw/">办事服务</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="./">{column}</a></div>
<div class="main">{body}</div>
<div class="footer">主办单位：甲县人民政府办公室 网站标识码：4409990001</div></body></html>"""


def framed(body: str, *, column: str = "通知公告", title: str = "甲县人民政府") -> bytes:
    return FRAME.format(body=body, column=column, title=title).encode()


def read(body: str | bytes, path: str = "/tzgg/", **given: str) -> PageEvidence:
    """A page of 甲县 with `body` as its content, or raw bytes as they are."""
    raw = body if isinstance(body, bytes) else framed(body, **given)
    return read_page(raw, url=f"http://www.jia.gov.cn{path}")


def listing(body: str | bytes, path: str = "/tzgg/") -> Listing:
    found = read(body, path).listing
    assert found is not None
    return found


def items(*rows: tuple[str, str, str]) -> str:
    """A list of (address, title, date) as most sites print it."""
    made = "".join(f'<li><a href="{u}">{t}</a><span>{d}</span></li>' for u, t, d in rows)
    return f"<ul>{made}</ul>"


def days(entries: tuple[Entry, ...]) -> list[date | None]:
    return [entry.published for entry in entries]


def leaders(body: str, path: str = "/ldzc/", column: str = "领导之窗") -> tuple[Leader, ...]:
    return read(body, path, column=column, title=f"{column}_甲县人民政府").leaders
