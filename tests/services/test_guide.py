"""Guides to single services: which pages are one, what they tell, and what stands where it is not read."""

from __future__ import annotations

import pytest

from monitor.domain.guide import ELEMENTS, Guide
from monitor.extract.labels import keys_of
from monitor.extract.nature import nature_of
from monitor.extract.page import read_page
from tests.extract.labelled import PAGES

URL = "http://127.0.0.1:8000/bszn/content/post_1.html"
TRAIL = (
    '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/bszn/">办事指南</a></div>'
)


def guide(body: str, title: str = "婚姻登记办事指南", trail: str = TRAIL) -> Guide | None:
    text = f"<html><head><title>{title}</title></head><body>{trail}<h1>{title}</h1>{body}</body></html>"
    return read_page(text.encode(), url=URL).particulars.services.guide


def told(body: str) -> set[str]:
    found = guide(body)
    assert found is not None
    return set(found.present) - {"name"}


@pytest.mark.parametrize(
    ("phrase", "keys"),
    [
        ("设定依据", ("basis",)),
        ("收费依据及标准", ("fee",)),
        ("办理地点、时间及联系电话", ("place", "time", "phone")),
        ("办理地点/时间", ("place", "time")),
        ("咨询、投诉电话", ("phone",)),
        ("监督投诉电话", ("other",)),
        ("申请材料目录", ("materials",)),
        ("地　址", ("place",)),
        ("法定时限（工作日）", ("time",)),
        ("服务对象", ("other",)),
        ("身份证", ()),
        ("其他材料", ()),
        ("不收费", ()),
        ("申请", ()),
    ],
)
def test_a_label_names_its_elements_and_nothing_else_is_one(
    phrase: str, keys: tuple[str, ...]
) -> None:
    assert keys_of(phrase) == keys


@pytest.mark.parametrize(
    "body",
    [
        "<h3>设定依据</h3><p>《婚姻登记条例》</p><h3>申请材料</h3><p>身份证</p>",
        "<p><b>一、设定依据</b></p><p>《婚姻登记条例》</p><p><b>二、申请材料</b></p><p>1.身份证</p>",
        "<p>设定依据：《婚姻登记条例》</p><p>申请材料：身份证</p>",
        "<table><tr><td>设定依据</td><td>《婚姻登记条例》</td></tr><tr><td>申请材料</td><td>身份证</td></tr></table>",
        "<table><tr><th>设定依据</th><th>申请材料</th><th>备注</th></tr><tr><td>条例</td><td>身份证</td><td></td></tr></table>",
        "<dl><dt>设定依据</dt><dd>《婚姻登记条例》</dd><dt>申请材料</dt><dd>身份证</dd></dl>",
        "<p><span>设定</span><span>依据</span><span>《婚姻登记条例》</span></p><p>【申请材料】身份证</p>",
        "<ul><li>设定依据</li><li>申请材料</li><li>备注</li></ul><div><div>条例</div><div>身份证</div><div></div></div>",
    ],
)  # fmt: skip
def test_an_element_is_told_wherever_it_stands(body: str) -> None:
    assert {"basis", "materials"} <= told(body)


@pytest.mark.parametrize("nothing", ["", "&nbsp;", "暂无", "待补充", "——", "<span></span>"])
def test_a_place_that_holds_nothing_tells_nothing(nothing: str) -> None:
    rows = f"<tr><td>办理地点</td><td>{nothing}</td></tr><tr><td>申请材料</td><td>身份证</td></tr>"
    assert told(f"<table>{rows}</table>") == {"materials"}


def test_none_is_an_answer_to_what_may_be_none() -> None:
    rows = "".join(f"<tr><td>{one}</td><td>无</td></tr>" for one in ("收费标准", "联系电话"))
    assert told(f"<table>{rows}<tr><td>申请材料</td><td>身份证</td></tr></table>") == {
        "fee",
        "materials",
    }


def test_the_day_of_publication_is_no_time_of_service() -> None:
    assert told("<p>时间：2025-03-04 来源：民政局</p><p>申请材料：身份证</p>") == {"materials"}


def test_a_number_for_complaints_is_no_contact() -> None:
    assert told("<p>申请材料：身份证</p><p>监督投诉电话：0999-2612388</p>") == {"materials"}
    assert "phone" in told("<p>申请材料：身份证</p><p>详询0999-2612388</p>")


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("关于婚姻登记办事指南的通知", "办事指南"),
        ("婚姻登记办法", "办事指南"),
        ("婚姻登记办事指南", "工作动态"),
        ("婚姻登记办事指南发布", "办事服务"),
        ("如何办理婚姻登记？", "常见问题"),
        ("小学招生简章", "办事服务"),
        ("政府信息公开指南", "政务公开"),
    ],
)
def test_what_carries_the_words_of_a_guide_is_none(title: str, column: str) -> None:
    trail = TRAIL.replace("办事指南", column)
    fields = (
        "<p>申请条件：年满</p><p>申请材料：身份证</p><p>办理流程：申请</p><p>咨询电话：2612388</p>"
    )
    assert guide(fields, title, trail) is None
    assert guide(fields) is not None


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        ('<p>申请材料：身份证</p><p><a href="/a.doc">婚姻登记办事指南.doc</a></p>', "in_file"),
        ('<p>申请材料：身份证</p><p><a href="/a.doc">结婚登记申请表.doc</a></p>', None),
        ('<p>申请材料：身份证</p><img src="/p1.jpg">', "picture_only"),
        ('<p>申请材料：身份证</p><img src="/images/icon.gif">', None),
        ("<p>申请材料：{{item.materials}}</p>", "script_built"),
    ],
)
def test_where_the_rest_may_stand(body: str, hidden: str | None) -> None:
    found = guide(body)
    assert found is not None
    assert found.hidden == hidden


@pytest.mark.parametrize(
    ("materials", "vague"),
    [
        ("1.申请表；2.法律法规规定的其他材料", ("其他材料",)),
        ("身份证、户口簿等", ("户口簿等",)),
        ("1.申请表；2.其他应收款明细表", ()),
        ("身份证、合同等", ("合同等",)),
        ("身份证，二者效力同等", ()),
        ("无需提交其他材料", ()),
        ("其他证明材料（结婚证、离婚证）", ()),
        ("其他材料（如有）", ("其他材料",)),
    ],
)
def test_open_ended_materials(materials: str, vague: tuple[str, ...]) -> None:
    found = guide(f"<p>申请条件：其他材料齐全</p><p>申请材料：{materials}</p>")
    assert found is not None
    assert [phrase[-len(one) :] for phrase, one in zip(found.vague, vague, strict=True)] == list(
        vague
    )


def test_forms_by_their_links_and_their_rows() -> None:
    found = guide(
        '<p>申请材料：<a href="/f/1.doc">结婚登记申请表</a></p><table><tr><td>声明书承诺书</td>'
        '<td><a href="/f/2.pdf">下载</a></td></tr></table><p>登记单位：<a href="/mz/">民政局</a></p>'
        "<p>1.婚姻状况登记表（点击下载）</p>"
    )
    assert found is not None
    assert [(one.name, one.kind) for one in found.forms] == [
        ("结婚登记申请表", "doc"),
        ("声明书承诺书", "pdf"),
        ("婚姻状况登记表", ""),
    ]
    assert found.forms[2].url is None


@pytest.mark.parametrize(
    ("body", "nature"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\n%PDF-1.4", "pdf"),
        (b"PK\x03\x04..", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (b"{\\rtf1", "rtf"),
        (b"\x89PNG\r\n", "image"),
        (b'<html xmlns:o="urn:schemas-microsoft-com:office:office">', "office"),
        (b"<!DOCTYPE html><p>x</p>", "html"),
        (b"<html><input type='password'></html>", "login"),
        ("<html><h1>统一身份认证</h1></html>".encode("gb18030"), "login"),
        (b"<html><embed src='x' type='application/pdf'></html>", "viewer"),
        (b'{"code": 404}', "json"),
        ("姓名,单位".encode("gb18030"), "text"),
        (b"\x01\x00\x02", "binary"),
    ],
)
def test_the_first_bytes_tell_what_a_file_is(body: bytes, nature: str) -> None:
    assert nature_of(body) == nature


def test_elements_are_ten() -> None:
    assert len(ELEMENTS) == len(set(ELEMENTS)) == 10


@pytest.mark.skipif(not PAGES.is_dir(), reason="no real pages here")
def test_no_real_page_that_is_no_guide_is_taken_for_one() -> None:
    """None of the pages that lie at hand is a guide to a service."""
    for path in sorted(PAGES.glob("*.html")):
        page = read_page(path.read_bytes(), url=f"http://127.0.0.1:8000/{path.name}")
        assert page.particulars.services.guide is None, path.name
