"""Whether a page of results has the article that was searched for."""

from __future__ import annotations

import pytest

from monitor.domain.function import Searched
from monitor.extract.results import read_results

TITLE = "甲县人民政府关于印发“十四五”水利规划的通知"
ARTICLE = "http://127.0.0.1:8000/zwgk/zcwj/t20260105_61199953.html"
URL = "http://127.0.0.1:8000/search?q=x"


def _outcome(markup: str) -> tuple[Searched, str | None]:
    page = f"<html><body><form><input name='q' value='{TITLE}'></form>{markup}</body></html>"
    return read_results(page.encode(), url=URL, title=TITLE, article=ARTICLE).outcome


@pytest.mark.parametrize(
    "hit",
    [
        f"<a href='/a/1.html'>{TITLE}</a>",
        "<a href='/a/1.html'><em>甲县</em>人民政府关于印发&ldquo;<em>十四五</em>&rdquo;水利规划的通知</a>",
        "<a href='/a/1.html'>[政策文件] 甲县人民政府关于印发“十四五”水利规划的通知 2026-01-05</a>",
        "<a href='/a/1.html'>甲县人民政府关于印发&quot;十四五&quot;水利...</a>",
        f"<a href='javascript:;' title='{TITLE}'>甲县人民政府</a>",
        "<a href='/zwgk/zcwj/t20260105_61199953.html'>查看</a>",
        "<a href='/visit.do?url=http%3A%2F%2F127.0.0.1%2Fzwgk%2Fzcwj%2Ft20260105_61199953.html'>1</a>",
        f"<h3 onclick='go(1)'>{TITLE}</h3>",
        f"<div class='jcse-result-title'>{TITLE}</div>",
        "<a href='/a/1.html'>甲县人民政府关于印发＂十四五＂水利规划的通知</a>",
    ],
)  # fmt: skip
def test_found(hit: str) -> None:
    assert _outcome(f"<div>共找到 1 条</div>{hit}") == (Searched.FOUND, None)


@pytest.mark.parametrize(
    "page",
    [
        f"<p>没有找到与“{TITLE}”相关的内容</p>",
        f"<p>搜索<b>{TITLE}</b>，共0条结果</p><a href='/search?q=y&sort=time'>{TITLE}</a>",
        f"<a href='http://127.0.0.9/s?wd=1'>去百度搜索“{TITLE}”</a>",
        "<a href='/a/2.html'>乙县人民政府关于印发“十四五”水利规划的通知</a>",
        "<ul></ul>",
        f"<div class='footer'>版权所有<a href='/zwgk/zcwj/t20260105_61199953.html'>{TITLE}</a></div>",
    ],
)
def test_not_among_the_results(page: str) -> None:
    assert _outcome(page) == (Searched.ABSENT, None)


@pytest.mark.parametrize(
    "page",
    [
        "<p>请输入验证码后继续</p>",
        "<form><input name='user'><input type='password' name='pwd'></form><p>用户登录</p>",
        "<p>访问过于频繁，请稍后再试</p>",
    ],
)
def test_a_code_or_a_login_stands_before_the_results(page: str) -> None:
    assert _outcome(page) == (Searched.UNSURE, "search_walled")
