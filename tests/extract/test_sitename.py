"""What a home page calls itself, against the names it may bear."""

from __future__ import annotations

import pytest

from monitor.domain.function import Naming
from monitor.extract.sitename import naming

COUNTY = ("甲县人民政府门户网站", "甲县")
OFFICE = ("示范市发展和改革局", "示范市发展改革局", "示范市人民政府门户网站")


@pytest.mark.parametrize(
    "title",
    [
        "甲县人民政府门户网站", "甲县人民政府", "中国·甲县", "甲县政府网", "欢迎访问甲县人民政府网",
        "首页-甲县人民政府", "甲縣人民政府門戶網站", "甲县人民政府公众信息网", "中国 甲县",
        "甲 县 人 民 政 府",
        "示范市甲县人民政府", "甲县政务网 - 首页", "【甲县】人民政府", "甲县_甲县人民政府",
        "中共甲县委员会 甲县人民政府", "广东省示范市甲县人民政府",
    ],
)  # fmt: skip
def test_a_region_under_its_own_name(title: str) -> None:
    assert naming(title, (), COUNTY)[0] is Naming.OWN


@pytest.mark.parametrize(
    "title",
    [
        "示范市发展和改革局", "示范市发改局", "发展改革局", "示范发改网", "示范市人民政府门户网站",
        "首页 | 示范市发展和改革局", "示范市发展改革局频道", "示範市發展和改革局",
    ],
)  # fmt: skip
def test_an_office_under_a_short_name_or_its_portals(title: str) -> None:
    assert naming(title, (), OFFICE)[0] is Naming.OWN


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("乙县人民政府门户网站", COUNTY), ("欢迎访问乙县人民政府网", COUNTY), ("中国·乙县人民政府", COUNTY),
        ("乙县人民政府-首页", COUNTY), ("丙市教育局", OFFICE), ("示范市教育局", OFFICE),
        ("示范市水务局网站", OFFICE), ("乙市发展和改革局", OFFICE), ("乙縣人民政府", COUNTY),
        ("示范市甲县教育局", ("示范市甲县水务局",)),
    ],
)  # fmt: skip
def test_somebody_elses_name(title: str, expected: tuple[str, ...]) -> None:
    assert naming(title, (), expected) == (Naming.OTHER, title)


@pytest.mark.parametrize(
    "title",
    [
        "首页", "网站首页", "index", "Index.html", "无标题文档", "Untitled Document", "欢迎访问",
        "欢迎光临！", "新建网页 1", "New Page 1", "网站标题", "default", "Home", "欢迎访问本站", "【首页】",
        "PowerEasy CMS", "欢迎您访问我们的网站",
    ],
)  # fmt: skip
def test_a_title_that_came_with_the_template(title: str) -> None:
    assert naming(title, ("甲县人民政府门户网站",), COUNTY) == (Naming.DEFAULT, title)


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("茶乡之窗", ()), ("", ()), ("Jia County People's Government", ()), ("南粤清风", ()),
        ("政务公开", ()), ("信息公开平台", ()), ("智慧城市建设成果展示", ("某某会议在市召开",)),
    ],
)  # fmt: skip
def test_a_name_that_tells_nothing_is_held_against_nobody(
    title: str, names: tuple[str, ...]
) -> None:
    assert naming(title, names, COUNTY)[0] is Naming.UNCLEAR


def test_other_names_speak_where_the_title_does_not() -> None:
    assert naming("政务之窗", ("甲县人民政府",), COUNTY) == (Naming.OWN, "甲县人民政府")
    assert naming("政务之窗", ("乙县人民政府",), COUNTY) == (Naming.OTHER, "乙县人民政府")
    assert naming("", ("乙县人民政府", "甲县人民政府"), COUNTY)[0] is Naming.OWN


def test_a_superior_of_the_same_region_is_nobody_else() -> None:
    assert naming("示范市人民政府", (), ("示范市教育局",))[0] is not Naming.OTHER
    assert naming("中华人民共和国教育部", (), ("示范市教育局",))[0] is not Naming.OTHER


@pytest.mark.parametrize(
    "shown",
    [
        "政府信息公开",
        "政府网站年度报表",
        "我为政府网站找错",
        "新时代文明实践中心",
        "网上办事大厅",
        "新闻发布会",
    ],
)
def test_columns_and_campaigns_in_a_head_are_no_names(shown: str) -> None:
    assert naming("医保在线", (shown,), ("示范市医疗保障局",))[0] is Naming.UNCLEAR
    assert naming(shown, (), ("示范市医疗保障局",))[0] is Naming.UNCLEAR


@pytest.mark.parametrize(
    ("own", "shown", "expected"),
    [
        ("示范市民政局", "示范市财政局", Naming.OTHER),
        ("示范市应急管理局", "示范市市场监督管理局", Naming.OTHER),
        ("示范市水务局", "示范市水利局", Naming.UNCLEAR),
        ("示范市教育局", "示范市教育体育局", Naming.OWN),
    ],
)
def test_what_all_administrations_are_called_alike_does_not_make_them_one(
    own: str, shown: str, expected: Naming
) -> None:
    assert naming(shown, (), (own,))[0] is expected


def test_a_title_of_which_every_part_came_with_a_template() -> None:
    assert naming("网站首页-Powered by EmpireCMS", (), OFFICE)[0] is Naming.DEFAULT
    assert naming("首页-甲县人民政府", (), COUNTY)[0] is Naming.OWN
