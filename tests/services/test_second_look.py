"""What is suspected of services is confirmed by a second look, and is gone once it is repaired."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.commands import Monitor
from tests.crawl.servers import html
from tests.job.small_site import page, registry, served, site

_TRAIL = '<div>您的位置：<a href="/">首页</a> &gt; <a href="/bszn/">办事指南</a></div>'
_REST = (
    "<p>设定依据：《条例》第三条</p><p>受理条件：有固定场所</p><p>办理地点：政务服务中心</p>"
    "<p>办理机构：甲局</p><p>收费标准：不收费</p><p>办理时限：5个工作日</p><p>咨询电话：0999-2600015</p>"
)


def _guide(rest: str, materials: str) -> Any:
    title = "场所使用登记办事指南"
    body = f'<p>申请材料：<a href="/f/1.doc">场所使用登记表</a>、{materials}</p><p>办理流程：申请</p>{rest}'
    return page(title, f"{_TRAIL}<h1>{title}</h1>{body}")


def _site(guide: Any, form: Any) -> dict[str, Any]:
    pages = site()
    more = '<p><a href="/bszn/1.html">场所使用登记办事指南</a></p>'
    return pages | {
        "/bsfw.html": page("办事服务", f"<h1>办事服务</h1>{more}"),
        "/bszn/": page(
            "办事指南", f"{_TRAIL}<h1>办事指南</h1><p>本栏目公布本局办理的事项。</p>{more}"
        ),
        "/bszn/1.html": guide,
        "/f/1.doc": form,
    }


def test_guides_and_forms(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    pages = _site(_guide("", "其他相关材料"), html("<html><body>欢迎访问</body></html>"))
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", "2026-01-26T10:00")
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T10:45")
        found = {(r["check"], r["subject"].removeprefix(server.url)): r for r in monitor.records()}
        assert {key: r["state"] for key, r in found.items()} == {
            ("guide-incomplete", "bszn/1.html"): "confirmed",
            ("guide-vague", "bszn/1.html"): "confirmed",
            ("form-unavailable", "f/1.doc"): "confirmed",
        }
        form = found["form-unavailable", "f/1.doc"]
        assert form["parents"] == [f"{server.url}bszn/1.html"]
        assert "设定依据" in found["guide-incomplete", "bszn/1.html"]["description"]
        assert all(r["points"] == 0 and r["evidence"] for r in found.values())
        pages["/bszn/1.html"] = _guide(_REST, "身份证")
        pages["/f/1.doc"] = (200, {"Content-Type": "application/msword"}, b"{\\rtf1}")
        monitor.ok("recheck", "--now", "--as-of", "2026-01-27T10:45")
        assert {r["state"] for r in monitor.records()} == {"gone"}


def test_a_site_without_services(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    pages = {
        path: (one[0], one[1], one[2].replace('<a href="/bsfw.html">办事服务</a>'.encode(), b""))
        if isinstance(one, tuple)
        else one
        for path, one in site().items()
        if path != "/bsfw.html"
    }
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", "2026-01-26T10:00")
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T10:45")
        assert [(r["check"], r["subject"], r["state"], r["url"]) for r in monitor.records()] == [
            ("service-missing", "services", "confirmed", server.url)
        ]
        pages["/"] = site()["/"]
        pages["/bsfw.html"] = site()["/bsfw.html"]
        monitor.ok("recheck", "--now", "--as-of", "2026-01-27T10:45")
        assert [r["state"] for r in monitor.records()] == ["gone"]
