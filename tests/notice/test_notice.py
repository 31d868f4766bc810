"""The notice read back: its words, its layout, what is 待定, the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt

from monitor.assess.grading import grade
from monitor.domain.grading import GradeRules
from monitor.domain.notice import NoticeRules
from monitor.report.notice import (
    Notice,
    undecided,
    write_notes,
    write_notice_docx,
    write_notice_markdown,
)
from tests.notice.world import RULES, UNITS, lists, notice, unit
from tests.papers.words import lines, tables


def docx(home: Path, made: Notice) -> Path:
    return write_notice_docx(home / "out" / "通报.docx", made)


def markdown(home: Path, made: Notice) -> str:
    return write_notice_markdown(home / "out" / "通报.md", made).read_text(encoding="utf-8")


def notes(home: Path, made: Notice) -> str:
    return write_notes(home / "out" / "说明.md", made).read_text(encoding="utf-8")


BARE = {"rules": NoticeRules(), "office": None, "stages": (), "day": None, "figures": ()}


def test_both_forms_say_the_same_in_the_order_of_a_notice(tmp_path: Path) -> None:
    made = notice(tmp_path)
    said = [line for line in lines(docx(tmp_path, made)) if line]
    assert said[:3] == [
        "送审稿",
        "某府办函〔2026〕1号",
        "某市人民政府办公室关于2025年度\n全市政府网站与政务新媒体\n考评结果的通报",
    ]
    assert said[3] == "各县（市、区）人民政府（管委会），市府直属和驻市各单位："
    heads = [line for line in said if line[:2] in ("一、", "二、", "三、")]
    assert heads == ["一、基本情况", "二、考评结果", "三、下一步工作要求"]
    assert said[-3:] == ["某市人民政府办公室", "2026年4月1日", "公开方式：主动公开"]
    assert tables(docx(tmp_path, made)) == [[[
        "抄送：市委各单位、市人大办、市政协办、市纪委办，某某军分区，市法院，市检察院。"
    ]]]  # fmt: skip
    text = markdown(tmp_path, made)
    assert text.startswith("**送审稿**\n\n某府办函〔2026〕1号\n\n# 某市")
    plain = [line.lstrip("#* ").rstrip("*") for line in text.splitlines() if line]
    flat = [line.replace("\n", "") for line in said]
    assert plain[: len(flat)] == flat and plain[len(flat)] == "---"


def test_results_by_class_without_points(tmp_path: Path) -> None:
    text = markdown(tmp_path, notice(tmp_path))
    assert lists(text) == [
        {"优秀": ["甲县"], "良好": ["乙县"], "合格": [], "不合格": ["丙县"]},
        {"优秀": [], "良好": ["己局"], "合格": ["戊局"]},
    ]
    assert "暂不评分：丁县（监测不充分）。" in text
    assert "各县（市、区）政府4个，优秀1个、良好1个、无合格、不合格1个、暂不评分1个；" in text
    assert "等次：待定（评优名额、良好最低分、合格最低分尚未确定）。" in text
    for points in ("91.5", "88.25", "95.0", "71.0", "83.0"):
        assert points not in text
    assert "考评包括日常监测、自查自评、初步评估、结果复核等环节。" in text


def test_a_sentence_without_its_figure_is_left_out(tmp_path: Path) -> None:
    text = markdown(tmp_path, notice(tmp_path))
    assert "全年实际查看政府网站（频道）6个。\n" in text, "the accounts after it are left out"
    assert "经人工审核纳入的问题共12项。其中，栏目不更新8项、链接不可用4项。\n" in text
    assert "账号" not in text.split("## 二、")[0]
    none = markdown(tmp_path, notice(tmp_path, figures=()))
    assert "经人工审核" not in none and "实际查看" not in none
    assert "None" not in none and "\n\n\n" not in none


def test_nothing_set_is_said_to_be_undecided_everywhere(tmp_path: Path) -> None:
    made = notice(tmp_path, grades=grade((), GradeRules()), **BARE)
    text = markdown(tmp_path, made)
    for said in (
        "（发文机关待定）关于2025年度",
        "（发文字号待定）",
        "（主送机关待定）：",
        "根据（考评依据待定）",
        "（考评类别待定）",
        "（成文日期待定）",
        "公开方式：（待定）",
        "抄送：（待定）",
    ):
        assert said in text
    assert "考评包括" not in text, "no stage is named that nobody set"
    assert any("考评环节待定" in one for one in undecided(made))
    assert "送审稿" in text
    assert lists(text) == []
    assert len(undecided(made)) == 9
    assert "（成文日期待定）" in lines(docx(tmp_path, made)), "and Word has it as well"
    assert "office.yaml：notice.number" in notes(tmp_path, made)


def test_classes_without_rules_and_without_units(tmp_path: Path) -> None:
    bare = GradeRules(
        tuple(replace(one, quota_excellent=None, min_good=None) for one in RULES.classes)
    )
    text = markdown(tmp_path, notice(tmp_path, grades=grade(UNITS, bare)))
    assert lists(text) == [] and text.count("等次：待定") == 3
    assert "按得分从高到低" not in text
    assert "甲县" not in text, "who stands before whom is not given away either"
    text = markdown(tmp_path, notice(tmp_path, grades=grade((), bare)))
    assert text.count("没有参加考评的单位。") == 2


def test_the_notes_say_what_waits_where_figures_come_from_and_why(tmp_path: Path) -> None:
    tied = (*UNITS, unit("甲二县", 91.5))
    made = notice(tmp_path, grades=grade(tied, RULES))
    text = notes(tmp_path, made)
    assert "甲二县、甲县同为91.50分，优秀名额只余1个，均未评优，请确定。" in text
    assert "丁县暂不评分（监测不充分）。" in text
    assert "实际查看的网站（频道）：6。查了哪些网站。\n  编号：jia-site、yi-site" in text
    assert "未取得数据、相关句子已略去：实际查看的账号、检查批次" in text
    assert "| 1 | 甲县 | 91.50 | 良好 | 达到优秀分数，同分超出名额 |" in text
    assert "| － | 丙县 | 95.00 | 不合格 | 单项否决 |" in text
    assert "| － | 丁县 | － | 暂不评分 | 监测不充分 |" in text
    assert "优秀：无；" in markdown(tmp_path, made)
    assert len(undecided(made)) == 3


def test_reasons_of_others_are_printed_as_they_are(tmp_path: Path) -> None:
    odd = replace(unit("丁县", None), unscored="材料待补")
    text = markdown(tmp_path, notice(tmp_path, grades=grade([odd], RULES)))
    assert "暂不评分：丁县（材料待补）。" in text


def test_scores_on_trial_are_said_to_be(tmp_path: Path) -> None:
    trial = (replace(UNITS[0], provisional=True), *UNITS[1:])
    made = notice(tmp_path, grades=grade(trial, RULES))
    said = "（得分为试算，有关规则待定）"
    assert markdown(tmp_path, made).count(said) == 1
    assert "政府网站·各县（市、区）政府：得分为试算，有关规则待定。" in undecided(made)
    assert said not in markdown(tmp_path, notice(tmp_path))


def test_text_stays_text(tmp_path: Path) -> None:
    odd = unit("甲*县*{year}|乙\x00", 91.0)
    made = notice(tmp_path, grades=grade([odd], RULES), office="#{office}_局")
    assert "优秀：甲\\*县\\*{year}\\|乙" in markdown(tmp_path, made)
    assert "优秀：甲*县*{year}|乙；" in lines(docx(tmp_path, made))
    assert "\n\\#{office}\\_局\n" in markdown(tmp_path, made)


def test_the_same_notice_is_the_same_file(tmp_path: Path) -> None:
    first = docx(tmp_path / "a", notice(tmp_path)).read_bytes()
    assert docx(tmp_path / "b", notice(tmp_path)).read_bytes() == first
    assert markdown(tmp_path / "a", notice(tmp_path)) == markdown(tmp_path / "b", notice(tmp_path))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    home = tmp_path_factory.mktemp("opened")
    return Document(str(docx(home, notice(home))))


def test_the_page_is_that_of_an_official_document(opened) -> None:  # type: ignore[no-untyped-def]
    section = opened.sections[0]
    sides = (
        "page_width",
        "page_height",
        "top_margin",
        "bottom_margin",
        "left_margin",
        "right_margin",
    )
    assert [round(getattr(section, side).mm) for side in sides] == [210, 297, 37, 35, 28, 26]
    for footer in (section.footer, section.even_page_footer):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "—  —" and "PAGE" in paragraph._p.xml
        assert {run.font.size for run in paragraph.runs} == {Pt(14)}


@pytest.mark.parametrize(
    ("begins", "face", "size", "indent"),
    [
        ("某市人民政府办公室关于", "方正小标宋简体", 22, None),
        ("各县（市、区）人民政府（管委会）", "仿宋_GB2312", 16, None),
        ("为加强政府网站", "仿宋_GB2312", 16, 32),
        ("一、基本情况", "黑体", 16, 32),
        ("（一）政府网站", "楷体_GB2312", 16, 32),
        ("优秀：甲县", "仿宋_GB2312", 16, 32),
        ("公开方式", "仿宋_GB2312", 16, 32),
    ],
)
def test_faces_sizes_and_pitch(  # type: ignore[no-untyped-def]
    opened, begins: str, face: str, size: int, indent: int | None
) -> None:
    paragraph = next(one for one in opened.paragraphs if one.text.startswith(begins))
    style = paragraph.style
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == face
    assert style.font.size == Pt(size)
    white = style.paragraph_format
    assert white.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert white.line_spacing == Pt(35.2 if size == 22 else 28)
    own = paragraph.paragraph_format.first_line_indent
    assert own == (None if indent is None else Pt(indent))


def test_where_a_face_is_missing_another_is_named(opened) -> None:  # type: ignore[no-untyped-def]
    table = opened.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE).blob.decode()
    for face, other in (
        ("仿宋_GB2312", "仿宋"),
        ("楷体_GB2312", "楷体"),
        ("方正小标宋简体", "华文中宋"),
    ):
        assert re.search(f'<w:font w:name="{face}"><w:altName w:val="{other},', table)


def test_the_mark_of_a_draft_and_the_colophon(opened) -> None:  # type: ignore[no-untyped-def]
    mark = opened.paragraphs[0]
    assert mark.text == "送审稿"
    (run,) = [one for one in mark.runs if one.text]
    assert run._element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体" and run.font.size == Pt(16)
    (colophon,) = opened.tables
    order = [one.tag.split("}")[1] for one in colophon._tbl.tblPr]
    assert order == ["tblW", "jc", "tblBorders", "tblLayout", "tblLook"]
    borders = colophon._tbl.tblPr.find(qn("w:tblBorders"))
    assert {one.tag.split("}")[1]: one.get(qn("w:sz")) for one in borders} == {
        "top": "8",
        "bottom": "8",
        "insideH": "6",
    }
    (text,) = [one for one in colophon.cell(0, 0).paragraphs[0].runs if one.text]
    assert text.font.size == Pt(14)
    kept = [one.paragraph_format.keep_with_next for one in opened.paragraphs[-5:]]
    assert kept == [True] * 5, "a colophon never stands on a page of its own"
    right = next(one for one in opened.paragraphs if one.text == "2026年4月1日")
    assert right.paragraph_format.right_indent == Pt(64)
