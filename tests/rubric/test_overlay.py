"""A rubric that extends another: only what differs is written, and it costs what it says."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given

from checks.base import all_checks
from monitor.assess.ranking import site_standing
from monitor.assess.scoring import factor, points_by_defect
from monitor.config.errors import ConfigError
from monitor.config.rubric import load_rubric
from monitor.domain.calendar import Window
from monitor.domain.rubric import Of, RowKind, Rubric
from monitor.domain.subject import Category, ColumnClass, Unit
from tests.commands import ROOT
from tests.score.world import CHANNEL, TENANT, Seen, defects, fault, fine, of_channel, scored, sites

CHECKS = frozenset(all_checks())
NATIONAL = load_rubric("national-2019", CHECKS)
GUANGDONG = load_rubric("guangdong-city", CHECKS)
INTERNAL = replace(TENANT, category=Category.INTERNAL)
HEAD = {
    "id": "city",
    "version": "1",
    "title": "某市",
    "document": "某函",
    "extends": "national-2019",
}


def overlay(folder: Path, **changes: Any) -> Rubric:
    path = folder / "city.yaml"
    path.write_text(yaml.safe_dump(HEAD | changes, allow_unicode=True), encoding="utf-8")
    return load_rubric(path, CHECKS)


def row(rubric: Rubric, row_id: str) -> Any:
    return next(one for one in rubric.rows if one.id == row_id)


def test_an_overlay_that_says_nothing_is_its_base(tmp_path: Path) -> None:
    made = overlay(tmp_path)
    own = {"id": "city", "version": "1", "title": "某市", "document": "某函"}
    assert made == replace(NATIONAL, **own, extends="national-2019")  # type: ignore[arg-type]


def test_only_what_is_named_differs(tmp_path: Path) -> None:
    made = overlay(
        tmp_path,
        bonus={"above": 85},
        veto_score=59,
        windows={"news": {"days": 10}},
        params={"visits-failed": {"share": 0.03}},
        changed=[{"id": "WD-4.3", "cap": 0.5}],
        removed=["WB-5"],
        added=[
            {
                **{"id": "X-1", "name": "适老化", "kind": "deduction", "clause": "第1项"},
                **{"decider": "person", "cap": 0.5, "unchecked": "由人评定"},
            }
        ],
    )
    gates = replace(NATIONAL.gates, bonus_above=85.0, veto_score=59.0)
    assert made.gates == gates
    assert made.windows == NATIONAL.windows | {ColumnClass.NEWS: Window(days=10)}
    assert made.params == NATIONAL.params | {"visits-failed": {"share": 0.03, "visits": 20}}
    assert [one.id for one in made.rows] == [
        *(one.id for one in NATIONAL.rows if one.id != "WB-5"),
        "X-1",
    ]
    assert row(made, "WD-4.3") == replace(row(NATIONAL, "WD-4.3"), cap=0.5)
    assert row(made, "X-1").clause == "某函 第1项"


def test_what_is_taken_out_is_absorbed_by_nothing(tmp_path: Path) -> None:
    made = overlay(tmp_path, removed=["WD-1.9"])
    assert row(NATIONAL, "WD-1.4").absorbs == ("WD-1.9",)
    assert row(made, "WD-1.4").absorbs == ()
    named = [{"id": "WD-1.4", "absorbs": ["WD-1.9"]}]
    with pytest.raises(ConfigError, match=r"city\.yaml, line \d+: absorbs"):
        overlay(tmp_path, removed=["WD-1.9"], changed=named)


def test_an_overlay_of_an_overlay_and_beside_it(tmp_path: Path) -> None:
    overlay(tmp_path, veto_score=59)
    second = tmp_path / "second.yaml"
    text = yaml.safe_dump(HEAD | {"id": "second", "extends": "city.yaml", "veto_score": None})
    second.write_text(text, encoding="utf-8")
    made = load_rubric(second, CHECKS)
    assert (made.id, made.extends, made.gates) == ("second", "city.yaml", NATIONAL.gates)
    assert made.rows == NATIONAL.rows


def test_the_example_of_the_manual_is_one(tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    block = re.search(
        r"(?:^    .*\n)+", manual[manual.index("    id: mycity-2026") :], re.MULTILINE
    )
    assert block is not None
    path = tmp_path / "mycity-2026.yaml"
    path.write_text(textwrap.dedent(block[0]), encoding="utf-8")
    made = load_rubric(path, CHECKS)
    assert (made.extends, made.trial, made.gates.bonus_max) == ("guangdong-city", False, 20)
    assert row(made, "X-1").by_person and row(made, "WD-4.3").cap == 0.5


def test_a_circle_of_two_files_is_refused(tmp_path: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        text = yaml.safe_dump(HEAD | {"extends": f"{other}.yaml"})
        (tmp_path / f"{one}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"b\.yaml, line 2: extends leads back"):
        load_rubric(tmp_path / "a.yaml", CHECKS)


def test_what_the_guangdong_example_changes() -> None:
    changed = {one.id for one in GUANGDONG.rows if one not in NATIONAL.rows}
    platform = {one.id for one in GUANGDONG.rows if one.platform}
    assert platform == {
        *("WV-2", "WD-2.1", "WD-2.2", "WD-2.3", "WD-3.1", "WD-3.2", "WD-4.1", "WD-4.2"),
        *("WD-4.4a", "WD-4.4b", "WD-4.5", "WD-4.6", "WD-4.8", "WD-4.9"),
    }
    notices = {f"ND-{number}" for number in range(1, 13)}
    assert changed == platform - {"WV-2", "WD-4.2"} | {"WD-1.1"} | notices
    assert all(row(GUANGDONG, one).confidence == "inferred" for one in changed)
    assert all(row(GUANGDONG, one).undecided for one in notices)
    assert GUANGDONG.gates == replace(NATIONAL.gates, bonus_max=25.0)
    assert GUANGDONG.accounts_scored and GUANGDONG.trial


@pytest.mark.parametrize(("unit", "caps"), [(TENANT, 59), (INTERNAL, 44)])
def test_what_is_left_to_a_channel_is_scaled_up_to_the_total(unit: Unit, caps: float) -> None:
    """29 + 15 + 13 + 2 points of a channel's own, 15 less without services."""
    known = {"site": CHANNEL, "unit": unit}
    assert factor(GUANGDONG, **known, platform=False) == round(100 / caps, 4)
    assert factor(NATIONAL, **known, platform=False) == 1
    stale = fault("column-stale", "n", **{"class": "news"})
    made = scored([stale], rubric=GUANGDONG, **known, platform=False)
    assert made.factor == round(100 / caps, 4)
    assert made.points == round(500 / caps, 2)
    assert next(one for one in made.rows if one.indicator == "WD-1.4").points == 5
    assert made.max == 100 == pytest.approx(made.verified + made.unobserved_points)


def test_a_channel_that_is_all_clean_keeps_everything() -> None:
    checks = (
        *("leader-page-missing", "column-blank", "link-broken", "page-tags-missing"),
        *("message-list-stale", "message-fields-missing"),
    )
    clean = [
        *(fine("column-stale", c, **{"class": c}) for c in ("news", "policy", "interpretation")),
        *(fine(check, check) for check in checks),
    ]
    made = of_channel(clean)
    kept = site_standing(made)
    assert made.scored and kept is not None and float(kept) == pytest.approx(1, abs=0.001)


@given(sites(max_size=30))
def test_scaled_points_add_up(seen: list[Seen]) -> None:
    known = defects(seen)
    made = of_channel(seen, known)
    rows = sum(one.points for one in made.rows)
    assert made.points == pytest.approx(made.factor * rows, abs=0.011)
    assert 0 <= made.points <= made.verified + 0.011 <= made.max + 0.03
    shares: Mapping[str, float] = points_by_defect(
        known, GUANGDONG, site=CHANNEL, unit=TENANT, platform=False
    )
    assert sum(shares.values()) == pytest.approx(made.points, abs=0.03)


def test_rows_that_only_a_person_can_judge_are_in_the_score_and_nowhere_in_its_sums() -> None:
    made = scored([fine("leader-page-missing", "l")], rubric=NATIONAL)
    by_person = {one.id for one in NATIONAL.rows_of(Of.SITE, RowKind.DEDUCTION) if one.by_person}
    shown = {one.indicator for one in made.rows if one.state == "person" and one.cap}
    assert shown == by_person
    assert made.verified == 2
    assert not {one.indicator for one in made.rows} & {"NV-2.1", "WB-5"}
    more = replace(NATIONAL, rows=tuple(one for one in NATIONAL.rows if not one.by_person))
    alone = scored([fine("leader-page-missing", "l")], rubric=more)
    assert site_standing(replace(made, scored=True)) == site_standing(replace(alone, scored=True))
