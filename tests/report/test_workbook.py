"""The workbook of a unit, read back with openpyxl."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from monitor.domain.defect import Decision, DecisionKind
from monitor.report.sheet import MAX_CELL
from monitor.report.unit import Mark, Proposal, UnitReport
from monitor.report.workbook import write_all, write_unit_workbook
from tests.report.world import (
    AS_OF,
    BASE,
    EMPTY_UNIT,
    FULL,
    RUBRIC,
    SCORE,
    UNIT,
    broken,
    record,
    report,
)

_HEADINGS = """
序号 责任单位 对象类别 对象名称 网站标识码或账号ID 指标编号 指标名称 检查标准 问题类型 问题描述 栏目名称
问题URL 上一级URL 返回码/最后更新日期/未更新天数 证据 监测时间 首次发现时间 问题级别 是否单项否决 扣分
整改期限 整改状态 复查时间/结果 备注 是否纳入 理由 审核人 问题编号 校验码
"""
_LINK_HEADINGS = """
序号 对象名称 资源类型 链接标题 不可用链接 上一级URL 涉及页面数 返回码 链接范围 监测时间 问题级别 扣分
是否纳入 理由 审核人 问题编号 校验码
"""
_PROPOSAL_HEADINGS = """
序号 对象名称 指标编号 指标名称 检查标准 处理建议 数量 涉及问题编号 是否认定 理由 审核人 问题编号 校验码
"""
HEADINGS, LINK_HEADINGS = _HEADINGS.split(), _LINK_HEADINGS.split()
PROPOSAL_HEADINGS = _PROPOSAL_HEADINGS.split()
SITE = UNIT.sites[0].name


def book(folder: Path, made: UnitReport) -> Workbook:
    return load_workbook(write_unit_workbook(folder / "甲.xlsx", made, RUBRIC))


def lines(sheet: Worksheet) -> list[dict[str, object]]:
    """Rows by heading, without what a reader does not see."""
    head, *rows = sheet.iter_rows(min_row=3, values_only=True)
    names = [str(name) for name in head]
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return [{name: value for name, value in line.items() if name != "校验码"} for line in found]


def test_sheets_and_their_headings(tmp_path: Path) -> None:
    made = book(tmp_path, FULL)
    assert made.sheetnames == ["问题清单", "临期提醒", "不可用链接", "未能核验", "待认定指标"]
    heads = [[cell.value for cell in sheet[3]] for sheet in made.worksheets]
    assert heads == [
        HEADINGS,
        ["对象名称", "栏目名称", "栏目类别", "栏目URL", "最新日期", "到期日", "剩余天数", "备注"],
        LINK_HEADINGS,
        ["对象名称", "项目", "原因", "数量"],
        PROPOSAL_HEADINGS,
    ]


def test_a_line_of_the_list(tmp_path: Path) -> None:
    line = lines(book(tmp_path, FULL)["问题清单"])[0]
    assert line == dict.fromkeys(HEADINGS[:-1]) | {
        "序号": 1,
        "责任单位": "甲县",
        "对象类别": "门户网站",
        "对象名称": "甲县人民政府门户网站",
        "网站标识码或账号ID": "9999010001",
        "指标编号": "WV-1\nWD-1",
        "指标名称": "栏目不更新\n动态要闻",
        "检查标准": "某函〔2019〕19号 单项否决·第1项\n扣分指标·动态要闻",
        "问题类型": "栏目不更新",
        "问题描述": "甲县门户网站“部门动态”栏目最新信息日期为2026-01-10",
        "栏目名称": "部门动态",
        "问题URL": f"{BASE}bmdt/",
        "上一级URL": BASE,
        "返回码/最后更新日期/未更新天数": "最后更新2026-01-10，已81天",
        "证据": "网页原文 SHA-256 abababababababab\n浏览器渲染 SHA-256 cdcdcdcdcdcdcdcd",
        "监测时间": "2026-04-01 00:30",
        "首次发现时间": "2026-03-31 22:00",
        "问题级别": "机器复核属实",
        "是否单项否决": "否",
        "扣分": 5,
        "整改期限": "待定",
        "备注": "试算，规则待办公室确认",
        "问题编号": "d1",
    }


def test_what_is_open_comes_first_and_what_is_gone_is_left_out(tmp_path: Path) -> None:
    found = lines(book(tmp_path, FULL)["问题清单"])
    assert [(line["序号"], line["问题编号"], line["问题级别"]) for line in found] == [
        (1, "d1", "机器复核属实"),
        (2, "d2", "疑似"),
        (3, "d3", "不予计入"),
    ]
    assert [line["是否单项否决"] for line in found] == ["否", "建议否决", "否"]


def test_dead_links_have_a_sheet_of_their_own(tmp_path: Path) -> None:
    made = book(tmp_path, FULL)
    seen = ("2026-04-01 00:30", "机器复核属实", 5, None, None, None)
    assert [tuple(line.values()) for line in lines(made["不可用链接"])] == [
        (1, SITE, "页面链接", "某通知", f"{BASE}gone1.html", BASE, 7, 404, "站内", *seen, "l1"),
        (2, SITE, "图片", "某通知", f"{BASE}gone2.html", BASE, 7, "-", "外部", *seen, "l2"),
    ]
    assert all("gone" not in str(line["问题URL"]) for line in lines(made["问题清单"]))


def test_a_column_that_nobody_confirmed_says_so(tmp_path: Path) -> None:
    made = report(record(facts={"confirmed": False}), record(id="d2", facts={"confirmed": True}))
    found = lines(book(tmp_path, made)["问题清单"])
    assert [line["备注"] for line in found] == [
        "栏目待核\n试算，规则待办公室确认",
        "试算，规则待办公室确认",
    ]


def test_a_rubric_in_force_is_not_called_a_trial(tmp_path: Path) -> None:
    path = write_unit_workbook(tmp_path / "甲.xlsx", FULL, replace(RUBRIC, trial=False))
    assert {line["备注"] for line in lines(load_workbook(path)["问题清单"])} == {None}


def test_a_decision_that_holds_is_filled_in(tmp_path: Path) -> None:
    words = {"d1": DecisionKind.HINT, "d2": DecisionKind.FALSE, "l1": DecisionKind.INCLUDED}
    made = report(
        record(),
        record(id="d2", state="waived"),
        broken(),
        marks={
            key: Mark("f" * 16, Decision(key, kind, "已核", "张三", AS_OF, "f" * 16))
            for key, kind in words.items()
        },
    )
    sheets = book(tmp_path, made)
    filled = ("是否纳入", "理由", "审核人")
    assert [[line[name] for name in filled] for line in lines(sheets["问题清单"])] == [
        ["仅提示", "已核", "张三"],
        ["误报", "已核", "张三"],
    ]
    assert [line["是否纳入"] for line in lines(sheets["不可用链接"])] == ["纳入"]


def test_a_row_that_a_person_must_confirm_is_listed_with_what_reaches_it(tmp_path: Path) -> None:
    one = Proposal(
        "jia-portal/WV-1", SITE, "WV-1", "栏目不更新", "某函", "veto", ("d1", "d2"), Mark("f" * 16)
    )
    (line,) = lines(book(tmp_path, replace(FULL, proposals=(one,)))["待认定指标"])
    assert line["处理建议"] == "建议否决"
    assert (line["数量"], line["涉及问题编号"]) == (2, "d1\nd2")
    assert line["是否认定"] is None


def test_columns_about_to_lapse_and_what_was_not_seen(tmp_path: Path) -> None:
    made = book(tmp_path, FULL)
    assert [list(line.values()) for line in lines(made["临期提醒"])] == [
        [SITE, "通知公告", "通知公告", f"{BASE}tzgg/", "2025-10-05", "2026-04-05", 4, None]
    ]
    assert [list(line.values()) for line in lines(made["未能核验"])] == [
        [SITE, "空白栏目", "内容由脚本生成，未能读取", 2],
        [SITE, "页面", "访问受防护系统限制", 5],
    ]


def test_every_sheet_reads_well_on_screen_and_prints_on_a4(tmp_path: Path) -> None:
    proposal = Proposal("x/W", SITE, "W", "指标", "某函", "veto", ("d1",), Mark())
    for sheet in book(tmp_path, replace(FULL, proposals=(proposal,))).worksheets:
        last = sheet.cell(3, sheet.max_column).column_letter
        assert sheet.freeze_panes == "A4"
        assert sheet.auto_filter.ref == f"A3:{last}{sheet.max_row}"
        setup = sheet.page_setup
        assert (setup.orientation, int(str(setup.paperSize))) == ("landscape", 9)
        assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$3"
        assert str(sheet.print_area).endswith(f"$A$1:${last}${sheet.max_row}")
        for row in sheet.iter_rows(min_row=3):
            assert all(cell.alignment.wrap_text for cell in row)


def test_the_list_stays_legible_on_a4(tmp_path: Path) -> None:
    """Fitted to the width of the paper, a letter is no smaller than 5.9 points."""
    sheet = book(tmp_path, FULL)["问题清单"]
    shown = [one.width for one in sheet.column_dimensions.values() if not one.hidden]
    width = sum(shown) * 5.25
    paper = 842 - 72 * (sheet.page_margins.left + sheet.page_margins.right)
    size = sheet["A4"].font.size
    assert size is not None
    assert float(size) * paper / width >= 5.9


def test_a_row_is_as_tall_as_its_longest_cell(tmp_path: Path) -> None:
    long = record(id="d9", subject="z", description="很长的说明" * 40)
    sheet = book(tmp_path, report(record(), long))["问题清单"]
    short, tall = (sheet.row_dimensions[row].height for row in (4, 5))
    assert short is not None and tall is not None
    assert 30 < short < 150
    assert short < 13 * 13 < tall <= 409


def test_addresses_are_links_and_other_text_is_not(tmp_path: Path) -> None:
    odd = [
        record(id="d5", subject="e", url="javascript:alert(1)", parents=("file:///etc/passwd",)),
        record(id="d6", subject="f", url=BASE + "x" * 2100, parents=()),
    ]
    made = book(tmp_path, replace(FULL, records=(*FULL.records, *odd)))
    sheet = made["问题清单"]
    found = {row[27].value: [row[11].hyperlink, row[12].hyperlink] for row in sheet.iter_rows(4)}
    assert [link.target for link in found["d1"] if link] == [f"{BASE}bmdt/", BASE]
    assert found["d5"] == found["d6"] == [None, None]
    assert made["不可用链接"]["E4"].hyperlink is not None
    assert made["临期提醒"]["D4"].hyperlink is not None


def test_the_decision_is_chosen_from_a_list(tmp_path: Path) -> None:
    sheet = book(tmp_path, FULL)["问题清单"]
    (rule,) = sheet.data_validations.dataValidation
    letter = sheet.cell(3, HEADINGS.index("是否纳入") + 1).column_letter
    assert str(rule.sqref) == f"{letter}4:{letter}6"
    assert (rule.type, rule.formula1) == ("list", '"纳入,仅提示,误报,不纳入,待审核"')
    assert rule.allow_blank


def first_line(made: Workbook) -> object:
    return made["问题清单"]["A4"].value


def test_a_unit_without_faults(tmp_path: Path) -> None:
    made = book(tmp_path, report(record(state="gone")))
    assert first_line(made) == "未发现问题（已核验42项，未能核验3项）"
    assert made["问题清单"].auto_filter.ref == "A3:AC3"


def test_a_unit_with_dead_links_alone_is_not_called_faultless(tmp_path: Path) -> None:
    made = book(tmp_path, report(broken(1), broken(2)))
    assert first_line(made) == "未发现其他问题；不可用链接2条，见“不可用链接”表"


def test_a_unit_never_looked_at_is_not_called_faultless(tmp_path: Path) -> None:
    never = report(verified=0, unverified=0, scores=())
    assert first_line(book(tmp_path, never)) == "尚未监测"
    assert first_line(book(tmp_path, EMPTY_UNIT)) == "未纳入监测：无网站"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1"])
def test_formulas_stay_text(tmp_path: Path, text: str) -> None:
    odd = record(description=text, facts={"column": text}, parents=(text,))
    unit = replace(UNIT, name=text)
    made = book(tmp_path, report(odd, broken(1, text=text), unit=unit))
    sheet = made["问题清单"]
    cells = [sheet["B4"], sheet["J4"], sheet["K4"], sheet["M4"], made["不可用链接"]["D4"]]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        (text, "s", True)
    ] * 5
    assert all(cell.data_type != "f" for one in made for row in one.iter_rows() for cell in row)


def test_control_characters_are_taken_out(tmp_path: Path) -> None:
    odd = record(description="甲\x00\x01\x0b乙\x1f\ufffe丙\ud800", facts={"column": "a\tb\nc"})
    sheet = book(tmp_path, report(odd))["问题清单"]
    assert sheet["J4"].value == "甲乙丙"
    assert sheet["K4"].value == "a\tb\nc"


def test_a_very_long_text_is_cut_at_the_limit(tmp_path: Path) -> None:
    sheet = book(tmp_path, report(record(description="长" * 40_000)))["问题清单"]
    assert sheet["J4"].value == "长" * MAX_CELL
    assert sheet.row_dimensions[4].height == 409


def test_characters_outside_the_first_plane_count_twice_in_the_limit(tmp_path: Path) -> None:
    """Excel counts UTF-16 units."""
    sheet = book(tmp_path, report(record(description="𠮷" * 20_000)))["问题清单"]
    value = str(sheet["J4"].value)
    assert len(value.encode("utf-16-le")) // 2 <= MAX_CELL
    assert set(value) == {"𠮷"}


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    one = write_unit_workbook(tmp_path / "a" / "1.xlsx", FULL, RUBRIC)
    two = write_unit_workbook(tmp_path / "b" / "2.xlsx", FULL, RUBRIC)
    assert one.read_bytes() == two.read_bytes()
    shuffled = replace(FULL, records=FULL.records[::-1])
    three = write_unit_workbook(tmp_path / "3.xlsx", shuffled, RUBRIC)
    assert three.read_bytes() == one.read_bytes()
    with ZipFile(one) as archive:
        assert archive.testzip() is None
        assert {entry.date_time[0] for entry in archive.infolist()} == {2000}
    assert {path.suffix for path in tmp_path.rglob("*.*")} == {".xlsx"}


def test_the_title_says_what_it_is_and_the_score_never_stands_bare(tmp_path: Path) -> None:
    sheet = book(tmp_path, FULL)["问题清单"]
    assert sheet["A1"].value == "甲县政府网站监测问题清单（核对稿）"
    assert sheet["A2"].value == (
        "监测时间点：2026-04-01 00:30　机器复核属实3项，疑似1项，不予计入1项"
        "　已核验 60.25/100，扣 5.5，未能核验 39.75"
    )


def test_a_demonstration_says_so_on_every_sheet(tmp_path: Path) -> None:
    made = book(tmp_path, replace(FULL, demo=True))
    assert all("（演示数据）" in str(sheet["A1"].value) for sheet in made)
    assert all("演示数据" not in str(sheet["A1"].value) for sheet in book(tmp_path, FULL))
    written = write_all(tmp_path / "all", [replace(FULL, demo=True)], RUBRIC)
    assert "（演示数据）" in str(load_workbook(written[-1]).worksheets[0]["A1"].value)


def test_a_folder_of_all_units(tmp_path: Path) -> None:
    odd = replace(FULL, unit=replace(UNIT, name='乙/局:"?'))
    written = write_all(tmp_path / "out", [FULL, odd, EMPTY_UNIT], RUBRIC)
    assert [path.name for path in written] == [
        "甲县_问题清单_20260401.xlsx",
        "乙_局____问题清单_20260401.xlsx",
        "甲县_jia_问题清单_20260401.xlsx",
        "总览_20260401.xlsx",
    ]


def test_the_overview(tmp_path: Path) -> None:
    nothing = replace(SCORE, scored=False)
    reports = [FULL, report(scores=(nothing,)), EMPTY_UNIT]
    written = write_all(tmp_path, reports, RUBRIC)
    sheet = load_workbook(written[-1])["总览"]
    found = lines(sheet)
    assert [line["日常监测得分"] for line in found] == [
        "已核验 60.25/100，扣 5.5，未能核验 39.75",
        "监测不充分，暂不评分（已核验 60.25/100，未能核验 39.75）",
        "尚未监测",
    ]
    assert [line["覆盖情况"] for line in found] == ["8/10", "8/10", "0/0"]
    assert [line["说明"] for line in found][2] == "未纳入监测：无网站"
    assert [(line["复核属实"], line["疑似"]) for line in found] == [(3, 1), (0, 0), (0, 0)]


def test_names_longer_than_a_file_may_have_do_not_meet(tmp_path: Path) -> None:
    twins = [
        replace(FULL, unit=replace(UNIT, id=key, name="长" * 300 + key)) for key in ("jia", "yi")
    ]
    written = write_all(tmp_path, twins, RUBRIC)
    assert len({path.name for path in written}) == 3 == len(list(tmp_path.iterdir()))
    assert all(len(path.name.encode()) <= 240 for path in written)


def test_the_overview_says_who_is_not_ranked(tmp_path: Path) -> None:
    watched = replace(FULL, unit=replace(UNIT, ranked_sites=False))
    overview = load_workbook(write_all(tmp_path, [FULL, watched], RUBRIC)[-1]).worksheets[0]
    assert [line["说明"] for line in lines(overview)] == [
        "试算，规则待办公室确认",
        "试算，规则待办公室确认\n不参加网站考评排名",
    ]
