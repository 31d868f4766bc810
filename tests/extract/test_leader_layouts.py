"""More layouts of leaders' pages: rows of names, spread posts, forms, and lives told step by step."""

from __future__ import annotations

import pytest

from monitor.domain.evidence import PageKind
from monitor.extract.columns import names_leaders
from monitor.extract.inspect import describe
from monitor.extract.names import Label, read_labels
from tests.extract.reading import leaders, read

LIFE = "男，汉族，1968年9月出生，1990年7月参加工作，中共党员，在职研究生学历。"
DUTIES = "负责教育、卫生健康、民政等工作，分管县教育局。"


def _own(place: str, caption: str = "个人简历", more: str = "") -> str:
    return (
        f'<img src="a.jpg"><h2>程　远</h2><p>副县长</p><h4>{caption}</h4><div>{place}</div>{more}'
        f"<h4>工作分工</h4><p>{DUTIES}</p>"
    )


def _table(*rows: tuple[str, ...]) -> str:
    made = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{made}</table>"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("副局长：王伟、李　明、赵晓峰", [("王伟", "副局长"), ("李明", "副局长"), ("赵晓峰", "副局长")]),
        ("局　　长：陈　勇", [("陈勇", "局长")]),
        ("于　洋 局　长", [("于洋", "局长")]),
        ("局　长　陈　勇", [("陈勇", "局长")]),
        ("王 小 伟 县 长", [("王小伟", "县长")]),
        ("1.陈勇 党组书记、局长", [("陈勇", "党组书记、局长")]),
        ("（二）副局长 林小燕", [("林小燕", "副局长")]),
        ("三、总规划师　陈勇", [("陈勇", "总规划师")]),
        ("县委书记 莫凡 详细简历>>", [("莫凡", "县委书记")]),
        ("一级高级主办　陈勇", [("陈勇", "一级高级主办")]),
    ],
)  # fmt: skip
def test_rows_numbers_and_spread_words(text: str, labels: list[tuple[str, str]]) -> None:
    assert read_labels(text) == tuple(Label(name, post) for name, post in labels)


@pytest.mark.parametrize(
    "place",
    [
        "<p>1990年7月参加工作</p><p>1995年8月任某镇副镇长</p><p>2016年9月任副县长</p>",
        "<p>1995年8月，任某镇副镇长；</p><p>2001年3月，任某局副局长</p>",
        "<table><tr><td>1990-07 至 1995-08</td><td>某镇干部</td></tr></table>",
        "<p>199007-199508 某镇干部</p><p>199508-200103 某局科员</p>",
        "一九九〇年七月至一九九五年八月，某镇干部；一九九五年八月至二〇〇一年三月，某局科员",
        "男，汉族，１９７０年５月出生，大学学历。",
    ],
)
def test_a_life_told_step_by_step(place: str) -> None:
    (one,) = leaders(_own(place), "/ldzc/8.html")
    assert one.bio is True


@pytest.mark.parametrize(
    "place", ["", "暂无", "负责2021年—2025年规划编制工作。", "现任甲县人民政府副县长"]
)
def test_an_empty_place_beside_duties_accuses(place: str) -> None:
    (one,) = leaders(_own(place), "/ldzc/8.html")
    assert one.bio is False


@pytest.mark.parametrize(
    "place",
    [
        "<a href='files/jl.doc'>程远简历.doc</a>",
        "<iframe src='jl_3.html'></iframe>",
        "<div id='jl'></div><script>$('#jl').load('jl_3.html');</script>",
        "<div id='jl'></div><script>$.getJSON('/api?id=3',function(d){$('#jl').html(d)})</script>",
    ],
)
def test_a_life_in_a_file_a_frame_or_an_answer_is_not_judged(place: str) -> None:
    page = read(_own(place), "/ldzc/8.html", column="领导之窗")
    assert [one.bio for one in page.leaders] == [None]
    assert page.needs_script is ("script" in place)


def test_a_page_of_ones_own_that_is_one_picture_is_not_judged() -> None:
    (one,) = leaders("<h2>程远</h2><p>副县长</p><img src='jl.jpg'>", "/ldzc/8.html")
    assert one.bio is None


def test_a_table_leads_to_the_biographies() -> None:
    rows = [
        (name, "副局长", f"<a href='{n}.html'>查看</a>")
        for n, name in enumerate(("陈勇", "林小燕"))
    ]
    found = leaders(_table(("姓名", "职务", "简历"), *rows))
    assert [(one.name, one.bio, one.url is not None) for one in found] == [
        ("陈勇", None, True),
        ("林小燕", None, True),
    ]


def test_a_form_for_each() -> None:
    body = "".join(
        _table(
            ("姓名", name), ("性别", sex), ("出生年月", birth), ("职务", post), ("工作分工", DUTIES)
        )
        for name, sex, birth, post in (
            ("程　远", "男", "1970年5月", "局长"),
            ("方圆", "", "", "副局长"),
        )
    )
    assert [(one.name, one.post, one.bio) for one in leaders(body)] == [
        ("程远", "局长", True),
        ("方圆", "副局长", False),
    ]


def test_duties_in_the_line_of_the_name() -> None:
    body = (
        "<p>（一）陈勇：党组书记、局长。主持县教育局全面工作。</p>"
        f"<p>党组成员、副局长林小燕：{DUTIES}</p><p>邓　伟　副局长：{DUTIES}</p>"
    )
    assert [(one.name, one.post, one.bio) for one in leaders(body)] == [
        ("陈勇", "党组书记、局长", False),
        ("林小燕", "党组成员、副局长", False),
        ("邓伟", "副局长", False),
    ]


def test_names_under_headings_without_posts_beside_menus_of_the_same_make() -> None:
    menu = "".join(f"<li><a href='/m{n}/'>栏目{n}</a></li>" for n in range(12))
    groups = (
        ("县委领导", ("王志刚", "赵　兵")),
        ("县政府领导", ("钱勇", "冯芳")),
        ("县政协领导", ("郑爽",)),
    )
    parts = "".join(
        f"<div><h3>{head}</h3><ul>{''.join(f'<li><a href={n}.html>{n}</a></li>' for n in names)}</ul></div>"
        for head, names in groups
    )
    found = leaders(f"<ul>{menu}</ul>{parts}")
    assert [one.name for one in found] == ["王志刚", "赵兵", "钱勇", "冯芳", "郑爽"]


PAST = _table(("姓名", "职务", "任职时间"), ("赵德胜", "县长", "1983.05—1987.03"))


def test_holders_of_the_past_below_those_of_today() -> None:
    now = "<h3>现任领导</h3><ul><li><a href='1.html'>县长　陈勇</a></li></ul>"
    assert [one.name for one in leaders(f"{now}<h3>历任领导</h3>{PAST}")] == ["陈勇"]
    assert [one.name for one in leaders(f"<h3>历任领导</h3>{PAST}{now}")] == ["陈勇"]


@pytest.mark.parametrize("column", ["历任领导", "历届领导班子", "历任县长名录"])
def test_a_page_of_the_past_presents_nobody(column: str) -> None:
    assert leaders(PAST, "/xq/lrld/", column) == ()


def test_those_without_an_office_are_no_leaders() -> None:
    body = f"<h1>王志刚</h1><h4>个人简介</h4><p>王志刚，{LIFE}现任某公司董事长。</p>"
    page = read(body, "/zt/post_77777.html", column="全国劳模", title="王志刚_甲县人民政府")
    assert page.leaders == ()


def test_a_page_about_the_office_may_name_its_leaders_in_a_part() -> None:
    body = (
        "<h3>主要职责</h3><p>贯彻执行教育方针政策，拟订教育改革与发展的政策和规划并组织实施。</p><h3>领导班子成员</h3>"
        "<p>局长：陈勇</p><p>副局长：林小燕</p><h3>内设机构</h3><p>办公室 人事股 财务股</p>"
    )
    page = read(body, "/zwgk/jgzn/", column="机构职能")
    assert [(one.name, one.post) for one in page.leaders] == [
        ("陈勇", "局长"),
        ("林小燕", "副局长"),
    ]
    assert page.kind not in (PageKind.LEADERS, PageKind.LEADER)
    assert describe(page)["leaders"] == []


def test_heads_of_divisions_are_no_leaders() -> None:
    body = _table(("内设机构", "职责", "负责人"), ("办公室", "负责日常工作", "主任：陈辉"))
    assert read(body, "/zwgk/nsjg/", column="内设机构").leaders == ()


@pytest.mark.parametrize(
    "name",
    ["厅领导", "院领导", "街道领导", "党政领导", "四套班子", "局长之窗", "副市长", "党组成员",
     "领导名单", "领导集体", "政府工作机构负责人", "书记市长", "書記、縣長", "領導之窗"],
)  # fmt: skip
def test_names_of_leaders_columns(name: str) -> None:
    assert names_leaders(name)


@pytest.mark.parametrize(
    "name",
    ["历任领导", "领导班子建设", "加强党的领导", "党和国家领导人", "组织领导", "市长信箱",
     "领导访谈", "副市长调研", "校长风采", "项目负责人", "县长书记会"],
)  # fmt: skip
def test_other_columns_with_the_same_words(name: str) -> None:
    assert not names_leaders(name)


@pytest.mark.parametrize(
    "hidden",
    [
        "<i data-intro='陈勇，{life}'></i>",
        "<textarea style='display:none'>陈　勇，{life}</textarea>",
        "<script>var lives=[{{name:'陈勇',life:'陈勇，{life}'}}];</script>",
    ],
)
def test_a_life_that_only_a_script_shows_is_not_judged(hidden: str) -> None:
    told = hidden.format(life=LIFE)
    body = f"<div><p>陈勇</p><p>县长</p>{told}</div><div><p>林小燕</p><p>副县长</p></div>"
    assert [(one.name, one.bio) for one in leaders(body)] == [("陈勇", None), ("林小燕", False)]


def test_reports_of_meetings_name_nobody() -> None:
    news = "<p>县长赵钱孙主持召开会议</p><p>副县长周武，主持会议并讲话</p><p>副县长吴郑：负责人应到场</p>"
    card = "<ul><li><a href='1.html'>县长　陈勇</a></li></ul>"
    assert [one.name for one in leaders(f"{card}<h3>工作动态</h3>{news}")] == ["陈勇"]


@pytest.mark.parametrize(
    ("life", "told"),
    [(f"陈勇，{LIFE}", True), ("该同志长期在基层工作，" + LIFE, False)],
)
def test_a_page_called_like_a_person_whose_life_begins_with_the_name(life: str, told: bool) -> None:
    body = f"<h3>陈勇</h3><p>县长</p><p>{life}</p>"
    page = read(body, "/show.asp?id=7", column="政务要闻", title="陈勇_甲县人民政府")
    assert [one.name for one in page.leaders] == (["陈勇"] if told else [])
