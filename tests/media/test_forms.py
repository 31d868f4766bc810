"""The two-weekly form: out, filled in, read back whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from db import media as kept
from monitor.app.house import BadInput, House
from monitor.app.media import look_at_accounts
from monitor.app.media_forms import forms
from monitor.app.media_loading import load
from monitor.app.standing import standing
from monitor.clock import FixedClock
from monitor.config.errors import ConfigError
from monitor.config.workbook import write_template
from monitor.domain.finding import Outcome
from monitor.domain.media import SelfReport
from monitor.text import say
from tests.media.sheets import fill_in, lines, opened
from tests.media.world import NOW, built, moment

LEDGER = """
units:
  - id: jia
    name: 甲县
    category: county
    media:
      - {id: jia-wx, platform: wechat, name: 甲县发布}
      - {id: jia-dy, platform: douyin, name: 甲县融媒}
      - {id: jia-old, platform: toutiao, name: 甲县旧号, status: suspended}
  - id: yi
    name: 乙局
    category: service
    media: [{id: yi-wx, platform: wechat, name: 乙局发布}]
  - {id: bing, name: 丙局, category: internal}
"""
FILLED = {"最后发布日期": "2026-01-25", "填报人": "王五"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return built(tmp_path / "home", LEDGER)


@pytest.fixture
def form(house: House, tmp_path: Path) -> Path:
    path = tmp_path / "甲.xlsx"
    forms(house, unit="jia", everything=False, output=path)
    return path


def reports(house: House) -> dict[str, list[SelfReport]]:
    return kept.reports(house.engine, ["jia-wx", "jia-dy", "jia-old", "yi-wx"], moment(NOW))


def refused(house: House, *files: Path) -> str:
    """The one sentence, and nothing was recorded."""
    with pytest.raises((ConfigError, BadInput)) as error:
        load(house, files)
    assert reports(house) == {}
    return say(error.value.key, "zh", **error.value.params)


def test_a_line_an_account_that_runs(form: Path) -> None:
    sheet = opened(form)
    assert sheet["A1"].value == "甲县政务新媒体更新情况填报表"
    assert "填报周期：2026-01-13至2026-01-26" in str(sheet["A2"].value)
    assert [(one["平台"], one["账号名称"], one["账号编号"]) for one in lines(form)] == [
        ("微信公众号", "甲县发布", "jia-wx"),
        ("抖音号", "甲县融媒", "jia-dy"),
    ]
    hidden = [key for key, one in sheet.column_dimensions.items() if one.hidden]
    assert hidden == ["J", "K"]
    (rule,) = sheet.data_validations.dataValidation
    assert str(rule.sqref) == "E4:E5"
    assert "E4<DATE(2026,1,26)+1" in str(rule.formula1)
    assert '"无"' in str(rule.formula1)


def test_every_unit_that_has_accounts(house: House, tmp_path: Path) -> None:
    done = forms(house, unit=None, everything=True, output=tmp_path / "forms")
    assert [one.name for one in done.files] == [
        "新媒体填报表_甲县_20260126.xlsx",
        "新媒体填报表_乙局_20260126.xlsx",
    ]
    assert (done.accounts, done.without) == (3, ("丙局",))


def test_the_same_form_is_the_same_file(house: House, form: Path, tmp_path: Path) -> None:
    other = tmp_path / "again.xlsx"
    forms(house, unit="jia", everything=False, output=other, as_of="2026-01-26T23:00:00")
    assert other.read_bytes() == form.read_bytes()
    forms(house, unit="jia", everything=False, output=form)


def test_what_was_filled_in_is_not_overwritten(house: House, form: Path) -> None:
    fill_in(form, "jia-wx", FILLED)
    with pytest.raises(ConfigError, match="exists"):
        forms(house, unit="jia", everything=False, output=form)


@pytest.mark.parametrize(
    ("unit", "key"), [("nobody", "input.unknown_unit"), ("bing", "input.no_accounts")]
)
def test_no_form(house: House, tmp_path: Path, unit: str, key: str) -> None:
    with pytest.raises(BadInput) as error:
        forms(house, unit=unit, everything=False, output=tmp_path / "x.xlsx")
    assert error.value.key == key
    assert not (tmp_path / "x.xlsx").exists()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-01-25", date(2026, 1, 25)),
        (date(2026, 1, 26), date(2026, 1, 26)),
        (datetime(2026, 1, 25, 18, 30), date(2026, 1, 25)),  # noqa: DTZ001
        ("2026/1/5", date(2026, 1, 5)),
        ("2026年1月5日", date(2026, 1, 5)),
        ("2026.1.5", date(2026, 1, 5)),
        ("2025-11-30", date(2025, 11, 30)),
        (" 无 ", None),
    ],
)
def test_a_day_as_people_write_it(
    house: House, form: Path, written: object, read: date | None
) -> None:
    link, shot = "https://mp.weixin.qq.com/s/abc", "截图1.png"
    words = {"最后发布日期": written, "链接": link, "截图": shot, "填报人": "王五"}
    done = load(house, [fill_in(form, "jia-wx", words)])
    assert done.blank == ["甲县融媒"]
    (report,) = done.reports
    assert report == SelfReport("jia-wx", date(2026, 1, 26), read, link, shot, "王五", moment(NOW))
    assert reports(house) == {"jia-wx": [report]}


@pytest.mark.parametrize(
    ("words", "cell", "expected"),
    [
        ({"填报人": "王五"}, "第4行E列", "不得留空"),
        ({"备注": "停更"}, "第4行E列", "不得留空"),
        ({**FILLED, "最后发布日期": "上周"}, "第4行E列", "应为日期"),
        ({**FILLED, "最后发布日期": "2026-02-30"}, "第4行E列", "应为日期"),
        ({**FILLED, "最后发布日期": "1月25日"}, "第4行E列", "应为日期"),
        ({**FILLED, "最后发布日期": "2026-01-25至2026-01-26"}, "第4行E列", "应为日期"),
        ({**FILLED, "最后发布日期": "2026-01-27"}, "第4行E列", "不应晚于今天（2026-01-26）"),
        ({**FILLED, "最后发布日期": "=TODAY()"}, "第4行E列", "不应为公式"),
        ({**FILLED, "链接": "见公众号"}, "第4行F列", "开头的网址"),
        ({**FILLED, "填报人": None}, "第4行H列", "缺少必填的“填报人”"),
        ({**FILLED, "账号编号": "jia-dy"}, "第4行D列", "已被改动"),
        ({**FILLED, "行编号": "form/jia/jia-dy/2026-01-26"}, "第4行D列", "已被改动"),
        ({**FILLED, "行编号": None}, "第4行D列", "没有行编号"),
        ({**FILLED, "校验码": "form.12345678"}, "第4行D列", "已被改动"),
    ],
)
def test_a_bad_cell_is_named(
    house: House, form: Path, words: Mapping[str, object], cell: str, expected: str
) -> None:
    said = refused(house, fill_in(form, "jia-wx", words))
    assert "甲.xlsx 工作表“填报表”" in said
    assert cell in said
    assert expected in said
    assert "\n" not in said


def test_a_day_after_the_forms(house: House, form: Path, tmp_path: Path) -> None:
    fill_in(form, "jia-wx", {**FILLED, "最后发布日期": "2026-01-27"})
    later = House(
        house.environment,
        FixedClock(moment("2026-01-29T09:00:00")),
        house.engine,
        house.blobs,
        None,
    )
    said = refused(later, form)
    assert "不应晚于填报表的截止日 2026-01-26" in said


def test_all_bad_cells_are_named_and_nothing_is_loaded(
    house: House, form: Path, tmp_path: Path
) -> None:
    other = tmp_path / "乙.xlsx"
    forms(house, unit="yi", everything=False, output=other)
    fill_in(form, "jia-wx", {**FILLED, "填报人": ""})
    fill_in(form, "jia-dy", {**FILLED, "链接": "没有"})
    said = refused(house, fill_in(other, "yi-wx", FILLED), form)
    assert said.splitlines()[0] == "共2处有误，未载入任何内容："
    assert re.findall(r"第(\d)行(\w)列", said) == [("4", "H"), ("5", "F")]


def test_a_line_of_another_unit_or_day(house: House, form: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    forms(house, unit="yi", everything=False, output=other)
    (theirs,) = lines(other)
    moved = {key: theirs[key] for key in ("账号编号", "行编号", "校验码")}
    assert "另一份填报表（单位 yi，2026-01-26）" in refused(
        house, fill_in(form, "jia-dy", {**moved, **FILLED}, tmp_path / "mixed.xlsx")
    )
    early = tmp_path / "early.xlsx"
    forms(house, unit="jia", everything=False, output=early, as_of="2026-01-12T10:00:00")
    moved = {key: lines(early)[1][key] for key in ("行编号", "校验码")}
    assert "（单位 jia，2026-01-12）" in refused(
        house, fill_in(form, "jia-dy", {**moved, **FILLED}, tmp_path / "mixed.xlsx")
    )


def test_accounts_that_the_ledger_no_longer_has_there(
    house: House, form: Path, tmp_path: Path
) -> None:
    changed = LEDGER.replace("id: jia-dy", "id: jia-new").replace("{id: yi-wx", "{id: jia-wx")
    changed = changed.replace("      - {id: jia-wx, platform: wechat, name: 甲县发布}\n", "")
    ledger = tmp_path / "changed.yaml"
    ledger.write_text(changed, encoding="utf-8")
    fill_in(form, "jia-wx", FILLED)
    fill_in(form, "jia-dy", FILLED)
    other = built(tmp_path / "other", changed)
    said = refused(other, form)
    assert "账号“jia-wx”在台账中属于单位 yi" in said
    assert "应为 2026-01-26 台账中的账号编号，现为“jia-dy”" in said


def test_the_same_file_twice_is_once_and_a_correction_counts(house: House, form: Path) -> None:
    fill_in(form, "jia-wx", FILLED)
    load(house, [form])
    again = load(house, [form, form])
    assert (again.reports, again.known, again.replaced) == ([], 2, 0)
    later = House(
        house.environment,
        FixedClock(moment("2026-01-26T11:00:00")),
        house.engine,
        house.blobs,
        None,
    )
    done = load(later, [fill_in(form, "jia-wx", {"最后发布日期": "2026-01-20"})])
    assert (len(done.reports), done.replaced) == (1, 1)
    told = kept.reports(house.engine, ["jia-wx"], moment("2026-01-26T12:00:00"))["jia-wx"]
    assert [one.last_post for one in told] == [date(2026, 1, 20)]


def test_two_files_that_differ(house: House, form: Path, tmp_path: Path) -> None:
    fill_in(form, "jia-wx", FILLED)
    other = fill_in(form, "jia-wx", {"最后发布日期": "2026-01-20"}, tmp_path / "zwei.xlsx")
    assert "甲.xlsx 工作表“填报表”第4行D列已有不同的填写" in refused(house, form, other)


@pytest.mark.parametrize("content", [b"", b"no workbook"])
def test_what_is_no_form(house: House, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert "不是 Excel 工作簿" in refused(house, path)


def test_a_workbook_of_another_kind(house: House, tmp_path: Path) -> None:
    write_template(tmp_path / "ledger.xlsx")
    assert "没有可读回的填报表或抽查表" in refused(house, tmp_path / "ledger.xlsx")


def test_a_report_alone_is_no_pass_and_ranks_nobody(house: House, form: Path) -> None:
    fill_in(form, "jia-wx", FILLED)
    load(house, [form])
    done = look_at_accounts(house, as_of=NOW)
    assert done.judged is not None
    stale = {one.site_id: one for one in done.judged.findings if one.check == "account-stale"}
    assert {key: (one.outcome, one.reason) for key, one in stale.items()} == {
        "jia-wx": (Outcome.NOT_OBSERVED, "self_reported"),
        "jia-dy": (Outcome.NOT_OBSERVED, "no_public_list"),
        "yi-wx": (Outcome.NOT_OBSERVED, "no_public_list"),
    }
    scores = standing(house, as_of=NOW).scores
    assert not scores["jia-wx"].scored
    assert scores["jia-wx"].verified == scores["jia-dy"].verified
