"""Scores on the terminal are told in the language of the command line; names stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.app.standing import standing
from monitor.report.score import score_lines, score_text
from monitor.text import sentences, set_language
from tests.office.world import column, leader, night, office

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")


@pytest.fixture
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("zh")


def test_the_table_is_english_save_for_names(tmp_path: Path, english: None) -> None:
    house = office(tmp_path, settings="inspections: {several_sites: mean}")
    night(house, "2026-06-01T01:00", [column("动态"), leader("张三").unseen()])
    known = standing(house)
    sheet = known.sheet()
    plain = "\n".join(score_lines(sheet))
    assert "甲局 | 甲局网站 | too little observed" in plain
    explained = "\n".join(score_lines(sheet, explain=True))
    names = {unit.name for unit in sheet.units}
    names |= {site.name for unit in sheet.units for site in unit.sites}
    names |= {row.name for row in sheet.rubric.rows} | set(sheet.descriptions.values())
    for text in (plain, explained):
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, "")
        assert CHINESE.findall(text) == []


def test_documents_stay_chinese(tmp_path: Path, english: None) -> None:
    house = office(tmp_path)
    night(house, "2026-06-01T01:00", [column("动态")])
    (score, *_) = standing(house).scores.values()
    assert score_text(score).startswith("监测不充分")


def test_every_sentence_of_the_table_is_there_in_both_languages() -> None:
    chinese, english = (
        {one for one in sentences(lang) if one.startswith(("score.", "several_sites."))}
        for lang in ("zh", "en")
    )
    assert chinese == english
