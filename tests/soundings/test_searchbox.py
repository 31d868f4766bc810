"""Which form of a page searches the site, and what a browser would ask of it."""

from __future__ import annotations

import pytest

from monitor.extract.searchbox import SearchForm, read_search_form

URL = "http://www.jia.gov.cn/index.html"
BOX = "<input name='q' placeholder='请输入关键字'>"


def _form(markup: str, encoding: str = "utf-8") -> SearchForm | None:
    page = (
        f"<html><head><meta charset={encoding}></head><body><p>甲县政府</p>{markup}</body></html>"
    )
    return read_search_form(page.encode(encoding), url=URL)


def test_what_goes_with_the_words() -> None:
    form = _form(
        "<form action='/so/result?x=1#top'><input type=hidden name=site value='甲'>"
        "<select name=kind><option value=a>全部<option value=b selected>标题</select>"
        "<select name=sort><option>时间</select>"
        "<input type=radio name=way value=1><input type=radio name=way value=2 checked>"
        f"{BOX}<input type=submit name=go value='搜索'></form>"
    )
    assert form is not None
    assert form.address("春耕 备耕") == (
        "http://www.jia.gov.cn/so/result?site=%E7%94%B2&kind=b&sort=%E6%97%B6%E9%97%B4&way=2"
        "&q=%E6%98%A5%E8%80%95+%E5%A4%87%E8%80%95"
    )


def test_the_words_are_sent_as_the_page_is_written() -> None:
    form = _form(f"<form action='/s'>{BOX}</form>", "gbk")
    assert form is not None
    assert form.address("春耕") == "http://www.jia.gov.cn/s?q=%B4%BA%B8%FB"


def test_a_form_without_an_address_leads_to_its_page() -> None:
    form = _form(f"<form>{BOX}</form>")
    assert form is not None and form.action == URL


@pytest.mark.parametrize(
    "markup",
    [
        "<form action='/s'><input type='search' name='words'></form>",
        "<form action='/s'><input name='kw'></form>",
        "<form action='/s' class='top-search'><input name='a'></form>",
        "<form action='/jiansuo.jsp'><input name='a'></form>",
        "<form><input name='user'><input type='password' name='p'></form>"
        "<form action='/s'><input name='keyword'></form>",
    ],
)
def test_a_form_that_searches(markup: str) -> None:
    form = _form(markup)
    assert form is not None and "/" in form.action


@pytest.mark.parametrize(
    "markup",
    [
        "<p>没有表单</p>",
        f"<form action='/s' method='post'>{BOX}</form>",
        f"<form action='http://search.example.com/s'>{BOX}</form>",
        f"<form action='/s'>{BOX}<input type='password' name='p'></form>",
        f"<form action='/s'>{BOX}<input name='q2'></form>",
        "<form action='/s'><input placeholder='请输入关键字'></form>",
        "<form action='/vote'><input name='opinion'></form>",
        "<form action='/search'><input name='username'></form>",
        "<form action='javascript:go()' method='dialog'><input name='q'></form>",
    ],
)
def test_a_form_that_does_not(markup: str) -> None:
    assert _form(markup) is None
