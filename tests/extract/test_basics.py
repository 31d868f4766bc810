"""What a page tells of its office, its region, the yearly report and the standard columns."""

from __future__ import annotations

import pytest

from monitor.domain.basics import ITEMS, Basics
from monitor.extract.basics import is_report, topics_of, year_of
from monitor.extract.inspect import describe
from monitor.extract.page import read_page

URL = "http://127.0.0.1:8000/jgzn/"


def read(body: str, title: str = "机构职能", url: str = URL) -> Basics:
    text = (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"
    )
    return read_page(text.encode(), url=url).particulars.basics


@pytest.mark.parametrize(
    ("item", "body"),
    [
        ("functions", "<h3>主要职责</h3><p>（一）负责全市水资源管理。</p>"),
        ("functions", "<p>承担防汛工作；组织编制规划；指导农村水利；</p>"),
        ("bodies", "<p>内设机构：办公室、财务科</p>"),
        ("bodies", "<p>我局设6个科室：综合科、法规科</p>"),
        ("address", "<p>地　址：示范市江滨路18号</p>"),
        ("address", "<p>我局位于示范市江滨路18号</p>"),
        ("telephone", "<p>电&nbsp;话：0999-2245188</p>"),
        ("telephone", "<p>电话／传真：(0999)2245188</p>"),
        ("telephone", "<table><tr><td>联系电话</td><td>2245188</td></tr></table>"),
        ("hours", "<p>办公时间：工作日</p>"),
        ("hours", "<p>每周一至周五8:00—12:00</p>"),
        ("head", "<p>负责人：王　伟</p>"),
        ("head", "<p>局长 孙远川</p>"),
    ],
)
def test_an_item_is_read(item: str, body: str) -> None:
    assert item in read(body).agency.read


@pytest.mark.parametrize(
    ("item", "body"),
    [
        (
            "functions",
            "<h3>内设机构</h3><p>办公室：负责文电。财务科：负责预算。法规科：负责普法。</p>",
        ),
        ("functions", "<h3>主要职责</h3><h3>内设机构</h3><p>办公室。负责文电工作</p>"),
        ("bodies", "<p>请到办公室登记后前往</p>"),
        ("bodies", "<p>内设机构：</p><p>办公室电话：0999-2245188</p>"),
        ("address", "<p>网址：www.example.invalid 示范路1号站</p>"),
        ("address", "<p>地址：</p><p>电话：0999-2245188</p>"),
        ("telephone", "<p>传真：0999-2245199</p>"),
        ("telephone", "<p>技术支持电话：0999-2245199</p>"),
        ("telephone", "<p>电话：</p><p>邮编：999901 文号20240101</p>"),
        ("hours", "<p>参加工作时间：1992年7月</p>"),
        ("head", "<p>项目负责人才培养工作</p>"),
        ("head", "<p>联系办公室主任办理</p>"),
    ],
)
def test_what_only_sounds_like_an_item_is_none(item: str, body: str) -> None:
    assert item not in read(body).agency.read


def test_pictures_frames_and_files_leave_items_in_doubt() -> None:
    assert set(read('<img src="/upload/1.jpg">').agency.doubtful) == set(ITEMS)
    assert set(read('<iframe src="/nr.html"></iframe>').agency.doubtful) == set(ITEMS)
    text = "<p>本局是市政府工作部门，正处级建制。</p>" * 8
    assert read(f'{text}<p>电话：<img src="/u/1.png"></p>').agency.doubtful == ("telephone",)
    assert set(read(f'{text}<a href="/sd.doc">三定方案</a>').agency.doubtful) == {
        "functions",
        "bodies",
    }


def test_inspect_says_what_the_office_tells() -> None:
    text = "<html><title>机构职能</title><body><p>办公时间：工作日</p></body></html>"
    told = describe(read_page(text.encode(), url=URL))["agency"]
    assert told == {item: item == "hours" for item in ITEMS}
    news = "<html><title>某县新闻</title><body><p>县里召开会议。</p></body></html>"
    assert describe(read_page(news.encode(), url=URL))["agency"] is None


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2025年度政府网站工作年度报表", 2025),
        ("政府网站年度工作报表（2025年度）", 2025),
        ("二〇二五年度政府网站工作报表", 2025),
        ("甲县人民政府门户网站工作年度报表(2025年)", 2025),
        ("2026年1月公布2025年度网站年报", 2025),
        ("政府网站工作年度报…", None),
    ],
)
def test_a_yearly_report_is_known_by_its_title(title: str, year: int | None) -> None:
    assert is_report(title)
    assert year_of(title) == year


@pytest.mark.parametrize(
    "title",
    [
        "2025年政府信息公开工作年度报告",
        "关于做好2025年度政府网站工作年度报表编制工作的通知",
        "甲县2025年政府网站监管年度报表",
        "2025年第四季度政府网站检查情况",
        "2025年财务报表",
    ],
)
def test_other_papers_are_no_yearly_report(title: str) -> None:
    assert not is_report(title)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("走进梅县", "overview"), ("市情", "overview"), ("柘城概况", "overview"),
        ("机构设置", "agency"), ("某局职能配置、内设机构和人员编制规定", "agency"),
        ("联系我们", "contact"), ("公开指南", "guide"), ("信息公开制度", "rules"),
        ("信息公开目录", "statutory"), ("公开年报", "annual"),
    ],
)  # fmt: skip
def test_names_of_standard_columns(text: str, topic: str) -> None:
    assert topic in topics_of(text)


@pytest.mark.parametrize(
    "text", ["走进基层", "乡镇简介", "今日头条", "领导简介", "中介机构", "办事指南"]
)
def test_names_that_only_sound_so(text: str) -> None:
    assert topics_of(text) == ()


def test_a_text_that_describes_a_region_is_known_by_itself() -> None:
    told = "<p>甲县位于示范省东部，总面积2480平方公里，辖12个镇，人口45万。</p>"
    assert read(told, title="风采").region
    assert not read(told.replace("位于示范省东部，", ""), title="风采").region
