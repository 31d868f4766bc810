"""Messages to an office on one site: suspected, seen again, and gone once they are put right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.commands import Monitor
from tests.job.small_site import page, registry, served, site

CRAWL, SECOND = "2026-01-26T10:00", "2026-01-26T10:45"
NEXT, AFTER = "2026-01-27T10:00", "2026-01-27T10:45"
_TRAIL = '<div>您的位置：<a href="/">首页</a> &gt; <a href="/jzxx/">局长信箱</a></div>'
_REPLY = "您好，来信收悉。请携带身份证到示范大厅办理，感谢支持。"
CHECKS = {
    "consultation-missing", "message-unanswered", "message-fields-missing", "message-list-stale",
    "message-statistics-missing",
}  # fmt: skip


def _letter(number: int, **fields: str) -> Any:
    told = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in fields.items())
    return page(f"咨询第{number}件事项", f"{_TRAIL}<table>{told}</table>")


def mailbox(*, answered: bool = False, dated: bool = False, newest: str = "2025-09-05") -> Any:
    """A mailbox of two letters, one waiting since September, one without the day of its answer."""
    rows = (
        ("1", "2025-09-01", "已办结" if answered else "待办理"),
        ("2", newest, "已办结"),
        ("3", "2025-08-05", "已办结"),
    )
    lines = "".join(
        f'<tr><td><a href="/jzxx/{n}.html">咨询第{n}件事项</a></td><td>{day}</td><td>{state}</td></tr>'
        for n, day, state in rows
    )
    head = "<tr><th>标题</th><th>来信时间</th><th>办理状态</th></tr>"
    done = {"答复时间": "2025-09-08", "答复内容": _REPLY}
    waiting = {"来信时间": "2025-09-01", "来信内容": "请问如何办理相关手续？"}
    return {
        "/jzxx/": page("局长信箱", f"{_TRAIL}<table>{head}{lines}</table>"),
        "/jzxx/1.html": _letter(1, **waiting, **(done if answered else {"答复内容": ""})),
        "/jzxx/2.html": _letter(
            2,
            来信时间=newest,
            来信内容="请问窗口几点上班？",
            **(done if dated else {"答复内容": _REPLY}),
        ),
        "/jzxx/3.html": _letter(3, 来信时间="2025-08-05", 来信内容="请问窗口在哪里？", **done),
    }


def _with_entry(pages: dict[str, Any], *links: tuple[str, str]) -> dict[str, Any]:
    """The same site with further links on its home page."""
    more = "".join(f'<p><a href="{url}">{name}</a></p>' for name, url in links).encode()
    status, headers, body = pages["/"]
    return pages | {
        "/": (
            status,
            headers,
            body.replace(b'<div class="footer">', more + b'<div class="footer">'),
        )
    }


def _without_entry(pages: dict[str, Any]) -> dict[str, Any]:
    """The same site without its way to write."""
    entry = '<a href="/wyzx.html">我要咨询</a>'.encode()
    return {
        path: (status, headers, body.replace(entry, b""))
        for path, (status, headers, body) in pages.items()
        if path != "/wyzx.html"
    }


def _states(monitor: Monitor) -> dict[str, str]:
    return {r["check"]: r["state"] for r in monitor.records() if r["check"] in CHECKS}


def test_a_site_without_a_way_to_write_until_it_has_one(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    pages = _without_entry(site())
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        assert _states(monitor) == {"consultation-missing": "suspected"}
        monitor.ok("recheck", "--now", "--as-of", SECOND)
        assert _states(monitor) == {"consultation-missing": "confirmed"}
        pages.update(site())
        monitor.ok("crawl", "--as-of", NEXT)
        assert _states(monitor) == {"consultation-missing": "gone"}


def test_a_neglected_mailbox_until_it_is_put_right(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    pages = _with_entry(site() | mailbox(), ("局长信箱", "/jzxx/"))
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        monitor.ok("recheck", "--now", "--as-of", SECOND)
        records = {r["check"]: r for r in monitor.records() if r["check"] in CHECKS}
        assert set(records) == CHECKS - {"consultation-missing"}
        assert {r["state"] for r in records.values()} == {"confirmed"}
        waiting = records["message-unanswered"]
        assert waiting["subject"] == waiting["url"] == f"{server.url}jzxx/1.html"
        assert waiting["parents"] == [f"{server.url}jzxx/"]
        assert waiting["description"] == (
            "甲局网站“局长信箱”栏目2025-09-01的留言“咨询第1件事项”截至2026-01-26已147天未见公开答复（应3个月内答复）"
        )
        assert waiting["points"] == 0 and waiting["indicator"] == ["WV-5.2"]
        lacking = records["message-fields-missing"]
        assert lacking["description"].endswith("未公开答复时间，缺1项")
        assert lacking["points"] == 1 and records["message-list-stale"]["points"] == 3
        right = mailbox(answered=True, dated=True, newest="2026-01-20")
        home = _with_entry(site(), ("局长信箱", "/jzxx/"), ("来信统计", "/gzdt/"))
        pages.update(right | {"/": home["/"]})
        monitor.ok("crawl", "--mode", "full", "--as-of", NEXT)
        monitor.ok("recheck", "--now", "--as-of", AFTER)
    assert set(_states(monitor).values()) == {"gone"}
