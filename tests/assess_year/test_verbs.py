"""The verbs of an assessment in one sitting, as a person types them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete

from db.models import AssessmentTermsRow
from monitor import bootstrap, cli
from monitor.app.registry import init
from monitor.config.environment import PREFIX
from monitor.text import sentences, set_language
from tests.assess_year.world import ANSWERS, LEDGER, clean, fill_in
from tests.office.world import column, night

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MONITOR_HOME", str(tmp_path / "var"))
    (tmp_path / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    house = bootstrap.build(bootstrap.environment(os.environ))
    init(house, tmp_path / "ledger.yaml")
    night(house, "2026-06-01T01:00", [column("动态")])

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.run(["assess", *arguments])
        finally:
            set_language("zh")
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_year_in_one_sitting(run: Run, tmp_path: Path) -> None:
    assert run("list") == (0, "尚无考评。\n", "")
    assert run("open", "y", "--name", "2026年度考评", "--year", "2026")[0] == 0
    assert run("open", "y", "--name", "2026年度考评", "--year", "2026")[0] == 2
    assert "y｜2026年度考评｜2026年度｜national-2019｜草稿" in run("list")[1]
    path = tmp_path / "jia.xlsx"
    assert run("sheet", "y", "--unit", "jia", "--output", str(path)) == (0, f"{path}\n", "")
    clean(path, WD_2_2=5)
    code, out, _ = run("load", "y", str(path))
    assert code == 0 and out.startswith("登记") and "其中更新0条" in out
    assert run("intake", "y", "--output", str(tmp_path / "in.xlsx"))[0] == 0
    assert run("load", "y", str(tmp_path / "in.xlsx"), "--intake")[0] == 0
    code, out, err = run("feedback", "y", "--all", "--output", str(tmp_path / "out"))
    assert (code, err) == (0, "1项待审核或待认定，未列入反馈。\n")
    told = Path(out.splitlines()[0])
    said = {"jia-site/WD-2.2": ("申诉", "已开通", None, "甲局")}
    assert run("load", "y", str(fill_in(told, said, ANSWERS)), "--answers")[0] == 0
    made = json.loads(run("result", "y", "--format", "json")[1])
    lines = made["results"][0]["subjects"][0]["lines"]
    (line,) = [one for one in lines if one["indicator"] == "WD-2.2"]
    review = ["review", "y", line["entries"][-1], "--decision", "change", "--points", "0"]
    code, _, err = run(*review, "--reason", "属实", "--by", "李四")
    assert (code, err) == (2, "复核人应与评定人不同，现同为李四。\n")
    code, out, _ = run(*review, "--reason", "属实", "--by", "赵六")
    assert (code, out[:20]) == (0, "jia-site/WD-2.2：更正，登记"[:20])
    text = run("result", "y", "--explain")[1]
    assert "单位申诉：已开通 甲局" in text
    assert "复核更正（结果复核）0 属实 赵六" in text
    assert run("compare", "y", "--before", "2026-01-01")[1].count("→") > 40
    assert run("final", "y", "--by", "办公室")[1].endswith("定稿\n")
    assert run("load", "y", str(path)) == (2, "", "考评 y 已定稿，不能更改。\n")


CLASS = """
grading:
  classes:
    - {{id: sites, kind: sites, categories: [service, internal], name: 市有关单位{rules}}}
"""
SET = ", quota_excellent: 0, min_good: 80, min_pass: 60"


def settled(tmp_path: Path, rules: str) -> None:
    (tmp_path / "var" / "office.yaml").write_text(CLASS.format(rules=rules), encoding="utf-8")


def test_final_says_what_stays_undecided(run: Run, tmp_path: Path) -> None:
    settled(tmp_path, "")
    run("open", "y", "--name", "2026年度考评", "--year", "2026")
    code, out, err = run("final", "y", "--by", "办公室")
    assert (code, out) == (0, "y｜2026年度考评｜2026年度｜national-2019｜定稿\n")
    head, missing, *unscored = err.splitlines()
    assert head == "以下未定事项随定稿留存，此后再设定规则或认定也不改变："
    assert missing.startswith("政府网站·市有关单位：") and "待定，未评等次" in missing
    assert [one.split("：")[1][:6] for one in unscored][:2] == ["甲局暂不评分", "乙局暂不评分"]
    settled(tmp_path, SET)
    path = str(tmp_path / "notice.docx")
    assert missing in run("notice", "y", "--output", path)[2], "later rules change nothing of it"


def test_one_made_final_before_its_terms_were_kept_is_refused(run: Run, tmp_path: Path) -> None:
    run("open", "y", "--name", "2026年度考评", "--year", "2026")
    run("final", "y", "--by", "办公室")
    engine = bootstrap.build(bootstrap.environment(os.environ)).engine
    with engine.begin() as connection:
        connection.execute(delete(AssessmentTermsRow))
    for arguments in (
        ("result", "y"),
        ("result", "y", "--format", "json"),
        ("result", "y", "--as-of", "2026-12-01"),
        ("compare", "y", "--before", "2026-01-01"),
        ("notice", "y", "--output", str(tmp_path / "notice.docx")),
    ):
        code, out, err = run(*arguments)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert err.startswith("考评 y 定稿时尚未留存所依据的规则和台账"), arguments
    assert not list(tmp_path.glob("notice*"))


def test_final_says_nothing_where_nobody_is_graded(run: Run, tmp_path: Path) -> None:
    rules = CLASS.replace("service, internal", "county").format(rules="")
    (tmp_path / "var" / "office.yaml").write_text(rules, encoding="utf-8")
    run("open", "y", "--name", "2026年度考评", "--year", "2026")
    assert run("final", "y", "--by", "办公室")[2] == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("result", "nothing"),
        ("sheet", "nothing", "--all", "--output", "x"),
        ("open", "no id", "--name", "x", "--year", "2026"),
        ("load", "y", "a.xlsx", "--answers", "--intake"),
        ("load", "y"),
        ("feedback", "y", "--output", "x"),
        ("review", "y", "e", "--decision", "maybe"),
    ],
)
def test_bad_input_is_one_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_what_the_command_line_says_is_there_in_both_languages() -> None:
    spoken = ("cmd.assess.", "input.assess_", "config.assess_", "help.option.assess_")
    chinese, english = (
        {key for key in sentences(lang) if key.startswith(spoken)} for lang in ("zh", "en")
    )
    assert chinese == english


def test_moments_are_named_by_their_option_and_told_as_they_are_written(run: Run) -> None:
    run("open", "y", "--name", "2026年度考评", "--year", "2026")
    for options, named in (
        (("--before", "nonsense"), "--before"),
        (("--before", "2026-01-01", "--after", "nonsense"), "--after"),
    ):
        code, out, err = run("compare", "y", *options)
        assert (code, out, err.startswith(f"{named} 无法识别：nonsense")) == (2, "", True)
    code, _, err = run("compare", "y", "--before", "2999-01-01")
    assert code == 2
    assert re.fullmatch(r"前一时点 2999-01-01 应早于后一时点 \d{4}-\d\d-\d\d \d\d:\d\d。\n", err)


def test_veto_rows_are_compared_in_words(run: Run, tmp_path: Path) -> None:
    run("open", "y", "--name", "2026年度考评", "--year", "2026")
    path = tmp_path / "jia.xlsx"
    run("sheet", "y", "--unit", "jia", "--output", str(path))
    run("load", "y", str(clean(path)))
    told = run("compare", "y", "--before", "2026-01-01")[1]
    (line,) = [one for one in told.splitlines() if "｜WV-5.1 " in one]
    assert line.endswith("：待评定 → 人工评定 不否决")


def test_points_are_refused_within_whole_limits(run: Run, tmp_path: Path) -> None:
    run("open", "y", "--name", "2026年度考评", "--year", "2026")
    path = tmp_path / "jia.xlsx"
    run("sheet", "y", "--unit", "jia", "--output", str(path))
    words = {"jia-site/WD-2.4": (9, None, "查看属实", None, "李四")}
    code, _, err = run("load", "y", str(fill_in(path, words)))
    assert (code, "应为0到8之间的数，现为“9”" in err) == (2, True)


def test_steps_are_told_to_the_hundredth(run: Run, tmp_path: Path) -> None:
    run("open", "y", "--name", "2026年度考评", "--year", "2026", "--rubric", "guangdong-city")
    path = tmp_path / "yi.xlsx"
    run("sheet", "y", "--unit", "yi", "--output", str(path))
    run("load", "y", str(clean(path, WD_3_1=1)))
    steps = [
        one
        for one in run("result", "y", "--explain")[1].splitlines()
        if re.match(r"    \S+：", one)
    ]
    assert steps
    assert not [one for one in steps if re.search(r"：\d+\.\d{3}|系数\d+\.\d{5}", one)], steps
