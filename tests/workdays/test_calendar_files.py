"""Calendar files: one for each year, strict, the office's own in place of ours."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.config.calendars import load_calendar, load_year
from monitor.config.errors import ConfigError
from monitor.text import say

GOOD = """\
year: 2027
documents:
  - {number: 国办发明电〔2026〕1号}
confidence: memory
holidays:
  - {name: 元旦, from: 2026-12-31, until: 2027-01-03}
  - {name: 春节, from: 2027-02-05, until: 2027-02-12}
working: [2027-01-30]
"""


def written(folder: Path, text: str = GOOD, name: str = "cn-2027.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_office_adds_a_year(tmp_path: Path) -> None:
    written(tmp_path / "calendars")
    calendar = load_calendar(tmp_path)
    assert load_calendar().is_working_day(date(2027, 1, 30)) is None
    assert calendar.is_working_day(date(2027, 1, 30)) is True
    assert calendar.is_working_day(date(2026, 12, 31)) is False
    assert calendar.is_working_day(date(2026, 12, 30)) is True


def test_the_office_corrects_a_year(tmp_path: Path) -> None:
    text = GOOD.replace("2026-12-31", "2026-01-01").replace("2027-01-30", "2027-01-31")
    written(tmp_path / "calendars", text.replace("2027", "2026"), "cn-2026.yaml")
    calendar = load_calendar(tmp_path)
    assert calendar.is_working_day(date(2026, 2, 16)) is True
    assert [one.confidence for one in calendar.years if one.year == 2026] == ["memory"]


def test_a_home_without_calendars_of_its_own(tmp_path: Path) -> None:
    assert load_calendar(tmp_path) == load_calendar()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("year: 2027", "year: 2026", "第1行：“year”应与文件名的年份一致，现为“2026”"),
        ("documents:\n  - {number: 国办发明电〔2026〕1号}\n", "", "第1行：缺少必填的“documents”"),
        ("memory", "sure", "第4行：“confidence”应为以下之一：solid, memory，现为“sure”"),
        ("2027-01-03", "2026-12-30", "第6行：“until”不应早于“from”，现为“2026-12-30”"),
        ("2026-12-31", "2026-11-30", "第6行：“from”应在2027年内或上一年12月，现为“2026-11-30”"),
        ("2027-02-05", "2027-01-03", "第7行：“from”与“元旦”的日期重叠，现为“2027-01-03”"),
        ("2027-02-05", "2027-02-30", "第7行：“from”应为日期，例如 2026-12-31，现为“2027-02-30”"),
        ("[2027-01-30]", "[2027-01-29]", "第8行：“working”应为周六或周日，现为“2027-01-29”"),
        ("01-30]", "02-06]", "第8行：“working”不应在“春节”假期之内，现为“2027-02-06”"),
        ("working:", "worked:", "第8行：无法识别的键“worked”，应为以下之一："),
        ("name: 春节, ", "", "第7行：缺少必填的“name”"),
    ],
)
def test_mistakes(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(ConfigError) as refused:
        load_year(path)
    said = say(refused.value.key, "zh", **refused.value.params)
    assert said.startswith(f"{path} {sentence}")


def test_a_file_that_is_not_named_for_its_year(tmp_path: Path) -> None:
    path = written(tmp_path / "calendars", name="2027.yaml")
    with pytest.raises(ConfigError) as refused:
        load_calendar(tmp_path)
    said = say(refused.value.key, "zh", **refused.value.params)
    assert said == f"{path}：日历文件应以年份命名，例如 cn-2026.yaml"
