"""The real browser: renders lists, goes out only by our proxy, leaves no process behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from monitor.crawl.rendered import find_browser
from monitor.domain.evidence import Via
from monitor.domain.run import Reason, Role
from tests.crawl.harness import crawled, home, site
from tests.crawl.servers import Answer, Visit, html, serve

BROWSER = find_browser(os.environ.get("MONITOR_BROWSER"))
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no browser on this machine")

SCRIPT_LIST = """<html><head><title>t</title></head><body><ul id="l"></ul><script>
setTimeout(() => fetch("/list.json").then(r => r.json()).then(items => {
  for (const i of items) document.getElementById("l").innerHTML += `<li><a href="/a${i}.html">n${i}</a></li>`;
}), 300)</script></body></html>"""  # noqa: E501


@needs_browser
def test_a_list_made_by_script_is_read(tmp_path: Path) -> None:
    pages = {
        "/": html(SCRIPT_LIST),
        "/list.json": (200, {"Content-Type": "application/json"}, b"[1,2,3]"),
        **{f"/a{n}.html": html("<title>a</title><p>some text</p>") for n in (1, 2, 3)},
    }
    with serve(pages) as server:
        result = crawled(tmp_path, [site(server.url)], browser=BROWSER, per_host=2)
        seen = result.store.seen[server.url]
        assert [fetch.via for fetch in seen.fetches] == [Via.PLAIN, Via.BROWSER]
        assert seen.page is not None and seen.page.rendered
        assert {f"{server.url}a{n}.html" for n in (1, 2, 3)} <= result.store.seen.keys()
        assert server.log.most <= 2
        assert result.totals.renders == 1


def test_without_a_browser_the_page_is_named_and_not_judged(tmp_path: Path) -> None:
    with serve({"/": html(SCRIPT_LIST)}) as server:
        result = crawled(tmp_path, [site(server.url)])
        seen = result.store.seen[server.url]
        assert seen.reason is Reason.NO_BROWSER
        assert seen.page is not None and seen.page.needs_script


@needs_browser
def test_a_request_out_of_the_allowed_networks_never_leaves_the_browser(tmp_path: Path) -> None:
    with serve({"/x.js": html("")}, host="127.0.0.2") as foreign:
        script = (
            f'<title>t</title><script src="{foreign.url}x.js"></script>'
            f'<script>fetch("{foreign.url}y")</script>'
        )
        moved = 302, {"Location": f"{foreign.url}z"}, b""
        with serve({"/": html(script + '<script src="/r.js"></script>'), "/r.js": moved}) as server:
            from monitor.crawl.guard import Networks

            result = crawled(
                tmp_path, [site(server.url)], browser=BROWSER, networks=Networks.parse("127.0.0.1")
            )
        assert result.store.seen[server.url].fetches[-1].via is Via.BROWSER
        assert foreign.log.paths == []


@needs_browser
def test_a_wall_that_only_a_browser_passes(tmp_path: Path) -> None:
    def page(visit: Visit) -> Answer:
        if visit.path != "/":
            return html("", 404)
        if "clear=1" in visit.headers.get("cookie", ""):
            return html("<title>in</title><a href='/a'>a</a>" + "text " * 200)
        return html('<script>document.cookie="clear=1";location.reload()</script>', 521)

    with serve(page) as server:
        result = crawled(tmp_path, [site(server.url)], browser=BROWSER)
        seen = result.store.seen[server.url]
        assert [f.status.value for f in seen.fetches] == ["blocked", "blocked", "ok"]
        assert [f.via for f in seen.fetches] == [Via.PLAIN, Via.HEADERS, Via.BROWSER]
        assert seen.reason is None and seen.page is not None


@needs_browser
def test_nasty_pages_end_and_leave_the_browser_usable(tmp_path: Path) -> None:
    ends = "<script>fetch('/n')</script>"
    nasty = {
        "/dialog": html(f"<script>alert(1);confirm(2);open('/dialog')</script>{ends}"),
        "/busy": html(f"<script>setInterval(()=>document.body.append('x'),50)</script>{ends}"),
        "/loop": html("<script>for(;;);</script>"),
        "/good": html(SCRIPT_LIST),
        "/list.json": (200, {"Content-Type": "application/json"}, b"[1]"),
    }
    with serve(nasty) as server:
        one = site(server.url)
        urls = [f"{server.url}{name}" for name in ("dialog", "busy", "loop", "good")]
        seeds = [home(url, role=Role.PAGE) for url in urls]
        result = crawled(tmp_path, [one], seeds, browser=BROWSER, timeout=3.0)
        assert set(urls) <= result.store.seen.keys()
        good = result.store.seen[f"{server.url}good"]
        assert good.page is not None and good.page.rendered
        hung = result.store.seen[f"{server.url}loop"]
        assert hung.reason is Reason.NO_BROWSER


@needs_browser
def test_no_browser_process_outlives_a_killed_crawl(tmp_path: Path) -> None:
    def slow(visit: Visit) -> Answer:
        if visit.path == "/hold":
            time.sleep(20)
        return html("<title>t</title><script>fetch('/hold')</script>")

    # Not pytest's folder: a socket of the browser's lies there, and its path must be short.
    with serve(slow) as server, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as short:
        marker = f"--user-data-dir={short}"
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.crawl.killed", server.url, str(tmp_path), str(BROWSER)],
            env=os.environ | {"TMPDIR": short},
        )
        try:
            assert _until(lambda: _processes(marker) and "/hold" in server.log.paths)
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
        assert _until(lambda: not _processes(marker))


def _until(true: object, seconds: float = 60) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


def _processes(marker: str) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if marker in entry.read_bytes().decode(errors="replace"):
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found


def test_a_browser_that_hangs_at_its_start_is_not_waited_for_again(tmp_path: Path) -> None:
    sleeper = tmp_path / "chromium"
    sleeper.write_text("#!/bin/sh\nexec sleep 600\n")
    sleeper.chmod(0o755)
    with serve({f"/{n}": html(SCRIPT_LIST) for n in range(6)}) as server:
        one = site(server.url, obey_robots=False)
        seeds = [home(f"{server.url}{n}", role=Role.PAGE) for n in range(6)]
        result = crawled(tmp_path, [one], seeds, browser=str(sleeper), within=100)
        assert {result.store.seen[seed.url].reason for seed in seeds} == {Reason.NO_BROWSER}


FOOT = (
    "主办：甲县人民政府办公室 网站标识码：4409990001 示ICP备12345678号 "
    "示公网安备 44099902000001号 电话：0753-2200000"
)


@needs_browser
@pytest.mark.parametrize("shown", [True, False])
def test_a_home_page_that_lacks_one_mark_is_opened_in_the_browser(
    tmp_path: Path, shown: bool
) -> None:
    """The rest of the foot stands in the page; a script puts the host in, or nothing does."""
    codes = ",".join(str(ord(char)) for char in "主办：甲县人民政府办公室")
    body = (
        "<title>甲县人民政府</title><ul class='nav'>"
        + "".join(f"<li><a href='/n{n}/'>栏目{n}</a></li>" for n in range(6))
        + f"</ul><h1>甲县</h1><p>{'县情简介。' * 60}</p><div class='footer'>"
        + FOOT.split(" ", 1)[1]
        + "<img alt='党政机关'><p id='host'></p></div>"
    )
    if shown:
        body += (
            "<script>var $=function(s){return {append:function(t){"
            "document.querySelector(s).innerHTML+=t}}};"
            f"$('#host').append(String.fromCharCode({codes}))</script>"
        )
    with serve({"/": html(body)}) as server:
        seen = crawled(tmp_path, [site(server.url)], browser=BROWSER).store.seen[server.url]
        assert [fetch.via for fetch in seen.fetches][-1] is Via.BROWSER
        assert seen.page is not None and seen.page.rendered
        assert bool(seen.page.footer.host) is shown and seen.page.footer.police
