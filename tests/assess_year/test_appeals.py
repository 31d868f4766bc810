"""No assessment is made final over appeals that nobody looked at, unless somebody says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db import assess, assess_final
from monitor.app import assess_results
from monitor.app.assess_loading import load_answers, load_words
from monitor.app.assess_results import finalize, results
from monitor.app.assess_results import sheet as result_sheet
from monitor.app.assess_review import review
from monitor.app.assess_year import terms_of
from monitor.app.assessing import everyone
from monitor.app.house import BadInput, House
from monitor.domain.assessment import AssessmentState, EntryKind
from monitor.domain.terms import KeptTerms
from monitor.report.result import result_lines
from tests.assess_year.test_review import later
from tests.assess_year.world import ANSWERS, ID, fill_in, opened, sheet, told


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Two lines of a unit, of which it appeals against one."""
    made = opened(tmp_path / "home")
    said = {
        "jia-site/WD-2.2": (5, None, "不能注册", None, "李四"),
        "jia-site/WD-3.1": (7, None, "不能提交", None, "李四"),
    }
    load_words(made, ID, [fill_in(sheet(made, tmp_path / "jia.xlsx"), said)])
    later(made)
    answer(made, tmp_path / "a", {"WD-2.2": ("申诉", "已开通"), "WD-3.1": ("无异议", None)})
    return made


def answer(house: House, folder: Path, said: dict[str, tuple[str, str | None]]) -> None:
    lines = {f"jia-site/{row}": (*words, None, "甲局") for row, words in said.items()}
    load_answers(house, ID, [fill_in(told(house, folder), lines, ANSWERS)])
    later(house)


def reviewed(house: House, row: str = "WD-2.2") -> None:
    on = [one for one in assess.entries(house.engine, ID) if one.indicator == row]
    word = next(one for one in reversed(on) if one.kind is not EntryKind.ANSWER)
    review(house, ID, word.id, decision="keep", points=None, veto=None, reason="属实", by="赵六")
    later(house)


def test_an_open_appeal_is_told_and_nothing_is_kept(house: House) -> None:
    for reason in (None, "", "  "):
        with pytest.raises(BadInput) as refused:
            finalize(house, ID, by="办公室", pass_over=reason)
        assert refused.value.key == "input.open_appeals"
        assert refused.value.params == {"count": 1, "rows": "jia-site/WD-2.2"}
    assert everyone(house)[0].state is AssessmentState.DRAFT
    assert assess_final.results(house.engine, ID) == []


def test_a_reviewed_appeal_is_not_open_until_the_unit_appeals_again(
    house: House, tmp_path: Path
) -> None:
    reviewed(house)
    answer(house, tmp_path / "b", {"WD-2.2": ("申诉", "又开通了")})
    with pytest.raises(BadInput):
        finalize(house, ID, by="办公室")
    answer(house, tmp_path / "c", {"WD-2.2": ("无异议", None)})
    assert finalize(house, ID, by="办公室").state is AssessmentState.FINAL


def test_a_review_ends_an_appeal(house: House) -> None:
    reviewed(house)
    assert finalize(house, ID, by="办公室").state is AssessmentState.FINAL


def test_why_an_appeal_was_passed_over_is_kept_and_changes_nothing(house: House) -> None:
    before = results(house, ID)
    finalize(house, ID, by="办公室", pass_over="逾期提出")
    (kept,) = [one for one in assess.entries(house.engine, ID) if one.kind is EntryKind.PASSED_OVER]
    (appeal,) = [
        one for one in assess.entries(house.engine, ID) if one.verdict and one.verdict == "appeal"
    ]
    assert (kept.on, kept.by, kept.reason) == (appeal.id, "办公室", "逾期提出")
    assert results(house, ID) == before
    text = "\n".join(result_lines(result_sheet(house, ID), explain=True))
    assert "申诉未复核即定稿（结果复核） 逾期提出 办公室" in text


def test_an_appeal_that_comes_in_while_it_is_reckoned_is_open_too(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewed(house)
    reckon = assess_results._of

    def meanwhile(year: Any) -> Any:
        found = reckon(year)
        answer(house, tmp_path / "b", {"WD-3.1": ("申诉", "可以提交")})
        return found

    monkeypatch.setattr(assess_results, "_of", meanwhile)
    with pytest.raises(BadInput) as refused:
        finalize(house, ID, by="办公室")
    assert refused.value.params == {"count": 1, "rows": "jia-site/WD-3.1"}
    assert everyone(house)[0].state is AssessmentState.DRAFT
    monkeypatch.undo()
    finalize(house, ID, by="办公室", pass_over="逾期提出")
    (kept,) = [one for one in assess.entries(house.engine, ID) if one.kind is EntryKind.PASSED_OVER]
    assert kept.indicator == "WD-3.1"


def test_nothing_is_said_of_appeals_where_nothing_is_made_final(house: House) -> None:
    since = assess_final.mark(house.engine, ID)
    reviewed(house)
    (appeal,) = [
        one for one in assess.entries(house.engine, ID) if one.verdict and one.verdict == "appeal"
    ]
    now = house.clock.now()
    over = assess_results._over([appeal], "办公室", now, "逾期提出")
    terms = KeptTerms(terms_of(house, everyone(house)[0]), {})
    made = assess_final.finalize(house.engine, ID, [], terms, since, by="办公室", at=now, over=over)
    assert made is assess_final.Outcome.MOVED
    assert not [
        one for one in assess.entries(house.engine, ID) if one.kind is EntryKind.PASSED_OVER
    ]
