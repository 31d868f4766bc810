"""The lists of the notice of 2020, from rank numbers (排序测试用，非真实得分), compared by machine.

And what changes when something changes: those lines, no others, each with its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from monitor.assess.grading import changes, grade
from monitor.config.office import load_office
from monitor.config.registry import load_registry
from monitor.domain.grading import Candidate, Cause, Change, ClassGrades, Grade, GradeRules, Kind
from monitor.report.notice import told, write_notice_docx, write_notice_markdown
from tests.commands import ROOT
from tests.config.test_meizhou import LEDGER
from tests.notice.world import Lists, lists, notice
from tests.papers.words import lines

HERE = Path(__file__).parent
ORIGINAL = ROOT.parent / "shared" / "domain" / "notice-2020.txt"
COUNTS = [(2, 4, 2), (4, 24, 4), (0, 7, 5), (2, 4, 2), (12, 5, 7)]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> GradeRules:
    home = tmp_path_factory.mktemp("home")
    (home / "office.yaml").write_bytes((HERE / "rules-2020.yaml").read_bytes())
    return load_office(home).grading


@pytest.fixture(scope="module")
def candidates(rules: GradeRules) -> list[Candidate]:
    """Every ranked unit of the ledger, in the class that the rules put it in."""
    numbers = yaml.safe_load((HERE / "order-2020.yaml").read_text(encoding="utf-8"))
    made = []
    for unit in load_registry(LEDGER).units:
        for kind, ranked in ((Kind.SITES, unit.ranked_sites), (Kind.MEDIA, unit.ranked_media)):
            cls = rules.class_of(kind, unit.category)
            if ranked and cls is not None:
                number = numbers[cls.id].pop(unit.id)
                made.append(Candidate(unit.id, unit.name, cls.id, float(number)))
    assert not any(numbers.values()), "every number has its unit"
    return made


def written(folder: Path, grades: tuple[ClassGrades, ...]) -> str:
    made = notice(folder, grades=grades)
    return write_notice_markdown(folder / "notice.md.out", made).read_text(encoding="utf-8")


def test_the_lists_are_those_of_the_notice(
    rules: GradeRules, candidates: list[Candidate], tmp_path: Path
) -> None:
    if not ORIGINAL.exists():
        pytest.skip("the notice of 2020 is not beside the project")
    original = lists(ORIGINAL.read_text(encoding="utf-8"))
    counted = [tuple(len(names) for names in one.values()) for one in original]
    assert counted == COUNTS, "the original was read whole"
    grades = grade(candidates, rules)
    assert lists(written(tmp_path, grades)) == original
    docx = write_notice_docx(tmp_path / "notice.docx", notice(tmp_path, grades=grades))
    assert lists("\n".join(lines(docx))) == original


def test_classes_and_counts(rules: GradeRules, candidates: list[Candidate], tmp_path: Path) -> None:
    grades = grade(reversed(candidates), rules)
    assert [tuple(len(one.of(g)) for g in Grade) for one in grades] == [(*c, 0) for c in COUNTS]
    text = written(tmp_path, grades)
    assert "承担对外服务职能的市有关单位32个，优秀4个、良好24个、合格4个、无不合格" in text
    assert "2. 承担对外服务职能的市有关单位（32个，除市教育局是独立网站外，其余均是频道）" in text
    assert "优秀：无；" in text


Spoil = Callable[[Candidate], Candidate]


def spoilt(candidates: list[Candidate], cls: str, name: str, spoil: Spoil) -> list[Candidate]:
    chosen = [one for one in candidates if (one.cls, one.name) == (cls, name)]
    assert len(chosen) == 1
    return [spoil(one) if one is chosen[0] else one for one in candidates]


def differing(before: Lists, after: Lists) -> set[tuple[int, str]]:
    """The lines that are other ones, by class and grade."""
    return {
        (index, name)
        for index, (old, new) in enumerate(zip(before, after, strict=True))
        for name in old.keys() | new.keys()
        if old.get(name) != new.get(name)
    }


SERVICE = "sites-service"
CASES: dict[str, tuple[str, str, Spoil, set[tuple[int, str]], list[tuple[object, ...]]]] = {
    "veto": (
        SERVICE,
        "市卫生健康局",
        lambda one: replace(one, veto=True),
        {(1, "优秀"), (1, "良好"), (1, "不合格")},
        [
            ("市社保基金管理局", "good", "excellent", (Cause.OTHERS,), ("市卫生健康局",)),
            ("市卫生健康局", "excellent", "fail", (Cause.VETO,), ()),
        ],
    ),
    "too little verified": (
        SERVICE,
        "市审计局",
        lambda one: replace(one, score=None, unscored="insufficient"),
        {(1, "良好")},
        [("市审计局", "good", None, (Cause.UNSCORED,), ())],
    ),
    "appeal": (
        SERVICE,
        "市统计局",
        lambda one: replace(one, score=215.5),
        {(1, "良好"), (1, "合格")},
        [("市统计局", "pass", "good", (Cause.RAISED,), ())],
    ),
    "appeal to the top": (
        "media-county",
        "蕉岭县",
        lambda one: replace(one, score=302.0),
        {(3, "优秀"), (3, "良好")},
        [
            ("蕉岭县", "good", "excellent", (Cause.RAISED,), ()),
            ("平远县", "excellent", "good", (Cause.OTHERS,), ("蕉岭县",)),
        ],
    ),
    "tie over the edge": (
        "sites-county",
        "梅江区",
        lambda one: replace(one, score=300.0),
        {(0, "优秀"), (0, "良好")},
        [("大埔县", "excellent", "good", (Cause.TIE,), ("梅江区",))],
    ),
    "tie within a grade": (
        "media-unit",
        "市司法局",
        lambda one: replace(one, score=one.score + 1),  # type: ignore[operator]
        set(),
        [],
    ),
    "a place within a grade": (
        "media-unit",
        "市司法局",
        lambda one: replace(one, score=one.score + 1.5),  # type: ignore[operator]
        {(4, "合格")},
        [("市司法局", "pass", "pass", (Cause.RAISED,), ())],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_exactly_the_lines_change_that_should(
    case: str, rules: GradeRules, candidates: list[Candidate], tmp_path: Path
) -> None:
    cls, name, spoil, expected, said = CASES[case]
    before, after = (
        grade(some, rules) for some in (candidates, spoilt(candidates, cls, name, spoil))
    )
    texts = [written(tmp_path, one) for one in (before, after)]
    assert differing(*map(lists, texts)) == expected
    found = changes(before, after)
    assert [(c.name, c.before, c.after, c.causes, c.through) for c in found] == said
    if case == "too little verified":
        assert "暂不评分：市审计局（监测不充分）。" in texts[1]
        assert "良好23个、合格4个、无不合格、暂不评分1个" in texts[1]
    if case == "tie over the edge":
        assert after[0].tie is not None and after[0].tie.places == 1


def test_a_change_is_told_in_a_sentence(rules: GradeRules, candidates: list[Candidate]) -> None:
    cls, name, spoil, *_ = CASES["veto"]
    found = changes(grade(candidates, rules), grade(spoilt(candidates, cls, name, spoil), rules))
    service = next(one for one in rules.classes if one.id == SERVICE)
    assert [told(one, service) for one in found] == [
        "政府网站·承担对外服务职能的市有关单位：市社保基金管理局由良好变为优秀（因市卫生健康局变动）",
        "政府网站·承担对外服务职能的市有关单位：市卫生健康局由优秀变为不合格（认定单项否决）",
    ]
    moved = Change(SERVICE, "a", "甲局", Grade.PASS, Grade.PASS, (Cause.RAISED,), (70.0, 71.5))
    assert told(moved, service).endswith("甲局仍为合格，名次变动（得分由70.00变为71.50）")
