"""Scores: a total never stands bare."""

from __future__ import annotations

import json
from dataclasses import replace

from monitor.domain.rubric import RowScore, Score
from monitor.domain.subject import Category, Unit
from monitor.report.score import ScoreSheet, score_json, score_lines, score_text
from tests.report.world import AS_OF, RUBRIC, SCORE, UNIT

NOWHERE = Unit("yi", "乙局", Category.INTERNAL, unwatched_reason="无网站")


def sheet(*scores: Score) -> ScoreSheet:
    by_site = {str(one.site_id): one for one in scores}
    return ScoreSheet((UNIT, NOWHERE), RUBRIC, AS_OF, by_site, {"d1": "某栏目未更新"})


def test_what_was_verified_deducted_and_not_seen() -> None:
    assert score_text(SCORE) == "已核验 60.25/100，扣 5.5，未能核验 39.75"
    whole = replace(SCORE, verified=100.0, points=0.0, unobserved_points=0.0)
    assert score_text(whole) == "已核验 100/100，扣 0，未能核验 0"


def test_figures_are_not_shortened_nor_spun_out() -> None:
    odd = replace(SCORE, verified=0.1 + 0.2, points=1234567.5, unobserved_points=99.999)
    assert score_text(odd) == "已核验 0.3/100，扣 1234567.5，未能核验 100"


def test_too_little_verified_is_not_scored() -> None:
    text = score_text(replace(SCORE, scored=False))
    assert text == "监测不充分，暂不评分（已核验 60.25/100，未能核验 39.75）"
    assert "扣" not in text


def test_lines_of_the_terminal() -> None:
    assert list(score_lines(sheet(SCORE))) == [
        "日常监测得分（test，2026-04-01 00:30）",
        "试算，规则待办公室确认",
        "甲县｜甲县人民政府门户网站｜已核验 60.25/100，扣 5.5，未能核验 39.75",
        "乙局｜未纳入监测（无网站）",
    ]
    vetoed = list(score_lines(sheet(replace(SCORE, vetoes=("WV-1",)))))
    assert vetoed[2].endswith("｜建议否决 WV-1")
    assert list(score_lines(sheet()))[2].endswith("｜尚未监测")


def test_every_point_is_explained() -> None:
    lines = list(score_lines(sheet(SCORE), explain=True))
    assert lines[3:5] == ["    WD-1 动态要闻（上限10）：扣分，扣5.5", "        d1 某栏目未更新"]


def test_every_point_is_explained_down_to_its_proof() -> None:
    proof = {"d1": [("ab" * 32, "body"), ("cd" * 32, "rendered")]}
    lines = list(score_lines(replace(sheet(SCORE), evidence=proof), explain=True))
    assert lines[5:7] == [
        f"            网页原文 SHA-256 {'ab' * 32}",
        f"            浏览器渲染 SHA-256 {'cd' * 32}",
    ]


def test_a_row_that_only_a_person_can_judge_charges_nothing() -> None:
    rows = (*SCORE.rows, RowScore("WD-2", "条款", 10.0, 0.0, "person"))
    lines = list(score_lines(sheet(replace(SCORE, rows=rows)), explain=True))
    assert lines[5] == "    WD-2 链接：由人评定，不在日常监测之内"


def test_a_veto_that_waits_for_a_person_is_told_with_its_defects() -> None:
    rows = (RowScore("WV-1", "条款", 0.0, 0.0, "person", ("d1",)),)
    lines = list(score_lines(sheet(replace(SCORE, rows=rows)), explain=True))
    assert lines[3:5] == [
        "    WV-1 栏目不更新（上限0）：待人工确认，扣0",
        "        d1 某栏目未更新",
    ]


def test_the_factor_is_told_wherever_the_sum_is() -> None:
    scaled = replace(SCORE, factor=1.6949)
    assert score_text(scaled).endswith("未能核验 39.75（折算系数1.6949）")
    assert score_text(replace(scaled, scored=False)).endswith("（折算系数1.6949）")
    lines = list(score_lines(sheet(scaled), explain=True))
    assert lines[3].startswith("    折算系数1.6949：")
    assert score_json(sheet(scaled))[0]["factor"] == 1.6949
    assert score_json(sheet(SCORE))[0]["factor"] == 1.0


def test_json_has_the_fields_of_the_contract() -> None:
    (found,) = json.loads(json.dumps(score_json(sheet(SCORE))))
    wanted = "unit site rubric period points max verified unobserved_points vetoes rows coverage"
    assert set(wanted.split()) <= set(found)
    assert found["coverage"] == {"planned": 10, "observed": 8, "not_observed": {"blocked": 2}}
    assert set(found["rows"][0]) == {"indicator", "clause", "cap", "points", "state", "findings"}
    assert found["note"] == "试算，规则待办公室确认"
    assert found["verified"] + found["unobserved_points"] == found["max"]
