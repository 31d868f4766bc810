"""The real browser searches small sites whose boxes and results are made in many ways."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.crawl.guard import Networks
from monitor.crawl.options import Options
from monitor.crawl.rendered import find_browser
from monitor.crawl.soundings import Errand, sound
from monitor.domain.evidence import Via
from monitor.domain.function import Searched
from monitor.domain.observation import Observation
from monitor.domain.subject import Site
from tests.crawl.servers import Answer, Visit, html, serve

BROWSER = find_browser(os.environ.get("MONITOR_BROWSER"))
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser on this machine")

TITLE = "甲县召开常务会议研究春耕备耕工作"
HIT = f"<ul><li><a href='/zwdt/1.html'><em>甲县</em>{TITLE[2:]}</a></li></ul>"
NONE = "<p>抱歉，没有找到相关内容</p><div>热门搜索</div>"
WORDS = "<h1>甲县</h1><p>政务动态 通知公告 政策文件</p>"
BOX = "<input name='q' placeholder='请输入关键字'><input type='submit' value='搜索'>"
FORM = f"<form action='/s'>{BOX}</form>"
JSON = {"Content-Type": "application/json"}


HITS, NOTHING = html(WORDS + HIT), html(WORDS + NONE)
FETCH = """<div class="search"><input id="kw" placeholder="搜索">
<span class="btn" onclick="go()">搜</span></div>
<div id="r"></div><script>function go(){fetch('/api?q='+encodeURIComponent(kw.value)).then(r=>r.json())
.then(v=>{r.innerHTML=v.map(i=>'<p class=tit>'+i+'</p>').join('')||'暂无数据'})}</script>"""
SITES: dict[str, tuple[str, dict[str, Answer], Searched, str | None]] = {
    "form": (FORM, {"/s": HITS}, Searched.FOUND, None),
    "post": (FORM.replace("<form", "<form method='post'"), {"/s": HITS}, Searched.FOUND, None),
    "tab": (FORM.replace("<form", "<form target='_blank'"), {"/s": HITS}, Searched.FOUND, None),
    "window": (
        "<div class='sousuo'><input type='text' id='w'><a href='javascript:;' "
        "onclick=\"window.open('/s?w='+encodeURIComponent(w.value))\"><img alt='搜索'></a></div>",
        {"/s": HITS}, Searched.FOUND, None,
    ),
    "key": (
        "<input name='keyword' onkeydown=\"if(event.keyCode==13)location.href='/s?k=1'\">",
        {"/s": HITS}, Searched.FOUND, None,
    ),
    "frame": ("<iframe src='/box.html'></iframe>",
              {"/box.html": html(FORM.replace("<form", "<form target='_top'")), "/s": HITS},
              Searched.FOUND, None),
    "way": ("<a href='/so.html'>高级检索</a>", {"/so.html": html(WORDS + FORM), "/s": HITS},
            Searched.FOUND, None),
    "hidden": (f"<i class='icon'></i><div style='display:none'>{FORM}</div>", {"/s": HITS},
               Searched.FOUND, None),
    "script": (FETCH, {"/api": (200, JSON, json.dumps([TITLE]).encode())}, Searched.FOUND, None),
    "frame of results": (
        FORM, {"/s": html(WORDS + "<iframe src='/r.html'></iframe>"), "/r.html": HITS},
        Searched.FOUND, None,
    ),
    "login beside": (
        "<form><input name='user'><input type='password' name='p'></form>" + FORM, {"/s": HITS},
        Searched.FOUND, None,
    ),
    "nothing": (FORM, {"/s": NOTHING}, Searched.ABSENT, None),
    "others": (FORM, {"/s": html(WORDS + "<a href='/2.html'>乙县召开防汛工作会议部署</a>")},
               Searched.ABSENT, None),
    "empty list": (FETCH, {"/api": (200, JSON, b"[]")}, Searched.ABSENT, None),
    "gone": (FORM, {}, Searched.FAILED, None),
    "error": (FORM, {"/s": html("oops", 500)}, Searched.FAILED, None),
    "dead": ("<div class='search'><input type='text' id='s'><a href='javascript:;'>搜索</a></div>",
             {}, Searched.DEAD, None),
    "no data": (FETCH, {"/api": html("no", 502)}, Searched.UNSURE, "search_unread"),
    "wall": (FORM, {"/s": html("<script>$_ts=1</script>", 412)}, Searched.UNSURE, "blocked"),
    "code": (FORM, {"/s": html("<p>请输入验证码</p><input name='yzm'>")}, Searched.UNSURE, "blocked"),
    "login": (FORM, {"/s": html(WORDS + "<p>请登录后查看</p>")}, Searched.UNSURE, "search_walled"),
    "elsewhere": (FORM.replace("/s'", "http://10.1.2.3/s'"), {}, Searched.UNSURE, "search_elsewhere"),
    "no box": ("<p>欢迎</p>", {}, Searched.UNSURE, "not_searched"),
}  # fmt: skip


def _pages(home: str, more: dict[str, Answer]) -> Callable[[Visit], Answer | None]:
    def answer(visit: Visit) -> Answer | None:
        path = visit.path.partition("?")[0]
        return html(WORDS + home) if path == "/" else more.get(path)

    return answer  # type: ignore[return-value]


def _sound(
    folder: Path,
    url: str,
    titles: int = 1,
    networks: str = "127.0.0.0/8",
    browser: str | None = BROWSER,
) -> list[Observation]:
    made: list[Observation] = []
    options = Options(
        home=folder,
        clock=lambda: datetime(2026, 1, 26, tzinfo=UTC),
        delay=0.0,
        networks=Networks.parse(networks),
        browser=browser,
    )
    asked = tuple((TITLE, f"{url}zwdt/1.html") for _ in range(titles))
    site = Site("jia", "jia", "甲县", url)
    asyncio.run(sound([Errand(site, asked)], options, made.append))
    return made


@pytest.mark.parametrize("name", SITES)
def test_a_search(name: str, tmp_path: Path) -> None:
    home, more, outcome, why = SITES[name]
    with serve(_pages(home, more)) as server:
        (made,) = _sound(tmp_path, server.url)
    assert made.page is not None and made.page.particulars.sounding is not None
    look = made.page.particulars.sounding.search
    assert look is not None
    assert (look.outcome, look.why) == (outcome, why)


PLAIN = {"form", "tab", "hidden", "login beside"}
"""Whose form finds the article by its address alone."""


@pytest.mark.parametrize("name", SITES)
def test_a_search_without_a_browser_finds_or_says_nothing(name: str, tmp_path: Path) -> None:
    home, more, _, _ = SITES[name]
    with serve(_pages(home, more)) as server:
        made = _sound(tmp_path, server.url, browser=None)
    looks = [one.page.particulars.sounding for one in made if one.page]
    told = [look.search.outcome for look in looks if look and look.search]
    assert told == ([Searched.FOUND] if name in PLAIN else [])


def test_what_a_form_finds_is_kept_as_it_came(tmp_path: Path) -> None:
    home, more, _, _ = SITES["form"]
    with serve(_pages(home, more)) as server:
        (made,) = _sound(tmp_path, server.url)
        assert "/s?q=" in server.log.paths[-1]
    (fetch,) = made.fetches
    assert fetch.via is Via.PLAIN
    assert made.page is not None and not made.page.rendered
    assert made.body == HITS[2]
    assert dict(fetch.headers)["content-type"] == fetch.content_type


def test_after_one_title_that_a_form_does_not_find_a_browser_looks(tmp_path: Path) -> None:
    home, more, _, _ = SITES["nothing"]
    with serve(_pages(home, more)) as server:
        made = _sound(tmp_path, server.url, titles=3)
        searches = sum(path.startswith("/s?") for path in server.log.paths)
    assert [one.fetches[0].via for one in made] == [Via.BROWSER] * 3
    assert searches == 1 + 3


def test_the_home_page_again_is_no_answer(tmp_path: Path) -> None:
    """Its news name the article, and a server that knows no search shows it for any address."""
    news = f"<ul><li><a href='/zwdt/1.html'>{TITLE}</a></li><li><a href='/zwdt/2.html'>通知</a></li></ul>"
    with serve(lambda visit: html(WORDS + FORM + news)) as server:
        assert _sound(tmp_path, server.url, browser=None) == []
    more = "".join(f"<p><a href='/zwdt/{n}.html'>通知{n}</a></p>" for n in range(3, 9))
    with serve(_pages(FORM + news, {"/s": html(WORDS + news + more)})) as server:
        assert len(_sound(tmp_path, server.url, browser=None)) == 1, "results may be among its news"


def test_without_a_browser_some_found_is_not_all(tmp_path: Path) -> None:
    """Else a search that loses some of the site's articles would pass."""
    answers = iter([HITS, HITS, NOTHING])

    def answer(visit: Visit) -> Answer:
        return html(WORDS + FORM) if visit.path == "/" else next(answers)

    with serve(answer) as server:
        assert len(_sound(tmp_path, server.url, titles=2, browser=None)) == 2
    answers = iter([HITS, NOTHING])
    with serve(answer) as server:
        assert _sound(tmp_path, server.url, titles=2, browser=None) == []
