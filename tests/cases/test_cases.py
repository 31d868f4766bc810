"""Every check answers its cases; every check has cases, rubric row, sentences and documentation."""

from __future__ import annotations

import ast
import inspect
import re
import string
from datetime import timedelta

import pytest

from checks.base import Check, Context, all_checks
from monitor.config.overlay import RUBRICS
from monitor.config.rubric import load_rubric
from monitor.domain.defect import replay
from monitor.domain.finding import Outcome
from monitor.domain.subject import Category, ColumnClass, Site, SiteKind, Unit
from monitor.report.record import describe
from monitor.text import say, sentences
from tests.cases.building import FOLDER, Case, cases, cases_of

NATIONAL = load_rubric("national-2019", frozenset(all_checks()))
CHECKS = list(all_checks().values())
CASES = cases()
KINDS = {"pass", "fail", "not_observed", "boundary"}
SITE = Site("jia", "jia", "甲县人民政府门户网站", "http://127.0.0.1:8000/", kind=SiteKind.PORTAL)
UNIT = Unit("jia", "甲县", Category.COUNTY, sites=(SITE,))

each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
each_case = pytest.mark.parametrize("case", CASES, ids=str)
each_failing = pytest.mark.parametrize(
    "case", [case for case in CASES if case.outcome is Outcome.FAIL], ids=str
)


@each_case
def test_the_check_answers_its_case(case: Case) -> None:
    found = case.found(NATIONAL)
    assert (found.outcome, found.reason) == (case.outcome, case.reason)
    told = {name: found.facts.get(name) for name in case.facts}
    assert told == case.facts


@each_case
def test_what_is_settled_without_looking_never_fails(case: Case) -> None:
    """Else hiding such a subject would leave nothing open where something could have cost points."""
    check = all_checks()[case.check]
    context = Context(case.now, NATIONAL.params.get(case.check, {}))
    if check.settled and check.settled(case.dossier, context):
        assert case.outcome is not Outcome.FAIL


@each_case
def test_facts_are_never_sentences(case: Case) -> None:
    """Numbers, dates, names, addresses and flat lists of those: what survives a trip through JSON."""
    for name, value in case.found(NATIONAL).facts.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            assert one is None or isinstance(one, str | int | float | bool), name
            assert not re.search("[，。；]", str(one)), name


@each_check
def test_cases_of_all_four_kinds(check: Check) -> None:
    assert KINDS - {case.kind for case in cases_of(check)} == set()


@each_check
def test_a_boundary_is_looked_at_from_both_sides(check: Check) -> None:
    """An edge has two sides; one answer alone would also fit a check that always gives it."""
    sides = {(c.outcome, c.reason) for c in cases_of(check) if c.kind == "boundary"}
    assert len(sides) > 1


@each_check
def test_cases_name_every_reason_the_code_gives(check: Check) -> None:
    """A reason nobody wrote a case for is one nobody thought through."""
    shown = {case.reason for case in cases_of(check)}
    assert _reasons_in_code(check) - shown == set()


def _reasons_in_code(check: Check) -> set[str]:
    """Literal reasons of `failed` and `not_applicable`, and the values of the module's tables."""
    found: set[str] = set()
    module = ast.parse(_source(check))
    tables = [node for node in module.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    for table in tables:
        if isinstance(table.value, ast.Dict):
            found |= {str(one.value) for one in table.value.values if isinstance(one, ast.Constant)}
    for node in ast.walk(module):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        if node.func.id in ("failed", "not_applicable"):
            inside = [one for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
            found |= {one.value for one in inside if isinstance(one.value, str)}
    return found


def _source(check: Check) -> str:
    module = inspect.getmodule(check.function)
    assert module is not None
    return inspect.getsource(module)


def test_every_case_file_is_of_a_check() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(all_checks())


@each_check
def test_the_id_names_the_file(check: Check) -> None:
    assert check.function.__module__.rsplit(".", 1)[1] == check.id.replace("-", "_")


@each_check
def test_a_rubric_row_counts_it(check: Check) -> None:
    rubrics = [load_rubric(path.stem, frozenset(all_checks())) for path in RUBRICS.glob("*.yaml")]
    assert check.preview or any(rubric.rows_counting(check.id) for rubric in rubrics)


@each_check
def test_it_has_a_name(check: Check) -> None:
    name = say(f"check.{check.id}.name", lang="zh")
    assert name
    assert not name.endswith("。")


@each_failing
def test_a_failure_is_told_in_one_sentence(case: Case) -> None:
    found = case.found(NATIONAL)
    defect = replay([found], as_of=found.now + timedelta(days=1))
    assert defect is not None
    told = describe(defect, UNIT, SITE)
    assert told.startswith("甲县门户网站")
    assert not told.endswith(("。", "．", "."))
    assert "\n" not in told
    assert not re.search("违反|违规|造假|None|[{}]", told)


@each_check
def test_at_once_names_reasons_that_exist(check: Check) -> None:
    failing = {case.reason for case in cases_of(check) if case.outcome is Outcome.FAIL}
    assert set(check.at_once) <= failing


@each_check
def test_volatile_names_facts_that_exist(check: Check) -> None:
    """A mistyped name would keep a decision from ever lapsing, or make it lapse every night."""
    given = set().union(*(case.found(NATIONAL).facts for case in cases_of(check)))
    assert set(check.volatile) <= given


@each_check
def test_the_catalogue_has_a_sentence_for_every_failing_reason_and_no_other(check: Check) -> None:
    failing = {case.reason for case in cases_of(check) if case.outcome is Outcome.FAIL}
    prefix = f"check.{check.id}."
    told = {key.removeprefix(prefix) for key in sentences("zh") if key.startswith(prefix)}
    assert told - {"name"} == failing


@each_check
def test_sentences_use_only_facts_that_every_case_gives(check: Check) -> None:
    """A placeholder that only some failures fill would break a list in the middle of a night."""
    for case in cases_of(check):
        if case.outcome is not Outcome.FAIL:
            continue
        sentence = sentences("zh")[f"check.{check.id}.{case.reason}"]
        made_up = {"unit", "kind", "window", "mark_name", "group_name", "resource", "scope"}
        made_up |= {"lacking_names", "place", "platform_name"}
        made_up.add("missing_names")
        wanted = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        assert wanted - made_up - {"parents_total"} <= set(case.found(NATIONAL).facts), case.name


@each_check
def test_the_docstring_says_what_it_cannot_see_and_its_source(check: Check) -> None:
    told = " ".join(check.documentation.split())
    assert "Cannot see:" in told
    assert "Source: 国办" in told


STATUS_CODES = range(200, 1000)


@each_check
def test_thresholds_are_the_rubrics(check: Check) -> None:
    """No number of days, seconds or places in a check; only HTTP status codes and 0 and 1."""
    for node in ast.walk(ast.parse(_source(check))):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            assert node.value in (0, 1, -1) or node.value in STATUS_CODES, node.value


@each_check
def test_every_rubric_gives_the_params_that_a_check_asks_for(check: Check) -> None:
    asked = set(re.findall(r"""params(?:\.get\(|\[)["'](\w+)["']""", _source(check)))
    for path in RUBRICS.glob("*.yaml"):
        rubric = load_rubric(path.stem, frozenset(all_checks()))
        if rubric.rows_counting(check.id):
            assert asked <= set(rubric.params.get(check.id, {})), path.name


def test_the_windows_of_columns_are_the_rubrics() -> None:
    windows = {cls: (w.days, w.months) for cls, w in NATIONAL.windows.items()}
    assert windows == {
        ColumnClass.NEWS: (14, None),
        ColumnClass.NOTICE: (None, 6),
        ColumnClass.POLICY: (None, 6),
        ColumnClass.INTERPRETATION: (None, 6),
    }
