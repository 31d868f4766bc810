"""Office holders in the layouts that real sites use; and what looks like one and is none."""

from __future__ import annotations

import pytest

from monitor.domain.evidence import Leader, PageKind
from monitor.extract.names import Label, is_name, is_post, read_labels
from monitor.extract.page import read_page
from tests.extract.reading import leaders, read

LIFE = "王伟，男，汉族，1970年5月生，大学学历，中共党员。"
DUTIES = "负责县政府常务工作，分管财政、民族、宗教、高校毕业生就业和党员教育。"


def _own(bio: str, duties: str = DUTIES, name: str = "王　伟") -> str:
    return (
        f'<div class="photo"><img src="a.jpg"></div><h3>{name}</h3><span>县委常委、副县长</span>'
        f"<div><h4>个人简历</h4><div>{bio}</div></div><div><h4>工作分工</h4><div>{duties}</div></div>"
    )


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("王伟", Label("王伟")),
        ("路　标", Label("路标")),
        ("秦  忠     纪检组长", Label("秦忠", "纪检组长")),
        ("县长 王小伟", Label("王小伟", "县长")),
        ("县委副书记、县长：王 小 伟", Label("王小伟", "县委副书记、县长")),
        ("王伟（县委常委、常务副县长）", Label("王伟", "县委常委、常务副县长")),
        ("县委常委、副县长王伟", Label("王伟", "县委常委、副县长")),
        ("局长高明", Label("高明", "局长")),
        ("姓名：欧阳明华 职务：局长", Label("欧阳明华", "局长")),
        ("王伟同志简历", Label("王伟")),
        ("阿不都拉·艾力 副县长", Label("阿不都拉·艾力", "副县长")),
        ("副县长（空缺）", Label("空缺", "副县长", vacant=True)),
        ("副县长：空　缺", Label("空缺", "副县长", vacant=True)),
        ("副县长空缺", Label("空缺", "副县长", vacant=True)),
    ],
)
def test_a_short_text_names_one_person(text: str, label: Label) -> None:
    assert read_labels(text) == (label,)


@pytest.mark.parametrize(
    "text",
    [
        "通知公告", "党建工作", "安全生产", "文件", "农业局", "应急管理局", "常委", "查看更多", "王县长",
        "联系人：王伟 科长", "责任编辑：王伟", "县长王伟调研水污染防治工作", "金永辉厅长出席研讨会",
        "领导班子成员", "县长信箱", "作者 王伟", "记者 王伟 通讯员 李明", "政府领导",
    ],
)  # fmt: skip
def test_other_short_texts_name_nobody(text: str) -> None:
    assert read_labels(text) == ()


@pytest.mark.parametrize("name", ["王建设", "高新民", "张向阳", "李自在", "方正", "时光", "武文化"])
def test_names_that_are_made_of_ordinary_words(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("县人民政府副县长", True),
        ("党组成员、副局长", True),
        ("一级调研员", True),
        ("工作职责", False),
        ("局长信箱", False),
    ],
)
def test_posts(text: str, post: bool) -> None:
    assert is_post(text) is post


def test_a_page_of_ones_own() -> None:
    page = read(_own(LIFE), "/ldzc/2018-06-24/8.html", column="政府领导")
    assert page.kind is PageKind.LEADER
    assert page.leaders == (Leader("王伟", "县委常委、副县长", bio=True),)


def test_a_page_of_ones_own_names_its_owner_though_the_menu_names_all() -> None:
    menu = (
        '<ul><li><a href="8.html">王　伟</a></li><li><a href="7.html">赵晓峰</a></li>'
        '<li><a href="6.html">钱　进</a></li></ul>'
    )
    page = read(
        f'<div>{menu}</div><div class="c">{_own(LIFE)}</div>', "/ldzc/8.html", column="政府领导"
    )
    assert page.leaders == (Leader("王伟", "县委常委、副县长", bio=True),)


def test_an_index_that_opens_with_the_first_keeps_all() -> None:
    menu = '<ul><li><a href="8.html">县长：王　伟</a></li><li><a href="7.html">副县长：赵晓峰</a></li></ul>'
    page = read(f'<div>{menu}</div><div class="c">{_own(LIFE)}</div>', "/ldzc/", column="领导信息")
    assert page.kind is PageKind.LEADERS
    assert [(one.name, one.bio) for one in page.leaders] == [("王伟", True), ("赵晓峰", None)]


def test_duties_in_the_biography_s_place_are_none() -> None:
    (one,) = leaders(_own(DUTIES), "/ldzc/8.html")
    assert (one.bio, one.duties_only) == (False, True)


def test_an_empty_place_holds_no_biography() -> None:
    (one,) = leaders(_own(""), "/ldzc/8.html")
    assert (one.bio, one.duties_only) == (False, False)


def test_duties_without_a_place_for_the_biography() -> None:
    (one,) = leaders(f"<h3>王伟</h3><p>副县长</p><h4>工作分工</h4><p>{DUTIES}</p>", "/ldzc/8.html")
    assert (one.name, one.bio, one.duties_only) == ("王伟", False, True)


def test_a_picture_in_the_biography_s_place_is_not_judged() -> None:
    (one,) = leaders(_own('<img src="jianli.jpg">'), "/ldzc/8.html")
    assert one.bio is None


@pytest.mark.parametrize(
    "life",
    [
        "王伟，女，回族，河南睢县人，2005年11月加入中国共产党，2001年9月参加工作，研究生学历。",
        "性别：男 民族：汉族 出生年月：1970年5月 学历：本科",
        "<p>1988.09—1992.07 某大学学习</p><p>1992.09—2003.09 某局科员</p><p>2003.09至今 某县副县长</p>",
        "2017年1月---至今 任县委组织部副部长、县人社局局长",
        "1970年5月出生，中央党校研究生学历，现任县委常委、副县长。",
    ],
)
def test_what_counts_as_a_biography(life: str) -> None:
    (one,) = leaders(_own(life), "/ldzc/8.html")
    assert one.bio is True


@pytest.mark.parametrize(
    "text",
    [
        "分管民族、宗教事务，联系县民族宗教局。",
        "负责人力资源、高校毕业生就业，党员教育管理。",
        "主持全面工作，组织实施2021年—2025年规划。",
        "负责男女平等、妇女儿童工作，协助分管出生人口管理。",
    ],
)
def test_duties_are_no_biography(text: str) -> None:
    (one,) = leaders(_own("", text), "/ldzc/8.html")
    assert one.bio is False


def test_links_lead_to_the_biographies() -> None:
    body = (
        "<ul><li><a href='w.html'>王　伟</a><span>县长</span></li>"
        "<li><a href='z.html'>赵晓峰</a><span>副县长</span></li>"
        "<li><a href='javascript:;'>钱　进</a><span>副县长</span></li>"
        "<li><a href='javascript:show(3)'>孙立</a><span>副县长</span></li>"
        "<li><span>（空缺）</span><span>副县长</span></li></ul>"
    )
    found = leaders(body)
    base = "http://www.jia.gov.cn/ldzc/"
    assert found == (
        Leader("王伟", "县长", f"{base}w.html", None),
        Leader("赵晓峰", "副县长", f"{base}z.html", None),
        Leader("钱进", "副县长", None, False),
        Leader("孙立", "副县长", None, None),
        Leader("空缺", "副县长", None, None, vacant=True),
    )


def test_a_table_tells_all() -> None:
    head = "<tr><th>姓名</th><th>职务</th><th>简历</th><th>工作分工</th></tr>"
    rows = (
        f"<tr><td>王　伟</td><td>局长</td><td>{LIFE}</td><td>{DUTIES}</td></tr>"
        f"<tr><td>赵晓峰</td><td>副局长</td><td></td><td>{DUTIES}</td></tr>"
        "<tr><td>空缺</td><td>副局长</td><td></td><td></td></tr>"
    )
    found = leaders(f"<table>{head}{rows}</table>")
    assert [(one.name, one.post, one.bio, one.vacant) for one in found] == [
        ("王伟", "局长", True, False),
        ("赵晓峰", "副局长", False, False),
        ("空缺", "副局长", None, True),
    ]


def test_parts_below_a_menu_of_anchors() -> None:
    persons = (("王　伟", "县长", LIFE), ("赵晓峰", "副县长", ""), ("空缺", "副县长", ""))
    menu = "".join(
        f'<li><a href="#l{n}">{post}：{name}</a></li>' for n, (name, post, _) in enumerate(persons)
    )
    parts = "".join(
        f'<div id="l{n}"><h3>{name}</h3><dl><dt>担任职务：{post}</dt><dt>个人简历：</dt><dd>{bio}</dd>'
        f"<dt>工作职责：</dt><dd>{DUTIES if name != '空缺' else ''}</dd></dl></div>"
        for n, (name, post, bio) in enumerate(persons)
    )
    found = leaders(f"<ul>{menu}</ul><div>{parts}</div>")
    assert [(one.name, one.post, one.bio, one.duties_only, one.vacant) for one in found] == [
        ("王伟", "县长", True, False, False),
        ("赵晓峰", "副县长", False, False, False),
        ("空缺", "副县长", None, False, True),
    ]


def test_flat_headings_and_paragraphs() -> None:
    body = (
        f"<h3>王伟</h3><p>县长</p><p>{LIFE}</p><h3>赵晓峰</h3><p>副县长</p><p>{DUTIES}</p>"
        "<h3>钱进</h3><p>副县长</p><p>男，汉族，1972年3月生，本科学历。</p>"
    )
    found = leaders(body)
    assert [(one.name, one.post, one.bio, one.duties_only) for one in found] == [
        ("王伟", "县长", True, False),
        ("赵晓峰", "副县长", False, True),
        ("钱进", "副县长", True, False),
    ]


def test_tabs_whose_panels_name_nobody_accuse_nobody() -> None:
    tabs = "<ul><li>县长 王伟</li><li>副县长 赵晓峰</li></ul>"
    panels = "<p>男，汉族，1970年5月生，大学学历。</p><p>女，汉族，1975年3月生，研究生学历。</p>"
    found = leaders(f"<div>{tabs}</div><div>{panels}</div>")
    assert [one.name for one in found] == ["王伟", "赵晓峰"]
    assert not any(one.bio is False for one in found)


def test_paragraphs_that_begin_with_the_name() -> None:
    body = f"<p>{LIFE}现任甲县人民政府县长。</p><p>赵 峰，女，汉族，1975年3月出生，现任甲县副县长。</p>"
    found = leaders(body)
    assert [(one.name, one.post, one.bio) for one in found] == [
        ("王伟", "甲县人民政府县长", True),
        ("赵峰", "甲县副县长", True),
    ]


def test_names_under_the_heading_of_their_post() -> None:
    body = (
        "<div><h4>县长</h4><ul><li><a href='1.html'>王　伟</a></li></ul></div>"
        "<div><h4>副县长</h4><ul><li><a href='2.html'>赵晓峰</a></li>"
        "<li><a href='3.html'>钱进</a></li></ul></div>"
    )
    assert [(one.name, one.post) for one in leaders(body)] == [
        ("王伟", "县长"),
        ("赵晓峰", "副县长"),
        ("钱进", "副县长"),
    ]


def test_news_beside_the_leaders_name_nobody() -> None:
    titles = ("县长李强调研农业农村工作", "周总结会召开", "张书记讲话")
    news = "".join(f"<li><a href='n{n}.html'>{title}</a></li>" for n, title in enumerate(titles))
    body = f"<ul><li><a href='w.html'>县长 王伟</a></li></ul><h3>领导活动</h3><ul>{news}</ul>"
    assert [one.name for one in leaders(f"{body}<p>责任编辑：马超</p>")] == ["王伟"]


def test_a_column_of_news_about_leaders_is_none() -> None:
    assert leaders("<ul><li><a href='1.html'>县长 王伟</a></li></ul>", "/ldhd/", "领导活动") == ()


def test_an_unpromised_page_names_nobody() -> None:
    public = f"<h1>任前公示</h1><p>{LIFE}现任某局局长，拟任副县长。</p><p>局长 赵晓峰</p>"
    assert leaders(public, "/rsxx/t20200101_1.html", "人事信息") == ()
    assert leaders("<p>县长 王伟</p>", "/tzgg/t20200101_2.html", "通知公告") == ()


def test_an_unpromised_page_titled_with_a_name_is_read() -> None:
    page = read(_own(LIFE), "/a/8.html", column="其他", title="王伟_甲县人民政府")
    assert [(one.name, one.bio) for one in page.leaders] == [("王伟", True)]


def test_names_of_places_in_a_menu_are_no_persons() -> None:
    menu = "".join(
        f"<li><a href='{n}/'>{n}</a></li>"
        for n in ("黄江镇", "石马镇", "安平乡", "金山区", "文化局", "党建")
    )
    assert leaders(f"<ul>{menu}</ul>") == ()


def test_biographies_that_a_script_fetches_are_not_judged() -> None:
    body = "<ul><li>县长 王伟</li><li>副县长 赵晓峰</li></ul><script>$.ajax({url: '/ld.json'});</script>"
    assert [(one.name, one.bio) for one in leaders(body)] == [("王伟", None), ("赵晓峰", None)]


@pytest.mark.parametrize(
    "raw", [b"", b"<", b"\xff" * 99, b"<td><td>" * 999, b"<a href='http://['>\xe7</a>"]
)
def test_odd_bytes_name_nobody(raw: bytes) -> None:
    assert read_page(raw, url="http://www.jia.gov.cn/ldzc/", role="leaders").leaders == ()
