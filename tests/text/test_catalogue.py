"""The catalogue: every key that the code says is there, in every language it is said in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest
import yaml

from checks.base import all_checks
from monitor.domain.defect import DecisionKind, DefectState
from monitor.domain.evidence import FetchStatus, Via
from monitor.domain.finding import Outcome
from monitor.domain.run import Purpose, Reason, RunState
from monitor.domain.subject import Category, ColumnClass, SiteKind
from monitor.text import sentences
from tests.commands import ROOT

FOLDER = ROOT / "monitor" / "text"
CATALOGUES = sorted(FOLDER.glob("*.yaml"))
ZH, EN = sentences("zh"), sentences("en")


NAMED: dict[str, type[StrEnum]] = {
    "state": DefectState,
    "decision": DecisionKind,
    "outcome": Outcome,
    "fetch": FetchStatus,
    "via": Via,
    "reason": Reason,
    "kind": SiteKind,
    "category": Category,
    "class": ColumnClass,
    "scheduler.purpose": Purpose,
    "scheduler.run_state": RunState,
}


@dataclass(frozen=True)
class Said:
    """A key in the code. `open`: only its beginning is written there, the rest is a value."""

    place: str
    key: str
    open: bool
    chinese_only: bool

    def known_to(self, catalogue: dict[str, str]) -> bool:
        if not self.open:
            return self.key in catalogue
        return any(key.startswith(self.key) for key in catalogue)


def said() -> Iterator[Said]:
    for path in sorted((ROOT / "monitor").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                yield from _call(node, path.relative_to(ROOT))


def _call(node: ast.Call, path: Path) -> Iterator[Said]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in ("say", "zh", "line", "knows", "BadInput", "ConfigError"):
        return
    lang = next((k.value for k in node.keywords if k.arg == "lang"), None)
    if name == "knows" and len(node.args) > 1:
        lang = node.args[1]
    chinese = name == "zh" or (isinstance(lang, ast.Constant) and lang.value == "zh")
    branches = [node.args[0]]
    while branches:
        key = branches.pop()
        if isinstance(key, ast.IfExp):
            branches += [key.body, key.orelse]
        elif isinstance(key, ast.Constant) and isinstance(key.value, str):
            if "." in key.value and " " not in key.value:
                yield Said(f"{path}:{node.lineno}", key.value, False, chinese)
        elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
            yield Said(f"{path}:{node.lineno}", str(key.values[0].value), True, chinese)


SAID = sorted(said(), key=lambda one: (one.key, one.place))


def test_the_code_is_found_to_speak() -> None:
    assert len(SAID) > 80
    assert any(one.open for one in SAID)


@pytest.mark.parametrize("one", SAID, ids=[f"{s.key}@{s.place}" for s in SAID])
def test_what_is_said_has_a_sentence(one: Said) -> None:
    assert one.known_to(ZH)
    if not one.chinese_only:
        assert one.known_to(EN), "said on the command line, and English may be asked for"


def placeholders(sentence: str) -> set[str]:
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(ZH.keys() & EN.keys()))
def test_both_languages_need_the_same_values(key: str) -> None:
    assert placeholders(ZH[key]) == placeholders(EN[key])


@pytest.mark.parametrize("prefix", NAMED)
def test_words_of_one_kind_are_the_same_in_both_languages(prefix: str) -> None:
    chinese, english = (
        {key for key in catalogue if key.startswith(f"{prefix}.")} for catalogue in (ZH, EN)
    )
    assert not english or english == chinese


@pytest.mark.parametrize("part", ["commands", "config"])
def test_what_the_command_line_says_exists_in_both_languages(part: str) -> None:
    files = [FOLDER / f"{part}.{lang}.yaml" for lang in ("zh_CN", "en")]
    chinese, english = ({key for key, _ in keys(path)} for path in files)
    assert chinese == english


class _Keys(yaml.SafeLoader):
    """Keeps every pair of a mapping, also those that come twice."""


def _pairs(loader: yaml.SafeLoader, node: yaml.MappingNode) -> list[tuple[object, object]]:
    return [
        (loader.construct_object(key, deep=True), loader.construct_object(value, deep=True))
        for key, value in node.value
    ]


_Keys.add_constructor("tag:yaml.org,2002:map", _pairs)


def keys(path: Path) -> list[tuple[str, str]]:
    def flat(pairs: list[tuple[object, object]], prefix: str) -> Iterator[tuple[str, str]]:
        for name, value in pairs:
            assert isinstance(name, str), f"{path.name}: {prefix}{name} must be quoted"
            if isinstance(value, list):
                yield from flat(value, f"{prefix}{name}.")
            else:
                assert isinstance(value, str), f"{path.name}: {prefix}{name} must be quoted"
                yield f"{prefix}{name}", value

    return list(flat(yaml.load(path.read_text(encoding="utf-8"), _Keys), ""))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_no_key_stands_twice_and_none_is_empty(path: Path) -> None:
    found = keys(path)
    names = [key for key, _ in found]
    assert [key for key in names if names.count(key) > 1] == []
    assert [key for key, sentence in found if not sentence.strip()] == []


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_no_key_stands_in_two_files(lang: str) -> None:
    names = [key for path in FOLDER.glob(f"*{lang}.yaml") for key, _ in keys(path)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("prefix", NAMED)
def test_every_value_has_a_word(prefix: str) -> None:
    catalogues = [ZH]
    if any(not one.chinese_only and one.key == f"{prefix}." for one in SAID):
        catalogues.append(EN)
    for catalogue in catalogues:
        assert {f"{prefix}.{one.value}" for one in NAMED[prefix]} <= catalogue.keys()


def failures(check: str) -> set[str]:
    """The reasons with which a check says that something is wrong, as far as they are written out."""
    (path,) = (ROOT / "checks").rglob(f"{check.replace('-', '_')}.py")
    calls = (
        n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if type(n) is ast.Call
    )
    return {
        str(call.args[0].value)
        for call in calls
        if getattr(call.func, "id", "") == "failed"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize("check", sorted(all_checks()))
def test_every_check_has_a_name_and_a_sentence_for_each_failure(check: str) -> None:
    wanted = {f"check.{check}.{reason}" for reason in failures(check) | {"name"}}
    assert wanted <= ZH.keys()


def test_nothing_is_said_of_a_check_that_is_not_there() -> None:
    assert {key.split(".")[1] for key in ZH if key.startswith("check.")} <= set(all_checks())
